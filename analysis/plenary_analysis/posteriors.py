"""How sure the statement results are: Beta posteriors of the groups' shares, one pseudo-count on either side.

Seeds are fixed: equal counts give equal intervals.
"""

from dataclasses import replace

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.opinion_map import StatementResult
from plenary_analysis.tallies import Tallies
from plenary_analysis.warmth import Warmth

# Above so many votes a Beta is close enough to a normal.
EXACT_UP_TO = 30
GRID = 400
DRAWS = 400
SEED = 20240229
# The interval holds 80 %.
LOW, HIGH = 0.1, 0.9


def majority_chance(yes: Ints, votes: Ints) -> Floats:
    """Posterior probability that the share behind these counts is above a half; 0.5 without votes. Any shape."""
    a, b = yes + 1.0, votes - yes + 1.0
    mean = a / (a + b)
    z = (mean - 0.5) / np.sqrt(mean * (1 - mean) / (a + b + 1))
    chance: Floats = _normal_share(z)
    few = votes <= EXACT_UP_TO
    if few.any():
        at = (np.arange(GRID) + 0.5) / GRID
        log_density = (a[few] - 1)[:, None] * np.log(at) + (b[few] - 1)[:, None] * np.log(1 - at)
        density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
        chance[few] = density[:, GRID // 2 :].sum(axis=1) / density.sum(axis=1)
    return chance


def consensus_chance(groups: Tallies, direction: Floats) -> Floats:
    """(m,) posterior probability that most of every group vote in the direction (m,), +1 or -1."""
    chosen = np.where(direction > 0, groups.agree, groups.disagree)
    product: Floats = majority_chance(chosen, groups.seen).prod(axis=0)
    return product


def divisiveness_interval(groups: Tallies) -> tuple[Floats, Floats]:
    """(m,) and (m,): the 80 % interval of the share of variance of agreeing that lies between the groups.

    Every group weighs by its votes, as in `statement_results.divisiveness`. 0 .. 0 with one group.
    """
    k, m = groups.seen.shape
    if k < 2:
        return np.zeros(m), np.zeros(m)
    random = np.random.default_rng(SEED)
    share = random.beta(groups.agree + 1.0, groups.seen - groups.agree + 1.0, size=(DRAWS, k, m))
    weight = groups.seen / np.maximum(groups.seen.sum(axis=0), 1)
    overall = (weight * share).sum(axis=1)
    between = (weight * np.square(share - overall[:, None])).sum(axis=1)
    within = overall * (1 - overall)
    drawn = np.where(within > 0, between / np.where(within > 0, within, 1.0), 0.0)
    low, high = np.quantile(drawn, (LOW, HIGH), axis=0)
    return low, high


def with_sureness(
    results: tuple[StatementResult, ...], groups: Tallies, warmth: Warmth | None
) -> tuple[StatementResult, ...]:
    """The results with what is known of how sure they are. groups: counts (k, m) in the order of the results."""
    direction = np.array([result.direction for result in results], dtype=np.float64)
    chance = consensus_chance(groups, direction)
    low, high = divisiveness_interval(groups)
    bridging: dict[str, tuple[float, float]] = {}
    if warmth is not None:
        spread = np.sqrt(warmth.model.covariance[-1, -1])
        bridging = dict(
            zip(warmth.statements, zip(warmth.model.ease.tolist(), spread.tolist(), strict=True), strict=True)
        )
    sure = []
    for j, result in enumerate(results):
        at, within = bridging.get(result.id, (0.0, 0.0))
        sure.append(
            replace(
                result,
                consensus_chance=float(chance[j]),
                divisiveness_low=float(low[j]),
                divisiveness_high=float(high[j]),
                bridging=at,
                bridging_spread=within,
            )
        )
    return tuple(sure)


def _normal_share(z: Floats) -> Floats:
    """The normal distribution's share below z, to 1e-7 (Abramowitz & Stegun 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    tail = np.exp(-np.square(z) / 2) / np.sqrt(2 * np.pi)
    tail *= t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    share: Floats = np.where(z > 0, 1 - tail, tail)
    return share
