"""An event with everything that a report has to tell, for looking at it: venues, paper, tickets, translations, other
wordings, reasons for passing, ballots that repeat one another, groups that come and go, analyses by two methods."""

import random
from collections.abc import Iterator

from plenary.archive.report.gathering import Gathered
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.facts import (
    EventCreated,
    LevelSet,
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    StageSet,
    StatementMerged,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    SwitchesSet,
)
from plenary.deliberation.report_facts import AnalysisNamed
from plenary.deliberation.vocabulary import (
    AnalysisId,
    Choice,
    Language,
    Level,
    Method,
    Mode,
    Operation,
    ParticipantId,
    PassReason,
    PromptId,
    Scene,
    Selection,
    Stage,
    StatementId,
    Switches,
    Venue,
    VenueId,
)
from tests.archive.gatherings import (
    BEGUN_MS,
    DESK,
    ENGLISH,
    FORUM,
    SECOND_MS,
    ballot_records,
    programme_records,
)

VENUES = tuple(
    Venue(VenueId(name.lower()[:3]), name)
    for name in ("Cartagena de Indias", "Mumbai", "Bangkok, Queen Sirikit National Convention Center")
)
GOVERNANCE, FUTURE = PromptId("governance"), PromptId("future")

SAID = (
    ("en", "Every region should have a seat of its own on the steering committee."),
    ("en", "All minutes should be public within a week."),
    ("es", "Las organizaciones pequeñas necesitan un voto propio, aunque no paguen cuota."),
    ("en", "The secretariat should move every three years."),
    ("ar", "ينبغي أن تُعقد الاجتماعات عبر الإنترنت (Zoom أو Jitsi) مرتين في السنة على الأقل."),
    ("en", "Decisions should be taken by consensus, even where that takes longer."),
    ("th", "เยาวชนควรเป็นประธานการประชุมปีละหนึ่งครั้ง"),
    ("en", "Members should pay according to their means."),
    ("hi", "सदस्यों को अपनी क्षमता के अनुसार शुल्क देना चाहिए।"),
    ("en", "Companies may sponsor meetings, if their name stands on nothing."),
    ("en", "We should meet in the South at least every second year, and where we do, whoever cannot pay for the "
           "journey should have it paid by those who can, without having to ask for it in front of everybody else."),
    ("fr", "Le comité devrait être tiré au sort parmi les membres."),
)  # fmt: skip
LATER = (
    ("en", "Teach it in schools before anything else."),
    ("en", "Train journalists of small newsrooms first."),
    ("en", "Put half of the budget into local languages."),
    ("en", "Libraries should be our first partners."),
    ("en", "We need a yearly report on what did not work."),
    ("en", "Stop printing anything."),
)
CAMPS = (34, 22, 15)
COPIES = 9
WAVER = 1 / 6
"""How often people pass, each on other statements: people who pass on the same ones would be copies of one another."""
MARKS = {"+": Choice.AGREE, "-": Choice.DISAGREE, "0": Choice.PASS}


def festival() -> Gathered:
    """The event as a store would give it."""
    found = Gathered()
    found.follow(programme_records(list(_programme())))
    found.take(ballot_records(list(_ballots()), 8 * SECOND_MS))
    return found


def _programme() -> Iterator[ProgrammeFact]:
    yield EventCreated(FORUM, "Media literacy week: listening across three cities", ENGLISH, VENUES)
    yield LevelSet(Level.TICKET, DESK)
    yield PromptDrafted(GOVERNANCE, "How should the Alliance be governed?", DESK)
    yield PromptOpened(GOVERNANCE, DESK)
    for number, (language, text) in enumerate(SAID):
        author = None if number < 5 else _name(number % 3, number)
        yield StatementSubmitted(StatementId(f"g{number}"), GOVERNANCE, text, Language(language), author)
        yield StatementShown(StatementId(f"g{number}"), DESK)
    yield StatementSubmitted(
        StatementId("same"), GOVERNANCE, "Let every region send one person.", ENGLISH, None
    )
    yield StatementShown(StatementId("same"), DESK)
    yield StatementMerged(StatementId("same"), StatementId("g0"), DESK)
    yield StatementSubmitted(StatementId("rude"), GOVERNANCE, "Nobody reads this.", ENGLISH, None)
    yield StatementRejected(StatementId("rude"), "not about the prompt", DESK)
    yield StatementTranslated(
        StatementId("g2"), ENGLISH, "Small organisations need a vote of their own.", 1, DESK
    )
    yield StatementTranslated(
        StatementId("g0"), Language("ar"), "ينبغي أن يكون لكل منطقة مقعد في اللجنة.", 1, DESK
    )
    yield StatementTranslated(
        StatementId("g0"), Language("fr"), "Chaque région devrait avoir son siège.", 1, DESK
    )
    yield SwitchesSet(GOVERNANCE, Switches(results=True), DESK)
    yield StageSet(Stage(Scene.STATEMENT, GOVERNANCE, StatementId("g3")), DESK)
    yield PromptDrafted(FUTURE, "What should we do first?", DESK)
    yield PromptOpened(FUTURE, DESK)
    for number, (language, text) in enumerate(LATER):
        yield StatementSubmitted(StatementId(f"f{number}"), FUTURE, text, Language(language), None)
        yield StatementShown(StatementId(f"f{number}"), DESK)
    yield PromptClosed(GOVERNANCE, DESK)
    yield PromptClosed(FUTURE, DESK)
    middle = BEGUN_MS + 60_000 + 4_000 * SECOND_MS
    for number, (name, selection) in enumerate((
        ("In the room", Selection(mode=Mode.IN_ROOM)),
        ("As Polis counts it", Selection(method=Method.POLIS)),
        ("Without copies", Selection(without_flagged=True)),
        ("Without paper", Selection(without_paper=True)),
        ("First half", Selection(until_ms=middle)),
    )):  # fmt: skip
        yield AnalysisNamed(AnalysisId(f"a{number}"), name, selection, DESK)


def _name(camp: int, person: int) -> ParticipantId:
    return ParticipantId(f"camp{camp}-person{person:03}")


def _ballots() -> Iterator[BallotFact]:
    """The first camp comes first, then the second, the third and those who copy: so groups are born on the way."""
    chance = random.Random(7)
    for camp, size in enumerate(CAMPS):
        for person in range(size):
            yield from _ballot(camp, person, chance)
    for copy in range(COPIES):
        who = ParticipantId(f"copy{copy:03}")
        yield _joined(who, Mode.REMOTE, None, Level.DEVICE, on_paper=False)
        for number in range(len(SAID)):
            choice = Choice.AGREE if number in (3, 9) else Choice.DISAGREE
            yield VoteCast(who, StatementId(f"g{number}"), choice, Operation(number + 2, who))


def _ballot(camp: int, person: int, chance: random.Random) -> Iterator[BallotFact]:
    who = _name(camp, person)
    venue = VENUES[person % 4] if person % 4 < 3 else None
    level = Level.DEVICE if person % 3 == 0 else Level.TICKET
    yield _joined(
        who,
        Mode.REMOTE if venue is None else Mode.IN_ROOM,
        venue,
        level,
        on_paper=camp < 2 and person % 5 == 1,
    )
    for number in range(len(SAID)):
        if (number * 5 + person * 7 + camp) % 17 == 0:
            continue  # not seen
        wavers = chance.random() < WAVER
        if number < 2:
            agrees = person % 9 != 4
        elif number == 5:
            agrees = person % 2 == 0  # torn within every group
        else:
            agrees = number % 3 == camp or (number == 7 and camp != 1)
        choice = Choice.PASS if wavers else Choice.AGREE if agrees else Choice.DISAGREE
        reason = (PassReason.UNSURE, PassReason.UNCLEAR)[number % 2] if choice is Choice.PASS else None
        about = StatementId("same" if number == 0 and person % 6 == 0 else f"g{number}")
        yield VoteCast(who, about, choice, Operation(number + 2, who), reason)
    if person % 2 == 0:
        for number in range(len(LATER) - 1):
            choice = MARKS["+-0+"[(number + camp) % 4]] if number else Choice.AGREE
            yield VoteCast(who, StatementId(f"f{number}"), choice, Operation(number + 40, who))


def _joined(
    who: ParticipantId, mode: Mode, venue: Venue | None, level: Level, *, on_paper: bool
) -> ParticipantJoined:
    place = None if venue is None else venue.id
    return ParticipantJoined(
        who,
        mode,
        place,
        ENGLISH,
        Operation(1, who),
        DESK if on_paper else None,
        Level.DEVICE if on_paper else level,
    )
