"""The store in one SQLite file: facts in, records out, durable before anybody hears of them.

All writing is done by one thread, which puts everything that waits into one transaction; all reading by
another, on a connection of its own. Other processes may write to the same file at the same time.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.following import Follower, Followers
from plenary.store.group_commit import GroupCommit
from plenary.store.ports import (
    BallotRecord,
    Heads,
    Position,
    ProgrammeRecord,
    RecordDamaged,
    StoreUnavailable,
    event_of,
)
from plenary.store.private_folder import make_private
from plenary.store.records import Chain, ErasedRecords, Stream, seal
from plenary.store.sqlite_checkpoints import Checkpoints, together
from plenary.store.sqlite_erasing import erase, purge
from plenary.store.sqlite_records import OWN_BALLOTS, head_of, known_head, of_ballots, put_down, rows_of
from plenary.store.writes import (
    Append,
    Batch,
    Create,
    Draft,
    Erase,
    Forget,
    RenewEpoch,
    Write,
    runs,
)

log = logging.getLogger(__name__)

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
        self._checkpoints = Checkpoints(self._path)
        make_private(data)
        with outage():
            self._writer: sqlite3.Connection | None = connect(self._path, _prepare)
        self._reader: sqlite3.Connection | None = None
        self._reading = ThreadPoolExecutor(1, "plenary-store-reader")
        self._writing = GroupCommit[Write | Erase, Heads](self._commit)
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

    async def erase(self, code: EventCode, erasure: Erasure, decided_on: Position, at_ms: int) -> Position:
        return await self._move(Erase(code, erasure, decided_on, at_ms))

    async def forget(self, code: EventCode) -> int:
        heads = await self._writing.submit(Forget(code))
        self._moves.tell(code, code)
        return heads.programme.number + heads.ballots

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        def read(reader: sqlite3.Connection) -> tuple[Position, list[ProgrammeRecord]]:
            head = known_head(reader, code).heads.programme
            rows, chain = rows_of(reader, Chain.begin(code, Stream.PROGRAMME), after)
            records = [chain.check_programme(row) for row in rows]
            if chain.number < head.number:
                raise RecordDamaged(code, "programme", chain.number + 1)
            return head, records

        return await self._read(read)

    async def heads(self) -> list[Heads]:
        def read(reader: sqlite3.Connection) -> list[Heads]:
            codes = reader.execute("SELECT code FROM event ORDER BY code").fetchall()
            return [known_head(reader, code).heads for (code,) in codes]

        return await self._read(read)

    def follow(self) -> Follower[EventCode, EventCode]:
        """As the port says, for moves made through this object: an embedded file has one server."""
        return self._moves.follow()

    async def _move(self, write: Append | RenewEpoch | Erase) -> Position:
        moved = (await self._writing.submit(write)).programme
        self._moves.tell(write.code, write.code)
        return moved

    async def of_participant(self, code: EventCode, participant: ParticipantId) -> list[BallotRecord]:
        def read(reader: sqlite3.Connection) -> list[BallotRecord]:
            known_head(reader, code)
            own = [of_ballots(code, *columns) for columns in reader.execute(OWN_BALLOTS, (code, participant))]
            return [chain.check_ballot(row) for chain, row in own]

        return await self._read(read)

    async def since(self, code: EventCode, after: int, limit: int = 10_000) -> list[BallotRecord]:
        def read(reader: sqlite3.Connection) -> list[BallotRecord]:
            head = known_head(reader, code)
            rows, chain = rows_of(reader, Chain.begin(code, Stream.BALLOTS), after, limit)
            records = [chain.check_ballot(row) for row in rows]
            if len(records) < limit and chain.number < head.ballots.number:
                raise RecordDamaged(code, "ballots", chain.number + 1)
            return records

        return await self._read(read)

    async def counts(self, code: EventCode) -> tuple[int, int]:
        def read(reader: sqlite3.Connection) -> tuple[int, int]:
            head = known_head(reader, code)
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
            head = known_head(reader, code)
            erased = ErasedRecords()
            for end in (head.programme, head.ballots):
                rows, chain = rows_of(reader, Chain.begin(code, end.stream), 0)
                for row in rows:
                    erased.note(end.stream, row, chain.check(row))
                if chain != end:
                    raise RecordDamaged(code, end.name, chain.number + 1)
            erased.check(code)
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
                    with together(self._path), transaction(self._reader, "BEGIN"):
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

    def _commit(self, writes: Sequence[Write | Erase]) -> list[Heads | Exception]:
        """Carry out all writes in one transaction; each gets the heads after it, or its own error."""
        with outage():
            if self._writer is None:
                self._writer = connect(self._path, check_file)
            outcomes: list[Heads | Exception] = []
            rows = 0
            try:
                with together(self._path), transaction(self._writer, "BEGIN IMMEDIATE"):
                    for run in runs(writes):
                        if isinstance(run, Erase):
                            outcomes.append(erase(self._writer, run))
                            continue
                        batch = Batch(partial(head_of, self._writer))
                        outcomes += [batch.take(write) for write in run]
                        put_down(self._writer, batch)
                        rows += len(batch.rows)
                if any(isinstance(write, Erase | Forget) for write in writes):
                    purge(self._writer, self._path)
                self._checkpoints.committed(self._writer, rows)
                return outcomes
            except sqlite3.Error:
                # After a failed fsync a handle may take lost pages for written ones: never go on with it.
                self._writer.close()
                self._writer = None
                raise


def connect(path: Path, begin: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """A connection on which every commit is on disk when it returns, after `begin` has had a look at it."""
    # Each connection is used by one thread at a time; `close` alone comes from another, when both are still.
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        # A damaged name must come as far as the check that finds it damaged.
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # see plenary.store.sqlite_checkpoints
        connection.execute("PRAGMA foreign_keys = ON")
        with together(path):
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
