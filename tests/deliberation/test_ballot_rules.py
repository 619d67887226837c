"""Joining, voting and submitting: what participants may do, and what they may not."""

from dataclasses import replace

import pytest

from plenary.deliberation.ballot_commands import CastVote, Join, WithdrawVote
from plenary.deliberation.commands import SubmitStatement
from plenary.deliberation.decide import decide, decide_ballot
from plenary.deliberation.facts import Fact, StatementShown, StatementSubmitted
from plenary.deliberation.refusals import (
    NotJoined,
    PromptNotOpen,
    PromptUnknown,
    QueueFull,
    Refusal,
    StatementNotShown,
    StatementTwice,
    StatementUnknown,
    SubmittingOff,
    TextEmpty,
    TextTooLong,
    TooManyStatements,
    VenueUnknown,
    VotingOff,
)
from plenary.deliberation.rules.moderation import MOST_IN_QUEUE, MOST_WAITING
from plenary.deliberation.vocabulary import (
    Choice,
    Mode,
    ParticipantId,
    PassReason,
    PromptId,
    StatementId,
    Venue,
    VenueId,
)
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    DEE,
    ENGLISH,
    LYON,
    MEAL,
    PARIS,
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
    operation,
    rejected,
    shown,
    submitted,
    switched,
    taken_back,
    undone,
    voted,
)

NOWHERE = Venue(VenueId("nowhere"), "Nowhere")


def join(
    who: ParticipantId = DEE, mode: Mode = Mode.IN_ROOM, venue: Venue | None = PARIS, counter: int = 1
) -> Join:
    return Join(who, mode, None if venue is None else venue.id, ENGLISH, operation(counter))


def vote(
    who: ParticipantId = BO,
    statement: StatementId = TRAM,
    choice: Choice = Choice.AGREE,
    counter: int = 2,
    device: str = "phone",
) -> CastVote:
    return CastVote(who, statement, choice, operation(counter, device))


def submit(
    statement: StatementId = TRAM,
    who: ParticipantId = ADA,
    prompt: PromptId = CITY,
    text: str | None = None,
) -> SubmitStatement:
    return SubmitStatement(who, statement, prompt, TEXTS[statement] if text is None else text, ENGLISH)


def refused(
    refusal: type[Refusal], command: Join | CastVote | WithdrawVote | SubmitStatement, *facts: Fact
) -> None:
    state = deliberation(*facts)
    with pytest.raises(refusal):
        decide(state, command)


# Joining


def test_joining_is_recorded_with_its_place_and_operation():
    assert decide(deliberation(), join(venue=LYON)) == [joined(DEE, venue=LYON)]


def test_joining_from_far_away_needs_no_venue():
    remote = join(mode=Mode.REMOTE, venue=None)

    assert decide(deliberation(), remote) == [joined(DEE, mode=Mode.REMOTE, venue=None)]


def test_joining_again_moves_the_participant():
    assert decide(deliberation(), join(ADA, venue=LYON, counter=5)) == [joined(ADA, venue=LYON, counter=5)]


def test_a_resent_join_records_nothing():
    assert decide(deliberation(joined(DEE)), join()) == []


def test_a_join_older_than_the_last_records_nothing_wherever_it_says():
    assert decide(deliberation(joined(DEE, counter=7)), join(venue=NOWHERE, counter=6)) == []


def test_joining_from_a_venue_that_the_event_has_not_is_refused():
    refused(VenueUnknown, join(venue=NOWHERE))
    refused(VenueUnknown, join(mode=Mode.REMOTE, venue=NOWHERE))


def test_joining_in_the_room_without_saying_which_is_refused():
    refused(VenueUnknown, join(venue=None))


def test_where_an_event_has_no_venues_the_room_needs_no_name():
    state = deliberation(begins=[created(venues=())])

    assert decide(state, join(venue=None)) == [joined(DEE, venue=None)]
    with pytest.raises(VenueUnknown):
        decide(state, join(venue=PARIS))


def test_ballots_are_decided_alone_as_with_everything_else():
    assert decide_ballot(deliberation(), join()) == decide(deliberation(), join())


# Voting


def test_a_vote_is_recorded():
    state = deliberation(submitted(TRAM), shown(TRAM))

    assert decide(state, vote()) == [voted(BO, TRAM)]


def test_the_author_may_vote_on_their_own_statement():
    state = deliberation(submitted(TRAM, by=ADA), shown(TRAM))

    assert decide(state, vote(ADA)) == [voted(ADA, TRAM)]


def test_a_vote_can_be_changed():
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM))

    changed = vote(choice=Choice.DISAGREE, counter=3)
    assert decide(state, changed) == [voted(BO, TRAM, Choice.DISAGREE, counter=3)]


def test_the_same_answer_under_a_new_operation_is_recorded():
    """Otherwise an older vote that arrives later would win over it."""
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM))

    assert decide(state, vote(counter=3)) == [voted(BO, TRAM, counter=3)]


def test_a_pass_may_say_why_and_another_answer_does_not():
    state = deliberation(submitted(TRAM), shown(TRAM))
    unclear = replace(vote(choice=Choice.PASS), reason=PassReason.UNCLEAR)
    agreed = replace(vote(choice=Choice.AGREE), reason=PassReason.UNCLEAR)

    assert decide(state, unclear) == [replace(voted(BO, TRAM, Choice.PASS), reason=PassReason.UNCLEAR)]
    assert decide(state, agreed) == [voted(BO, TRAM, Choice.AGREE)]


def test_a_resent_vote_records_nothing():
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM))

    assert decide(state, vote()) == []


def test_a_vote_older_than_the_last_word_records_nothing():
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM, counter=9))

    assert decide(state, vote(choice=Choice.PASS, counter=8)) == []


def withdraw(who: ParticipantId = BO, statement: StatementId = TRAM, counter: int = 3) -> WithdrawVote:
    return WithdrawVote(who, statement, operation(counter))


def test_a_vote_can_be_taken_back_and_cast_again():
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM))

    facts = decide(state, withdraw())
    assert facts == [taken_back(BO, TRAM)]
    state.apply_all(facts)
    assert state.ballots[BO].votes == {}
    assert decide(state, withdraw()) == []
    assert decide(state, vote(counter=2)) == []
    assert decide(state, vote(counter=4)) == [voted(BO, TRAM, counter=4)]


def test_what_is_taken_back_is_a_fact_before_its_vote_arrives_too():
    """The vote may be on its way on another connection, and must not count after it."""
    state = deliberation(submitted(TRAM), shown(TRAM))

    state.apply_all(decide(state, withdraw()))
    assert decide(state, vote(counter=2)) == []


@pytest.mark.parametrize(
    ("refusal", "facts"),
    [(PromptNotOpen, [closed()]), (VotingOff, [switched(vote=False)]), (StatementNotShown, [rejected(TRAM)])],
    ids=["closed", "switched off", "rejected"],
)
def test_taking_a_vote_back_is_refused_where_changing_it_is(refusal, facts):
    hall = (submitted(TRAM), shown(TRAM), voted(BO, TRAM), *facts)
    refused(refusal, withdraw(), *hall)
    assert decide(deliberation(*hall), replace(withdraw(), was_counted=True)) == [taken_back(BO, TRAM)]


def test_of_two_devices_with_one_counter_the_same_one_has_the_last_word_always():
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM, device="phone"))

    assert decide(state, vote(choice=Choice.PASS, device="laptop")) == []
    assert decide(state, vote(choice=Choice.PASS, device="tablet")) == [
        voted(BO, TRAM, Choice.PASS, device="tablet")
    ]


@pytest.mark.parametrize("since", [closed(), switched(vote=False), rejected(TRAM), undone(TRAM, 1)])
def test_what_was_counted_is_answered_as_counted_also_when_voting_has_ended(since: Fact):
    state = deliberation(submitted(TRAM), shown(TRAM), voted(BO, TRAM), since)

    assert decide(state, vote()) == []


def test_voting_before_joining_is_refused():
    refused(NotJoined, vote(DEE), submitted(TRAM), shown(TRAM))


def test_a_ballot_without_a_join_is_no_joining():
    refused(NotJoined, vote(DEE), submitted(TRAM), shown(TRAM), voted(DEE, PARK))


def test_voting_on_a_statement_that_is_not_there_is_refused():
    refused(StatementUnknown, vote())


def test_voting_on_a_waiting_statement_is_refused():
    refused(StatementNotShown, vote(), submitted(TRAM))


def test_voting_on_a_rejected_statement_is_refused():
    refused(StatementNotShown, vote(), submitted(TRAM), shown(TRAM), rejected(TRAM))


def test_voting_on_a_statement_whose_showing_was_taken_back_is_refused():
    refused(StatementNotShown, vote(), submitted(TRAM), shown(TRAM), undone(TRAM, 1))


def test_voting_after_the_close_is_refused():
    refused(PromptNotOpen, vote(), submitted(TRAM), shown(TRAM), closed())


def test_changing_a_vote_after_the_close_is_refused():
    refused(PromptNotOpen, vote(counter=3), submitted(TRAM), shown(TRAM), voted(BO, TRAM), closed())


def test_voting_under_a_draft_is_refused():
    seed = submitted(MEAL, by=None, prompt=SCHOOL)
    refused(PromptNotOpen, vote(statement=MEAL), drafted(SCHOOL), seed, shown(MEAL))


def test_voting_where_it_is_switched_off_is_refused():
    refused(VotingOff, vote(), submitted(TRAM), shown(TRAM), switched(vote=False))


def test_voting_goes_on_after_reopening():
    state = deliberation(submitted(TRAM), shown(TRAM), closed(), opened())

    assert decide(state, vote()) == [voted(BO, TRAM)]


# Submitting


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
