"""Erasing in the SQLite file: what is to go is overwritten where it stood, and emptied out of the write-ahead log."""

import contextlib
import logging
import sqlite3
from functools import partial
from pathlib import Path
from typing import Final

from plenary.store.erasing import to_erase
from plenary.store.ports import Conflict, EventUnknown, Heads, RecordDamaged
from plenary.store.records import ERASED, Chain, Stream
from plenary.store.sqlite_checkpoints import Busy, alone
from plenary.store.sqlite_records import OWN_BALLOTS, head_of, of_ballots, put_down, rows_of
from plenary.store.writes import Append, Batch, Draft, Erase

log = logging.getLogger(__name__)

PURGED_WITHIN_S: Final = 10.0


def erase(writer: sqlite3.Connection, write: Erase) -> Heads | Exception:
    """Put what is left in place of the participant's records; what was there is overwritten, not only let go."""
    code, participant = write.code, write.erasure.participant
    if (head := head_of(writer, code)) is None:
        return EventUnknown(code)
    if head.heads.programme != write.decided_on:
        return Conflict(write.decided_on, head.heads.programme)
    programme, _ = rows_of(writer, Chain.begin(code, Stream.PROGRAMME), 0)
    own = [of_ballots(code, *columns) for columns in writer.execute(OWN_BALLOTS, (code, participant))]
    before = writer.execute(
        """SELECT stream, number, body FROM record JOIN event ON event.id = record.event
        WHERE code = ? AND form = ?""",
        (code, ERASED),
    )
    try:
        found = to_erase(
            code, write.erasure, programme, own, [(Stream(stream), *rest) for stream, *rest in before]
        )
    except RecordDamaged as damage:
        return damage
    writer.execute("PRAGMA secure_delete = ON")
    for stream, row in found.rows:
        who = write.erasure.pseudonym if stream is Stream.BALLOTS else None
        writer.execute(
            """UPDATE record SET form = ?, body = ?, participant = ?
            WHERE event = (SELECT id FROM event WHERE code = ?) AND stream = ? AND number = ?""",
            (row.form, row.body, who, code, int(stream), row.number),
        )
    batch = Batch(partial(head_of, writer))
    draft = Draft(found.envelope, None)
    outcome = batch.take(Append(code, Stream.PROGRAMME, [draft], write.decided_on, write.at_ms))
    put_down(writer, batch)
    return outcome


def purge(writer: sqlite3.Connection, path: Path) -> None:
    """Have the write-ahead log hold nothing of what is gone; a reader that stays in the way is left alone."""
    with contextlib.suppress(Busy), alone(path, PURGED_WITHIN_S):
        (is_busy, _, _) = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return
    log.warning("the write-ahead log could not be emptied: what was erased may be in it until it is")
