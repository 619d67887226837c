"""The two main axes of a vote matrix, and where participants and statements lie on them (SPEC section 4).

The eigen-decomposition is a full one, so it has always converged; nothing here is random.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.pair_sums import PairSums, pair_sums
from plenary_analysis.votes import VoteMatrix

# Below this share of the first eigenvalue a second one is rounding noise, not an axis.
RANK_TOLERANCE = 1e-9
# Loadings this close to the largest count as tied with it when the sign is chosen.
TIE_TOLERANCE = 1e-9
ANSWERS = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Column means and principal axes.

    centre: (m,) mean vote, 0 where a statement is moderated out.
    loadings: (2, m); unit rows, a row of zeros for an axis that does not exist.
    eigenvalues: (2,) of the centred, column-mean imputed Gram matrix;   total: its trace.
    rank: 0 no variation, 1 one axis, 2 a plane.
    """

    centre: Floats
    loadings: Floats
    eigenvalues: Floats
    total: float
    rank: int

    @property
    def explained(self) -> float:
        """Share of the variance that the axes show, 0 .. 1; 0 where there is none."""
        return min(1.0, float(self.eigenvalues.sum()) / self.total) if self.rank else 0.0


def principal_axes(matrix: VoteMatrix, counted: Flags, sums: PairSums | None = None) -> Axes:
    """The first two principal axes of the votes with missing ones at the column mean.

    counted: (m,) False for a moderated-out statement, which then neither varies nor loads.
    sums: over the pairs of the matrix' columns, where they are at hand.
    Signs are canonical: the largest absolute loading is positive, the first column on ties.
    A single row or a single column has no axes (rank 0).
    """
    n, m = matrix.n_participants, matrix.n_statements
    centre: Floats = np.where(counted, matrix.means(), 0.0)
    nothing = no_axes(centre)
    if min(n, m) < 2:
        return nothing
    deviation: Floats = np.where(counted, ANSWERS[:, None] - centre, 0.0)
    total = float((matrix.table.answers * np.square(deviation)).sum())
    if total <= RANK_TOLERANCE:
        return nothing

    values, vectors = _leading_pair(matrix, deviation, centre, counted, sums)
    rank = 2 if values[1] > RANK_TOLERANCE * values[0] else 1
    loadings = np.zeros((2, m))
    for axis in range(rank):
        vector = np.where(counted, vectors[axis], 0.0)
        vector /= np.linalg.norm(vector)
        size = np.abs(vector)
        leader = int(np.argmax(size >= size.max() * (1 - TIE_TOLERANCE)))
        loadings[axis] = vector if vector[leader] > 0 else -vector
    values[rank:] = 0.0
    return Axes(centre, loadings, values, total, rank)


def no_axes(centre: Floats) -> Axes:
    """What there is where nothing varies: means, and zeros in place of axes."""
    return Axes(centre, np.zeros((2, len(centre))), np.zeros(2), 0.0, 0)


def _leading_pair(
    matrix: VoteMatrix, deviation: Floats, centre: Floats, counted: Flags, sums: PairSums | None
) -> tuple[Floats, Floats]:
    """The two largest eigenvalues (2,) and eigenvectors (2, m), from the smaller of the two Gram matrices.

    deviation: (3, m) what each answer on each statement is away from its mean, 0 where it is moderated out.
    """
    n, m = matrix.n_participants, matrix.n_statements
    if n < m:
        dense = np.zeros((n, m))
        dense[matrix.row, matrix.column] = deviation[matrix.value + 1, matrix.column]
        values, left = np.linalg.eigh(dense @ dense.T)
        return np.maximum(values[::-1][:2], 0.0), left[:, ::-1][:, :2].T @ dense
    values, vectors = np.linalg.eigh(gram(sums or pair_sums(matrix.table), centre, counted))
    return np.maximum(values[::-1][:2], 0.0), vectors[:, ::-1][:, :2].T


def gram(sums: PairSums, centre: Floats, counted: Flags) -> Floats:
    """(m, m) products of the centred columns, missing votes at the mean, without touching a vote (ENGINE section 4)."""
    crossed = sums.first * centre
    products: Floats = sums.product - crossed - crossed.T + np.outer(centre, centre) * sums.together
    products[~counted] = 0.0
    products[:, ~counted] = 0.0
    return products


def stretch(matrix: VoteMatrix, counted: Flags) -> Floats:
    """(n,) the projection's factor sqrt(m / n_i); everybody "voted" on a moderated-out column."""
    present = matrix.votes_per_participant(counted) + int((~counted).sum())
    factor: Floats = np.sqrt(matrix.n_statements / np.maximum(present, 1))
    return factor


def project_participants(matrix: VoteMatrix, counted: Flags, axes: Axes) -> Floats:
    """(n, 2) position of every participant, stretched for the statements they have not voted on.

    Sums run per row in column order, so identical rows get identical positions to the last bit.
    """
    sums = matrix.table.sums_of_people(contributions(counted, axes))
    return sums * stretch(matrix, counted)[:, None]


def contributions(counted: Flags, axes: Axes) -> Floats:
    """(2, 3, m) what each answer (-1, 0, 1) on each statement adds to an unstretched position."""
    deviation = np.where(counted, ANSWERS[:, None] - axes.centre, 0.0)
    worth: Floats = deviation * axes.loadings[:, None, :]
    return worth


def project_statements(axes: Axes) -> Floats:
    """(m, 2) position of an imaginary participant whose only vote is "agree" on that statement."""
    m = len(axes.centre)
    projection: Floats = np.sqrt(m) * (1 - axes.centre)[:, None] * axes.loadings.T
    return projection


def extremity(statement_positions: Floats) -> Floats:
    """(m,) distance of each statement's projection from the middle."""
    length: Floats = np.sqrt(np.square(statement_positions).sum(axis=1))
    return length
