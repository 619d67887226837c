"""A server in a control group that is too small for everybody who comes: it turns people away, and is not ended."""

import asyncio
import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from plenary.commands.serving import raise_file_limit
from plenary.deliberation.vocabulary import EventCode
from tests.chaos.hall import ACK, STATEMENTS, OnDisk, keep_voting
from tests.chaos.history import History, Voter, broken
from tests.chaos.report import NotHere, Report
from tests.load.crowd import Crowd, Etiquette
from tests.load.servers import OURS
from tests.prepared import prepared
from tests.server_process import Server

VOTERS = 40

ROOM_BYTES = 64 * 2**20
"""Half of it for some three thousand phones, the rest for votes and their analysis."""


class Group:
    """A control group of our own, for one process and what it starts. Raises NotHere."""

    def __init__(self, limit_bytes: int) -> None:
        first, second = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
        is_first = (first / "memory.limit_in_bytes").exists()
        self.folder = (first if is_first else second) / f"plenary-trial-{os.getpid()}"
        self._limit = self.folder / ("memory.limit_in_bytes" if is_first else "memory.max")
        self._events = "memory.oom_control" if is_first else "memory.events"
        self._usage = "memory.usage_in_bytes" if is_first else "memory.current"
        try:
            self.folder.mkdir()
            self.limit(limit_bytes)
        except OSError as trouble:
            with contextlib.suppress(OSError):
                self.folder.rmdir()
            raise NotHere(f"control groups of memory are not ours to make ({trouble.strerror})") from None

    def limit(self, limit_bytes: int) -> None:
        self._limit.write_text(str(limit_bytes))

    def killed(self) -> int:
        """How many of its processes the system has ended for want of memory."""
        for line in (self.folder / self._events).read_text().splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
        return 0

    def used_bytes(self) -> int:
        return int((self.folder / self._usage).read_text())

    def command(self) -> tuple[str, ...]:
        """What puts the command after it into the group."""
        return ("sh", "-c", f'echo $$ > {self.folder}/cgroup.procs && exec "$@"', "sh")


@contextlib.contextmanager
def group(limit_bytes: int) -> Iterator[Group]:
    made = Group(limit_bytes)
    try:
        yield made
    finally:
        with contextlib.suppress(OSError):
            made.folder.rmdir()


async def try_out(name: str, people: int, seed: int) -> Report:
    """Twice as many as fit come at once, while some who are in go on voting."""
    raise_file_limit()
    report, history = Report(name, seed), History()
    with tempfile.TemporaryDirectory() as folder, group(2**40) as limited:
        server = Server(Path(folder), before=limited.command())
        await asyncio.to_thread(server.start)
        try:
            links = await asyncio.to_thread(lambda: server.create(title="Chaos", prompts=["What now?"]))
            code = EventCode(links.code)
            url = f"ws{server.url.removeprefix('http')}/ws/{code}"
            statements = await prepared(url, links.moderator_key, STATEMENTS)
            voters = [Voter(url, code, number, history, seed) for number in range(VOTERS)]
            stop_at = [float("inf")]
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(voter.client.run()) for voter in voters]
                voting = [tasks.create_task(keep_voting(voter, statements, stop_at, 0.2)) for voter in voters]
                while len(history.counted) < VOTERS * 3:
                    await asyncio.sleep(0.05)
                limited.limit(limited.used_bytes() + ROOM_BYTES)
                refused = await asyncio.to_thread(_come, server.port, code, people)
                killed = limited.killed()
                if not killed:
                    answered = len(history.counted)
                    while len(history.counted) < answered + VOTERS:
                        await asyncio.sleep(0.05)
                    stop_at[0] = 0.0
                    await asyncio.gather(*voting)
                for task in (*running, *voting):
                    task.cancel()
            report.happened["turned away"] = refused
            report.complaints += [f"the system ended {killed} of the server's processes"] * (killed > 0)
        finally:
            server.stop(signal.SIGKILL if limited.killed() else signal.SIGTERM)
        _, ballots = await OnDisk(server).log(code)
        report.judge(broken(ballots, history))
    report.looked = len(history.counted)
    report.measured(ACK, history.counted.values())
    return report


def _come(port: int, code: EventCode, people: int) -> int:
    """Have so many come, and stay; how many were turned away."""
    headers = OURS.headers.format(port=port)
    crowd = Crowd(port, Etiquette(f"/ws/{code}", headers, OURS.hello, OURS.is_in))
    try:
        with contextlib.suppress(OSError, TimeoutError):
            crowd.join(people)
        crowd.hear_all()
        return crowd.refused
    finally:
        crowd.close()
