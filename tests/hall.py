"""The hall that the tests speak of: its people, prompts and statements, and short builders of facts.

State is built from facts, as production does. `deliberation(...)` is a hall in which one prompt is open and
Ada, Bo and Cy have joined; Dee is at the door.
"""

from collections.abc import Iterable
from typing import Final

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    Announced,
    AnnouncementWithdrawn,
    DecisionUndone,
    EventCreated,
    Fact,
    ItemBegun,
    ItemEnded,
    LevelSet,
    ParticipantErased,
    PremoderationSet,
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    PromptReworded,
    SeatVacated,
    StageSet,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    SwitchesSet,
)
from plenary.deliberation.identity import erasure_mark, secret_digest
from plenary.deliberation.report_facts import ReportKept
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    Choice,
    EventCode,
    GrantId,
    ItemId,
    Language,
    Level,
    Mode,
    Operation,
    ParticipantId,
    Plan,
    PromptId,
    Role,
    Scene,
    Stage,
    StatementId,
    Switches,
    Venue,
    VenueId,
)

FORUM = EventCode("FORUM")
PARLEY = EventCode("PARLEY")
"""Another event, to which nothing of the first may leak."""

ENGLISH = Language("en")
FRENCH = Language("fr")

PARIS = Venue(VenueId("paris"), "Paris")
LYON = Venue(VenueId("lyon"), "Lyon")

ADA = ParticipantId("ada")
BO = ParticipantId("bo")
CY = ParticipantId("cy")
DEE = ParticipantId("dee")

DESK = GrantId("desk")
SCREEN = GrantId("screen")

CITY = PromptId("city")
SCHOOL = PromptId("school")
SPORT = PromptId("sport")

TRAM = StatementId("tram")
PARK = StatementId("park")
BIKE = StatementId("bike")
MEAL = StatementId("meal")
BALL = StatementId("ball")

TEXTS: Final = {
    CITY: "What would make the city a better place?",
    SCHOOL: "What should schools do differently?",
    SPORT: "Which sports does the city lack?",
    TRAM: "Trams should run all night.",
    PARK: "Every street needs a park.",
    BIKE: "Bicycles belong on the road.",
    MEAL: "School meals should be free.",
    BALL: "Every quarter needs a basketball court.",
}

NOON_MS = 1_767_700_800_000


def operation(counter: int, device: str = "phone") -> Operation:
    return Operation(counter, device)


def created(
    code: EventCode = FORUM,
    *,
    venues: tuple[Venue, ...] = (PARIS, LYON),
    premoderated: bool = True,
    statement_limit: int = 280,
) -> EventCreated:
    return EventCreated(code, "City forum", ENGLISH, venues, premoderated, statement_limit)


def granted(grant: GrantId = DESK, role: Role = Role.MODERATOR) -> AccessGranted:
    return AccessGranted(grant, role, secret_digest(f"secret of {grant}"))


def revoked(grant: GrantId) -> AccessRevoked:
    return AccessRevoked(grant, DESK)


def drafted(prompt: PromptId = CITY) -> PromptDrafted:
    return PromptDrafted(prompt, TEXTS[prompt], DESK)


def reworded(prompt: PromptId, text: str) -> PromptReworded:
    return PromptReworded(prompt, text, DESK)


def opened(prompt: PromptId = CITY) -> PromptOpened:
    return PromptOpened(prompt, DESK)


def closed(prompt: PromptId = CITY) -> PromptClosed:
    return PromptClosed(prompt, DESK)


def switched(
    prompt: PromptId = CITY, *, submit: bool = True, vote: bool = True, results: bool = False
) -> SwitchesSet:
    return SwitchesSet(prompt, Switches(submit, vote, results), DESK)


def moved(prompt: PromptId, before: PromptId | None = None) -> PromptMoved:
    return PromptMoved(prompt, before, DESK)


def premoderation(prompt: PromptId = CITY, *, on: bool) -> PremoderationSet:
    return PremoderationSet(prompt, on, DESK)


def planned(
    prompt: PromptId = CITY,
    *,
    opens: int | None = None,
    submit_closes: int | None = None,
    closes: int | None = None,
) -> PromptPlanned:
    """The times in minutes after noon."""
    return PromptPlanned(prompt, plan(opens, submit_closes, closes), DESK)


def plan(opens: int | None = None, submit_closes: int | None = None, closes: int | None = None) -> Plan:
    """The times in minutes after noon."""
    return Plan(*(None if time is None else minutes_past(time) for time in (opens, submit_closes, closes)))


def minutes_past(minutes: int) -> int:
    """So many minutes after noon, in milliseconds since 1970."""
    return NOON_MS + minutes * 60_000


def announced(
    text: str = "Lunch is served.", *, phones: bool = True, screens: bool = True, number: int = 1
) -> Announced:
    return Announced(Announcement(AnnouncementId(f"news-{number}"), text, phones, screens), DESK)


def begun(title: str = "A panel on water", *, item: str = "panel") -> ItemBegun:
    return ItemBegun(ItemId(item), title, DESK)


def ended(item: str = "panel") -> ItemEnded:
    return ItemEnded(ItemId(item), DESK)


def level_set(level: Level = Level.TICKET) -> LevelSet:
    return LevelSet(level, DESK)


def vacated(who: ParticipantId, turn: int = 1) -> SeatVacated:
    return SeatVacated(who, turn, DESK)


def taken_back(
    participant: ParticipantId, statement: StatementId, *, counter: int = 3, device: str = "phone"
) -> VoteWithdrawn:
    return VoteWithdrawn(participant, statement, operation(counter, device))


def withdrawn(number: int = 1) -> AnnouncementWithdrawn:
    return AnnouncementWithdrawn(AnnouncementId(f"news-{number}"), DESK)


def erased(participant: ParticipantId) -> ParticipantErased:
    return ParticipantErased(erasure_mark(participant))


def kept(number: int, ballots: int = 3) -> ReportKept:
    return ReportKept(number, 9, ballots, "d" * 64, "a" * 64, "b" * 64, None)


def submitted(
    statement: StatementId,
    *,
    by: ParticipantId | None = ADA,
    prompt: PromptId = CITY,
    text: str | None = None,
) -> StatementSubmitted:
    """Without `by`, a seed of the organisers."""
    return StatementSubmitted(statement, prompt, text or TEXTS[statement], ENGLISH, by)


def shown(statement: StatementId) -> StatementShown:
    return StatementShown(statement, DESK)


def rejected(statement: StatementId, reason: str = "off topic") -> StatementRejected:
    return StatementRejected(statement, reason, DESK)


def merged(statement: StatementId, into: StatementId) -> StatementMerged:
    return StatementMerged(statement, into, DESK)


def mended(statement: StatementId, text: str) -> StatementReworded:
    return StatementReworded(statement, text, DESK)


def undone(statement: StatementId, decision: int) -> DecisionUndone:
    return DecisionUndone(statement, decision, DESK)


def translated(
    statement: StatementId,
    text: str,
    *,
    language: Language = FRENCH,
    version: int = 1,
    by: GrantId | None = DESK,
) -> StatementTranslated:
    """Without `by`, by a translation service."""
    return StatementTranslated(statement, language, text, version, by)


def staged(
    scene: Scene, prompt: PromptId | None = None, statement: StatementId | None = None, frozen: bool = False
) -> StageSet:
    return StageSet(Stage(scene, prompt, statement, frozen), DESK)


def joined(
    participant: ParticipantId,
    *,
    mode: Mode = Mode.IN_ROOM,
    venue: Venue | None = PARIS,
    counter: int = 1,
    device: str = "phone",
) -> ParticipantJoined:
    where = None if venue is None else venue.id
    return ParticipantJoined(participant, mode, where, ENGLISH, operation(counter, device))


def voted(
    participant: ParticipantId,
    statement: StatementId,
    choice: Choice = Choice.AGREE,
    *,
    counter: int = 2,
    device: str = "phone",
) -> VoteCast:
    return VoteCast(participant, statement, choice, operation(counter, device))


PREPARED: Final[tuple[ProgrammeFact, ...]] = (created(), granted(), drafted(), opened())
"""How every programme here begins: an event with venues and a desk, and its first prompt open."""

SEATED: Final[tuple[BallotFact, ...]] = (joined(ADA), joined(BO), joined(CY, mode=Mode.REMOTE, venue=None))


def deliberation(*facts: Fact, begins: Iterable[Fact] = (*PREPARED, *SEATED)) -> Deliberation:
    """The hall after the facts."""
    return Deliberation([*begins, *facts])
