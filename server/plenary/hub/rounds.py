"""Telling many connections one thing, some hundred at a time, so that answers are not held up meanwhile."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, Generic, TypeVar

# Some five milliseconds of writing.
SLICE: Final = 512

Item = TypeVar("Item")


class Rounds(Generic[Item]):
    """One round after the other; each calls `tell` with slices of its items, and lets others go first in between."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Iterator[Item], Callable[[list[Item]], None]]] = deque()

    def begin(self, items: Iterable[Item], tell: Callable[[list[Item]], None]) -> None:
        """Go round those who are there now. The first slice, if no round is under way, is told before this returns."""
        is_first = not self._waiting
        self._waiting.append((iter(list(items)), tell))
        if is_first:
            self._go_on()

    def _go_on(self) -> None:
        left = SLICE
        while self._waiting and left:
            items, tell = self._waiting[0]
            some = list(islice(items, left))
            tell(some)
            if len(some) < left:
                self._waiting.popleft()
            left -= len(some)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._go_on)
