"""Joining and voting: what participants may say of themselves, and what they may not."""

from dataclasses import replace

import pytest

from plenary.deliberation.ballot_commands import CastVote, Join, WithdrawVote
from plenary.deliberation.decide import decide, decide_ballot
from plenary.deliberation.facts import Fact
from plenary.deliberation.refusals import (
    NotJoined,
    PromptNotOpen,
    Refusal,
    StatementNotShown,
    StatementUnknown,
    VenueUnknown,
    VotingOff,
)
from plenary.deliberation.vocabulary import (
    Choice,
    Mode,
    ParticipantId,
    PassReason,
    StatementId,
    Venue,
    VenueId,
)
from tests.hall import (
    ADA,
    BO,
    DEE,
    ENGLISH,
    LYON,
    MEAL,
    PARIS,
    PARK,
    SCHOOL,
    TRAM,
    closed,
    created,
    deliberation,
    drafted,
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


def refused(refusal: type[Refusal], command: Join | CastVote | WithdrawVote, *facts: Fact) -> None:
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
