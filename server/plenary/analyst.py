"""The analyst: reads what is new in the log, has it analysed, and posts opinion maps to the bulletin.

It decides nothing about an event and knows of no socket. Numbers run in a worker thread, one event at a time.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import EventCode
from plenary.mapping.event_analysis import EventAnalysis
from plenary.store.ports import (
    Ballots,
    Bulletin,
    FactLog,
    Fenced,
    Heads,
    Lease,
    Leases,
    SoleAnalyst,
    StoreUnavailable,
)

logger = logging.getLogger(__name__)

PAGE: Final = 10_000
"""Ballots read at a time: some ten milliseconds of feeding, and a bound on memory while catching up."""

REST_SHARE: Final = 0.5
"""After a turn longer than the interval, rest for this part of it: hubs share the machine."""

MOST_READINGS: Final = 3
"""As often an event is begun anew in one turn: a log that makes each reading stale is not read for ever."""

RETRY_MS: Final = 60_000
"""A failed event is tried again at its next change, and after this long without one: an outage ends unannounced."""

IDLE_MS: Final = 15 * 60_000
"""Longer than a coffee break may be; reading a thousand votes again takes a tenth of a second."""

RENEW_EVERY_S: Final = 0.5
"""A quarter of what a lease lasts: a pause of the machine is not yet a death."""

Result = TypeVar("Result")
Mark = tuple[str, int, int]
"""Epoch, programme number and ballots number: how far an event was analysed."""


class Analyst:
    """Follows the events of a log that are its share, and posts the opinion map of each opened prompt as it changes.

    clock: milliseconds since 1970.   interval_s: from the beginning of one turn to the next, if it is done by then.
    leases: shares the events out among analysts.   k: no count that maps tell in public is of fewer people.
    """

    def __init__(
        self,
        log: FactLog,
        ballots: Ballots,
        bulletin: Bulletin,
        clock: Callable[[], int],
        interval_s: float = 2.0,
        leases: Leases | None = None,
        k: int = K,
    ) -> None:
        self._log = log
        self._ballots = ballots
        self._bulletin = bulletin
        self._clock = clock
        self._interval_s = interval_s
        self._events: dict[EventCode, EventAnalysis] = {}
        self._done: dict[EventCode, Mark] = {}
        self._retry_at: dict[EventCode, int] = {}
        self._leases = leases or SoleAnalyst()
        self._k = k
        self._name = secrets.token_hex(8)
        self._codes: list[EventCode] = []
        self._mine: dict[EventCode, Lease] = {}
        self._more_is_mine = asyncio.Event()

    async def run(self) -> None:
        """Take turns until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_leases(), name="leases")
                tasks.create_task(self._take_turns(), name="turns")
        finally:
            with contextlib.suppress(StoreUnavailable):
                await self._leases.leave(self._name)

    async def _take_turns(self) -> None:
        """A turn longer than the interval stretches it; turns never queue."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                await self.turn()
            except StoreUnavailable:
                logger.warning("the store does not serve")
            except Exception:
                logger.exception("the log's heads could not be read")
            took = loop.time() - began
            self._more_is_mine.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(self._interval_s - took, took * REST_SHARE)):
                    await self._more_is_mine.wait()

    async def _keep_leases(self) -> None:
        """Say often enough, also during a long turn, that this analyst is alive."""
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            before = self._mine.keys()
            with contextlib.suppress(StoreUnavailable):
                await self._share(self._codes)
                if self._mine.keys() - before:
                    self._more_is_mine.set()

    async def _share(self, codes: list[EventCode]) -> None:
        """Learn which events are this analyst's now, and forget what it knew of those that have changed hands."""
        self._codes = codes
        mine = await self._leases.share(self._name, codes)
        for code, lease in self._mine.items():
            if mine.get(code) != lease:
                self._events.pop(code, None)
                self._done.pop(code, None)
        self._mine = mine

    async def turn(self) -> None:
        """Bring every event that has changed up to date; one that fails is logged and does not stop the others."""
        every = await self._log.heads()
        await self._share([heads.code for heads in every])
        changed = [heads for heads in every if heads.code in self._mine and self._is_due(heads)]
        # Small ones first: a long backlog, as after a restart, holds up nobody else's map.
        for heads in sorted(changed, key=self._backlog):
            code = heads.code
            if (lease := self._mine.get(code)) is None:
                continue  # it has changed hands in mid-turn
            try:
                await self._analyse(heads, lease)
            except Fenced:
                logger.info("event %s is another analyst's by now", code)
                self._events.pop(code, None)
                continue
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

    async def _analyse(self, heads: Heads, lease: Lease) -> None:
        code, epoch = heads.code, heads.programme.epoch
        event = self._events.get(code)
        if event is None or event.epoch != epoch:
            event = EventAnalysis(epoch, await self._bulletin.latest(code), self._k)
            self._events[code] = event
        readings = 0
        while True:
            # Ballots first: each was decided on a programme that the later read is sure to hold.
            ballots = await self._ballots.since(code, event.ballots, PAGE)
            position, programme = await self._log.programme(code, event.programme)
            if position.epoch != epoch:
                # The log has begun anew since its heads were read: what was read before is of another.
                self._events.pop(code, None)
                return
            await self._compute(code, partial(event.take, programme, ballots))
            if event.is_stale and readings < MOST_READINGS:
                readings += 1
                event = EventAnalysis(epoch, await self._bulletin.latest(code), self._k)
                self._events[code] = event
                continue
            if len(ballots) < PAGE:
                break
        for prompt in event.changed():
            posting = await self._compute(code, partial(event.draw, prompt, self._clock()))
            if posting is not None:
                await self._bulletin.post(code, posting, lease)
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
