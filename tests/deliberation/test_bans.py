"""Bans: whoever wrote a statement may vote and write no more, and nobody learns who that is."""

import pytest

from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.ballot_commands import CastVote
from plenary.deliberation.commands import BanAuthor, LiftBan, SubmitStatement
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import AuthorBanned, BanLifted, Fact
from plenary.deliberation.refusals import AuthorUnknown, Banned, StatementUnknown, TextTooLong
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, Role, StatementId
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    DESK,
    ENGLISH,
    TRAM,
    deliberation,
    operation,
    shown,
    submitted,
    voted,
)

NEW = StatementId("new")
BANNED = AuthorBanned(TRAM, "threatens people", DESK)


def hall(*more: Fact) -> Deliberation:
    """Ada wrote about the tram; the organisers about bikes; Ada voted on bikes."""
    facts: list[Fact] = [
        submitted(BIKE, by=None),
        shown(BIKE),
        submitted(TRAM, by=ADA),
        shown(TRAM),
        voted(ADA, BIKE),
    ]
    return deliberation(*facts, *more)


def test_a_banned_author_votes_and_writes_no_more_and_others_do():
    state = hall(*decide(hall(), BanAuthor(TRAM, " threatens  people ", DESK)))

    with pytest.raises(Banned):
        decide(state, CastVote(ADA, TRAM, Choice.AGREE, operation(3)))
    with pytest.raises(Banned):
        decide(state, SubmitStatement(ADA, NEW, CITY, "Trams for me.", ENGLISH))
    assert decide(state, CastVote(BO, TRAM, Choice.AGREE, operation(3))) != []
    assert state.statements[TRAM].ban == "threatens people"


def test_what_was_counted_before_a_ban_stays_answered_and_counted():
    state = hall(BANNED)

    assert decide(state, CastVote(ADA, BIKE, Choice.AGREE, operation(2))) == []
    assert state.ballots[ADA].votes[BIKE].choice is Choice.AGREE
    [proven] = decide(state, CastVote(ADA, BIKE, Choice.DISAGREE, operation(4), was_counted=True))
    assert proven == voted(ADA, BIKE, Choice.DISAGREE, counter=4)


def test_a_ban_is_lifted_over_the_statement_that_it_was_made_over():
    state = hall(BANNED)
    assert decide(state, BanAuthor(TRAM, "", DESK)) == []

    assert decide(state, LiftBan(TRAM, DESK)) == [BanLifted(TRAM, DESK)]

    state = hall(BANNED, BanLifted(TRAM, DESK))
    assert decide(state, LiftBan(TRAM, DESK)) == []
    assert decide(state, CastVote(ADA, TRAM, Choice.AGREE, operation(3))) != []


def test_of_two_bans_one_is_enough():
    two: list[Fact] = [submitted(NEW, by=ADA, text="More trams."), BANNED, AuthorBanned(NEW, "", DESK)]
    with pytest.raises(Banned):
        decide(hall(*two, BanLifted(TRAM, DESK)), CastVote(ADA, TRAM, Choice.AGREE, operation(3)))

    lifted = hall(*two, BanLifted(TRAM, DESK), BanLifted(NEW, DESK))
    assert decide(lifted, CastVote(ADA, TRAM, Choice.AGREE, operation(3))) != []


def test_organisers_cannot_ban_themselves_nor_anybody_unknown():
    with pytest.raises(AuthorUnknown):
        decide(hall(), BanAuthor(BIKE, "", DESK))
    with pytest.raises(StatementUnknown):
        decide(hall(), BanAuthor(NEW, "", DESK))
    with pytest.raises(TextTooLong):
        decide(hall(), BanAuthor(TRAM, "long " * 60, DESK))


@pytest.mark.parametrize("role", list(Role))
def test_only_moderators_are_told_of_a_ban_and_nobody_who_it_is(role: Role):
    state = hall(BANNED)
    told = changes(state, [BANNED], role)
    seen = {one.id: one.ban for one in told.statements}

    may_know = role in (Role.MODERATOR, Role.ORGANISER)
    assert seen == {TRAM: "threatens people" if may_know else None}
    assert str(ADA) not in repr(told)
    assert str(ADA) not in repr(snapshot(state, role))
