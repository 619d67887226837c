"""The stores that pass the contract, each a place that can be opened, left and opened again."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from plenary.deliberation.facts import BallotFact, ProgrammeFact
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
        marks = [pytest.mark.redis] if self.name == "redis" else []
        return pytest.param(self, id=self.name, marks=marks)

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Store]:
        store = self.make(folder)
        try:
            yield store
        finally:
            await store.close()


redis_url = ""
"""Set by conftest.py once a Redis runs."""


def redis_for(folder: Path) -> RedisStore:
    """A store in the tests' Redis, in a space that belongs to the folder."""
    return RedisStore(redis_url, space=f"test:{folder}")


PLACES: Sequence[Place] = (
    Place("memory", False, lambda folder: MemoryStore()),
    Place("sqlite", True, SqliteStore),
    Place("redis", True, redis_for),
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
