"""Prompts, moderation, the stage and access: what a desk may do, and what it may not."""

import pytest

from plenary.deliberation.commands import (
    ClosePrompt,
    Command,
    DraftPrompt,
    GrantAccess,
    OpenPrompt,
    RejectStatement,
    RevokeAccess,
    RewordPrompt,
    SeedStatement,
    SetStage,
    SetSwitches,
    ShowStatement,
    UndoDecision,
)
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import Fact, StatementRejected
from plenary.deliberation.refusals import (
    DecisionSuperseded,
    GrantUnknown,
    PromptExists,
    PromptNotOpen,
    PromptUnknown,
    Refusal,
    SceneIncomplete,
    StatementNotShown,
    StatementTwice,
    StatementUnknown,
    TextEmpty,
    TextTooLong,
)
from plenary.deliberation.rules.moderation import REASON_LIMIT, SEED_LIMIT
from plenary.deliberation.rules.programme import PROMPT_LIMIT
from plenary.deliberation.rules.stage import SCENES_WITH_PROMPT
from plenary.deliberation.views import own_statements
from plenary.deliberation.vocabulary import (
    PromptId,
    RejectionReason,
    Role,
    Scene,
    Stage,
    StatementId,
    Switches,
)
from tests.hall import (
    ADA,
    CITY,
    DESK,
    ENGLISH,
    MEAL,
    PARK,
    SCHOOL,
    SCREEN,
    TEXTS,
    TRAM,
    closed,
    deliberation,
    drafted,
    granted,
    opened,
    rejected,
    revoked,
    reworded,
    shown,
    staged,
    submitted,
    switched,
    undone,
)


def refused(refusal: type[Refusal], command: Command, *facts: Fact) -> None:
    state = deliberation(*facts)
    with pytest.raises(refusal):
        decide(state, command)


def seed(statement: StatementId = PARK, prompt: PromptId = CITY, text: str | None = None) -> SeedStatement:
    return SeedStatement(statement, prompt, text or TEXTS[statement], ENGLISH, DESK)


def stage(scene: Scene, prompt: PromptId | None = None, statement: StatementId | None = None) -> SetStage:
    return SetStage(Stage(scene, prompt, statement), DESK)


# Prompts


def test_a_prompt_is_drafted_clean():
    command = DraftPrompt(SCHOOL, f" {TEXTS[SCHOOL]}\n", DESK)

    assert decide(deliberation(), command) == [drafted(SCHOOL)]


def test_a_resent_draft_records_nothing():
    assert decide(deliberation(), DraftPrompt(CITY, TEXTS[CITY], DESK)) == []


def test_drafting_another_text_under_a_known_id_is_refused():
    refused(PromptExists, DraftPrompt(CITY, "Something else?", DESK))


def test_a_prompt_needs_words_within_its_limit():
    refused(TextEmpty, DraftPrompt(SCHOOL, " ", DESK))
    refused(TextTooLong, DraftPrompt(SCHOOL, "a" * (PROMPT_LIMIT + 1), DESK))
    refused(TextEmpty, RewordPrompt(CITY, " ", DESK))
    refused(TextTooLong, RewordPrompt(CITY, "a" * (PROMPT_LIMIT + 1), DESK))


@pytest.mark.parametrize("before", [[], [closed()]], ids=["open", "closed"])
def test_a_prompt_can_be_reworded_once_for_the_same_words(before: list[Fact]):
    command = RewordPrompt(CITY, " What  now?", DESK)

    assert decide(deliberation(*before), command) == [reworded(CITY, "What now?")]
    assert decide(deliberation(*before, reworded(CITY, "What now?")), command) == []


def test_opening_a_draft_or_a_closed_prompt_is_recorded_and_an_open_one_is_not():
    assert decide(deliberation(drafted(SCHOOL)), OpenPrompt(SCHOOL, DESK)) == [opened(SCHOOL)]
    assert decide(deliberation(closed()), OpenPrompt(CITY, DESK)) == [opened()]
    assert decide(deliberation(), OpenPrompt(CITY, DESK)) == []


def test_closing_an_open_prompt_is_recorded_and_a_closed_one_is_not():
    assert decide(deliberation(), ClosePrompt(CITY, DESK)) == [closed()]
    assert decide(deliberation(closed()), ClosePrompt(CITY, DESK)) == []


def test_closing_a_draft_is_refused():
    refused(PromptNotOpen, ClosePrompt(SCHOOL, DESK), drafted(SCHOOL))


def test_switches_are_set_once():
    command = SetSwitches(CITY, Switches(submit=False, vote=True, results=True), DESK)
    done = switched(submit=False, results=True)

    assert decide(deliberation(), command) == [done]
    assert decide(deliberation(done), command) == []


def test_switches_can_be_set_ahead_on_a_draft():
    command = SetSwitches(SCHOOL, Switches(vote=False), DESK)

    assert decide(deliberation(drafted(SCHOOL)), command) == [switched(SCHOOL, vote=False)]


@pytest.mark.parametrize(
    "command",
    [
        RewordPrompt(SCHOOL, "What?", DESK),
        OpenPrompt(SCHOOL, DESK),
        ClosePrompt(SCHOOL, DESK),
        SetSwitches(SCHOOL, Switches(), DESK),
        seed(MEAL, SCHOOL),
        stage(Scene.PROMPT, SCHOOL),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_prompt_that_is_not_there_is_named_as_such(command: Command):
    refused(PromptUnknown, command)


# Statements


def test_a_seed_is_shown_at_once():
    assert decide(deliberation(), seed()) == [submitted(PARK, by=None), shown(PARK)]


@pytest.mark.parametrize("before", [drafted(SCHOOL), closed()], ids=["draft", "closed"])
def test_a_seed_may_be_put_under_any_prompt(before: Fact):
    prompt = SCHOOL if before == drafted(SCHOOL) else CITY

    assert decide(deliberation(before), seed(prompt=prompt)) == [
        submitted(PARK, by=None, prompt=prompt),
        shown(PARK),
    ]


def test_a_resent_seed_records_nothing():
    assert decide(deliberation(submitted(PARK, by=None), shown(PARK)), seed()) == []


def test_a_seed_with_words_that_stand_already_is_refused():
    refused(StatementTwice, seed(text=TEXTS[TRAM].upper()), submitted(TRAM))


def test_a_seed_may_be_longer_than_participants_statements():
    assert len(decide(deliberation(), seed(text="a" * SEED_LIMIT))) == 2
    refused(TextTooLong, seed(text="a" * (SEED_LIMIT + 1)))
    refused(TextEmpty, seed(text="\u200d"))


@pytest.mark.parametrize("before", [[], [rejected(TRAM)], [shown(TRAM), undone(TRAM, 1)]])
def test_a_statement_that_is_not_shown_can_be_let_through(before: list[Fact]):
    assert decide(deliberation(submitted(TRAM), *before), ShowStatement(TRAM, DESK)) == [shown(TRAM)]


@pytest.mark.parametrize("before", [[], [shown(TRAM)], [rejected(TRAM), undone(TRAM, 1)]])
def test_a_statement_that_is_not_rejected_can_be(before: list[Fact]):
    command = RejectStatement(TRAM, "off topic", DESK)

    assert decide(deliberation(submitted(TRAM), *before), command) == [rejected(TRAM)]


def test_a_resent_decision_records_nothing():
    assert decide(deliberation(submitted(TRAM), shown(TRAM)), ShowStatement(TRAM, DESK)) == []
    assert decide(deliberation(submitted(TRAM), rejected(TRAM)), RejectStatement(TRAM, "", DESK)) == []


def test_a_reason_is_kept_clean_and_may_be_left_out():
    state = deliberation(submitted(TRAM))

    assert decide(state, RejectStatement(TRAM, " rude\n", DESK)) == [rejected(TRAM, "rude")]
    assert decide(state, RejectStatement(TRAM, " \n ", DESK)) == [rejected(TRAM, "")]


def test_a_reason_in_every_language_is_kept_as_such_and_goes_with_the_decision():
    state = deliberation(submitted(TRAM))

    [fact] = decide(state, RejectStatement(TRAM, "", DESK, RejectionReason.TWICE))
    assert fact == StatementRejected(TRAM, "", DESK, RejectionReason.TWICE)
    state.apply(fact)
    assert own_statements(state, ADA)[0].because is RejectionReason.TWICE
    state.apply_all([shown(TRAM), undone(TRAM, 2)])
    assert own_statements(state, ADA)[0].because is RejectionReason.TWICE


def test_a_reason_has_a_limit():
    refused(TextTooLong, RejectStatement(TRAM, "a" * (REASON_LIMIT + 1), DESK), submitted(TRAM))


def test_the_latest_decision_can_be_taken_back():
    state = deliberation(submitted(TRAM), rejected(TRAM), shown(TRAM))

    assert decide(state, UndoDecision(TRAM, 2, DESK)) == [undone(TRAM, 2)]


def test_taking_back_can_itself_be_taken_back():
    state = deliberation(submitted(TRAM), rejected(TRAM), undone(TRAM, 1))

    assert decide(state, UndoDecision(TRAM, 2, DESK)) == [undone(TRAM, 2)]


def test_a_resent_undo_records_nothing():
    state = deliberation(submitted(TRAM), rejected(TRAM), undone(TRAM, 1))

    assert decide(state, UndoDecision(TRAM, 1, DESK)) == []


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        ([], 0),
        ([], 1),
        ([rejected(TRAM)], 2),
        ([rejected(TRAM)], 0),
        ([rejected(TRAM), shown(TRAM)], 1),
        ([rejected(TRAM), undone(TRAM, 1), shown(TRAM)], 1),
    ],
)
def test_taking_back_what_is_not_the_latest_decision_is_refused(before: list[Fact], decision: int):
    refused(DecisionSuperseded, UndoDecision(TRAM, decision, DESK), submitted(TRAM), *before)


@pytest.mark.parametrize(
    "command",
    [
        ShowStatement(TRAM, DESK),
        RejectStatement(TRAM, "", DESK),
        UndoDecision(TRAM, 1, DESK),
        stage(Scene.STATEMENT, CITY, TRAM),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_statement_that_is_not_there_is_named_as_such(command: Command):
    refused(StatementUnknown, command)


# The stage


@pytest.mark.parametrize("scene", [Scene.JOIN, Scene.THANKS])
def test_some_scenes_need_nothing(scene: Scene):
    assert decide(deliberation(staged(Scene.PROMPT, CITY)), stage(scene)) == [staged(scene)]


@pytest.mark.parametrize("scene", sorted(SCENES_WITH_PROMPT))
def test_scenes_about_a_prompt_need_one(scene: Scene):
    assert decide(deliberation(), stage(scene, CITY)) == [staged(scene, CITY)]
    refused(SceneIncomplete, stage(scene))


def test_a_closed_prompt_can_be_staged_and_a_draft_cannot():
    assert decide(deliberation(closed()), stage(Scene.MAP, CITY)) == [staged(Scene.MAP, CITY)]
    refused(PromptNotOpen, stage(Scene.MAP, SCHOOL), drafted(SCHOOL))


def test_a_shown_statement_can_be_staged():
    state = deliberation(submitted(TRAM), shown(TRAM))

    assert decide(state, stage(Scene.STATEMENT, CITY, TRAM)) == [staged(Scene.STATEMENT, CITY, TRAM)]


def test_the_spotlight_needs_a_statement():
    refused(SceneIncomplete, stage(Scene.STATEMENT, CITY))


@pytest.mark.parametrize("before", [[], [rejected(TRAM)], [shown(TRAM), undone(TRAM, 1)]])
def test_staging_a_statement_that_nobody_let_through_is_refused(before: list[Fact]):
    refused(StatementNotShown, stage(Scene.STATEMENT, CITY, TRAM), submitted(TRAM), *before)


def test_staging_a_statement_of_a_draft_is_refused():
    seeded = submitted(MEAL, by=None, prompt=SCHOOL)

    refused(PromptNotOpen, stage(Scene.STATEMENT, None, MEAL), drafted(SCHOOL), seeded, shown(MEAL))


def test_the_same_stage_again_records_nothing_and_freezing_it_does():
    state = deliberation(staged(Scene.MAP, CITY))

    assert decide(state, stage(Scene.MAP, CITY)) == []
    assert decide(state, SetStage(Stage(Scene.MAP, CITY, frozen=True), DESK)) == [
        staged(Scene.MAP, CITY, frozen=True)
    ]


# Access


def test_a_role_link_is_made_once():
    link = granted(SCREEN, Role.PROJECTOR)
    command = GrantAccess(SCREEN, Role.PROJECTOR, link.digest)

    assert decide(deliberation(), command) == [link]
    assert decide(deliberation(link), command) == []


def test_a_role_link_is_revoked_once():
    state = deliberation(granted(SCREEN, Role.PROJECTOR))

    assert decide(state, RevokeAccess(SCREEN, DESK)) == [revoked(SCREEN)]
    state.apply(revoked(SCREEN))
    assert decide(state, RevokeAccess(SCREEN, DESK)) == []


def test_revoking_a_link_that_is_not_there_is_refused():
    refused(GrantUnknown, RevokeAccess(SCREEN, DESK))
