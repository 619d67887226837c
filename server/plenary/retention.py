"""Retention: so many days after anything was last said in an event, the server takes it away, with its report.

Several hubs of one Redis agree without a word. From the day on every one of them serves the event no more; an hour
later, when all have let go of it and none gives it back, whichever comes first takes it out of the store.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from plenary.deliberation.facts import EventCreated
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import (
    Ballots,
    Bulletin,
    EventUnknown,
    FactLog,
    Heads,
    RecordDamaged,
    Seats,
    StoreUnavailable,
)

log = logging.getLogger(__name__)

DAY_MS: Final = 86_400_000
SWEEP_EVERY_S: Final = 600.0
# Longer than a sweep takes to come round at the slowest hub.
GRACE_MS: Final = 3_600_000


class Retention:
    """Of one server. days: None where nothing is ever taken away.

    let_go: has the hub serve an event no more.   forget_files: takes away what stands beside the store; while it raises
    OSError, the event stays in the store.
    """

    def __init__(
        self,
        facts: FactLog,
        ballots: Ballots,
        bulletin: Bulletin,
        seats: Seats,
        clock: Callable[[], int],
        days: int | None,
        let_go: Callable[[EventCode], None] = lambda code: None,
        forget_files: Callable[[EventCode], None] = lambda code: None,
    ) -> None:
        self._facts = facts
        self._ballots = ballots
        self._bulletin = bulletin
        self._seats = seats
        self._clock = clock
        self._days = days
        self._let_go = let_go
        self._forget_files = forget_files

    async def run(self) -> None:
        """Sweep now and then, until cancelled."""
        while self._days is not None:
            try:
                await self.sweep()
            except StoreUnavailable:
                pass  # the next one comes
            except Exception:
                log.exception("a sweep for events past their retention failed")
            await asyncio.sleep(SWEEP_EVERY_S)

    async def until_ms(self, code: EventCode) -> int | None:
        """Until when the event is kept (ms since 1970), if nothing more is said in it; None for ever.

        Raises EventUnknown, StoreUnavailable.
        """
        if self._days is None:
            return None
        heads = next((one for one in await self._facts.heads() if one.code == code), None)
        if heads is None:
            raise EventUnknown(code)
        return await self._until_ms(heads, self._days)

    async def _until_ms(self, heads: Heads, days: int) -> int | None:
        _, programme = await self._facts.programme(heads.code)
        begun = programme[0].fact
        if isinstance(begun, EventCreated) and begun.rehearsal_of is not None:
            return None  # wiped much sooner, by those who made it
        last_ms = programme[-1].at_ms
        if heads.ballots:
            for record in await self._ballots.since(heads.code, heads.ballots - 1, 1):
                last_ms = max(last_ms, record.at_ms)
        return last_ms + days * DAY_MS

    async def is_over(self, code: EventCode) -> bool:
        """Whether the event is served no more. Raises EventUnknown, StoreUnavailable."""
        until_ms = await self.until_ms(code)
        return until_ms is not None and until_ms <= self._clock()

    async def sweep(self) -> list[EventCode]:
        """Let go of the events that are over, and take those out that have been for an hour; returns these.

        Raises StoreUnavailable.
        """
        gone: list[EventCode] = []
        if self._days is None:
            return gone
        for heads in await self._facts.heads():
            try:
                until_ms = await self._until_ms(heads, self._days)
                if until_ms is None or until_ms > self._clock():
                    continue
                self._let_go(heads.code)
                if until_ms + GRACE_MS <= self._clock():
                    await self._take_away(heads.code)
                    gone.append(heads.code)
            except EventUnknown:
                continue  # another hub was quicker
            except RecordDamaged as damage:
                log.error("whether an event is past its retention cannot be read: %s", damage)
            except OSError as trouble:
                log.error("its files cannot be taken away: %s", trouble.strerror, extra={"event": heads.code})
        return gone

    async def _take_away(self, code: EventCode) -> None:
        """Files first: while the store knows the event, whatever was left is found again."""
        await asyncio.to_thread(self._forget_files, code)
        await self._bulletin.forget(code)
        await self._seats.forget_seats(code)
        await self._facts.forget(code)
        log.warning("taken away at the end of its retention", extra={"event": code})
