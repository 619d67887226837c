"""A deliberation as a fold over its facts."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.entities import Ballot
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, Mode, Phase, Role, Scene, Stage, Standing, Switches
from tests.hall import (
    ADA,
    BO,
    CITY,
    CY,
    LYON,
    MEAL,
    PARIS,
    PARK,
    SCHOOL,
    SCREEN,
    TRAM,
    closed,
    created,
    deliberation,
    drafted,
    granted,
    joined,
    opened,
    rejected,
    revoked,
    reworded,
    shown,
    staged,
    submitted,
    switched,
    taken_back,
    undone,
    voted,
)

people = st.sampled_from([ADA, BO, CY])
counters = st.integers(1, 6)
devices = st.sampled_from(["phone", "tablet"])
joins = st.builds(
    joined,
    people,
    mode=st.sampled_from(Mode),
    venue=st.sampled_from([PARIS, LYON]),
    counter=counters,
    device=devices,
)
votes = st.builds(
    voted, people, st.sampled_from([TRAM, PARK]), st.sampled_from(Choice), counter=counters, device=devices
)


def one_act_once(facts: list[BallotFact]) -> list[BallotFact]:
    """Without those that use an operation a second time for something else, which no device does."""
    acts = {(fact.participant, fact.operation): fact for fact in facts}
    return list(acts.values())


withdrawals = st.builds(taken_back, people, st.sampled_from([TRAM, PARK]), counter=counters, device=devices)
ballots = st.lists(st.one_of(joins, votes, withdrawals), max_size=12).map(one_act_once)


def test_an_empty_deliberation_is_before_its_event():
    state = Deliberation()

    assert (state.event, state.prompts, state.statements, state.ballots) == (None, {}, {}, {})
    assert state.stage == Stage(Scene.JOIN)


def test_prompts_are_numbered_in_the_order_they_were_drafted():
    state = deliberation(drafted(SCHOOL), reworded(CITY, "What now?"))

    assert [(prompt.id, prompt.number) for prompt in state.prompts.values()] == [(CITY, 1), (SCHOOL, 2)]
    assert state.prompts[CITY].text == "What now?"


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ([], Phase.DRAFT),
        ([opened(SCHOOL)], Phase.OPEN),
        ([opened(SCHOOL), closed(SCHOOL)], Phase.CLOSED),
        ([opened(SCHOOL), closed(SCHOOL), opened(SCHOOL)], Phase.OPEN),
    ],
)
def test_a_prompt_stands_where_the_last_fact_put_it(facts, phase: Phase):
    assert deliberation(drafted(SCHOOL), *facts).prompts[SCHOOL].phase is phase


def test_switches_hold_for_their_prompt():
    state = deliberation(drafted(SCHOOL), switched(SCHOOL, vote=False, results=True))

    assert state.prompts[SCHOOL].switches == Switches(submit=True, vote=False, results=True)
    assert state.prompts[CITY].switches == Switches()


def test_statements_are_numbered_across_the_event_and_listed_by_prompt():
    state = deliberation(submitted(TRAM), drafted(SCHOOL), submitted(MEAL, prompt=SCHOOL), submitted(PARK))

    assert [(one.id, one.number) for one in state.statements.values()] == [(TRAM, 1), (MEAL, 2), (PARK, 3)]
    assert state.statements_of == {CITY: [TRAM, PARK], SCHOOL: [MEAL]}


@pytest.mark.parametrize(
    ("decisions", "standing", "reason"),
    [
        ([], Standing.WAITING, ""),
        ([shown(TRAM)], Standing.SHOWN, ""),
        ([rejected(TRAM, "rude")], Standing.REJECTED, "rude"),
        ([rejected(TRAM, "rude"), shown(TRAM)], Standing.SHOWN, ""),
        ([shown(TRAM), undone(TRAM, 1)], Standing.WAITING, ""),
        ([shown(TRAM), rejected(TRAM, "rude"), undone(TRAM, 2)], Standing.SHOWN, ""),
        ([rejected(TRAM, "rude"), shown(TRAM), undone(TRAM, 2)], Standing.REJECTED, "rude"),
        ([shown(TRAM), undone(TRAM, 1), undone(TRAM, 2)], Standing.SHOWN, ""),
        ([shown(TRAM), undone(TRAM, 1), undone(TRAM, 2), undone(TRAM, 3)], Standing.WAITING, ""),
    ],
)
def test_a_statement_stands_where_its_decisions_leave_it(decisions, standing: Standing, reason: str):
    statement = deliberation(submitted(TRAM), *decisions).statements[TRAM]

    assert (statement.standing, statement.reason) == (standing, reason)
    assert len(statement.decisions) == len(decisions)


def test_access_is_held_until_it_is_revoked():
    state = deliberation(granted(SCREEN, Role.PROJECTOR), revoked(SCREEN))

    assert state.grants[SCREEN].revoked
    assert state.grants[SCREEN].access == granted(SCREEN, Role.PROJECTOR)


def test_the_stage_is_as_it_was_last_set():
    assert deliberation(staged(Scene.MAP, CITY), staged(Scene.THANKS)).stage == Stage(Scene.THANKS)


def test_the_higher_operation_has_the_last_word_in_whatever_order_votes_arrive():
    words = [
        voted(BO, TRAM, Choice.AGREE, counter=2),
        voted(BO, TRAM, Choice.DISAGREE, counter=3),
        voted(BO, TRAM, Choice.PASS, counter=3, device="tablet"),
    ]

    for order in permutations(words):
        assert deliberation(*order).ballots[BO].votes == {TRAM: words[2]}


@given(ballots, st.randoms(use_true_random=False))
def test_ballots_folded_in_any_order_once_or_twice_are_the_same(facts: list[BallotFact], dice):
    again = facts + dice.sample(facts, k=len(facts) // 2)
    dice.shuffle(again)

    assert Deliberation([created(), *again]).ballots == Deliberation([created(), *facts]).ballots


@given(ballots)
def test_a_ballot_folded_alone_is_the_one_folded_among_others(facts: list[BallotFact]):
    alone = Ballot()
    for fact in facts:
        if fact.participant == ADA:
            alone.apply(fact)

    assert Deliberation(facts).ballots.get(ADA, Ballot()) == alone


@given(ballots)
def test_the_highest_counter_is_the_highest_ever_used(facts: list[BallotFact]):
    used = [fact.operation.counter for fact in facts if fact.participant == ADA]

    assert Deliberation(facts).ballots.get(ADA, Ballot()).highest_counter == max(used, default=0)
