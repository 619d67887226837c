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


def class_membership(table: VoteTable, start: Floats) -> Floats:
    """(n, k) memberships after some rounds of expectation and maximisation from `start` (n, k), rows summing to 1."""
    belongs = start
    for _ in range(ROUNDS):
        belongs = _round(table, belongs)
    return belongs


def class_counts(table: VoteTable, belongs: Floats) -> tuple[Floats, Floats, Floats]:
    """Agreeing, disagreeing and all votes of each class, (k, m) each, everybody counting by their membership."""
    k, m = belongs.shape[1], table.n_statements
    balance, voiced, seen = (np.zeros((k, m)) for _ in range(3))
    for rows, block in table.blocks():
        weight = belongs[rows].T.astype(np.float32)
        balance += weight @ block.sign
        voiced += weight @ np.abs(block.sign)
        seen += weight @ block.seen
    return (voiced + balance) / 2, (voiced - balance) / 2, seen


def _round(table: VoteTable, belongs: Floats) -> Floats:
    agree, disagree, seen = class_counts(table, belongs)
    logs = [
        np.log(_rates(part, seen)) for part in (agree, disagree, np.maximum(seen - agree - disagree, 0.0))
    ]
    share = (belongs.sum(axis=0) + 1) / (len(belongs) + belongs.shape[1])
    # log rate of a vote v in {-1, 0, 1} = passed + v (agree - disagree) / 2 + |v| ((agree + disagree) / 2 - passed)
    by_sign = ((logs[0] - logs[1]) / 2).T.astype(np.float32)
    by_voice = ((logs[0] + logs[1]) / 2 - logs[2]).T.astype(np.float32)
    by_seen = logs[2].T.astype(np.float32)
    found = np.empty_like(belongs)
    for rows, block in table.blocks():
        score = block.sign @ by_sign + np.abs(block.sign) @ by_voice + block.seen @ by_seen
        chance = np.exp(score - score.max(axis=1, keepdims=True)) * share
        found[rows] = chance / chance.sum(axis=1, keepdims=True)
    return found


def _rates(part: Floats, seen: Floats) -> Floats:
    """(k, m) rate of one answer, shrunken towards everybody's, which is itself smoothed."""
    everybody = (part.sum(axis=0) + 1) / (seen.sum(axis=0) + 3)
    rates: Floats = (part + BORROWED_VOTES * everybody) / (seen + BORROWED_VOTES)
    return rates
