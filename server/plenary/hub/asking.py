"""What requests ask of the rules: a message of somebody becomes a command. Pure."""

from typing import assert_never

from plenary.deliberation import ballot_commands, commands
from plenary.deliberation.ballot_commands import BallotCommand
from plenary.deliberation.commands import (
    AccessCommand,
    AnnouncementCommand,
    ItemCommand,
    LevelCommand,
    PromptCommand,
    SetStage,
    StatementCommand,
    WordCommand,
)
from plenary.deliberation.identity import (
    announcement_id,
    grant_id,
    item_id,
    paper_id,
    prompt_id,
    secret_digest,
    statement_id,
)
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    EventCode,
    GrantId,
    ItemId,
    Language,
    Level,
    Operation,
    ParticipantId,
    Plan,
    PromptId,
    Reading,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
from plenary.wire import from_client as said


def of_participant(
    code: EventCode,
    who: ParticipantId,
    request: said.ParticipantRequest,
    operation: Operation,
    was_counted: bool,
    level: Level,
) -> BallotCommand | commands.SubmitStatement | commands.EraseParticipant:
    """was_counted: whether the request brings a receipt that proves it has been counted before."""
    match request:
        case said.Join(mode=mode, venue=venue, language=language):
            place = VenueId(venue) if venue is not None else None
            return ballot_commands.Join(who, mode, place, Language(language), operation, level)
        case said.Vote(statement=statement, choice=choice, reason=reason, reading=reading):
            read = Reading(Language(reading.language), reading.version) if reading else None
            return ballot_commands.CastVote(
                who, StatementId(statement), choice, operation, reason, read, was_counted
            )
        case said.WithdrawVote(statement=statement):
            return ballot_commands.WithdrawVote(who, StatementId(statement), operation, was_counted)
        case said.Submit(prompt=prompt, text=text, language=language):
            made = statement_id(code, who, operation)
            return commands.SubmitStatement(
                who, made, PromptId(prompt), text, Language(language), was_counted
            )
        case said.EraseMe():
            return commands.EraseParticipant(who)
        case _:
            assert_never(request)


def of_steward(
    code: EventCode, by: GrantId, request: said.StewardRequest, operation: Operation
) -> ballot_commands.EnterBallot:
    return ballot_commands.EnterBallot(
        paper_id(code, request.ballot),
        VenueId(request.venue) if request.venue is not None else None,
        Language(request.language),
        tuple(ballot_commands.PaperVote(StatementId(one.statement), one.choice) for one in request.votes),
        request.again,
        operation,
        by,
        request.whole,
    )


def of_moderator(
    code: EventCode, by: GrantId, request: said.ModeratorRequest, operation: Operation
) -> (
    PromptCommand
    | StatementCommand
    | SetStage
    | AnnouncementCommand
    | ItemCommand
    | AccessCommand
    | LevelCommand
    | WordCommand
):
    if isinstance(request, said.PromptRequest):
        return _about_prompts(code, by, request, operation)
    if isinstance(request, said.StatementRequest):
        return _about_statements(code, by, request, operation)
    if isinstance(request, said.AnnouncementRequest):
        return _about_announcements(code, by, request, operation)
    if isinstance(request, said.BeginItem):
        return commands.BeginItem(item_id(code, by, operation), request.title, by)
    if isinstance(request, said.EndItem):
        return commands.EndItem(ItemId(request.item), by)
    if isinstance(request, said.AccessRequest):
        return _about_links(code, by, request, operation)
    if isinstance(request, said.SetLevel):
        return commands.SetLevel(request.level, by)
    if isinstance(request, said.ListWord):
        return commands.ListWord(request.word, by)
    if isinstance(request, said.UnlistWord):
        return commands.UnlistWord(request.word, by)
    if isinstance(request, said.SetStage):
        on_prompt = PromptId(request.prompt) if request.prompt is not None else None
        on_statement = StatementId(request.statement) if request.statement is not None else None
        stage = Stage(request.scene, on_prompt, on_statement, request.frozen, request.until_ms)
        return SetStage(stage, by)
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
        case said.TranslatePrompt(prompt=prompt, language=language, text=text, version=version):
            return commands.TranslatePrompt(PromptId(prompt), Language(language), text, version, by)
        case _:
            assert_never(request)


def _about_announcements(
    code: EventCode, by: GrantId, request: said.AnnouncementRequest, operation: Operation
) -> AnnouncementCommand:
    match request:
        case said.Announce():
            made = announcement_id(code, by, operation)
            phones, screens = request.on_phones, request.on_screens
            wanted = Announcement(made, request.text, phones, screens, request.until_ms, request.holds_phones)
            return commands.Announce(wanted, by)
        case said.Withdraw(announcement=announcement):
            return commands.WithdrawAnnouncement(AnnouncementId(announcement), by)
        case _:
            assert_never(request)


def _about_links(
    code: EventCode, by: GrantId, request: said.AccessRequest, operation: Operation
) -> AccessCommand:
    match request:
        case said.MakeLink(role=role, secret=secret, label=label, expires_ms=expires_ms, venue=venue):
            at_venue = VenueId(venue) if venue is not None else None
            made = grant_id(code, by, operation)
            return commands.GrantAccess(made, role, secret_digest(secret), label, expires_ms, at_venue, by)
        case said.RevokeLink(link=link):
            return commands.RevokeAccess(GrantId(link), by)
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
        case said.Reject(statement=statement, reason=reason, because=because):
            return commands.RejectStatement(StatementId(statement), reason, by, because)
        case said.Merge(statement=statement, into=into):
            return commands.MergeStatement(StatementId(statement), StatementId(into), by)
        case said.Ban(statement=statement, reason=reason):
            return commands.BanAuthor(StatementId(statement), reason, by)
        case said.LiftBan(statement=statement):
            return commands.LiftBan(StatementId(statement), by)
        case said.RewordStatement(statement=statement, text=text):
            return commands.RewordStatement(StatementId(statement), text, by)
        case said.Undo(statement=statement, decision=decision):
            return commands.UndoDecision(StatementId(statement), decision, by)
        case said.Translate(statement=statement, language=language, text=text, version=version):
            return commands.TranslateStatement(StatementId(statement), Language(language), text, version, by)
        case _:
            assert_never(request)
