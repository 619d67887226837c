"""What each audience sees: whole at first, then by changes."""

from itertools import combinations_with_replacement
from typing import get_args

import pytest

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import Changes, changes, snapshot
from plenary.deliberation.ballot_facts import VoteWithdrawn
from plenary.deliberation.facts import (
    Fact,
    ProgrammeFact,
    PromptTranslated,
)
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import (
    OwnStatement,
    OwnVote,
    OwnWithdrawal,
    own_statements,
    own_votes,
    own_withdrawals,
)
from plenary.deliberation.vocabulary import (
    Choice,
    Origin,
    Role,
    Scene,
    Stage,
    Standing,
)
from tests.deliberation.evening import EVENING
from tests.deliberation.screens import Screen, leaks
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    DEE,
    DESK,
    FRENCH,
    PARK,
    PREPARED,
    SCHOOL,
    SCREEN,
    TEXTS,
    TRAM,
    created,
    deliberation,
    drafted,
    granted,
    opened,
    operation,
    rejected,
    revoked,
    reworded,
    shown,
    staged,
    submitted,
    translated,
    undone,
    voted,
)


def test_the_evening_has_every_kind_of_fact():
    assert {type(fact) for fact in EVENING} == set(get_args(ProgrammeFact))


@pytest.mark.parametrize("role", Role)
def test_a_snapshot_and_the_changes_after_it_are_a_later_snapshot(role: Role):
    """From every moment to every later one, in one step."""
    states = [Deliberation(EVENING[:number]) for number in range(len(EVENING) + 1)]
    for early, late in combinations_with_replacement(range(len(states)), 2):
        screen = Screen().take(snapshot(states[early], role))
        screen.take(changes(states[late], EVENING[early:late], role))
        assert screen == Screen().take(snapshot(states[late], role)), (early, late)


@pytest.mark.parametrize("role", Role)
def test_changes_taken_one_by_one_are_the_last_snapshot(role: Role):
    state, screen = Deliberation(), Screen()
    screen.take(snapshot(state, role))
    for fact in EVENING:
        state.apply(fact)
        screen.take(changes(state, [fact], role))
        assert screen == Screen().take(snapshot(state, role)), fact


@pytest.mark.parametrize("role", Role)
def test_changes_may_come_twice(role: Role):
    state, screen = Deliberation(), Screen()
    screen.take(snapshot(state, role))
    for number, fact in enumerate(EVENING):
        state.apply(fact)
        screen.take(changes(state, EVENING[max(0, number - 3) : number + 1], role))
        assert screen == Screen().take(snapshot(state, role)), fact


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MODERATOR, Role.ORGANISER}))
def test_nothing_that_is_not_shown_ever_leaves_the_desk(role: Role):
    for late in range(len(EVENING) + 1):
        state = Deliberation(EVENING[:late])
        assert leaks(state, role, snapshot(state, role)) == []
        for early in range(late):
            assert leaks(state, role, changes(state, EVENING[early:late], role)) == []


def test_the_search_for_leaks_finds_one():
    state = deliberation(submitted(TRAM))

    assert leaks(state, Role.PARTICIPANT, snapshot(state, Role.MODERATOR)) == [TEXTS[TRAM]]


def test_a_moderator_sees_what_waits_and_nobody_else_does():
    state = deliberation(submitted(TRAM))

    seen = {role: [view.id for view in snapshot(state, role).statements] for role in Role}
    assert {role for role, statements in seen.items() if statements == [TRAM]} == {
        Role.MODERATOR,
        Role.ORGANISER,
    }
    assert {role for role, statements in seen.items() if statements == []} == set(Role) - {
        Role.MODERATOR,
        Role.ORGANISER,
    }


@pytest.mark.parametrize(
    "facts",
    [[granted(SCREEN)], [granted(SCREEN), revoked(SCREEN)]],
    ids=["granted", "revoked"],
)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORGANISER}))
def test_access_is_nobodys_business_but_the_organisers(facts: list[ProgrammeFact], role: Role):
    assert not changes(deliberation(*facts), facts, role)


def test_organisers_see_the_links_without_their_secrets():
    state = deliberation(granted(SCREEN, Role.PROJECTOR), revoked(SCREEN))

    seen = snapshot(state, Role.ORGANISER).links

    assert [(link.id, link.role, link.revoked) for link in seen] == [
        (DESK, Role.MODERATOR, False),
        (SCREEN, Role.PROJECTOR, True),
    ]
    assert state.grants[SCREEN].access.digest not in repr(seen)


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_its_row_in_the_table_says(role: Role):
    state = deliberation(drafted(SCHOOL), submitted(TRAM), submitted(PARK), rejected(PARK, "rude"))
    row, seen = SIGHT[role], snapshot(state, role)

    assert (SCHOOL in {prompt.id for prompt in seen.prompts}) is row.drafts
    assert ({one.id for one in seen.statements} == {TRAM, PARK}) is row.undecided
    assert ("rude" in repr(seen)) is row.undecided
    assert bool(seen.links) is row.links


def test_a_prompt_that_is_reworded_is_no_longer_read_in_another_language():
    state = deliberation(opened(CITY), PromptTranslated(CITY, FRENCH, "Que faire ?", 1, DESK))
    before = snapshot(state, Role.PARTICIPANT).prompts[0].translations

    state.apply(reworded(CITY, "What would make this city better?"))

    assert [one.text for one in before] == ["Que faire ?"]
    assert snapshot(state, Role.PARTICIPANT).prompts[0].translations == ()
    seen = snapshot(state, Role.INTERPRETER).prompts[0].translations
    assert [(one.version, one.text) for one in seen] == [(1, "")]


def test_a_translation_that_was_taken_back_is_seen_at_the_desk_alone():
    state = deliberation(
        submitted(TRAM), shown(TRAM), translated(TRAM, "Des trams la nuit."), translated(TRAM, "", version=2)
    )

    [phone], [desk] = (snapshot(state, role).statements for role in (Role.PARTICIPANT, Role.MODERATOR))
    assert phone.translations == ()
    assert [(one.version, one.text) for one in desk.translations] == [(2, "")]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PROJECTOR])
def test_a_waiting_statement_is_no_change_outside_the_desk(role: Role):
    assert not changes(deliberation(submitted(TRAM)), [submitted(TRAM)], role)
    assert not changes(deliberation(submitted(TRAM), rejected(TRAM)), [rejected(TRAM)], role)


def test_a_statement_that_is_taken_back_is_gone():
    state = deliberation(submitted(TRAM), shown(TRAM), undone(TRAM, 1))

    assert changes(state, [undone(TRAM, 1)], Role.PARTICIPANT) == Changes(gone=(TRAM,))


def test_who_wrote_a_statement_is_told_to_nobody_and_why_it_was_kept_back_to_moderators():
    state = deliberation(
        submitted(TRAM, by=ADA), rejected(TRAM, "rude"), shown(TRAM), submitted(PARK, by=None)
    )

    for role in Role:
        assert ADA not in repr(snapshot(state, role))
    desk = {view.id: view for view in snapshot(state, Role.MODERATOR).statements}
    phone = {view.id: view for view in snapshot(state, Role.PARTICIPANT).statements}
    assert (desk[TRAM].origin, desk[TRAM].decisions, desk[PARK].origin) == (
        Origin.PARTICIPANT,
        2,
        Origin.SEED,
    )
    assert (phone[TRAM].decisions, phone[TRAM].reason) == (0, "")


def test_the_reason_of_a_rejection_is_told_to_the_desk():
    state = deliberation(submitted(TRAM), rejected(TRAM, "rude"))

    [view] = snapshot(state, Role.MODERATOR).statements
    assert (view.standing, view.decisions, view.reason) == (Standing.REJECTED, 1, "rude")


def test_a_snapshot_tells_the_stage_and_the_event():
    seen = snapshot(deliberation(staged(Scene.MAP, CITY)), Role.PROJECTOR)

    assert seen.stage == Stage(Scene.MAP, CITY)
    assert seen.event is not None
    assert seen.event.code == created().code


def test_an_author_follows_the_fate_of_their_own_statements():
    state = deliberation(
        submitted(TRAM, by=ADA), submitted(PARK, by=BO), submitted(BIKE, by=ADA), rejected(TRAM)
    )

    assert own_statements(state, ADA) == (
        OwnStatement(TRAM, CITY, TEXTS[TRAM], Standing.REJECTED, "off topic"),
        OwnStatement(BIKE, CITY, TEXTS[BIKE], Standing.WAITING, ""),
    )
    assert own_statements(state, DEE) == ()


def test_own_votes_are_the_last_words():
    facts: list[Fact] = [voted(ADA, TRAM), voted(ADA, PARK), voted(ADA, TRAM, Choice.PASS, counter=3)]

    assert set(own_votes(deliberation(*facts), ADA)) == {
        OwnVote(TRAM, Choice.PASS, None, 3),
        OwnVote(PARK, Choice.AGREE, None, 2),
    }
    assert own_votes(deliberation(*facts), DEE) == ()


def test_own_withdrawals_are_those_after_which_nothing_was_said():
    facts: list[Fact] = [voted(ADA, TRAM), voted(ADA, PARK)]
    facts += [VoteWithdrawn(ADA, one, operation(7)) for one in (TRAM, PARK)]
    facts += [voted(ADA, PARK, counter=9)]

    assert own_withdrawals(deliberation(*facts), ADA) == (OwnWithdrawal(TRAM, 7),)
    assert own_withdrawals(deliberation(*facts), DEE) == ()


def test_no_changes_are_nothing_and_any_change_is_something():
    assert not Changes()
    assert not changes(deliberation(), [], Role.MODERATOR)
    assert Changes(gone=(TRAM,))
    assert changes(Deliberation(PREPARED), PREPARED, Role.PARTICIPANT)
