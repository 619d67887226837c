"""Who belongs to which group, judged by the votes themselves: a latent-class refinement (BEYOND section 2).

Positions are smooth and keep three directions; a class keeps the rate of every statement. Each sees what the other
misses, so memberships are the mean of both. Deterministic; a fixed number of rounds.
"""

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.table import VoteTable

ROUNDS = 8
# Each class starts every statement with so many votes at the rates of everybody.
BORROWED_VOTES = 2.0
# More people than these do not make the classes clearer: those with most votes find them, and all are judged by them.
MOST_PEOPLE = 5000


def class_membership(table: VoteTable, start: Floats) -> Floats:
    """(n, k) memberships after some rounds of expectation and maximisation from `start` (n, k), rows summing to 1."""
    busiest = table.busiest(MOST_PEOPLE)
    some, belongs = table.rows(busiest), start[busiest]
    for _ in range(ROUNDS):
        belongs = _membership(some, *_rates_of(some, belongs))
    return belongs if some is table else _membership(table, *_rates_of(some, belongs))


def _rates_of(table: VoteTable, belongs: Floats) -> tuple[Floats, Floats]:
    """(k, 3, m) logarithms of the rates of each class' answers, and (k,) of its share of the people."""
    answers = table.weighed_answers(belongs)
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
