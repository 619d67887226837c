"""What can be asked of a deliberation. A command is a wish: `decide` turns it into facts or a refusal."""

from dataclasses import dataclass

from plenary.deliberation.ballot_commands import BallotCommand
from plenary.deliberation.report_commands import ReportCommand
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    GrantId,
    ItemId,
    Language,
    Level,
    ParticipantId,
    Plan,
    PromptId,
    RejectionReason,
    Role,
    Stage,
    StatementId,
    Switches,
    VenueId,
)


@dataclass(frozen=True, slots=True)
class SubmitStatement:
    """Offer a statement of one's own. `statement` is its id, made from the operation; was_counted: as of a vote."""

    participant: ParticipantId
    statement: StatementId
    prompt: PromptId
    text: str
    language: Language
    was_counted: bool = False


@dataclass(frozen=True, slots=True)
class EraseParticipant:
    """Have the log say nothing of oneself any more: see `erasing`. It cannot be undone."""

    participant: ParticipantId


@dataclass(frozen=True, slots=True)
class DraftPrompt:
    prompt: PromptId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class RewordPrompt:
    prompt: PromptId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    prompt: PromptId
    by: GrantId


@dataclass(frozen=True, slots=True)
class ClosePrompt:
    prompt: PromptId
    by: GrantId


@dataclass(frozen=True, slots=True)
class SetSwitches:
    prompt: PromptId
    switches: Switches
    by: GrantId


@dataclass(frozen=True, slots=True)
class SetPremoderation:
    """Say whether statements under the prompt wait until a moderator shows them."""

    prompt: PromptId
    premoderated: bool
    by: GrantId


@dataclass(frozen=True, slots=True)
class MovePrompt:
    """Put a draft before another one in the run of show; before None is last."""

    prompt: PromptId
    before: PromptId | None
    by: GrantId


@dataclass(frozen=True, slots=True)
class PlanPrompt:
    """Say when the prompt is to open and close by itself; a plan without times is none."""

    prompt: PromptId
    plan: Plan
    by: GrantId


@dataclass(frozen=True, slots=True)
class TranslatePrompt:
    """Give or correct a prompt's text in another language, as `TranslateStatement` does a statement's."""

    prompt: PromptId
    language: Language
    text: str
    version: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class FollowPlans:
    """Do what is due by now (milliseconds since 1970). Whoever has a clock may ask, as often as they like."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell phones, projectors or both; it takes the place of the announcement before."""

    announcement: Announcement
    by: GrantId


@dataclass(frozen=True, slots=True)
class WithdrawAnnouncement:
    announcement: AnnouncementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class BeginItem:
    """Note that a programme item begins; the one before ends with it."""

    item: ItemId
    title: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class EndItem:
    item: ItemId
    by: GrantId


@dataclass(frozen=True, slots=True)
class SeedStatement:
    """Put a statement of the organisers under a prompt; it is shown at once."""

    statement: StatementId
    prompt: PromptId
    text: str
    language: Language
    by: GrantId


@dataclass(frozen=True, slots=True)
class ShowStatement:
    statement: StatementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class RejectStatement:
    statement: StatementId
    reason: str
    by: GrantId
    because: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class MergeStatement:
    """Make a statement another wording of one that is shown. Undone, both stand for themselves again."""

    statement: StatementId
    into: StatementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class RewordStatement:
    """Mend a statement that nobody but desks has been shown yet. If it says something else now, its translations go."""

    statement: StatementId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class UndoDecision:
    """Take back the latest decision on a statement. `decision` is its number: 1 for the first."""

    statement: StatementId
    decision: int
    by: GrantId


@dataclass(frozen=True, slots=True)
class TranslateStatement:
    """Give or correct a statement's text in another language; an empty text takes it back.

    version: the number that this text gets, one above the version that the translator saw (1 for the first).
    by: nobody for a translation service, which never replaces what somebody has written.
    """

    statement: StatementId
    language: Language
    text: str
    version: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class SetStage:
    stage: Stage
    by: GrantId


@dataclass(frozen=True, slots=True)
class GrantAccess:
    """Make a role link. `digest` is its secret's (`identity.secret_digest`)."""

    grant: GrantId
    role: Role
    digest: str
    label: str = ""
    expires_ms: int | None = None
    venue: VenueId | None = None
    by: GrantId | None = None


@dataclass(frozen=True, slots=True)
class RevokeAccess:
    """Make a role link useless, though not the one that is asked with."""

    grant: GrantId
    by: GrantId


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Say what votes ask for, before the first prompt opens."""

    level: Level
    by: GrantId


@dataclass(frozen=True, slots=True)
class VacateSeat:
    """Note that a seat has changed hands, as `SeatVacated` has it."""

    participant: ParticipantId
    turn: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class BanAuthor:
    """Let whoever wrote the statement vote and write no more. Nobody need know who that is."""

    statement: StatementId
    reason: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class LiftBan:
    statement: StatementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class ListWord:
    """Have moderators look twice at statements with this word, or these words in a row."""

    word: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class UnlistWord:
    word: str
    by: GrantId


PromptCommand = (
    DraftPrompt
    | RewordPrompt
    | OpenPrompt
    | ClosePrompt
    | SetSwitches
    | SetPremoderation
    | MovePrompt
    | PlanPrompt
    | TranslatePrompt
)
AnnouncementCommand = Announce | WithdrawAnnouncement
ItemCommand = BeginItem | EndItem
StatementCommand = (
    SubmitStatement
    | SeedStatement
    | ShowStatement
    | RejectStatement
    | MergeStatement
    | RewordStatement
    | UndoDecision
    | TranslateStatement
    | BanAuthor
    | LiftBan
)
AccessCommand = GrantAccess | RevokeAccess
LevelCommand = SetLevel | VacateSeat
WordCommand = ListWord | UnlistWord
ProgrammeCommand = (
    PromptCommand
    | FollowPlans
    | StatementCommand
    | SetStage
    | AnnouncementCommand
    | ItemCommand
    | AccessCommand
    | LevelCommand
    | WordCommand
    | ReportCommand
    | EraseParticipant
)
Command = BallotCommand | ProgrammeCommand
