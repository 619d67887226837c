"""The analyst: reads what is new in the log, has it analysed, and posts opinion maps to the bulletin.

It decides nothing about an event and knows of no socket. Numbers run in a worker thread, one event at a time.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from plenary.deliberation.vocabulary import EventCode
from plenary.mapping.event_analysis import EventAnalysis
from plenary.store.ports import Ballots, Bulletin, FactLog, Heads

logger = logging.getLogger(__name__)

PAGE: Final = 10_000
"""Ballots read at a time: some ten milliseconds of feeding, and a bound on memory while catching up."""

REST_SHARE: Final = 0.5
"""After a turn longer than the interval, rest for this part of it: hubs share the machine."""

RETRY_MS: Final = 60_000
"""A failed event is tried again at its next change, and after this long without one: an outage ends unannounced."""

IDLE_MS: Final = 15 * 60_000
"""Longer than a coffee break may be; reading a thousand votes again takes a tenth of a second."""

Result = TypeVar("Result")
Mark = tuple[str, int, int]
"""Epoch, programme number and ballots number: how far an event was analysed."""


class Analyst:
    """Follows every event of a log and posts the opinion map of each opened prompt as it changes.

    clock: milliseconds since 1970.   interval_s: from the beginning of one turn to the next, if it is done by then.
    """

    def __init__(
        self,
        log: FactLog,
        ballots: Ballots,
        bulletin: Bulletin,
        clock: Callable[[], int],
        interval_s: float = 2.0,
    ) -> None:
        self._log = log
        self._ballots = ballots
        self._bulletin = bulletin
        self._clock = clock
        self._interval_s = interval_s
        self._events: dict[EventCode, EventAnalysis] = {}
        self._done: dict[EventCode, Mark] = {}
        self._retry_at: dict[EventCode, int] = {}

    async def run(self) -> None:
        """Take turns until cancelled. A turn longer than the interval stretches it; turns never queue."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                await self.turn()
            except Exception:
                logger.exception("the log's heads could not be read")
            took = loop.time() - began
            await asyncio.sleep(max(self._interval_s - took, took * REST_SHARE))

    async def turn(self) -> None:
        """Bring every event that has changed up to date; one that fails is logged and does not stop the others."""
        changed = [heads for heads in await self._log.heads() if self._is_due(heads)]
        # Small ones first: a long backlog, as after a restart, holds up nobody else's map.
        for heads in sorted(changed, key=self._backlog):
            code = heads.code
            try:
                await self._analyse(heads)
            except Exception:
                logger.exception("the analysis of event %s failed", code)
                self._retry_at[code] = self._clock() + RETRY_MS
            else:
                self._retry_at.pop(code, None)
            self._done[code] = _mark(heads)
        self._let_idle_ones_go()

    def _let_idle_ones_go(self) -> None:
        """Keep no votes in memory of events where nothing happens: they are read again when something does."""
        for code, event in list(self._events.items()):
            if self._clock() - event.heard_ms > IDLE_MS:
                del self._events[code]

    def _is_due(self, heads: Heads) -> bool:
        retry_at = self._retry_at.get(heads.code)
        overdue = retry_at is not None and self._clock() >= retry_at
        return overdue or self._done.get(heads.code) != _mark(heads)

    def _backlog(self, heads: Heads) -> int:
        event = self._events.get(heads.code)
        return heads.ballots - (event.ballots if event else 0)

    async def _analyse(self, heads: Heads) -> None:
        code, epoch = heads.code, heads.programme.epoch
        event = self._events.get(code)
        if event is None or event.epoch != epoch:
            event = EventAnalysis(epoch, await self._bulletin.latest(code))
            self._events[code] = event
        while True:
            # Ballots first: each was decided on a programme that the later read is sure to hold.
            ballots = await self._ballots.since(code, event.ballots, PAGE)
            _, programme = await self._log.programme(code, event.programme)
            await self._compute(code, partial(event.take, programme, ballots))
            if len(ballots) < PAGE:
                break
        for prompt in event.changed():
            posting = await self._compute(code, partial(event.draw, prompt, self._clock()))
            if posting is not None:
                await self._bulletin.post(code, posting)
                event.posted(posting)

    async def _compute(self, code: EventCode, work: Callable[[], Result]) -> Result:
        """What the work gives, off the event loop. If it breaks, what it was working on is not used again."""
        try:
            return await asyncio.to_thread(work)
        except Exception:
            self._events.pop(code, None)
            raise


def _mark(heads: Heads) -> Mark:
    return (heads.programme.epoch, heads.programme.number, heads.ballots)
