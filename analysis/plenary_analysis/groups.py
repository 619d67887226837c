"""Whether there are opinion groups, how many, and who belongs to which.

Groups are found among the included participants only; the rest carry -1. Names of groups are
`continuity.py`'s.
"""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.draws import SEED
from plenary_analysis.kmeans import Cells, compress, distances, distinct_points, kmeans, nearest, silhouette

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
# More people than this are divided by their cells, and each of them then goes to the nearest centre: the inertia is
# within a thousandth of the best.
MANY = 5000


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
    """One division tried: labels (n_included,) from 0, of cells where there are many, its centres and silhouette."""

    labels: Ints
    centres: Floats
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
    cells = compress(points) if len(points) > MANY else None
    looked_at = points if cells is None else cells.at
    weights = None if cells is None else cells.weights
    apart = None if cells is None else distances(looked_at)
    tried: dict[int, Candidate] = {}
    for k in range(2, distinct_points(looked_at, MOST_GROUPS) + 1):
        start = _means(points, shown, k) if k == n_before else None
        found = _without_tiny_groups(looked_at, weights, k, start)
        if found is not None:
            labels, centres = found
            tried[k] = Candidate(labels, centres, silhouette(looked_at, labels, weights, apart))
    if not tried:
        return Division(nobody, 0, 0.0)
    clear = {k: found.silhouette for k, found in tried.items() if found.silhouette >= CLEAR_FROM}
    if not clear:
        return Division(nobody, 0, max(found.silhouette for found in tried.values()))
    worth = {k: value - price * k for k, value in clear.items()}
    k = max(worth, key=lambda k: (worth[k], -k))
    if n_before in worth and worth[k] <= worth[n_before] + LEAD_TO_CHANGE:
        k = n_before
    nobody[inside] = tried[k].labels if cells is None else _of_everybody(points, cells, tried[k])
    return Division(nobody, k, tried[k].silhouette)


def _of_everybody(points: Floats, cells: Cells, found: Candidate) -> Ints:
    """(n,) the group of each point: of the nearest centre, or of its cell where that would leave a group empty."""
    labels = nearest(points, found.centres)
    if np.bincount(labels, minlength=len(found.centres)).min() == 0:
        labels = found.labels[cells.place]
    return labels


def _without_tiny_groups(
    points: Floats, weights: Floats | None, k: int, start: Floats | None
) -> tuple[Ints, Floats] | None:
    """(n,) labels of k groups, none of them tiny, and their centres; None where there are no such k groups.

    weights: (n,) of cells, None for people. Those in a tiny group are set aside, the others divided again, and the
    outliers join whoever is nearest.
    """
    people = np.ones(len(points)) if weights is None else weights
    smallest = smallest_group(int(people.sum()))
    core = np.ones(len(points), dtype=np.bool_)
    for _ in range(OUTLIER_ROUNDS):
        if distinct_points(points[core], k) < k:
            return None
        heavy = None if weights is None else weights[core]
        found = kmeans(points[core], k, SEED, start, KEEP_WITHIN, heavy)
        size = np.bincount(found.labels, weights=people[core], minlength=k)
        if size.min() >= smallest:
            labels = nearest(points, found.centres)
            labels[core] = found.labels
            return labels, found.centres
        core[np.flatnonzero(core)[size[found.labels] < smallest]] = False
    return None


def _means(points: Floats, labels: Ints, k: int) -> Floats | None:
    """(k, 2) mean of each group's points; None when a group has nobody left."""
    place = np.where(labels < 0, k, labels)
    size = np.bincount(place, minlength=k + 1)[:k]
    if size.min() == 0:
        return None
    sums = [np.bincount(place, weights=points[:, axis], minlength=k + 1)[:k] for axis in range(2)]
    means: Floats = np.stack(sums, axis=1) / size[:, None]
    return means
