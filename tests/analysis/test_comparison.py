"""Differences between venues, and between before and after."""

import numpy as np
import pytest

from plenary_analysis import Engine, Vote, compare_sides

N_STATEMENTS = 30
GROUPS = np.array([0, 1] * 60)
# Room A is full of one group: three quarters against one quarter.
IN_A = np.array([(i // 2) % 4 < (3 if i % 2 else 1) for i in range(120)])
ANSWERS = np.where(np.random.default_rng(5).random((2, N_STATEMENTS)) < 0.5, 0.8, 0.25)


def drawn(seed, effects=0, filled=0.7):
    """Votes of two groups in two rooms; in room A, people answer the first `effects` statements otherwise."""
    random = np.random.default_rng(seed)
    votes = []
    for i in range(len(GROUPS)):
        for j in np.flatnonzero(random.random(N_STATEMENTS) < filled):
            chance = ANSWERS[GROUPS[i], j]
            if j < effects and IN_A[i]:
                chance += 0.45 if chance < 0.5 else -0.45
            votes.append(Vote(f"p{i:03d}", f"s{j:02d}", 1 if random.random() < chance else -1))
    return votes


def map_of(votes):
    engine = Engine(method="polis")
    engine.add(votes)
    return engine.opinion_map(0)


def venue(vote):
    return "A" if IN_A[int(vote.participant[1:])] else "B"


# What parts the groups is beyond doubt: the strata are the planted groups.
SHOWN = map_of(
    [
        Vote(f"p{i:03d}", f"s{j:02d}", 1 if ANSWERS[GROUPS[i], j] > 0.5 else -1)
        for i in range(120)
        for j in range(N_STATEMENTS)
        if j != i % N_STATEMENTS
    ]
)


def test_planted_differences_are_found_and_few_others():
    hits, wrong = 0, 0
    for seed in range(10):
        announced = {d.statement for d in compare_sides(drawn(seed, 6), SHOWN, venue) if d.is_announced}
        planted = {f"s{j:02d}" for j in range(6)}
        hits += len(announced & planted)
        wrong += len(announced - planted)
    assert hits / 60 >= 0.7
    assert wrong / max(hits + wrong, 1) <= 0.1


def test_a_room_full_of_one_group_is_no_difference():
    announced = [sum(d.is_announced for d in compare_sides(drawn(s), SHOWN, venue)) for s in range(20)]
    # Without strata, all of the statements that part the groups would be announced, each time.
    assert np.mean([count > 0 for count in announced]) <= 0.2


def test_intervals_hold_four_in_five():
    inside = []
    for seed in range(20):
        inside += [d.low <= 0 <= d.high for d in compare_sides(drawn(seed), SHOWN, venue)]
    assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def test_a_statement_with_nine_votes_on_a_side_is_not_compared():
    votes = [Vote(f"p{i:03d}", "s00", 1) for i in np.flatnonzero(IN_A)[:9]]
    votes += [Vote(f"p{i:03d}", "s00", -1) for i in np.flatnonzero(~IN_A)]
    assert compare_sides(votes, SHOWN, venue) == ()


def test_before_and_after_are_compared_alike():
    votes = [Vote(f"p{i:03d}", "s00", 1 if i < 60 else -1, (i, "")) for i in range(120)]
    [one] = compare_sides(votes, SHOWN, lambda vote: "after" if vote.stamp[0] >= 60 else "before")
    assert (one.side, one.agree, one.votes, one.other_agree, one.other_votes) == ("after", 0, 60, 60, 60)
    assert one.difference == -1
    assert one.is_announced


def test_the_order_of_votes_changes_nothing():
    votes = drawn(1, 6)
    assert compare_sides(votes, SHOWN, venue) == compare_sides(votes[::-1], SHOWN, venue)


def test_with_no_votes_nothing_differs():
    assert compare_sides([], SHOWN, venue) == ()
