"""Seats in the file that holds the events, on connections of their own."""

import asyncio
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode, Level
from plenary.store.group_commit import GroupCommit
from plenary.store.memory_seats import in_order, subject_of
from plenary.store.ports import StoreUnavailable
from plenary.store.sqlite_checkpoints import Checkpoints, together
from plenary.store.sqlite_store import FILE_NAME, connect, outage, transaction

# No part of the file's schema number: a Plenary without seats reads the rest as ever.
SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS seat (
        code TEXT NOT NULL,
        subject TEXT NOT NULL,
        level TEXT NOT NULL,
        number INTEGER,
        ticket TEXT,
        ticket_until_ms INTEGER,
        recovery TEXT,
        holder TEXT,
        turn INTEGER NOT NULL,
        revoked INTEGER NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (code, subject)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS seat_of_ticket ON seat (ticket) WHERE ticket IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS seat_of_recovery ON seat (recovery) WHERE recovery IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS seat_of_holder ON seat (holder) WHERE holder IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS seat_secret (code TEXT PRIMARY KEY, secret BLOB NOT NULL) STRICT",
)
# Written out: what a query is made of while it runs is what somebody could make it of.
BY_KEY: Final = """SELECT subject, level, number, ticket, ticket_until_ms, recovery, holder, turn, revoked, version
    FROM seat WHERE (ticket = ?1 OR recovery = ?1 OR holder = ?1) AND code = ?2"""
BY_SUBJECT: Final = """SELECT subject, level, number, ticket, ticket_until_ms, recovery, holder, turn, revoked, version
    FROM seat WHERE code = ? AND subject = ?"""
ALL: Final = """SELECT subject, level, number, ticket, ticket_until_ms, recovery, holder, turn, revoked, version
    FROM seat WHERE code = ?"""
INSERT: Final = """INSERT INTO seat
    (code, subject, level, number, ticket, ticket_until_ms, recovery, holder, turn, revoked, version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

Answer = TypeVar("Answer")
Change = tuple[Seat | None, Seat | None]
Row = tuple[str, str, int | None, str | None, int | None, str | None, str | None, int, int, int]


class Put(NamedTuple):
    """Changes that go through together or not at all."""

    code: EventCode
    changes: Sequence[Change]


class SqliteSeats:
    """The Seats of a data directory whose store has been opened. `await close()` lets go of the file."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE_NAME
        self._checkpoints = Checkpoints(self._path)
        self._connection: sqlite3.Connection | None = None
        self._reading = ThreadPoolExecutor(1, "plenary-seats-reader")
        self._reader: sqlite3.Connection | None = None
        self._writing = GroupCommit[Put, bool](self._commit)

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        def read(reader: sqlite3.Connection) -> Seat | None:
            row = reader.execute(BY_KEY, (key, code)).fetchone()
            return None if row is None else _seat(row)

        return await self._read(read)

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        return await self._read(lambda reader: _find(reader, code, subject))

    async def seats(self, code: EventCode) -> list[Seat]:
        def read(reader: sqlite3.Connection) -> list[Seat]:
            rows = reader.execute(ALL, (code,))
            return in_order(map(_seat, rows))

        return await self._read(read)

    async def put(self, code: EventCode, changes: Sequence[Change]) -> bool:
        return await self._writing.submit(Put(code, changes))

    async def seat_secret(self, code: EventCode) -> bytes:
        def read(reader: sqlite3.Connection) -> bytes:
            made = secrets.token_bytes(32)
            reader.execute("INSERT OR IGNORE INTO seat_secret VALUES (?, ?)", (code, made))
            (kept,) = reader.execute("SELECT secret FROM seat_secret WHERE code = ?", (code,)).fetchone()
            return bytes(kept)

        return await self._read(read, "BEGIN IMMEDIATE")

    async def forget_seats(self, code: EventCode) -> int:
        def take_away(reader: sqlite3.Connection) -> int:
            reader.execute("DELETE FROM seat_secret WHERE code = ?", (code,))
            return reader.execute("DELETE FROM seat WHERE code = ?", (code,)).rowcount

        return await self._read(take_away, "BEGIN IMMEDIATE")

    async def close(self) -> None:
        """Keep what waits, then let go of the file."""
        await self._writing.close()
        await asyncio.to_thread(self._reading.shutdown)
        for connection in (self._connection, self._reader):
            if connection is not None:
                connection.close()
        self._connection = self._reader = None

    async def _read(self, read: Callable[[sqlite3.Connection], Answer], begin: str = "BEGIN") -> Answer:
        def consistently() -> Answer:
            with outage():
                if self._reader is None:
                    self._reader = connect(self._path, _prepare)
                with together(self._path), transaction(self._reader, begin):
                    return read(self._reader)

        try:
            answer = self._reading.submit(consistently)
        except RuntimeError:
            raise StoreUnavailable("the store is closed") from None
        return await asyncio.wrap_future(answer)

    def _commit(self, puts: Sequence[Put]) -> list[bool]:
        """Carry out all puts in one transaction; each is told whether it went through."""
        with outage():
            if self._connection is None:
                self._connection = connect(self._path, _prepare)
            try:
                with together(self._path), transaction(self._connection, "BEGIN IMMEDIATE"):
                    outcomes = [_put(self._connection, put) for put in puts]
                self._checkpoints.committed(self._connection, sum(len(put.changes) for put in puts))
                return outcomes
            except sqlite3.Error:
                # As in the store: a handle whose fsync has failed is not gone on with.
                self._connection.close()
                self._connection = None
                raise


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA secure_delete = ON")  # what is taken away is gone from the file too
    with transaction(connection, "BEGIN IMMEDIATE"):
        for statement in SCHEMA:
            connection.execute(statement)


def _put(connection: sqlite3.Connection, put: Put) -> bool:
    if any(_find(connection, put.code, subject_of(change)) != change[0] for change in put.changes):
        return False
    for before, after in put.changes:
        if before is not None:
            connection.execute("DELETE FROM seat WHERE code = ? AND subject = ?", (put.code, before.subject))
        if after is not None:
            row = (after.subject, after.level.value, after.number, after.ticket, after.ticket_until_ms)
            rest = (after.recovery, after.holder, after.turn, int(after.revoked), after.version)
            connection.execute(INSERT, (put.code, *row, *rest))
    return True


def _find(connection: sqlite3.Connection, code: EventCode, subject: str) -> Seat | None:
    row = connection.execute(BY_SUBJECT, (code, subject)).fetchone()
    return None if row is None else _seat(row)


def _seat(row: Row) -> Seat:
    subject, level, number, ticket, until_ms, recovery, holder, turn, is_revoked, version = row
    return Seat(
        subject, Level(level), number, ticket, until_ms, recovery, holder, turn, bool(is_revoked), version
    )
