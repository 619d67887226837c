"""What is judged otherwise in the last minutes, guarded against noise (BEYOND section 5).

The votes cast within the window stand beside those cast before it, within opinion groups, as two venues would
(comparison.py). A vote without a time belongs to no window. Nothing here reads a clock: times come with the votes.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.comparison import FALSE_DISCOVERIES, contrasts, passing
from plenary_analysis.opinion_map import Change
from plenary_analysis.votes import Stamp, Vote, natural_order

WINDOW_MS = 600_000
# Nothing is announced on fewer new votes, or with less posterior probability.
FEWEST_NEW = 10
LEAST_SURE = 0.9


class RecentVotes:
    """The votes of the last minutes, oldest first. Memory follows the votes within the window."""

    def __init__(self, window_ms: int = WINDOW_MS) -> None:
        self._window_ms = window_ms
        self._votes: deque[Vote] = deque()
        self._newest_ms = 0

    def add(self, votes: Iterable[Vote]) -> None:
        """Take in votes that carry a time; those out of the window by now are forgotten."""
        for vote in votes:
            if vote.cast_ms is not None:
                self._newest_ms = max(self._newest_ms, vote.cast_ms)
                self._votes.append(vote)
        self._forget(self._newest_ms)

    def cells(self, now_ms: int | None) -> dict[tuple[str, str], Stamp]:
        """(participant, statement) -> highest stamp, of what was cast within the window that ends now.

        now_ms: None for the newest vote known.
        """
        now = self._newest_ms if now_ms is None else max(now_ms, self._newest_ms)
        self._forget(now)
        highest: dict[tuple[str, str], Stamp] = {}
        for vote in self._votes:
            if vote.cast_ms is not None and vote.cast_ms > now - self._window_ms:
                cell = (vote.participant, vote.statement)
                highest[cell] = max(vote.stamp, highest.get(cell, vote.stamp))
        return highest

    def _forget(self, now_ms: int) -> None:
        # Votes come in nearly in the order of their times; one that is late is left out in `cells`.
        while self._votes and (self._votes[0].cast_ms or 0) <= now_ms - self._window_ms:
            self._votes.popleft()


def changes(names: tuple[str, ...], recent: Floats, earlier: Floats) -> tuple[Change, ...]:
    """The statements whose recent votes differ from the earlier ones, the surest first.

    recent, earlier: (k, m, 2) votes that agree, and that do not, of each group. Announced are differences with
    a posterior of LEAST_SURE on FEWEST_NEW new votes, that survive the correction for looking at so many.
    """
    enough = np.flatnonzero(np.minimum(recent.sum(axis=(0, 2)), earlier.sum(axis=(0, 2))) >= FEWEST_NEW)
    if len(enough) == 0:
        return ()
    found = contrasts(recent[:, enough], earlier[:, enough])
    announced = passing(found.chance, FALSE_DISCOVERIES)
    sureness = 1 - found.chance / 2
    result = []
    for place, j in enumerate(enough.tolist()):
        sure = float(sureness[place])
        if announced[place] and sure >= LEAST_SURE:
            then, now = earlier[:, j].sum(axis=0), recent[:, j].sum(axis=0)
            result.append(
                Change(
                    statement=names[j],
                    votes=int(now.sum()),
                    before=float(then[0] / then.sum()),
                    after=float(now[0] / now.sum()),
                    difference=float(found.difference[place]),
                    low=float(found.low[place]),
                    high=float(found.high[place]),
                    sureness=sure,
                )
            )
    result.sort(key=lambda one: (-one.sureness, -abs(one.difference), natural_order(one.statement)))
    return tuple(result)
