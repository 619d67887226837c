"""How sure it is where each person stands, and what would make it surer: for that person alone to be told."""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.opinion_map import OpinionMap

# Whoever belongs to a group so probably is told so without reserve.
SURE = 0.8
# A region this narrow, in parts of the way between two centres, will not leave the ground between them.
SETTLED = 0.25
MOST_VOTES = 255


@dataclass(frozen=True, slots=True, eq=False)
class OwnPlaces:
    """One entry a person, in the map's order; (n,) each.

    reach, breadth: half-axes of the 80 % ellipse in map units, the longer first; turn: the longer one's angle, 0 .. pi.
    likely: the group they most probably belong to, -1 where there are no groups.   chance: how probably, 0 .. 1.
    votes_to_tell: about how many more votes would tell; 0 where it is told, where more votes would not (they stand
    between groups), and where there are no groups.
    """

    reach: Floats
    breadth: Floats
    turn: Floats
    likely: Ints
    chance: Floats
    votes_to_tell: Ints


def own_places(found: OpinionMap) -> OwnPlaces:
    """How sure everybody's place is on the map.

    Of somebody in one of two groups, a vote on statement j raises the log odds of that group by (a_j . d)^2 / (2 noise)
    on average, d being the way from one centre to the other (the two normals' divergence; notation of latent.py).
    """
    n, k = len(found.participants), len(found.groups)
    axes = found.ellipse if len(found.ellipse) == n else np.zeros((n, 3))
    if k == 0 or found.membership.shape != (n, k):
        nobody = np.zeros(n, dtype=np.int64)
        return OwnPlaces(axes[:, 0], axes[:, 1], axes[:, 2], nobody - 1, np.zeros(n), nobody)
    likely = found.membership.argmax(axis=1).astype(np.int64)
    chance = found.membership.max(axis=1, initial=0.0)
    return OwnPlaces(
        reach=axes[:, 0],
        breadth=axes[:, 1],
        turn=axes[:, 2],
        likely=likely,
        chance=chance,
        votes_to_tell=_votes_to_tell(found, axes[:, 0], likely, chance),
    )


def _votes_to_tell(found: OpinionMap, reach: Floats, likely: Ints, chance: Floats) -> Ints:
    k = len(found.groups)
    if found.warmth is None or k < 2:
        return np.zeros(len(reach), dtype=np.int64)
    model = found.warmth.model
    centres = np.array([group.centre for group in found.groups])
    between = centres[:, None] - centres[None]
    length = np.linalg.norm(between, axis=2)
    np.fill_diagonal(length, np.inf)
    # How well votes tell two groups apart depends on how far they are, not on which way: the map may have been turned.
    told = np.square(model.loadings[:, :2]).mean(axis=0) / model.scales.axes[:2]
    log_odds = np.square(length.min(axis=1)) * float(told.mean()) / (2 * model.scales.noise)
    held = np.clip(chance, 1e-3, 1 - 1e-3)
    missing = math.log(SURE / (1 - SURE)) - np.log(held / (1 - held))
    open_yet = (chance < SURE) & (reach > length.min(axis=1)[likely] * SETTLED)
    wanted = np.clip(np.ceil(missing / np.maximum(log_odds[likely], 1e-9)), 1, MOST_VOTES)
    votes: Ints = np.where(open_yet, wanted, 0).astype(np.int64)
    return votes
