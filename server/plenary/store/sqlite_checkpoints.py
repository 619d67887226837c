"""When the write-ahead log is copied into the main file: only while nobody reads or writes, so that it is always whole.

SQLite copies what it can while somebody reads an older state, notes how far it came, and syncs the main file only once
all of it is there. If that sync fails, a system may have let go of everything that was not synced; what is copied
again is only what came after the note, and the rest is on no disk once the log begins anew. Votes that counted were
lost so, and records, after a failed sync and then a power cut. A checkpoint that is whole has no such note: if it
fails, the next one copies everything again.
"""

import contextlib
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows: there, a checkpoint may be in part
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

LOCK_NAME: Final = "plenary.lock"

# 16 MB: in a rush, pages that change again and again are copied into the main file a quarter as often as by
# default; after a crash, SQLite reads so much back in a blink.
CHECKPOINT_PAGES: Final = 4_000

# What a commit writes beside its rows: the event's head, and leaves of the indices.
PAGES_A_COMMIT: Final = 4

AGAIN_S: Final = 0.005


class Busy(Exception):
    """Somebody else has the file in hand."""


class Checkpoints:
    """Counts what one connection writes to the file, and has it copied now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pages = 0

    def committed(self, writer: sqlite3.Connection, rows: int) -> None:
        """So many rows have been committed. No error of the copying is one of the commit: that is durable already."""
        self._pages += PAGES_A_COMMIT + rows
        if self._pages < CHECKPOINT_PAGES:
            return
        try:
            with alone(self._path):
                writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except Busy:
            return  # the next commit tries again
        except sqlite3.Error as error:
            log.warning("the write-ahead log could not be copied: %s", error)
        self._pages = 0


@contextlib.contextmanager
def together(path: Path) -> Iterator[None]:
    """Read or write the file at that path beside others; waits for who has it alone."""
    with contextlib.ExitStack() as opened:
        if fcntl is not None:
            # Who only reads a folder that nobody may write to needs none; of others `alone` says it.
            with contextlib.suppress(OSError):
                fcntl.flock(opened.enter_context(_lock(path)), fcntl.LOCK_SH)
        yield


@contextlib.contextmanager
def alone(path: Path, within_s: float = 0.0) -> Iterator[None]:
    """Nobody else reads or writes meanwhile. within_s: for how long to wait for that. Raises Busy.

    Where there are no locks (somebody else's file, a file system without them) it goes on beside others, and says so.
    """
    until = time.monotonic() + within_s
    with contextlib.ExitStack() as opened:
        while fcntl is not None:
            try:
                fcntl.flock(opened.enter_context(_lock(path)), fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy from None
                opened.close()
                time.sleep(AGAIN_S)
            except OSError as trouble:
                # A checkpoint in part is a danger; a log that is never copied fills the disk.
                log.warning("%s cannot be locked: %s", LOCK_NAME, trouble.strerror)
                break
        yield


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[int]:
    # Opened each time: a lock is of an opening, and one shared by threads would be one for all of them.
    file = os.open(path.with_name(LOCK_NAME), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)
