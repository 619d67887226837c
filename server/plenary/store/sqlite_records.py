"""Heads and records in the SQLite file, read and written on a connection that the caller has in a transaction."""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventUnknown
from plenary.store.records import Chain, Row, Stream
from plenary.store.writes import Batch, EventHead

OWN_BALLOTS: Final = """
    SELECT number, at_ms, kind, form, body, hash, (SELECT hash FROM record AS before
        WHERE (before.event, before.stream, before.number) = (event.id, 1, record.number - 1))
    FROM event JOIN record INDEXED BY record_of_participant ON event.id = record.event
    WHERE code = ? AND participant = ? ORDER BY number"""
"""All that one participant has said, each record with the hash of the one before."""


def head_of(connection: sqlite3.Connection, code: EventCode) -> EventHead | None:
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


def known_head(connection: sqlite3.Connection, code: EventCode) -> EventHead:
    if (head := head_of(connection, code)) is None:
        raise EventUnknown(code)
    return head


def put_down(writer: sqlite3.Connection, batch: Batch) -> None:
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


def of_ballots(code: EventCode, *columns: Any) -> tuple[Chain, Row]:
    """A row of OWN_BALLOTS, and the chain that it goes on."""
    *of_row, before = columns
    row = Row(*of_row)
    chain = Chain.begin(code, Stream.BALLOTS)
    return (chain if before is None else Chain(code, Stream.BALLOTS, row.number - 1, before)), row


def rows_of(
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
