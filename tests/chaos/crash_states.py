"""Power cuts under SQLite: after each of thousands, what somebody was told is kept is there, whole and unchanged."""

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from plenary.deliberation.ballot_facts import VoteCast
from plenary.store import sqlite_checkpoints
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.records import Stream
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.chaos.disk import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Disk, Durable, Fault, recorded
from tests.hall import ADA, FORUM, NOON_MS, TRAM, voted
from tests.store.stores import begun

VOTERS = 8
VOTES_AT_ONCE = 3
CHECKPOINT_PAGES = 40
"""So few that the log is copied into the main file, and begun anew, dozens of times in a trace."""

CHAIN_CHECKED_EVERY = 25


@dataclass
class Trace:
    """What was asked of a disk while people voted. before: the files at its beginning."""

    before: dict[str, bytes]
    disk: Disk
    kept: int = 0
    refused: int = 0
    complaints: list[str] = field(default_factory=list)


Prepare = Callable[[SqliteStore], None]


def soundly(store: SqliteStore) -> None: ...


def without_syncing(store: SqliteStore) -> None:
    """A planted defect: a commit does not wait for the disk."""
    assert store._writer is not None
    store._writer.execute("PRAGMA synchronous = NORMAL")


async def traced(folder: Path, votes: int, prepare: Prepare = soundly, fault: Fault | None = None) -> Trace:
    """Eight people vote, a few votes at a time, until so many are kept or refused; others read meanwhile."""
    with (
        mock.patch.object(sqlite_checkpoints, "CHECKPOINT_PAGES", CHECKPOINT_PAGES),
        recorded(folder) as disk,
    ):
        store = SqliteStore(folder)
        try:
            position = await begun(store)
            prepare(store)
            before = {
                path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")
            }
            disk.steps.clear()
            disk.fault = fault or disk.fault
            trace = Trace(before, disk)

            async def voter(first: int) -> None:
                counter = first
                while trace.kept + trace.refused < votes:
                    mine = [voted(ADA, TRAM, counter=counter + number) for number in range(VOTES_AT_ONCE)]
                    counter += VOTES_AT_ONCE
                    try:
                        number = await store.append_ballots(FORUM, mine, position, NOON_MS)
                    except StoreUnavailable:
                        trace.refused += VOTES_AT_ONCE
                        await asyncio.sleep(0.001)
                        continue
                    disk.told(number)
                    trace.kept += VOTES_AT_ONCE

            async def reader() -> None:
                while trace.kept + trace.refused < votes:
                    await store.since(FORUM, max(0, trace.kept - 50))
                    await asyncio.sleep(0.005)

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(reader())
                for number in range(VOTERS):
                    tasks.create_task(voter(number * 1_000_000))
            # What follows is the closing, which is no part of the trace.
            disk.steps = list(disk.steps)
        finally:
            await store.close()
    return trace


@dataclass
class Verdict:
    states: int = 0
    lost: int = 0
    damaged: list[str] = field(default_factory=list)
    chains: int = 0

    def __str__(self) -> str:
        return (
            f"{self.states} states, {self.lost} without a vote that was told to be kept, {len(self.damaged)} damaged;"
            f" every record checked in {self.chains}"
        )


def judged(
    trace: Trace, states: int, rng: random.Random, checked_every: int = CHAIN_CHECKED_EVERY
) -> Verdict:
    """Cut the power at so many moments of the trace, and look at what is there.

    checked_every: one state in so many has every record of it checked.
    """
    verdict = Verdict()
    moments = sorted(rng.randrange(len(trace.disk.steps) + 1) for _ in range(states))
    durable, taken = Durable(trace.before), 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").exists() else None) as place:
        folder = Path(place)
        for moment in moments:
            for step in trace.disk.steps[taken:moment]:
                durable.take(step)
            taken = max(taken, moment)
            for path in folder.iterdir():
                path.unlink()
            for name, data in durable.after_a_cut(rng).items():
                (folder / name).write_bytes(data)
            verdict.states += 1
            _look(folder, durable.told, verdict)
            if verdict.states % checked_every == 0:
                asyncio.run(_check_chain(folder, verdict))
    return verdict


def _look(folder: Path, told: int, verdict: Verdict) -> None:
    try:
        with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
            (first,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            (there, highest) = connection.execute(
                "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM record WHERE stream = ?",
                (Stream.BALLOTS.value,),
            ).fetchone()
    except sqlite3.Error as error:
        verdict.damaged.append(repr(error))
        return
    if first != "ok" or there != highest:
        verdict.damaged.append(f"{first}; {there} records up to {highest}")
    verdict.lost += highest < told


async def _check_chain(folder: Path, verdict: Verdict) -> None:
    store = SqliteStore(folder)
    try:
        try:
            await store.verify(FORUM)
        except RecordDamaged as damage:
            verdict.damaged.append(str(damage))
            return
        verdict.chains += 1
        for record in await store.since(FORUM, 0, limit=10**6):
            assert isinstance(record.fact, VoteCast)
            if record.fact != voted(ADA, TRAM, counter=record.fact.operation.counter):
                verdict.damaged.append(f"{record.fact} has changed")
    finally:
        await store.close()


FAULTS = {"write": (IOERR_WRITE, FULL), "sync": (IOERR_FSYNC,)}


async def through_a_fault(folder: Path, rng: random.Random, calls: int) -> Trace:
    """A trace in which a write or a sync fails, at one of the first so many calls, once or for a while."""
    kind = rng.choice(("write", "sync"))
    code = rng.choice(FAULTS[kind])
    number, lasts = rng.randint(1, calls), rng.choice((1, 1, 3, 10))
    counted: list[int] = []

    def from_here(asked: str, count: int) -> int:
        # Counted from the first call after the store is ready.
        if asked != kind:
            return OK
        counted.append(count)
        return code if number <= len(counted) < number + lasts else OK

    return await traced(folder, 600, fault=from_here)
