"""Whether two sides of the audience judge a statement differently: venues, room and remote, before and after.

Compared within opinion groups (Mantel & Haenszel 1959), so that a venue full of one group is not mistaken for an effect
of the venue; corrected for looking at many statements (Benjamini & Hochberg 1995).
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.opinion_map import OpinionMap
from plenary_analysis.votes import Vote, natural_order

# Of the differences that are announced, at most so many are false, on average.
FALSE_DISCOVERIES = 0.1
# A side with fewer votes on a statement is not compared.
FEWEST_VOTES = 10
# 80 % of a normal lies within this many standard deviations.
Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class Difference:
    """How one side differs from everybody else on a statement.

    agree, votes, other_agree, other_votes: counts, passes included in votes.
    difference: of the shares agreeing within groups, -1 .. 1; low, high: its 80 % interval.
    chance: of so large a difference without any, two-sided.
    is_announced: whether it survives the correction for looking at so many.
    """

    statement: str
    side: str
    agree: int
    votes: int
    other_agree: int
    other_votes: int
    difference: float
    low: float
    high: float
    chance: float
    is_announced: bool


def compare_sides(
    votes: Iterable[Vote], shown: OpinionMap, side_of: Callable[[Vote], str | None]
) -> tuple[Difference, ...]:
    """Every side against all others on every statement with enough votes on both, the least likely first.

    votes: the last of each person on each statement.   shown: whose groups are the strata; people without one are one
    more.   side_of: a venue, "room" or "remote", "before" or "after"; None leaves the vote out. With two sides, one is
    compared (the first by name): the other is its mirror image. What changed is announced by the same rule.
    """
    stratum = dict(zip(shown.participants, (shown.labels + 1).tolist(), strict=True))
    k = len(shown.groups) + 1
    cells: dict[str, dict[str, Floats]] = {}
    for vote in votes:
        side = side_of(vote)
        if side is not None and vote.participant in stratum:
            table = cells.setdefault(vote.statement, {}).setdefault(side, np.zeros((k, 2)))
            table[stratum[vote.participant], 0 if vote.value > 0 else 1] += 1
    sides = sorted({side for by_side in cells.values() for side in by_side})
    if len(sides) == 2:
        sides = sides[:1]
    found = []
    for statement in sorted(cells, key=natural_order):
        everybody: Floats = np.sum(list(cells[statement].values()), axis=0)
        for side in sides:
            own = cells[statement].get(side, np.zeros((k, 2)))
            others = everybody - own
            if min(own.sum(), others.sum()) >= FEWEST_VOTES:
                found.append(_difference(statement, side, own, others))
    found.sort(key=lambda one: (one.chance, natural_order(one.statement), one.side))
    announced = _announced(np.array([one.chance for one in found]))
    return tuple(_marked(one, place < announced) for place, one in enumerate(found))


def _difference(statement: str, side: str, own: Floats, others: Floats) -> Difference:
    n, other_n = own.sum(axis=1), others.sum(axis=1)
    total = n + other_n
    both = (n > 0) & (other_n > 0)
    agree = own[:, 0] + others[:, 0]
    safe = np.maximum(total, 1)
    surplus = float((own[:, 0] - n * agree / safe)[both].sum())
    spread = n * other_n * agree * (total - agree) / (safe * safe * np.maximum(total - 1, 1))
    variance = float(spread[both].sum())
    # Half a vote towards nothing: counts are whole, the normal is not.
    z = max(abs(surplus) - 0.5, 0.0) / math.sqrt(variance) if variance > 0 else 0.0
    chance = math.erfc(z / math.sqrt(2))

    weight = np.where(both, n * other_n / safe, 0.0)
    shares, other_shares = (own[:, 0] + 1) / (n + 2), (others[:, 0] + 1) / (other_n + 2)
    error = shares * (1 - shares) / (n + 3) + other_shares * (1 - other_shares) / (other_n + 3)
    whole = max(float(weight.sum()), 1e-12)
    raw = own[:, 0] / np.maximum(n, 1) - others[:, 0] / np.maximum(other_n, 1)
    difference = float((weight * raw).sum()) / whole
    reach = Z80 * math.sqrt(float((np.square(weight) * error).sum())) / whole
    return Difference(
        statement=statement,
        side=side,
        agree=int(own[:, 0].sum()),
        votes=int(n.sum()),
        other_agree=int(others[:, 0].sum()),
        other_votes=int(other_n.sum()),
        difference=difference,
        low=max(difference - reach, -1.0),
        high=min(difference + reach, 1.0),
        chance=chance,
        is_announced=False,
    )


def _announced(chances: Floats) -> int:
    """How many of these ascending chances are announced (Benjamini & Hochberg's step-up rule)."""
    bars = FALSE_DISCOVERIES * np.arange(1, len(chances) + 1) / max(len(chances), 1)
    under = np.flatnonzero(chances <= bars)
    return int(under[-1]) + 1 if len(under) else 0


def _marked(one: Difference, is_announced: bool) -> Difference:
    return Difference(
        **{name: getattr(one, name) for name in Difference.__slots__ if name != "is_announced"},
        is_announced=is_announced,
    )
