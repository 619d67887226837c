"""A disk under SQLite that writes down what it is asked, and that fails when it is told to.

A VFS of our own in front of SQLite's, for every connection that this process opens meanwhile. From what was written
down, any state can be made that a power cut could have left: what was synced is there, the rest whole, in part, or not.
"""

import ctypes
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.chaos.report import NotHere

SECTOR: Final = 512
"""What a disk writes whole or not at all."""

OK: Final = 0
IOERR_WRITE: Final = 10 | 3 << 8
IOERR_FSYNC: Final = 10 | 4 << 8
FULL: Final = 13


@dataclass(frozen=True, slots=True)
class Written:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """The file is that long from here on."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    file: str


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """What was written since the last sync is gone from the disk, whatever the system's cache may still show."""

    file: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told that everything up to `number` is kept."""

    number: int


Step = Written | Cut | Synced | SyncFailed | Told
Fault = Callable[[str, int], int]
"""Of "write" or "sync" and its number since the beginning: SQLite's code for what goes wrong; 0 for nothing."""


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        *((name, ctypes.c_void_p) for name in (
            "close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "check_lock", "control",
            "sector_size", "characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch",
        )),
    ]  # fmt: skip


class _File(ctypes.Structure):
    _fields_ = [("methods", ctypes.POINTER(_Methods))]


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        *((f"other_{number}", ctypes.c_void_p) for number in range(14)),
    ]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_File), ctypes.c_int, ctypes.c_void_p
)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


def _library() -> ctypes.CDLL:
    """The very library that the module sqlite3 uses."""
    maps = Path("/proc/self/maps")
    if maps.exists():
        for line in maps.read_text().splitlines():
            if "libsqlite3" in line:
                library = ctypes.CDLL(line.split()[-1])
                library.sqlite3_libversion.restype = ctypes.c_char_p
                library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
                if library.sqlite3_libversion().decode() == sqlite3.sqlite_version:
                    return library
    raise NotHere("this Python's SQLite is built in, or this is no Linux")


@dataclass
class Disk:
    """What has been asked of it, in order. fault: what goes wrong from now on. happened: how often something did."""

    steps: list[Step] = field(default_factory=list)
    fault: Fault = lambda kind, number: OK
    happened: int = 0
    _counted: dict[str, int] = field(default_factory=lambda: {"write": 0, "sync": 0})

    def told(self, number: int) -> None:
        self.steps.append(Told(number))

    def count(self, kind: str) -> int:
        return self._counted[kind]

    def _goes_wrong(self, kind: str) -> int:
        self._counted[kind] += 1
        wrong = self.fault(kind, self._counted[kind])
        self.happened += wrong != OK
        return wrong


@contextmanager
def recorded(folder: Path) -> Iterator[Disk]:
    """The disk under all files in that folder that SQLite opens meanwhile.

    Raises NotHere where this Python's SQLite is no library of the system that a VFS can be added to.
    """
    library = _library()
    below = library.sqlite3_vfs_find(None)
    disk = Disk()
    kept_alive: list[object] = []
    open_below = _OPEN(below.contents.open)
    prefix = str(folder.resolve())

    def opened(vfs: int, name: int | None, file: Any, flags: int, out_flags: int) -> int:
        # The name itself is handed on, and no copy: SQLite keeps the pointer for as long as the file is open.
        status = int(open_below(vfs, name, file, flags, out_flags))
        path = ctypes.string_at(name).decode() if name else ""
        if status == OK and path.startswith(prefix) and not path.endswith("-shm"):
            watch(file, Path(path).name)
        return status

    def watch(file: Any, name: str) -> None:
        real = file.contents.methods.contents
        write, truncate, sync = _WRITE(real.write), _TRUNCATE(real.truncate), _SYNC(real.sync)

        def do_write(this: int, data: int, size: int, offset: int) -> int:
            if wrong := disk._goes_wrong("write"):
                # The beginning of it arrives all the same, as on a disk that is full.
                size = size // 2 // SECTOR * SECTOR
                if size and int(write(this, data, size, offset)) == OK:
                    disk.steps.append(Written(name, offset, ctypes.string_at(data, size)))
                return wrong
            status = int(write(this, data, size, offset))
            if status == OK:
                disk.steps.append(Written(name, offset, ctypes.string_at(data, size)))
            return status

        def do_truncate(this: int, size: int) -> int:
            status = int(truncate(this, size))
            if status == OK:
                disk.steps.append(Cut(name, size))
            return status

        def do_sync(this: int, flags: int) -> int:
            if wrong := disk._goes_wrong("sync"):
                disk.steps.append(SyncFailed(name))
                return wrong
            status = int(sync(this, flags))
            if status == OK:
                disk.steps.append(Synced(name))
            return status

        ours = _Methods.from_buffer_copy(real)
        callbacks = (_WRITE(do_write), _TRUNCATE(do_truncate), _SYNC(do_sync))
        ours.write, ours.truncate, ours.sync = (ctypes.cast(one, ctypes.c_void_p).value for one in callbacks)
        kept_alive.append((ours, callbacks, write, truncate, sync))
        file.contents.methods = ctypes.pointer(ours)

    ours = _Vfs.from_buffer_copy(below.contents)
    callback = _OPEN(opened)
    ours.name = b"plenary-recorded"
    ours.open = ctypes.cast(callback, ctypes.c_void_p).value
    library.sqlite3_vfs_register(ctypes.byref(ours), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_register(below, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(ours))


class Durable:
    """The files as a disk holds them for certain, and what is still on its way there."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {name: bytearray(data) for name, data in files.items()}
        self.on_the_way: dict[str, list[Written | Cut]] = {}
        self.told = 0

    def take(self, step: Step) -> None:
        match step:
            case Written(file) | Cut(file):
                self.on_the_way.setdefault(file, []).append(step)
            case Synced(file):
                for one in self.on_the_way.pop(file, ()):
                    _apply(self.files.setdefault(file, bytearray()), one)
            case SyncFailed(file):
                self.on_the_way.pop(file, None)
            case Told(number):
                self.told = max(self.told, number)

    def after_a_cut(self, rng: random.Random) -> dict[str, bytes]:
        """The files as they may be found after a power cut now: what was on its way is there or not, or in part."""
        found = {}
        for name in {*self.files, *self.on_the_way}:
            data = bytearray(self.files.get(name, b""))
            for one in _survivors(self.on_the_way.get(name, []), rng):
                _apply(data, one)
            found[name] = bytes(data)
        return found


def _survivors(steps: list[Written | Cut], rng: random.Random) -> list[Written | Cut]:
    match rng.choice(("all", "none", "first", "some", "torn")):
        case "all":
            return steps
        case "first":
            return steps[: rng.randint(0, len(steps))]
        case "some":
            return [one for one in steps if rng.random() < 0.5]
        case "torn":
            kept = steps[: rng.randint(0, len(steps))]
            if kept and isinstance(last := kept[-1], Written):
                whole = -(-len(last.data) // SECTOR)
                kept = [
                    *kept[:-1],
                    Written(last.file, last.offset, last.data[: rng.randint(0, whole) * SECTOR]),
                ]
            return kept
        case _:
            return []


def _apply(data: bytearray, step: Written | Cut) -> None:
    match step:
        case Written(_, offset, written):
            if len(data) < offset:
                data.extend(bytes(offset - len(data)))
            data[offset : offset + len(written)] = written
        case Cut(_, size):
            del data[size:]
            data.extend(bytes(size - len(data)))
