"""Positions and groups as Polis has them (SPEC section 4; k-means), in the shape of Plenary's own placement."""

import numpy as np

from plenary_analysis.arrays import Flags, Ints
from plenary_analysis.axes import principal_axes, project_participants
from plenary_analysis.brigades import no_copies
from plenary_analysis.groups import divide
from plenary_analysis.opinion_map import Note
from plenary_analysis.pair_sums import PairSums
from plenary_analysis.placement import Placement, nowhere
from plenary_analysis.polis_groups import included
from plenary_analysis.uncertainty import radius_80
from plenary_analysis.votes import VoteMatrix


def place_like_polis(
    matrix: VoteMatrix, counted: Flags, shown: Ints | None, sums: PairSums | None = None
) -> Placement:
    """Where projections put everybody, and the k-means groups among those with enough votes.

    shown: (n,) group of everybody in the map before, -1 for none.   sums: as for `principal_axes`.
    """
    n = matrix.n_participants
    voters = matrix.votes_per_participant(counted) > 0
    inside = included(matrix.participants, matrix.votes_per_participant(), matrix.n_statements) & voters
    if n < 2:
        return nowhere(inside, Note.TOO_FEW_PARTICIPANTS)
    if int(counted.sum()) < 2:
        return nowhere(inside, Note.TOO_FEW_STATEMENTS)
    axes = principal_axes(matrix, counted, sums)
    if axes.rank == 0:
        return nowhere(inside, Note.NO_VARIATION)
    positions = project_participants(matrix, counted, axes)
    division = divide(positions, inside, shown)
    belongs = np.zeros((n, division.count))
    grouped = np.flatnonzero(division.labels >= 0)
    belongs[grouped, division.labels[grouped]] = 1
    return Placement(
        positions=positions,
        covariance=None,
        belongs=belongs,
        in_groups=inside,
        reason=None,
        rank=axes.rank,
        explained=axes.explained,
        evidence=None,
        copies=no_copies(n),
        radius=radius_80(matrix, counted, axes, positions),
        silhouette=division.silhouette,
    )
