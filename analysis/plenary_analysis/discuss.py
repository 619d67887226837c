"""The third list, *needs discussion*, with a reason for every statement on it (BEYOND section 5).

A statement is on it because many pass, because people contradict one another within their own opinion groups, because a
venue judges it otherwise than the rest, or because it may well divide the groups and has too few votes to tell. The
strongest reason is the one that is given; its share can be recomputed from the counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.comparison import VenueGap
from plenary_analysis.opinion_map import DiscussReason, Reason
from plenary_analysis.tallies import Tallies
from plenary_analysis.votes import natural_order

# From this share of people who pass, or who contradict one another inside their groups, a statement is unsettled.
UNSETTLED_FROM = 0.5
# A statement may divide if its interval of divisiveness reaches so high, and is so wide.
MAY_DIVIDE = 0.3
WIDE = 0.25
# Urgency of a statement that may divide, at most, and of a difference between venues, at least: a difference that is
# beyond chance comes before one that is only possible.
VENUE_URGENCY = 0.6
UNDECIDED_URGENCY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Doubts:
    """What speaks for discussing each of m statements. passing, torn: (m,) shares.   low, high: of divisiveness.

    divides: (m,) how strongly the model says that each statement parts people, 0 without a model.
    """

    passing: Floats
    torn: Floats
    low: Floats
    high: Floats
    divides: Floats


def doubts(everybody: Tallies, divisiveness: Floats, low: Floats, high: Floats, divides: Floats) -> Doubts:
    """The shares behind the reasons, from everybody's counts (1, m) and what is known of how statements divide."""
    agree, disagree, seen = (
        np.asarray(part[0], dtype=np.float64)
        for part in (everybody.agree, everybody.disagree, everybody.seen)
    )
    passing = (seen - agree - disagree + 1) / (seen + 3)
    torn = 2 * (np.minimum(agree, disagree) + 1) / (seen + 3) * (1 - divisiveness)
    return Doubts(passing, torn, low, high, divides)


def discussion_list(
    ids: tuple[str, ...],
    found: Doubts,
    everybody: Tallies,
    may_be_listed: Flags,
    gaps: Mapping[str, VenueGap],
) -> tuple[Reason, ...]:
    """The list with its reasons, most urgent first, ties by id.

    may_be_listed: (m,) enough votes, not moderated out, and on neither of the other two lists.
    """
    above = found.divides > np.median(found.divides[may_be_listed]) if may_be_listed.any() else may_be_listed
    undecided = above & (found.high >= MAY_DIVIDE) & (found.high - found.low >= WIDE)
    listed: list[tuple[float, str, Reason]] = []
    for j in np.flatnonzero(may_be_listed).tolist():
        name = ids[j]
        seen = float(everybody.seen[0, j])
        agree, disagree = float(everybody.agree[0, j]), float(everybody.disagree[0, j])
        unsettled = min(float(found.passing[j] + found.torn[j]), 1.0)
        gap = gaps.get(name)
        if gap is not None:
            reason = Reason(name, DiscussReason.VENUES, gap.size, gap.side)
            urgency = max(unsettled, VENUE_URGENCY + (1 - VENUE_URGENCY) * gap.size)
        elif unsettled >= UNSETTLED_FROM:
            passes = found.passing[j] >= found.torn[j]
            share = (seen - agree - disagree if passes else min(agree, disagree)) / max(seen, 1.0)
            reason = Reason(name, DiscussReason.PASSES if passes else DiscussReason.TORN, share)
            urgency = unsettled
        elif undecided[j]:
            width = float(found.high[j] - found.low[j])
            reason = Reason(name, DiscussReason.UNDECIDED, width)
            urgency = UNDECIDED_URGENCY * width
        else:
            continue
        listed.append((-urgency, name, reason))
    listed.sort(key=lambda entry: (entry[0], natural_order(entry[1])))
    return tuple(reason for _, _, reason in listed)
