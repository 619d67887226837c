"""A copy of a whole data directory's store, taken while servers write to it, and its way back."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from plenary.store.ports import Heads, StoreUnavailable
from plenary.store.private_folder import make_private
from plenary.store.sqlite_checkpoints import together
from plenary.store.sqlite_store import FILE_NAME, SqliteStore, check_file, outage

# `backup` reads all pages at one go, so in one transaction: with a write-ahead log nobody waits for it, and what is
# committed meanwhile is not in the copy. In steps it would begin again at every commit of a busy server.
ALL_PAGES = -1


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: how large it is, and how far each event in it has come."""

    size_bytes: int
    events: tuple[Heads, ...]


def back_up(data: Path, output: Path, told: Callable[[str], None]) -> Copied:
    """Copy the store of `data` into the new file `output`, readable by its owner only, and check every record of it.

    Runs an event loop of its own. told: hears what is being done. Raises FileExistsError, StoreUnavailable,
    StoreForeign, RecordDamaged, OSError; and then there is no file.
    """
    if output.exists():
        raise FileExistsError(str(output))
    source = data / FILE_NAME
    if not source.exists():
        raise StoreUnavailable(f"{data} holds no events")
    # Beside the output, so that the last step is a mere renaming; a folder, for the checks make files of their own.
    part = output.with_name(f"{output.name}.part")
    make_private(part)
    copy = part / FILE_NAME
    try:
        told("copying")
        _copy(source, copy)
        told("checking every record")
        events = asyncio.run(_verified(part))
        with outage(), closing(sqlite3.connect(copy)) as one:
            # Without a log beside it, it can be read from a medium that nobody can write to.
            one.execute("PRAGMA journal_mode = DELETE")
        _keep(copy, output)
    finally:
        for left in part.iterdir():
            left.unlink()
        part.rmdir()
    return Copied(output.stat().st_size, events)


def put_back(backup: Path, data: Path, told: Callable[[str], None]) -> Copied:
    """Make a data directory of a backup. Each event begins a new epoch: phones may hold votes that came after it.

    Raises FileExistsError where `data` holds a store already, StoreUnavailable, StoreForeign, RecordDamaged, OSError;
    and then `data` holds no store.
    """
    if (data / FILE_NAME).exists():
        raise FileExistsError(str(data / FILE_NAME))
    if not backup.is_file():
        raise FileNotFoundError(str(backup))
    with outage(), closing(_reader(backup)) as reader:
        # Before anything is made: another program's file is left alone.
        if not check_file(reader):
            raise StoreUnavailable(f"{backup} is empty")
    part = data / f"{FILE_NAME}.part"
    make_private(part)
    try:
        told("copying")
        _copy(backup, part / FILE_NAME)
        told("checking every record")
        asyncio.run(_verified(part))
        events = asyncio.run(_renewed(part))
        _keep(part / FILE_NAME, data / FILE_NAME)
    finally:
        for left in part.iterdir():
            left.unlink()
        part.rmdir()
    return Copied((data / FILE_NAME).stat().st_size, events)


def _copy(source: Path, target: Path) -> None:
    # Made first, so that nobody else could have read it for a moment.
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    # A store whose server has stopped may lie where nobody may write: read-only is enough for it.
    with (
        outage(),
        together(source),
        closing(_reader(source)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer, pages=ALL_PAGES)


def _reader(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


async def _verified(folder: Path) -> tuple[Heads, ...]:
    store = SqliteStore(folder)
    try:
        if damage := await store.file_damage():
            raise StoreUnavailable("; ".join(damage))
        return tuple([await store.verify(heads.code) for heads in await store.heads()])
    finally:
        await store.close()


async def _renewed(folder: Path) -> tuple[Heads, ...]:
    store = SqliteStore(folder)
    try:
        for heads in await store.heads():
            await store.renew_epoch(heads.code)
        return tuple(await store.heads())
    finally:
        await store.close()


def _keep(made: Path, name: Path) -> None:
    """Give the file its name, for good: it and its name are on disk when this returns."""
    _sync(made)
    os.replace(made, name)
    _sync(name.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
