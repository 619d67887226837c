"""Processes that use the store of a folder and are killed, crowded or starved of space by the tests.

python -m tests.store.children vote FOLDER FIRST     vote without end, saying what is tried and what is kept
python -m tests.store.children hasty FOLDER FIRST    the same on a store with a planted defect
python -m tests.store.children close FOLDER COUNT    close and open the prompt until COUNT facts are kept
python -m tests.store.children fill FOLDER           meet the end of the space, and carry on after it
"""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Conflict, Position, StoreUnavailable
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import ADA, FORUM, NOON_MS, TRAM, closed, opened, voted

VOTERS = 8
BALLOTS_AT_ONCE = 3


class HastyStore(SqliteStore):
    """A planted defect: it says "kept" at once and writes when enough has come together."""

    enough = 40

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.unwritten: list[BallotFact] = []

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        self.unwritten += facts
        if len(self.unwritten) >= self.enough:
            facts, self.unwritten = self.unwritten, []
            return await super().append_ballots(code, facts, decided_on, at_ms)
        return 0


def started(task: str, folder: Path, *numbers: int) -> "subprocess.Popen[str]":
    """A process that carries out one of the tasks above; its words can be read from its output."""
    command = [sys.executable, "-m", "tests.store.children", task, str(folder), *map(str, numbers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def vote(store: SqliteStore, first: int) -> None:
    """Votes numbered from `first`, several at a time. Each number is told before it is tried and when kept."""
    position, _ = await store.programme(FORUM)
    counters = count(first)

    async def voter() -> None:
        while True:
            mine = [next(counters) for _ in range(BALLOTS_AT_ONCE)]
            tell("tried", mine)
            await store.append_ballots(
                FORUM, [voted(ADA, TRAM, counter=counter) for counter in mine], position, NOON_MS
            )
            tell("kept", mine)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(VOTERS):
            tasks.create_task(voter())


def tell(word: str, counters: list[int]) -> None:
    """One write to the pipe, so that a kill leaves whole lines only."""
    os.write(1, "".join(f"{word} {counter}\n" for counter in counters).encode())


async def close_and_open(store: SqliteStore, times: int) -> None:
    """Programme facts until `times` are kept, decided again after each conflict."""
    kept = conflicts = 0
    while kept < times:
        position, _ = await store.programme(FORUM)
        try:
            await store.append(FORUM, [closed() if position.number % 2 else opened()], position, NOON_MS)
            kept += 1
        except Conflict:
            conflicts += 1
    print(kept, conflicts)


async def fill(store: SqliteStore) -> None:
    """Until no space is left, then with space again. Asserts what the tests are after; they see the exit code."""
    position, _ = await store.programme(FORUM)
    log = (Path(sys.argv[2]) / FILE_NAME).with_suffix(".db-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 100_000, resource.RLIM_INFINITY))
    numbers: list[int] = []
    while True:
        counters = range(len(numbers) * 100, (len(numbers) + 1) * 100)
        votes = [voted(ADA, TRAM, counter=counter) for counter in counters]
        try:
            numbers.append(await store.append_ballots(FORUM, votes, position, NOON_MS))
        except StoreUnavailable:
            break
    assert numbers, "the space ended before the test began"
    many = [voted(ADA, TRAM, counter=counter) for counter in range(10_000)]
    refusals = await asyncio.gather(
        *(store.append_ballots(FORUM, many, position, NOON_MS) for _ in range(5)),
        store.append(FORUM, [opened()] * 1_000, position, NOON_MS),
        return_exceptions=True,
    )
    assert [type(refusal) for refusal in refusals] == [StoreUnavailable] * 6
    assert (await store.verify(FORUM)).ballots == numbers[-1] == len(await store.since(FORUM, 0))
    assert (await store.programme(FORUM))[0] == position

    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert await store.append_ballots(FORUM, many, position, NOON_MS) == numbers[-1] + len(many)
    assert (await store.append(FORUM, [closed()], position, NOON_MS)).number == position.number + 1
    assert (await store.verify(FORUM)).ballots == numbers[-1] + len(many)


async def main(task: str, folder: str, number: int = 0) -> None:
    store = HastyStore(Path(folder)) if task == "hasty" else SqliteStore(Path(folder))
    try:
        match task:
            case "vote" | "hasty":
                await vote(store, number)
            case "close":
                await close_and_open(store, number)
            case "fill":
                await fill(store)
    finally:
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])))
