"""What the rules make of somebody who has themselves erased."""

import pytest

from plenary.deliberation.audience import Changes, changes
from plenary.deliberation.ballot_commands import CastVote, Join
from plenary.deliberation.commands import EraseParticipant, SubmitStatement
from plenary.deliberation.decide import decide
from plenary.deliberation.erasing import NOBODY
from plenary.deliberation.refusals import Erased, StatementTwice, StatementUnknown
from plenary.deliberation.rules.erasure import erasure_of
from plenary.deliberation.views import own_statements
from plenary.deliberation.vocabulary import Choice, Mode, Origin, ParticipantId, Role, StatementId
from tests.hall import (
    ADA,
    BO,
    CITY,
    DEE,
    ENGLISH,
    PARK,
    TEXTS,
    TRAM,
    deliberation,
    erased,
    mended,
    operation,
    rejected,
    shown,
    submitted,
    translated,
    voted,
)

UNSEEN = (
    submitted(TRAM, by=ADA, text="A canary sings"),
    mended(TRAM, "A canary sang"),
    translated(TRAM, "Un canari a chanté"),
    rejected(TRAM, "no canaries"),
)


def test_erasing_is_a_fact_that_names_nobody_and_twice_is_as_once():
    state = deliberation(submitted(TRAM, by=BO), shown(TRAM), voted(ADA, TRAM))

    facts = decide(state, EraseParticipant(ADA))

    assert facts == [erased(ADA)]
    assert f"'{ADA}'" not in repr(facts)
    state.apply_all(facts)
    assert decide(state, EraseParticipant(ADA)) == []
    assert ADA not in state.ballots


def test_whoever_never_joined_has_left_nothing_to_erase():
    assert decide(deliberation(), EraseParticipant(DEE)) == []


def test_words_that_nobody_saw_are_gone_and_may_be_said_by_somebody_else():
    state = deliberation(*UNSEEN)
    again = SubmitStatement(BO, StatementId("again"), CITY, "A canary sings", ENGLISH)
    with pytest.raises(StatementTwice):
        decide(state, again)

    state.apply(erased(ADA))

    assert "canar" not in repr(vars(state))
    assert len(decide(state, again)) == 1
    with pytest.raises(StatementUnknown):
        decide(state, CastVote(BO, TRAM, Choice.AGREE, operation(3)))


def test_the_desk_forgets_them_and_phones_hear_of_nothing_else():
    state = deliberation(*UNSEEN, submitted(PARK, by=BO), shown(PARK), erased(ADA))

    assert changes(state, [erased(ADA)], Role.MODERATOR) == Changes(gone=(TRAM,))
    assert changes(state, [erased(ADA)], Role.PARTICIPANT) == Changes(gone=(TRAM,))


def test_what_people_saw_stays_and_is_nobodys():
    state = deliberation(submitted(PARK, by=ADA), shown(PARK), rejected(PARK, "too late"), erased(ADA))

    assert (state.statements[PARK].author, state.statements[PARK].text) == (NOBODY, TEXTS[PARK])
    assert own_statements(state, ADA) == ()
    assert state.statements[PARK].reason == "too late"
    seen = changes(state, [shown(PARK)], Role.MODERATOR).statements
    assert [one.origin for one in seen] == [Origin.PARTICIPANT]


@pytest.mark.parametrize(
    "late",
    [
        Join(ADA, Mode.REMOTE, None, ENGLISH, operation(9)),
        CastVote(ADA, PARK, Choice.AGREE, operation(9)),
        CastVote(ADA, PARK, Choice.AGREE, operation(2), was_counted=True),
        SubmitStatement(ADA, StatementId("late"), CITY, "Late words", ENGLISH),
    ],
)
def test_nothing_of_theirs_comes_in_any_more_and_others_are_not_hindered(late):
    state = deliberation(submitted(PARK, by=BO), shown(PARK), voted(ADA, PARK), erased(ADA))

    with pytest.raises(Erased):
        decide(state, late)

    assert len(decide(state, CastVote(BO, PARK, Choice.AGREE, operation(9)))) == 1


def test_of_what_they_said_on_two_devices_the_later_word_stays_the_later():
    said = [voted(ADA, PARK, Choice.AGREE, device="b"), voted(ADA, PARK, Choice.PASS, device="a")]
    erasure = erasure_of(deliberation(), ADA, ParticipantId("somebody"))

    left = erasure.ballot(said)

    assert (max(left, key=lambda one: one.operation)).choice is Choice.AGREE  # type: ignore[union-attr]
    assert {one.participant for one in left} == {"somebody"}
    assert {one.operation.device for one in left} == {"0", "1"}
