"""Who may come in now, who has not said hello yet, and when those who are sent away are to come back."""

import asyncio
from collections.abc import Callable
from math import ceil
from typing import Final, Protocol

from plenary.hub.room import Room
from plenary.hub.turnstile import Turnstile
from plenary.wire.closing import Closing

# From when the connection was made, so that whoever was made to wait by us waits here no longer; but they have a while.
HELLO_WITHIN_S: Final = 10.0
HELLO_AFTER_HANDSHAKE_S: Final = 4.0

# Those whose time is up are looked for at these steps of the clock.
LOOKS_EVERY_S: Final = 0.25

# So many are sent away at a time where many have said nothing; then the others have their turn.
SENT_AWAY_AT_ONCE: Final = 32

# So many may stand at the door: joining costs a core about half a millisecond each, and who is in comes first.
MOST_AT_THE_DOOR: Final = 10_000

# How many phones a second one hub takes in without those who are in noticing.
RETURNS_PER_S: Final = 400
SHORTEST_WINDOW_S: Final = 2
LONGEST_WINDOW_S: Final = 120

# When the server stops: how many goodbyes at a time at least, how long between them, and how long all of them may take.
GOODBYES: Final = 200
GOODBYES_EVERY_S: Final = 0.05
GOODBYES_WITHIN_S: Final = 3.0


class Guest(Protocol):
    """A conversation, as far as the door is concerned."""

    @property
    def has_begun(self) -> bool: ...
    def end(self, closing: Closing) -> None: ...


class Doorkeeper:
    """Counts who is between the handshake and hello, and names the window in which people come back.

    inside: how many connections there are beyond the door.   room: for more of them, in the machine's memory.
    """

    def __init__(self, inside: Callable[[], int], room: Room | None = None) -> None:
        self.hubs = 1
        """How many hubs serve the same events: those who are sent away spread over all of them."""
        self.hellos = Turnstile()
        """Who has said hello is shown in through it."""
        self._inside = inside
        self._room = room or Room()
        self._at_the_door: dict[Guest, int] = {}
        # Whose time is up at which step: those who were long over the handshake are due before others who came first.
        self._due: dict[int, dict[Guest, None]] = {}
        self._looking: asyncio.TimerHandle | None = None
        self._leaving: list[Guest] = []
        self._goodbyes_end_s: float | None = None
        self._is_closing = False
        self._last_window_s = SHORTEST_WINDOW_S

    @property
    def admits(self) -> bool:
        """Whether another may come to the door."""
        return len(self._at_the_door) < MOST_AT_THE_DOOR and not self._is_closing and not self._room.is_full

    def window_s(self) -> int:
        """Over how long clients spread their return: full jitter over this keeps the busiest second bearable."""
        if self._is_closing:
            return self._last_window_s
        people = self._inside() + len(self._at_the_door)
        others = max(self.hubs - 1, 1)  # who take them in, should this one die
        wanted = -(-people // (RETURNS_PER_S * others))
        return min(max(wanted, SHORTEST_WINDOW_S), LONGEST_WINDOW_S)

    def expect(self, guest: Guest, came_s: float) -> None:
        """Wait for the hello of a guest whose connection was made then, and not for long."""
        loop = asyncio.get_running_loop()
        due = max(came_s + HELLO_WITHIN_S, loop.time() + HELLO_AFTER_HANDSHAKE_S)
        step = ceil(due / LOOKS_EVERY_S)
        self._at_the_door[guest] = step
        self._due.setdefault(step, {})[guest] = None
        self._look_at(step * LOOKS_EVERY_S)

    def passed(self, guest: Guest) -> None:
        """The guest is inside, or gone."""
        step = self._at_the_door.pop(guest, None)
        if step is not None:
            del self._due[step][guest]
            if not self._due[step]:
                del self._due[step]
            if not self._at_the_door:
                # Empty, it would stay as large as it was with thousands in it.
                self._at_the_door.clear()

    def send_away(self, guest: Guest) -> None:
        """The server stops: say goodbye to the guest when its turn comes, and let nobody in any more."""
        if not self._leaving:
            asyncio.get_running_loop().call_soon(self._say_goodbyes)
        if not self._is_closing:
            self._is_closing, self._last_window_s = True, self.window_s()
        self._leaving.append(guest)

    def _look_at(self, when_s: float) -> None:
        if self._looking is not None:
            if self._looking.when() <= when_s:
                return
            self._looking.cancel()
        self._looking = asyncio.get_running_loop().call_at(when_s, self._look)

    def _look(self) -> None:
        self._looking = None
        left, now = SENT_AWAY_AT_ONCE, asyncio.get_running_loop().time()
        while self._due and left:
            step = min(self._due)
            if step * LOOKS_EVERY_S > now:
                break
            guest = next(iter(self._due[step]))
            self.passed(guest)
            if not guest.has_begun:
                left -= 1
                guest.end(Closing.HELLO_OVERDUE)
        if self._due:
            self._look_at(min(self._due) * LOOKS_EVERY_S)

    def _say_goodbyes(self) -> None:
        loop = asyncio.get_running_loop()
        if self._goodbyes_end_s is None:
            self._goodbyes_end_s = loop.time() + GOODBYES_WITHIN_S
        rounds = max(1.0, (self._goodbyes_end_s - loop.time()) / GOODBYES_EVERY_S)
        size = max(GOODBYES, ceil(len(self._leaving) / rounds))
        going, self._leaving = self._leaving[:size], self._leaving[size:]
        for guest in going:
            guest.end(Closing.RESTART)
        if self._leaving:
            loop.call_later(GOODBYES_EVERY_S, self._say_goodbyes)
