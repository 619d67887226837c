"""What must come of a command after what the minutes say was carried out: written without the rules."""

from collections.abc import Iterator
from itertools import combinations

from plenary.deliberation.ballot_commands import CastVote, EnterBallot, Join, WithdrawVote
from plenary.deliberation.commands import (
    Announce,
    BanAuthor,
    BeginItem,
    ClosePrompt,
    Command,
    DraftPrompt,
    EndItem,
    EraseParticipant,
    FollowPlans,
    GrantAccess,
    LiftBan,
    ListWord,
    MergeStatement,
    MovePrompt,
    OpenPrompt,
    PlanPrompt,
    RejectStatement,
    RevokeAccess,
    RewordPrompt,
    RewordStatement,
    SeedStatement,
    SetLevel,
    SetPremoderation,
    SetStage,
    SetSwitches,
    ShowStatement,
    SubmitStatement,
    TranslatePrompt,
    TranslateStatement,
    UndoDecision,
    UnlistWord,
    WithdrawAnnouncement,
)
from plenary.deliberation.refusals import (
    AnalysisExists,
    AnnouncementToNobody,
    AnnouncementUnknown,
    AnnouncementWithoutEnd,
    AuthorUnknown,
    BallotEntered,
    Banned,
    DecisionSuperseded,
    Erased,
    GrantOwn,
    GrantUnknown,
    ItemUnknown,
    LevelFixed,
    MergeAcrossPrompts,
    MergeCircular,
    NotAllowed,
    NotJoined,
    PlanDisordered,
    PromptExists,
    PromptNotDraft,
    PromptNotOpen,
    PromptUnknown,
    ProofMissing,
    Refusal,
    ReportSuperseded,
    SceneIncomplete,
    StatementNotShown,
    StatementSeen,
    StatementTwice,
    StatementUnknown,
    SubmittingOff,
    TextEmpty,
    TextTooLong,
    TooManyAnalyses,
    TooManyStatements,
    TranslationNeedless,
    TranslationSuperseded,
    VenueUnknown,
    VotingOff,
)
from plenary.deliberation.report_commands import DropAnalysis, KeepReport, NameAnalysis
from plenary.deliberation.vocabulary import Mode, Role, Scene, Stage, StatementId
from tests.deliberation.minutes import Minutes
from tests.deliberation.wording import plain, tidy
from tests.hall import ENGLISH

Verdict = type[Refusal] | bool
"""What comes of a command: a refusal, True where something happens, False where all is as it was."""


def verdict(minutes: Minutes, command: Command) -> Verdict:
    """The first of the reasons against it that holds; else whether anything would be new."""
    for reason_holds, result in _considerations(minutes, command):
        if reason_holds:
            return result
    return True


def _considerations(minutes: Minutes, command: Command) -> Iterator[tuple[bool, Verdict]]:
    if isinstance(command, Join | CastVote | WithdrawVote | SubmitStatement):
        yield minutes.is_erased(command.participant), Erased
    elif not isinstance(command, FollowPlans | EraseParticipant):
        yield minutes.is_revoked(command.by), NotAllowed
    match command:
        case EraseParticipant(participant=who):
            yield minutes.is_erased(who) or not minutes.joins(who), False
        case EnterBallot():
            yield minutes.comes_from(command) not in minutes.venues, VenueUnknown
            for vote in command.votes:
                yield minutes.origin(vote.statement) is None, StatementUnknown
                yield minutes.phase(minutes.prompt_of(vote.statement)) == "draft", PromptNotOpen
                yield minutes.standings(minutes.card_of(vote.statement))[-1] != "shown", StatementNotShown
            entered = minutes.entered(command.participant)
            says = {vote.statement: vote.choice for vote in command.votes}
            held = minutes.on_paper(command.participant)
            is_as_it_was = (
                bool(entered)
                and minutes.comes_from(entered[-1]) == minutes.comes_from(command)
                and held | says == held
            )
            blanks = minutes.left_blank(command, held)
            yield is_as_it_was and (not blanks or (command.again and not command.whole)), False
            yield bool(entered) and not command.again, BallotEntered
        case TranslateStatement():
            yield from _translating(minutes, command)
        case TranslatePrompt():
            yield from _translating_prompt(minutes, command)
        case Join():
            yield minutes.is_behind(minutes.joins(command.participant), command.operation), False
            yield command.level is not minutes.level(), ProofMissing
            yield command.venue is not None and command.venue not in minutes.venues, VenueUnknown
            yield command.venue is None and command.mode is Mode.IN_ROOM, VenueUnknown
        case CastVote() | WithdrawVote():
            statement = command.statement
            yield not minutes.joins(command.participant), NotJoined
            yield minutes.joins(command.participant)[-1].level is not minutes.level(), ProofMissing
            yield minutes.is_behind(minutes.said_of(command.participant, statement), command.operation), False
            yield minutes.origin(statement) is None, StatementUnknown
            if not command.was_counted:
                yield minutes.is_banned(command.participant), Banned
                yield minutes.phase(minutes.prompt_of(statement)) != "open", PromptNotOpen
                yield not minutes.switches(minutes.prompt_of(statement)).vote, VotingOff
                yield minutes.standings(minutes.card_of(statement))[-1] != "shown", StatementNotShown
        case SubmitStatement():
            yield not minutes.joins(command.participant), NotJoined
            yield minutes.joins(command.participant)[-1].level is not minutes.level(), ProofMissing
            yield minutes.whence(command.statement) is not None, False
            yield minutes.is_banned(command.participant), Banned
            yield minutes.phase(command.prompt) == "unknown", PromptUnknown
            yield minutes.phase(command.prompt) != "open", PromptNotOpen
            yield not minutes.switches(command.prompt).submit, SubmittingOff
            yield from _wording(command.text, minutes.statement_limit)
            yield minutes.is_said(command.prompt, command.text), StatementTwice
            yield minutes.waiting_of(command.participant) >= minutes.most_waiting, TooManyStatements
        case SeedStatement():
            yield minutes.whence(command.statement) is not None, False
            yield minutes.phase(command.prompt) == "unknown", PromptUnknown
            yield from _wording(command.text, minutes.seed_limit)
            yield minutes.is_said(command.prompt, command.text), StatementTwice
        case DraftPrompt(prompt=prompt, text=text):
            yield from _wording(text, minutes.prompt_limit)
            yield minutes.text(prompt) == tidy(text), False
            yield minutes.text(prompt) is not None, PromptExists
        case RewordPrompt(prompt=prompt, text=text):
            yield from _wording(text, minutes.prompt_limit)
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.text(prompt) == tidy(text), False
        case OpenPrompt(prompt=prompt):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.phase(prompt) == "open", False
        case ClosePrompt(prompt=prompt):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.phase(prompt) == "draft", PromptNotOpen
            yield minutes.phase(prompt) == "closed", False
        case SetSwitches(prompt=prompt, switches=switches):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.switches(prompt) == switches, False
        case SetLevel(level=level):
            yield minutes.level() is level, False
            yield any(row.phase != "draft" for row in minutes.run_of_show().values()), LevelFixed
        case ListWord(word=word):
            yield from _wording(word, minutes.word_limit)
            yield not any(one.isalnum() for one in word), TextEmpty
            yield minutes.is_listed(word), False
        case UnlistWord(word=word):
            yield not minutes.is_listed(word), False
        case SetPremoderation(prompt=prompt, premoderated=on):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.is_premoderated(prompt) == on, False
        case MovePrompt(prompt=prompt, before=before):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            yield minutes.phase(prompt) != "draft", PromptNotDraft
            if before is not None:
                yield minutes.phase(before) == "unknown", PromptUnknown
                yield minutes.phase(before) != "draft", PromptNotDraft
            rows = minutes.run_of_show()
            later = [
                (row.number, name)
                for name, row in rows.items()
                if row.phase == "draft" and row.number > rows[prompt].number
            ]
            yield before in (prompt, min(later)[1] if later else None), False
        case PlanPrompt(prompt=prompt, plan=plan):
            yield minutes.phase(prompt) == "unknown", PromptUnknown
            times = minutes.run_of_show()[prompt].fitting(plan)
            some = [time for time in times if time is not None]
            yield any(late < early for early, late in combinations(some, 2)), PlanDisordered
            yield times == minutes.plan(prompt), False
        case FollowPlans(now_ms=now):
            planned = [time for prompt in minutes.run_of_show() for time in minutes.plan(prompt)]
            yield not any(time is not None and time <= now for time in planned), False
        case Announce(announcement=said):
            yield said.id in minutes.announced(), False
            yield not said.on_phones and not said.on_screens, AnnouncementToNobody
            yield said.holds_phones and said.until_ms is None, AnnouncementWithoutEnd
            yield from _wording(said.text, minutes.prompt_limit)
        case WithdrawAnnouncement(announcement=announcement):
            yield announcement not in minutes.announced(), AnnouncementUnknown
            yield minutes.announcement() != announcement, False
        case BeginItem(item=item, title=title):
            yield item in minutes.items(), False
            yield from _wording(title, minutes.title_limit)
        case EndItem(item=item):
            yield item not in minutes.items(), ItemUnknown
            yield minutes.item() != item, False
        case KeepReport():
            kept = [one for one in minutes.done if isinstance(one, KeepReport)]
            yield command in kept, False
            yield command.number != len(kept) + 1, ReportSuperseded
        case NameAnalysis(analysis=analysis, selection=selection):
            yield from _wording(command.name, minutes.name_limit)
            named = minutes.analyses()
            same = named.get(analysis)
            yield same is not None and minutes.is_same_analysis(same, command), False
            yield same is not None, AnalysisExists
            yield len(named) >= minutes.most_analyses, TooManyAnalyses
            yield selection.venue is not None and selection.venue not in minutes.venues, VenueUnknown
        case DropAnalysis(analysis=analysis):
            yield analysis not in minutes.analyses(), False
        case ShowStatement(statement=statement):
            yield minutes.origin(statement) is None, StatementUnknown
            yield minutes.standings(statement)[-1] == "shown", False
        case RejectStatement(statement=statement):
            yield minutes.origin(statement) is None, StatementUnknown
            yield minutes.standings(statement)[-1] == "rejected", False
        case MergeStatement(statement=statement, into=into):
            yield minutes.origin(statement) is None or minutes.origin(into) is None, StatementUnknown
            yield minutes.standings(statement)[-1] == into, False
            yield minutes.prompt_of(statement) != minutes.prompt_of(into), MergeAcrossPrompts
            yield statement in minutes.cards_above(into), MergeCircular
            yield minutes.standings(minutes.card_of(into))[-1] != "shown", StatementNotShown
        case RewordStatement(statement=statement, text=text):
            origin = minutes.origin(statement)
            yield origin is None, StatementUnknown
            limit = minutes.seed_limit if isinstance(origin, SeedStatement) else minutes.statement_limit
            yield from _wording(text, limit)
            yield minutes.words(statement) == tidy(text), False
            was_shown = set(minutes.standings(statement)) - {"waiting", "rejected"} != set()
            yield was_shown and minutes.phase(minutes.prompt_of(statement)) != "draft", StatementSeen
            alike = plain(text) == plain(minutes.words(statement))
            yield not alike and minutes.is_said(minutes.prompt_of(statement), text), StatementTwice
        case BanAuthor(statement=statement):
            yield minutes.origin(statement) is None, StatementUnknown
            yield isinstance(minutes.origin(statement), SeedStatement), AuthorUnknown
            yield minutes.is_ban(statement), False
        case LiftBan(statement=statement):
            yield minutes.origin(statement) is None, StatementUnknown
            yield not minutes.is_ban(statement), False
        case UndoDecision(statement=statement, decision=decision):
            yield minutes.origin(statement) is None, StatementUnknown
            yield minutes.undone_last(statement) == decision, False
            yield decision != len(minutes.standings(statement)) - 1, DecisionSuperseded
            yield decision == 0, DecisionSuperseded
            back = minutes.standings(statement)[decision - 1]
            yield statement in minutes.cards_above(StatementId(back)), MergeCircular
        case SetStage(stage=stage):
            yield from _staging(minutes, stage)
            yield minutes.stage() == stage, False
        case GrantAccess(grant=grant, role=role, venue=venue, label=label):
            yield (
                grant in minutes.grants
                or any(isinstance(one, GrantAccess) and one.grant == grant for one in minutes.done),
                False,
            )
            yield role is Role.PARTICIPANT, NotAllowed
            yield venue is not None and venue not in minutes.venues, VenueUnknown
            yield len(tidy(label)) > 60, TextTooLong
        case RevokeAccess(grant=grant, by=by):
            made = {one.grant for one in minutes.done if isinstance(one, GrantAccess)}
            yield grant not in minutes.grants | made, GrantUnknown
            yield grant == by, GrantOwn
            yield minutes.is_revoked(grant), False


def _translating(minutes: Minutes, command: TranslateStatement) -> Iterator[tuple[bool, Verdict]]:
    origin = minutes.origin(command.statement)
    yield origin is None, StatementUnknown
    yield origin is not None and origin.language == command.language, TranslationNeedless
    yield len(tidy(command.text)) > 1_000, TextTooLong
    # To say something else takes every translation back, as its next version.
    version, text, by = 0, "", command.by
    words = origin.text if origin else ""
    for one in minutes.done:
        if isinstance(one, RewordStatement) and one.statement == command.statement:
            if plain(one.text) != plain(words) and text:
                version, text, by = version + 1, "", one.by
            words = one.text
        if isinstance(one, TranslateStatement) and (one.statement, one.language) == (
            command.statement,
            command.language,
        ):
            version, text, by = one.version, tidy(one.text), one.by
    same_text = text == tidy(command.text)
    yield version > 0 and version == command.version and same_text, False
    yield version == 0 and same_text, TranslationNeedless
    yield command.version != version + 1, TranslationSuperseded
    yield command.by is None and version > 0 and by is not None, TranslationSuperseded
    yield same_text, TranslationNeedless


def _wording(text: str, limit: int) -> Iterator[tuple[bool, Verdict]]:
    yield tidy(text) == "", TextEmpty
    yield len(tidy(text)) > limit, TextTooLong


def _staging(minutes: Minutes, stage: Stage) -> Iterator[tuple[bool, Verdict]]:
    about_a_prompt = (
        Scene.PROMPT,
        Scene.MAP,
        Scene.COMMON_GROUND,
        Scene.FAULT_LINES,
        Scene.DISCUSS,
        Scene.SLATE,
        Scene.CHANGED,
        Scene.VENUES,
        Scene.REPLAY,
    )
    if stage.prompt is not None:
        yield minutes.phase(stage.prompt) == "unknown", PromptUnknown
        yield minutes.phase(stage.prompt) == "draft", PromptNotOpen
    yield stage.prompt is None and stage.scene in about_a_prompt, SceneIncomplete
    if stage.statement is not None:
        yield minutes.origin(stage.statement) is None, StatementUnknown
        yield minutes.standings(stage.statement)[-1] != "shown", StatementNotShown
        yield minutes.phase(minutes.prompt_of(stage.statement)) == "draft", PromptNotOpen
    yield stage.statement is None and stage.scene is Scene.STATEMENT, SceneIncomplete


def _translating_prompt(minutes: Minutes, command: TranslatePrompt) -> Iterator[tuple[bool, Verdict]]:
    yield minutes.phase(command.prompt) == "unknown", PromptUnknown
    yield command.language == ENGLISH, TranslationNeedless
    yield len(tidy(command.text)) > 1_000, TextTooLong
    # Rewording the prompt takes every translation back and leaves its version.
    version, text, by = 0, "", None
    for one in minutes.done:
        if isinstance(one, RewordPrompt) and one.prompt == command.prompt:
            text = ""
        if isinstance(one, TranslatePrompt) and (one.prompt, one.language) == (
            command.prompt,
            command.language,
        ):
            version, text, by = one.version, tidy(one.text), one.by
    same_text = text == tidy(command.text)
    yield version > 0 and version == command.version and same_text, False
    yield version == 0 and same_text, TranslationNeedless
    yield command.version != version + 1, TranslationSuperseded
    yield command.by is None and by is not None, TranslationSuperseded
    yield same_text, TranslationNeedless
