"""Newcomers are looked after a few at a time, so that a hall that comes at once does not hold up whoever is connected.

Reading a request and walking it through the application costs a core about half a millisecond, and so does a hello; an
event loop that found five thousand of them ready would answer no vote for two seconds.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final
from weakref import WeakKeyDictionary

# Some two milliseconds of work; then sockets have their turn. A vote takes four turns to its answer.
AT_ONCE: Final = 4


class Turnstile:
    """Of one event loop: lets AT_ONCE through each time round it."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._left = AT_ONCE
        self._is_turning = False

    def enter(self, go: Callable[[], None]) -> bool:
        """True if whoever comes may go through at once; otherwise `go` is called when it is their turn."""
        if not self._is_turning:
            self._is_turning = True
            asyncio.get_running_loop().call_soon(self._turn)
        if self._left and not self._waiting:
            self._left -= 1
            return True
        self._waiting.append(go)
        return False

    async def passed(self) -> None:
        """Returns when it is the caller's turn."""
        turn = asyncio.Event()
        if not self.enter(turn.set):
            await turn.wait()

    def _turn(self) -> None:
        self._left = AT_ONCE
        while self._waiting and self._left:
            self._left -= 1
            self._waiting.popleft()()
        if self._left < AT_ONCE:
            asyncio.get_running_loop().call_soon(self._turn)
        else:
            self._is_turning = False


_TURNSTILES: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Turnstile]] = WeakKeyDictionary()


def turnstile() -> Turnstile:
    """The one of the running event loop."""
    return _TURNSTILES.setdefault(asyncio.get_running_loop(), Turnstile())
