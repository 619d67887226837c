"""One simulated event: phones, hubs and analysts on a shared store, and whatever may go wrong, from a seed."""

import asyncio
import gc
import hashlib
import itertools
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from plenary.analyst import Analyst
from plenary.creation import Wish, new_event
from plenary.crowd import client as clients
from plenary.crowd.client import Client, Identity, SentAway, Unreachable
from plenary.deliberation.facts import (
    ProgrammeFact,
    PromptDrafted,
    PromptOpened,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.identity import participant_id
from plenary.deliberation.opinion import Dots, OpinionMap, Posting
from plenary.deliberation.routing import Asking, Routing
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    PromptId,
    Role,
    StatementId,
)
from plenary.hub import doorkeeper
from plenary.hub.hub import Hub
from plenary.hub.room import Room
from plenary.mapping.prompt_analysis import PromptAnalysis
from plenary.wire import from_client as said
from plenary.wire.from_server import Changed, Counted, FromServer, Snapshot
from plenary_analysis import latent_fit
from tests.simulation import promises
from tests.simulation.medium import Board, MoodyStore, SleepyBoard
from tests.simulation.network import Connecting, Wire
from tests.simulation.virtual import run

CODE = EventCode("HALL")
PHONES = 4
STATEMENTS = 3
VOTES_EACH = 6
FAULTS_FOR_S = 12.0
SETTLED_WITHIN_S = 90.0
WITH_NUMBERS = 50
"""One seed in so many has its opinion maps computed."""
ROUNDS = 3
"""Of the fit, and not the eighty until it stands still: what is looked at here is when maps are posted, by whom and to
whom, and not how good they are."""
SELDOM = (50_000, 20, 100)
"""Of the garbage collector, whose usual pace costs some fourteenth of a simulation."""
UNBOUNDED = Room(Path("/nowhere"))
"""How much memory this machine has left is no part of a seed."""


@dataclass
class Outcome:
    """What a run showed. complaints: broken promises. happened: how often each fault really occurred."""

    seed: int
    complaints: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    counted: int = 0
    trace: str = ""
    lasted_s: float = 0.0
    """In its own time."""


def no_order(
    routing: Routing, askings: Sequence[Asking], most: int, votes_to_come: float | None
) -> list[tuple[StatementId, ...]]:
    """Every phone shows its statements as it pleases."""
    return [() for _ in askings]


class HubProcess:
    """A hub that can die and come back without a memory."""

    def __init__(self, world: "World", number: int) -> None:
        self._world = world
        self._number = number
        self.hub: Hub | None = None
        self.wires: list[Wire] = []
        self._task: asyncio.Task[None] | None = None

    def start(self, tasks: asyncio.TaskGroup) -> None:
        world = self._world
        self.hub = Hub(world.store, world.store, world.board, world.clock, no_order)
        self._task = tasks.create_task(self._run(self.hub), name=f"hub {self._number}")

    async def _run(self, hub: Hub) -> None:
        try:
            await hub.run()
        except asyncio.CancelledError:
            pass  # it was killed

    def kill(self) -> None:
        assert self._task is not None
        self._task.cancel()
        self.hub = None
        for wire in self.wires:
            wire.die()
        self.wires.clear()

    def connection(self, rng: random.Random) -> Wire | None:
        if self.hub is None:
            return None
        wire = Wire(self.hub, CODE, rng)
        self.wires.append(wire)
        return wire


class Phone:
    """Somebody who joins and votes; what they were told has counted is written down."""

    def __init__(self, world: "World", number: int) -> None:
        self.key = f"key-of-phone-{number:08}"
        self.who = participant_id(CODE, self.key)
        self.rng = random.Random(f"{world.seed} phone {number}")
        self.counted: list[said.Vote] = []
        self.asked: list[said.Vote] = []
        self.place: said.Place | None = None
        self.client = Client("phone", Identity(Role.PARTICIPANT, self.key, "d"), self.hear, self.rng)
        self._world = world

    def hear(self, message: FromServer) -> None:
        if isinstance(message, Snapshot | Changed):
            self.place = message.place
        self._world.note(self.key, type(message).__name__)

    @property
    def is_connected(self) -> bool:
        return self.client._connection is not None

    async def take_part(self) -> None:
        answer = await self.client.request(said.Join(self.client.next_op(), Mode.REMOTE, "en"))
        self._world.note(self.key, repr(answer))
        for _ in range(VOTES_EACH):
            await asyncio.sleep(self.rng.uniform(0.0, 2.0))
            statement = self.rng.choice(self._world.statements)
            vote = said.Vote(self.client.next_op(), statement, self.rng.choice(list(Choice)))
            self.asked.append(vote)
            if isinstance(await self.client.request(vote), Counted):
                self.counted.append(vote)
            self._world.note(self.key, f"{vote}")


class World:
    """Everything of one run. forgetful: the store loses what it acknowledged; then no hub dies, for it knows it."""

    def __init__(self, seed: int, store: MoodyStore, board: Board) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.store = store
        self.board = board
        self.forgetful = self.rng.random() < 0.4
        self.happened: Counter[str] = Counter()
        self.hubs = [HubProcess(self, number) for number in range(2)]
        self.statements: list[StatementId] = []
        self._noted: list[str] = []
        self._time: Callable[[], float] = lambda: 0.0
        self._turn = itertools.count()

    def clock(self) -> int:
        return int(self._time() * 1_000)

    def note(self, who: str, what: str) -> None:
        self._noted.append(f"{self.clock()} {who} {what}\n")

    @property
    def trace(self) -> str:
        return hashlib.sha256("".join(self._noted).encode()).hexdigest()

    def connect(self, *_: Any, **__: Any) -> Connecting:
        number = next(self._turn)
        rng = random.Random(f"{self.seed} wire {number}")
        return Connecting(lambda: self.hubs[number % len(self.hubs)].connection(rng))

    async def go(self) -> Outcome:
        self._time = asyncio.get_running_loop().time
        facts = prepared()
        self.statements = [fact.statement for fact in facts if isinstance(fact, StatementShown)]
        await self.store.create(facts, 0)
        phones = [Phone(self, number) for number in range(PHONES)]
        outcome = Outcome(self.seed)
        async with asyncio.TaskGroup() as tasks:
            for hub in self.hubs:
                hub.start(tasks)
            boards = [SleepyBoard(self.board) for _ in range(2)]
            staying = [tasks.create_task(self._analyse(board), name="analyst") for board in boards]
            staying += [tasks.create_task(phone.client.run(), name=phone.key) for phone in phones]
            taking_part = [tasks.create_task(phone.take_part()) for phone in phones]
            try:
                await self._trouble(tasks, boards)
                async with asyncio.timeout(SETTLED_WITHIN_S):
                    await asyncio.gather(*taking_part)
                outcome.counted = sum(len(phone.counted) for phone in phones)
                outcome.complaints += await self._complaints(phones)
            except TimeoutError:
                outcome.complaints.append("votes were still without an answer long after all was well")
            finally:
                for task in [*staying, *taking_part]:
                    task.cancel()
                for hub in self.hubs:
                    if hub.hub is not None:
                        hub.kill()
        self.happened["store fault"] += self.store.faults
        self.happened["fenced"] += self.board.refused
        outcome.happened, outcome.trace = self.happened, self.trace
        outcome.lasted_s = asyncio.get_running_loop().time()
        return outcome

    async def _analyse(self, board: SleepyBoard) -> None:
        analyst = Analyst(self.store, self.store, board, self.clock, 1.0, board)
        await analyst.run()

    async def _trouble(self, tasks: asyncio.TaskGroup, boards: list[SleepyBoard]) -> None:
        """Whatever may go wrong, at random, for a while; then everything is in order again."""
        loop, rng = asyncio.get_running_loop(), self.rng
        self.store.moods = True
        while loop.time() < FAULTS_FOR_S:
            await asyncio.sleep(rng.uniform(0.1, 1.0))
            kind = rng.choice(("cut", "kill", "down", "sleep", "lose", "forget"))
            match kind:
                case "cut":
                    wires = [wire for hub in self.hubs for wire in hub.wires]
                    if wires:
                        rng.choice(wires).cut()
                case "kill" if not self.forgetful:
                    hub = rng.choice(self.hubs)
                    if hub.hub is not None:
                        hub.kill()
                        loop.call_later(rng.uniform(0.2, 2.0), hub.start, tasks)
                case "down":
                    self.store.down_until = loop.time() + rng.uniform(0.1, 2.0)
                case "sleep":
                    board = rng.choice(boards)
                    board.awake.clear()
                    loop.call_later(rng.uniform(0.5, 5.0), board.awake.set)
                case "lose" if self.forgetful and self.store.has(CODE):
                    self.store.lose(CODE, rng.randint(1, 5))
                case "forget" if self.forgetful and rng.random() < 0.3:
                    self.store.lose_everything()
                case _:
                    continue
            self.happened[kind] += 1
            self.note("world", kind)
        self.store.moods = False
        for board in boards:
            board.awake.set()
        await asyncio.sleep(max(0.0, self.store.down_until - loop.time()) + 3.0)

    async def _complaints(self, phones: list[Phone]) -> list[str]:
        """Every promise that is broken now that all is quiet."""
        await asyncio.sleep(8.0)
        while not all(phone.is_connected for phone in phones):
            await asyncio.sleep(0.5)  # a client that met closed doors waits up to fifteen seconds
        await asyncio.sleep(5.0)
        (heads,) = await self.store.heads()
        at = said.Place(heads.programme.epoch, heads.programme.number)
        return [
            *promises.of_votes(phones, await self.store.since(CODE, 0)),
            *promises.of_phones(phones, at),
            *promises.of_postings(self.board, at.epoch),
            *(one for hub in self.hubs for one in promises.of_hub(hub, at.number)),
        ]


def prepared() -> list[ProgrammeFact]:
    """An event with an open prompt and some statements."""
    made = new_event(Wish("A gathering", prompts=["What now?"], code=CODE))
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    by = GrantId("moderator")
    seeds: list[ProgrammeFact] = []
    for number in range(STATEMENTS):
        statement = StatementId(f"statement-{number}")
        seeds.append(
            StatementSubmitted(statement, PromptId(prompt), f"Statement {number}.", Language("en"), None)
        )
        seeds.append(StatementShown(statement, by))
    return [*made.facts, PromptOpened(prompt, by), *seeds]


def unbounded() -> Room:
    return UNBOUNDED


def plain_draw(self: PromptAnalysis, frame: int, at_ms: int) -> Posting | None:
    """A map without a picture, in a thousandth of the time: here it matters when maps are posted, and by whom."""
    if frame <= self._frame:
        self.changed = False
        return None
    shown = OpinionMap(self._prompt, frame, frame, at_ms, Dots(b"", b""), (), (), (), (), (), (), ())
    return Posting(shown, None, None, {}, epoch=self._epoch)


@contextmanager
def seeded(seed: int, world: World) -> Iterator[None]:
    """Chance and the network are the simulation's own while this lasts."""
    rng = random.Random(f"{seed} secrets")
    draw = PromptAnalysis.draw if seed % WITH_NUMBERS == 0 else plain_draw
    with (
        mock.patch.object(PromptAnalysis, "draw", draw),
        mock.patch.object(latent_fit, "MOST_ROUNDS", ROUNDS),
        mock.patch.object(doorkeeper, "Room", unbounded),
        mock.patch.object(secrets, "token_hex", lambda size=16: rng.randbytes(size).hex()),
        mock.patch.object(clients, "connect", world.connect),
    ):
        yield


@contextmanager
def seldom_collected() -> Iterator[None]:
    """For many seeds in a row: what the libraries hold is not looked through again and again for what may go."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def simulate(seed: int, store: type[MoodyStore] = MoodyStore, board: type[Board] = Board) -> Outcome:
    """Run the seed's event to its end."""
    world = World(seed, store(random.Random(f"{seed} store")), board())
    think = random.Random(f"{seed} analysis")
    with seeded(seed, world):
        try:
            return run(world.go(), lambda: think.uniform(0.01, 0.3))
        except* (Unreachable, SentAway) as gave_up:
            reason = repr(gave_up.exceptions[0])
    return Outcome(seed, [f"a client gave up: {reason}"], world.happened, 0, world.trace)
