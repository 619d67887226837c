"""What votes ask for, and what becomes of a seat."""

from dataclasses import replace

import pytest

from plenary.deliberation.ballot_commands import CastVote, Join
from plenary.deliberation.ballot_facts import ParticipantJoined
from plenary.deliberation.commands import SetLevel, SubmitStatement, VacateSeat
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import LevelSet, SeatVacated
from plenary.deliberation.identity import participant_id, seated_id
from plenary.deliberation.refusals import LevelFixed, ProofMissing
from plenary.deliberation.seats import Seat, Taking, promised, reissued, revoked, take
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, Level, Mode, Operation, StatementId
from tests.hall import (
    ADA,
    CITY,
    DEE,
    DESK,
    ENGLISH,
    FORUM,
    NOON_MS,
    TRAM,
    created,
    drafted,
    granted,
    joined,
    level_set,
    opened,
    shown,
    submitted,
)

TICKETED = (created(), granted(DESK), drafted(), level_set(), opened(), submitted(TRAM, by=None), shown(TRAM))

SEAT = Seat("subject", Level.TICKET, 1, "ticket")


def joins(level: Level) -> Join:
    return Join(DEE, Mode.REMOTE, None, ENGLISH, Operation(1, "phone"), level)


def test_who_shows_what_is_asked_for_takes_part_and_the_log_says_how():
    state = Deliberation(TICKETED)

    [fact] = decide(state, joins(Level.TICKET))

    assert isinstance(fact, ParticipantJoined)
    assert fact.level is Level.TICKET


@pytest.mark.parametrize("level", sorted(set(Level) - {Level.TICKET}))
def test_who_shows_something_else_does_not(level: Level):
    with pytest.raises(ProofMissing):
        decide(Deliberation(TICKETED), joins(level))


def test_who_joined_before_the_level_rose_may_no_longer_vote_or_write():
    state = Deliberation([*TICKETED[:3], joined(ADA), *TICKETED[3:]])

    with pytest.raises(ProofMissing):
        decide(state, CastVote(ADA, TRAM, Choice.AGREE, Operation(2, "phone")))
    with pytest.raises(ProofMissing):
        decide(state, SubmitStatement(ADA, StatementId("new"), CITY, "More trams.", ENGLISH))


def test_a_ballot_on_paper_needs_no_proof_beside_the_steward():
    state = Deliberation([*TICKETED, replace(joined(ADA), entered_by=DESK)])

    assert decide(state, CastVote(ADA, TRAM, Choice.AGREE, Operation(2, "phone"))) != []


def test_the_level_is_set_before_the_first_prompt_opens_and_stays():
    draft = Deliberation([created(), granted(DESK), drafted()])
    assert decide(draft, SetLevel(Level.EMAIL, DESK)) == [LevelSet(Level.EMAIL, DESK)]
    assert decide(draft, SetLevel(Level.DEVICE, DESK)) == []

    with pytest.raises(LevelFixed):
        decide(Deliberation(TICKETED), SetLevel(Level.DEVICE, DESK))
    assert decide(Deliberation(TICKETED), SetLevel(Level.TICKET, DESK)) == []


def test_a_seat_that_changes_hands_is_noted_once():
    state = Deliberation(TICKETED)
    command = VacateSeat(DEE, 1, DESK)
    [fact] = decide(state, command)
    assert fact == SeatVacated(DEE, 1, DESK)
    state.apply(fact)

    assert decide(state, command) == []
    assert decide(state, VacateSeat(DEE, 2, None)) == [SeatVacated(DEE, 2, None)]


def test_a_ticket_opens_its_seat_once_and_its_holder_again():
    how, held = take(SEAT, "ticket", "pass", "code", NOON_MS)
    assert (how, held) == (Taking.TAKEN, replace(SEAT, holder="pass", recovery="code", turn=1, version=2))

    assert take(held, "ticket", "pass", "other code", NOON_MS) == (Taking.HELD, None)
    assert take(held, "ticket", "other pass", "other code", NOON_MS) == (Taking.OCCUPIED, None)
    assert take(None, "ticket", "pass", "code", NOON_MS) == (Taking.UNKNOWN, None)


def test_a_recovery_code_moves_the_seat_to_another_device_once():
    _, held = take(SEAT, "ticket", "pass", "code", NOON_MS)
    how, moved = take(held, "code", "new pass", "new code", NOON_MS)

    assert how is Taking.TAKEN
    assert moved is not None
    assert (moved.holder, moved.recovery, moved.turn) == ("new pass", "new code", 2)
    assert "code" not in moved.keys


def test_a_pass_opens_no_seat_for_anybody_else():
    _, held = take(SEAT, "ticket", "pass", "code", NOON_MS)

    assert take(held, "pass", "other pass", "other code", NOON_MS) == (Taking.UNKNOWN, None)


def test_a_ticket_made_anew_replaces_the_old_one_and_frees_the_seat():
    _, held = take(SEAT, "ticket", "pass", "code", NOON_MS)
    assert held is not None
    again = reissued(held, "new ticket")

    assert again.keys == ("new ticket",)
    how, taken = take(again, "new ticket", "new pass", "new code", NOON_MS)
    assert how is Taking.TAKEN
    assert taken is not None
    assert taken.subject == SEAT.subject


def test_a_revoked_seat_opens_for_nothing_until_its_ticket_is_made_anew():
    _, held = take(SEAT, "ticket", "pass", "code", NOON_MS)
    assert held is not None
    closed = revoked(held)

    assert closed.holder is None
    assert take(closed, "ticket", "other", "code", NOON_MS) == (Taking.REVOKED, None)
    assert take(reissued(closed, "new"), "new", "other", "code", NOON_MS)[0] is Taking.TAKEN


def test_a_confirmed_address_moves_to_another_device_and_its_token_is_spent():
    seat = promised(Seat("address", Level.EMAIL, version=0), "token", NOON_MS + 900_000)
    assert take(seat, "token", "pass", "code", NOON_MS + 900_000) == (Taking.EXPIRED, None)
    _, held = take(seat, "token", "pass", "code", NOON_MS)
    assert held is not None
    assert held.ticket is None

    how, moved = take(promised(held, "token 2", NOON_MS + 1), "token 2", "new pass", "code", NOON_MS)
    assert how is Taking.TAKEN
    assert moved is not None
    assert (moved.subject, moved.turn) == ("address", 2)


def test_a_seat_is_a_participant_of_its_own_in_each_event():
    assert seated_id(FORUM, "subject") == seated_id(FORUM, "subject")
    assert seated_id(FORUM, "subject") != participant_id(FORUM, "subject")
