"""The store in one SQLite file: facts in, records out, durable before anybody hears of them.

All writing is done by one thread, which puts everything that waits into one transaction; all reading by
another, on a connection of its own. Other processes may write to the same file at the same time.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from plenary.deliberation.facts import BallotFact, ProgrammeFact
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.following import Follower, Followers
from plenary.store.group_commit import GroupCommit
from plenary.store.ports import (
    BallotRecord,
    EventUnknown,
    Heads,
    Position,
    ProgrammeRecord,
    RecordDamaged,
    StoreUnavailable,
    event_of,
)
from plenary.store.private_folder import make_private
from plenary.store.records import Chain, Row, Stream, seal
from plenary.store.writes import Append, Batch, Create, Draft, EventHead, Forget, RenewEpoch, Write

FILE_NAME = "plenary.db"
APPLICATION_ID = 0x506C656E  # "Plen": tells our file from any other SQLite file.
SCHEMA_VERSION = 1

# `participant` repeats what is in the body, for the index alone: the body is what counts.
SCHEMA: Final = (
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        epoch TEXT NOT NULL,
        programme INTEGER NOT NULL,
        programme_hash BLOB NOT NULL,
        ballots INTEGER NOT NULL,
        ballots_hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE record (
        event INTEGER NOT NULL REFERENCES event,
        stream INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        form INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        participant TEXT,
        PRIMARY KEY (event, stream, number)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX record_of_participant ON record (event, participant) WHERE participant IS NOT NULL",
    "CREATE INDEX record_of_joining ON record (event, kind, participant) WHERE kind = 'participant-joined'",
)

# 16 MB: in a rush, pages that change again and again are copied into the main file a quarter as often as by
# default; after a crash, SQLite reads so much back in a blink.
CHECKPOINT_PAGES = 4_000

# How long one process waits for another to finish its transaction.
BUSY_S = 10.0

Answer = TypeVar("Answer")


class StoreForeign(Exception):
    """The file is another program's, or of a version of Plenary that this one does not know."""


class SqliteStore:
    """A FactLog and Ballots in the file `plenary.db` of a data directory, which is made where there is none.

    Raises StoreForeign and StoreUnavailable when opened. `await close()` keeps what waits and lets go.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / FILE_NAME
        make_private(data)
        with outage():
            self._writer: sqlite3.Connection | None = connect(self._path, _prepare)
        self._reader: sqlite3.Connection | None = None
        self._reading = ThreadPoolExecutor(1, "plenary-store-reader")
        self._writing = GroupCommit[Write, Heads](self._commit)
        self._moves = Followers[EventCode, EventCode]()

    async def create(self, facts: Sequence[ProgrammeFact], at_ms: int) -> Position:
        drafts = [Draft(seal(fact), None) for fact in facts]
        return (await self._writing.submit(Create(event_of(facts).code, drafts, at_ms))).programme

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        drafts = [Draft(seal(fact), None) for fact in facts]
        return await self._move(Append(code, Stream.PROGRAMME, drafts, decided_on, at_ms))

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        drafts = [Draft(seal(fact), fact.participant) for fact in facts]
        append = Append(code, Stream.BALLOTS, drafts, decided_on, at_ms)
        return (await self._writing.submit(append)).ballots

    async def renew_epoch(self, code: EventCode) -> Position:
        """Begin a new epoch: for a file put back from a backup, which may know less than was acknowledged."""
        return await self._move(RenewEpoch(code))

    async def forget(self, code: EventCode) -> int:
        heads = await self._writing.submit(Forget(code))
        self._moves.tell(code, code)
        return heads.programme.number + heads.ballots

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        def read(reader: sqlite3.Connection) -> tuple[Position, list[ProgrammeRecord]]:
            head = _known_head(reader, code).heads.programme
            rows, chain = _rows(reader, Chain.begin(code, Stream.PROGRAMME), after)
            records = [chain.check_programme(row) for row in rows]
            if chain.number < head.number:
                raise RecordDamaged(code, "programme", chain.number + 1)
            return head, records

        return await self._read(read)

    async def heads(self) -> list[Heads]:
        def read(reader: sqlite3.Connection) -> list[Heads]:
            codes = reader.execute("SELECT code FROM event ORDER BY code").fetchall()
            return [_known_head(reader, code).heads for (code,) in codes]

        return await self._read(read)

    def follow(self) -> Follower[EventCode, EventCode]:
        """As the port says, for moves made through this object: an embedded file has one server."""
        return self._moves.follow()

    async def _move(self, write: Append | RenewEpoch) -> Position:
        moved = (await self._writing.submit(write)).programme
        self._moves.tell(write.code, write.code)
        return moved

    async def of_participant(self, code: EventCode, participant: ParticipantId) -> list[BallotRecord]:
        def read(reader: sqlite3.Connection) -> list[BallotRecord]:
            _known_head(reader, code)
            rows = reader.execute(
                """SELECT number, at_ms, kind, form, body, hash, (SELECT hash FROM record AS before
                    WHERE (before.event, before.stream, before.number) = (event.id, 1, record.number - 1))
                FROM event JOIN record INDEXED BY record_of_participant ON event.id = record.event
                WHERE code = ? AND participant = ? ORDER BY number""",
                (code, participant),
            )
            records: list[BallotRecord] = []
            for *columns, before in rows:
                row = Row(*columns)
                chain = Chain.begin(code, Stream.BALLOTS)
                if before is not None:
                    chain = Chain(code, Stream.BALLOTS, row.number - 1, before)
                records.append(chain.check_ballot(row))
            return records

        return await self._read(read)

    async def since(self, code: EventCode, after: int, limit: int = 10_000) -> list[BallotRecord]:
        def read(reader: sqlite3.Connection) -> list[BallotRecord]:
            head = _known_head(reader, code)
            rows, chain = _rows(reader, Chain.begin(code, Stream.BALLOTS), after, limit)
            records = [chain.check_ballot(row) for row in rows]
            if len(records) < limit and chain.number < head.ballots.number:
                raise RecordDamaged(code, "ballots", chain.number + 1)
            return records

        return await self._read(read)

    async def counts(self, code: EventCode) -> tuple[int, int]:
        def read(reader: sqlite3.Connection) -> tuple[int, int]:
            head = _known_head(reader, code)
            people, joinings = reader.execute(
                """SELECT COUNT(DISTINCT participant), COUNT(*)
                FROM event JOIN record INDEXED BY record_of_joining ON event.id = record.event
                WHERE code = ? AND kind = 'participant-joined'""",
                (code,),
            ).fetchone()
            return people, head.ballots.number - joinings

        return await self._read(read)

    async def verify(self, code: EventCode) -> Heads:
        """How far both streams are, from first to last, what was once kept.

        Raises RecordDamaged for the first record that is not, EventUnknown.
        """

        def read(reader: sqlite3.Connection) -> Heads:
            head = _known_head(reader, code)
            for end in (head.programme, head.ballots):
                rows, chain = _rows(reader, Chain.begin(code, end.stream), 0)
                for row in rows:
                    chain.check(row)
                if chain != end:
                    raise RecordDamaged(code, end.name, chain.number + 1)
            return head.heads

        return await self._read(read)

    async def file_damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file, in its words; nothing for a sound one."""

        def read(reader: sqlite3.Connection) -> list[str]:
            found = [str(line) for (line,) in reader.execute("PRAGMA integrity_check")]
            return [] if found == ["ok"] else found

        return await self._read(read)

    async def close(self) -> None:
        """Keep what waits, then let go of the file."""
        await self._writing.close()
        await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._reading.shutdown()
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._reader = self._writer = None

    async def _read(self, read: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """What `read` finds, in one picture of the file, off the event loop."""

        def consistently() -> Answer:
            with outage():
                if self._reader is None:
                    self._reader = connect(self._path, _only_read)
                try:
                    with transaction(self._reader, "BEGIN"):
                        return read(self._reader)
                except sqlite3.Error:
                    self._reader.close()
                    self._reader = None
                    raise

        try:
            answer = self._reading.submit(consistently)
        except RuntimeError:
            raise StoreUnavailable("the store is closed") from None
        return await asyncio.wrap_future(answer)

    def _commit(self, writes: Sequence[Write]) -> list[Heads | Exception]:
        """Carry out all writes in one transaction; each gets the heads after it, or its own error."""
        with outage():
            if self._writer is None:
                self._writer = connect(self._path, check_file)
            try:
                with transaction(self._writer, "BEGIN IMMEDIATE"):
                    batch = Batch(partial(_head, self._writer))
                    outcomes = [batch.take(write) for write in writes]
                    _put_down(self._writer, batch)
                return outcomes
            except sqlite3.Error:
                # After a failed fsync a handle may take lost pages for written ones: never go on with it.
                self._writer.close()
                self._writer = None
                raise


def _head(connection: sqlite3.Connection, code: EventCode) -> EventHead | None:
    row = connection.execute(
        "SELECT epoch, programme, programme_hash, ballots, ballots_hash FROM event WHERE code = ?", (code,)
    ).fetchone()
    if row is None:
        return None
    epoch, programme, programme_hash, ballots, ballots_hash = row
    return EventHead(
        epoch,
        Chain(code, Stream.PROGRAMME, programme, programme_hash),
        Chain(code, Stream.BALLOTS, ballots, ballots_hash),
    )


def _known_head(connection: sqlite3.Connection, code: EventCode) -> EventHead:
    if (head := _head(connection, code)) is None:
        raise EventUnknown(code)
    return head


def _put_down(writer: sqlite3.Connection, batch: Batch) -> None:
    """Write the batch's heads and rows."""
    for code in batch.forgotten:
        writer.execute("PRAGMA secure_delete = ON")  # the bytes go too, not only the way to them
        writer.execute("DELETE FROM record WHERE event = (SELECT id FROM event WHERE code = ?)", (code,))
        writer.execute("DELETE FROM event WHERE code = ?", (code,))
    ids: dict[EventCode, int] = {}
    for code, head in batch.heads.items():
        programme, ballots = head.programme, head.ballots
        (ids[code],) = writer.execute(
            """INSERT INTO event (code, epoch, programme, programme_hash, ballots, ballots_hash)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET epoch = excluded.epoch,
            programme = excluded.programme, programme_hash = excluded.programme_hash,
            ballots = excluded.ballots, ballots_hash = excluded.ballots_hash RETURNING id""",
            (code, head.epoch, programme.number, programme.hash, ballots.number, ballots.hash),
        ).fetchone()
    writer.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(ids[code], stream.value, *row, participant) for code, stream, row, participant in batch.rows],
    )


def _rows(
    reader: sqlite3.Connection, begin: Chain, after: int, limit: int = -1
) -> tuple[Iterator[Row], Chain]:
    """The rows of the stream that begins so, numbered above `after`, and the chain that they go on."""
    chain = begin
    if after > 0:
        before = reader.execute(
            """SELECT hash FROM record JOIN event ON event.id = record.event
            WHERE code = ? AND stream = ? AND number = ?""",
            (begin.code, int(begin.stream), after),
        ).fetchone()
        chain = Chain(begin.code, begin.stream, after, before[0] if before else b"")
    rows = reader.execute(
        """SELECT number, at_ms, kind, form, body, hash FROM record JOIN event ON event.id = record.event
        WHERE code = ? AND stream = ? AND number > ? ORDER BY number LIMIT ?""",
        (begin.code, int(begin.stream), after, limit),
    )
    return map(Row._make, rows), chain


def connect(path: Path, begin: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """A connection on which every commit is on disk when it returns, after `begin` has had a look at it."""
    # Each connection is used by one thread at a time; `close` alone comes from another, when both are still.
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        # A damaged name must come as far as the check that finds it damaged.
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute("PRAGMA foreign_keys = ON")
        begin(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def check_file(connection: sqlite3.Connection) -> bool:
    """Whether the file is ours already; an empty one is not yet. Raises StoreForeign for any other."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    if (application, version, tables) == (0, 0, 0):
        return False
    if application != APPLICATION_ID:
        raise StoreForeign("the file belongs to another program")
    if version != SCHEMA_VERSION:
        raise StoreForeign(f"the file has schema {version}, this version of Plenary has {SCHEMA_VERSION}")
    return True


def _prepare(writer: sqlite3.Connection) -> None:
    """Make a new file ours, and have readers and writer never wait for each other. Raises StoreForeign."""
    check_file(writer)
    (mode,) = writer.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreUnavailable("this file system cannot hold a write-ahead log; network file systems cannot")
    with transaction(writer, "BEGIN IMMEDIATE"):
        if not check_file(writer):
            for statement in SCHEMA:
                writer.execute(statement)
            writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _only_read(reader: sqlite3.Connection) -> None:
    reader.execute("PRAGMA query_only = ON")


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def outage() -> Iterator[None]:
    """Whatever SQLite fails in is an outage to the callers."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error
