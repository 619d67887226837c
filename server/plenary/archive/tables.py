"""CSV tables out of a folder or a zip, read whole or not at all, with every fault named by file and line."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

LARGEST_FILE_BYTES: Final = 256 * 2**20
"""The largest file read: fifty times the largest published export. A zip may claim, and hold, anything."""

MOST_IN_ZIP: Final = 10_000


class Unreadable(Exception):
    """The export cannot be read. line: from 1; None where the fault is in no line."""

    def __init__(self, file: str, line: int | None, fault: str) -> None:
        super().__init__(file, line, fault)
        self.file = file
        self.line = line
        self.fault = fault

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file with a header, by columns: a record is a place in each of them.

    lines: where in the file each record begins.
    """

    file: str
    lines: Sequence[int]
    columns: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> Sequence[str]:
        return self.columns[column]

    def fault(self, record: int, fault: str) -> Unreadable:
        """What is wrong with that record."""
        return Unreadable(self.file, self.lines[record], fault)


class Files(Protocol):
    """The files of one export, by name."""

    name: str

    def names(self) -> list[str]:
        """Every file, sorted."""

    def read(self, file: str) -> bytes | None:
        """The file's bytes; None where there is none. Raises Unreadable."""


class Folder:
    """The files of a folder."""

    def __init__(self, path: Path) -> None:
        self.name = path.name or path.resolve().name
        self._path = path

    def names(self) -> list[str]:
        try:
            return sorted(one.name for one in self._path.iterdir() if one.is_file())
        except OSError as reason:
            raise Unreadable(self.name, None, f"cannot be read ({reason.strerror})") from None

    def read(self, file: str) -> bytes | None:
        path = self._path / file
        try:
            if not path.exists():
                return None
            if path.stat().st_size > LARGEST_FILE_BYTES:
                raise Unreadable(file, None, "is too large")
            return path.read_bytes()
        except OSError as reason:
            raise Unreadable(file, None, f"cannot be read ({reason.strerror})") from None


class Zip:
    """The files of a zip, at its top or in one folder of it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._members: dict[str, zipfile.ZipInfo] = {}
        if len(archive.infolist()) > MOST_IN_ZIP:
            raise Unreadable(name, None, "the zip holds too many files")
        for info in archive.infolist():
            path = PurePosixPath(info.filename)
            hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
            # A name may be empty, for which zipfile itself has no answer.
            if not path.name or info.is_dir() or hidden or len(path.parts) > 2:
                continue
            if path.name in self._members:
                raise Unreadable(path.name, None, "is in the zip more than once")
            self._members[path.name] = info

    def names(self) -> list[str]:
        return sorted(self._members)

    def read(self, file: str) -> bytes | None:
        if (info := self._members.get(file)) is None:
            return None
        try:
            with self._archive.open(info) as member:
                content = member.read(LARGEST_FILE_BYTES + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as reason:
            raise Unreadable(file, None, f"cannot be unpacked ({reason})") from None
        except Exception as reason:  # zlib.error and its kin are no common class of anything
            raise Unreadable(file, None, f"cannot be unpacked ({type(reason).__name__})") from None
        if len(content) > LARGEST_FILE_BYTES:
            raise Unreadable(file, None, "is too large")
        return content


class SingleFile(Folder):
    """A CSV file alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.parent)
        self.name = path.stem
        self._file = path.name

    def names(self) -> list[str]:
        return [self._file]

    def read(self, file: str) -> bytes | None:
        return super().read(file) if file == self._file else None


@contextmanager
def opened(path: Path) -> Iterator[Files]:
    """The files of a folder or zip, or a CSV file alone. Raises Unreadable."""
    if path.is_dir():
        yield Folder(path)
        return
    if path.suffix.lower() == ".csv" and path.is_file():
        yield SingleFile(path)
        return
    if not path.exists():
        raise Unreadable(str(path), None, "there is no such folder or zip")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(str(path), None, "is neither a folder nor a zip") from None
    except NotImplementedError as reason:
        raise Unreadable(str(path), None, f"cannot be unpacked ({reason})") from None
    with archive:
        yield Zip(archive, path.stem)


def table(files: Files, file: str, columns: Sequence[str]) -> Table | None:
    """A CSV file with a header; None where there is no such file.

    columns: those it must have; others are kept too. Raises Unreadable.
    """
    if (content := files.read(file)) is None:
        return None
    records = _records(file, content)
    if not records:
        raise Unreadable(file, None, "is empty")
    (line, header), body = records[0], records[1:]
    for column in columns:
        if column not in header:
            raise Unreadable(file, line, f"has no column {column!r}")
    if len(set(header)) < len(header):
        doubled = next(column for column in header if header.count(column) > 1)
        raise Unreadable(file, line, f"has the column {doubled!r} twice")
    for line, cells in body:
        if len(cells) != len(header):
            raise Unreadable(file, line, f"{len(cells)} fields, where the header has {len(header)}")
    by_column = zip(*(cells for _, cells in body), strict=True) if body else ((),) * len(header)
    return Table(file, [line for line, _ in body], dict(zip(header, by_column, strict=True)))


def pairs(files: Files, file: str) -> dict[str, str] | None:
    """A CSV file of `key,value` lines without a header; None where there is no such file. Raises Unreadable."""
    if (content := files.read(file)) is None:
        return None
    found: dict[str, str] = {}
    for line, cells in _records(file, content):
        if len(cells) < 2:
            raise Unreadable(file, line, "one field, where a key and a value belong")
        # red-dwarf writes a topic with commas as it is.
        found[cells[0]] = ",".join(cells[1:])
    return found


def _records(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    """Every record that is not an empty line, with the number of its first line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content.count(b"\n", 0, reason.start) + 1
        raise Unreadable(file, line, "is not UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as reason:
        raise Unreadable(file, line, f"broken CSV ({reason})") from None
    return records
