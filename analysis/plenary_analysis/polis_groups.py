"""Polis' way from positions to groups: inclusion, buckets, one clustering per k, the choice of k (SPEC 3, 6, 7).

All of it depends on history when a state is handed in, and on row order when none is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.polis_kmeans import Cluster, polis_kmeans
from plenary_analysis.votes import natural_order

ENOUGH_VOTES = 7
FEWEST_INCLUDED = 15
MOST_BUCKETS = 100
BUCKET_LIMIT = 100
# The limit Polis intends here is 100; what runs is 20.
GROUP_LIMIT = 20
MOST_GROUPS = 5
TICKS_BEFORE_K_CHANGES = 4
# Different ballots may come to the same place, and then differ by how a machine rounds: the places that buckets begin
# with are told apart to so many decimals.
DISTINCT_TO = 10


@dataclass(frozen=True, slots=True)
class BaseCluster:
    """A bucket: included participants who sit close together, and the mean of their positions."""

    id: int
    members: tuple[str, ...]
    x: float
    y: float

    @property
    def count(self) -> int:
        """How many groups."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class GroupCluster:
    """A group: ids of its buckets, and their mean weighted by size."""

    id: int
    members: tuple[int, ...]
    center: tuple[float, float]


@dataclass(frozen=True, slots=True)
class KSmoother:
    """Which k won last, how many ticks running, and which k is shown."""

    last: int
    count: int
    smoothed: int


@dataclass(frozen=True, slots=True)
class PolisState:
    """What one tick hands to the next."""

    in_conv: tuple[str, ...]
    base_clusters: tuple[BaseCluster, ...]
    clusterings: tuple[tuple[int, tuple[GroupCluster, ...]], ...]
    smoother: KSmoother | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a tick, the silhouette of every k tried, and the state for the next tick."""

    base_clusters: tuple[BaseCluster, ...]
    group_clusters: tuple[GroupCluster, ...]
    silhouettes: tuple[tuple[int, float], ...]
    state: PolisState


def included(names: Sequence[str], vote_counts: Ints, n_statements: int, before: Sequence[str] = ()) -> Flags:
    """(n,) who takes part in the clustering: enough votes, or included before, or among the 15 most active.

    Ties among the most active go to the lowest id.
    """
    inside: Flags = vote_counts >= min(ENOUGH_VOTES, n_statements)
    if before:
        kept = frozenset(before)
        inside |= np.array([name in kept for name in names], dtype=np.bool_).reshape(len(names))
    missing = FEWEST_INCLUDED - int(inside.sum())
    if missing > 0:
        outside = [int(i) for i in np.flatnonzero(~inside)]
        outside.sort(key=lambda i: (-int(vote_counts[i]), natural_order(names[i])))
        inside[outside[:missing]] = True
    return inside


def polis_groups(
    names: Sequence[str], positions: Floats, inside: Flags, previous: PolisState | None
) -> Grouping:
    """Buckets and groups of the included participants, rows in matrix order.

    names: (n,) of all participants.   positions: (n, 2).   inside: (n,).
    """
    rows = np.flatnonzero(inside)
    row_names = [names[int(i)] for i in rows]
    old_buckets = previous.base_clusters if previous else ()
    base = _buckets(row_names, positions[rows].round(DISTINCT_TO), old_buckets)
    centres = np.array([(b.x, b.y) for b in base], dtype=np.float64).reshape(len(base), 2)
    weights = np.array([b.count for b in base], dtype=np.float64)
    bucket_ids = [b.id for b in base]
    place = {bucket: i for i, bucket in enumerate(bucket_ids)}
    before = dict(previous.clusterings) if previous else {}

    clusterings: dict[int, tuple[GroupCluster, ...]] = {}
    quality: dict[int, float] = {}
    for k in range(2, min(MOST_GROUPS, 2 + len(base) // 12) + 1):
        warm = [_translated(group, place) for group in before.get(k, ())]
        found = polis_kmeans(centres, weights, k, GROUP_LIMIT, warm).clusters
        clusterings[k] = tuple(
            GroupCluster(c.id, tuple(bucket_ids[p] for p in c.members), c.centre) for c in found
        )
        labels = np.zeros(len(base), dtype=np.int64)
        for g, cluster in enumerate(found):
            labels[list(cluster.members)] = g
        quality[k] = bucket_silhouette(centres, labels)
    smoother = next_smoother(quality, previous.smoother if previous else None)
    return Grouping(
        base_clusters=base,
        group_clusters=clusterings[smoother.smoothed],
        silhouettes=tuple(quality.items()),
        state=PolisState(tuple(row_names), base, tuple(clusterings.items()), smoother),
    )


def bucket_silhouette(centres: Floats, labels: Ints) -> float:
    """Mean over the points of (b - a) / max(a, b), each point counting once; 0 with fewer than two groups.

    centres: (B, 2).   labels: (B,) int from 0. A point alone in its group scores 0.
    """
    groups = int(labels.max()) + 1 if len(labels) else 0
    if groups < 2:
        return 0.0
    distance = np.sqrt(np.square(centres[:, None, :] - centres[None, :, :]).sum(axis=2))
    member = np.eye(groups)[labels]
    size = member.sum(axis=0)
    summed = distance @ member
    own = np.arange(len(labels)), labels
    alone = size[labels] == 1
    within = summed[own] / np.maximum(size[labels] - 1, 1)
    mean = summed / size
    mean[own] = np.inf
    across = mean.min(axis=1)
    larger = np.maximum(within, across)
    score = np.where(alone | (larger == 0), 0.0, (across - within) / np.where(larger == 0, 1.0, larger))
    return float(score.mean())


def _buckets(names: list[str], points: Floats, before: Sequence[BaseCluster]) -> tuple[BaseCluster, ...]:
    index = {name: i for i, name in enumerate(names)}
    warm = [
        Cluster(b.id, tuple(index[name] for name in b.members if name in index), (b.x, b.y)) for b in before
    ]
    found = polis_kmeans(points, np.ones(len(points)), MOST_BUCKETS, BUCKET_LIMIT, warm).clusters
    buckets = [BaseCluster(c.id, tuple(names[p] for p in c.members), *c.centre) for c in found]
    return tuple(sorted(buckets, key=lambda bucket: bucket.id))


def _translated(group: GroupCluster, place: Mapping[int, int]) -> Cluster:
    return Cluster(group.id, tuple(place[b] for b in group.members if b in place), group.center)


def next_smoother(quality: Mapping[int, float], before: KSmoother | None) -> KSmoother:
    """The k to show: the best one (the larger on ties) once it has won four ticks running."""
    best = max(quality, key=lambda k: (quality[k], k))
    if before is None:
        return KSmoother(best, 1, best)
    count = before.count + 1 if best == before.last else 1
    shown = best if count >= TICKS_BEFORE_K_CHANGES else before.smoothed
    return KSmoother(best, count, shown if shown in quality else best)
