"""Which statements stand for which opinion group: Plenary's own choice, on memberships as weights (BEYOND section 5).

The measures are Polis' (representative.py, SPEC section 9): a group votes more in one direction than all others do, and
most of it does. Here every statement stands for one group only where that is possible, a group that has nothing of its
own still gets what comes closest, and looking at many statements is corrected for.
"""

import math

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.comparison import Z80, passing
from plenary_analysis.opinion_map import Stance
from plenary_analysis.representative import MOST_LISTED, group_statistics
from plenary_analysis.tallies import Z90, Tallies

# Of the statements named, at most so many would be named by chance.
FALSE_DISCOVERIES = 0.1
# With fewer votes of the group, weighed, nothing is said of it.
FEWEST_VOTES = 3.0


def choose_stances(
    names: tuple[str, ...], letters: tuple[str, ...], groups: Tallies, counted: Flags
) -> tuple[tuple[Stance, ...], ...]:
    """For every group at most five statements that stand for it, the best first.

    groups: weighed counts (k, m), k >= 2.   counted: (m,) False is never chosen. The smallest group chooses first, and
    they take turns; a statement taken is free for others only if they would have none.
    """
    stats = group_statistics(groups)
    agrees = stats.rat > stats.rdt
    beyond = np.where(agrees, stats.rat, stats.rdt)
    most = np.where(agrees, stats.pat, stats.pdt)
    share = np.where(agrees, stats.pa, stats.pd)
    ratio = np.where(agrees, stats.ra, stats.rd)
    metric = np.where((beyond > 0) & (most > 0), ratio * beyond * share * most, -1.0)
    enough = counted[None] & (groups.seen >= FEWEST_VOTES)
    tested = np.array([[math.erfc(z / math.sqrt(2)) / 2 for z in row] for row in beyond.tolist()])
    clear = np.zeros_like(enough)
    clear[enough] = passing(tested[enough], FALSE_DISCOVERIES)
    clear &= most > Z90

    k = len(letters)
    order = sorted(range(k), key=lambda g: (float(groups.seen[g].sum()), g))
    taken: set[int] = set()
    chosen: list[list[int]] = [[] for _ in range(k)]
    for _ in range(MOST_LISTED):
        for g in order:
            best = _best(metric[g], clear[g], taken)
            if best is not None:
                chosen[g].append(best)
                taken.add(best)
    for g in order:
        if not chosen[g]:
            best = _best(beyond[g], clear[g], set())
            if best is None:
                best = _best(beyond[g], enough[g], taken)
            if best is None:
                best = _best(beyond[g], enough[g], set())
            chosen[g] = [] if best is None else [best]
            taken.update(chosen[g])
    return tuple(
        tuple(_stance(names[j], letters[g], groups, g, j, bool(agrees[g, j])) for j in chosen[g])
        for g in range(k)
    )


def _best(score: Floats, allowed: Flags, taken: set[int]) -> int | None:
    """The allowed column with the highest score that is not taken, the first one on ties."""
    open_to = allowed.copy()
    open_to[list(taken)] = False
    return int(np.argmax(np.where(open_to, score, -np.inf))) if open_to.any() else None


def _stance(statement: str, letter: str, groups: Tallies, g: int, j: int, agrees: bool) -> Stance:
    side = groups.agree if agrees else groups.disagree
    yes, votes = float(side[g, j]), float(groups.seen[g, j])
    other_yes, other_votes = float(side[:, j].sum()) - yes, float(groups.seen[:, j].sum()) - votes
    mean = (yes + 1) / (votes + 2)
    reach = Z80 * math.sqrt(mean * (1 - mean) / (votes + 3))
    return Stance(
        group=letter,
        statement=statement,
        direction=1 if agrees else -1,
        share=mean,
        low=max(mean - reach, 0.0),
        high=min(mean + reach, 1.0),
        elsewhere=(other_yes + 1) / (other_votes + 2),
    )
