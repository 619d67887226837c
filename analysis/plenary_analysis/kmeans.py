"""k-means that finds the optimum or comes within a percent of it, and the silhouette that judges the result.

Several k-means++ starts with a fixed seed, the best one kept: the outcome follows from the points and their
order.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints

# Starts: 20,000 / points, within these limits. Few points need many starts, and can afford them: so every k of nine
# real conversations came within 1 % of the best known inertia, for 40 of 40 seeds.
FEWEST_STARTS = 32
MOST_STARTS = 200
# The search only ranks the starts: the best of them is then run until it stands still, or STEP_LIMIT.
SEARCH_STEPS = 12
STEP_LIMIT = 100
# Points are compressed to at most CELLS_PER_AXIS squared cells for the search; exact below that many points.
CELLS_PER_AXIS = 32
# Cells are a smooth picture of many people: they need fewer starts.
STARTS_OF_MANY = 8
# The edges of cells are taken from an even part of this many people, or from all.
EDGES_FROM = 20_000
# Points worked on together when each is brought to the nearest centre: they stay in the cache.
BLOCK_POINTS = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Weighted points that stand for many. at: (c, 2).   weights: (c,).   place: (n,) which one stands for whom."""

    at: Floats
    weights: Floats
    place: Ints


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


def distinct_points(points: Floats, enough: int) -> int:
    """How many different positions there are; counted no further than `enough`."""
    if len(points) == 0:
        return 0
    # The first few are nearly always as many as anybody asks for.
    if len(np.unique(points[: 16 * enough], axis=0)) >= enough:
        return enough
    return min(len(np.unique(points, axis=0)), enough)


def compress(points: Floats, per_axis: int = CELLS_PER_AXIS) -> Cells:
    """At most per_axis**2 weighted points that stand for all of them.

    Cells are bins of equal headcount along each axis, so equal points always share a cell. With 1024 points or fewer,
    each point stands for itself.
    """
    n = len(points)
    if n <= CELLS_PER_AXIS**2:
        return Cells(points, np.ones(n), np.arange(n, dtype=np.int64))
    some = points[:: max(1, n // EDGES_FROM)]
    cell = np.zeros(n, dtype=np.int64)
    for axis in range(2):
        # A point is in cell c when at least c / per_axis of those looked at lie below it.
        lowest = -(-np.arange(1, per_axis) * len(some) // per_axis)
        edges = np.sort(some[:, axis])[lowest - 1]
        cell = cell * per_axis + np.searchsorted(edges, points[:, axis], side="left")
    held = np.bincount(cell, minlength=per_axis**2)
    place = (np.cumsum(held > 0) - 1)[cell]
    weights = held[held > 0].astype(np.float64)
    sums = [np.bincount(place, weights=points[:, axis]) for axis in range(2)]
    return Cells(np.stack(sums, axis=1) / weights[:, None], weights, place)


def kmeans(
    points: Floats,
    k: int,
    seed: int,
    start: Floats | None = None,
    keep_within: float = 1.0,
    weights: Floats | None = None,
) -> Partition:
    """The best partition of the points into k that the starts lead to.

    points: (n, 2), n >= 1; k at most the number of distinct points (ValueError otherwise).
    start: (k, 2) centres to try as well; what they lead to is kept while its inertia is at most `keep_within`
    times the best. Converged or not after STEP_LIMIT steps, the partition says which.
    weights: (n,) of points that are the cells of a crowd.
    """
    if not 1 <= k <= distinct_points(points, max(k, 1)):
        raise ValueError(f"cannot divide {distinct_points(points, k)} distinct points into {k}")
    cells = compress(points) if weights is None else Cells(points, weights, np.arange(len(points)))
    starts = min(MOST_STARTS, max(FEWEST_STARTS, 20_000 // len(cells.at)))
    if weights is not None or len(cells.at) < len(points):
        starts = STARTS_OF_MANY
    begun = _spread_centres(cells.at, cells.weights, k, starts, np.random.default_rng(seed))
    searched = _search(cells.at, cells.weights, begun)
    if len(cells.at) < len(points):
        searched = _lloyd(cells.at, cells.weights, searched).centres
    each = np.ones(len(points)) if weights is None else weights
    exact = _lloyd(points, each, searched)
    if start is not None and len(start) == k:
        kept = _lloyd(points, each, start)
        if kept.inertia <= keep_within * exact.inertia:
            return kept
    return exact


def distances(points: Floats) -> Floats:
    """(n, n) between every two points: for a thousand at most."""
    apart: Floats = np.sqrt(_squares(points, points))
    return apart


def silhouette(
    points: Floats, labels: Ints, weights: Floats | None = None, apart: Floats | None = None
) -> float:
    """Mean over the points of (b - a) / max(a, b), -1 .. 1; 0 with fewer than two groups.

    points: (n, 2).   labels: (n,) int from 0, every group with at least one point. Above 1024 points it is
    taken over cells: a cell that two groups share counts as two. weights: (n,) of points that are cells themselves.
    apart: their `distances`, where they are at hand.
    """
    groups = int(labels.max()) + 1 if len(labels) else 0
    if groups < 2:
        return 0.0
    at, group = points, labels
    if weights is None:
        _, pure = np.unique(compress(points).place * groups + labels, return_inverse=True)
        weights = np.bincount(pure).astype(np.float64)
        sums = [np.bincount(pure, weights=points[:, axis]) for axis in range(2)]
        at = np.stack(sums, axis=1) / weights[:, None]
        group = np.zeros(len(weights), dtype=np.int64)
        group[pure] = labels

    member = np.eye(groups)[group] * weights[:, None]
    size = member.sum(axis=0)
    summed = (distances(at) if apart is None else apart) @ member
    own = np.arange(len(group)), group
    within = summed[own] / np.maximum(size[group] - 1, 1)
    mean = summed / size
    mean[own] = np.inf
    across = mean.min(axis=1)
    larger = np.maximum(within, across)
    scored = (size[group] > 1) & (larger > 0)
    score = np.where(scored, (across - within) / np.where(scored, larger, 1.0), 0.0)
    return float((score * weights).sum() / weights.sum())


def nearest(points: Floats, centres: Floats) -> Ints:
    """(n,) which centre (k, 2) each point is closest to, the first on ties."""
    found = np.zeros(len(points), dtype=np.int64)
    for first in range(0, len(points), BLOCK_POINTS):
        some, labels = points[first : first + BLOCK_POINTS], found[first : first + BLOCK_POINTS]
        least = _squares(some, centres[:1])[:, 0]
        for c in range(1, len(centres)):
            squares = _squares(some, centres[c : c + 1])[:, 0]
            labels[squares < least] = c
            np.minimum(least, squares, out=least)
    return found


def _spread_centres(
    cells: Floats, weights: Floats, k: int, starts: int, random: np.random.Generator
) -> Floats:
    """(starts, k, 2) k-means++ starts: each further centre by weight times squared distance to the nearest."""
    centres = np.empty((starts, k, 2))
    nearest = np.ones((starts, len(cells)))
    for c in range(k):
        chance = np.cumsum(weights * nearest, axis=1)
        target = random.random(starts) * chance[:, -1]
        chosen = np.minimum((chance <= target[:, None]).sum(axis=1), len(cells) - 1)
        centres[:, c] = cells[chosen]
        apart = _squares(cells, centres[:, c]).T
        nearest = apart if c == 0 else np.minimum(nearest, apart)
    return centres


def _search(cells: Floats, weights: Floats, starts: Floats) -> Floats:
    """(k, 2) centres of the start with the least inertia after SEARCH_STEPS steps, the first of equals."""
    runs, k, _ = starts.shape
    centres = starts.copy()
    offset = np.arange(runs)[:, None] * k
    heavy = [np.tile(part, runs) for part in (weights, weights * cells[:, 0], weights * cells[:, 1])]
    for _ in range(SEARCH_STEPS):
        squares = _squares(cells, centres.reshape(runs * k, 2)).reshape(len(cells), runs, k)
        place = (squares.argmin(axis=2).T + offset).ravel()
        size, *sums = (np.bincount(place, weights=part, minlength=runs * k) for part in heavy)
        empty = (size == 0)[:, None]
        means = np.stack(sums, axis=1) / np.where(empty, 1, size[:, None])
        centres = np.where(empty, centres.reshape(runs * k, 2), means).reshape(runs, k, 2)
    squares = _squares(cells, centres.reshape(runs * k, 2)).reshape(len(cells), runs, k)
    inertia = weights @ squares.min(axis=2)
    best: Floats = centres[int(np.argmax(inertia <= inertia.min() * (1 + 1e-12)))]
    return best


def _lloyd(points: Floats, weights: Floats, start: Floats) -> Partition:
    """Assign and recentre until no label changes; a centre that loses all its points stays where it is."""
    k = len(start)
    centres = np.array(start, dtype=np.float64)
    labels = np.full(len(points), -1, dtype=np.int64)
    weighted = points * weights[:, None]
    converged = False
    for _ in range(STEP_LIMIT):
        closest = nearest(points, centres)
        if np.array_equal(closest, labels):
            converged = True
            break
        labels = closest
        size = np.bincount(labels, weights=weights, minlength=k)
        for axis in range(2):
            total = np.bincount(labels, weights=weighted[:, axis], minlength=k)
            centres[:, axis] = np.where(size > 0, total / np.where(size > 0, size, 1), centres[:, axis])
    inertia = float((np.square(points - centres[labels]).sum(axis=1) * weights).sum())
    return Partition(labels, centres, inertia, converged)


def _squares(points: Floats, centres: Floats) -> Floats:
    """(n, k) squared distances, by differences: exact where points coincide."""
    x: Floats = np.square(points[:, 0, None] - centres[:, 0])
    y = np.square(points[:, 1, None] - centres[:, 1])
    x += y
    return x
