"""Telling many connections one thing, some hundred at a time, so that answers are not held up meanwhile."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Generic, Protocol, TypeVar

log = logging.getLogger(__name__)

Item = TypeVar("Item")

# Two to five milliseconds of sending.
SLICE: Final = 512


class Round(Protocol):
    """One thing that is to be told to many."""

    @property
    def is_over(self) -> bool:
        """Whether everybody was told."""

    def step(self, most: int) -> int:
        """Tell at most so many, and at least one where the round is not over. Returns how many.

        Where it raises, whoever could not be told is left out, and the rest can be told by further steps.
        """


class Singly(Generic[Item]):
    """A round that tells one after the other. tell: tells one."""

    def __init__(self, items: Iterable[Item], tell: Callable[[Item], None]) -> None:
        self._items = deque(items)
        self._tell = tell

    @property
    def is_over(self) -> bool:
        return not self._items

    def step(self, most: int) -> int:
        count = min(most, len(self._items))
        for _ in range(count):
            self._tell(self._items.popleft())
        return count


class Rounds:
    """One round after the other, by slices; others have their turn in between."""

    def __init__(self) -> None:
        self._waiting: deque[Round] = deque()

    def begin(self, round_: Round) -> None:
        """Have it told, after those that have begun. The first slice, if none has, is told before this returns."""
        self._waiting.append(round_)
        if len(self._waiting) == 1:
            self._go_on()

    def _go_on(self) -> None:
        left = SLICE
        while self._waiting and left > 0:
            if not self._waiting[0].is_over:
                left -= self._step(self._waiting[0], left)
            if self._waiting[0].is_over:
                self._waiting.popleft()
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._go_on)

    def _step(self, round_: Round, most: int) -> int:
        try:
            return round_.step(most)
        except Exception:
            # What one cannot be told must not keep everything from everybody for as long as the event lives.
            log.exception("telling failed")
            return 1
