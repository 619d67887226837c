"""What a new map takes over from the one shown before: its rotation, and the names of its groups.

Without this, axes flip and groups swap letters between updates although nobody changed their mind.
"""

from collections.abc import Sequence
from itertools import permutations
from string import ascii_uppercase

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.opinion_map import GroupEvent, Happening

# Below this share of the larger singular value the people present in both lie on a line.
LINE_TOLERANCE = 1e-9
MOST_PERMUTED = 5
# How much of the way from where they were is left for later ...
EASE = 0.7
# ... and on a map that says nothing yet, for those who voted, too.
EASE_OF_THE_FAINT = 0.9
# Another group must have so much more of a person's membership before they change.
MEMBERSHIP_LEAD = 0.15
# Across a cut, this part of the square of what people's memberships lead by on average: the less well votes tell its
# sides apart, the sooner somebody must be let go, or they are held where from scratch they would not be.
CUT_LEAD = 0.1
# Below IN_FROM a person is between groups; somebody with a group stays until OUT_BELOW.
IN_FROM = 0.5
OUT_BELOW = 0.4


def rotation_onto(current: Floats, previous: Floats) -> Floats:
    """(2, 2) orthogonal R, reflection allowed, that brings `current @ R` closest to `previous`.

    current, previous: (s, 2), the same people in the same order. Where they lie on one line, or are none,
    only
    signs are chosen: a rotation would tilt a map that has one axis. (Orthogonal Procrustes: Schönemann 1966.)
    """
    product = current.T @ previous
    left, size, right = np.linalg.svd(product)
    if len(current) < 3 or size[1] <= LINE_TOLERANCE * max(size[0], LINE_TOLERANCE):
        return np.diag(np.where(np.diag(product) < 0, -1.0, 1.0))
    rotation: Floats = left @ right
    return rotation


def eased(current: Floats, previous: Floats, place: Ints, has_voted: Flags) -> Floats:
    """(n, 2) positions to show: those of people who did not vote come some of the way from where they were shown.

    The model of the statements wavers with every vote; somebody who did nothing should hardly see it. After six updates
    nine tenths of the way are behind them.

    current: (n, 2).   previous: (s, 2) of the map before.   place: (n,) everybody's row in it, -1 for newcomers.
    has_voted: (n,) since then; they are shown where they are.
    """
    kept = (place >= 0) & ~has_voted
    shown = current.copy()
    shown[kept] += EASE * (previous[place[kept]] - current[kept])
    return shown


def eased_while_faint(current: Floats, previous: Floats, place: Ints, most: float) -> Floats:
    """(n, 2) positions to show on a map that says nothing yet: only newcomers are where the votes put them.

    The one axis of such a map turns with every vote, and its length, which nothing is known of, by powers of ten: it is
    drawn as large as the map before, but for a root mean square of `most`.

    current, previous, place: as for `eased`.
    """
    known = place >= 0
    before = previous[place[known]]
    now, then = (
        float(np.sqrt(np.square(at).sum(axis=1).mean())) if len(at) else 0.0
        for at in (current[known], before)
    )
    shown = current * (min(then, most) / now if now > 0 and then > 0 else 1.0)
    shown[known] += EASE_OF_THE_FAINT * (before - shown[known])
    return shown


def carried_labels(group: Ints, n_groups: int, before: Ints, names_before: Sequence[str]) -> tuple[str, ...]:
    """A letter for each of today's groups: the old one where members overlap most, an unused one otherwise.

    group, before: (s,) today's and the previous group of the same people, -1 for none.
    names_before: letters of the previous groups. The pairing with the largest total overlap wins; a group shares
    at least one person with the group whose letter it takes over. Unmatched groups are named in order.
    """
    overlap = np.zeros((n_groups, len(names_before)), dtype=np.int64)
    both = (group >= 0) & (before >= 0)
    np.add.at(overlap, (group[both], before[both]), 1)
    taken = {g: old for g, old in _best_pairing(overlap) if overlap[g, old] > 0}
    unused = (letter for letter in _letters() if letter not in names_before)
    return tuple(names_before[taken[g]] if g in taken else next(unused) for g in range(n_groups))


def group_events(
    group: Ints, letters: Sequence[str], before: Ints, names_before: Sequence[str]
) -> tuple[GroupEvent, ...]:
    """What happened to the groups since the map before, by letter; nothing where there was none before.

    group, before: (s,) of the same people, -1 for none. A new letter of which most come from one group split from it;
    a lost letter of which most are in one group now merged into it.
    """
    events = []
    for name in sorted(set(letters) - set(names_before)):
        origin = _most(before[group == letters.index(name)], names_before)
        kind = Happening.SPLIT if origin in letters else Happening.BORN
        events.append(GroupEvent(kind, name, origin if kind is Happening.SPLIT else None))
    for name in sorted(set(names_before) - set(letters)):
        fate = _most(group[before == names_before.index(name)], letters)
        kind = Happening.ENDED if fate is None else Happening.MERGED
        events.append(GroupEvent(kind, name, fate))
    return tuple(events)


def _most(places: Ints, names: Sequence[str]) -> str | None:
    """The name of the group that holds most of these people; None where none does."""
    held = np.bincount(places[places >= 0], minlength=len(names))
    if len(held) == 0 or 2 * int(held.max()) <= len(places):
        return None
    return names[int(held.argmax())]


def settled_labels(belongs: Floats, before: Ints, has_voted: Flags, lead: float = MEMBERSHIP_LEAD) -> Ints:
    """(n,) the group of each person, -1 for those between groups, with patience for those who have one.

    belongs: (n, k) memberships, k >= 2.   before: (n,) today's index of everybody's former group, -1 for none.
    has_voted: (n,) since then. Somebody who did not changes group only for one that leads by `lead`; who did, or had no
    group before, belongs where they belong most, from IN_FROM on.
    """
    everybody = np.arange(len(belongs))
    best = belongs.argmax(axis=1)
    highest = belongs[everybody, best]
    own = np.where(before >= 0, belongs[everybody, np.maximum(before, 0)], -1.0)
    stays = (before >= 0) & (highest - own < np.where(has_voted, 0.0, lead))
    fresh: Ints = np.where(highest >= IN_FROM, best, -1)
    labels: Ints = np.where(stays & (own >= OUT_BELOW), before, fresh).astype(np.int64)
    return labels


def lead_across(belongs: Floats) -> float:
    """What the other side of a cut must lead by before somebody who did not vote changes. belongs: (n, k), k >= 2."""
    if len(belongs) == 0:
        return 0.0
    two = np.partition(belongs, -2, axis=1)[:, -2:]
    return CUT_LEAD * float((two[:, 1] - two[:, 0]).mean()) ** 2


def _best_pairing(overlap: Ints) -> list[tuple[int, int]]:
    """Pairs (row, column) of the largest total; greedy when there are too many to try all."""
    rows, columns = overlap.shape
    if max(rows, columns) > MOST_PERMUTED:
        pairs = sorted(np.ndindex(rows, columns), key=lambda pair: (-int(overlap[pair]), pair))
        chosen: list[tuple[int, int]] = []
        for g, old in pairs:
            if all(g != row and old != column for row, column in chosen):
                chosen.append((g, old))
        return chosen
    padded = np.zeros((max(rows, columns),) * 2, dtype=np.int64)
    padded[:rows, :columns] = overlap
    places = range(len(padded))
    best = max(permutations(places), key=lambda order: int(padded[list(places), list(order)].sum()))
    return [(g, best[g]) for g in range(rows) if best[g] < columns]


def _letters() -> Sequence[str]:
    """A, B, … Z, AA, AB, …: more than any map ever needs."""
    return tuple(ascii_uppercase) + tuple(a + b for a in ascii_uppercase for b in ascii_uppercase)
