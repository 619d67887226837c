"""Sees to it that an event whose last prompt has closed has a report, and that every kept version can be read."""

import asyncio
import gzip
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plenary.deliberation.facts import ProgrammeFact, PromptClosed
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.report_commands import KeepReport
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, GrantId
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.reporting.making import Maker, MakingFailed
from plenary.reporting.shelf import Shelf
from plenary.store.ports import EventUnknown, Position, StoreUnavailable

log = logging.getLogger(__name__)

AGAIN_AFTER_S: Final = (2.0, 10.0, 30.0)
"""When making one has failed. A report is due within a minute of the close."""

RECENT_MS: Final = 86_400_000
"""At its start a server makes the reports that a dead one left undone; those of long ago wait until somebody asks."""


@dataclass(slots=True)
class Work:
    """What goes on for one event. failed: the last attempt came to nothing, and no other is under way."""

    task: asyncio.Task[None] | None = None
    failed: bool = False

    @property
    def goes_on(self) -> bool:
        return self.task is not None and not self.task.done()


class Reporter:
    """Makes, keeps and finds reports. base: the address that people reach the server by, where that is known.

    `run` must be running for reports to be made.
    """

    def __init__(self, hub: Hub, maker: Maker, shelf: Shelf, base: str | None) -> None:
        self._hub = hub
        self._maker = maker
        self._shelf = shelf
        self._base = base
        self._works: dict[EventCode, Work] = {}
        self._seen: dict[EventCode, Position] = {}
        self._of_archives: dict[EventCode, asyncio.Task[bytes | None]] = {}
        self._tasks: asyncio.TaskGroup | None = None
        # One at a time: they share the machine with the votes.
        self._turn = asyncio.Semaphore(1)

    async def run(self) -> None:
        """Make reports as they fall due, until cancelled."""
        moves = self._hub.facts.follow()
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            tasks.create_task(self._catch_up(), name="reports left undone")
            async for code in moves:
                await self._look_at(code)

    async def show_archives(self) -> None:
        """Make the reports of events that are archives at once, until cancelled: somebody has come to read them."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            try:
                for head in await self._hub.facts.heads():
                    event = await self._hub.live_event(head.code)
                    tasks.create_task(self.of_archive(head.code, len(event.known.state.reports)))
            except (EventUnknown, StoreUnavailable):
                pass  # made when somebody asks
            await asyncio.Event().wait()

    def work(self, code: EventCode) -> Work:
        """What goes on for the event."""
        return self._works.get(code, Work())

    async def ask(self, code: EventCode, by: GrantId | None = None) -> None:
        """Have the next version made, unless one is being made. Raises EventUnknown, StoreUnavailable."""
        event = await self._hub.live_event(code)
        work = self._works.setdefault(code, Work())
        if work.goes_on or self._tasks is None:
            return
        work.failed = False
        work.task = self._tasks.create_task(self._make(event, work, by), name=f"report {code}")

    async def version(self, code: EventCode, number: int) -> bytes | None:
        """A kept version, compressed with gzip; made again where its file is gone. None where it cannot be had."""
        if (found := await asyncio.to_thread(self._shelf.get, code, number)) is not None:
            return found
        try:
            async with self._turn:
                content = await self._maker.kept_version(code, number, self._base)
            await asyncio.to_thread(self._shelf.put, code, number, content)
        except (MakingFailed, OSError) as trouble:
            log.warning("a kept report cannot be made again: %s", trouble, extra={"event": code})
            return None
        return await asyncio.to_thread(gzip.compress, content)

    async def compared(self, code: EventCode) -> bytes:
        """What the votes say with the ballots that look alike and without, as JSON. Raises MakingFailed."""
        async with self._turn:
            return await self._maker.compared(code)

    async def of_archive(self, code: EventCode, newest: int) -> bytes | None:
        """The newest version, compressed with gzip; where it does not come out as it was kept, all there is, anew.

        newest: its number, 0 where none was kept. None where nothing can be made.
        """
        made = self._of_archives.get(code)
        if made is None or (made.done() and made.result() is None):
            if self._tasks is None:
                return None
            made = self._tasks.create_task(self._made_of_archive(code, newest), name=f"report {code}")
            self._of_archives[code] = made
        # Whoever gives up waiting, or loads the page again, must not have it begun anew.
        return await asyncio.shield(made)

    async def _made_of_archive(self, code: EventCode, newest: int) -> bytes | None:
        try:
            if newest and (content := await self.version(code, newest)) is not None:
                return content
            async with self._turn:
                made = await self._maker.as_it_stands(code, self._base)
            return await asyncio.to_thread(gzip.compress, made)
        except (MakingFailed, OSError) as trouble:
            log.warning("no report was made: %s", trouble, extra={"event": code})
        except Exception:
            log.exception("no report was made", extra={"event": code})
        return None

    async def _look_at(self, code: EventCode) -> None:
        """Ask for the event's report if it is due."""
        seen = self._seen.get(code)
        try:
            position, records = await self._hub.facts.programme(code, seen.number if seen else 0)
            # Nothing else makes one due, and whoever writes a statement must not have all of them read again.
            has_closed = any(isinstance(record.fact, PromptClosed) for record in records)
            has_begun_anew = seen is not None and seen.epoch != position.epoch
            if has_closed or has_begun_anew or self.work(code).failed:
                if seen is not None:
                    _, records = await self._hub.facts.programme(code)
                if await asyncio.to_thread(_is_due, [record.fact for record in records]):
                    await self.ask(code)
            self._seen[code] = position
        except (EventUnknown, StoreUnavailable):
            pass  # it will move again, or the next server finds it due
        except Exception:
            log.exception("whether a report is due cannot be told", extra={"event": code})

    async def _catch_up(self) -> None:
        try:
            heads = await self._hub.facts.heads()
        except StoreUnavailable:
            return
        for one in heads:
            _, records = await self._hub.facts.programme(one.code, max(one.programme.number - 1, 0))
            if records and records[-1].at_ms > self._hub.clock() - RECENT_MS:
                await self._look_at(one.code)

    async def _make(self, event: LiveEvent, work: Work, by: GrantId | None) -> None:
        for wait_s in (0.0, *AGAIN_AFTER_S):
            await asyncio.sleep(wait_s)
            try:
                async with self._turn:
                    await self._make_once(event, by)
            except Refusal:
                return  # another hub has kept it
            except (MakingFailed, OSError, StoreUnavailable) as trouble:
                log.warning("no report was made: %s", trouble, extra={"event": event.code})
            except Exception:
                log.exception("no report was made", extra={"event": event.code})
            else:
                return
        work.failed = True

    async def _make_once(self, event: LiveEvent, by: GrantId | None) -> None:
        made, content = await self._maker.next_version(event.code, self._base)
        await asyncio.to_thread(self._shelf.put, event.code, made.number, content)
        await event.carry_out(
            KeepReport(
                made.number,
                made.programme,
                made.ballots,
                made.digest,
                made.programme_head,
                made.ballots_head,
                by,
            )
        )


def _is_due(programme: Sequence[ProgrammeFact]) -> bool:
    return Deliberation(programme).report_is_due
