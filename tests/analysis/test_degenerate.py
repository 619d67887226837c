"""Crowds with next to nothing in them, or made to hurt: a stated answer for each, never an exception, always finite.

Numbers in names are the rows of the reference list of degenerate inputs (DEGENERATE.md). Every row has its tests here
or, where it is about how votes arrive, in test_degenerate_votes.py; `make bench-analysis ARGS=promises` runs them row
by row.
"""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import Engine, Moderation, Vote, analyse_polis, polis_opinion_map, to_json
from plenary_analysis.axes import principal_axes
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.routing import next_statement, priorities
from plenary_analysis.tallies import Tallies
from tests.analysis import test_degenerate_votes
from tests.analysis.crowd import adjusted_rand, map_of, noise, planted, rows

ROWS = range(1, 33)


def test_every_row_has_a_test_that_says_its_number():
    names = [*globals(), *vars(test_degenerate_votes)]
    named = {int(found[1]) for name in names if (found := re.match(r"test_row_(\d+)_", name))}
    assert sorted(named) == list(ROWS)


def numbers_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for part in value for number in numbers_in(part)]
    return [float(value)] if isinstance(value, int | float) else []


def without_map(shown):
    return not shown.positions.any() and not shown.uncertainty.any() and (shown.labels == -1).all()


def test_row_1_no_votes_at_all():
    shown = Engine().opinion_map(0)
    assert (shown.participants, shown.statements, shown.groups) == ((), (), ())
    assert (shown.consensus, shown.divisive, shown.discuss, shown.representative) == ((), (), (), ())
    assert shown.notes == ("too_few_participants",)
    assert shown.positions.shape == (0, 2)


def test_row_1_every_statement_without_votes_has_the_same_priority():
    none = np.zeros((1, 3), dtype=np.int64)
    urgent = priorities(Tallies(none, none, none), np.zeros(3), np.zeros(3, dtype=np.bool_))
    assert urgent.tolist() == [5.0625] * 3


def test_row_2_one_participant_is_counted_and_marked_weak():
    shown = map_of(rows("+-o+"))
    assert without_map(shown)
    assert shown.notes == ("too_few_participants", "fewer_than_7_people")
    assert shown.consensus == ("s0", "s1", "s3")
    assert [s.direction for s in shown.statements if s.id in shown.consensus] == [1, -1, 1]


def test_row_3_one_statement_gives_counts_and_no_map():
    shown = map_of(rows(*"++++++---o"))
    assert without_map(shown)
    assert shown.notes == ("too_few_statements",)
    [only] = shown.statements
    assert (only.agree, only.disagree, only.passed) == (6, 3, 1)


def test_row_4_one_vote():
    shown = map_of(rows("+"))
    assert without_map(shown)
    assert shown.notes == ("too_few_participants", "fewer_than_7_people")


def test_row_5_everybody_passes():
    shown = map_of(rows(*["oooo"] * 9))
    assert without_map(shown)
    assert shown.notes == ("no_variation",)
    assert shown.consensus == ()
    assert [s.consensus for s in shown.statements] == pytest.approx([1 / 11] * 4)


@pytest.mark.parametrize("ballot", ["++++", "+--+"])
def test_row_6_everybody_votes_the_same(ballot):
    shown = map_of(rows(*[ballot] * 9))
    assert without_map(shown)
    assert shown.notes == ("no_variation",)
    assert sorted(shown.consensus) == ["s0", "s1", "s2", "s3"]
    assert [s.direction for s in shown.statements] == [1 if sign == "+" else -1 for sign in ballot]


def test_row_7_two_opposite_camps_lie_on_one_axis():
    shown = map_of(rows(*["++++++++"] * 6, *["--------"] * 10))
    assert shown.notes == ("one_axis",)
    assert [(group.label, group.size) for group in shown.groups] == [("A", 10), ("B", 6)]
    assert (shown.positions[:, 1] == 0).all()
    assert len(np.unique(shown.positions[:, 0])) == 2
    assert shown.silhouette == pytest.approx(1)


def test_row_8_no_more_groups_than_distinct_points():
    shown = map_of(rows(*["++++----"] * 5, *["----++++"] * 5, *["+-+-+-+-"] * 5))
    assert [group.size for group in shown.groups] == [5, 5, 5]


def test_row_9_everybody_votes_on_another_statement():
    shown = map_of([Vote(f"p{i}", f"s{i}", 1 if i % 2 else -1) for i in range(50)])
    assert without_map(shown)
    assert shown.notes == ("no_variation",)


def test_row_10_nobody_reaches_seven_votes():
    votes = [
        Vote(f"p{i:02d}", f"s{(i * 5 + j) % 20}", 1 if (i + j) % 3 else -1)
        for i in range(30)
        for j in range(4)
    ]
    analysis = analyse_polis(votes)
    assert len(analysis.in_conv) == 15
    assert set(analysis.in_conv) == {f"p{i:02d}" for i in range(15)}


def test_row_11_everything_is_moderated_out():
    votes = planted(seed=1, sizes=(10, 10), n_statements=9, filled=0.8).votes
    shown = map_of(votes, out=sorted({vote.statement for vote in votes}))
    assert without_map(shown)
    assert shown.notes == ("too_few_statements",)
    assert (shown.consensus, shown.divisive, shown.discuss, shown.representative) == ((), (), (), ())
    assert sum(s.agree + s.disagree + s.passed for s in shown.statements) == len(votes)


@pytest.mark.parametrize("method", ["plenary", "polis"])
def test_row_11_nothing_is_left_to_be_asked(method):
    votes = planted(seed=1, sizes=(10, 10), n_statements=9, filled=0.8).votes
    shown = map_of(votes, out=sorted({vote.statement for vote in votes}), method=method)
    assert without_map(shown)
    assert next_statement([s.id for s in shown.statements if s.counted], {}, {}, 1) is None


# Nine tenths of all votes are on one statement; most people voted on nothing else.
BUSY_CROWD = planted(seed=4, sizes=(30, 24), n_statements=16, filled=0.8)
BUSIEST = [Vote(who, "zz-busiest", 1 if i % 3 else -1) for i, who in enumerate(sorted(BUSY_CROWD.group))] + [
    Vote(f"zz-{i:04d}", "zz-busiest", 1 if i % 3 else -1) for i in range(9 * len(BUSY_CROWD.votes))
]


@pytest.mark.parametrize("method", ["plenary", "polis"])
def test_row_12_without_its_busiest_statement_the_rest_stands_as_without_its_voters(method):
    shown = map_of(BUSY_CROWD.votes + BUSIEST, out=["zz-busiest"], method=method)
    without = map_of(BUSY_CROWD.votes, method=method)
    people = len(without.participants)
    assert shown.participants[:people] == without.participants
    assert len(without.groups) >= 2
    assert [group.size for group in shown.groups] == [group.size for group in without.groups]
    assert shown.labels[:people].tolist() == without.labels.tolist()
    assert (shown.labels[people:] == -1).all()
    assert (shown.positions[people:] == 0).all()
    assert (shown.consensus, shown.divisive) == (without.consensus, without.divisive)
    if method == "plenary":
        np.testing.assert_allclose(shown.positions[:people], without.positions, atol=1e-6)


def test_row_12_put_back_the_busiest_statement_counts_exactly_as_before():
    # A few of the many: a map is made of them.
    votes = BUSY_CROWD.votes + BUSIEST[:100]
    engine = Engine()
    engine.add(votes)
    engine.moderate("zz-busiest", counted=False)
    engine.moderate("zz-busiest", counted=True)
    assert to_json(engine.opinion_map(0)) == to_json(map_of(votes))


@pytest.mark.parametrize("seed", range(3))
def test_row_18_one_person_against_everything_moves_no_group(seed):
    crowd = planted(seed=seed, sizes=(40, 30), n_statements=30, filled=0.5)
    plain = map_of(crowd.votes)
    contrary = [Vote("zz-contrary", s.id, -1) for s in plain.statements]
    shown = map_of(crowd.votes + contrary)
    # One of seventy may change sides: 0.943.
    assert adjusted_rand(shown.labels[:-1] + 1, plain.labels + 1) >= 0.94


def test_row_19_identical_ballots_share_one_point_and_one_group():
    crowd = planted(seed=3, sizes=(60, 40), n_statements=30, filled=0.4)
    brigade = [Vote(f"bot{i}", f"statement-{j:03d}", 1) for i in range(25) for j in range(30)]
    shown = map_of(crowd.votes + brigade)
    bots = [i for i, who in enumerate(shown.participants) if who.startswith("bot")]
    assert len({tuple(place) for place in shown.positions[bots].tolist()}) == 1
    assert len(set(shown.labels[bots].tolist())) == 1


def test_row_20_many_voters_on_few_statements_stay_finite():
    crowd = planted(seed=3, sizes=(30, 30), n_statements=40, filled=0.4)
    crowded = [
        Vote(f"late{i:03d}", f"statement-{j:03d}", 1 if (i * j) % 3 else -1)
        for i in range(200)
        for j in range(8)
    ]
    assert np.isfinite(numbers_in(to_json(map_of(crowd.votes + crowded)))).all()


def test_row_21_five_hundred_random_voters_make_no_groups():
    shown = map_of(noise(5, 500, 30, filled=0.4))
    assert shown.groups == ()
    assert "no_clear_groups" in shown.notes


def test_row_22_equal_eigenvalues_give_the_same_map_again():
    votes = rows("+-  ", "-+  ", "  +-", "  -+") * 1
    one, other = map_of(votes), map_of(votes[::-1])
    assert one.positions.tolist() == other.positions.tolist()
    assert np.square(one.positions).sum() == pytest.approx(np.square(other.positions).sum())


def test_row_23_a_statement_with_one_vote_does_not_load():
    crowd = planted(seed=8, sizes=(20, 20), n_statements=12, filled=0.8)
    analysis = analyse_polis([*crowd.votes, Vote("person-0000", "zz-new", 1)])
    j = analysis.tids.index("zz-new")
    assert analysis.comps[:, j].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert np.isfinite(analysis.comment_priorities[j])


def test_row_24_a_statement_without_votes_is_listed_with_zero_counts():
    engine = Engine()
    engine.add(rows(*["++--"] * 5, *["--++"] * 5))
    engine.add_statement("s9")
    result = engine.opinion_map(0).statements[-1]
    assert (result.id, result.agree, result.disagree, result.passed) == ("s9", 0, 0, 0)
    assert to_json(engine.opinion_map(0))["statements"] == 4


def test_row_25_a_hundred_and_first_person_makes_no_jump():
    crowd = planted(seed=6, sizes=(61, 40), n_statements=30, filled=0.5)
    sizes = []
    for people in (99, 100, 101):
        some = set(sorted(crowd.group)[101 - people :])
        sizes.append([g.size for g in map_of([v for v in crowd.votes if v.participant in some]).groups])
    # One more person in the first group at a time.
    assert sizes == [[sizes[0][0] + more, sizes[0][1]] for more in range(3)]


def test_row_26_two_people_far_away_are_no_group():
    crowd = planted(seed=9, sizes=(70, 50), n_statements=20, filled=0.9)
    strangers = [Vote(f"zz{i}", f"statement-{j:03d}", -1) for i in range(2) for j in range(20)]
    shown = map_of(crowd.votes + strangers)
    assert min(group.size for group in shown.groups) >= 3
    assert (shown.labels[-2:] >= 0).all()


def test_row_27_a_previous_map_about_others_is_no_obstacle():
    old = map_of(planted(seed=9, sizes=(20, 20, 20), n_statements=20, filled=0.8).votes)
    engine = Engine(previous=old)
    engine.add(rows(*["++++----"] * 5, *["----++++"] * 5))
    shown = engine.opinion_map(0)
    assert [group.size for group in shown.groups] == [5, 5]


@pytest.mark.parametrize("shape", [(50, 300), (300, 50)])
def test_row_28_wide_and_tall_tables_get_the_axes_of_a_full_decomposition(shape):
    ledger = VoteLedger()
    ledger.add(noise(4, shape[0], shape[1], filled=0.5))
    matrix = ledger.matrix()
    counted = np.ones(matrix.n_statements, dtype=np.bool_)
    dense = np.zeros((matrix.n_participants, matrix.n_statements))
    dense[matrix.row, matrix.column] = matrix.value - matrix.means()[matrix.column]
    _, size, right = np.linalg.svd(dense, full_matrices=False)
    axes = principal_axes(matrix, counted)
    np.testing.assert_allclose(axes.eigenvalues, size[:2] ** 2, rtol=1e-9)
    np.testing.assert_allclose(np.abs((axes.loadings * right[:2]).sum(axis=1)), 1, atol=1e-9)


ANY_VOTES = st.lists(
    st.builds(
        Vote,
        st.integers(0, 9).map(str),
        st.integers(0, 7).map("s{}".format),
        st.sampled_from([-1, 0, 1]),
    ),
    max_size=80,
)


@settings(max_examples=40, deadline=None)
@given(ANY_VOTES, st.sets(st.integers(0, 7).map("s{}".format)), st.sets(st.integers(0, 9).map(str)))
def test_whatever_the_votes_the_map_is_finite_and_consistent(votes, out, banned):
    shown = map_of(votes, out=sorted(out), banned=sorted(banned))
    n = len(shown.participants)
    assert np.isfinite(numbers_in(to_json(shown))).all()
    assert np.isfinite([shown.silhouette, shown.explained]).all()
    assert (shown.positions.shape, shown.uncertainty.shape, shown.labels.shape) == ((n, 2), (n,), (n,))
    assert [group.size for group in shown.groups] == [
        int((shown.labels == g).sum()) for g in range(len(shown.groups))
    ]
    assert len(shown.groups) != 1
    assert all(0 <= s.consensus <= 1 and 0 <= s.divisiveness <= 1 for s in shown.statements)
    listed = shown.consensus + shown.divisive + shown.discuss
    assert len(set(listed)) == len(listed)
    assert set(listed) & out == set()


@settings(max_examples=60, deadline=None)
@given(ANY_VOTES, st.sets(st.integers(0, 7).map("s{}".format)))
def test_whatever_the_votes_the_polis_analysis_is_finite(votes, out):
    analysis = analyse_polis(votes, Moderation(rejected=frozenset(out)))
    again = analyse_polis(votes, Moderation(rejected=frozenset(out)), previous=analysis.state)
    for result in (analysis, again):
        assert np.isfinite(result.projections).all()
        assert np.isfinite(result.comment_priorities).all()
        assert np.isfinite(numbers_in(to_json(polis_opinion_map(result)))).all()
