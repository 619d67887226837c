"""How sure the statement results are: Beta posteriors of the groups' shares, one pseudo-count on either side.

Seeds are fixed: equal counts give equal intervals.
"""

import numpy as np

from plenary_analysis.arrays import Floats, Numbers
from plenary_analysis.comparison import Z80
from plenary_analysis.draws import SEED
from plenary_analysis.latent import StatementModel
from plenary_analysis.tallies import Tallies

# Above so many votes a Beta is close enough to a normal.
EXACT_UP_TO = 30
GRID = 400
DRAWS = 400
# Half of one of two equal groups and nearly all of the other are three quarters of everybody.
MOST_OF_ALL = 0.7
# The interval holds 80 %.
LOW, HIGH = 0.1, 0.9


def majority_chance(yes: Numbers, votes: Numbers, above: float = 0.5) -> Floats:
    """Posterior probability that the share behind these counts is above a half, or `above`. Any shape."""
    a, b = yes + 1.0, votes - yes + 1.0
    mean = a / (a + b)
    z = (mean - above) / np.sqrt(mean * (1 - mean) / (a + b + 1))
    chance: Floats = _normal_share(z)
    few = votes <= EXACT_UP_TO
    if few.any():
        at = (np.arange(GRID) + 0.5) / GRID
        log_density = (a[few] - 1)[:, None] * np.log(at) + (b[few] - 1)[:, None] * np.log(1 - at)
        density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
        chance[few] = density[:, round(GRID * above) :].sum(axis=1) / density.sum(axis=1)
    return chance


def consensus_chance(groups: Tallies, direction: Floats) -> Floats:
    """(m,) posterior probability that most of every group vote in the direction (m,), +1 or -1.

    With one group, that MOST_OF_ALL of it do: where no groups are known, a majority may hide one that is against.
    """
    chosen = np.where(direction > 0, groups.agree, groups.disagree)
    above = 0.5 if len(groups.seen) > 1 else MOST_OF_ALL
    product: Floats = majority_chance(chosen, groups.seen, above).prod(axis=0)
    return product


def _drawn_shares(groups: Tallies, random: np.random.Generator) -> Floats:
    """(DRAWS, k, m) from the posteriors: Beta, or the normal that many votes come close to, which is drawn faster."""
    k, m = groups.seen.shape
    a, b = groups.agree + 1.0, groups.seen - groups.agree + 1.0
    few = np.minimum(a, b) <= EXACT_UP_TO
    if few.all():
        return random.beta(a, b, size=(DRAWS, k, m))
    mean = a / (a + b)
    share = mean + random.normal(size=(DRAWS, k, m)) * np.sqrt(mean * (1 - mean) / (a + b + 1))
    share[:, few] = random.beta(a[few], b[few], size=(DRAWS, int(few.sum())))
    return np.clip(share, 0.0, 1.0)


def divisiveness_interval(groups: Tallies) -> tuple[Floats, Floats]:
    """(m,) and (m,): the 80 % interval of the share of variance of agreeing that lies between the groups.

    Every group weighs by its votes, as in `statement_results.divisiveness`. 0 .. 0 with one group.
    """
    k, m = groups.seen.shape
    if k < 2:
        return np.zeros(m), np.zeros(m)
    random = np.random.default_rng(SEED)
    share = _drawn_shares(groups, random)
    weight = groups.seen / np.maximum(groups.seen.sum(axis=0), 1)
    overall = (weight * share).sum(axis=1)
    between = (weight * np.square(share - overall[:, None])).sum(axis=1)
    within = overall * (1 - overall)
    drawn = np.where(within > 0, between / np.where(within > 0, within, 1.0), 0.0)
    low, high = np.quantile(drawn, (LOW, HIGH), axis=0)
    return low, high


def share_interval(yes: Numbers, votes: Numbers) -> tuple[Floats, Floats]:
    """The 80 % interval of the share behind these counts: the Beta posterior's, taken for a normal. Any shape."""
    mean = (yes + 1) / (votes + 2)
    reach = Z80 * np.sqrt(mean * (1 - mean) / (votes + 3))
    return np.maximum(mean - reach, 0.0), np.minimum(mean + reach, 1.0)


def spread_by_position(model: StatementModel, everybody: Tallies) -> tuple[Floats, Floats, Floats]:
    """(m,) share of the variance of votes that follows from where people stand, and its 80 % interval, 0 .. 1.

    What divisiveness is where there are no groups. model, everybody (1, m): of the same statements in the same order.
    """
    d = len(model.scales.axes)
    a, covariance = model.loadings, np.moveaxis(model.covariance[:d, :d], 2, 0)
    size = np.square(a).sum(axis=1)
    error = 4 * np.einsum("ma,mab,mb->m", a, covariance, a) + 2 * np.square(covariance).sum(axis=(1, 2))
    agree, disagree, seen = everybody.agree[0], everybody.disagree[0], everybody.seen[0]
    mean = (agree - disagree) / (seen + 2)
    variance = np.maximum((agree + disagree + 1) / (seen + 2) - np.square(mean), 1e-3)
    reach = Z80 * np.sqrt(error)
    low, at, high = (np.clip(value / variance, 0.0, 1.0) for value in (size - reach, size, size + reach))
    return at, low, high


def _normal_share(z: Floats) -> Floats:
    """The normal distribution's share below z, to 1e-7 (Abramowitz & Stegun 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    tail = np.exp(-np.square(z) / 2) / np.sqrt(2 * np.pi)
    tail *= t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    share: Floats = np.where(z > 0, 1 - tail, tail)
    return share
