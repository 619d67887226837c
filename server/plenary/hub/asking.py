"""What requests ask of the rules: a message of somebody becomes a command. Pure."""

from typing import assert_never

from plenary.deliberation import commands
from plenary.deliberation.commands import (
    AnnouncementCommand,
    BallotCommand,
    PromptCommand,
    SetStage,
    StatementCommand,
)
from plenary.deliberation.identity import announcement_id, prompt_id, statement_id
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    EventCode,
    GrantId,
    Language,
    Operation,
    ParticipantId,
    Plan,
    PromptId,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
from plenary.wire import from_client as said


def of_participant(
    code: EventCode, who: ParticipantId, request: said.ParticipantRequest, operation: Operation
) -> BallotCommand | commands.SubmitStatement:
    match request:
        case said.Join(mode=mode, venue=venue, language=language):
            place = VenueId(venue) if venue is not None else None
            return commands.Join(who, mode, place, Language(language), operation)
        case said.Vote(statement=statement, choice=choice, reason=reason):
            return commands.CastVote(who, StatementId(statement), choice, operation, reason)
        case said.Submit(prompt=prompt, text=text, language=language):
            made = statement_id(code, who, operation)
            return commands.SubmitStatement(who, made, PromptId(prompt), text, Language(language))
        case _:
            assert_never(request)


def of_moderator(
    code: EventCode, by: GrantId, request: said.ModeratorRequest, operation: Operation
) -> PromptCommand | StatementCommand | SetStage | AnnouncementCommand:
    if isinstance(request, said.PromptRequest):
        return _about_prompts(code, by, request, operation)
    if isinstance(request, said.StatementRequest):
        return _about_statements(code, by, request, operation)
    if isinstance(request, said.AnnouncementRequest):
        return _about_announcements(code, by, request, operation)
    if isinstance(request, said.SetStage):
        on_prompt = PromptId(request.prompt) if request.prompt is not None else None
        on_statement = StatementId(request.statement) if request.statement is not None else None
        return SetStage(Stage(request.scene, on_prompt, on_statement, request.frozen), by)
    assert_never(request)


def _about_prompts(
    code: EventCode, by: GrantId, request: said.PromptRequest, operation: Operation
) -> PromptCommand:
    match request:
        case said.DraftPrompt(text=text):
            return commands.DraftPrompt(prompt_id(code, by, operation), text, by)
        case said.RewordPrompt(prompt=prompt, text=text):
            return commands.RewordPrompt(PromptId(prompt), text, by)
        case said.OpenPrompt(prompt=prompt):
            return commands.OpenPrompt(PromptId(prompt), by)
        case said.ClosePrompt(prompt=prompt):
            return commands.ClosePrompt(PromptId(prompt), by)
        case said.SetSwitches(prompt=prompt, submit=submit, vote=vote, results=results):
            return commands.SetSwitches(PromptId(prompt), Switches(submit, vote, results), by)
        case said.SetPremoderation(prompt=prompt, premoderated=premoderated):
            return commands.SetPremoderation(PromptId(prompt), premoderated, by)
        case said.MovePrompt(prompt=prompt, before=before):
            return commands.MovePrompt(PromptId(prompt), PromptId(before) if before else None, by)
        case said.PlanPrompt(
            prompt=prompt, opens_ms=opens_ms, submit_closes_ms=submit_closes_ms, closes_ms=closes_ms
        ):
            return commands.PlanPrompt(PromptId(prompt), Plan(opens_ms, submit_closes_ms, closes_ms), by)
        case _:
            assert_never(request)


def _about_announcements(
    code: EventCode, by: GrantId, request: said.AnnouncementRequest, operation: Operation
) -> AnnouncementCommand:
    match request:
        case said.Announce(text=text, on_phones=on_phones, on_screens=on_screens, until_ms=until_ms):
            made = announcement_id(code, by, operation)
            return commands.Announce(Announcement(made, text, on_phones, on_screens, until_ms), by)
        case said.Withdraw(announcement=announcement):
            return commands.WithdrawAnnouncement(AnnouncementId(announcement), by)
        case _:
            assert_never(request)


def _about_statements(
    code: EventCode, by: GrantId, request: said.StatementRequest, operation: Operation
) -> StatementCommand:
    match request:
        case said.Seed(prompt=prompt, text=text, language=language):
            made = statement_id(code, by, operation)
            return commands.SeedStatement(made, PromptId(prompt), text, Language(language), by)
        case said.Show(statement=statement):
            return commands.ShowStatement(StatementId(statement), by)
        case said.Reject(statement=statement, reason=reason):
            return commands.RejectStatement(StatementId(statement), reason, by)
        case said.Undo(statement=statement, decision=decision):
            return commands.UndoDecision(StatementId(statement), decision, by)
        case _:
            assert_never(request)
