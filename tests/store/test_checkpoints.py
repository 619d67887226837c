"""When SQLite's log is copied: not while anything of ours reads, and also where nothing can be locked."""

import errno
import os
from pathlib import Path

import pytest

from plenary.archive.native import kept_in_file
from plenary.store import sqlite_checkpoints
from plenary.store.sqlite_checkpoints import LOCK_NAME, Busy, alone
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import ADA, FORUM, NOON_MS, TRAM, voted
from tests.store.stores import begun


async def test_it_waits_for_an_archive_that_is_being_written(tmp_path: Path):
    store = SqliteStore(tmp_path)
    await begun(store)
    await store.close()

    with kept_in_file(tmp_path, FORUM), pytest.raises(Busy), alone(tmp_path / FILE_NAME):
        pass
    with alone(tmp_path / FILE_NAME):
        pass


async def test_where_nothing_can_be_locked_the_log_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def refused(file: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(pytest.importorskip("fcntl"), "flock", refused)
    monkeypatch.setattr(sqlite_checkpoints, "CHECKPOINT_PAGES", 10)
    store = SqliteStore(tmp_path)
    position = await begun(store)
    sizes = list[int]()
    for counter in range(1, 60):
        await store.append_ballots(FORUM, [voted(ADA, TRAM, counter=counter)], position, NOON_MS)
        sizes.append((tmp_path / f"{FILE_NAME}-wal").stat().st_size)
    await store.close()

    assert sizes[-1] == sizes[len(sizes) // 2]
    assert f"{LOCK_NAME} cannot be locked: {os.strerror(errno.ENOLCK)}" in caplog.messages
