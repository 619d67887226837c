"""The k-means that Polis runs at both of its levels, warm and cold (SPEC section 5).

Order matters here on purpose: cold centres are the first distinct points, ties go to the later cluster. What
Plenary itself clusters with is in `kmeans.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints

# Centres that moved less than this count as unmoved; absolute, whatever the size of the map.
SAME_WITHIN = 0.01


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points that belong together; members are indices into the point array."""

    id: int
    members: tuple[int, ...]
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters in their order, and whether the centres stood still before the limit."""

    clusters: tuple[Cluster, ...]
    converged: bool


def polis_kmeans(
    points: Floats, weights: Floats, k: int, limit: int, previous: Sequence[Cluster] = ()
) -> Clustering:
    """At most k clusters of the points.

    points: (n, 2), in the order that breaks ties; n = 0 gives no cluster.   weights: (n,) positive.
    limit: at most limit + 1 steps are made.
    previous: clusters of the run before, members translated to today's indices; empty = cold start.
    """
    if len(points) == 0:
        return Clustering((), True)
    clusters = _warm(points, weights, k, previous) if previous else _cold(points, k)
    for _ in range(limit + 1):
        moved = _step(points, weights, clusters)
        settled = _same(clusters, moved)
        clusters = moved
        if settled:
            return Clustering(tuple(clusters), True)
    return Clustering(tuple(clusters), False)


def _cold(points: Floats, k: int) -> list[Cluster]:
    _, first = np.unique(points, axis=0, return_index=True)
    return [Cluster(i, (), _pair(points[p])) for i, p in enumerate(np.sort(first)[:k])]


def _step(points: Floats, weights: Floats, clusters: list[Cluster]) -> list[Cluster]:
    """Every point to its nearest centre (the later on ties), empty clusters dropped, centres recomputed."""
    last = len(clusters) - 1
    squares = _squares(points, _centres(clusters))
    nearest = last - np.argmin(squares[:, ::-1], axis=1)
    moved = []
    for place, cluster in enumerate(clusters):
        members = np.flatnonzero(nearest == place)
        if len(members):
            moved.append(Cluster(cluster.id, _indices(members), _mean(points, weights, members)))
    return moved


def _same(before: list[Cluster], after: list[Cluster]) -> bool:
    pairs = zip(sorted(c.centre for c in before), sorted(c.centre for c in after), strict=False)
    return all(np.hypot(a[0] - b[0], a[1] - b[1]) < SAME_WITHIN for a, b in pairs)


def _warm(points: Floats, weights: Floats, k: int, previous: Sequence[Cluster]) -> list[Cluster]:
    """The previous clusters, recentred, merged where they coincide and split until there are enough."""
    clusters = [_recentred(points, weights, c) for c in previous if c.members]
    if not clusters:
        clusters = [_recentred(points, weights, Cluster(0, tuple(range(len(points))), (0.0, 0.0)))]
    clusters = _merged(clusters)
    wanted = min(k, len(np.unique(points, axis=0)))
    while len(clusters) < wanted:
        clusters = [_recentred(points, weights, c) for c in clusters]
        distance = np.sqrt(_squares(points, _centres(clusters)).min(axis=1))
        far = len(points) - 1 - int(np.argmax(distance[::-1]))
        if distance[far] == 0:
            break
        without = [Cluster(c.id, tuple(p for p in c.members if p != far), c.centre) for c in clusters]
        fresh = Cluster(1 + max(c.id for c in clusters), (far,), _pair(points[far]))
        clusters = [c for c in without if c.members] + [fresh]
    return clusters


def _merged(clusters: list[Cluster]) -> list[Cluster]:
    """Clusters with exactly equal centres made one; it keeps the id of the larger, of the later on a tie."""
    merged: list[Cluster] = []
    for cluster in clusters:
        twin = next((i for i, known in enumerate(merged) if known.centre == cluster.centre), None)
        if twin is None:
            merged.append(cluster)
            continue
        known = merged[twin]
        name = known.id if len(known.members) > len(cluster.members) else cluster.id
        merged[twin] = Cluster(name, known.members + cluster.members, known.centre)
    return merged


def _recentred(points: Floats, weights: Floats, cluster: Cluster) -> Cluster:
    members = np.array(cluster.members, dtype=np.int64)
    return Cluster(cluster.id, cluster.members, _mean(points, weights, members))


def _mean(points: Floats, weights: Floats, members: Ints) -> tuple[float, float]:
    share = weights[members]
    return _pair((points[members] * share[:, None]).sum(axis=0) / share.sum())


def _squares(points: Floats, centres: Floats) -> Floats:
    squares: Floats = np.square(points[:, None, :] - centres[None, :, :]).sum(axis=2)
    return squares


def _centres(clusters: list[Cluster]) -> Floats:
    return np.array([c.centre for c in clusters], dtype=np.float64).reshape(len(clusters), 2)


def _pair(point: Floats) -> tuple[float, float]:
    return (float(point[0]), float(point[1]))


def _indices(members: Ints) -> tuple[int, ...]:
    return tuple(int(p) for p in members)
