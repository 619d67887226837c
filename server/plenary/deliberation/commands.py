"""What can be asked of a deliberation. A command is a wish: `decide` turns it into facts or a refusal."""

from dataclasses import dataclass

from plenary.deliberation.vocabulary import (
    Choice,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    PassReason,
    PromptId,
    Role,
    Stage,
    StatementId,
    Switches,
    VenueId,
)


@dataclass(frozen=True, slots=True)
class Join:
    """Take part, from a venue or from far away; said again, it moves the participant."""

    participant: ParticipantId
    mode: Mode
    venue: VenueId | None
    language: Language
    operation: Operation


@dataclass(frozen=True, slots=True)
class CastVote:
    """Answer a statement, or change the answer. A reason goes with a pass; with another answer it says nothing."""

    participant: ParticipantId
    statement: StatementId
    choice: Choice
    operation: Operation
    reason: PassReason | None = None


@dataclass(frozen=True, slots=True)
class SubmitStatement:
    """Offer a statement of one's own. `statement` is its id, made from the operation by the caller."""

    participant: ParticipantId
    statement: StatementId
    prompt: PromptId
    text: str
    language: Language


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


@dataclass(frozen=True, slots=True)
class UndoDecision:
    """Take back the latest decision on a statement. `decision` is its number: 1 for the first."""

    statement: StatementId
    decision: int
    by: GrantId


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


@dataclass(frozen=True, slots=True)
class RevokeAccess:
    """Make a role link useless."""

    grant: GrantId
    by: GrantId


BallotCommand = Join | CastVote
PromptCommand = DraftPrompt | RewordPrompt | OpenPrompt | ClosePrompt | SetSwitches
StatementCommand = SubmitStatement | SeedStatement | ShowStatement | RejectStatement | UndoDecision
AccessCommand = GrantAccess | RevokeAccess
ProgrammeCommand = PromptCommand | StatementCommand | SetStage | AccessCommand
Command = BallotCommand | ProgrammeCommand
