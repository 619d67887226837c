"""How probably somebody stands on each side of a cut through one crowd.

The sides of a cut are parts of the map, not crowds of their own: what is uncertain is the place, and a membership says
how much of it lies on which side. (A mixture of normals around the sides was sure to 0.73, and right of 0.89.)
"""

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.posteriors import normal_share

# A place that is known exactly is on one side; this keeps the division by its spread finite.
LEAST_SPREAD = 1e-9


def memberships_across(positions: Floats, covariance: Floats, labels: Ints, k: int) -> Floats:
    """(n, k) probability that everybody's place is nearest to each side's middle, rows adding up to 1.

    positions: (n, 2).   covariance: (n, 2, 2) of them.   labels: (n,) from 0, every side with somebody in it; -1 for
    people who count for no side. Exact for two sides: the share of a normal on one side of a line. For more, the
    product over the other sides, brought to 1: off by 0.01 to 0.06 on average, more the wider the regions.
    """
    middle = np.stack([positions[labels == g].mean(axis=0) for g in range(k)])
    belongs = np.ones((len(positions), k))
    for g in range(k):
        for h in range(g):
            way = middle[g] - middle[h]
            # Not by products of matrices: they round equal rows differently.
            ahead = ((positions - (middle[g] + middle[h]) / 2) * way).sum(axis=1)
            spread = np.sqrt((covariance * np.outer(way, way)).sum(axis=(1, 2))) + LEAST_SPREAD
            share = normal_share(ahead / spread)
            belongs[:, g] *= share
            belongs[:, h] *= 1 - share
    shares: Floats = belongs / belongs.sum(axis=1, keepdims=True)
    return shares
