"""What is judged otherwise in the last minutes, and what is only noise."""

import numpy as np
import pytest

from plenary_analysis import BadVote, Engine, Vote
from plenary_analysis.change import WINDOW_MS, RecentVotes, changes, times_of
from plenary_analysis.ledger import VoteLedger

MINUTE = 60_000


def event(seed, turned=(), people=80, statements=20):
    """Votes within the hour; in the last ten minutes, other people judge the statements `turned` the other way."""
    random = np.random.default_rng(seed)
    share = random.uniform(0.25, 0.75, statements)
    share[list(turned)] = 0.85
    votes = []
    for i in range(people):
        late = i % 3 == 0
        cast_ms = int(random.integers(51, 60) if late else random.integers(0, 49)) * MINUTE
        for j in range(statements):
            chance = 0.2 if late and j in turned else share[j]
            votes.append(
                Vote(f"p{i:03}", f"s{j:02}", 1 if random.random() < chance else -1, (1, ""), cast_ms)
            )
    return votes


def found_in(votes, now_ms=60 * MINUTE):
    engine = Engine(method="polis")
    engine.add(votes)
    return engine.opinion_map(0, now_ms=now_ms).changes


def test_a_statement_that_turned_is_named_with_its_shares():
    [one] = [change for change in found_in(event(1, turned=(3,))) if change.statement == "s03"]
    assert (one.votes, one.difference < -0.4) == (27, True)
    assert one.before > 0.7 > 0.35 > one.after
    assert one.low < one.difference < one.high < 0
    assert one.sureness > 0.99


def test_where_nothing_changed_hardly_anything_is_announced():
    named = [len(found_in(event(seed))) for seed in range(40)]
    # 20 statements each: a tenth of the events at most may name anything.
    assert np.mean([count > 0 for count in named]) <= 0.15


def test_nine_new_votes_announce_nothing():
    recent, earlier = np.zeros((1, 1, 2)), np.array([[[40.0, 0.0]]])
    recent[0, 0] = 0, 9
    assert changes(("a",), recent, earlier) == ()
    recent[0, 0] = 0, 10
    assert [change.statement for change in changes(("a",), recent, earlier)] == ["a"]


def test_a_hall_that_fills_with_another_group_is_no_change_of_mind():
    # Group 1 came first and agrees, group 2 comes now and does not: within the groups nothing changed.
    earlier = np.array([[[0, 0]], [[40, 0]], [[0, 4]]], dtype=float)
    recent = np.array([[[0, 0]], [[3, 0]], [[0, 40]]], dtype=float)
    assert changes(("a",), recent, earlier) == ()


def test_votes_leave_the_window_and_late_ones_never_enter_it():
    ledger, recent = VoteLedger(), RecentVotes()

    def voted(*votes):
        recent.add(ledger.add(votes), times_of(votes))

    def within(now_ms):
        found = recent.within(now_ms)
        return [] if found is None else ledger.named(found[0]).participants

    voted(Vote("a", "s", 1, (1, ""), 0), Vote("b", "s", 1, (1, ""), WINDOW_MS), Vote("d", "s", 1))
    assert within(None) == ["b"]
    voted(Vote("c", "s", 1, (1, ""), 0))
    assert within(None) == ["b"]
    assert within(3 * WINDOW_MS) == []
    assert within(None) == []


def test_votes_that_have_left_the_window_are_forgotten_while_nobody_asks():
    ledger, recent = VoteLedger(), RecentVotes()
    for minute in range(600):
        votes = [Vote(f"p{minute}", "s", 1, (1, ""), minute * MINUTE)]
        recent.add(ledger.add(votes), times_of(votes))

    assert len(recent._votes) == WINDOW_MS / MINUTE


@pytest.mark.parametrize("cast_ms", ["noon", 1.5, True, 2**70])
def test_what_is_no_time_is_refused_and_nothing_is_taken(cast_ms):
    engine = Engine(method="polis")
    with pytest.raises(BadVote):
        engine.add([Vote("a", "s", 1, (1, ""), 5), Vote("b", "s", 1, (1, ""), cast_ms)])
    assert engine.opinion_map(0).participants == ()


def test_a_vote_replaced_by_one_without_a_time_is_not_recent():
    engine = Engine(method="polis")
    engine.add(event(1, turned=(3,)))
    engine.add([Vote(f"p{i:03}", "s03", 1, (2, "")) for i in range(80)])
    assert "s03" not in {change.statement for change in engine.opinion_map(0).changes}


def test_votes_without_times_change_nothing():
    assert found_in([Vote(v.participant, v.statement, v.value) for v in event(1, turned=(3,))]) == ()
