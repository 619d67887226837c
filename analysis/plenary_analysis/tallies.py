"""How groups voted: counts, smoothed shares and the test statistics built on them (SPEC sections 8, 9, 11).

Every statistic carries one pseudo-count, so none of them divides by zero and all are finite.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints, Numbers
from plenary_analysis.votes import VoteMatrix

# One-sided normal threshold at 90 %.
Z90 = 1.2816


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """Vote counts of k groups on m statements.

    agree, disagree, seen: (k, m), whole people or sums of memberships; seen = agree + disagree + passed.
    """

    agree: Numbers
    disagree: Numbers
    seen: Numbers

    @property
    def passed(self) -> Numbers:
        """(k, m) passes."""
        passed: Numbers = self.seen - self.agree - self.disagree
        return passed

    def overall(self) -> "Tallies":
        """The same counts with all groups taken together: (1, m)."""
        return Tallies(*(part.sum(axis=0, keepdims=True) for part in (self.agree, self.disagree, self.seen)))


def tally(matrix: VoteMatrix, group: Ints, n_groups: int) -> Tallies:
    """Counts of each group's votes.

    group: (n,) int, 0 .. n_groups - 1; a negative number leaves the participant out.
    """
    table = matrix.table
    if n_groups == 1 and not group.any():
        by_answer = table.answers[None]
    else:
        by_answer = table.answers_of_groups(group, n_groups)
    return Tallies(by_answer[:, 2], by_answer[:, 0], by_answer.sum(axis=1))


def weighed_tally(matrix: VoteMatrix, weights: Floats) -> Tallies:
    """The same with everybody counting in every group by a weight, (n, k), 0 .. 1: sums of memberships."""
    answers = matrix.table.weighed_answers(weights)
    return Tallies(answers[:, 2], answers[:, 0], answers.sum(axis=1))


def smoothed_share(successes: Numbers, trials: Numbers) -> Floats:
    """(s + 1) / (n + 2), in (0, 1)."""
    share: Floats = (successes + 1) / (trials + 2)
    return share


def proportion_test(successes: Numbers, trials: Numbers) -> Floats:
    """z of one proportion against a half, one pseudo-count on both: biased upwards, 1 without a single
    vote."""
    z: Floats = 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)
    return z


def two_proportion_test(
    successes: Numbers, others: Numbers, trials: Numbers, other_trials: Numbers
) -> Floats:
    """z of the difference of two proportions, one pseudo-count on all four numbers; 0 where all succeeded."""
    s, t, n, others_n = successes + 1, others + 1, trials + 1, other_trials + 1
    pooled = (s + t) / (n + others_n)
    variance = pooled * (1 - pooled) * (1 / n + 1 / others_n)
    safe = np.where(pooled == 1, 1.0, variance)
    z: Floats = np.where(pooled == 1, 0.0, (s / n - t / others_n) / np.sqrt(safe))
    return z


def group_aware_consensus(tallies: Tallies) -> Floats:
    """(m,) product over the groups of the smoothed share that agrees; falls with the number of groups."""
    product: Floats = np.prod(smoothed_share(tallies.agree, tallies.seen), axis=0)
    return product


def comparable_consensus(successes: Numbers, seen: Numbers) -> Floats:
    """(m,) geometric mean over the groups of the smoothed share, 0 .. 1: comparable whatever the group
    count."""
    mean: Floats = np.exp(np.log(smoothed_share(successes, seen)).mean(axis=0))
    return mean
