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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from plenary.archive.grouping import GroupingsWrong, Regrouped, groupings, regrouped, take_in, written
from plenary.archive.report.gathering import Gathered
from plenary.archive.sealing import PLACEHOLDER, is_sealed, seal
from plenary.archive.tables import Unreadable
from plenary.archive.tallying import Tallies
from plenary.creation import CODE_FORM
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import Fact
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.kept import KeptEvent
from plenary.store.ports import EventExists, EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import Chain, ErasedRecords, RecordUnknown, Row, Stream, new_epoch
from plenary.store.sqlite_checkpoints import together
from plenary.store.sqlite_store import FILE_NAME
from plenary.store.writes import BringIn, EventHead

APPLICATION_ID: Final = 0x506C6E41  # "PlnA"
VERSION: Final = 1
SUFFIX: Final = ".plenary"

# A Redis serves nobody else while it takes one in.
PIECE: Final = 2_000

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

GROUPS: Final = "groups"

RECORDS: Final = "SELECT number, at_ms, kind, form, body, hash FROM record WHERE stream = ? ORDER BY number"

Told = Callable[[int], None]
HeadRow = tuple[EventCode, str, int, bytes, int, bytes]


@dataclass(frozen=True, slots=True)
class Verified:
    """What an unbroken event holds: its heads, the hashes to compare with those once made known, and its tallies.

    groups: its opinion groups, found again; `grouped_by` the version of Plenary that stated them, "" for none.
    """

    code: EventCode
    epoch: str
    programme: Chain
    ballots: Chain
    tallies: Tallies
    groups: tuple[Regrouped, ...] = ()
    grouped_by: str = ""


def archive(kept: KeptEvent, output: Path, told: Told) -> Verified:
    """Write the event into a new archive. told: hears how many records are done.

    Raises RecordDamaged, StoreUnavailable, FileExistsError, OSError; and then there is no file.
    """
    if output.exists():
        raise FileExistsError(str(output))
    part = output.with_name(output.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with _outage(), closing(sqlite3.connect(part, isolation_level=None)) as out:
            verified = _copy_out(kept, out, told)
        seal(part)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
    return verified


def _copy_out(kept: KeptEvent, out: sqlite3.Connection, told: Told) -> Verified:
    out.execute("PRAGMA journal_mode = OFF")
    out.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    out.execute(f"PRAGMA user_version = {VERSION}")
    for statement in SCHEMA:
        out.execute(statement)
    out.execute("BEGIN")
    out.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", _head_row(kept.head))

    gathered = Gathered()

    def put(stream: Stream, record: Row, fact: Fact) -> None:
        out.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", (int(stream), *record))
        take_in(gathered, stream, record, fact)

    verified = verify(kept, told, put)
    out.executemany("INSERT INTO tally VALUES (?, ?, ?, ?)", verified.tallies.rows())
    out.executemany("INSERT INTO about VALUES (?, ?)", (*ABOUT, (GROUPS, written(groupings(gathered)))))
    out.execute("INSERT INTO seal VALUES (?)", (PLACEHOLDER,))
    out.execute("COMMIT")
    return verified


@contextmanager
def kept_in_file(data: Path, code: EventCode) -> Iterator[KeptEvent]:
    """The event as the store of a data directory has it now, whoever writes to it meanwhile.

    Raises EventUnknown, RecordDamaged, StoreUnavailable.
    """
    with _outage(), _store(data) as store:
        store.execute("BEGIN")
        found = store.execute(
            "SELECT id, code, epoch, programme, programme_hash, ballots, ballots_hash FROM event WHERE code = ?",
            (code,),
        ).fetchone()
        if found is None:
            raise EventUnknown(code)
        event, *head = found

        def rows_of(stream: Stream) -> Iterator[Row]:
            rows = store.execute(
                """SELECT number, at_ms, kind, form, body, hash FROM record
                WHERE event = ? AND stream = ? ORDER BY number""",
                (event, int(stream)),
            )
            yield from map(Row._make, rows)
            if stream is Stream.BALLOTS:
                _check_participants(store, event, code)

        yield KeptEvent(_head_of(tuple(head)), rows_of)


def _check_participants(store: sqlite3.Connection, event: int, code: EventCode) -> None:
    """No hash covers the column that ballots are found by; it must say what the body says. Raises RecordDamaged."""
    astray = store.execute(
        """SELECT number FROM record WHERE event = ? AND stream = ?
        AND participant IS NOT json_extract(CAST(body AS TEXT), '$.participant') LIMIT 1""",
        (event, int(Stream.BALLOTS)),
    ).fetchone()
    if astray is not None:
        raise RecordDamaged(code, Stream.BALLOTS.name.lower(), astray[0])


def verify_archive(path: Path, told: Told, *, with_groups: bool = False) -> Verified:
    """The archive's event, if no byte of the file has changed. Raises Unreadable, naming what has.

    with_groups: its opinion groups are found again, too, and must be those that it states.
    """
    with _opened(path) as found:
        return _verify(path, found, told, with_groups)


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
        kept = _archived(path.name, found)
        code, _, *head = _head_row(kept.head)
        with _outage(), _store(data) as store:
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

            verified = verify(kept, told, put)
            store.execute("COMMIT")
    return verified


def pieces(path: Path, told: Told) -> Iterator[BringIn]:
    """The archive's records, some thousands at a time, for a store that takes them one piece after the other.

    Raises Unreadable, RecordDamaged.
    """
    with _opened(path) as found:
        kept = _archived(path.name, found)
        code = kept.head.programme.code
        ends = [Chain.begin(code, stream) for stream in (Stream.PROGRAMME, Stream.BALLOTS)]
        done = 0
        for place, head in enumerate((kept.head.programme, kept.head.ballots)):
            rows = list[tuple[Stream, Row, ParticipantId | None]]()
            before = replace(ends[0]), replace(ends[1])
            for row in kept.rows_of(head.stream):
                fact = ends[place].check(row)
                rows.append((head.stream, row, fact.participant if isinstance(fact, BallotFact) else None))
                if len(rows) == PIECE or ends[place].number == head.number:
                    after = replace(ends[0]), replace(ends[1])
                    yield BringIn(code, rows, before, after)
                    done += len(rows)
                    told(done)
                    rows, before = [], after


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


def _archived(name: str, found: sqlite3.Connection) -> KeptEvent:
    rows: list[HeadRow] = found.execute("SELECT * FROM event").fetchall()
    if len(rows) != 1 or not CODE_FORM.fullmatch(rows[0][0]):
        raise Unreadable(name, None, "does not hold one event")

    def rows_of(stream: Stream) -> Iterator[Row]:
        return map(Row._make, found.execute(RECORDS, (int(stream),)))

    return KeptEvent(_head_of(rows[0]), rows_of)


def _verify(path: Path, found: sqlite3.Connection, told: Told, with_groups: bool) -> Verified:
    name = path.name
    gathered = Gathered()

    def put(stream: Stream, record: Row, fact: Fact) -> None:
        if with_groups:
            take_in(gathered, stream, record, fact)

    try:
        verified = verify(_archived(name, found), told, put)
    except RecordUnknown as reason:
        raise Unreadable(name, None, str(reason)) from None
    except LookupError:
        raise Unreadable(name, None, "holds a record that speaks of what is not there") from None
    if found.execute("SELECT * FROM tally ORDER BY statement").fetchall() != verified.tallies.rows():
        raise Unreadable(name, None, "its tallies are not those of its votes")
    digests = found.execute("SELECT digest FROM seal").fetchall()
    if len(digests) != 1 or not is_sealed(path, digests[0][0]):
        raise Unreadable(
            name, None, "is not as it was written: its seal does not fit, though every record does"
        )
    stated = found.execute("SELECT value FROM about WHERE key = ?", (GROUPS,)).fetchone()
    if not with_groups or stated is None:
        return verified
    try:
        known, groups = regrouped(stated[0], gathered)
    except GroupingsWrong as reason:
        raise Unreadable(name, None, str(reason)) from None
    return replace(verified, groups=groups, grouped_by=known.program)


def verify(
    kept: KeptEvent, told: Told, put: Callable[[Stream, Row, Fact], None] = lambda stream, row, fact: None
) -> Verified:
    """What the event holds, each record of both streams held against its hash, from first to last.

    told: hears how many are done. put: hears of each. Raises RecordDamaged, RecordUnknown.
    """
    code = kept.head.programme.code
    tallies, erased = Tallies(), ErasedRecords()
    done = 0
    for head in (kept.head.programme, kept.head.ballots):
        chain = Chain.begin(code, head.stream)
        for row in kept.rows_of(head.stream):
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
    return Verified(code, kept.head.epoch, kept.head.programme, kept.head.ballots, tallies)


def _head_of(row: HeadRow) -> EventHead:
    code, epoch, programme, programme_hash, ballots, ballots_hash = row
    return EventHead(
        epoch,
        Chain(code, Stream.PROGRAMME, programme, programme_hash),
        Chain(code, Stream.BALLOTS, ballots, ballots_hash),
    )


def _head_row(head: EventHead) -> HeadRow:
    programme, ballots = head.programme, head.ballots
    return programme.code, head.epoch, programme.number, programme.hash, ballots.number, ballots.hash


@contextmanager
def _store(data: Path) -> Iterator[sqlite3.Connection]:
    """The store of a data directory, as it stands; nobody copies its log meanwhile (`sqlite_checkpoints`)."""
    path = data / FILE_NAME
    if not path.is_file():
        raise StoreUnavailable(f"{data} holds no events")
    with together(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        yield connection


@contextmanager
def _outage() -> Iterator[None]:
    """Whatever SQLite fails in, in the store, is an outage to the callers."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error
