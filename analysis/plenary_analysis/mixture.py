"""A mixture of normal crowds over positions that are only known through votes ("extreme deconvolution").

Every person enters by the information matrix and pull vector that their votes give, not by a point; all components
share one covariance (Bovy, Hogg & Roweis 2011, with a tied covariance). Several runs are fitted side by side: starts,
or simulated copies. Nothing here decides how many groups there are.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.symmetric import inverses

ROUNDS = 60
# After so many rounds the order of the starts seldom changes: only those ahead go on.
PROVING = 12
FINALISTS = 2
FLOOR = 1e-3
LLOYD_ROUNDS = 8
# A start so far behind a mixture that stands still already does not catch up with it.
WITHIN_REACH = 3.0
# A run stands still when a round gains less than this, a small part of what decides between two numbers of groups.
SETTLED = 1e-2
# People judged at a time, when there are many: what is known of them stays in the cache.
BLOCK_PEOPLE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """What the votes say about n people in d dimensions: information (d, d, n), pull (d, n).

    The likelihood of position x is exp(-x' information x / 2 + pull . x).
    """

    information: Floats
    pull: Floats

    @property
    def n_people(self) -> int:
        """How many people are seen."""
        return int(self.pull.shape[1])

    def of(self, which: Ints) -> "Sightings":
        """The same of these people only."""
        return Sightings(self.information[:, :, which], self.pull[:, which])


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """k components: share (k,), centre (k, d), spread (d, d); and the log evidence of the people it was fitted to."""

    share: Floats
    centre: Floats
    spread: Floats
    log_evidence: float


@dataclass(slots=True, eq=False)
class _Runs:
    """r mixtures at once. share: (r, k), centre: (r, k, d), spread: (r, d, d)."""

    share: Floats
    centre: Floats
    spread: Floats


def fit_mixture(
    seen: Sightings,
    k: int,
    *,
    starts: int,
    seed: int,
    also: Mixture | None = None,
    is_settled: bool = False,
    rounds: int = ROUNDS,
) -> Mixture:
    """The best of several starts, and of `also` as one more start. k >= 1; no people give the prior crowd.

    is_settled: `also` stands still, or nearly: what is not within its reach by then is given up.
    """
    if seen.n_people == 0:
        d = len(seen.pull)
        return Mixture(np.full(k, 1 / k), np.zeros((k, d)), np.eye(d), 0.0)
    begin = _starts(seen, k, 1 if k == 1 else starts, np.random.default_rng(seed))
    if also is not None and len(also.share) == k:
        begin = _Runs(
            np.concatenate([begin.share, also.share[None]]),
            np.concatenate([begin.centre, also.centre[None]]),
            np.concatenate([begin.spread, also.spread[None]]),
        )
    runs, evidence = _maximised(seen, seen.pull[:, None, :], begin, min(rounds, PROVING))
    if rounds > PROVING:
        ahead = np.argsort(-evidence, kind="stable")[:FINALISTS]
        settled = None
        if also is not None and is_settled:
            last = len(evidence) - 1
            settled = _mixture(runs, evidence, last)
            ahead = ahead[(ahead != last) & (evidence[ahead] > settled.log_evidence - WITHIN_REACH)]
            if len(ahead) == 0:
                return settled
        runs = _Runs(runs.share[ahead], runs.centre[ahead], runs.spread[ahead])
        runs, evidence = _maximised(seen, seen.pull[:, None, :], runs, rounds - PROVING)
        if settled is not None and settled.log_evidence >= evidence.max():
            return settled
    return _mixture(runs, evidence, int(np.argmax(evidence)))


def _mixture(runs: _Runs, evidence: Floats, which: int) -> Mixture:
    return Mixture(runs.share[which], runs.centre[which], runs.spread[which], float(evidence[which]))


def around(seen: Sightings, labels: Ints, k: int) -> Mixture:
    """A mixture around given groups: equal shares, centres of the posterior means, their pooled spread; not fitted.

    labels: (n,) from 0, every group with somebody in it; -1 for people who count for no group.
    """
    precision = seen.information + np.eye(len(seen.pull))[:, :, None] / _prior_variance(seen)
    covariance, _ = inverses(precision)
    points = np.einsum("abn,bn->na", covariance, seen.pull)[labels >= 0]
    group = labels[labels >= 0]
    centre = np.stack([points[group == g].mean(axis=0) for g in range(k)])
    left = points - centre[group]
    spread = left.T @ left / len(points) + FLOOR * np.eye(len(seen.pull))
    return Mixture(np.full(k, 1 / k), centre, spread, 0.0)


def continued(seen: Sightings, mixture: Mixture, rounds: int) -> Mixture:
    """The same mixture after some more rounds on these people."""
    begin = _Runs(mixture.share[None], mixture.centre[None], mixture.spread[None])
    runs, evidence = _maximised(seen, seen.pull[:, None, :], begin, rounds)
    return Mixture(runs.share[0], runs.centre[0], runs.spread[0], float(evidence[0]))


def membership(seen: Sightings, mixture: Mixture) -> Floats:
    """(n, k) probability that each person belongs to each component; the shares for somebody without votes."""
    runs = _Runs(mixture.share[None], mixture.centre[None], mixture.spread[None])
    result = np.empty((seen.n_people, len(mixture.share)))
    for first in range(0, seen.n_people, BLOCK_PEOPLE):
        rows = slice(first, first + BLOCK_PEOPLE)
        some = Sightings(seen.information[:, :, rows], seen.pull[:, rows])
        result[rows] = _expected(some, some.pull[:, None, :], runs)[3][0].T
    return result


def gains_over_one(information: Floats, pulls: Floats, k: int, seed: int) -> Floats:
    """(r,) log evidence that k components gain over one, for r crowds seen with the same information matrices.

    pulls: (r, d, n). One start for each crowd and k: what it misses makes the gains smaller, and chance seem rarer,
    than they are; callers that compare give their own crowd the same start.
    """
    random = np.random.default_rng(seed)
    evidence = []
    for components in (1, k):
        starts = [_starts(Sightings(information, pull), components, 1, random) for pull in pulls]
        begin = _Runs(
            np.concatenate([start.share for start in starts]),
            np.concatenate([start.centre for start in starts]),
            np.concatenate([start.spread for start in starts]),
        )
        seen = Sightings(information, pulls[0])
        evidence.append(_maximised(seen, np.moveaxis(pulls, 1, 0), begin, ROUNDS)[1])
    gains: Floats = evidence[1] - evidence[0]
    return gains


def shallowest_valley(mixture: Mixture) -> float:
    """The density's lowest point between two centres over the lower end, for the two that are least apart; 0 .. 1.

    1 means that two components have no valley between them.
    """
    precision = np.linalg.inv(mixture.spread)
    along = np.linspace(0, 1, 41)[:, None]
    worst = 0.0
    for a in range(len(mixture.share)):
        for b in range(a):
            line = mixture.centre[a] + along * (mixture.centre[b] - mixture.centre[a])
            apart = line[:, None, :] - mixture.centre[None]
            distance = np.einsum("tki,ij,tkj->tk", apart, precision, apart)
            density = (mixture.share * np.exp(-0.5 * distance)).sum(axis=1)
            worst = max(worst, min(1.0, float(density.min() / max(min(density[0], density[-1]), 1e-300))))
    return worst


def _starts(seen: Sightings, k: int, starts: int, random: np.random.Generator) -> _Runs:
    """k-means++ and a few steps of k-means on the posterior means under a unit prior."""
    d, n = seen.pull.shape
    prior = seen.information.copy()
    prior[range(d), range(d)] += 1 / _prior_variance(seen)
    covariance, _ = inverses(prior)
    points = np.einsum("abn,bn->na", covariance, seen.pull)
    centre = np.empty((starts, k, d))
    nearest = np.ones((starts, n))
    for c in range(k):
        chance = np.cumsum(nearest, axis=1)
        target = random.random(starts) * chance[:, -1]
        chosen = np.minimum((chance <= target[:, None]).sum(axis=1), n - 1)
        centre[:, c] = points[chosen]
        apart = np.square(points[None] - centre[:, c, None]).sum(axis=2)
        nearest = apart if c == 0 else np.minimum(nearest, apart)
    member = np.zeros((starts, k, n))
    for _ in range(LLOYD_ROUNDS):
        squares = np.square(points[None, None] - centre[:, :, None]).sum(axis=3)
        member = (squares.argmin(axis=1)[:, None] == np.arange(k)[:, None]).astype(np.float64)
        size = member.sum(axis=2)[..., None]
        centre = np.where(size > 0, member @ points / np.maximum(size, 1), centre)
    left = points[None] - np.einsum("rkn,rkd->rnd", member, centre)
    spread = np.einsum("rni,rnj->rij", left, left) / n
    spread += 0.5 * covariance.mean(axis=2) + FLOOR * np.eye(d)
    return _Runs(np.full((starts, k), 1 / k), centre, spread)


def _prior_variance(seen: Sightings) -> float:
    """A rough size of the crowd: mean square of the pulls over what precision alone explains; at least FLOOR."""
    trace = np.einsum("aan->n", seen.information)
    beyond = float((np.square(seen.pull).sum(axis=0) - trace).sum())
    return max(beyond / max(float(np.square(trace).sum()), 1e-12), FLOOR * 10)


def _expected(seen: Sightings, pull: Floats, runs: _Runs) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Covariances (d, d, r, n), means (d, r, k, n), inverse spreads (r, d, d), membership (r, k, n), evidence (r,)."""
    inverse, log_determinant = inverses(np.moveaxis(runs.spread, 0, 2))
    precision = seen.information[:, :, None, :] + inverse[..., None]
    covariance, log_precision = inverses(precision)
    drawn = np.einsum("abr,rkb->ark", inverse, runs.centre)
    pulled = pull[:, :, None, :] + drawn[..., None]
    mean = (covariance[:, :, :, None, :] * pulled[None]).sum(axis=1)
    fit = (pulled * mean).sum(axis=0) - (drawn * np.moveaxis(runs.centre, 2, 0)).sum(axis=0)[..., None]
    score = np.log(runs.share)[..., None] + 0.5 * (
        fit - (log_determinant[:, None] + log_precision)[:, None, :]
    )
    top = score.max(axis=1, keepdims=True)
    weight = np.exp(score - top)
    total = weight.sum(axis=1, keepdims=True)
    evidence = (top + np.log(total)).sum(axis=(1, 2))
    return covariance, mean, np.moveaxis(inverse, 2, 0), weight / total, evidence


def _maximised(seen: Sightings, pull: Floats, runs: _Runs, rounds: int) -> tuple[_Runs, Floats]:
    """Expectation and maximisation, `rounds` times or until no run gains; the evidence is the last one's."""
    d, n = len(pull), seen.n_people
    k = runs.share.shape[1]
    before = np.full(len(runs.share), -np.inf)
    for step in range(rounds):
        covariance, mean, _, belongs, evidence = _expected(seen, pull, runs)
        if step > 5 and (evidence - before < SETTLED).all():
            return runs, evidence
        before = evidence
        size = belongs.sum(axis=2) + 1e-9
        centre = np.moveaxis((mean * belongs).sum(axis=3) / size, 0, 2)
        left = mean - np.moveaxis(centre, 2, 0)[..., None]
        spread = np.einsum("rkn,arkn,brkn->rab", belongs, left, left) + np.moveaxis(
            covariance.sum(axis=3), 2, 0
        )
        spread = (spread + 2 * FLOOR * np.eye(d)) / (n + 2)
        values, vectors = np.linalg.eigh(spread)
        spread = (vectors * np.maximum(values, FLOOR)[:, None, :]) @ np.swapaxes(vectors, 1, 2)
        runs = _Runs((size + 1) / (n + k), centre, spread)
    return runs, _expected(seen, pull, runs)[4]
