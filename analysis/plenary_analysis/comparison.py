"""Whether two sides of the audience judge a statement differently: venues, room and remote, before and after.

Compared within opinion groups (Mantel & Haenszel 1959), so that a venue full of one group is not mistaken for an effect
of the venue; corrected for looking at many statements (Benjamini & Hochberg 1995).
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.opinion_map import Difference, OpinionMap
from plenary_analysis.votes import Vote, VoteMatrix, natural_order

# Of the differences that are announced, at most so many are false, on average.
FALSE_DISCOVERIES = 0.1
# A side with fewer votes on a statement is not compared.
FEWEST_VOTES = 10
# 80 % of a normal lies within this many standard deviations.
Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class VenueGap:
    """The largest announced difference on a statement: which side, and how large, 0 .. 1."""

    side: str
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Contrasts:
    """One side against another on c statements, (c,) each, as in `Difference`."""

    difference: Floats
    low: Floats
    high: Floats
    chance: Floats


def compare_sides(
    votes: Iterable[Vote], shown: OpinionMap, side_of: Callable[[Vote], str | None]
) -> tuple[Difference, ...]:
    """Every side against all others on every statement with enough votes on both, the least likely first.

    votes: the last of each person on each statement.   shown: whose groups are the strata; people without one are one
    more.   side_of: a venue, "room" or "remote", "before" or "after"; None leaves the vote out. With two sides, one is
    compared (the first by name): the other is its mirror image.
    """
    stratum = dict(zip(shown.participants, (shown.labels + 1).tolist(), strict=True))
    cells = [
        (vote.statement, side, stratum[vote.participant], 0 if vote.value > 0 else 1)
        for vote in votes
        if (side := side_of(vote)) is not None and vote.participant in stratum
    ]
    statements = sorted({cell[0] for cell in cells}, key=natural_order)
    sides = sorted({cell[1] for cell in cells})
    place = {name: j for j, name in enumerate(statements)}
    place_of_side = {name: s for s, name in enumerate(sides)}
    counts = np.zeros((len(sides), len(shown.groups) + 1, len(statements), 2))
    for statement, side, group, answer in cells:
        counts[place_of_side[side], group, place[statement], answer] += 1
    return differences(tuple(statements), tuple(sides), counts)


def differences(
    statements: tuple[str, ...], sides: tuple[str, ...], counts: Floats
) -> tuple[Difference, ...]:
    """The same from counts (sides, k, m, 2): votes that agree, and that do not, of each group on each side."""
    everybody = counts.sum(axis=0)
    found: list[Difference] = []
    for s, side in enumerate(sides[:1] if len(sides) == 2 else sides):
        own, others = counts[s], everybody - counts[s]
        total, other_total = own.sum(axis=0), others.sum(axis=0)
        enough = np.flatnonzero(np.minimum(total.sum(axis=1), other_total.sum(axis=1)) >= FEWEST_VOTES)
        contrast = contrasts(own[:, enough], others[:, enough])
        found += [
            Difference(
                statement=statements[j],
                side=side,
                agree=int(total[j, 0]),
                votes=int(total[j].sum()),
                other_agree=int(other_total[j, 0]),
                other_votes=int(other_total[j].sum()),
                difference=float(contrast.difference[place]),
                low=float(contrast.low[place]),
                high=float(contrast.high[place]),
                chance=float(contrast.chance[place]),
                is_announced=False,
            )
            for place, j in enumerate(enough.tolist())
        ]
    found.sort(key=lambda one: (one.chance, natural_order(one.statement), one.side))
    announced = passing(np.array([one.chance for one in found]), FALSE_DISCOVERIES)
    return tuple(replace(one, is_announced=bool(announced[place])) for place, one in enumerate(found))


def sided_counts(
    ids: tuple[str, ...], matrix: VoteMatrix, labels: Ints, k: int, side: Ints, n_sides: int
) -> Floats:
    """(n_sides, k + 1, m, 2) votes that agree, and that do not, by side, group (people without one first), statement.

    ids: m statements, among them those of the matrix.   labels: (n,) from 0, -1 for none.   side: (v,) of each vote,
    -1 to leave it out.
    """
    place_of = {name: j for j, name in enumerate(ids)}
    columns = np.array([place_of[name] for name in matrix.statements], dtype=np.int64)
    taken = side >= 0
    answer = (matrix.value[taken] <= 0).astype(np.int64)
    group = labels[matrix.row[taken]] + 1
    code = ((side[taken] * (k + 1) + group) * len(ids) + columns[matrix.column[taken]]) * 2 + answer
    shape = (n_sides, k + 1, len(ids), 2)
    counts: Floats = np.bincount(code, minlength=math.prod(shape)).reshape(shape).astype(np.float64)
    return counts


def announced_gaps(found: Iterable[Difference]) -> dict[str, VenueGap]:
    """The largest announced difference on each statement that has one."""
    gaps: dict[str, VenueGap] = {}
    for one in found:
        size = abs(one.difference)
        if one.is_announced and size > gaps.get(one.statement, VenueGap("", 0.0)).size:
            gaps[one.statement] = VenueGap(one.side, size)
    return gaps


def contrasts(own: Floats, others: Floats) -> Contrasts:
    """One side against the other within strata, for c statements at once.

    own, others: (k, c, 2) votes that agree and that do not, of each stratum. A stratum that is only on one side says
    nothing. The interval is that of the difference of Beta posteriors, one pseudo-count on either side.
    """
    n, other_n = own.sum(axis=2), others.sum(axis=2)
    total = n + other_n
    both = (n > 0) & (other_n > 0)
    agree = own[..., 0] + others[..., 0]
    safe = np.maximum(total, 1)
    surplus = np.where(both, own[..., 0] - n * agree / safe, 0.0).sum(axis=0)
    spread = n * other_n * agree * (total - agree) / (safe * safe * np.maximum(total - 1, 1))
    variance = np.where(both, spread, 0.0).sum(axis=0)
    # Half a vote towards nothing: counts are whole, the normal is not.
    z = np.maximum(np.abs(surplus) - 0.5, 0.0) / np.sqrt(np.where(variance > 0, variance, np.inf))
    chance = np.array([math.erfc(value / math.sqrt(2)) for value in z.tolist()])

    weight = np.where(both, n * other_n / safe, 0.0)
    shares, other_shares = (own[..., 0] + 1) / (n + 2), (others[..., 0] + 1) / (other_n + 2)
    # Of the plain shares, not of the smoothed ones: these waver less.
    error = shares * (1 - shares) / (n + 1) + other_shares * (1 - other_shares) / (other_n + 1)
    whole = np.maximum(weight.sum(axis=0), 1e-12)
    raw = own[..., 0] / np.maximum(n, 1) - others[..., 0] / np.maximum(other_n, 1)
    difference = (weight * raw).sum(axis=0) / whole
    reach = Z80 * np.sqrt((np.square(weight) * error).sum(axis=0)) / whole
    return Contrasts(
        difference, np.maximum(difference - reach, -1.0), np.minimum(difference + reach, 1.0), chance
    )


def passing(chances: Floats, false_discoveries: float) -> Flags:
    """Which of these chances are announced if so many of the announced may be false (Benjamini & Hochberg's rule)."""
    order = np.sort(chances)
    bars = false_discoveries * np.arange(1, len(chances) + 1) / max(len(chances), 1)
    under = np.flatnonzero(order <= bars)
    highest = float(order[under[-1]]) if len(under) else -1.0
    announced: Flags = chances <= highest
    return announced
