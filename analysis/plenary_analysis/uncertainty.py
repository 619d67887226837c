"""How far a position may be from where the map will draw its owner once they have voted as much as people
here do.

The model is sampling, not psychology: votes are taken as a random draw of statements. It knows nothing of
people who choose what to vote on, or who change their mind. METHODS.md says what follows from that.
"""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.axes import Axes, contributions, stretch
from plenary_analysis.votes import VoteMatrix

# A circle of sqrt(ln 5) standard deviations (both axes together) holds 80 % of a round normal cloud.
RADIUS_80 = math.sqrt(math.log(5))
# "As much as people here do": all but the busiest twentieth have at most so many votes. With the busiest tenth, regions
# held too few people in small events (0.65 to 0.77 in two of eight conversations); with this, at least 0.80 in all.
BUSY_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one vote adds to an unstretched position, pooled over everybody, in squared map units.

    scatter: variance of the contributions of one person.   drift: squared length of a person's mean
    contribution.
    """

    scatter: float
    drift: float


def radius_80(matrix: VoteMatrix, counted: Flags, axes: Axes, positions: Floats) -> Floats:
    """(n,) radius of the 80 % region around each position, in map units; zeros when there is no map.

    Somebody with n votes stands at c Σ w_j, c being the projection's stretch; with N votes, these n a random
    part f = n / N of them, they would stand at C Σ w_j. Given the latter, the mean squared error is

        (1 - c f / C)² · C² (N s² + N² b)  +  c² n (1 - f) s²

    first what the stretch does not make up for, then the sampling variance with its finite-population
    correction (Cochran, Sampling Techniques, ch. 2). s² (scatter) and b (drift) are pooled, so the radius
    follows from the number of votes alone; it never grows with a further vote. N = the votes of the busy, one
    more for everybody.
    """
    if axes.rank == 0:
        return np.zeros(matrix.n_participants)
    votes = matrix.votes_per_participant(counted)
    pooled = _contribution(
        matrix, counted, axes, votes, np.square(positions[:, 0]) + np.square(positions[:, 1])
    )
    out = int((~counted).sum())
    n = np.arange(int(votes.max()) + 1, dtype=np.float64)
    final = np.maximum(float(np.quantile(votes, BUSY_SHARE)), n) + 1
    part = n / final
    c2, final_c2 = (matrix.n_statements / np.maximum(count + out, 1) for count in (n, final))
    lag = 1 - part * np.sqrt(c2 / final_c2)
    reach = final_c2 * (final * pooled.scatter + np.square(final) * pooled.drift)
    error = np.square(lag) * reach + c2 * np.maximum(n, 1) * (1 - part) * pooled.scatter
    # More votes never mean a wider region: with many statements moderated out the second term may rise at
    # first.
    widest_after = np.maximum.accumulate(error[::-1])[::-1]
    radius: Floats = RADIUS_80 * np.sqrt(widest_after[votes])
    return radius


def _contribution(
    matrix: VoteMatrix, counted: Flags, axes: Axes, votes: Ints, length2: Floats
) -> Contribution:
    """Scatter within people, and the drift that explains how long their positions are beyond it."""
    squares = float((matrix.table.answers * np.square(contributions(counted, axes)).sum(axis=0)).sum())
    c2 = np.square(stretch(matrix, counted))
    # A position is the stretched sum of a person's contributions.
    of_means = float((length2 / c2 / np.maximum(votes, 1)).sum())
    spare = int(np.maximum(votes - 1, 0).sum())
    scatter = max(squares - of_means, 0.0) / spare if spare else squares / max(int(votes.sum()), 1)

    beyond = float((length2 - c2 * votes * scatter).sum())
    drift = max(beyond, 0.0) / max(float((c2 * np.square(votes)).sum()), 1.0)
    return Contribution(scatter, drift)
