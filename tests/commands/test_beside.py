"""The analyst beside a server: a process of its own, whose end costs no map and which outlives no server."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plenary.crowd.client import Client
from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import Choice, EventCode, PromptId, StatementId
from plenary.store.kept_bulletin import KeptBulletin
from plenary.wire.from_client import Vote
from plenary.wire.from_server import Counted
from tests.attack.honest import people
from tests.prepared import prepared
from tests.server_process import PATIENCE_S, Server

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere it works in the server's own process"
)

SEVERAL_MAPS_S = 5.0

COUNTS_THREADS = """
import os, sys
from plenary.__main__ import main

def fork():
    os.write(1, str(len(os.listdir("/proc/self/task"))).encode())
    os._exit(0)

os.fork = fork
main(["serve", "--data", sys.argv[1]])
"""

LEAVES = """
import asyncio, os, pathlib, sys
from plenary.commands.beside import analyst_beside
from plenary.commands.serving import run_loop
from plenary.store.kept_bulletin import KeptBulletin

async def leave(beside, data):
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(beside.run(KeptBulletin(data / "maps")))
        while not (data / "plenary.db-wal").exists():
            await asyncio.sleep(0.01)
        running.cancel()
    print(os.path.exists(f"/proc/{beside.process}"), (data / "plenary.db-wal").exists())

data = pathlib.Path(sys.argv[1])
with analyst_beside(data, None, 7) as beside:
    run_loop(leave(beside, data))
"""


def test_votes_count_while_it_stands_still_and_the_map_follows_when_it_goes_on(tmp_path):
    async def evening() -> None:
        async with _evening(tmp_path) as here:
            first = await here.vote()
            await here.until_drawn(first)

            os.kill(here.beside, signal.SIGSTOP)
            second = await here.vote()
            await asyncio.sleep(SEVERAL_MAPS_S)
            assert await here.drawn() == first
            os.kill(here.beside, signal.SIGCONT)

            await here.until_drawn(second)

    asyncio.run(evening())


def test_its_death_costs_no_map_and_is_told_once(tmp_path):
    async def evening() -> None:
        async with _evening(tmp_path) as here:
            await here.until_drawn(await here.vote())
            os.kill(here.beside, signal.SIGKILL)
            await here.until_drawn(await here.vote())
            await here.until_drawn(await here.vote())

    asyncio.run(evening())

    assert (tmp_path / "said").read_text().count("the process of the analyst has ended") == 1


@pytest.mark.parametrize("told", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_the_server_whatever_ends_that(tmp_path, told):
    server = Server(tmp_path / "data", said=tmp_path / "said")
    server.start()
    beside = _child_of(server)
    server.stop(told)

    _until(lambda: _has_ended(beside))
    assert (tmp_path / "said").read_text() == ""


def test_it_has_ended_and_closed_its_files_once_the_server_no_longer_needs_it(tmp_path):
    said = subprocess.run(
        [sys.executable, "-c", LEAVES, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )

    assert said.stdout.split() == ["False", "False"]


def test_it_ends_quietly_with_a_server_that_is_killed_before_it_has_read_a_map(tmp_path):
    async def evening() -> None:
        async with _evening(tmp_path) as here:
            beside = here.beside
            await here.vote()
            os.kill(here.server.pid, signal.SIGSTOP)
            await asyncio.sleep(SEVERAL_MAPS_S)
            here.server.kill()
            await asyncio.to_thread(_until, lambda: _has_ended(beside))

    asyncio.run(evening())

    assert (tmp_path / "said").read_text() == ""


def test_it_is_copied_from_a_process_with_one_thread(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", COUNTS_THREADS, str(tmp_path)],
        env={name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"},
        capture_output=True,
        check=True,
    )

    assert told.stdout == b"1"


def test_maps_go_on_after_a_restart_from_where_they_were(tmp_path):
    async def evening() -> None:
        async with _evening(tmp_path) as here:
            await here.until_drawn(await here.vote())
            before = await here.frame()
            await asyncio.to_thread(here.server.stop)
            await asyncio.to_thread(here.server.start)
            await here.until_drawn(await here.vote())
            assert await here.frame() > before

    asyncio.run(evening())


@dataclass
class _Evening:
    """voted: how many votes there are."""

    server: Server
    code: EventCode
    clients: list[Client]
    left: list[StatementId]
    voted: int = field(default=0)

    @property
    def beside(self) -> int:
        return _child_of(self.server)

    async def vote(self) -> int:
        """Everybody votes on one more statement; how many votes there are by now."""
        statement = self.left.pop()
        answers = await asyncio.gather(
            *(one.request(Vote(one.next_op(), statement, Choice.AGREE)) for one in self.clients)
        )
        assert all(isinstance(answer, Counted) for answer in answers)
        self.voted += len(answers)
        return self.voted

    async def drawn(self) -> int:
        """On how many votes the latest map rests."""
        return max((one.map.votes for one in (await self._kept()).values()), default=0)

    async def frame(self) -> int:
        return max(one.map.frame for one in (await self._kept()).values())

    async def until_drawn(self, votes: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while await self.drawn() != votes:
                await asyncio.sleep(0.1)

    async def _kept(self) -> dict[PromptId, Posting]:
        return await KeptBulletin(self.server.data / "maps").latest(self.code)


@contextlib.asynccontextmanager
async def _evening(folder: Path) -> AsyncIterator[_Evening]:
    server = Server(folder / "data", said=folder / "said")
    await asyncio.to_thread(server.start)
    try:
        links = await asyncio.to_thread(lambda: server.create(title="Beside", prompts=["What now?"]))
        url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
        statements = await prepared(url, links.moderator_key, 4)
        async with people(url, 12) as clients:
            yield _Evening(server, EventCode(links.code), clients, list(statements))
    finally:
        await asyncio.to_thread(server.stop)


def _child_of(server: Server) -> int:
    (child,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return int(child)


def _has_ended(process: int) -> bool:
    """Gone, or waiting only for somebody to take note of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _until(holds: Callable[[], bool]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < until_s
        time.sleep(0.05)
