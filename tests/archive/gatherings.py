"""Events as facts, gathered for a report; for tests. Venues, camps and times are the test's to say."""

from collections.abc import Iterable, Mapping, Sequence

from plenary.archive.report.gathering import Gathered
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.facts import (
    EventCreated,
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
    Venue,
    VenueId,
)
from plenary.store.ports import BallotRecord, ProgrammeRecord
from plenary.store.records import Chain, Stream, seal

FORUM = EventCode("FORUM-27")
DESK = GrantId("desk")
ENGLISH = Language("en")
ASKED = PromptId("asked")
VENUES = (Venue(VenueId("lib"), "Library"), Venue(VenueId("sch"), "School"))
BEGUN_MS = 1_780_000_000_000
SECOND_MS = 1_000

CHOICES = {"+": Choice.AGREE, "-": Choice.DISAGREE, "0": Choice.PASS}

Ballots = Mapping[str, str]
"""By participant: one mark a statement, as the report writes them."""


def gathered(
    ballots: Ballots,
    texts: Sequence[str],
    *,
    at: Mapping[str, str | None] | None = None,
    venues: tuple[Venue, ...] = VENUES,
    extra: Iterable[ProgrammeFact] = (),
    apart_ms: int = 20 * SECOND_MS,
) -> Gathered:
    """A closed event with one prompt, these statements, and these ballots.

    at: by participant the id of their venue; None, and whoever is not in it, is remote. extra: before the close.
    """
    return fold(programme(texts, venues, extra), ballot_facts(ballots, at or {}), apart_ms)


def programme(
    texts: Sequence[str], venues: tuple[Venue, ...] = VENUES, extra: Iterable[ProgrammeFact] = ()
) -> list[ProgrammeFact]:
    facts: list[ProgrammeFact] = [
        EventCreated(FORUM, "The forum", ENGLISH, venues),
        PromptDrafted(ASKED, "What should the square become?", DESK),
        PromptOpened(ASKED, DESK),
    ]
    for number, text in enumerate(texts, 1):
        facts.append(StatementSubmitted(StatementId(f"s{number}"), ASKED, text, ENGLISH, None))
        facts.append(StatementShown(StatementId(f"s{number}"), DESK))
    return [*facts, *extra, PromptClosed(ASKED, DESK)]


def ballot_facts(ballots: Ballots, at: Mapping[str, str | None]) -> list[BallotFact]:
    facts: list[BallotFact] = []
    for name, marks in ballots.items():
        who, venue = ParticipantId(name), at.get(name)
        mode = Mode.REMOTE if venue is None else Mode.IN_ROOM
        place = None if venue is None else VenueId(venue)
        facts.append(ParticipantJoined(who, mode, place, ENGLISH, Operation(1, name)))
        for number, mark in enumerate(marks, 1):
            if mark in CHOICES:
                operation = Operation(number + 1, name)
                facts.append(VoteCast(who, StatementId(f"s{number}"), CHOICES[mark], operation))
    return facts


def fold(
    programme: Sequence[ProgrammeFact], ballots: Sequence[BallotFact], apart_ms: int = 20 * SECOND_MS
) -> Gathered:
    """As a store would give them: the programme's records a second apart, the ballots' after it."""
    found = Gathered()
    found.follow(programme_records(programme))
    found.take(ballot_records(ballots, apart_ms))
    return found


def programme_records(facts: Sequence[ProgrammeFact]) -> list[ProgrammeRecord]:
    chain = Chain.begin(FORUM, Stream.PROGRAMME)
    rows = [chain.add(seal(fact), BEGUN_MS + place * SECOND_MS) for place, fact in enumerate(facts)]
    return [
        ProgrammeRecord(row.number, row.at_ms, fact, row.hash) for row, fact in zip(rows, facts, strict=True)
    ]


def ballot_records(facts: Sequence[BallotFact], apart_ms: int) -> list[BallotRecord]:
    chain = Chain.begin(FORUM, Stream.BALLOTS)
    rows = [chain.add(seal(fact), BEGUN_MS + 60_000 + place * apart_ms) for place, fact in enumerate(facts)]
    return [
        BallotRecord(row.number, row.at_ms, fact, row.hash) for row, fact in zip(rows, facts, strict=True)
    ]


def camps(sizes: Sequence[int], statements: int = 12) -> dict[str, str]:
    """Ballots of camps that agree on the first two statements and are told apart by the others; some pass."""
    ballots: dict[str, str] = {}
    for camp, size in enumerate(sizes):
        for person in range(size):
            marks = ""
            for number in range(statements):
                wavers = (number * 7 + person * 3 + camp) % 13 == 0
                agrees = number < 2 or (number % len(sizes)) == camp
                marks += "0" if wavers else "+" if agrees else "-"
            ballots[f"camp{camp}-person{person:03}"] = marks
    return ballots


TEXTS = tuple(f"The square should have {what}." for what in (
    "trees", "benches", "a market", "a stage", "a tram stop", "fewer cars", "more light", "a fountain", "a café",
    "free water", "a playground", "quiet corners",
))  # fmt: skip
