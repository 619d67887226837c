"""Where a method puts everybody, before anything is carried over from the map shown before.

`place` is Plenary's own way. Its numbers follow from the last votes, moderation and bans; only how many groups are
shown, and which start a division had, may follow the map before.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.brigades import Copies, find_copies, no_copies
from plenary_analysis.continuity import MEMBERSHIP_LEAD, lead_across
from plenary_analysis.evidence import OVERDUE, exact_camps, is_stale, sightings, weigh, weighed_before
from plenary_analysis.groups import divide
from plenary_analysis.influence import bounded, is_typical
from plenary_analysis.latent import LatentModel, place_people
from plenary_analysis.latent_classes import Classes, class_membership, kinds_of_people
from plenary_analysis.mixture import around, membership
from plenary_analysis.opinion_map import Evidence, Note
from plenary_analysis.polis_groups import ENOUGH_VOTES
from plenary_analysis.table import VoteTable
from plenary_analysis.votes import VoteMatrix
from plenary_analysis.warmth import Warmth, begun, digest

# Below this mean square, an axis' loadings are what is left of its start, not something people said.
DEAD_AXIS = 1e-6
NOTHING = 1e-9
# What is known of everybody's place beside what is not, in squares: below this a map says nothing yet.
FAINT_SHARE = 0.1
# A spectrum has no number of groups of its own: it is cut in two, unless three or more clumps are far plainer.
PRICE_OF_A_CUT = 0.1
# A structure this many standard deviations strong is worth a cut; below, the first cut often turns round once.
PLAIN_CUT = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """positions: (n, 2), not yet turned.   covariance: (n, 2, 2) of them, None where the region is a circle.
    belongs: (n, k), k = 0 without groups.

    in_groups: (n,) False for people who are in no group whatever `belongs` says.   reason: why there is no map.
    radius: (n,) of the 80 % region.   silhouette: of the division tried; None: that of the one shown.
    lead: how much more of somebody's membership another group must have before they change without having voted.
    """

    positions: Floats
    covariance: Floats | None
    belongs: Floats
    in_groups: Flags
    reason: Note | None
    rank: int
    explained: float
    evidence: Evidence | None
    copies: Copies
    radius: Floats
    lead: float = MEMBERSHIP_LEAD
    silhouette: float | None = None
    warmth: Warmth | None = None
    model: LatentModel | None = None

    @property
    def faint_below(self) -> float:
        """The root mean square of positions, below which they hardly differ beside their uncertainty."""
        if self.covariance is None or len(self.covariance) == 0:
            return 0.0
        unknown = float(np.trace(self.covariance, axis1=1, axis2=2).mean())
        return math.sqrt(FAINT_SHARE * unknown)

    @property
    def is_faint(self) -> bool:
        """Whether places hardly differ beside their uncertainty. (A direction is dead or plain, seldom in between.)"""
        return bool(np.square(self.positions).sum() < len(self.positions) * self.faint_below**2)


def nowhere(in_groups: Flags, reason: Note) -> Placement:
    """No map, and why. in_groups: (n,) who would be in groups if there were any: consensus speaks of them."""
    n = len(in_groups)
    return Placement(
        positions=np.zeros((n, 2)),
        covariance=None,
        belongs=np.zeros((n, 0)),
        in_groups=in_groups,
        reason=reason,
        rank=0,
        explained=0.0,
        evidence=None,
        copies=no_copies(n),
        radius=np.zeros(n),
        silhouette=0.0,
    )


def place(
    matrix: VoteMatrix,
    counted: Flags,
    before: Evidence | None = None,
    shown: Ints | None = None,
    warmth: Warmth | None = None,
) -> Placement:
    """Where the latent model puts everybody, and the groups that the votes bear.

    before, shown: evidence and groups (n,) of the map before.   warmth: of the update before; asked again about
    the same votes, the answer is the same.
    """
    n = matrix.n_participants
    voters = matrix.votes_per_participant(counted) > 0
    if n < 2:
        return nowhere(voters, Note.TOO_FEW_PARTICIPANTS)
    if int(counted.sum()) < 2:
        return nowhere(voters, Note.TOO_FEW_STATEMENTS)
    table = matrix.table.columns(counted)
    variance = _variance(table)
    if variance <= NOTHING:
        return nowhere(voters, Note.NO_VARIATION)

    copies = find_copies(table)
    counting = copies.counting & (table.votes_of_people > 0)
    honest = table.rows(counting)
    statements = tuple(s for s, counts in zip(matrix.statements, counted, strict=True) if counts)
    mark = digest(honest, statements)
    heard = bounded(honest)
    same = warmth is not None and warmth.digest == mark and before is not None
    started = warmth if warmth and same else begun(heard, statements, mark, warmth)
    everybody = LatentModel(started.model, place_people(table, started.model))
    seen = sightings(everybody)
    typical = counting.copy()
    typical[counting] = is_typical(heard)
    typical_votes = table.rows(typical)
    seen_typical = seen if typical.all() else seen.of(np.flatnonzero(typical))
    if same and before is not None:
        weighed = weighed_before(seen_typical, before, started.fits)
    else:
        shown_typical = None if shown is None else shown[typical]
        weighed = weigh(typical_votes, started.model, seen_typical, before, shown_typical, started.fits)
    belongs, lead = np.zeros((n, 0)), MEMBERSHIP_LEAD
    evidence = weighed.evidence
    kinds = started.kinds
    if kinds is None or (not same and _are_due(kinds, evidence, typical_votes.n_votes)):
        kinds = kinds_of_people(typical_votes, seen_typical, statements, weighed.fits)
    camps = exact_camps(table)
    if camps is not None:
        evidence = replace(evidence, is_open=True, count=int(camps.max()) + 1, is_spectrum=False)
        belongs = np.eye(evidence.count)[camps]
    elif evidence.count > 1 and not evidence.is_spectrum:
        smooth = membership(seen, weighed.mixture)
        sharp = class_membership(heard, smooth[counting])
        belongs = smooth.copy()
        belongs[counting] = (smooth[counting] + sharp) / 2
        belongs = belongs[copies.stands_for]
    loadings = started.model.loadings
    alive = np.square(loadings[:, :2]).mean(axis=0) > DEAD_AXIS
    # The first axis counts however faint it is: what is left of it still points where votes vary most, and people have
    # a place from their first vote on, with a region as wide as the map.
    root = np.sqrt(started.model.scales.axes[:2]) * np.array([True, alive[1]])
    # Copies are placed with the one who stands for them.
    positions = everybody.people.position[:, :2] * root
    spread = np.moveaxis(everybody.people.covariance[:2, :2], 2, 0)
    if copies.sets:
        positions, spread = positions[copies.stands_for], spread[copies.stands_for]
    if evidence.is_spectrum and (evidence.count > 1 or _is_plain(evidence, before)):
        # Mixtures of a spectrum have many optima: leaving out one person of 230 moved half of them. Cutting it by
        # k-means is as arbitrary, but steady.
        enough = typical & (table.votes_of_people >= min(ENOUGH_VOTES, table.n_statements))
        cut = divide(positions, enough, shown, PRICE_OF_A_CUT)
        evidence = replace(evidence, count=max(cut.count, 1))
        if cut.count:
            sides = around(seen_typical, cut.labels[typical], cut.count)
            belongs = membership(seen, sides)[copies.stands_for]
            lead = lead_across(belongs)
    shown_variance = (np.square(loadings[:, :2]).sum(axis=1) * table.answers.sum(axis=0)).sum()
    # The statements' own weights are estimates: d + 1 unknowns each, from so many votes on average.
    known_from = max(heard.summed_weight[0] / max(heard.n_statements, 1), 1.0)
    covariance = spread * np.outer(root, root) * (1 + (loadings.shape[1] + 1) / known_from)
    return Placement(
        positions=positions,
        covariance=covariance,
        radius=radius_80(covariance),
        belongs=belongs,
        lead=lead,
        in_groups=voters,
        reason=None,
        rank=2 if alive[1] else 1,
        explained=min(1.0, float(shown_variance) / variance),
        evidence=evidence,
        copies=copies,
        warmth=replace(started, fits=weighed.fits, kinds=kinds),
        model=everybody,
    )


def _are_due(kinds: Classes, evidence: Evidence, votes: int) -> bool:
    """Whether to look for the kinds of people anew: not in an update that has looked for a mixture, if that can be."""
    is_busy = votes in evidence.searched
    return is_stale(kinds.votes, votes, OVERDUE if is_busy else 0.0)


def _is_plain(evidence: Evidence, before: Evidence | None) -> bool:
    """Whether people differ so plainly that a cut is worth showing though no mixture calls for groups.

    Once shown, it stays while there is structure at all: a cut that comes and goes is worse than either.
    """
    was_shown = before is not None and before.count > 1
    return evidence.is_open and (evidence.strength > PLAIN_CUT or was_shown)


def _variance(table: VoteTable) -> float:
    """Sum of squared deviations of the votes from their statement's mean."""
    disagree, passed, agree = table.answers
    seen = np.maximum(disagree + passed + agree, 1)
    return float((agree + disagree - np.square(agree - disagree) / seen).sum())


def radius_80(covariance: Floats) -> Floats:
    """(n,) radius of the circle around the mean that holds four in five, for covariances (n, 2, 2).

    The squared distance is a weighted sum of two chi-squares; a gamma with its mean and variance stands for it, and
    Wilson & Hilferty's cube root for the gamma's quantile. The result is within 2 % of the true radius.
    """
    z = 0.8416
    across, tilted, up = covariance[:, 0, 0], covariance[:, 0, 1], covariance[:, 1, 1]
    mean = across + up
    variance = 2 * (np.square(across) + 2 * np.square(tilted) + np.square(up))
    safe = np.maximum(mean, 1e-100)
    ninth = 2 / 9 * np.maximum(variance, 1e-300) / (2 * np.square(safe))
    radius: Floats = np.sqrt(mean * np.maximum(1 - ninth + z * np.sqrt(ninth), 0.0) ** 3)
    return radius


def ellipses_80(placed: Placement, turn: Floats) -> Floats:
    """(n, 3) half-axes, the longer first, and the angle of the longer one, of the ellipse that holds four in five.

    turn: (2, 2) by which positions are shown: position @ turn.
    """
    covariance = placed.covariance
    if covariance is None:
        return np.column_stack([placed.radius, placed.radius, np.zeros(len(placed.radius))])
    across, tilted, up = covariance[:, 0, 0], covariance[:, 0, 1], covariance[:, 1, 1]

    def between(p: Floats, q: Floats) -> Floats:
        seen: Floats = p[0] * q[0] * across + (p[0] * q[1] + p[1] * q[0]) * tilted + p[1] * q[1] * up
        return seen

    x, y = turn.T
    xx, xy, yy = between(x, x), between(x, y), between(y, y)
    middle, half = (xx + yy) / 2, (xx - yy) / 2
    apart = np.hypot(half, xy)
    scale = math.sqrt(2 * math.log(5))
    longer, shorter = (scale * np.sqrt(np.maximum(value, 0.0)) for value in (middle + apart, middle - apart))
    angle = np.mod(np.arctan2(xy, half) / 2, math.pi)
    return np.column_stack([longer, shorter, angle])
