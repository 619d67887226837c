"""Memory that connections have held goes back to the system when many of them are gone.

Without being told, the C library keeps what was freed in the middle of its heap: a flood would leave much of its peak
behind. What refers to itself among the youngest objects waits until there are many more (`YOUNG_OBJECTS`). And a set
stays as large as it was with all of them in it.
"""

import asyncio
import contextlib
import ctypes
import gc
from collections.abc import Callable
from typing import Any, Final

# The C library's name for how many heaps there may be (malloc.h).
M_ARENA_MAX: Final = -8

AFTER_CONNECTIONS: Final = 500
WAITS_S: Final = 2.0


class GivingBack:
    """Counts who has gone. give: frees what can be freed, and has the C library give it back."""

    def __init__(self, give: Callable[[], object]) -> None:
        self._give = give
        self._gone = 0
        self._is_due = False
        self._stood_in: set[Any] = set()

    def one_has_gone(self, stood_in: set[Any]) -> None:
        """stood_in: where every connection stands while it is there."""
        self._gone += 1
        self._stood_in = stood_in
        if self._gone >= AFTER_CONNECTIONS and not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(WAITS_S, self._now)

    def _now(self) -> None:
        """Give back, and again for as long as more of them go."""
        self._is_due = self._gone > 0
        if self._is_due:
            self._gone = 0
            left = self._stood_in.copy()
            self._stood_in.clear()
            self._stood_in.update(left)
            self._give()
            asyncio.get_running_loop().call_later(WAITS_S, self._now)


def share_one_heap() -> None:
    """Have threads take memory from one heap. With one for each, as the C library has it, some five megabytes stay with
    every thread that has read the store once. To be called before there are threads."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def _trim() -> Callable[[], object]:
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: gc.collect(1)  # a C library that keeps nothing, or cannot be asked
    return lambda: (gc.collect(1), trim(0))


MEMORY: Final = GivingBack(_trim())
"""The process's own."""
