"""The stores that pass the contract, each a place that can be opened, left and opened again."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import BallotRecord, Ballots, FactLog, Position, ProgrammeRecord
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import SqliteStore
from tests.hall import FORUM, NOON_MS, PREPARED, created


class Store(FactLog, Ballots, Protocol):
    """What every store is."""

    async def renew_epoch(self, code: EventCode) -> Position: ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class Place:
    """Where a store keeps things. `lasts`: whether it knows everything again when it is opened again."""

    name: str
    lasts: bool
    make: Callable[[Path], Store]

    def as_parameter(self) -> object:
        """The place as a test's parameter, under its name and mark."""
        marks = [pytest.mark.redis] if self.name in REDIS else []
        return pytest.param(self, id=self.name, marks=marks)

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Store]:
        store = self.make(folder)
        try:
            yield store
        finally:
            await store.close()


redis_urls: dict[str, str] = {}
"""By the place's name; conftest.py adds them once they run."""

REDIS = ("redis", "sentinel", "cluster")
"""The places that are one Redis or several."""


def redis_for(name: str) -> Callable[[Path], RedisStore]:
    """A store in that Redis of the tests, in a space that belongs to the folder."""
    # Each batch is waited for on the replica, as whoever has one will want it.
    option = "?replicas=1" if name == "sentinel" else ""
    return lambda folder: RedisStore(redis_urls[name] + option, space=f"test:{folder}")


PLACES: Sequence[Place] = (
    Place("memory", False, lambda folder: MemoryStore()),
    Place("sqlite", True, SqliteStore),
    *(Place(name, True, redis_for(name)) for name in REDIS),
)


@asynccontextmanager
async def sqlite_in(folder: Path) -> AsyncIterator[SqliteStore]:
    """SQLite's store in the folder, closed at the end."""
    store = SqliteStore(folder)
    try:
        yield store
    finally:
        await store.close()


async def begun(store: FactLog, code: EventCode = FORUM) -> Position:
    """Where an event stands that has just been made."""
    return await store.create([created(code), *PREPARED[1:]], NOON_MS)


def programme_facts(records: Iterable[ProgrammeRecord]) -> list[ProgrammeFact]:
    return [record.fact for record in records]


def ballot_facts(records: Iterable[BallotRecord]) -> list[BallotFact]:
    return [record.fact for record in records]
