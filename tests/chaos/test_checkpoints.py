"""The main file's sync fails while the log is copied into it; then power is cut. What counted is there."""

import asyncio
import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from plenary.store import sqlite_checkpoints
from plenary.store.sqlite_checkpoints import together
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.chaos.crash_states import Verdict, _check_chain, _look
from tests.chaos.disk import IOERR_FSYNC, OK, Cut, Disk, Durable, Written, recorded
from tests.chaos.report import NotHere
from tests.hall import ADA, FORUM, NOON_MS, TRAM, voted
from tests.store.stores import begun

VOTES = 40


OFTEN = mock.patch.object(sqlite_checkpoints, "CHECKPOINT_PAGES", 10)


def failing_once(disk: Disk) -> None:
    """The next sync of the main file fails."""

    def fault(kind: str, _: int) -> int:
        last = disk.steps[-1]
        is_next = kind == "sync" and isinstance(last, Written | Cut) and last.file == FILE_NAME
        return IOERR_FSYNC if is_next and not disk.happened else OK

    disk.fault = fault


async def through_a_failed_sync(folder: Path) -> Verdict:
    """Somebody reads an older state while votes are kept; when that is over, the main file's sync fails once."""
    with recorded(folder) as disk:
        store = SqliteStore(folder)
        position = await begun(store)
        durable = Durable(
            {path.name: path.read_bytes() for path in folder.iterdir() if "shm" not in path.name}
        )
        disk.steps.clear()

        async def vote(first: int) -> None:
            for counter in range(first, first + VOTES):
                disk.told(
                    await store.append_ballots(FORUM, [voted(ADA, TRAM, counter=counter)], position, NOON_MS)
                )

        await vote(1)  # none of which is in the main file yet
        with OFTEN:
            with together(folder / FILE_NAME), closing(sqlite3.connect(folder / FILE_NAME)) as reader:
                reader.execute("BEGIN")
                reader.execute("SELECT COUNT(*) FROM record").fetchone()
                await vote(1 + VOTES)
            failing_once(disk)
            await vote(1 + 2 * VOTES)
        for step in list(disk.steps):
            durable.take(step)
        await store.close()
    assert disk.happened == 1
    for path in folder.iterdir():
        path.unlink()
    for name, data in durable.files.items():
        (folder / name).write_bytes(data)
    verdict = Verdict(states=1)
    _look(folder, durable.told, verdict)
    if not verdict.damaged:
        await _check_chain(folder, verdict)
    return verdict


def tried(folder: Path) -> Verdict:
    try:
        return asyncio.run(through_a_failed_sync(folder))
    except NotHere as reason:
        pytest.skip(str(reason))


def test_what_counted_outlives_a_failed_sync_of_the_main_file(tmp_path: Path):
    verdict = tried(tmp_path)

    assert (verdict.lost, verdict.damaged, verdict.chains) == (0, [], 1)


def test_a_checkpoint_in_part_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite_checkpoints, "alone", lambda path, within_s=0.0: contextlib.nullcontext())

    verdict = tried(tmp_path)

    assert verdict.lost or verdict.damaged
