"""The words of a deliberation: ids, enums and small values that commands, facts and views are made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

EventCode = NewType("EventCode", str)
PromptId = NewType("PromptId", str)
StatementId = NewType("StatementId", str)
ParticipantId = NewType("ParticipantId", str)
VenueId = NewType("VenueId", str)
GrantId = NewType("GrantId", str)
AnalysisId = NewType("AnalysisId", str)
AnnouncementId = NewType("AnnouncementId", str)
ItemId = NewType("ItemId", str)
"""Of a programme item: a talk, a panel, a break."""
Language = NewType("Language", str)
"""A BCP 47 tag, such as ``en`` or ``pt-BR``."""


class Choice(StrEnum):
    """One participant's answer to one statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a vote, not a password


class PassReason(StrEnum):
    """Why somebody passed, where they say so. All three count as a pass."""

    UNSURE = "unsure"
    UNCLEAR = "unclear"
    NOT_FOR_ME = "not-for-me"


class Phase(StrEnum):
    """Where a prompt stands in the run of the event."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Standing(StrEnum):
    """What moderation has said of a statement so far."""

    WAITING = "waiting"
    SHOWN = "shown"
    REJECTED = "rejected"
    MERGED = "merged"
    """Another wording of a statement that says the same: shown on its card, voted on as it was voted on."""


class RejectionReason(StrEnum):
    """Why a statement is not shown, where it is for one of these: each has words in every language of the pages."""

    TWICE = "twice"
    NOT_A_STATEMENT = "not-a-statement"
    OFF_TOPIC = "off-topic"
    PERSONAL_ATTACK = "personal-attack"


class Mode(StrEnum):
    """How a participant takes part."""

    IN_ROOM = "in-room"
    REMOTE = "remote"


class Origin(StrEnum):
    """Who a statement comes from, as far as anybody may know."""

    SEED = "seed"
    PARTICIPANT = "participant"


class Flag(StrEnum):
    """What a moderator may want to look at twice in a text that waits. It refuses nothing."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    PROFANITY = "profanity"
    OFFICE = "office"
    LISTED = "listed"
    """A word of the event's own list."""


class Level(StrEnum):
    """What somebody must show before they may vote: how sure an event is that one ballot is one person's."""

    DEVICE = "device"
    TICKET = "ticket"
    EMAIL = "email"
    SIGN_IN = "sign-in"


class Role(StrEnum):
    """Who a connection speaks for. It decides what they may see and do."""

    PARTICIPANT = "participant"
    PROJECTOR = "projector"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    STAGE = "stage"
    STEWARD = "steward"
    OBSERVER = "observer"
    INTERPRETER = "interpreter"


class Scene(StrEnum):
    """What a projector shows."""

    JOIN = "join"
    LOBBY = "lobby"
    PROMPT = "prompt"
    MAP = "map"
    JOINT = "joint"
    STATEMENT = "statement"
    COMMON_GROUND = "common-ground"
    FAULT_LINES = "fault-lines"
    DISCUSS = "discuss"
    SLATE = "slate"
    CHANGED = "changed"
    VENUES = "venues"
    REPLAY = "replay"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True, order=True)
class Operation:
    """Names one act of one device, for ever: the same operation is the same act, however often it arrives.

    The counter rises with every act of a device and continues above the highest that the participant has
    used on any device, so that of two votes on one statement the higher operation is the later intention.
    """

    counter: int
    device: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The translation in which somebody read a statement. Its version never changes its text."""

    language: Language
    version: int


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where people of the event sit together."""

    id: VenueId
    name: str


@dataclass(frozen=True, slots=True)
class Switches:
    """What an open prompt lets participants do: submit statements, vote, see results."""

    submit: bool = True
    vote: bool = True
    results: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen to a prompt by itself, and when: milliseconds since 1970, None for never.

    Submitting closes before voting does, so that the last statements still get their votes.
    """

    opens_ms: int | None = None
    submit_closes_ms: int | None = None
    closes_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A short message of the moderators to everybody's phones, to the projectors, or to both.

    until_ms: when it has had its time, in milliseconds since 1970; None for when it is withdrawn.
    holds_phones: phones show nothing else until then; such a one has a time, since a phone may miss its withdrawal.
    """

    id: AnnouncementId
    text: str
    on_phones: bool = True
    on_screens: bool = True
    until_ms: int | None = None
    holds_phones: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What the projectors show; a frozen one keeps its picture while votes flow on.

    until_ms: what the lobby counts down to, in milliseconds since 1970; None where it counts nothing down.
    """

    scene: Scene = Scene.JOIN
    prompt: PromptId | None = None
    statement: StatementId | None = None
    frozen: bool = False
    until_ms: int | None = None


class Method(StrEnum):
    """How votes are analysed: as Plenary does, or as Polis does."""

    PLENARY = "plenary"
    POLIS = "polis"


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose votes an analysis is of, and how it is made; with nothing said, everybody's, as the report itself is.

    since_ms, until_ms: only votes that came in from then on, and before then.   without_flagged: nobody whose ballot
    repeats others'.   without_paper: nobody whose ballot was entered from paper.   group: only this opinion group of
    the report's own result.
    """

    venue: VenueId | None = None
    mode: Mode | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    without_flagged: bool = False
    without_paper: bool = False
    group: str = ""
    method: Method = Method.PLENARY
