"""People who vote at a server that is attacked meanwhile, and what they notice of it."""

import asyncio
import contextlib
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from plenary.crowd.client import Client, Identity
from plenary.deliberation.vocabulary import Choice, Mode, Role, StatementId
from plenary.wire.from_client import Join, Vote
from plenary.wire.from_server import Counted
from tests.percentiles import percentile
from tests.prepared import prepared
from tests.server_process import Server

STATEMENTS = 40
VOTES_PER_S = 1.0
SETTLED_WITHIN = 1.10


@dataclass(frozen=True)
class Size:
    """people: who vote.   count: attackers, or attempts.   calm_s, attack_s: how long each part lasts."""

    people: int
    count: int
    calm_s: float
    attack_s: float


WHOLE = {
    "oversize": Size(100, 1_000, 15, 15),
    "slow": Size(100, 6_000, 15, 15),
    "flood": Size(100, 20_000, 15, 10),
    "spam": Size(100, 20, 15, 15),
    "codes": Size(100, 5_000, 15, 15),
}
SHORT = {
    "oversize": Size(8, 50, 1, 2),
    "spam": Size(8, 4, 1, 2),
}


@dataclass
class Report:
    """Times in ms, memory in MiB."""

    name: str
    outcome: dict[str, int] = field(default_factory=dict)
    calm_ms: list[float] = field(default_factory=list)
    attacked_ms: list[float] = field(default_factory=list)
    memory_mib: tuple[float, float, float] = (0.0, 0.0, 0.0)
    complaints: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        calm, attacked = percentile(self.calm_ms, 0.99), percentile(self.attacked_ms, 0.99)
        before, most, after = self.memory_mib
        fate = ", ".join(f"{what}: {count}" for what, count in sorted(self.outcome.items()))
        return (
            f"{self.name}: {fate}\n  votes p99 {calm:.0f} ms calm, {attacked:.0f} ms attacked"
            f" ({attacked / calm if calm else 0:.2f}x; {len(self.attacked_ms)} votes)"
            f"; memory {before:.0f} MiB before, {most:.0f} at most, {after:.0f} after ({after / before:.2f}x)"
            + "".join(f"\n  FAILED: {one}" for one in self.complaints)
        )


def memory_mib(pid: int) -> float:
    """What the process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1_024


async def attacked(name: str, size: Size, folder: Path) -> Report:
    """One attack on a server of its own, with people who vote before, meanwhile and after."""
    report = Report(name)
    server = Server(folder, is_paced=True)
    await asyncio.to_thread(server.start)
    try:
        links = await asyncio.to_thread(lambda: server.create(title="Attacked", prompts=["What now?"]))
        url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
        statements = await prepared(url, links.moderator_key, STATEMENTS)
        async with people(url, size.people) as clients:
            took: list[float] = []
            await voted(clients, statements, took, 1.0)  # warm
            before = memory_mib(server.pid)
            await voted(clients, statements, report.calm_ms, size.calm_s)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.attack.attackers", name, str(server.port), links.code, str(size.count),
                str(size.attack_s), stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            most = after = before
            while process.returncode is None:
                await voted(clients, statements, report.attacked_ms, 1.0)
                most = max(most, memory_mib(server.pid))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), 0.01)
            assert process.stdout is not None
            report.outcome = json.loads(await process.stdout.read())
            for _ in range(10):
                await voted(clients, statements, took, 1.0)
                if (after := memory_mib(server.pid)) <= before * SETTLED_WITHIN:
                    break
            report.memory_mib = before, most, after
        if not server.is_running:
            report.complaints.append("the server has ended")
        stayed = {what: n for what, n in report.outcome.items() if what.endswith("alive") or what == "stayed"}
        report.complaints += [f"{n} attackers: {what}" for what, n in stayed.items()]
        if after > before * SETTLED_WITHIN:
            report.complaints.append(f"{after:.0f} MiB are held, {before:.0f} were before")
    finally:
        await asyncio.to_thread(server.stop)
    return report


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
