"""Has reports and exports made in a process of their own, so that no vote waits for one."""

import asyncio
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from plenary.background import BACKGROUND, Rank, processor_s
from plenary.deliberation.vocabulary import EventCode

log = logging.getLogger(__name__)

WITHIN_S: Final = 900
"""Far longer than the largest event takes; a child that hangs must not keep every later report waiting."""

STARVED_AFTER_S: Final = 4.0
STARVED_BELOW: Final = 0.25
"""Of a processor: whoever has had less by then is begun anew at a rank that is never passed over."""

LINE_BYTES: Final = 65_536
COUNT: Final = re.compile(r"plenary: ([\d,]+) ")

Told = Callable[[int], None]


class MakingFailed(Exception):
    """The process ended without what it was asked for; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is kept of a version: what `KeepReport` says of it."""

    number: int
    programme: int
    ballots: int
    digest: str
    programme_head: str
    ballots_head: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Runs `plenary` subcommands on the same events as this server.

    place: the arguments that name where events are kept.   environment: what else they need, such as a password.
    of_public: further arguments of every report and export for the public.   rank: how they stand to everything else.
    """

    place: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    of_public: Sequence[str] = ()
    rank: Rank = Rank.IDLE

    async def next_version(self, code: EventCode, address: str | None) -> tuple[Particulars, bytes]:
        """The next version of the event's report. Raises MakingFailed."""
        said, content = await self._report(code, ["--as-next-version", *_published(address)])
        try:
            return msgspec.json.decode(said, type=Particulars), content
        except msgspec.DecodeError:
            raise MakingFailed("the report did not say what it is") from None

    async def kept_version(self, code: EventCode, number: int, address: str | None) -> bytes:
        """A kept version, made again. Raises MakingFailed, also where it does not come out as it was."""
        _, content = await self._report(code, ["--number", str(number), *_published(address)])
        return content

    async def compared(self, code: EventCode) -> bytes:
        """What `plenary compare` says of the event, as JSON; somebody at a desk waits for it. Raises MakingFailed."""
        return await self._try(["compare", code], lambda count: None, Rank.LOW)

    async def as_it_stands(self, code: EventCode, address: str | None) -> bytes:
        """A report of all there is, under no number. Raises MakingFailed."""
        _, content = await self._report(code, _published(address))
        return content

    async def export(self, code: EventCode, arguments: Sequence[str], output: Path, told: Told) -> None:
        """An export of the event at `output`. told: hears how many records are done. Raises MakingFailed."""
        asked = ["export", code, "--output", str(output), *arguments, *self.of_public]
        await self._run(asked, told, output)

    async def _report(self, code: EventCode, arguments: Sequence[str]) -> tuple[bytes, bytes]:
        with tempfile.TemporaryDirectory(prefix="plenary-") as folder:
            output = Path(folder) / "report.html"
            asked = ["report", code, "--output", str(output), *self.of_public, *arguments]
            said = await self._run(asked, lambda count: None, output)
            return said, await asyncio.to_thread(output.read_bytes)

    async def _run(self, arguments: Sequence[str], told: Told, output: Path | None = None) -> bytes:
        """What the process says. output: what it may have begun to write."""
        try:
            return await self._try(arguments, told, self.rank)
        except _Starved:
            # On a machine that never rests a report would never come; now a vote may wait for it some milliseconds.
            if output is not None:
                await asyncio.to_thread(output.unlink, missing_ok=True)
            return await self._try(arguments, told, Rank.LOW)

    async def _try(self, arguments: Sequence[str], told: Told, rank: Rank) -> bytes:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "plenary",
            *arguments,
            *self.place,
            # One thread of numbers, and second to everything else: the hub's votes come first.
            env={**os.environ, **self.environment, "OPENBLAS_NUM_THREADS": "1", BACKGROUND: rank},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
        )
        assert child.stdout is not None
        assert child.stderr is not None
        heard = asyncio.gather(child.stdout.read(), _heard(child.stderr, told))
        try:
            async with asyncio.timeout(WITHIN_S):
                if rank is Rank.IDLE:
                    await asyncio.wait([heard], timeout=STARVED_AFTER_S)
                    had_s = processor_s(child.pid)
                    if not heard.done() and had_s is not None and had_s < STARVED_BELOW * STARVED_AFTER_S:
                        raise _Starved
                said, complaint = await heard
                status = await child.wait()
        except TimeoutError:
            raise MakingFailed("it took too long") from None
        finally:
            heard.cancel()
            heard.add_done_callback(_taken)
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        if status != 0:
            raise MakingFailed(complaint or f"it ended with status {status}")
        return said


def _taken(done: asyncio.Future[Any]) -> None:
    """Whoever asked has gone: how it ended is nobody's, and no error of ours."""
    if not done.cancelled():
        done.exception()


class _Starved(Exception):
    """The process gets next to nothing of the machine."""


def _published(address: str | None) -> list[str]:
    return [] if address is None else ["--public-url", address]


async def _heard(stream: asyncio.StreamReader, told: Told) -> str:
    """The last line that was no progress."""
    last = ""
    async for line in stream:
        text = line.decode(errors="replace").strip()
        if (count := COUNT.match(text)) and text.endswith("..."):
            told(int(count.group(1).replace(",", "")))
        elif text:
            last = text
    return last
