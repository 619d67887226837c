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
from plenary_analysis.pair_sums import PairSums, pair_sums
from plenary_analysis.symmetric import inverses, packed_pairs, unpacked
from plenary_analysis.table import Block, VoteTable

DIMENSIONS = 3
COLD_ROUNDS = 25
WARM_ROUNDS = 3
# A lower floor lets an axis die that would come back with more votes.
AXIS_FLOOR = 0.02
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
        return self.weights[:, :-1]

    @property
    def ease(self) -> Floats:
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


def fit(table: VoteTable, start: StatementModel | None = None, rounds: int | None = None) -> LatentModel:
    """The model of a table of votes.

    start: of the same statements in the same order (new ones come in by `with_newcomers`); without it, the pairwise
    second moments are one. rounds: COLD_ROUNDS, or WARM_ROUNDS from a start. The number of rounds is fixed, so that
    the outcome depends on the votes alone; it has settled when further rounds move positions by a few percent of
    their uncertainty. No people or no statements give empty arrays.
    """
    if rounds is None:
        rounds = COLD_ROUNDS if start is None else WARM_ROUNDS
    model = from_moments(pair_sums(table)) if start is None else start
    if table.n_votes > 0:
        for _ in range(rounds):
            model = _round(table, model)
    return LatentModel(model, place_people(table, model))


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
class _Posterior:
    """Of some people: mean (d + 1, n) of (u, c), covariance (d + 1, d + 1, n), and the likelihood they come from."""

    mean: Singles
    covariance: Singles
    information: Singles
    pull: Singles


def _statement_features(model: StatementModel) -> Singles:
    """(m, p + 2 (d + 1)) expected l l' (packed), b l and l of each statement over the noise, with l = (a, 1)."""
    d = len(model.scales.axes)
    l_mean = np.column_stack([model.loadings, np.ones(len(model.weights))])
    second = l_mean[:, :, None] * l_mean[:, None, :]
    second[:, :d, :d] += np.moveaxis(model.covariance[:d, :d], 2, 0)
    product = model.ease[:, None] * l_mean
    product[:, :d] += model.covariance[:d, d].T
    rows, columns = packed_pairs(d + 1)
    features = np.column_stack([second[:, rows, columns], product, l_mean]) / model.scales.noise
    return features.astype(np.float32)


def _posterior(block: Block, features: Singles, scales: Scales) -> _Posterior:
    # In single precision: its rounding is a ten thousandth of what one vote moves.
    d = len(scales.axes)
    packed = (d + 1) * (d + 2) // 2
    counted = features[:, : packed + d + 1].T @ block.seen.T
    said = features[:, packed + d + 1 :].T @ block.sign.T
    information = unpacked(counted[:packed], d + 1)
    pull = said - counted[packed:]
    precision = information.copy()
    precision[range(d), range(d)] += 1
    precision[d, d] += np.float32(1 / scales.leaning)
    covariance, _ = inverses(precision)
    return _Posterior((covariance * pull).sum(axis=1), covariance, information, pull)


def place_people(table: VoteTable, model: StatementModel) -> PeopleModel:
    """Where everybody stands under this model of the statements; without votes, at 0 with the prior's spread."""
    d = len(model.scales.axes)
    n = table.n_people
    features = _statement_features(model)
    people = PeopleModel(
        np.zeros((n, d)), np.zeros(n), np.zeros((d, d, n)), np.zeros((d, d, n)), np.zeros((d, n))
    )
    for rows, block in table.blocks():
        found = _posterior(block, features, model.scales)
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


class _Sums:
    """What one pass over the people leaves for the statements."""

    def __init__(self, d: int, m: int) -> None:
        self.d = d
        self.second = np.zeros(((d + 1) * (d + 2) // 2, m))  # sum of E[x x'], x = (u, 1)
        self.answer = np.zeros((d + 1, m))  # sum of E[(vote - c) x]
        self.squares = 0.0  # sum of E[(vote - c)^2] - vote^2
        self.spread = np.zeros((d, d))  # sum of E[u u']
        self.leaning = 0.0  # sum of E[c^2]

    def add(self, block: Block, found: _Posterior) -> None:
        d = self.d
        x = np.vstack([found.mean[:d], np.ones((1, found.mean.shape[1]), dtype=np.float32)])
        c, c_variance = found.mean[d], found.covariance[d, d]
        second = x[:, None] * x[None]
        second[:d, :d] += found.covariance[:d, :d]
        with_c = c * x
        with_c[:d] += found.covariance[:d, d]
        rows, columns = packed_pairs(d + 1)
        counted = (np.vstack([second[rows, columns], with_c]) @ block.seen).astype(np.float64)
        self.second += counted[: len(rows)]
        self.answer += (x @ block.sign).astype(np.float64) - counted[len(rows) :]
        c_square = np.square(c) + c_variance
        self.squares += float(c_square @ block.seen.sum(axis=1)) - 2 * float(c @ block.sign.sum(axis=1))
        self.spread += second[:d, :d].sum(axis=2)
        self.leaning += float(c_square.sum())


def _round(table: VoteTable, model: StatementModel) -> StatementModel:
    """One round: people given statements, statements given people, scales, and the turn that keeps axes apart."""
    scales = model.scales
    d = len(scales.axes)
    features = _statement_features(model)
    sums = _Sums(d, table.n_statements)
    for _, block in table.blocks():
        sums.add(block, _posterior(block, features, scales))

    second = unpacked(sums.second, d + 1)
    precision = second / scales.noise
    precision[range(d), range(d)] += (1 / scales.axes)[:, None]
    precision[d, d] += 1 / scales.ease_spread
    covariance, _ = inverses(precision)
    answer = sums.answer / scales.noise
    answer[d] += scales.ease_mean / scales.ease_spread
    weights = np.einsum("abm,bm->ma", covariance, answer)

    fitted = np.einsum("ma,mb->abm", weights, weights) + covariance
    voiced = float(np.count_nonzero(table.value))
    error = (
        voiced + sums.squares - 2 * float((weights.T * sums.answer).sum()) + float((second * fitted).sum())
    )
    noise = float(np.clip(error / max(table.n_votes, 1), 0.05, 1.0))

    weights, covariance = _untangled(weights, covariance, sums.spread / max(table.n_people, 1))
    m = len(weights)
    squares = np.square(weights).sum(axis=0) + covariance[range(d + 1), range(d + 1)].sum(axis=1)
    ease, ease_variance = weights[:, d], covariance[d, d]
    ease_mean = float(ease.mean())
    return StatementModel(
        weights,
        covariance,
        Scales(
            axes=np.maximum(squares[:d] / (m + 2), AXIS_FLOOR),
            ease_mean=ease_mean,
            ease_spread=float((np.square(ease - ease_mean) + ease_variance).mean()) + 1e-3,
            leaning=float(np.clip(sums.leaning / max(table.n_people, 1), 1e-3, 2.0)),
            noise=noise,
        ),
    )


def _untangled(weights: Floats, covariance: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """The same model with people's positions of unit spread and loadings along axes of their own, largest first."""
    d = len(spread)
    root = np.linalg.cholesky(spread + 1e-6 * np.eye(d))
    loadings = weights[:, :d]
    second = root.T @ (loadings.T @ loadings + covariance[:d, :d].sum(axis=2)) @ root
    turn = np.eye(d + 1)
    turn[:d, :d] = root @ np.linalg.eigh(second)[1][:, ::-1]
    # A sign of its own: the sum of cubes is positive, whatever eigh chose.
    turned = weights @ turn
    turn[:d, :d] *= np.where((turned[:, :d] ** 3).sum(axis=0) < 0, -1.0, 1.0)
    return weights @ turn, np.einsum("ac,abm,bd->cdm", turn, covariance, turn)
