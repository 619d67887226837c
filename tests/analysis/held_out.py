"""How well a model guesses votes it has not seen. The protocol: a seeded tenth of the votes is hidden; the agrees and
disagrees among them are guessed; scores become probabilities by a logistic curve fitted on the other four fifths of the
hidden votes. The same for every model, so only the order and the spread of its scores matter."""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.axes import principal_axes, project_participants
from plenary_analysis.latent_fit import fit
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.table import table_of_cells
from plenary_analysis.votes import VoteMatrix

HIDDEN = 0.1
FOLDS = 5


@dataclass(frozen=True)
class Guess:
    """Mean log-loss and area under the curve; the lower and the higher the better."""

    log_loss: float
    auc: float


def matrix_of(votes):
    """Everybody's last votes, without moderation."""
    ledger = VoteLedger()
    ledger.add(votes)
    return ledger.matrix()


def guesses(matrix, seed):
    """(the latent model's, Polis' reconstruction's) on the same hidden votes."""
    random = np.random.default_rng(seed)
    hidden = random.random(len(matrix.row)) < HIDDEN
    asked = hidden & (matrix.value != 0)
    row, column, agreed = matrix.row[asked], matrix.column[asked], matrix.value[asked] > 0
    fold = random.integers(0, FOLDS, len(row))
    kept = VoteMatrix(
        matrix.participants,
        matrix.statements,
        table_of_cells(
            matrix.row[~hidden],
            matrix.column[~hidden],
            matrix.value[~hidden],
            (matrix.n_participants, matrix.n_statements),
        ),
    )
    everything = np.ones(matrix.n_statements, dtype=np.bool_)
    model = fit(kept.table)
    score = model.expected()[row, column] / expected_variance(model, row, column)
    axes = principal_axes(kept, everything)
    positions = project_participants(kept, everything, axes)
    polis = axes.centre[column] + (positions[row] * axes.loadings.T[column]).sum(axis=1)
    return tuple(_judged(one, agreed.astype(float), fold) for one in (score, polis))


def expected_variance(model, row, column):
    """Of the votes at (row, column), everything uncertain included."""
    statements, people = model.statements, model.people
    d = statements.loadings.shape[1]
    a = statements.loadings[column]
    x = np.column_stack([people.position[row], np.ones(len(row))])
    of_people = np.moveaxis(people.covariance, 2, 0)[row]
    of_statements = np.moveaxis(statements.covariance, 2, 0)[column]
    variance = np.einsum("ni,nij,nj->n", a, of_people, a)
    variance += np.einsum("ni,nij,nj->n", x, of_statements, x)
    variance += np.einsum("nij,nij->n", of_statements[:, :d, :d], of_people)
    return variance + statements.scales.leaning / 2 + statements.scales.noise


def _judged(score, agreed, fold):
    chance = np.empty(len(score))
    for f in range(FOLDS):
        chance[fold == f] = _logistic(score[fold != f], agreed[fold != f], score[fold == f])
    chance = np.clip(chance, 1e-4, 1 - 1e-4)
    log_loss = -np.mean(agreed * np.log(chance) + (1 - agreed) * np.log(1 - chance))
    return Guess(float(log_loss), auc(score, agreed))


def _logistic(score, agreed, asked):
    design = np.column_stack([score, np.ones(len(score))])
    weights = np.array([1.0, 0.0])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (agreed - chance) - 1e-3 * weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(2)
        weights = weights + np.linalg.solve(curve, slope)
    return 1 / (1 + np.exp(-np.clip(asked * weights[0] + weights[1], -30, 30)))


def auc(score, agreed):
    """The chance that an agree scores above a disagree; ties count half."""
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    positive = agreed.sum()
    return float(
        (rank[agreed == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(agreed) - positive))
    )
