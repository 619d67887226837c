"""What a hall does to a server: people arrive, vote, listen, and some stop reading; each with its figures.

The server is `plenary serve` as people run it, with its store on the disk, on one core; phones are processes of their
own on the other.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import nan
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from plenary.local import operator_secret_of
from tests.bench.crowd import Event, new_event
from tests.figures import Figures
from tests.load.latency import Latencies
from tests.load.phones import SETTLE_S, Heard, Plan, be_ready, generate
from tests.load.processes import cpu_s, family, memory_bytes
from tests.load.servers import GENERATOR_CORE, SERVER_CORE
from tests.server_process import Server

READY_S: Final = 0.3
"""For a plan to reach its process before anything is due."""


@dataclass(frozen=True)
class Size:
    """How large a scenario is: people, seconds, and what else it needs to know."""

    people: int
    lasts_s: float
    processes: int = 1
    statements: int = 20
    votes_per_s: int = 0
    voters: int = 0


@dataclass(frozen=True)
class Limits:
    """What a scenario may take, on a machine with a core for each side; None where nothing is promised.

    in_s, acked_ms, delivered_ms: the 99th percentiles of coming in, of a vote until counted, of an act of the desk
    until a phone has it.   map_ms: the median from a counted vote to a map with it.
    """

    in_s: float | None = None
    acked_ms: float | None = None
    delivered_ms: float | None = None
    map_ms: float | None = None

    def are_kept(self, report: "Report") -> bool:
        """Prints each figure beside its limit."""
        maps = sorted(report.map_delays_ms)
        figures = (
            ("everybody in, p99", report.heard.came_in.percentile_ms(99) / 1_000, self.in_s, "s"),
            ("vote until counted, p99", report.heard.answered.percentile_ms(99), self.acked_ms, "ms"),
            ("act of the desk until heard, p99", report.delivered.percentile_ms(99), self.delivered_ms, "ms"),
            (
                "counted vote until its map, median",
                float(maps[len(maps) // 2]) if maps else nan,
                self.map_ms,
                "ms",
            ),
        )
        said = Figures()
        for what, figure, most, unit in figures:
            if most is not None:
                said.at_most(what, figure, most, ".2f", unit)
        return said.are_met


@dataclass
class Report:
    """What a scenario showed. broken: what may not be, however slow the machine is."""

    name: str
    size: Size
    heard: Heard
    delivered: Latencies = field(default_factory=Latencies)
    acts: int = 0
    map_delays_ms: list[int] = field(default_factory=list)
    cpu_share: float = 0.0
    memory_mb: float = 0.0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        heard = self.heard
        lines = [f"{self.name}: {self.size.people:,} people, {self.size.lasts_s:g} s"]
        lines.append(f"  in after           {heard.came_in}")
        if heard.asked:
            lines.append(f"  vote until counted {heard.answered}")
        if self.acts:
            lines.append(f"  {self.acts} broadcasts, each delivery {self.delivered}")
        if self.map_delays_ms:
            longest = max(self.map_delays_ms)
            middle = sorted(self.map_delays_ms)[len(self.map_delays_ms) // 2]
            lines.append(f"  counted vote until its map (95 %): median {middle:,} ms, longest {longest:,} ms")
        lines.append(f"  server: {self.cpu_share:.0%} of its core, {self.memory_mb:.0f} MB")
        if len(heard.late):
            lines.append(f"  the generator's own lateness: p99 {heard.late.percentile_ms(99):.1f} ms")
        return "\n".join([*lines, *(f"  BROKEN: {one}" for one in self.broken)])


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started meanwhile runs on that core, where there are two."""
    if (os.cpu_count() or 1) < 2:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@dataclass
class Stage:
    """A running server with an event that has an open prompt and statements, and who works its desk."""

    server: Server
    event: Event
    generators: ProcessPoolExecutor
    size: Size
    seed: int

    def plans(self, **what: object) -> list[Plan]:
        """The same plan for each generator process, with the people shared out."""
        code = self.event.url.rpartition("/")[2]
        begins_at = time.monotonic() + READY_S
        shares = [
            self.size.people // self.size.processes + (number < self.size.people % self.size.processes)
            for number in range(self.size.processes)
        ]
        plans = []
        for number, share in enumerate(shares):
            plan = Plan(
                self.server.url, code, sum(shares[:number]), share, self.seed, begins_at, 0.0, 0.0,
                statements=tuple(self.event.statements), core=GENERATOR_CORE if (os.cpu_count() or 1) > 1 else None,
            )  # fmt: skip
            voters = min(share, -(-self.size.voters // self.size.processes))
            plans.append(replace(plan, voters=voters, **what))  # type: ignore[arg-type]
        return plans

    async def generated(self, plans: list[Plan]) -> Heard:
        loop = asyncio.get_running_loop()
        packed = await asyncio.gather(
            *(loop.run_in_executor(self.generators, generate, plan) for plan in plans)
        )
        heard = Heard()
        for one in packed:
            heard.add(one)
        return heard


Play = Callable[[Stage, Report], Awaitable[Heard]]


async def played(name: str, play: Play, size: Size, seed: int | None = None) -> Report:
    """The scenario on a server of its own."""
    seed = random.SystemRandom().randrange(10**9) if seed is None else seed
    report = Report(name, size, Heard())
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), is_paced=True)
        with on_core(SERVER_CORE):
            await asyncio.to_thread(server.start)
        generators = ProcessPoolExecutor(size.processes, get_context("spawn"))
        try:
            event = await new_event(server.url, operator_secret_of(Path(folder)), size.statements)
            for ready in [generators.submit(be_ready) for _ in range(size.processes)]:
                await asyncio.wrap_future(ready)
            stage = Stage(server, event, generators, size, seed)
            cpu, began = cpu_s(family(server.pid)), time.monotonic()
            report.heard = await play(stage, report)
            report.cpu_share = (cpu_s(family(server.pid)) - cpu) / (time.monotonic() - began)
            report.memory_mb = memory_bytes(family(server.pid)) / 2**20
            report.map_delays_ms += event.map_delays_ms
            event.moderator.close()
            await asyncio.sleep(0)
        finally:
            generators.shutdown()
            await asyncio.to_thread(server.stop)
    report.broken += broken(report)
    return report


def broken(report: Report) -> list[str]:
    """Promises that do not depend on how fast a machine is."""
    heard, found = report.heard, []
    if len(heard.came_in) != report.size.people:
        found.append(f"{report.size.people - len(heard.came_in)} are not in: {dict(heard.not_in)}")
    if heard.refused:
        found.append(f"votes were refused: {dict(heard.refused)}")
    if heard.unanswered:
        found.append(f"{heard.unanswered} votes have no answer")
    if heard.lost:
        found.append(f"{heard.lost} connections were lost")
    expected = report.acts * report.size.people
    if len(report.delivered) != expected:
        found.append(f"{len(report.delivered)} deliveries of {expected}")
    return found


async def join_storm(stage: Stage, report: Report) -> Heard:
    """Everybody arrives from one address, at random within the time: page, socket, hello, join."""
    within = stage.size.lasts_s
    return await stage.generated(stage.plans(arrive_within_s=within, stays_until_s=within + 1, page=True))


async def vote_burst(stage: Stage, report: Report) -> Heard:
    """Everybody is in, and votes once within the time: a prompt has just opened."""
    arrive = stage.size.people / 400
    until = arrive + 2 + stage.size.lasts_s
    return await stage.generated(
        stage.plans(
            arrive_within_s=arrive,
            votes_from_s=arrive + 2,
            votes_until_s=until,
            stays_until_s=until,
        )
    )


async def broadcast(stage: Stage, report: Report) -> Heard:
    """The desk changes something every second, for everybody, while some vote at a steady rate."""
    size = stage.size
    arrive = size.people / 400
    done = stage.server.data / "the broadcasts are over"
    plans = stage.plans(
        arrive_within_s=arrive,
        votes_from_s=arrive + 2,
        votes_until_s=arrive + 2 + size.lasts_s,
        longest_pause_s=2 * size.voters / size.votes_per_s,
        until_there=str(done),
    )
    due: dict[int, float] = {}
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(stage.generated(plans))
        # Who is not in by then does not come any more, and is told of in the end.
        patience = plans[0].begins_at + arrive + 2 * SETTLE_S
        while stage.event.present < size.people and time.monotonic() < patience:
            await asyncio.sleep(0.1)
        begin = max(time.monotonic(), plans[0].begins_at + arrive + 2)
        for act in range(round(size.lasts_s)):
            await asyncio.sleep(begin + act - time.monotonic())
            due[await stage.event.change(10_000 + act, submit=act % 2 == 1)] = begin + act
        await asyncio.sleep(1)
        done.touch()
    heard = listening.result()
    report.acts = len(due)
    for place, at in due.items():
        for arrival in heard.arrivals.get(place, ()):
            report.delivered.took(arrival - at)
    return heard


async def evening(stage: Stage, report: Report) -> Heard:
    """Everybody votes after pauses of up to ten seconds on many statements, for long: where Polis was said to fail."""
    arrive = max(2.0, stage.size.people / 400)
    until = arrive + stage.size.lasts_s
    return await stage.generated(
        stage.plans(
            arrive_within_s=arrive,
            votes_from_s=arrive,
            votes_until_s=until,
            longest_pause_s=10.0,
            stays_until_s=until,
        )
    )


@dataclass(frozen=True)
class Scenario:
    """A scenario, as large as it is meant, and as small as a test of seconds."""

    play: Play
    whole: Size
    short: Size
    limits: Limits


EVENING: Final = Limits(acked_ms=250, map_ms=5_000)

SCENARIOS: Final = {
    "join-storm": Scenario(join_storm, Size(5_000, 60.0), Size(60, 1.0), Limits(in_s=5.0)),
    "vote-burst": Scenario(
        vote_burst, Size(5_000, 5.0, voters=5_000), Size(60, 0.5, voters=60), Limits(acked_ms=250)
    ),
    "broadcast": Scenario(
        broadcast,
        Size(10_000, 20.0, votes_per_s=2_000, voters=1_000),
        Size(60, 2.0, votes_per_s=40, voters=20),
        Limits(acked_ms=250, delivered_ms=1_000),
    ),
    "evening": Scenario(
        evening, Size(100, 300.0, statements=172, voters=100), Size(40, 2.0, voters=40), EVENING
    ),
    "evening-x10": Scenario(
        evening, Size(1_000, 300.0, statements=172, voters=1_000), Size(40, 2.0, voters=40), EVENING
    ),
    "evening-x100": Scenario(
        evening, Size(10_000, 300.0, statements=172, voters=10_000), Size(40, 2.0, voters=40), EVENING
    ),
}
