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
# Many people are divided by their cells first: a few steps more bring them within a thousandth of the best inertia.
MANY = 5000
STEPS_OF_MANY = 3
# Points are compressed to at most CELLS_PER_AXIS squared cells for the search; exact below that many points.
CELLS_PER_AXIS = 32
# Distances between all pairs of cells are taken for the silhouette: many people's is known from 400 cells to 0.01.
CELLS_FOR_SILHOUETTE = 20
# Cells are a smooth picture of many people: they need fewer starts.
STARTS_OF_MANY = 8

Cells = tuple[Floats, Floats, Ints]


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
    """At most per_axis**2 weighted points that stand for all of them, and which one stands for whom.

    Returns centres (c, 2), weights (c,) and place (n,). Cells are bins of equal headcount along each axis, so
    equal points always share a cell. With 1024 points or fewer, each point stands for itself.
    """
    n = len(points)
    if n <= CELLS_PER_AXIS**2:
        return points, np.ones(n), np.arange(n, dtype=np.int64)
    cell = np.zeros(n, dtype=np.int64)
    for axis in range(2):
        coordinate = points[:, axis]
        # A point is in cell c when at least c / per_axis of all points lie below it.
        lowest = -(-np.arange(1, per_axis) * n // per_axis)
        edges = np.sort(coordinate)[lowest - 1]
        cell = cell * per_axis + np.searchsorted(edges, coordinate, side="left")
    _, place = np.unique(cell, return_inverse=True)
    weights = np.bincount(place).astype(np.float64)
    sums = [np.bincount(place, weights=points[:, axis]) for axis in range(2)]
    return np.stack(sums, axis=1) / weights[:, None], weights, place.astype(np.int64)


def kmeans(
    points: Floats,
    k: int,
    seed: int,
    start: Floats | None = None,
    keep_within: float = 1.0,
    cells: Cells | None = None,
) -> Partition:
    """The best partition of the points into k that the starts lead to.

    points: (n, 2), n >= 1; k at most the number of distinct points (ValueError otherwise).
    start: (k, 2) centres to try as well; what they lead to is kept while its inertia is at most `keep_within`
    times the best. Converged or not after STEP_LIMIT steps, the partition says which.   cells: of `compress`, where
    they are at hand.
    """
    if not 1 <= k <= distinct_points(points, max(k, 1)):
        raise ValueError(f"cannot divide {distinct_points(points, k)} distinct points into {k}")
    at, weights, _ = cells or compress(points)
    starts = min(MOST_STARTS, max(FEWEST_STARTS, 20_000 // len(at)))
    if len(at) < len(points):
        starts = STARTS_OF_MANY
    begun = _spread_centres(at, weights, k, starts, np.random.default_rng(seed))
    searched = _search(at, weights, begun)
    if len(at) < len(points):
        searched = _lloyd(at, weights, searched).centres
    steps = STEP_LIMIT if len(points) <= MANY else STEPS_OF_MANY
    exact = _lloyd(points, np.ones(len(points)), searched, steps)
    if start is not None and len(start) == k:
        kept = _lloyd(points, np.ones(len(points)), start, steps)
        if kept.inertia <= keep_within * exact.inertia:
            return kept
    return exact


def silhouette(points: Floats, labels: Ints, cells: Cells | None = None) -> float:
    """Mean over the points of (b - a) / max(a, b), -1 .. 1; 0 with fewer than two groups.

    points: (n, 2).   labels: (n,) int from 0, every group with at least one point. Above 1024 points it is
    taken over cells (of `compress`, where they are at hand): a cell that two groups share counts as two.
    """
    groups = int(labels.max()) + 1 if len(labels) else 0
    if groups < 2:
        return 0.0
    _, _, place = cells or compress(points)
    _, pure = np.unique(place * groups + labels, return_inverse=True)
    weights = np.bincount(pure).astype(np.float64)
    at = (
        np.stack([np.bincount(pure, weights=points[:, axis]) for axis in range(2)], axis=1) / weights[:, None]
    )
    group = np.zeros(len(weights), dtype=np.int64)
    group[pure] = labels

    member = np.eye(groups)[group] * weights[:, None]
    size = member.sum(axis=0)
    summed = np.sqrt(_squares(at, at)) @ member
    own = np.arange(len(group)), group
    within = summed[own] / np.maximum(size[group] - 1, 1)
    mean = summed / size
    mean[own] = np.inf
    across = mean.min(axis=1)
    larger = np.maximum(within, across)
    scored = (size[group] > 1) & (larger > 0)
    score = np.where(scored, (across - within) / np.where(scored, larger, 1.0), 0.0)
    return float((score * weights).sum() / weights.sum())


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


def _lloyd(points: Floats, weights: Floats, start: Floats, steps: int = STEP_LIMIT) -> Partition:
    """Assign and recentre until no label changes; a centre that loses all its points stays where it is."""
    k = len(start)
    centres = np.array(start, dtype=np.float64)
    labels = np.full(len(points), -1, dtype=np.int64)
    weighted = points * weights[:, None]
    converged = False
    for _ in range(steps):
        nearest = _nearest(points, centres)
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


def _nearest(points: Floats, centres: Floats) -> Ints:
    """(n,) which centre each point is closest to, the first on ties."""
    nearest = np.zeros(len(points), dtype=np.int64)
    least = _squares(points, centres[:1])[:, 0]
    for c in range(1, len(centres)):
        squares = _squares(points, centres[c : c + 1])[:, 0]
        closer = squares < least
        nearest[closer] = c
        np.minimum(least, squares, out=least)
    return nearest


def _squares(points: Floats, centres: Floats) -> Floats:
    """(n, k) squared distances, by differences: exact where points coincide."""
    x: Floats = np.square(points[:, 0, None] - centres[:, 0])
    y = np.square(points[:, 1, None] - centres[:, 1])
    x += y
    return x
