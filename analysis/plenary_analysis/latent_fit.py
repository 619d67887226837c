"""From votes to the latent model that explains them best: rounds until it stands still, in leaps.

A round takes the model closer to where it stands still by a share that is often small: rounds alone need hundreds. Two
of them show the direction and the share, so that the third can start from where they lead (SQUAREM, Varadhan & Roland
2008). Leaps go the way that rounds go, so they do not end on a saddle: Anderson's mixing did, in two of nine real
conversations, up to 70 units of log evidence below.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.latent import LatentModel, Scales, StatementModel, from_moments, place_people
from plenary_analysis.latent_round import AXIS_FLOOR, LEANING, NOISE, one_round
from plenary_analysis.pair_sums import PairSums, pair_sums
from plenary_analysis.table import VoteTable

# A model stands still when a round changes the weights by less than this part of their size (root mean squares). What
# is left to go is some tens of times as much where an axis has little to hold on to.
STILL = 1e-6
# Rounds are as many as it takes, but no more than these; a large table goes its last steps with later updates.
MOST_ROUNDS = 600
VOTES_COLD, FEWEST_COLD = 30_000_000, 12
VOTES_WARM, FEWEST_WARM = 1_000_000, 2
# A table of more people is settled on so many of them first.
MOST_PEOPLE = 10_000
# How long a leap may be, in rounds, at first; and by what it grows when it was not long enough.
LEAP = 4.0
# A leap that loses more than this part of the bound is taken back.
LOSS = 1e-5
# Scales count for so much beside weights in the length of a leap.
WEIGHT_OF_SCALES = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A model of statements; the lower bound of its log evidence, by which two fits to the same votes compare.

    still: the part of their size by which the last round changed the weights.   rounds: how many there were.
    """

    model: StatementModel
    bound: float
    still: float
    rounds: int


def fit(table: VoteTable, start: StatementModel | None = None, rounds: int | None = None) -> LatentModel:
    """The model of a table of votes, with everybody's place in it. As `fit_statements`."""
    model = fit_statements(table, start, rounds=rounds).model
    return LatentModel(model, place_people(table, model))


def fit_statements(
    table: VoteTable,
    start: StatementModel | None = None,
    *,
    rounds: int | None = None,
    sums: PairSums | None = None,
) -> Fit:
    """The statements' part of the model.

    start: of the same statements in the same order (new ones come in by `with_newcomers`); without it, the pairwise
    second moments are one: `sums`, where they are at hand.   rounds: at most so many; otherwise until it stands still,
    or as many as the size of the table affords. Without a start, the outcome depends on the votes alone. No people or
    no statements give an empty model.
    """
    if table.n_votes == 0:
        model = from_moments(sums or pair_sums(table)) if start is None else start
        return Fit(model, 0.0, 0.0, 0)
    if start is not None:
        most = int(np.clip(VOTES_WARM / table.n_votes, FEWEST_WARM, MOST_ROUNDS))
        return _settled(table, start, most if rounds is None else rounds)
    first = from_moments(sums or pair_sums(table))
    if table.n_people > 2 * MOST_PEOPLE and rounds is None:
        some = table.rows(np.arange(0, table.n_people, -(-table.n_people // MOST_PEOPLE)))
        first = _settled(some, first, MOST_ROUNDS).model
    most = int(np.clip(VOTES_COLD / table.n_votes, FEWEST_COLD, MOST_ROUNDS))
    found = _settled(table, first, most if rounds is None else rounds)
    return Fit(_with_own_signs(found.model), found.bound, found.still, found.rounds)


def _settled(table: VoteTable, start: StatementModel, most: int) -> Fit:
    """At most so many rounds, with a leap after every two, until the model stands still."""
    model, landed, reached, longest, done = start, start, -np.inf, LEAP, 0
    while True:
        first = one_round(table, model)
        done += 1
        if first.bound < reached - LOSS * abs(reached):
            if done >= most:
                return Fit(landed, reached, np.inf, done)
            model, reached, longest = landed, -np.inf, max(longest / LEAP**2, 1.0)
            continue
        still = _change(model, first.model)
        if still < STILL or done >= most:
            return Fit(first.model, first.bound, still, done)
        second = one_round(table, first.model)
        done += 1
        still = _change(first.model, second.model)
        if still < STILL or done >= most:
            return Fit(second.model, second.bound, still, done)
        landed, reached = second.model, second.bound
        model, was_held_back = _leapt(model, first.model, landed, longest)
        if was_held_back:
            longest *= LEAP


def _change(before: StatementModel, after: StatementModel) -> float:
    moved = float(np.square(after.weights - before.weights).sum())
    return float(np.sqrt(moved / max(float(np.square(after.weights).sum()), 1e-300)))


def _leapt(
    start: StatementModel, first: StatementModel, second: StatementModel, longest: float
) -> tuple[StatementModel, bool]:
    """Where two rounds from `start` lead to, at most so many rounds ahead; and whether it would have been farther."""
    parts = [_parts(model) for model in (start, first, second)]
    step = [one - zero for zero, one in zip(parts[0], parts[1], strict=True)]
    turn = [two - 2 * one + zero for zero, one, two in zip(*parts, strict=True)]
    squares, turned = (float(sum(np.square(part).sum() for part in each)) for each in (step, turn))
    length = float(np.sqrt(squares / max(turned, 1e-300)))
    if length <= 1:
        return second, False
    by = min(length, longest)
    weights, covariance, scales = (
        zero + 2 * by * one + by * by * two for zero, one, two in zip(parts[0], step, turn, strict=True)
    )
    if (np.diagonal(covariance) <= 0).any():
        return second, False
    return StatementModel(weights, covariance, _scales(scales)), length > longest


def _parts(model: StatementModel) -> tuple[Floats, Floats, Floats]:
    """Weights, their covariance, and the scales as numbers that may be anything."""
    scales = model.scales
    variances = np.log([*scales.axes, scales.ease_spread, scales.leaning, scales.noise])
    return (
        model.weights,
        model.covariance,
        WEIGHT_OF_SCALES * np.append(variances, scales.ease_mean / WEIGHT_OF_SCALES),
    )


def _scales(numbers: Floats) -> Scales:
    *axes, ease_spread, leaning, noise = np.exp(numbers[:-1] / WEIGHT_OF_SCALES)
    return Scales(
        axes=np.maximum(axes, AXIS_FLOOR),
        ease_mean=float(numbers[-1]),
        ease_spread=float(ease_spread),
        leaning=float(np.clip(leaning, *LEANING)),
        noise=float(np.clip(noise, *NOISE)),
    )


def _with_own_signs(model: StatementModel) -> StatementModel:
    """The same model with each axis' direction chosen by the votes: the sum of cubes of its loadings is positive."""
    turn = np.append(np.where((model.loadings**3).sum(axis=0) < 0, -1.0, 1.0), 1.0)
    return StatementModel(
        model.weights * turn, model.covariance * turn[:, None, None] * turn[None, :, None], model.scales
    )
