"""How long votes take: to the disk, and from there into an opinion map that this hub has told its screens.

Measured at the hub, from the moment that a vote is answered "counted" to the moment that the map which contains it is
in the outboxes. What a network then takes to a screen is not in it; nor are votes that came in at another hub.
"""

from collections import deque
from typing import Final

from plenary.wire.from_server import Delay

# The figures speak of the last minutes, not of the morning.
WINDOW_MS: Final = 180_000
MOST: Final = 2_000

TROUBLE_MS: Final = 10_000


class Instruments:
    """Of one event at one hub. Times are in milliseconds since 1970."""

    def __init__(self) -> None:
        self._underway: deque[tuple[int, int]] = deque(maxlen=MOST)
        self._told: deque[tuple[int, int]] = deque(maxlen=MOST)
        self._saved: deque[tuple[int, int]] = deque(maxlen=MOST)
        self._failed_ms: int | None = None

    def saved(self, took_ms: int, now_ms: int) -> None:
        """The store has kept something, and took so long."""
        self._saved.append((now_ms, took_ms))
        self._failed_ms = None

    def failed(self, now_ms: int) -> None:
        """The store could not keep something."""
        self._failed_ms = now_ms

    def counted(self, ballot: int, now_ms: int) -> None:
        """Ballot records up to that number, a vote among the last, are answered; votes kept together count once."""
        self._underway.append((ballot, now_ms))

    def told(self, ballots: int, now_ms: int) -> None:
        """A map that contains the ballot records up to that number is in the outboxes."""
        while self._underway and self._underway[0][0] <= ballots:
            _, counted_ms = self._underway.popleft()
            self._told.append((now_ms, now_ms - counted_ms))

    def delay(self, now_ms: int) -> Delay | None:
        """How long votes took lately; None without any."""
        return _quantiles(self._told, now_ms)

    def saving(self, now_ms: int) -> Delay | None:
        """How long the store took lately; None where it has kept nothing."""
        return _quantiles(self._saved, now_ms)

    def is_in_trouble(self, now_ms: int) -> bool:
        """Whether the store failed a moment ago and has kept nothing since."""
        return self._failed_ms is not None and now_ms - self._failed_ms < TROUBLE_MS


def _quantiles(measured: deque[tuple[int, int]], now_ms: int) -> Delay | None:
    while measured and measured[0][0] < now_ms - WINDOW_MS:
        measured.popleft()
    if not measured:
        return None
    sizes = sorted(took_ms for _, took_ms in measured)
    last = len(sizes) - 1
    # The nearest rank: a figure that was measured, none in between.
    return Delay(sizes[round(last * 0.5)], sizes[round(last * 0.95)], len(sizes))
