"""Which votes are let in, and which of many counts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import BadVote, Choice, Engine, Vote, to_json
from plenary_analysis.votes import natural_order

NOT_A_VOTE = [2, -2, 0.5, 1.0, "1", math.nan, math.inf, None, True, False, np.int64(1), b"1"]


@pytest.mark.parametrize("value", NOT_A_VOTE, ids=repr)
def test_anything_but_the_three_answers_is_refused(value):
    with pytest.raises(BadVote):
        Engine().add([Vote("ada", "tram", value)])


@pytest.mark.parametrize("stamp", [None, 3, (1,), ("1", ""), (1, 2), [1, ""]], ids=repr)
def test_a_stamp_that_cannot_be_compared_is_refused(stamp):
    with pytest.raises(BadVote):
        Engine().add([Vote("ada", "tram", 1, stamp)])


@pytest.mark.parametrize(("participant", "statement"), [(1, "tram"), ("ada", None), (b"ada", "tram")])
def test_a_name_that_is_no_string_is_refused(participant, statement):
    with pytest.raises(BadVote):
        Engine().add([Vote(participant, statement, 1)])


def test_a_bad_vote_takes_the_whole_batch_with_it():
    engine = Engine()
    engine.add([Vote("ada", "tram", 1)])
    with pytest.raises(BadVote):
        engine.add([Vote("bo", "tram", 1), Vote("ada", "tram", -1, (1, "")), Vote("cy", "park", 2)])
    shown = engine.opinion_map(1)
    assert shown.participants == ("ada",)
    assert [(s.id, s.agree, s.disagree) for s in shown.statements] == [("tram", 1, 0)]


def test_the_choices_are_the_three_values():
    engine = Engine()
    engine.add(
        [Vote("ada", "a", Choice.AGREE), Vote("ada", "b", Choice.PASS), Vote("ada", "c", Choice.DISAGREE)]
    )
    counts = [(s.agree, s.passed, s.disagree) for s in engine.opinion_map(3).statements]
    assert counts == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_the_highest_stamp_wins_whenever_it_arrives():
    engine = Engine()
    engine.add([Vote("ada", "tram", -1, (9, "x"))])
    engine.add([Vote("ada", "tram", 1, (2, "z")), Vote("ada", "tram", 0, (9, "a"))])
    [tram] = engine.opinion_map(3).statements
    assert (tram.agree, tram.disagree, tram.passed) == (0, 1, 0)


def test_ten_thousand_changes_of_mind_count_once():
    engine = Engine()
    engine.add(Vote("ada", "tram", 1 if count % 2 else -1, (count, "")) for count in range(10_000))
    [tram] = engine.opinion_map(10_000).statements
    assert (tram.agree, tram.disagree, tram.passed) == (1, 0, 0)


def test_whole_numbers_are_ordered_by_value_before_words():
    ids = ["s1", "10", "9", "007", "0", "a"]
    assert sorted(ids, key=natural_order) == ["0", "9", "10", "007", "a", "s1"]


@pytest.mark.parametrize("name", ["", "\0", "a\0", "\ud800", "مرحبا", "1e5", "x" * 10_000])
def test_any_string_is_a_name(name):
    engine = Engine()
    engine.add([Vote(name, name, 1), Vote("other", name, -1)])
    result = to_json(engine.opinion_map(2))
    assert result["positions"] == {name: [0.0, 0.0], "other": [0.0, 0.0]}
    assert [statement.id for statement in engine.opinion_map(2).statements] == [name]


VOTES = st.lists(
    st.builds(
        Vote,
        st.sampled_from(["ada", "bo", "cy", "di"]),
        st.sampled_from(["tram", "park", "bus"]),
        st.sampled_from([-1, 0, 1]),
        st.tuples(st.integers(0, 3), st.sampled_from(["", "a"])),
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(VOTES, st.randoms(use_true_random=False))
def test_order_and_repetition_of_votes_change_nothing(votes, random):
    shuffled = votes + votes[: len(votes) // 2]
    random.shuffle(shuffled)
    one, other = Engine(), Engine()
    one.add(votes)
    for vote in shuffled:
        other.add([vote])
    assert to_json(one.opinion_map(0)) == to_json(other.opinion_map(0))


@settings(max_examples=30, deadline=None)
@given(VOTES)
def test_counts_are_those_of_everybodys_last_word(votes):
    last = {}
    for vote in sorted(votes, key=lambda vote: (vote.stamp, vote.value)):
        last[vote.participant, vote.statement] = vote.value
    engine = Engine()
    engine.add(votes)
    counts = {s.id: (s.agree, s.passed, s.disagree) for s in engine.opinion_map(0).statements}
    words = {
        statement: [value for (_, about), value in last.items() if about == statement]
        for statement in {vote.statement for vote in votes}
    }
    assert counts == {s: (given.count(1), given.count(0), given.count(-1)) for s, given in words.items()}
