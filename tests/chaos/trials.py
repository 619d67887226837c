"""Trials of the scaled form: a crowd votes through one address while something is broken again and again.

Each says how often its fault really happened, and what it cost.
"""

import asyncio
import contextlib
import random
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import redis

from plenary.crowd.client import Client, Identity
from plenary.deliberation.vocabulary import EventCode, Role, StatementId
from plenary.wire.from_client import OpenPrompt, Place, Seed
from plenary.wire.from_server import Changed, FromServer, Snapshot
from tests.chaos.history import History, Voter, complaints
from tests.cluster import Cluster

LEVEL_WITHIN_S = 30.0


@dataclass
class Report:
    """happened: how often the fault bit. level_s: after each, how long until all pages were where the log is."""

    name: str
    seed: int
    happened: int = 0
    counted: int = 0
    p99_ms: float = 0.0
    level_s: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    notes: str = ""

    @property
    def is_passed(self) -> bool:
        return not self.complaints and self.happened > 0 and self.counted > 0

    def __str__(self) -> str:
        level = f", level after {max(self.level_s):.1f} s at most" if self.level_s else ""
        verdict = "passed" if self.is_passed else "FAILED"
        return (
            f"{self.name}: {verdict}. Seed {self.seed}; the fault happened {self.happened} times; "
            f"{self.counted} votes counted, ack p99 {self.p99_ms:.0f} ms{level}{self.notes}"
            + "".join(f"\n  {one}" for one in self.complaints[:10])
        )


@dataclass
class Trial:
    """A cluster with an event, a crowd in it, and the means to break things."""

    cluster: Cluster
    code: EventCode
    voters: list[Voter]
    rng: random.Random
    report: Report

    async def level(self) -> float:
        """Wait until every phone is where the log is; returns how long that took."""
        began = time.monotonic()
        async with asyncio.timeout(LEVEL_WITHIN_S):
            while True:
                place = await asyncio.to_thread(self.place)
                if place is not None and all(voter.place == place for voter in self.voters):
                    return time.monotonic() - began
                await asyncio.sleep(0.05)

    def place(self) -> Place | None:
        with redis.Redis(port=self.cluster.redis.port) as client, contextlib.suppress(redis.RedisError):
            epoch, number = client.hmget(f"plenary:event:{self.code}", "epoch", "programme")
            if epoch is not None and number is not None:
                return Place(epoch.decode(), int(number))
        return None


Break = Callable[[Trial], Awaitable[bool]]
"""Breaks something and mends it; says whether the fault bit."""


async def try_out(
    name: str, breaks: Break, times: int, *, voters: int = 24, pause_s: float = 0.1, seed: int | None = None,
    hub_module: str = "plenary", analysts: int = 1,
) -> Report:  # fmt: skip
    """Have the crowd vote until the fault has been brought about that many times."""
    seed = random.SystemRandom().randrange(10**9) if seed is None else seed
    report, history = Report(name, seed), History()
    with (
        tempfile.TemporaryDirectory() as folder,
        Cluster(Path(folder), hubs=2, analysts=analysts, hub_module=hub_module) as cluster,
    ):
        links = await asyncio.to_thread(lambda: cluster.create(title="Chaos", prompts=["What now?"]))
        code = EventCode(links.code)
        url = f"ws://127.0.0.1:{cluster.port}/ws/{code}"
        statements = await prepared(url, links.moderator_key)
        crowd = [Voter(url, code, number, history, seed) for number in range(voters)]
        trial = Trial(cluster, code, crowd, random.Random(seed), report)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(voter.client.run()) for voter in crowd]
            stop_at = [float("inf")]
            voting = [tasks.create_task(keep_voting(voter, statements, stop_at, pause_s)) for voter in crowd]
            await asyncio.sleep(1.0)
            for _ in range(times):
                report.happened += await breaks(trial)
                try:
                    report.level_s.append(await trial.level())
                except TimeoutError:
                    report.complaints.append("the pages did not come level")
            stop_at[0] = 0.0
            try:
                async with asyncio.timeout(60):
                    await asyncio.gather(*voting)
            except TimeoutError:
                report.complaints.append("votes were still without an answer a minute after the last fault")
            for task in [*running, *voting]:
                task.cancel()
        report.complaints += await complaints(cluster.redis.url, code, history)
    report.counted, report.p99_ms = len(history.counted), history.p99_ms()
    return report


async def keep_voting(
    voter: Voter, statements: list[StatementId], stop_at: list[float], pause_s: float
) -> None:
    await voter.vote(statements, lambda: time.monotonic() < stop_at[0], pause_s)


async def prepared(url: str, key: str) -> list[StatementId]:
    """An open prompt with six statements."""
    prompts: list[str] = []
    statements: set[StatementId] = set()

    def hear(message: FromServer) -> None:
        if isinstance(message, Snapshot | Changed):
            prompts.extend(one.id for one in message.prompts)
            statements.update(one.id for one in message.statements)

    desk = Client(url, Identity(Role.MODERATOR, key, "desk"), hear)
    running = asyncio.ensure_future(desk.run())  # noqa: TID251 - ended below
    while not prompts:
        await asyncio.sleep(0.02)
    await desk.request(OpenPrompt(desk.next_op(), prompts[0]))
    for number in range(6):
        await desk.request(Seed(desk.next_op(), prompts[0], f"Statement number {number}.", "en"))
    while len(statements) < 6:
        await asyncio.sleep(0.02)
    running.cancel()
    return sorted(statements)


async def kill_a_hub(trial: Trial) -> bool:
    """One of the hubs dies, and comes back half a second later."""
    hub = trial.rng.choice(trial.cluster.hubs)
    await asyncio.sleep(trial.rng.uniform(0.05, 0.5))
    before = [voter.client._connection for voter in trial.voters]
    hub.kill()
    await asyncio.sleep(0.5)
    after = [voter.client._connection for voter in trial.voters]
    await asyncio.to_thread(hub.start)
    return any(old is not None and old is not new for old, new in zip(before, after, strict=True))


async def kill_redis(trial: Trial) -> bool:
    """Redis dies and is back in a moment."""
    await asyncio.sleep(trial.rng.uniform(0.05, 0.5))
    trial.cluster.redis.kill()
    await asyncio.sleep(trial.rng.uniform(0.0, 0.3))
    await asyncio.to_thread(trial.cluster.redis.start)
    return True


async def flush_redis(trial: Trial) -> bool:
    """Everything in Redis is gone at once."""
    await asyncio.sleep(trial.rng.uniform(0.05, 0.5))
    before = await asyncio.to_thread(trial.place)
    await asyncio.to_thread(trial.cluster.redis.ask, "FLUSHALL")
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while (now := await asyncio.to_thread(trial.place)) is None or now == before:
            await asyncio.sleep(0.02)
    return now.epoch != (before.epoch if before else "")


async def cut_subscriptions(trial: Trial) -> bool:
    """Every pub/sub connection is cut five times within a second."""
    cut = 0
    for _ in range(5):
        answer = await asyncio.to_thread(trial.cluster.redis.ask, "CLIENT", "KILL", "TYPE", "pubsub")
        cut += int(str(answer))
        await asyncio.sleep(0.2)
    return cut > 0


def lease(trial: Trial) -> tuple[str, int]:
    with redis.Redis(port=trial.cluster.redis.port) as client:
        analyst, fence = client.hmget(f"plenary:lease:{trial.code}", "analyst", "fence")
    return (analyst or b"").decode(), int(fence or 0)


async def another_takes_over(trial: Trial, before: tuple[str, int]) -> float:
    """Until another analyst has the event: how long that took."""
    began = time.monotonic()
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while (now := await asyncio.to_thread(lease, trial))[1] <= before[1] or not now[0]:
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def kill_the_analyst(trial: Trial) -> bool:
    """Both analysts die, one after the other: whoever had the event, another has it soon."""
    taken = False
    for analyst in trial.cluster.analysts:
        before = await asyncio.to_thread(lease, trial)
        analyst.kill()
        await asyncio.sleep(2.5)
        taken = taken or (await asyncio.to_thread(lease, trial))[1] > before[1]
        analyst.start()
        await asyncio.sleep(1.0)
    return taken


async def put_the_analyst_to_sleep(trial: Trial) -> bool:
    """Whoever has the event sleeps past the lease and wakes up again: another has it, and it stays so."""
    before = await asyncio.to_thread(lease, trial)
    for analyst in trial.cluster.analysts:
        analyst.signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(3.0)
        finally:
            analyst.signal(signal.SIGCONT)
        await asyncio.sleep(0.7)
    return (await asyncio.to_thread(lease, trial))[1] > before[1]


TRIALS: dict[str, tuple[Break, int]] = {
    "hub-kill": (kill_a_hub, 1),
    "redis-kill": (kill_redis, 1),
    "redis-flush": (flush_redis, 1),
    "redis-cut": (cut_subscriptions, 1),
    "analyst-kill": (kill_the_analyst, 2),
    "analyst-zombie": (put_the_analyst_to_sleep, 2),
}
"""What is broken, and how many analysts that takes."""
