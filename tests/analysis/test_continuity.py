"""What a new map takes over from the one before it: rotation, letters, the number of groups."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import Engine, GroupEvent, Happening, OpinionMap, Vote, to_json
from plenary_analysis.continuity import (
    carried_labels,
    eased,
    eased_while_faint,
    group_events,
    rotation_onto,
    settled_labels,
)
from tests.analysis.crowd import map_of, noise, planted, rows
from tests.analysis.reference import SHARED, needs_reference, votes_in


def letters_of(shown: OpinionMap) -> dict[str, str]:
    return {
        who: shown.groups[label].label
        for who, label in zip(shown.participants, shown.labels.tolist(), strict=True)
        if label >= 0
    }


def replayed(votes, steps):
    """The maps of one engine that sees the votes in so many batches."""
    engine = Engine()
    maps = []
    for step in range(steps):
        engine.add(votes[len(votes) * step // steps : len(votes) * (step + 1) // steps])
        maps.append(engine.opinion_map(step))
    return maps


def flips(maps):
    """How often an axis points the other way for the people present in two maps running."""
    turned = 0
    for before, after in pairwise(maps):
        place = {who: i for i, who in enumerate(after.participants)}
        both = [place[who] for who in before.participants]
        turned += int(((before.positions * after.positions[both]).sum(axis=0) < 0).sum())
    return turned


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 6.28), st.booleans(), st.integers(0, 5))
def test_a_turned_and_mirrored_crowd_is_turned_back(angle, mirrored, seed):
    before = np.random.default_rng(seed).normal(size=(12, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    now = before @ turn @ np.diag([1, -1 if mirrored else 1])
    rotation = rotation_onto(now, before)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(now @ rotation, before, atol=1e-9)


def test_people_on_a_line_are_mirrored_but_never_tilted():
    before = np.array([(1.0, 1.0), (2.0, 2.0), (-3.0, -3.0)])
    now = np.array([(-1.0, 0.0), (-2.0, 0.0), (3.0, 0.0)])
    assert rotation_onto(now, before).tolist() == [[-1, 0], [0, 1]]


def test_with_nobody_in_common_nothing_is_turned():
    assert rotation_onto(np.zeros((0, 2)), np.zeros((0, 2))).tolist() == np.eye(2).tolist()


def test_a_map_asked_for_again_is_the_same_map():
    engine = Engine()
    engine.add(planted(seed=1, sizes=(30, 20), n_statements=20, filled=0.5).votes)
    one, other = engine.opinion_map(1), engine.opinion_map(1)
    np.testing.assert_allclose(one.positions, other.positions, atol=1e-12)
    assert letters_of(one) == letters_of(other)


@pytest.mark.parametrize("seed", range(2))
def test_axes_never_flip_while_votes_come_in(seed):
    assert flips(replayed(planted(seed, (40, 30, 20), 30, 0.4).votes, steps=15)) == 0


def test_letters_stay_with_the_members_when_sizes_swap():
    crowd = planted(seed=1, sizes=(30, 20), n_statements=20, filled=0.8)
    more = planted(seed=1, sizes=(30, 60), n_statements=20, filled=0.8)
    engine = Engine()
    engine.add(crowd.votes)
    before = letters_of(engine.opinion_map(1))
    grown = [
        Vote("late-" + v.participant, v.statement, v.value) for v in more.votes if more.group[v.participant]
    ]
    engine.add(grown)
    after = engine.opinion_map(2)
    assert [(group.label, group.size > 40) for group in after.groups] == [("A", False), ("B", True)]
    assert {who: letters_of(after)[who] for who in before} == before


def test_an_engine_started_from_a_published_map_goes_on_where_it_was():
    crowd = planted(seed=2, sizes=(30, 40), n_statements=20, filled=0.6)
    half = len(crowd.votes) // 2
    running = Engine()
    running.add(crowd.votes[:half])
    published = running.opinion_map(half)
    running.add(crowd.votes[half:])
    restarted = Engine(previous=published)
    restarted.add(crowd.votes)
    assert to_json(running.opinion_map(0)) == to_json(restarted.opinion_map(0))


def test_a_mirrored_previous_map_is_followed():
    crowd = planted(seed=2, sizes=(30, 40), n_statements=20, filled=0.6)
    plain = map_of(crowd.votes)
    mirrored = OpinionMap(
        **{field: getattr(plain, field) for field in OpinionMap.__slots__ if field != "positions"},
        positions=plain.positions * np.array([-1.0, 1.0]),
    )
    engine = Engine(previous=mirrored)
    engine.add(crowd.votes)
    np.testing.assert_allclose(engine.opinion_map(0).positions, mirrored.positions, atol=1e-9)


def test_a_moment_without_a_map_forgets_nothing():
    crowd = planted(seed=2, sizes=(20, 40), n_statements=20, filled=0.6)
    engine = Engine()
    engine.add(crowd.votes)
    before = engine.opinion_map(1)
    statements = {vote.statement for vote in crowd.votes}
    for counted in (False, True):
        for statement in statements:
            engine.moderate(statement, counted=counted)
        engine.opinion_map(2)
    after = engine.opinion_map(3)
    np.testing.assert_allclose(after.positions, before.positions, atol=1e-9)
    assert letters_of(after) == letters_of(before)


def test_a_split_keeps_the_letter_with_the_larger_part():
    before = np.array([0] * 10 + [1] * 6)
    now = np.array([0] * 3 + [1] * 7 + [2] * 6)
    assert carried_labels(now, 3, before, ("A", "B")) == ("C", "A", "B")


def test_a_merger_keeps_the_letter_of_the_larger_part():
    before = np.array([0] * 4 + [1] * 9 + [2] * 5)
    now = np.array([0] * 13 + [1] * 5)
    assert carried_labels(now, 2, before, ("A", "B", "C")) == ("B", "C")


def test_groups_of_strangers_get_unused_letters():
    before = np.full(6, -1)
    assert carried_labels(np.array([0, 0, 0, 1, 1, 1]), 2, before, ("A", "C")) == ("B", "D")


def test_a_split_says_which_group_split():
    before, now = np.array([0] * 10 + [1] * 6), np.array([2] * 4 + [0] * 6 + [1] * 6)
    found = group_events(now, ("A", "B", "C"), before, ("A", "B"))
    assert found == (GroupEvent(Happening.SPLIT, "C", "A"),)


def test_a_merger_says_which_group_went_where():
    before, now = np.array([0] * 10 + [1] * 6), np.array([0] * 16)
    assert group_events(now, ("A",), before, ("A", "B")) == (GroupEvent(Happening.MERGED, "B", "A"),)


def test_first_groups_are_born_and_last_ones_end():
    nobody, two = np.full(8, -1), np.array([0] * 4 + [1] * 4)
    born = group_events(two, ("A", "B"), nobody, ())
    ended = group_events(nobody, (), two, ("A", "B"))
    assert born == tuple(GroupEvent(Happening.BORN, name) for name in "AB")
    assert ended == tuple(GroupEvent(Happening.ENDED, name) for name in "AB")


@pytest.mark.parametrize(
    ("belongs", "before", "expected"),
    [
        ((0.55, 0.45), 1, 1),
        ((0.60, 0.40), 1, 0),
        ((0.55, 0.45), -1, 0),
        ((0.44, 0.41, 0.15), 0, 0),
        ((0.44, 0.41, 0.15), -1, -1),
        ((0.38, 0.35, 0.27), 0, -1),
    ],
)
def test_people_change_groups_only_for_a_clear_lead(belongs, before, expected):
    nobody = np.array([False])
    assert settled_labels(np.array([belongs]), np.array([before]), nobody).tolist() == [expected]


def test_who_has_voted_is_where_they_belong_most():
    belongs = np.array([[0.55, 0.45]] * 2)
    assert settled_labels(belongs, np.array([1, 1]), np.array([False, True])).tolist() == [1, 0]


def test_dots_of_people_who_did_not_vote_come_some_of_the_way():
    before, now = np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([[2.0, 2.0], [9.0, 9.0], [8.0, 4.0]])
    shown = eased(now, before, np.array([0, -1, 1]), np.array([False, False, True]))
    np.testing.assert_allclose(shown, np.array([(0.6, 0.6), (9.0, 9.0), (8.0, 4.0)]))


def test_on_a_map_that_says_nothing_yet_dots_come_slowly_and_at_the_size_of_the_map_before():
    before = np.array([[0.003, 0.0], [-0.003, 0.0]])
    now = np.array([[0.0, 4.0], [1.0, 0.0], [0.0, -4.0]])
    shown = eased_while_faint(now, before, np.array([0, -1, 1]), most=1.0)
    np.testing.assert_allclose(shown, np.array([(0.0027, 0.0003), (0.00075, 0.0), (-0.0027, -0.0003)]))


def test_a_map_that_says_nothing_any_more_is_not_drawn_as_large_as_one_that_did():
    before, now = np.array([[3.0, 0.0], [-3.0, 0.0]]), np.array([[0.1, 0.0], [-0.1, 0.0], [0.1, 0.0]])
    shown = eased_while_faint(now, before, np.array([0, 1, -1]), most=0.5)
    np.testing.assert_allclose(shown, np.array([(2.75, 0.0), (-2.75, 0.0), (0.5, 0.0)]))


def test_votes_that_say_nothing_yet_do_not_shake_the_map():
    votes = noise(5, 40, 30, 0.2)
    order = np.random.default_rng(0).permutation(len(votes))
    maps = replayed([votes[i] for i in order], steps=20)
    moved = []
    for before, after in pairwise(maps):
        place = {who: i for i, who in enumerate(after.participants)}
        now = after.positions[[place[who] for who in before.participants]]
        step = np.linalg.norm(now - before.positions, axis=1)
        moved.append(float(np.median(step) / np.sqrt(np.square(now).sum(axis=1).mean())))
    assert "no_clear_groups" in maps[-1].notes
    assert np.quantile(moved, 0.9) <= 0.15


def test_a_statement_moderated_out_shows_at_once():
    crowd = planted(seed=2, sizes=(30, 40), n_statements=20, filled=0.6)
    engine = Engine()
    engine.add(crowd.votes)
    first = engine.opinion_map(1)
    engine.moderate(crowd.votes[0].statement, counted=False)
    second, third = engine.opinion_map(2), engine.opinion_map(3)
    assert (second.positions != first.positions).any()
    assert third.positions.tolist() == second.positions.tolist()


def test_a_live_map_tells_what_happened_to_its_groups():
    crowd = planted(seed=1, sizes=(30, 20), n_statements=20, filled=0.8)
    engine = Engine()
    engine.add(crowd.votes)
    assert engine.opinion_map(1).events == ()
    for statement in {vote.statement for vote in crowd.votes}:
        engine.moderate(statement, counted=False)
    ended = engine.opinion_map(2).events
    assert ended == tuple(GroupEvent(Happening.ENDED, name) for name in "AB")


def test_the_number_of_groups_does_not_change_back_and_forth():
    crowd = planted(seed=12, sizes=(40, 30, 25), n_statements=40, filled=0.5)
    shuffled = [crowd.votes[i] for i in np.random.default_rng(0).permutation(len(crowd.votes))]
    counts = [len(shown.groups) for shown in replayed(shuffled, steps=20)]
    assert counts[-1] == 3
    assert sum(one != other for one, other in pairwise(counts)) <= 4


@needs_reference
def test_the_first_axis_with_evidence_keeps_the_direction_of_the_faint_one_before():
    votes = votes_in(SHARED / "data" / "ubi" / "votes.csv.gz")
    maps = replayed(votes[: len(votes) // 10], steps=4)
    reach = [float(np.abs(shown.positions).max()) for shown in maps]
    assert reach[1] < 1e-3 * reach[2]
    assert flips(maps) == 0


def test_people_have_a_place_from_their_first_votes_on():
    shown = map_of(noise(3, 8, 12, 0.5))
    assert len({tuple(place) for place in shown.positions.tolist()}) > 4
    assert shown.uncertainty.min() > np.abs(shown.positions).max()
    assert shown.notes == ("no_clear_groups", "one_axis")


def test_a_second_axis_may_appear_later():
    engine = Engine()
    engine.add(rows(*["++++++++"] * 6, *["--------"] * 6))
    first = engine.opinion_map(1)
    for camp, ballot in (("q", "++++----"), ("r", "--++--++")):
        late = [Vote(camp + vote.participant, vote.statement, vote.value) for vote in rows(*[ballot] * 6)]
        engine.add(late)
    second = engine.opinion_map(2)
    assert (first.notes, second.notes) == (("one_axis",), ())
    assert flips([first, second]) == 0


@needs_reference
@pytest.mark.parametrize("name", ["seattle-15", "freshwater"])
def test_a_real_conversation_replayed_keeps_its_axes(name):
    maps = replayed(votes_in(SHARED / "data" / name / "votes.csv.gz"), steps=12)
    assert flips(maps) == 0
