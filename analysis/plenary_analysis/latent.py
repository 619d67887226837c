"""Where everybody stands: a latent model of the votes, fitted by variational Bayes (BEYOND section 1).

    vote_ij ~ N(b_j + a_j . u_i + c_i, noise)       u_i ~ N(0, I)   c_i ~ N(0, leaning)
    a_jk ~ N(0, axis_k)   b_j ~ N(ease_mean, ease_spread)

b: how agreeable a statement is; a: how it divides; u: where a person stands; c: how much they tend to say yes. The
axes' variances are learned, so axes without evidence fade (Bishop 1999; Ilin & Raiko 2010). Every posterior is normal.
Nothing here is random: equal tables give equal results.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Singles
from plenary_analysis.pair_sums import PairSums
from plenary_analysis.symmetric import inverses, packed_pairs, unpacked
from plenary_analysis.table import Block, VoteTable

DIMENSIONS = 3
# Co-votes that each pair of statements is thought to have had without any relation.
PAIR_SHRINKAGE = 4.0
START_ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """The learned variances. axes: (d,) of the loadings, largest first.   noise: of a vote."""

    axes: Floats
    ease_mean: float
    ease_spread: float
    leaning: float
    noise: float


@dataclass(frozen=True, slots=True, eq=False)
class StatementModel:
    """What is known of the statements: all a warm start needs.

    weights: (m, d + 1) posterior means of (a_j, b_j).   covariance: (d + 1, d + 1, m).
    """

    weights: Floats
    covariance: Floats
    scales: Scales

    @property
    def loadings(self) -> Floats:
        """(m, d) how each statement divides along each direction."""
        return self.weights[:, :-1]

    @property
    def ease(self) -> Floats:
        """(m,) how agreeable each statement is once where people stand is taken out."""
        return self.weights[:, -1]


@dataclass(frozen=True, slots=True, eq=False)
class PeopleModel:
    """Where people stand, given the statements.

    position: (n, d) posterior mean of u.   leaning: (n,) of c.   covariance: (d, d, n) of u.
    information, pull: (d, d, n), (d, n): the likelihood of u, c integrated out: exp(-u' information u / 2 + pull . u).
    """

    position: Floats
    leaning: Floats
    covariance: Floats
    information: Floats
    pull: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LatentModel:
    """The fitted model."""

    statements: StatementModel
    people: PeopleModel

    def expected(self) -> Floats:
        """(n, m) the vote that the model expects of everybody on everything."""
        u = self.people.position @ self.statements.loadings.T
        expected: Floats = u + self.statements.ease + self.people.leaning[:, None]
        return expected


def from_moments(sums: PairSums, d: int = DIMENSIONS) -> StatementModel:
    """A first guess: the leading eigenvectors of the shrunken pairwise covariances, without their noisy diagonal."""
    m = len(sums.counts)
    mean = sums.sums / (sums.counts + 2)
    cross = sums.first * mean[None, :]
    moment = sums.product - cross - cross.T + np.outer(mean, mean) * sums.together
    moment /= sums.together + PAIR_SHRINKAGE
    variance = np.diagonal(moment).copy()
    loadings = np.zeros((m, d))
    np.fill_diagonal(moment, 0)
    kept = min(d, m)
    for _ in range(START_ROUNDS if m else 0):
        values, vectors = np.linalg.eigh(moment)
        values, vectors = np.maximum(values[-kept:][::-1], 1e-3), vectors[:, -kept:][:, ::-1]
        loadings[:, :kept] = vectors * np.sqrt(values)
        np.fill_diagonal(moment, np.minimum(np.square(loadings).sum(axis=1), variance))
    axis = max(float(np.square(loadings).mean()) if m else 0.0, 0.05)
    scales = Scales(
        axes=np.full(d, axis),
        ease_mean=float(mean.mean()) if m else 0.0,
        ease_spread=max(float(mean.var()) if m else 0.0, 0.05),
        leaning=0.03,
        noise=0.6,
    )
    covariance = np.repeat(0.05 * np.eye(d + 1)[:, :, None], m, axis=2)
    return StatementModel(np.column_stack([loadings, mean]), covariance, scales)


def with_newcomers(model: StatementModel, place: list[int | None]) -> StatementModel:
    """The model for another list of statements: place[j] is where j was in it, None for a new one (the prior)."""
    scales = model.scales
    d = len(scales.axes)
    weights = np.tile(np.append(np.zeros(d), scales.ease_mean), (len(place), 1))
    prior = np.diag(np.append(scales.axes, scales.ease_spread))
    covariance = np.repeat(prior[:, :, None], len(place), axis=2)
    known = [(j, old) for j, old in enumerate(place) if old is not None]
    if known:
        now, then = (list(side) for side in zip(*known, strict=True))
        weights[now] = model.weights[then]
        covariance[:, :, now] = model.covariance[:, :, then]
    return StatementModel(weights, covariance, scales)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Of some people: mean (d + 1, n) of (u, c), covariance (d + 1, d + 1, n), and the likelihood they come from.

    votes, balance: (n,) how many votes they have and their sum.
    log_precision: sum over these people of the log determinants of their precisions.
    """

    mean: Singles
    covariance: Singles
    information: Singles
    pull: Singles
    votes: Singles
    balance: Singles
    log_precision: float


def statement_features(model: StatementModel) -> Singles:
    """(m, p + 2 (d + 1)) expected l l' (packed), b l and l of each statement over the noise, with l = (a, 1)."""
    d = len(model.scales.axes)
    l_mean = np.column_stack([model.loadings, np.ones(len(model.weights))])
    second = l_mean[:, :, None] * l_mean[:, None, :]
    second[:, :d, :d] += np.moveaxis(model.covariance[:d, :d], 2, 0)
    product = model.ease[:, None] * l_mean
    product[:, :d] += model.covariance[:d, d].T
    packed = np.stack([second[:, a, b] for a, b in packed_pairs(d + 1)], axis=1)
    features = np.column_stack([packed, product, l_mean]) / model.scales.noise
    return features.astype(np.float32)


def posterior(block: Block, features: Singles, scales: Scales) -> Posterior:
    """Of the people of a block, by the `statement_features` of a model.

    In single precision: its rounding is a ten thousandth of what one vote moves.
    """
    d = len(scales.axes)
    packed = (d + 1) * (d + 2) // 2
    known = packed + d + 1
    # By eights, with columns of the other product: BLAS takes 14 half as long again as 16.
    counted: Singles = np.ascontiguousarray((block.seen @ features[:, : -(-known // 8) * 8]).T)[:known]
    said: Singles = np.ascontiguousarray((block.sign @ features[:, known:]).T)
    information = unpacked(counted[:packed], d + 1)
    pull = said - counted[packed:]
    precision = information.copy()
    precision[range(d), range(d)] += 1
    precision[d, d] += np.float32(1 / scales.leaning)
    covariance, log_precision = inverses(precision)
    log_determinant = float(log_precision.sum(dtype=np.float64))
    noise = np.float32(scales.noise)
    return Posterior(
        mean=(covariance * pull).sum(axis=1),
        covariance=covariance,
        information=information,
        pull=pull,
        votes=information[d, d] * noise,
        balance=said[d] * noise,
        log_precision=log_determinant,
    )


def place_people(table: VoteTable, model: StatementModel) -> PeopleModel:
    """Where everybody stands under this model of the statements; without votes, at 0 with the prior's spread."""
    d = len(model.scales.axes)
    n = table.n_people
    features = statement_features(model)
    people = PeopleModel(
        np.zeros((n, d)), np.zeros(n), np.zeros((d, d, n)), np.zeros((d, d, n)), np.zeros((d, n))
    )
    for rows, block in table.blocks():
        found = posterior(block, features, model.scales)
        people.position[rows] = found.mean[:d].T
        people.leaning[rows] = found.mean[d]
        people.covariance[:, :, rows] = found.covariance[:d, :d]
        through = found.information[:d, d]
        own = found.information[d, d] + 1 / model.scales.leaning
        people.information[:, :, rows] = found.information[:d, :d] - through[:, None] * through[None] / own
        people.pull[:, rows] = found.pull[:d] - through * found.pull[d] / own
    # A product of matrices rounds equal rows differently, by where in a block they are.
    same = np.flatnonzero(table.first_equal != np.arange(n))
    first = table.first_equal[same]
    people.position[same] = people.position[first]
    people.leaning[same] = people.leaning[first]
    for part in (people.covariance, people.information, people.pull):
        part[..., same] = part[..., first]
    return people
