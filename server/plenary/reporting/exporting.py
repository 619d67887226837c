"""Exports that somebody at a desk has asked for: made in the background, fetched once they are there, forgotten."""

import asyncio
import logging
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from plenary.deliberation.vocabulary import EventCode
from plenary.reporting.making import Maker, MakingFailed

log = logging.getLogger(__name__)

KEPT_S: Final = 900
"""An export holds everybody's votes: it does not lie about for longer than a download takes."""

MOST: Final = 8
"""At once, in all: each takes a process's time and a file's room. Beyond, the oldest that is done goes."""


class Format(StrEnum):
    """What can be exported."""

    POLIS = "polis"
    SENSEMAKER = "sensemaker"
    TTTC = "tttc"
    PLENARY = "plenary"


class Readers(StrEnum):
    """Whom an export is for. For the public, nobody is in it."""

    ORGANISER = "organiser"
    PUBLIC = "public"


class TooManyExports(Exception):
    """As many are being made as there is room for."""


@dataclass(slots=True)
class Export:
    """One export. records: how many are done so far. file: where it is, once it is."""

    id: str
    code: EventCode
    format: Format
    readers: Readers
    folder: Path
    records: int = 0
    file: Path | None = None
    has_failed: bool = False

    @property
    def is_over(self) -> bool:
        return self.file is not None or self.has_failed

    @property
    def name(self) -> str:
        if self.format is Format.PLENARY:
            return f"{self.code}.plenary"
        return f"{self.code}-{self.format}-for-{self.readers}.zip"


class Exports:
    """All exports of one server. `run` must be running for any to be made."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._exports: dict[str, Export] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._turn = asyncio.Semaphore(1)

    async def run(self) -> None:
        """Make what is asked for, until cancelled; then nothing of it is left."""
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                await asyncio.Event().wait()
        finally:
            for one in list(self._exports):
                self._forget(one)

    def ask(self, code: EventCode, format_: Format, readers: Readers) -> Export:
        """Have an export made. Raises TooManyExports."""
        if len(self._exports) >= MOST:
            over = next((one.id for one in self._exports.values() if one.is_over), None)
            if over is None:
                raise TooManyExports
            self._forget(over)
        assert self._tasks is not None, "exports are asked for while the server runs"
        folder = Path(tempfile.mkdtemp(prefix="plenary-"))
        made = Export(secrets.token_urlsafe(16), code, format_, readers, folder)
        self._exports[made.id] = made
        self._tasks.create_task(self._make(made), name=f"export {code}")
        return made

    def of_event(self, code: EventCode, export: str) -> Export | None:
        """The event's export of that id, if there still is one."""
        known = self._exports.get(export)
        return known if known is not None and known.code == code else None

    def forget(self, code: EventCode) -> None:
        """Have nothing of the event any more. From any thread."""
        for one in list(self._exports.values()):
            if one.code == code:
                self._forget(one.id)

    async def _make(self, export: Export) -> None:
        def told(count: int) -> None:
            export.records = count

        output = export.folder / export.name
        arguments = ["--format", export.format.value, "--for", export.readers.value]
        try:
            async with self._turn:
                await self._maker.export(export.code, arguments, output, told)
            export.file = output
        except (MakingFailed, OSError) as trouble:
            export.has_failed = True
            log.warning("no export was made: %s", trouble, extra={"event": export.code})
        await asyncio.sleep(KEPT_S)
        self._forget(export.id)

    def _forget(self, export: str) -> None:
        if (known := self._exports.pop(export, None)) is not None:
            shutil.rmtree(known.folder, ignore_errors=True)
