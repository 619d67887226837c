"""Connections that owe us a request's head, and how those go that owe it for too long."""

import asyncio
from collections.abc import Iterator
from typing import Final, Protocol

from plenary.hub.looped import OneEach

HEAD_WITHIN_S: Final = 10.0

# A browser opens some ahead and says nothing on them. Beyond that the ones that have been silent longest go.
MOST_SILENT: Final = 1_000
# Nobody is taken for silent before what they have said can have been read, though thousands come with them.
HEARD_AFTER_S: Final = 0.5

LOOKS_EVERY_S: Final = 0.25
# An end takes some 20 us: the loop has its other turns in between.
CUT_AT_ONCE: Final = 8


class Owing(Protocol):
    """Who owes a head."""

    def cut(self) -> None:
        """End the connection now."""


class Silent:
    """Of one event loop, those who owe a head: oldest first, one timer for all."""

    def __init__(self) -> None:
        # Since when they owe it.
        self._owing: dict[Owing, float] = {}
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.Handle | None = None

    def enter(self, one: Owing) -> None:
        """Have it cut if it owes its head for too long."""
        self._owing[one] = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(LOOKS_EVERY_S, self._look)

    def leave(self, one: Owing) -> None:
        """It owes no head any more."""
        if self._owing.pop(one, None) is not None and not self._owing:
            # Empty, it would stay as large as it was with thousands in it.
            self._owing.clear()

    def drop_oldest(self) -> bool:
        """Cut the one that has been silent longest; False where nobody has been so for long."""
        oldest = next(iter(self._owing), None)
        is_silent = oldest is not None and self._owing[oldest] <= self._loop.time() - HEARD_AFTER_S
        if oldest is not None and is_silent:
            self._cut(oldest)
        return is_silent

    def _look(self) -> None:
        self._cut_some(iter(self._overdue()))

    def _overdue(self) -> list[Owing]:
        """Those whose time is up, and those of the oldest that are too many."""
        now, spare = self._loop.time(), len(self._owing) - MOST_SILENT
        overdue: list[Owing] = []
        for one, since_s in self._owing.items():
            if now - since_s < (HEARD_AFTER_S if len(overdue) < spare else HEAD_WITHIN_S):
                break
            overdue.append(one)
        return overdue

    def _cut_some(self, going: Iterator[Owing]) -> None:
        left = CUT_AT_ONCE
        for one in going:
            if one in self._owing:
                self._cut(one)
                left -= 1
            if not left:
                self._timer = self._loop.call_soon(self._cut_some, going)
                return
        self._timer = self._loop.call_later(LOOKS_EVERY_S, self._look) if self._owing else None

    def _cut(self, one: Owing) -> None:
        self.leave(one)
        one.cut()


silent: Final = OneEach(Silent)
