"""Submitting statements: what participants may write, and what they may not."""

import pytest

from plenary.deliberation.commands import SubmitStatement
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import Fact, StatementShown, StatementSubmitted
from plenary.deliberation.refusals import (
    NotJoined,
    PromptNotOpen,
    PromptUnknown,
    QueueFull,
    Refusal,
    StatementTwice,
    SubmittingOff,
    TextEmpty,
    TextTooLong,
    TooManyStatements,
)
from plenary.deliberation.rules.moderation import MOST_IN_QUEUE, MOST_WAITING
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    DEE,
    ENGLISH,
    PARK,
    SCHOOL,
    TEXTS,
    TRAM,
    closed,
    created,
    deliberation,
    drafted,
    granted,
    joined,
    opened,
    rejected,
    shown,
    submitted,
    switched,
    undone,
)


def submit(
    statement: StatementId = TRAM,
    who: ParticipantId = ADA,
    prompt: PromptId = CITY,
    text: str | None = None,
) -> SubmitStatement:
    return SubmitStatement(who, statement, prompt, TEXTS[statement] if text is None else text, ENGLISH)


def refused(refusal: type[Refusal], command: SubmitStatement, *facts: Fact) -> None:
    state = deliberation(*facts)
    with pytest.raises(refusal):
        decide(state, command)


def test_a_submitted_statement_waits_for_moderation():
    assert decide(deliberation(), submit()) == [submitted(TRAM, by=ADA)]


def test_where_nobody_moderates_beforehand_a_statement_is_shown_at_once():
    state = deliberation(begins=[created(premoderated=False), granted(), drafted(), opened(), joined(ADA)])

    assert decide(state, submit()) == [submitted(TRAM, by=ADA), StatementShown(TRAM, None)]


def test_a_statement_is_kept_clean():
    assert decide(deliberation(), submit(text="  Trams\n\u202eat night ")) == [
        submitted(TRAM, by=ADA, text="Trams at night")
    ]


def test_a_resent_statement_records_nothing_even_after_the_close():
    assert decide(deliberation(submitted(TRAM, by=ADA)), submit()) == []
    assert decide(deliberation(submitted(TRAM, by=ADA), closed()), submit()) == []


def test_submitting_before_joining_is_refused():
    refused(NotJoined, submit(who=DEE))


def test_submitting_under_a_prompt_that_is_not_there_is_refused():
    refused(PromptUnknown, submit(prompt=SCHOOL))


def test_submitting_under_a_draft_or_a_closed_prompt_is_refused():
    refused(PromptNotOpen, submit(prompt=SCHOOL), drafted(SCHOOL))
    refused(PromptNotOpen, submit(), closed())


def test_submitting_where_it_is_switched_off_is_refused():
    refused(SubmittingOff, submit(), switched(submit=False))


def test_a_statement_with_nothing_to_read_is_refused():
    refused(TextEmpty, submit(text="\u200d \n"))


def test_a_statement_longer_than_the_events_limit_is_refused():
    state = deliberation(begins=[created(statement_limit=10), drafted(), opened(), joined(ADA)])

    assert decide(state, submit(text="ten  chars")) != []
    with pytest.raises(TextTooLong):
        decide(state, submit(text="ten  chars +"))


@pytest.mark.parametrize("fate", [[], [shown(TRAM)], [rejected(TRAM)]], ids=["waiting", "shown", "rejected"])
def test_the_same_words_under_one_prompt_are_refused(fate: list[Fact]):
    refused(StatementTwice, submit(PARK, BO, text="  trams should run ALL night"), submitted(TRAM), *fate)


def test_the_same_words_may_stand_under_another_prompt():
    state = deliberation(submitted(TRAM), drafted(SCHOOL), opened(SCHOOL))

    assert decide(state, submit(PARK, BO, SCHOOL, TEXTS[TRAM])) == [
        submitted(PARK, by=BO, prompt=SCHOOL, text=TEXTS[TRAM])
    ]


def test_one_persons_statements_may_not_fill_the_queue():
    waiting = [submitted(StatementId(f"s{n}"), by=ADA, text=f"Statement {n}") for n in range(MOST_WAITING)]

    refused(TooManyStatements, submit(BIKE), *waiting)
    assert decide(deliberation(*waiting), submit(BIKE, BO)) == [submitted(BIKE, by=BO)]
    assert decide(deliberation(*waiting[1:]), submit(BIKE)) == [submitted(BIKE, by=ADA)]


@pytest.mark.parametrize("decision", [shown, rejected])
def test_a_statement_decided_on_makes_room_for_the_next(decision):
    waiting = [submitted(StatementId(f"s{n}"), by=ADA, text=f"Statement {n}") for n in range(MOST_WAITING)]

    state = deliberation(*waiting, decision(StatementId("s3")))

    assert decide(state, submit(BIKE)) == [submitted(BIKE, by=ADA)]


def full_queue() -> list[StatementSubmitted]:
    """As many statements as may wait, each by somebody else."""
    return [
        submitted(StatementId(f"s{n}"), by=ParticipantId(f"p{n}"), text=f"Statement {n}")
        for n in range(MOST_IN_QUEUE)
    ]


def test_the_queue_has_an_end_and_a_decision_makes_room():
    refused(QueueFull, submit(BIKE), *full_queue())
    assert decide(deliberation(*full_queue(), rejected(StatementId("s3"))), submit(BIKE)) != []
    taken_back: list[Fact] = [rejected(StatementId("s3")), undone(StatementId("s3"), 1)]
    refused(QueueFull, submit(BIKE), *full_queue(), *taken_back)


def test_where_nobody_moderates_beforehand_no_queue_is_full():
    begins: list[Fact] = [created(premoderated=False), drafted(), opened(), joined(ADA)]
    state = deliberation(*full_queue(), begins=begins)

    assert decide(state, submit(BIKE)) == [submitted(BIKE, by=ADA), StatementShown(BIKE, None)]
