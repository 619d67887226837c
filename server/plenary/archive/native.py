"""The lossless archive: one SQLite file that holds an event's records and their hashes as the store has them.

Anything that reads SQLite reads it: `about` says what it is, `fact` lists what happened, `tally` counts last votes. A
seal over the whole file, itself left out, tells whether any byte has changed since; the chains of hashes, which
record. An archive brought in begins a new epoch, since it may know less than its event's phones were once told; the old
one stays named in the archive. Epochs are in no hash.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plenary.archive.sealing import PLACEHOLDER, is_sealed, seal
from plenary.archive.tables import Unreadable
from plenary.archive.tallying import Tallies
from plenary.creation import CODE_FORM
from plenary.deliberation.facts import BallotFact, Fact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventExists, EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import Chain, ErasedRecords, RecordUnknown, Row, Stream, new_epoch
from plenary.store.sqlite_store import FILE_NAME

APPLICATION_ID: Final = 0x506C6E41  # "PlnA"
VERSION: Final = 1
SUFFIX: Final = ".plenary"

SCHEMA: Final = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE event (
        code TEXT NOT NULL,
        epoch TEXT NOT NULL,
        programme INTEGER NOT NULL,
        programme_hash BLOB NOT NULL,
        ballots INTEGER NOT NULL,
        ballots_hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE record (
        stream INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        form INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (stream, number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE tally (
        statement TEXT PRIMARY KEY,
        agree INTEGER NOT NULL,
        disagree INTEGER NOT NULL,
        pass INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE seal (digest BLOB NOT NULL) STRICT",
    """CREATE VIEW fact AS SELECT
        CASE stream WHEN 0 THEN 'programme' ELSE 'ballots' END AS stream,
        number, datetime(at_ms / 1000, 'unixepoch') AS at, kind, CAST(body AS TEXT) AS body
    FROM record""",
)

ABOUT: Final = (
    ("what", "An event of Plenary, whole: for its organiser, not to be published."),
    ("streams", "record.stream: 0 is the programme, 1 the ballots; record.body is JSON, record.at_ms UTC."),
    (
        "chain",
        "record.hash: SHA-256 of the hash before, number and at_ms (8 bytes each) and form (2), big-endian, the kind, "
        "a zero byte and the body; before the first, SHA-256 of 'plenary PROGRAMME code' or 'plenary BALLOTS code'.",
    ),
    (
        "erased",
        "A record of form 0 is what is left of one of which something was erased. Its hash is as it was; 'erased' in "
        "its body is SHA-256 of the hash before, number, at_ms and form, the kind, a zero byte, its hash and the body "
        "without 'erased'. The newest participant-erased states a digest of all these records.",
    ),
    ("epoch", "event.epoch is in no hash; importing the archive begins a new one."),
    ("seal", "seal.digest: SHA-256 of this file with the 32 bytes of the digest as zeros."),
    ("tally", "People by their last vote; of a person's votes on a statement the highest operation counts."),
)

RECORDS: Final = "SELECT number, at_ms, kind, form, body, hash FROM record WHERE stream = ? ORDER BY number"

Told = Callable[[int], None]
EventRow = tuple[int, EventCode, str, int, bytes, int, bytes]


@dataclass(frozen=True, slots=True)
class Verified:
    """What an unbroken event holds: its heads, the hashes to compare with those once made known, and its tallies."""

    code: EventCode
    epoch: str
    programme: Chain
    ballots: Chain
    tallies: Tallies


def archive(data: Path, code: EventCode, output: Path, told: Told) -> Verified:
    """Write the event into a new archive. told: hears how many records are done.

    Raises EventUnknown, RecordDamaged, StoreUnavailable, FileExistsError, OSError; and then there is no file.
    """
    if output.exists():
        raise FileExistsError(str(output))
    part = output.with_name(output.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with (
            _outage(),
            closing(_store(data)) as store,
            closing(sqlite3.connect(part, isolation_level=None)) as out,
        ):
            verified = _copy_out(store, code, out, told)
        seal(part)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
    return verified


def _copy_out(store: sqlite3.Connection, code: EventCode, out: sqlite3.Connection, told: Told) -> Verified:
    store.execute("BEGIN")  # one picture of the file, whoever writes to it meanwhile
    out.execute("PRAGMA journal_mode = OFF")
    out.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    out.execute(f"PRAGMA user_version = {VERSION}")
    for statement in SCHEMA:
        out.execute(statement)
    out.execute("BEGIN")
    row = _event_row(store, code)
    out.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", row[1:])

    def put(stream: Stream, record: Row, fact: Fact) -> None:
        out.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", (int(stream), *record))

    verified = _walk(row, lambda stream: _store_rows(store, row[0], stream), told, put)
    out.executemany("INSERT INTO tally VALUES (?, ?, ?, ?)", verified.tallies.rows())
    out.executemany("INSERT INTO about VALUES (?, ?)", ABOUT)
    out.execute("INSERT INTO seal VALUES (?)", (PLACEHOLDER,))
    out.execute("COMMIT")
    return verified


def verify_event(data: Path, code: EventCode, told: Told) -> Verified:
    """The event of a data directory, read whole and held against its hashes.

    Raises EventUnknown, RecordDamaged, StoreUnavailable.
    """
    with _outage(), closing(_store(data)) as store:
        store.execute("BEGIN")
        row = _event_row(store, code)
        verified = _walk(row, lambda stream: _store_rows(store, row[0], stream), told)
        # No hash covers the column that ballots are found by; it must say what the body says.
        astray = store.execute(
            """SELECT number FROM record WHERE event = ? AND stream = ?
            AND participant IS NOT json_extract(CAST(body AS TEXT), '$.participant') LIMIT 1""",
            (row[0], int(Stream.BALLOTS)),
        ).fetchone()
        if astray is not None:
            raise RecordDamaged(code, verified.ballots.name, astray[0])
        return verified


def verify_archive(path: Path, told: Told) -> Verified:
    """The archive's event, if no byte of the file has changed. Raises Unreadable, naming what has."""
    with _opened(path) as found:
        return _verify(path, found, told)


def is_archive(path: Path) -> bool:
    """Whether the file is an SQLite file, or claims to be an archive."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0" or path.suffix == SUFFIX


def bring_in(path: Path, data: Path, told: Told) -> Verified:
    """Add the archive's event to a data directory that has a store, all its records and hashes as they are, or nothing.

    What is not sealed as well has been refused by `verify_archive`; here each record is held against its hash again.
    Raises Unreadable, EventExists, StoreUnavailable.
    """
    with _opened(path) as found:
        row = _archived_event(path.name, found)
        _, code, _, *head = row
        with _outage(), closing(_store(data)) as store:
            store.execute("PRAGMA synchronous = FULL")
            store.execute("BEGIN IMMEDIATE")
            if store.execute("SELECT 1 FROM event WHERE code = ?", (code,)).fetchone():
                raise EventExists(code)
            (event,) = store.execute(
                """INSERT INTO event (code, epoch, programme, programme_hash, ballots, ballots_hash)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING id""",
                (code, new_epoch(), *head),
            ).fetchone()

            def put(stream: Stream, record: Row, fact: Fact) -> None:
                participant = fact.participant if isinstance(fact, BallotFact) else None
                columns = (event, int(stream), *record, participant)
                store.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", columns)

            verified = _walk(row, lambda stream: found.execute(RECORDS, (int(stream),)), told, put)
            store.execute("COMMIT")
    return verified


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The archive, to be read only. Raises Unreadable, also for whatever SQLite fails in while it is open."""
    name = path.name
    try:
        address = path.resolve().as_uri() + "?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as found:
            found.execute("PRAGMA trusted_schema = OFF")
            _check_kind(name, found)
            yield found
    except RecordDamaged as reason:
        raise Unreadable(name, None, str(reason)) from None
    except (sqlite3.Error, ValueError, OverflowError, TypeError) as reason:
        # A damaged file may hold nothing, or a number, where its tables say that a text must be.
        raise Unreadable(name, None, f"is damaged, or no archive of Plenary ({reason})") from None


def _check_kind(name: str, found: sqlite3.Connection) -> None:
    (application,) = found.execute("PRAGMA application_id").fetchone()
    (version,) = found.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise Unreadable(name, None, "is no archive of Plenary")
    if version != VERSION:
        raise Unreadable(
            name, None, f"is an archive in form {version}; this version of Plenary reads {VERSION}"
        )
    schema = [sql for (sql,) in found.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
    if sorted(schema) != sorted(SCHEMA):
        raise Unreadable(name, None, "has other tables than an archive of Plenary")


def _archived_event(name: str, found: sqlite3.Connection) -> EventRow:
    rows: list[EventRow] = found.execute("SELECT 0, * FROM event").fetchall()
    if len(rows) != 1 or not CODE_FORM.fullmatch(rows[0][1]):
        raise Unreadable(name, None, "does not hold one event")
    return rows[0]


def _verify(path: Path, found: sqlite3.Connection, told: Told) -> Verified:
    name = path.name
    row = _archived_event(name, found)
    try:
        verified = _walk(row, lambda stream: found.execute(RECORDS, (int(stream),)), told)
    except RecordUnknown as reason:
        raise Unreadable(name, None, str(reason)) from None
    if found.execute("SELECT * FROM tally ORDER BY statement").fetchall() != verified.tallies.rows():
        raise Unreadable(name, None, "its tallies are not those of its votes")
    digests = found.execute("SELECT digest FROM seal").fetchall()
    if len(digests) != 1 or not is_sealed(path, digests[0][0]):
        raise Unreadable(
            name, None, "is not as it was written: its seal does not fit, though every record does"
        )
    return verified


def _walk(
    event: EventRow,
    rows_of: Callable[[Stream], Iterator[tuple[object, ...]]],
    told: Told,
    put: Callable[[Stream, Row, Fact], None] = lambda stream, row, fact: None,
) -> Verified:
    """Both streams from first to last, each record held against its hash. Raises RecordDamaged."""
    _, code, epoch, programme, programme_hash, ballots, ballots_hash = event
    heads = (
        Chain(code, Stream.PROGRAMME, programme, programme_hash),
        Chain(code, Stream.BALLOTS, ballots, ballots_hash),
    )
    tallies, erased = Tallies(), ErasedRecords()
    done = 0
    for head in heads:
        chain = Chain.begin(code, head.stream)
        for columns in rows_of(head.stream):
            row = Row._make(columns)
            fact = chain.check(row)
            if not tallies.take(fact, code):
                raise RecordDamaged(code, chain.name, chain.number)
            erased.note(head.stream, row, fact)
            put(head.stream, row, fact)
            done += 1
            told(done)
        if chain != head:
            raise RecordDamaged(code, chain.name, chain.number + 1)
    erased.check(code)
    return Verified(code, epoch, *heads, tallies)


def _store(data: Path) -> sqlite3.Connection:
    """The store of a data directory, as it stands."""
    path = data / FILE_NAME
    if not path.is_file():
        raise StoreUnavailable(f"{data} holds no events")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _event_row(store: sqlite3.Connection, code: EventCode) -> EventRow:
    row: EventRow | None = store.execute(
        "SELECT id, code, epoch, programme, programme_hash, ballots, ballots_hash FROM event WHERE code = ?",
        (code,),
    ).fetchone()
    if row is None:
        raise EventUnknown(code)
    return row


def _store_rows(store: sqlite3.Connection, event: int, stream: Stream) -> Iterator[tuple[object, ...]]:
    return store.execute(
        "SELECT number, at_ms, kind, form, body, hash FROM record WHERE event = ? AND stream = ? ORDER BY number",
        (event, int(stream)),
    )


@contextmanager
def _outage() -> Iterator[None]:
    """Whatever SQLite fails in, in the store, is an outage to the callers."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error
