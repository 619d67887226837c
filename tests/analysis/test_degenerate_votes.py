"""Votes that are none, come twice, late, in any order or under any name: rows of DEGENERATE.md (test_degenerate.py)."""

import math

import numpy as np
import pytest

from plenary.deliberation.ballot_commands import CastVote
from plenary.deliberation.decide import decide
from plenary.deliberation.refusals import NotJoined, StatementNotShown, StatementUnknown
from plenary.deliberation.vocabulary import Choice
from plenary_analysis import BadVote, Engine, Vote, to_json
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.placement import place
from plenary_analysis.votes import natural_order
from tests.analysis.crowd import map_of, noise, planted, rows
from tests.hall import BO, DEE, TRAM, deliberation, operation, rejected, shown, submitted

NO_ANSWERS = [2, 0.5, "1", math.nan, None, True]


@pytest.mark.parametrize("value", NO_ANSWERS, ids=repr)
def test_row_13_what_is_no_vote_is_refused_and_nothing_is_taken(value):
    engine = Engine()
    engine.add(rows("+-", "-+"))
    before = engine.saved()
    with pytest.raises(BadVote):
        engine.add([Vote("p0", "s1", 1, (1, "")), Vote("p1", "s1", value, (1, ""))])
    assert engine.saved() == before


@pytest.mark.parametrize(
    ("who", "before", "refusal"),
    [
        (BO, [], StatementUnknown),
        (BO, [submitted(TRAM)], StatementNotShown),
        (BO, [submitted(TRAM), shown(TRAM), rejected(TRAM)], StatementNotShown),
        (DEE, [submitted(TRAM), shown(TRAM)], NotJoined),
    ],
    ids=["unknown", "waiting", "rejected", "nobody"],
)
def test_row_13_a_vote_on_no_statement_or_of_nobody_is_refused_at_the_door(who, before, refusal):
    with pytest.raises(refusal):
        decide(deliberation(*before), CastVote(who, TRAM, Choice.AGREE, operation(2)))


def test_row_13_ids_of_statements_are_no_places_in_a_list():
    shown = map_of([Vote("7", "40", 1), Vote("3", "9", -1), Vote("7", "9", 1)])
    assert [(s.id, s.agree, s.disagree) for s in shown.statements] == [("9", 1, 1), ("40", 1, 0)]


def sums_of(ledger):
    sums = ledger.pair_sums()
    assert sums is not None
    return [getattr(sums, part).tolist() for part in ("together", "product", "first")]


def test_row_14_ten_thousand_changes_of_mind_leave_the_state_of_the_last_one():
    votes = noise(3, 30, 12, filled=0.6)
    who, what = votes[0].participant, votes[0].statement
    kept, fresh = VoteLedger(), VoteLedger()
    kept.add(votes)
    kept.pair_sums()
    for count in range(1, 10_001):
        kept.add([Vote(who, what, 1 if count % 2 else -1, (count, ""))])
        if count % 500 == 0:
            kept.pair_sums()
    fresh.add([*votes, Vote(who, what, -1, (10_000, ""))])
    assert kept.saved() == fresh.saved()
    assert sums_of(kept) == sums_of(fresh)


def test_row_15_votes_that_come_twice_or_late_change_nothing():
    votes = [Vote(v.participant, v.statement, v.value, (2, "")) for v in noise(2, 20, 10, filled=0.6)]
    late = [Vote(v.participant, v.statement, -v.value, (1, "")) for v in votes]
    once, again = Engine(), Engine()
    once.add([*late, *votes])
    for batch in (votes, late, votes[::-1], late):
        again.add(batch)
    assert once.saved() == again.saved()
    assert to_json(once.opinion_map(0)) == to_json(again.opinion_map(0))


@pytest.mark.parametrize("newest_first", [False, True])
def test_row_16_of_two_votes_at_one_time_the_later_in_order_counts(newest_first):
    two = [Vote("ada", "tram", 1, (4, "a"), cast_ms=5_000), Vote("ada", "tram", -1, (5, "a"), cast_ms=5_000)]
    engine = Engine()
    engine.add(two[::-1] if newest_first else two)
    [tram] = engine.opinion_map(2).statements
    assert (tram.agree, tram.disagree) == (0, 1)


def test_row_17_a_ban_takes_everything_of_a_person_and_its_end_gives_it_back():
    crowd = planted(seed=7, sizes=(14, 12), n_statements=14, filled=0.7)
    who = sorted(crowd.group)[5]
    others = [vote for vote in crowd.votes if vote.participant != who]
    engine = Engine()
    engine.add(crowd.votes)
    whole = engine.saved()
    engine.ban(who)
    assert to_json(Engine.restored(engine.saved()).opinion_map(0)) == to_json(map_of(others))
    engine.ban(who, banned=False)
    assert engine.saved() == whole


def test_row_29_a_thousand_votes_in_one_tick_leave_the_state_of_a_fresh_build():
    votes = noise(6, 400, 60, filled=0.3)
    changed = [Vote(v.participant, v.statement, -v.value, (1, "")) for v in votes[::7]][:1000]
    kept, fresh = VoteLedger(), VoteLedger()
    kept.add(votes)
    kept.pair_sums()
    kept.add(changed)
    fresh.add(changed + votes)
    assert kept.saved() == fresh.saved()
    assert sums_of(kept) == sums_of(fresh)


def test_row_31_a_clock_that_jumps_back_changes_no_order():
    engine = Engine()
    engine.add([Vote("ada", "tram", 1, (2, "a"), cast_ms=1_000)])
    engine.add([Vote("ada", "tram", -1, (1, "a"), cast_ms=9_000)])
    [tram] = engine.opinion_map(2).statements
    assert (tram.agree, tram.disagree) == (1, 0)


# In the order of ids: whole numbers by value, then words.
ODD_NAMES = sorted(
    [
        "0",
        "007",
        "42",
        "",
        "\0",
        "a\0b",
        "\ud800",
        "1e5",
        "-1",
        "٣",
        "مرحبا",
        "\u202eab",
        "x" * 10_000,
        "None",
    ],
    key=natural_order,
)


def test_row_30_names_are_opaque():
    crowd = planted(seed=8, sizes=(8, 6), n_statements=len(ODD_NAMES), filled=0.9)
    people = dict(zip(sorted(crowd.group), ODD_NAMES, strict=True))
    asked = dict(zip(sorted({v.statement for v in crowd.votes}), ODD_NAMES, strict=True))
    plain = map_of(crowd.votes)
    odd = map_of([Vote(people[v.participant], asked[v.statement], v.value) for v in crowd.votes])
    of_person = {name: i for i, name in enumerate(odd.participants)}
    order = [of_person[people[name]] for name in plain.participants]
    np.testing.assert_allclose(odd.positions[order], plain.positions, atol=1e-6)
    assert odd.labels[order].tolist() == plain.labels.tolist()
    assert odd.consensus == tuple(asked[name] for name in plain.consensus)
    assert odd.divisive == tuple(asked[name] for name in plain.divisive)


def test_row_32_a_vote_that_comes_during_an_analysis_is_in_the_next(monkeypatch):
    crowd = planted(seed=8, sizes=(12, 9), n_statements=12, filled=0.8)
    late = Vote("zz-late", "statement-000", 1)
    engine = Engine()
    engine.add(crowd.votes)

    def interrupted(*given):
        engine.add([late])
        return place(*given)

    with monkeypatch.context() as patched:
        patched.setattr("plenary_analysis.engine.place", interrupted)
        during = engine.opinion_map(0)
    assert to_json(during) == to_json(map_of(crowd.votes))
    after = engine.opinion_map(1)
    assert after.participants == (*during.participants, "zz-late")
    assert after.n_votes.sum() == during.n_votes.sum() + 1
