"""One round of variational Bayes for the latent model: people given statements, then statements given people.

What a round needs of the people are sums, so they are gone through block by block and nobody's position is kept.
"""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.latent import Posterior, Scales, StatementModel, posterior, statement_features
from plenary_analysis.symmetric import inverses, packed_pairs, unpacked
from plenary_analysis.table import Block, VoteTable

# A lower floor lets an axis die that would come back with more votes.
AXIS_FLOOR = 0.02
# What the noise of a vote, and the leaning of people, may come to.
NOISE = (0.05, 1.0)
LEANING = (1e-3, 2.0)


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """The model after a round, and the lower bound of the log evidence that the round reached on its way."""

    model: StatementModel
    bound: float


class _Sums:
    """What one pass over the people leaves for the statements."""

    def __init__(self, d: int, m: int) -> None:
        self.d = d
        self.second = np.zeros(((d + 1) * (d + 2) // 2, m))  # sum of E[x x'], x = (u, 1)
        self.answer = np.zeros((d + 1, m))  # sum of E[(vote - c) x]
        self.squares = 0.0  # sum of E[(vote - c)^2] - vote^2
        self.spread = np.zeros((d, d))  # sum of E[u u']
        self.leaning = 0.0  # sum of E[c^2]
        self.log_precision = 0.0

    def add(self, block: Block, found: Posterior) -> None:
        """Count in the people of the block, whose posteriors were found; changes the sums in place."""
        d = self.d
        c, c_variance = found.mean[d], found.covariance[d, d]
        x = found.mean.copy()
        x[d] = 1
        second = x[:, None] * x[None]
        second[:d, :d] += found.covariance[:d, :d]
        pairs = packed_pairs(d + 1)
        stacked = np.empty((len(pairs) + d + 1, len(c)), dtype=np.float32)
        for place, (a, b) in enumerate(pairs):
            stacked[place] = second[a, b]
        with_c = stacked[len(pairs) :]
        np.multiply(c, x, out=with_c)
        with_c[:d] += found.covariance[:d, d]
        counted = (stacked @ block.seen).astype(np.float64)
        self.second += counted[: len(pairs)]
        self.answer += (x @ block.sign).astype(np.float64) - counted[len(pairs) :]
        c_square = np.square(c) + c_variance
        self.squares += float(c_square @ found.votes) - 2 * float(c @ found.balance)
        self.spread += second[:d, :d].sum(axis=2)
        self.leaning += float(c_square.sum())
        self.log_precision += found.log_precision

    def divergence(self, scales: Scales, n_people: int) -> float:
        """How far people's posteriors are from their prior, summed (Kullback & Leibler)."""
        expected = float(np.trace(self.spread)) + self.leaning / scales.leaning
        return 0.5 * (expected + self.log_precision + n_people * (math.log(scales.leaning) - self.d - 1))


def one_round(table: VoteTable, model: StatementModel) -> Round:
    """One round, with new scales, and the turn that keeps the axes apart and in the order they were in.

    The bound is of the new statements and people under the scales before: it rises from round to round, but for what
    the new scales and the turn change.
    """
    scales = model.scales
    d = len(scales.axes)
    features = statement_features(model)
    sums = _Sums(d, table.n_statements)
    for _, block in table.blocks():
        sums.add(block, posterior(block, features, scales))

    second = unpacked(sums.second, d + 1)
    precision = second / scales.noise
    precision[range(d), range(d)] += (1 / scales.axes)[:, None]
    precision[d, d] += 1 / scales.ease_spread
    covariance, log_precision = inverses(precision)
    answer = sums.answer / scales.noise
    answer[d] += scales.ease_mean / scales.ease_spread
    weights = np.einsum("abm,bm->ma", covariance, answer)

    fitted = np.einsum("ma,mb->abm", weights, weights) + covariance
    weight, voiced = table.summed_weight
    explained = 2 * float((weights.T * sums.answer).sum()) - float((second * fitted).sum())
    error = voiced + sums.squares - explained
    bound = -0.5 * (weight * math.log(2 * math.pi * scales.noise) + error / scales.noise)
    bound -= sums.divergence(scales, table.n_people)
    bound -= _divergence(weights, covariance, float(log_precision.sum()), scales)

    n = max(table.n_people, 1)
    weights, covariance = _untangled(weights, covariance, sums.spread / n, model.loadings)
    m = len(weights)
    squares = np.square(weights).sum(axis=0) + covariance[range(d + 1), range(d + 1)].sum(axis=1)
    ease, ease_variance = weights[:, d], covariance[d, d]
    ease_mean = float(ease.mean())
    learned = Scales(
        axes=np.maximum(squares[:d] / (m + 2), AXIS_FLOOR),
        ease_mean=ease_mean,
        ease_spread=float((np.square(ease - ease_mean) + ease_variance).mean()) + 1e-3,
        leaning=float(np.clip(sums.leaning / n, *LEANING)),
        noise=float(np.clip(error / max(weight, 1), *NOISE)),
    )
    return Round(StatementModel(weights, covariance, learned), bound)


def _divergence(weights: Floats, covariance: Floats, log_precision: float, scales: Scales) -> float:
    """How far the statements' posteriors are from their prior, summed (Kullback & Leibler)."""
    m, width = weights.shape
    prior = np.append(scales.axes, scales.ease_spread)
    mean = np.append(np.zeros(width - 1), scales.ease_mean)
    squares = np.square(weights - mean).sum(axis=0) + covariance[range(width), range(width)].sum(axis=1)
    expected, log_prior = float((squares / prior).sum()), float(np.log(prior).sum())
    return 0.5 * (expected + log_precision + float(m * (log_prior - width)))


def _untangled(weights: Floats, covariance: Floats, spread: Floats, before: Floats) -> tuple[Floats, Floats]:
    """The same model with people's positions of unit spread and loadings along axes of their own, largest first.

    before: (m, d) the loadings before the round: an axis keeps its direction.
    """
    d = len(spread)
    root = np.linalg.cholesky(spread + 1e-6 * np.eye(d))
    loadings = weights[:, :d]
    second = root.T @ (loadings.T @ loadings + covariance[:d, :d].sum(axis=2)) @ root
    turn = np.eye(d + 1)
    turn[:d, :d] = root @ np.linalg.eigh(second)[1][:, ::-1]
    turned = weights @ turn
    turn[:d, :d] *= np.where((turned[:, :d] * before).sum(axis=0) < 0, -1.0, 1.0)
    return weights @ turn, np.einsum("ac,abm,bd->cdm", turn, covariance, turn)
