"""How fast votes come in, from the times that the log has beside them: for forecasts, never for order."""

from collections import deque
from typing import Final

WINDOW_MS: Final = 10 * 60_000
"""Shorter than a programme item, longer than the silence in which a statement is read."""


class Pace:
    """Counts the votes of the last ten minutes, in buckets of one second."""

    def __init__(self) -> None:
        self._buckets: deque[tuple[int, int]] = deque()
        self._first_ms: int | None = None

    def quicken(self, at_ms: int) -> None:
        """One vote came in at that time; times may be equal or step back, as clocks do."""
        if self._first_ms is None:
            self._first_ms = at_ms
        second = at_ms // 1_000
        if self._buckets and self._buckets[-1][0] >= second:
            latest, count = self._buckets[-1]
            self._buckets[-1] = (latest, count + 1)
        else:
            self._buckets.append((second, 1))
            self._forget(at_ms)

    def votes_per_s(self, now_ms: int) -> float:
        """Over the window, or over the time since the first vote where that is shorter; 0 before it."""
        self._forget(now_ms)
        if self._first_ms is None:
            return 0.0
        lasted_ms = min(max(now_ms - self._first_ms, 1_000), WINDOW_MS)
        return 1_000 * sum(count for _, count in self._buckets) / lasted_ms

    def _forget(self, now_ms: int) -> None:
        while self._buckets and self._buckets[0][0] * 1_000 < now_ms - WINDOW_MS:
            self._buckets.popleft()
