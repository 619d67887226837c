"""k-means that finds the optimum or comes within a percent of it, and the silhouette that judges the result.

Several k-means++ starts with a fixed seed, the best one kept: the outcome follows from the points and their
order.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints

STARTS = 12
STEP_LIMIT = 100
# Points are compressed to at most CELLS_PER_AXIS squared cells for the search; exact below that many points.
CELLS_PER_AXIS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Points divided among k centres.

    labels: (n,) int, 0 .. k - 1.   centres: (k, 2) means of their points.   inertia: sum of squared
    distances.
    """

    labels: Ints
    centres: Floats
    inertia: float
    converged: bool


def distinct_points(points: Floats) -> int:
    """How many different positions there are."""
    return len(np.unique(points, axis=0)) if len(points) else 0


def compress(points: Floats) -> tuple[Floats, Floats, Ints]:
    """At most 1024 weighted points that stand for all of them, and which one stands for whom.

    Returns centres (c, 2), weights (c,) and place (n,). Cells are bins of equal headcount along each axis, so
    equal points always share a cell. With 1024 points or fewer, each point stands for itself.
    """
    n = len(points)
    if n <= CELLS_PER_AXIS**2:
        return points, np.ones(n), np.arange(n, dtype=np.int64)
    cell = np.zeros(n, dtype=np.int64)
    for axis in range(2):
        coordinate = points[:, axis]
        rank = np.searchsorted(np.sort(coordinate), coordinate, side="left")
        cell = cell * CELLS_PER_AXIS + rank * CELLS_PER_AXIS // n
    _, place = np.unique(cell, return_inverse=True)
    weights = np.bincount(place).astype(np.float64)
    sums = [np.bincount(place, weights=points[:, axis]) for axis in range(2)]
    return np.stack(sums, axis=1) / weights[:, None], weights, place.astype(np.int64)


def kmeans(
    points: Floats, k: int, seed: int, start: Floats | None = None, keep_within: float = 1.0
) -> Partition:
    """The best partition of the points into k that the starts lead to.

    points: (n, 2), n >= 1; k at most the number of distinct points (ValueError otherwise).
    start: (k, 2) centres to try as well; what they lead to is kept while its inertia is at most `keep_within`
    times the best. Converged or not after STEP_LIMIT steps, the partition says which.
    """
    if not 1 <= k <= distinct_points(points):
        raise ValueError(f"cannot divide {distinct_points(points)} distinct points into {k}")
    cells, weights, _ = compress(points)
    random = np.random.default_rng(seed)
    best: Partition | None = None
    for _ in range(STARTS):
        found = _lloyd(cells, weights, _spread_centres(cells, weights, k, random))
        if best is None or found.inertia < best.inertia * (1 - 1e-12):
            best = found
    assert best is not None
    exact = _lloyd(points, np.ones(len(points)), best.centres)
    if start is not None and len(start) == k:
        kept = _lloyd(points, np.ones(len(points)), start)
        if kept.inertia <= keep_within * exact.inertia:
            return kept
    return exact


def silhouette(points: Floats, labels: Ints) -> float:
    """Mean over the points of (b - a) / max(a, b), -1 .. 1; 0 with fewer than two groups.

    points: (n, 2).   labels: (n,) int from 0, every group with at least one point. Above 1024 points it is
    taken
    over compressed cells: a cell that two groups share counts as two. Cost O(1024²), not O(n²).
    """
    groups = int(labels.max()) + 1 if len(labels) else 0
    if groups < 2:
        return 0.0
    _, _, place = compress(points)
    _, pure = np.unique(place * groups + labels, return_inverse=True)
    weights = np.bincount(pure).astype(np.float64)
    at = (
        np.stack([np.bincount(pure, weights=points[:, axis]) for axis in range(2)], axis=1) / weights[:, None]
    )
    group = np.zeros(len(weights), dtype=np.int64)
    group[pure] = labels

    distance = np.sqrt(np.maximum(_squares(at, at), 0.0))
    member = np.eye(groups)[group] * weights[:, None]
    size = member.sum(axis=0)
    summed = distance @ member
    own = np.arange(len(group)), group
    within = summed[own] / np.maximum(size[group] - 1, 1)
    mean = summed / size
    mean[own] = np.inf
    across = mean.min(axis=1)
    larger = np.maximum(within, across)
    scored = (size[group] > 1) & (larger > 0)
    score = np.where(scored, (across - within) / np.where(scored, larger, 1.0), 0.0)
    return float((score * weights).sum() / weights.sum())


def _spread_centres(cells: Floats, weights: Floats, k: int, random: np.random.Generator) -> Floats:
    """k-means++: each further centre drawn by weight times squared distance to the nearest so far."""
    centres = np.empty((k, 2))
    chance = weights.copy()
    for c in range(k):
        place = np.searchsorted(np.cumsum(chance), random.random() * chance.sum(), side="right")
        centres[c] = cells[min(int(place), len(cells) - 1)]
        chance = weights * _squares(cells, centres[: c + 1]).min(axis=1)
        if not chance.any():
            chance = weights.copy()
    return centres


def _lloyd(points: Floats, weights: Floats, start: Floats) -> Partition:
    """Assign and recentre until no label changes; a centre that loses all its points stays where it is."""
    k = len(start)
    centres = np.array(start, dtype=np.float64)
    labels = np.full(len(points), -1, dtype=np.int64)
    weighted = points * weights[:, None]
    converged = False
    for _ in range(STEP_LIMIT):
        nearest = _squares(points, centres).argmin(axis=1)
        if np.array_equal(nearest, labels):
            converged = True
            break
        labels = nearest
        size = np.bincount(labels, weights=weights, minlength=k)
        for axis in range(2):
            total = np.bincount(labels, weights=weighted[:, axis], minlength=k)
            centres[:, axis] = np.where(size > 0, total / np.where(size > 0, size, 1), centres[:, axis])
    inertia = float((np.square(points - centres[labels]).sum(axis=1) * weights).sum())
    return Partition(labels, centres, inertia, converged)


def _squares(points: Floats, centres: Floats) -> Floats:
    """(n, k) squared distances, by differences: exact where points coincide."""
    x = np.square(points[:, 0, None] - centres[:, 0])
    y = np.square(points[:, 1, None] - centres[:, 1])
    squares: Floats = x + y
    return squares
