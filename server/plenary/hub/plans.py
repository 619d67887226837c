"""Keeps to what is planned: when something falls due, the rules are asked to do it.

Every hub that has the event open asks; the first does it, and the others find it done.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from plenary.deliberation.commands import Command, FollowPlans
from plenary.deliberation.rules.programme import next_due_ms
from plenary.hub.known import KnownEvent
from plenary.store.ports import StoreUnavailable

log = logging.getLogger(__name__)

# Clocks are set and machines sleep: nobody waits longer than this without looking at the clock again.
LOOK_AGAIN_S: Final = 30.0

AFTER_TROUBLE_S: Final = 1.0


class Plans:
    """Of one live event. `run` must be running for anything to happen by itself."""

    def __init__(self, known: KnownEvent, carry_out: Callable[[Command], Awaitable[None]]) -> None:
        self._known = known
        self._carry_out = carry_out
        self._moved = asyncio.Event()

    def due(self) -> FollowPlans | None:
        """What to ask of the rules now; None if nothing is due, as in an archive for ever."""
        if self._known.state.is_archive:
            return None
        due_ms, now_ms = next_due_ms(self._known.state), self._known.clock()
        return FollowPlans(now_ms) if due_ms is not None and due_ms <= now_ms else None

    def moved(self) -> None:
        """The programme has moved: something else may be due next."""
        self._moved.set()

    async def run(self) -> None:
        """Ask when something is due, for as long as the hub lives."""
        while True:
            self._moved.clear()
            if (command := self.due()) is not None:
                try:
                    await self._carry_out(command)
                except StoreUnavailable:
                    await asyncio.sleep(AFTER_TROUBLE_S)
                except Exception:
                    log.exception("following the plans failed", extra={"event": self._known.code})
                    await asyncio.sleep(AFTER_TROUBLE_S)
                continue
            due_ms = None if self._known.state.is_archive else next_due_ms(self._known.state)
            wait_s = None if due_ms is None else min((due_ms - self._known.clock()) / 1000, LOOK_AGAIN_S)
            try:
                async with asyncio.timeout(wait_s):
                    await self._moved.wait()
            except TimeoutError:
                pass
