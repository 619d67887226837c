"""What has happened. Facts are kept for ever, so a field never changes its meaning and none is taken away.

Programme facts, which are here and in `report_facts`, are few and ordered: every hub follows them all. For those of
ballots see `ballot_facts`.
"""

from dataclasses import dataclass

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.report_facts import ReportFact
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    EventCode,
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
    Venue,
    VenueId,
)


@dataclass(frozen=True, slots=True)
class EventCreated:
    code: EventCode
    title: str
    language: Language
    venues: tuple[Venue, ...] = ()
    premoderated: bool = True
    statement_limit: int = 280
    """How many characters a statement may have."""
    rehearsal_of: EventCode | None = None
    """The event of which this is a copy to rehearse with; it is forgotten whole when the rehearsal is over."""


@dataclass(frozen=True, slots=True)
class AccessGranted:
    """A role link was made. Only a digest of its secret is kept (SHA-256, hexadecimal).

    label: whom or what it is for.   expires_ms: from then on it opens nothing (ms since 1970).   venue: where a
    steward's paper ballots come from.   by: who made it; nobody for those that an event begins with.
    """

    grant: GrantId
    role: Role
    digest: str
    label: str = ""
    expires_ms: int | None = None
    venue: VenueId | None = None
    by: GrantId | None = None


@dataclass(frozen=True, slots=True)
class AccessRevoked:
    grant: GrantId
    by: GrantId


@dataclass(frozen=True, slots=True)
class LevelSet:
    """Votes ask for that level of assurance from now on. `by`: nobody for the level an event is created with."""

    level: Level
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class SeatVacated:
    """The device that held the participant's seat holds it no more: lost, or another has taken its place.

    turn: how many devices had held the seat by then.   by: whoever took it back for them; nobody where the participant
    has moved to another device.
    """

    participant: ParticipantId
    turn: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class PromptDrafted:
    prompt: PromptId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class PromptReworded:
    prompt: PromptId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class PromptOpened:
    """By somebody or, where `by` is None, as planned; so for the two that follow."""

    prompt: PromptId
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class PromptClosed:
    prompt: PromptId
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class SwitchesSet:
    prompt: PromptId
    switches: Switches
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class PremoderationSet:
    """From now on statements under the prompt wait for a moderator, or are shown at once."""

    prompt: PromptId
    premoderated: bool
    by: GrantId


@dataclass(frozen=True, slots=True)
class PromptMoved:
    """The draft has its place before that other draft, or, before None, after all drafts."""

    prompt: PromptId
    before: PromptId | None
    by: GrantId


@dataclass(frozen=True, slots=True)
class PromptPlanned:
    """This is what will happen to the prompt by itself. Without `by`, a plan that could not be kept has lapsed."""

    prompt: PromptId
    plan: Plan
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class PromptTranslated:
    """The prompt can be read in that language too, as `StatementTranslated` says of a statement."""

    prompt: PromptId
    language: Language
    text: str
    version: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class Announced:
    announcement: Announcement
    by: GrantId


@dataclass(frozen=True, slots=True)
class AnnouncementWithdrawn:
    announcement: AnnouncementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class ItemBegun:
    """A programme item has begun: a talk, a panel, a break. One at a time."""

    item: ItemId
    title: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class ItemEnded:
    item: ItemId
    by: GrantId


@dataclass(frozen=True, slots=True)
class StatementSubmitted:
    """A statement came in. Without an author it is a seed of the organisers."""

    statement: StatementId
    prompt: PromptId
    text: str
    language: Language
    author: ParticipantId | None


@dataclass(frozen=True, slots=True)
class StatementShown:
    """Let through, by a moderator or, where nobody moderates beforehand, by the rules (`by` is then None)."""

    statement: StatementId
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class StatementRejected:
    """Not to be shown: `because` has words in every language, `reason` is in the moderator's own."""

    statement: StatementId
    reason: str
    by: GrantId
    because: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class StatementMerged:
    """From now on the statement is another wording of `into`. The votes on each stay votes on that wording."""

    statement: StatementId
    into: StatementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class StatementReworded:
    """A moderator has mended a statement before anybody but desks was shown it."""

    statement: StatementId
    text: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    """Decision number `decision` on the statement was taken back: it stands as it stood before it."""

    statement: StatementId
    decision: int
    by: GrantId


@dataclass(frozen=True, slots=True)
class StatementTranslated:
    """The statement can be read in that language too. Version 1 is the first; an empty text takes it back.

    by: the moderator who wrote or corrected it; nobody where a translation service did.
    """

    statement: StatementId
    language: Language
    text: str
    version: int
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class ParticipantErased:
    """Somebody had themselves erased (`erasing`): what says who they were is gone from the log.

    mark: `identity.erasure_mark` of who they were.   digest: over all erased records of the event, this erasure's
    included, as the store has them (SHA-256, hexadecimal); so none can be put in place of another afterwards.
    """

    mark: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AuthorBanned:
    """From now on whoever wrote the statement may neither vote nor write; what they voted before still counts."""

    statement: StatementId
    reason: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class BanLifted:
    """The ban over that statement was taken back."""

    statement: StatementId
    by: GrantId


@dataclass(frozen=True, slots=True)
class WordListed:
    """From now on statements that wait are flagged where they have this word.

    by: nobody for those that an event begins with.
    """

    word: str
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class WordUnlisted:
    """The word, as it was listed, is on the list no more."""

    word: str
    by: GrantId


@dataclass(frozen=True, slots=True)
class StageSet:
    stage: Stage
    by: GrantId


AccessFact = AccessGranted | AccessRevoked
LevelFact = LevelSet | SeatVacated
PromptFact = (
    PromptDrafted
    | PromptReworded
    | PromptOpened
    | PromptClosed
    | SwitchesSet
    | PremoderationSet
    | PromptMoved
    | PromptPlanned
    | PromptTranslated
)
AnnouncementFact = Announced | AnnouncementWithdrawn
ItemFact = ItemBegun | ItemEnded
StatementFact = (
    StatementSubmitted
    | StatementShown
    | StatementRejected
    | StatementMerged
    | StatementReworded
    | DecisionUndone
    | StatementTranslated
    | AuthorBanned
    | BanLifted
)
WordFact = WordListed | WordUnlisted
ProgrammeFact = (
    EventCreated
    | AccessFact
    | LevelFact
    | PromptFact
    | StatementFact
    | StageSet
    | AnnouncementFact
    | ItemFact
    | WordFact
    | ReportFact
    | ParticipantErased
)
Fact = ProgrammeFact | BallotFact
