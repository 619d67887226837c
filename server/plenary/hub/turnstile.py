"""Newcomers are looked after a few at a time, so that a hall that comes at once does not hold up whoever is connected.

Reading a request and walking it through the application costs a core about half a millisecond, and so does a hello; an
event loop that found five thousand of them ready would answer no vote for two seconds.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from plenary.hub.looped import OneEach

# Some half a millisecond of work; then sockets have their turn. A vote takes four turns to its answer.
AT_ONCE: Final = 1

# While somebody waits for an answer newcomers wait too, but so long at most; then some of them go through together, so
# that a hall that votes all the time still takes in five hundred a second.
HELD_FOR_S: Final = 0.004
AT_ONCE_AFTER_ALL: Final = 4


class Underway:
    """How many of those who are in wait for an answer, and who comes after them."""

    def __init__(self) -> None:
        self._count = 0
        self._after: dict[Callable[[], None], None] = {}

    def __bool__(self) -> bool:
        return self._count > 0

    def began(self) -> None:
        """Somebody has asked for something."""
        self._count += 1

    def ended(self) -> None:
        """They have been answered."""
        self._count -= 1
        if not self._count:
            after, self._after = self._after, {}
            for go in after:
                asyncio.get_running_loop().call_soon(go)

    def then(self, go: Callable[[], None]) -> None:
        """Have this called once nobody waits; once, however often it was said."""
        self._after[go] = None


class Turnstile:
    """Of one event loop: lets AT_ONCE through each time round it, while nobody who is in waits for an answer."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._left = AT_ONCE
        self._is_turning = False
        self._held: asyncio.TimerHandle | None = None

    def enter(self, go: Callable[[], None]) -> bool:
        """True if whoever comes may go through at once; otherwise `go` is called when it is their turn."""
        if not self._is_turning:
            self._is_turning = True
            asyncio.get_running_loop().call_soon(self._turn)
        if self._left and not self._waiting and not underway():
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
        if self._waiting and underway():
            self._held = asyncio.get_running_loop().call_later(
                HELD_FOR_S, self._let_through, AT_ONCE_AFTER_ALL
            )
            underway().then(self._go_on)
        else:
            self._let_through(AT_ONCE)

    def _go_on(self) -> None:
        """Nobody waits any more; perhaps that took too long, and newcomers have gone through."""
        if self._held is not None:
            self._let_through(AT_ONCE)

    def _let_through(self, most: int) -> None:
        if self._held is not None:
            self._held.cancel()
            self._held = None
        going = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        for go in going:
            go()
        if going or not self._left:
            self._left = 0 if going else AT_ONCE
            asyncio.get_running_loop().call_soon(self._turn)
        else:
            self._is_turning = False


underway: Final = OneEach(Underway)

turnstile: Final = OneEach(Turnstile)
"""For requests."""
