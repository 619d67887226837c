"""From memberships to named groups: letters carried over by members, people kept where they were for small gains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.continuity import carried_labels, settled_labels


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """letters: of k groups in alphabetical order.   labels: (n,) index into them, -1 for none.

    belongs: (n, k) memberships in that order.
    """

    letters: tuple[str, ...]
    labels: Ints
    belongs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Patience:
    """Who has voted since the map before, (n,); and how far another group must lead for those who have not."""

    has_voted: Flags
    lead: float


def named(
    belongs: Floats, labels: Ints, before: Ints, names_before: Sequence[str], patience: Patience | None
) -> Named:
    """Groups with their letters: the old ones where members overlap, then by size.

    belongs: (n, k).   labels: (n,) group of each person before any patience, -1 for none.   before: (n,) index of
    everybody's group in the map before, -1 for none. patience: None for none.
    Groups that nobody is in are dropped; fewer than two are none.
    """
    n = len(labels)
    size = np.bincount(labels[labels >= 0], minlength=belongs.shape[1])
    kept = [g for g in range(len(size)) if size[g] > 0]
    if len(kept) < 2:
        return Named((), np.full(n, -1, dtype=np.int64), np.zeros((n, 0)))
    first = {g: int(np.argmax(labels == g)) for g in kept}
    kept.sort(key=lambda g: (-int(size[g]), first[g]))
    labels, belongs = _reordered(labels, belongs, kept)

    letters = carried_labels(labels, len(kept), before, names_before)
    order = sorted(range(len(letters)), key=lambda g: (len(letters[g]), letters[g]))
    labels, belongs = _reordered(labels, belongs, order)
    letters = tuple(letters[g] for g in order)
    if patience is not None:
        today = {name: g for g, name in enumerate(letters)}
        place = np.array([*(today.get(name, -1) for name in names_before), -1], dtype=np.int64)
        calm = np.where(
            labels >= 0, settled_labels(belongs, place[before], patience.has_voted, patience.lead), -1
        )
        # Patience and people between groups may leave a small group with nobody; then everybody is where they
        # belong most.
        if np.bincount(calm[calm >= 0], minlength=len(letters)).min() > 0:
            labels = calm
    return Named(letters, labels, belongs)


def _reordered(labels: Ints, belongs: Floats, order: list[int]) -> tuple[Ints, Floats]:
    """The groups of `order` only, in that order; memberships sum to 1 again."""
    rank = np.full(belongs.shape[1] + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    left = belongs[:, order]
    total = left.sum(axis=1, keepdims=True)
    return rank[labels], np.where(total > 0, left / np.where(total > 0, total, 1.0), 1 / len(order))
