"""Paper ballots that are entered again: nothing is taken back that the steward did not mean to."""

import pytest

from plenary.deliberation.ballot_commands import EnterBallot, PaperVote
from plenary.deliberation.ballot_facts import ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import Fact
from plenary.deliberation.refusals import BallotEntered
from plenary.deliberation.vocabulary import Choice, Mode, ParticipantId, StatementId
from tests.hall import (
    DESK,
    ENGLISH,
    MEAL,
    PARIS,
    PARK,
    SCHOOL,
    TRAM,
    deliberation,
    drafted,
    opened,
    operation,
    rejected,
    shown,
    submitted,
)

SHEET = ParticipantId("the sheet with the number A7K-001")


def entered(*statements: StatementId) -> list[Fact]:
    """A sheet that agrees with all of these, entered by another steward."""
    first = operation(1, "left door")
    facts: list[Fact] = [submitted(TRAM), shown(TRAM), submitted(PARK), shown(PARK)]
    facts += [drafted(SCHOOL), opened(SCHOOL), submitted(MEAL, prompt=SCHOOL), shown(MEAL)]
    facts.append(ParticipantJoined(SHEET, Mode.IN_ROOM, PARIS.id, ENGLISH, first, DESK))
    return [*facts, *(VoteCast(SHEET, one, Choice.AGREE, first) for one in statements)]


def again(*votes: PaperVote, again: bool = True, whole: bool = False) -> EnterBallot:
    return EnterBallot(SHEET, PARIS.id, ENGLISH, votes, again, operation(2, "right door"), DESK, whole)


AGREES = PaperVote(TRAM, Choice.AGREE)


def test_a_corrected_sheet_takes_back_what_it_leaves_blank():
    state = deliberation(*entered(TRAM, PARK))

    taken_back = VoteWithdrawn(SHEET, PARK, operation(2, "right door"))
    assert decide(state, again(AGREES, whole=True)) == [taken_back]


def test_changing_an_answer_alone_leaves_the_others():
    state = deliberation(*entered(TRAM, PARK))

    assert decide(state, again(PaperVote(TRAM, Choice.PASS))) == [
        VoteCast(SHEET, TRAM, Choice.PASS, operation(2, "right door"))
    ]


def test_blanks_where_there_were_answers_are_asked_about():
    state = deliberation(*entered(TRAM, PARK))

    with pytest.raises(BallotEntered):
        decide(state, again(AGREES, again=False))


def test_the_same_sheet_twice_is_nothing_new():
    state = deliberation(*entered(TRAM))

    assert decide(state, again(AGREES, again=False)) == []


def test_a_sheet_of_one_prompt_says_nothing_of_another():
    state = deliberation(*entered(TRAM, MEAL))

    assert decide(state, again(AGREES, whole=True)) == []


def test_what_no_steward_can_see_any_more_is_not_left_blank():
    state = deliberation(*entered(TRAM, PARK), rejected(PARK))

    assert decide(state, again(AGREES, whole=True)) == []
