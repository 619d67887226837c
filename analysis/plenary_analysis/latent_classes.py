"""Who belongs to which group, judged by the votes themselves: a latent-class refinement (BEYOND section 2).

Positions are smooth and keep three directions; a class keeps the rate of every statement. Each sees what the other
misses, so memberships are the mean of both. Deterministic; a fixed number of rounds.

The same classes, a few more of them than there may be groups, serve the choice of the next statement (routing.py).
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.draws import SEED
from plenary_analysis.mixture import Mixture, Sightings, fit_mixture, membership
from plenary_analysis.table import VoteTable

ROUNDS = 8
# Each class starts every statement with so many votes at the rates of everybody.
BORROWED_VOTES = 2.0
# More people than these do not make the classes clearer: those with most votes find them, and all are judged by them.
MOST_PEOPLE = 5000
# Of the classes that the next statement is chosen by: so many, whatever groups are shown, and found by so many people.
KINDS = 5
PEOPLE_OF_KINDS = 800
# With fewer votes on a statement, on average, the rates of classes are of chance.
VOTES_OF_KINDS = 8.0
STARTS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Kinds of people, by what they answer.

    statements: m names.   log_rates: (k, 3, m) logarithms of the rates of disagree, pass, agree.
    log_share: (k,) of each kind's share of the people.   votes: on which they were found.
    """

    statements: tuple[str, ...]
    log_rates: Floats
    log_share: Floats
    votes: int

    def of(self, names: Collection[str]) -> "Classes":
        """The same kinds by those of their statements that are among these."""
        kept = [j for j, name in enumerate(self.statements) if name in names]
        return Classes(
            tuple(self.statements[j] for j in kept), self.log_rates[:, :, kept], self.log_share, self.votes
        )

    def membership(self, table: VoteTable) -> Floats:
        """(n, k) how probably each person of a table of these statements is of each kind; the shares without votes."""
        return _membership(table, self.log_rates, self.log_share)


def kinds_of_people(
    table: VoteTable, seen: Sightings, statements: tuple[str, ...], fits: tuple[Mixture, ...] = ()
) -> Classes | None:
    """The KINDS classes of the people of the table, from a mixture over their positions; None while votes are few.

    seen: `sightings` of everybody in it.   statements: names of its columns.   fits: mixtures of 1, 2, ... groups of
    them; where there is one of KINDS, none is looked for. Deterministic; never raises.
    """
    if table.n_votes < VOTES_OF_KINDS * table.n_statements:
        return None
    busiest = table.busiest(PEOPLE_OF_KINDS)
    some, seen = table.rows(busiest), seen.of(busiest)
    has_one = len(fits) >= KINDS
    mixture = fits[KINDS - 1] if has_one else fit_mixture(seen, KINDS, starts=STARTS, seed=SEED)
    belongs = membership(seen, mixture)
    for _ in range(ROUNDS):
        belongs = _membership(some, *_rates_of(some, belongs))
    return Classes(statements, *_rates_of(some, belongs), table.n_votes)


def class_membership(table: VoteTable, start: Floats) -> Floats:
    """(n, k) memberships after some rounds of expectation and maximisation from `start` (n, k), rows summing to 1."""
    busiest = table.busiest(MOST_PEOPLE)
    some, belongs = table.rows(busiest), start[busiest]
    for _ in range(ROUNDS):
        belongs = _membership(some, *_rates_of(some, belongs))
    return belongs if some is table else _membership(table, *_rates_of(some, belongs))


def _rates_of(table: VoteTable, belongs: Floats) -> tuple[Floats, Floats]:
    """(k, 3, m) logarithms of the rates of each class' answers, and (k,) of its share of the people."""
    answers = table.weighed_answers(belongs if table.weight is None else belongs * table.weight[:, None])
    # Shrunken towards everybody's rates, which are themselves smoothed.
    everybody = (answers.sum(axis=0) + 1) / (answers.sum(axis=(0, 1)) + 3)
    rates = (answers + BORROWED_VOTES * everybody) / (answers.sum(axis=1, keepdims=True) + BORROWED_VOTES)
    share = (belongs.sum(axis=0) + 1) / (len(belongs) + belongs.shape[1])
    return np.log(rates), np.log(share)


def _membership(table: VoteTable, log_rates: Floats, log_share: Floats) -> Floats:
    score = table.sums_of_people(log_rates) + log_share
    chance = np.exp(score - score.max(axis=1, keepdims=True))
    belongs: Floats = chance / chance.sum(axis=1, keepdims=True)
    return belongs
