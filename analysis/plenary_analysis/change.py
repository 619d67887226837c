"""What is judged otherwise in the last minutes, guarded against noise (BEYOND section 5).

The votes cast within the window stand beside those cast before it, within opinion groups, as two venues would
(comparison.py). A vote without a time belongs to no window. Nothing here reads a clock: times come with the votes.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.comparison import FALSE_DISCOVERIES, contrasts, passing
from plenary_analysis.numbered import NumberedVotes, joined
from plenary_analysis.opinion_map import Change
from plenary_analysis.votes import BadVote, Vote, checked, natural_order

WINDOW_MS = 600_000
# Nothing is announced on fewer new votes, or with less posterior probability.
FEWEST_NEW = 10
LEAST_SURE = 0.9
# The time of a vote that carries none.
NEVER = -(2**63)


class RecentVotes:
    """The votes of the last minutes. Memory follows the votes within the window, also while nobody asks for them."""

    def __init__(self, window_ms: int = WINDOW_MS) -> None:
        self._window_ms = window_ms
        self._votes: deque[NumberedVotes] = deque()
        self._cast_ms: deque[Ints] = deque()
        self.newest_ms = NEVER

    def add(self, votes: NumberedVotes, cast_ms: Ints) -> None:
        """Take in votes and when each was cast, (v,), NEVER where that is unknown."""
        timed = cast_ms != NEVER
        if timed.any():
            self.newest_ms = max(self.newest_ms, int(cast_ms.max()))
            self._votes.append(votes.at(timed))
            self._cast_ms.append(cast_ms[timed])
        while self._cast_ms and self._cast_ms[0].max() <= self.newest_ms - self._window_ms:
            self._votes.popleft()
            self._cast_ms.popleft()

    def within(self, now_ms: int | None) -> tuple[NumberedVotes, Ints] | None:
        """Those cast within the window that ends now, and when; None for none. What came before is forgotten.

        now_ms: None for the newest vote known.
        """
        if not self._votes:
            return None
        now = self.newest_ms if now_ms is None else max(now_ms, self.newest_ms)
        votes, cast_ms = joined(self._votes), np.concatenate(self._cast_ms)
        kept = cast_ms > now - self._window_ms
        votes, cast_ms = votes.at(kept), cast_ms[kept]
        if not len(cast_ms):
            self._votes, self._cast_ms = deque(), deque()
            return None
        self._votes, self._cast_ms = deque([votes]), deque([cast_ms])
        return votes, cast_ms


def times_of(votes: Sequence[Vote]) -> Ints:
    """(v,) when each was cast, NEVER where that is unknown. Raises BadVote for what is no time."""
    if not {type(vote.cast_ms) for vote in votes} <= {int, type(None)}:
        for vote in votes:
            checked(vote)
    times = [NEVER if vote.cast_ms is None else vote.cast_ms for vote in votes]
    try:
        return np.array(times, dtype=np.int64)
    except OverflowError:
        raise BadVote("a time has 64 bits") from None


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
