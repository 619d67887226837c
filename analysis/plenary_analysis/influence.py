"""How much one person may say about what statements have to do with one another, and about what groups there are.

Somebody who answers everything where others answer a few statements would count for ten of them: a handful of such
ballots, cast by chance, hid the groups of a hundred honest people. In all counts everybody's votes count in full, and
in where they stand themselves.
"""

from dataclasses import replace

import numpy as np

from plenary_analysis.arrays import Flags
from plenary_analysis.table import VoteTable

# All votes of a person weigh as much as so many at most, or as so many times what half of the people have.
AT_LEAST = 20
TIMES_TYPICAL = 3.0


def bounded(table: VoteTable) -> VoteTable:
    """The same votes; those of people who have very many weigh less. Every row has a vote."""
    if table.n_people == 0:
        return table
    votes = table.votes_of_people
    most = max(AT_LEAST, TIMES_TYPICAL * float(np.median(votes)))
    if votes.max() <= most:
        return table
    return replace(table, weight=np.minimum(most / votes, 1).astype(np.float32))


def is_typical(table: VoteTable) -> Flags:
    """(n,) whose votes weigh in full: half of the people at least. Where groups are is found among them."""
    return np.ones(table.n_people, dtype=np.bool_) if table.weight is None else table.weight == 1
