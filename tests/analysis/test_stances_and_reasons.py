"""Which statements stand for a group, why a statement deserves discussion, and what a brigade leaves behind."""

import numpy as np

from plenary_analysis import DiscussReason, Engine, Vote
from plenary_analysis.stances import choose_stances
from plenary_analysis.tallies import Tallies
from tests.analysis.crowd import map_of, planted
from tests.analysis.test_statement_results import CAMPS, PARTING

NAMES = tuple("abcdef")


def chosen(agree, disagree, seen):
    counts = Tallies(*(np.array(part, dtype=float) for part in (agree, disagree, seen)))
    letters = tuple("ABC")[: len(agree)]
    picked = choose_stances(NAMES[: len(agree[0])], letters, counts, np.ones(len(agree[0]), dtype=np.bool_))
    return [[(stance.statement, stance.direction) for stance in stances] for stances in picked]


def test_two_groups_share_out_what_parts_them():
    agree = [[19, 18, 1, 2], [1, 2, 19, 18]]
    disagree = [[1, 2, 19, 18], [19, 18, 1, 2]]
    one, other = chosen(agree, disagree, [[20] * 4] * 2)
    assert {name for name, _ in one} | {name for name, _ in other} == set("abcd")
    assert not {name for name, _ in one} & {name for name, _ in other}


def test_the_smallest_group_has_a_statement_though_nothing_sets_it_apart_for_sure():
    agree = [[38, 39], [36, 2], [3, 1]]
    disagree = [[2, 1], [4, 38], [2, 4]]
    picked = chosen(agree, disagree, [[40, 40], [40, 40], [5, 5]])
    assert all(picked)


def test_a_stance_gives_the_share_of_the_group_and_of_the_others():
    shown = map_of(CAMPS)
    assert [stance.statement for stance in shown.stances] == [
        name for _, names in shown.representative for name in names
    ]
    for stance in shown.stances:
        assert stance.statement in PARTING
        assert stance.low < stance.share <= stance.high
        assert stance.share > 0.8 > 0.2 > stance.elsewhere


def test_every_discussed_statement_has_its_reason_and_the_share_can_be_recomputed():
    shown = map_of(CAMPS)
    assert tuple(reason.statement for reason in shown.reasons) == shown.discuss
    by_id = {statement.id: statement for statement in shown.statements}
    codes = {reason.statement: reason.code for reason in shown.reasons}
    assert codes["passed"] == DiscussReason.PASSES
    assert {codes[f"split-{j}"] for j in range(6)} == {DiscussReason.TORN}
    for reason in shown.reasons:
        s = by_id[reason.statement]
        votes = s.agree + s.disagree + s.passed
        share = s.passed if reason.code == DiscussReason.PASSES else min(s.agree, s.disagree)
        assert reason.share == share / votes


def test_a_venue_that_judges_otherwise_is_a_reason():
    engine = Engine()
    engine.add(CAMPS)
    people = sorted({vote.participant for vote in CAMPS})
    for place, who in enumerate(people):
        engine.seat(who, "Lyon" if place % 2 else "Lima")
    engine.add([Vote(who, "zz-local", 1 if place % 2 else -1) for place, who in enumerate(people)])
    shown = engine.opinion_map(0)
    [reason] = [one for one in shown.reasons if one.statement == "zz-local"]
    assert (reason.code, reason.side, reason.share) == (DiscussReason.VENUES, "Lima", 1.0)
    assert [one.statement for one in shown.differences if one.is_announced] == ["zz-local"]


def test_one_venue_or_none_is_not_compared():
    engine = Engine()
    engine.add(CAMPS)
    assert engine.opinion_map(0).differences == ()
    for who in {vote.participant for vote in CAMPS}:
        engine.seat(who, "Lyon")
    assert engine.opinion_map(0).differences == ()


def test_a_brigade_is_described_and_its_votes_are_also_counted_once():
    crowd = planted(3, (60, 50), 30, 0.5)
    bots = [Vote(f"zz-{i}", f"statement-{j:03d}", 1 if j % 3 else -1) for i in range(8) for j in range(30)]
    shown = map_of(crowd.votes + bots)
    [brigade] = shown.brigades
    assert (brigade.members, brigade.votes, brigade.is_identical) == (shown.copies[0], 30, True)
    assert len(brigade.members) == 8
    for statement in shown.statements:
        assert sum(statement.once) == statement.agree + statement.disagree + statement.passed - 7


def test_without_a_brigade_there_is_nothing_to_count_once():
    assert {statement.once for statement in map_of(CAMPS).statements} == {None}
