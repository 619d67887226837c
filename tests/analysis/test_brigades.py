"""Ballots that are the same: found, weighed as one, counted in full."""

import numpy as np
import pytest

from plenary_analysis import Engine, Vote
from plenary_analysis.brigades import find_copies
from plenary_analysis.table import table_of
from tests.analysis.crowd import adjusted_rand, map_of, planted, rows
from tests.analysis.held_out import matrix_of
from tests.analysis.reference import DATA_SETS, SHARED, needs_reference, votes_in


def copies_of(*ballots):
    value = {"+": 1, "-": -1, "o": 0, " ": 0}
    sign = np.array([[value[c] for c in ballot] for ballot in ballots], dtype=np.int8)
    seen = np.array([[c != " " for c in ballot] for ballot in ballots], dtype=np.int8)
    return find_copies(table_of(sign, seen))


OTHERS = ("+-+-+-+-+-", "-----+++++", "++--++--++", "+++++-----", "-++-++-++-", "o-o-o-o-+-", "++++++++++")


def test_three_equal_ballots_count_as_the_first_of_them():
    found = copies_of(*[ballot * 2 for ballot in OTHERS], *["--++--++--" * 2] * 3)
    assert found.sets == ((7, 8, 9),)
    assert found.stands_for.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 7, 7]


def test_two_equal_ballots_and_short_ones_are_nobodys_business():
    assert copies_of(*OTHERS, *["--++--++--"] * 2).sets == ()
    assert copies_of(*OTHERS, *["++++++    "] * 3).sets == ()


def test_a_ballot_that_many_would_cast_by_chance_is_nobodys_copy():
    liked = ["++++++++++", "+++++++++-", "++++++++-+", "+++++++-++"]
    assert copies_of(*liked * 5, *["++++++++++"] * 5).sets == ()


def test_a_pass_is_not_the_same_as_no_vote():
    assert copies_of(*OTHERS, "++-++-++o ", "++-++-++ o", "++-++-++oo").sets == ()


def test_nearly_equal_ballots_are_found():
    long = "++--+" * 16
    nearly = [long, "-" + long[1:], long[:-1] + "-"]
    others = [ballot * 8 for ballot in OTHERS]
    assert copies_of(*others, *nearly).sets == ((7, 8, 9),)


def test_where_most_people_vote_alike_nobody_is_set_aside():
    found = copies_of(*["++++++++++" * 2] * 6, *["----------" * 2] * 6)
    assert [len(members) for members in found.sets] == [6, 6]
    assert found.counting.all()


def test_a_brigade_is_named_and_counted_and_bends_nothing():
    crowd = planted(3, (60, 50), 30, 0.5)
    honest = map_of(crowd.votes)
    ballot = np.random.default_rng(1).choice([-1, 1], size=30)
    bots = [Vote(f"zz-{i}", f"statement-{j:03d}", int(ballot[j])) for i in range(11) for j in range(30)]
    shown = map_of(crowd.votes + bots)
    assert shown.copies == (tuple(f"zz-{i}" for i in sorted(range(11), key=str)),)
    assert adjusted_rand((honest.labels + 1).tolist(), (shown.labels[:110] + 1).tolist()) >= 0.9
    assert sum(s.agree + s.disagree + s.passed for s in shown.statements) == len(crowd.votes) + len(bots)


def test_copies_are_placed_with_the_one_who_stands_for_them():
    crowd = planted(3, (60, 50), 30, 0.5)
    bots = [Vote(f"zz-{i}", f"statement-{j:03d}", 1 if j % 3 else -1) for i in range(5) for j in range(30)]
    engine = Engine()
    engine.add(crowd.votes + bots)
    shown = engine.opinion_map(0)
    assert len({tuple(place) for place in shown.positions[-5:].tolist()}) == 1
    assert len(set(shown.labels[-5:].tolist())) == 1


def test_the_toy_event_of_two_camps_is_no_brigade():
    assert [g.size for g in map_of(rows(*["++++++++"] * 6, *["--------"] * 10)).groups] == [10, 6]


@needs_reference
@pytest.mark.parametrize("name", DATA_SETS)
def test_hardly_anybody_in_a_real_conversation_is_taken_for_a_copy(name):
    matrix = matrix_of(votes_in(SHARED / "data" / name / "votes.csv.gz"))
    found = find_copies(matrix.table)
    assert np.mean(~found.counting) <= 0.01
