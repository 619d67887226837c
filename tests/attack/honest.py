"""People who vote at a server that is attacked meanwhile, and what they notice of it."""

import asyncio
import contextlib
import json
import random
import re
import statistics
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from plenary.crowd.client import Client, Identity
from plenary.deliberation.vocabulary import Choice, Mode, Role, StatementId
from plenary.hub.healing import REMEMBERED
from plenary.wire.from_client import Join, Vote
from plenary.wire.from_server import Counted
from tests.attack.places import ATTACKERS, own_lag_ms, voters_first, worked_s
from tests.percentiles import percentile
from tests.prepared import prepared
from tests.server_process import Server

STATEMENTS = 40
VOTES_PER_S = 1.0
WARM_WITHIN = 1.01
WARM_AFTER = 6
SETTLED_WITHIN = 1.10
SETTLES_WITHIN_S = 180
SLOWER_AT_MOST = 2.0


@dataclass(frozen=True)
class Size:
    """people: who vote.   count: attackers, or attempts, in each round.   lasts_s: the calm of each, and its attack.

    already: about how many votes are cast before, at five a second each; every ballot is full in any case.
    """

    people: int
    count: int
    lasts_s: float
    rounds: int = 5
    already: int = REMEMBERED


WHOLE = {
    "oversize": Size(100, 1_000, 10),
    "slow": Size(100, 6_000, 14),
    "flood": Size(100, 20_000, 10),
    "spam": Size(100, 20, 10),
    "pings": Size(100, 20, 10),
    "closes": Size(100, 5_000, 10),
    "codes": Size(100, 5_000, 10),
    "keys": Size(100, 2_000, 10),
    "statements": Size(100, 10_000, 60, 1),
}
SHORT = {
    "oversize": Size(8, 50, 2, 1, already=0),
    "spam": Size(8, 4, 2, 1, already=0),
    "pings": Size(8, 4, 2, 1, already=0),
}


@dataclass
class Time:
    """What was noticed in some seconds.   took_ms: of each vote.   late_ms: how late the voters' own process ran.

    answer_ms: the server's own part of a vote on average, from its arrival to its answer.   busy: the server's share
    of a core.
    """

    took_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    answer_ms: float = 0.0
    busy: float = 0.0

    @property
    def p99(self) -> float:
        return percentile(self.took_ms, 0.99)

    def __str__(self) -> str:
        late = percentile(self.late_ms, 0.99)
        server = f"server {self.answer_ms:.1f} on average, {self.busy:.0%} of a core"
        return f"{self.p99:.1f} ({server}; voters late {late:.1f})"


@dataclass
class Report:
    """rounds: the calm and the attacked time of each.   memory_mib: before, at most, after.

    settled_s: how long after the attack memory was measured: when it was back, or at the end.
    """

    name: str
    outcome: Counter[str] = field(default_factory=Counter)
    rounds: list[tuple[Time, Time]] = field(default_factory=list)
    votes: int = 0
    memory_mib: tuple[float, float, float] = (0.0, 0.0, 0.0)
    settled_s: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times as long votes take in the round in the middle: one that is disturbed decides nothing."""
        return statistics.median(hurt.p99 / calm.p99 for calm, hurt in self.rounds)

    @property
    def ratio_of_all(self) -> float:
        """The same of all rounds' votes together, where one disturbed round may decide."""
        calm, hurt = (
            percentile([one for time_ in times for one in time_.took_ms], 0.99)
            for times in zip(*self.rounds, strict=True)
        )
        return hurt / calm

    @property
    def misses(self) -> list[str]:
        """What depends on how fast the machine is."""
        slow = f"votes take {self.ratio:.2f} times as long, {SLOWER_AT_MOST:.0f} is the most"
        return [slow] if self.ratio > SLOWER_AT_MOST else []

    def __str__(self) -> str:
        before, most, after = self.memory_mib
        fate = ", ".join(f"{what}: {count}" for what, count in sorted(self.outcome.items()))
        rounds = "".join(f"\n    {calm} to {attacked}" for calm, attacked in self.rounds)
        verdict = "".join(f"\n  FAILED: {one}" for one in self.complaints + self.misses) or "\n  met"
        return (
            f"{self.name}: {fate}\n  votes' p99, ms, calm to attacked: {self.ratio:.2f}x in the middle round, "
            f"{self.ratio_of_all:.2f}x of all {self.votes} votes{rounds}"
            f"\n  memory {before:.0f} MiB before, {most:.0f} at most, {after:.0f} after "
            f"{self.settled_s} s ({after / before:.2f}x){verdict}"
        )


def memory_mib(pid: int) -> float:
    """What the process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1_024


async def attacked(name: str, size: Size, folder: Path) -> Report:
    """One attack on a server of its own, in rounds, with people who vote before, meanwhile and after."""
    report = Report(name)
    server = Server(folder, is_paced=True)
    await asyncio.to_thread(server.start)
    here = contextlib.ExitStack()
    here.enter_context(voters_first())
    try:
        links = await asyncio.to_thread(lambda: server.create(title="Attacked", prompts=["What now?"]))
        url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
        statements = await prepared(url, links.moderator_key, STATEMENTS)
        async with people(url, size.people) as clients:
            # What an evening leaves in memory is there before: every ballot is full, maps have been made of them, and
            # the hub remembers as many votes as it ever does.
            for _ in range(1 + size.already // (len(clients) * len(statements))):
                await asyncio.gather(*(voted_on_all(client, statements) for client in clients))
            before = most = await warm(server, clients, statements, size.lasts_s)
            for _ in range(size.rounds):
                async with watched(server) as calm:
                    await voted(clients, statements, calm.took_ms, size.lasts_s)
                async with watched(server) as hurt:
                    attack = await asyncio.create_subprocess_exec(
                        *ATTACKERS, sys.executable, "-m", "tests.attack.attackers", name, str(server.port),
                        links.code, str(size.count), str(size.lasts_s), stdout=asyncio.subprocess.PIPE,
                    )  # fmt: skip
                    while attack.returncode is None:
                        await voted(clients, statements, hurt.took_ms, 1.0)
                        most = max(most, memory_mib(server.pid))
                        with contextlib.suppress(TimeoutError):
                            await asyncio.wait_for(attack.wait(), 0.01)
                assert attack.stdout is not None
                report.outcome += Counter(json.loads(await attack.stdout.read()))
                report.rounds.append((calm, hurt))
                report.votes += len(hurt.took_ms)
            after, report.settled_s = await settled(server, clients, statements, before)
            report.memory_mib = before, most, after
        if not server.is_running:
            report.complaints.append("the server has ended")
        stayed = {what: n for what, n in report.outcome.items() if what.endswith("alive") or what == "stayed"}
        report.complaints += [f"{n} attackers: {what}" for what, n in stayed.items()]
        if after > before * SETTLED_WITHIN:
            report.complaints.append(f"{after:.0f} MiB are held, {before:.0f} were before")
    finally:
        here.close()
        await asyncio.to_thread(server.stop)
    return report


@contextlib.asynccontextmanager
async def watched(server: Server) -> AsyncIterator[Time]:
    """What is noticed meanwhile."""
    time_ = Time()
    began_s, worked_before_s = time.perf_counter(), worked_s(server.pid)
    answered = await asyncio.to_thread(answers, server.url)
    async with own_lag_ms(time_.late_ms):
        yield time_
    time_.busy = (worked_s(server.pid) - worked_before_s) / (time.perf_counter() - began_s)
    took_s, count = (
        now - then for now, then in zip(await asyncio.to_thread(answers, server.url), answered, strict=True)
    )
    time_.answer_ms = took_s / max(count, 1) * 1_000


def answers(url: str) -> tuple[float, float]:
    """How long the server has taken over answers in all (s), and how many those were, by its own count."""
    with urllib.request.urlopen(f"{url}/metrics") as told:
        text = told.read().decode()
    found = dict(re.findall(r"^plenary_answer_seconds_(sum|count) (\S+)", text, re.MULTILINE))
    return float(found["sum"]), float(found["count"])


async def warm(server: Server, clients: list[Client], statements: list[StatementId], lasts_s: float) -> float:
    """The memory that the server holds once voting alone adds to it no more, so that what is added is the attack's."""
    holds = 0.0
    for _ in range(WARM_AFTER):
        held = holds
        await voted(clients, statements, [], lasts_s)
        holds = memory_mib(server.pid)
        if holds < held * WARM_WITHIN:
            break
    return holds


async def settled(
    server: Server, clients: list[Client], statements: list[StatementId], before: float
) -> tuple[float, int]:
    """The memory that the server holds while people vote on, once it is back at what it was, and after how long (s).

    By the end, the votes that were cast beside the attack have been replaced in what the hub remembers.
    """
    for waited_s in range(SETTLES_WITHIN_S):
        if (holds := memory_mib(server.pid)) <= before * SETTLED_WITHIN:
            return holds, waited_s
        await voted(clients, statements, [], 1.0)
    return memory_mib(server.pid), SETTLES_WITHIN_S


@contextlib.asynccontextmanager
async def people(url: str, count: int) -> AsyncIterator[list[Client]]:
    """So many participants who have joined."""
    clients = [
        Client(url, Identity(Role.PARTICIPANT, f"honest-participant-{n:05}", f"d{n}")) for n in range(count)
    ]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(client.run()) for client in clients]
        await asyncio.gather(
            *(client.request(Join(client.next_op(), Mode.REMOTE, "en")) for client in clients)
        )
        yield clients
        for task in running:
            task.cancel()


async def voted_on_all(client: Client, statements: list[StatementId]) -> None:
    """Somebody votes on every statement, as fast as the server takes it."""
    for number, statement in enumerate(statements):
        choice = list(Choice)[(number + client.highest_op) % len(Choice)]
        answer = await client.request(Vote(client.next_op(), statement, choice))
        assert isinstance(answer, Counted), answer


async def voted(
    clients: list[Client], statements: list[StatementId], took_ms: list[float], lasts_s: float
) -> None:
    """Everybody votes about once a second for so long; every vote is counted, and how long each took is added."""
    rng = random.Random(len(took_ms))
    loop = asyncio.get_running_loop()
    until_s = loop.time() + lasts_s

    async def votes(client: Client) -> None:
        await asyncio.sleep(rng.random() / VOTES_PER_S)
        while loop.time() < until_s:
            vote = Vote(client.next_op(), rng.choice(statements), rng.choice(list(Choice)))
            began_s = time.perf_counter()
            answer = await client.request(vote)
            assert isinstance(answer, Counted), answer
            took_ms.append((time.perf_counter() - began_s) * 1_000)
            await asyncio.sleep(1 / VOTES_PER_S)

    await asyncio.gather(*(votes(client) for client in clients))
