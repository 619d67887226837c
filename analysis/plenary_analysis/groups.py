"""Whether there are opinion groups, how many, and who belongs to which.

Groups are found among the included participants only; the rest carry -1. Names of groups are
`continuity.py`'s.
"""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.kmeans import (
    CELLS_FOR_SILHOUETTE,
    MANY,
    Cells,
    compress,
    distinct_points,
    kmeans,
    silhouette,
)

MOST_GROUPS = 5
CLEAR_FROM = 0.25
SMALLEST_SHARE = 0.02
SMALLEST_SIZE = 2
# Every further group must be worth this much silhouette: fewer groups are easier to explain and stay longer.
PRICE_OF_A_GROUP = 0.03
# … and another number of groups than the shown one must be worth this much more. Replayed in 40 steps each, five real
# conversations changed their number of groups 26 times with a lead of 0.05 alone, 9 times with this pair.
LEAD_TO_CHANGE = 0.08
# The previous partition's descendant is kept while it is this close to the best inertia.
KEEP_WITHIN = 1.01
# Rounds of setting tiny groups aside; each round takes out at least one person.
OUTLIER_ROUNDS = 5
SEED = 20240229


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Opinion groups of the included participants.

    labels: (n,) int from 0, -1 for those without a group.   count: number of groups, 0 when none is clear.
    silhouette: of the best division tried, shown or not; 0 when none could be tried.
    """

    labels: Ints
    count: int
    silhouette: float


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One division tried: labels (n_included,) from 0 and its silhouette."""

    labels: Ints
    silhouette: float


def smallest_group(n_included: int) -> int:
    """Fewer people than this are not a group: max(2, 2 %)."""
    return max(SMALLEST_SIZE, math.ceil(SMALLEST_SHARE * n_included))


def divide(
    positions: Floats, inside: Flags, before: Ints | None, price: float = PRICE_OF_A_GROUP
) -> Division:
    """The opinion groups among the participants who are inside.

    positions: (n, 2).   inside: (n,).   before: (n,) group of each participant in the previous map from 0, -1
    for none; it serves as a start for its own number of groups and keeps that number unless another one is
    clearly better. price: what a further group must be worth. Fewer than CLEAR_FROM silhouette, or fewer than two
    distinct points: no groups.
    """
    points = positions[inside]
    nobody = np.full(len(positions), -1, dtype=np.int64)
    shown = before[inside] if before is not None else np.full(len(points), -1, dtype=np.int64)
    n_before = int(shown.max()) + 1 if len(shown) else 0
    tried: dict[int, Candidate] = {}
    cells = compress(points)
    coarse = cells if len(points) <= MANY else compress(points, CELLS_FOR_SILHOUETTE)
    for k in range(2, distinct_points(points, MOST_GROUPS) + 1):
        start = _means(points, shown, k) if k == n_before else None
        labels = _without_tiny_groups(points, k, start, cells)
        if labels is not None:
            tried[k] = Candidate(labels, silhouette(points, labels, coarse))
    if not tried:
        return Division(nobody, 0, 0.0)
    clear = {k: found.silhouette for k, found in tried.items() if found.silhouette >= CLEAR_FROM}
    if not clear:
        return Division(nobody, 0, max(found.silhouette for found in tried.values()))
    worth = {k: value - price * k for k, value in clear.items()}
    k = max(worth, key=lambda k: (worth[k], -k))
    if n_before in worth and worth[k] <= worth[n_before] + LEAD_TO_CHANGE:
        k = n_before
    nobody[inside] = tried[k].labels
    return Division(nobody, k, tried[k].silhouette)


def _without_tiny_groups(points: Floats, k: int, start: Floats | None, cells: Cells) -> Ints | None:
    """(n,) labels of k groups, none of them tiny; None where there are no such k groups.

    People in a tiny group are set aside, the others divided again, and the outliers join whoever is nearest.
    """
    smallest = smallest_group(len(points))
    core = np.ones(len(points), dtype=np.bool_)
    for _ in range(OUTLIER_ROUNDS):
        if distinct_points(points[core], k) < k:
            return None
        found = kmeans(points[core], k, SEED, start, KEEP_WITHIN, cells if core.all() else None)
        size = np.bincount(found.labels, minlength=k)
        if size.min() >= smallest:
            squares = np.square(points[:, None, :] - found.centres[None, :, :]).sum(axis=2)
            labels: Ints = squares.argmin(axis=1).astype(np.int64)
            labels[core] = found.labels
            return labels
        core[np.flatnonzero(core)[size[found.labels] < smallest]] = False
    return None


def _means(points: Floats, labels: Ints, k: int) -> Floats | None:
    """(k, 2) mean of each group's points; None when a group has nobody left."""
    size = np.bincount(labels[labels >= 0], minlength=k)
    if len(size) != k or size.min() == 0:
        return None
    means: Floats = np.stack([points[labels == g].mean(axis=0) for g in range(k)])
    return means
