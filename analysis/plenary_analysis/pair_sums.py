"""Exact sums over the pairs of statements that people voted on: the moments that axes and first guesses come from.

They are whole numbers, so neither the order of votes nor how they were batched changes a bit of them: what is kept up
row by row equals what is built anew (ENGINE section 4).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plenary_analysis.arrays import Flags, Ints
from plenary_analysis.table import VoteTable

Sums = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PairSums:
    """Sums over the people who voted on both of two statements; (m, m).

    together: how many.   product: of the two votes.   first: of the vote on the row's statement.
    The diagonals are the statements' own counts and sums. For at most 2**31 people.
    """

    together: Sums
    product: Sums
    first: Sums

    @property
    def counts(self) -> Ints:
        """(m,) votes on each statement."""
        return np.diagonal(self.together).astype(np.int64)

    @property
    def sums(self) -> Ints:
        """(m,) sum of the votes on each statement."""
        return np.diagonal(self.first).astype(np.int64)

    def of(self, which: Flags) -> "PairSums":
        """The same sums of these statements only. which: (m,)."""
        if which.all():
            return self
        cells = np.ix_(which, which)
        return PairSums(self.together[cells], self.product[cells], self.first[cells])

    def with_rows(self, table: VoteTable) -> "PairSums":
        """The sums with these people's votes as well."""
        more = pair_sums(table)
        return PairSums(self.together + more.together, self.product + more.product, self.first + more.first)

    def without_rows(self, table: VoteTable) -> "PairSums":
        """The sums without these people's votes, which they contain."""
        less = pair_sums(table)
        return PairSums(self.together - less.together, self.product - less.product, self.first - less.first)

    def with_columns(self, place: Ints, n_statements: int) -> "PairSums":
        """The sums in a larger table: place[j] is where statement j is now; the others have no votes yet."""
        cells = np.ix_(place, place)
        wider = []
        for part in (self.together, self.product, self.first):
            wide = np.zeros((n_statements, n_statements), dtype=np.int32)
            wide[cells] = part
            wider.append(wide)
        return PairSums(*wider)


def pair_sums(table: VoteTable) -> PairSums:
    """The sums of a table, of whole votes. Blocks have fewer than 2**24 rows, so single precision loses nothing."""
    table = replace(table, weight=None)
    m = table.n_statements
    together, product, first = (np.zeros((m, m)) for _ in range(3))
    for _, block in table.blocks():
        together += block.seen.T @ block.seen
        product += block.sign.T @ block.sign
        first += block.sign.T @ block.seen
    return PairSums(*(part.astype(np.int32) for part in (together, product, first)))
