"""An event in a store, for the analyst to follow: facts go in as production writes them."""

import struct
from collections.abc import Iterable

from plenary.analyst import Analyst
from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.facts import (
    EventCreated,
    ProgrammeFact,
    PromptDrafted,
    PromptOpened,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.opinion import Dots, MovedDots, Posting
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
)
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore

CODE = EventCode("HALL")
DESK = GrantId("desk")
ENGLISH = Language("en")
GOVERNANCE = PromptId("governance")
PRIORITIES = PromptId("priorities")


class Clock:
    """Milliseconds that pass when told."""

    def __init__(self) -> None:
        self.now_ms = 1_761_000_000_000

    def __call__(self) -> int:
        return self.now_ms


class Assembly:
    """One event, its store and its bulletin, with an analyst that takes a turn when told."""

    def __init__(self, code: EventCode = CODE, store: MemoryStore | None = None) -> None:
        self.code = code
        self.store = store or MemoryStore()
        self.bulletin = LocalBulletin()
        self.clock = Clock()
        self.analyst = self.new_analyst()
        self._counter = 0

    def new_analyst(self) -> Analyst:
        return Analyst(self.store, self.store, self.bulletin, self.clock)

    async def begin(self, *prompts: PromptId) -> None:
        await self.store.create([EventCreated(self.code, "Assembly", ENGLISH)], self.clock())
        for prompt in prompts:
            await self.programme(PromptDrafted(prompt, f"On {prompt}?", DESK), PromptOpened(prompt, DESK))

    async def programme(self, *facts: ProgrammeFact) -> None:
        head, _ = await self.store.programme(self.code)
        await self.store.append(self.code, facts, head, self.clock())

    async def ballots(self, *facts: BallotFact) -> None:
        head, _ = await self.store.programme(self.code)
        await self.store.append_ballots(self.code, facts, head, self.clock())

    async def show(self, prompt: PromptId, *statements: str) -> None:
        for name in statements:
            statement = StatementId(name)
            await self.programme(
                StatementSubmitted(statement, prompt, f"We want {name}.", ENGLISH, None),
                StatementShown(statement, DESK),
            )

    async def vote(self, person: str, **answers: str) -> None:
        """A person's votes: `+` agree, `-` disagree, `0` pass, by statement."""
        await self.ballots(*(self.cast(person, name, answer) for name, answer in answers.items()))

    def cast(self, person: str, statement: str, answer: str) -> VoteCast:
        self._counter += 1
        choice = {"+": Choice.AGREE, "-": Choice.DISAGREE, "0": Choice.PASS}[answer]
        operation = Operation(self._counter, f"phone-{person}")
        return VoteCast(ParticipantId(person), StatementId(statement), choice, operation)

    async def two_camps(self, prefix: str = "", people: int = 12) -> None:
        """Everybody answers the statements a, b, c and d of that prefix: half of them the other way round."""
        for i in range(people):
            answers = "++-+" if i % 2 else "--++"
            names = (f"{prefix}{name}" for name in "abcd")
            await self.vote(f"person-{i}", **dict(zip(names, answers, strict=True)))

    async def turn(self) -> None:
        self.clock.now_ms += 2_000
        await self.analyst.turn()

    async def latest(self, prompt: PromptId = GOVERNANCE) -> Posting:
        return (await self.bulletin.latest(self.code))[prompt]

    async def frames(self) -> dict[PromptId, int]:
        return {prompt: one.map.frame for prompt, one in (await self.bulletin.latest(self.code)).items()}


def spots(dots: Dots) -> list[tuple[int, int, int]]:
    """x, y and group of each dot."""
    places = struct.iter_unpack("<HH", dots.places)
    return [(x, y, group) for (x, y), group in zip(places, dots.groups, strict=True)]


def which(moved: MovedDots) -> list[int]:
    return [number for (number,) in struct.iter_unpack("<I", moved.which)]


def with_moved(dots: Dots, moved: MovedDots) -> list[tuple[int, int, int]]:
    """What a page shows that had these dots and hears what moved."""
    shown = dict(enumerate(spots(dots)))
    shown.update(zip(which(moved), spots(moved.dots), strict=True))
    assert sorted(shown) == list(range(len(shown)))
    return [shown[number] for number in range(len(shown))]


def without_time(postings: Iterable[Posting]) -> list[tuple[object, ...]]:
    """Postings as far as they follow from the log alone."""
    return [
        (
            one.map.prompt,
            one.map.frame,
            one.map.votes,
            one.map.dots,
            one.map.groups,
            one.map.results,
            one.dot_of,
        )
        for one in postings
    ]
