"""Votes as one dense table of small integers, and their exact pairwise sums.

Rows and columns are those of a `VoteMatrix` with the columns that count. Sums over it are sums of integers: the order
in which votes, people or blocks come does not change a bit of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.votes import VoteMatrix

Bytes = NDArray[np.int8]
Singles = NDArray[np.float32]

# Rows turned into floats at a time: a block of 2048 x 500 is 4 MB, which stays in the cache.
BLOCK_ROWS = 2048


@dataclass(frozen=True, slots=True, eq=False)
class VoteTable:
    """sign: (n, m) +1 agree, -1 disagree, 0 pass or not seen.   seen: (n, m) 1 where there is a vote."""

    sign: Bytes
    seen: Bytes

    @property
    def n_people(self) -> int:
        return int(self.sign.shape[0])

    @property
    def n_statements(self) -> int:
        return int(self.sign.shape[1])

    def rows(self, which: Ints | Flags) -> "VoteTable":
        """The same table with these rows only."""
        return VoteTable(self.sign[which], self.seen[which])

    def columns(self, which: Ints | Flags) -> "VoteTable":
        """The same table with these columns only."""
        return VoteTable(self.sign[:, which], self.seen[:, which])

    def blocks(self) -> Iterator[slice]:
        """Ranges of rows that are worked on together."""
        for first in range(0, self.n_people, BLOCK_ROWS):
            yield slice(first, min(first + BLOCK_ROWS, self.n_people))


@dataclass(frozen=True, slots=True, eq=False)
class PairSums:
    """Sums over the people who voted on both of two statements; (m, m), whole numbers.

    together: how many.   product: of the two votes.   first: of the vote on the row's statement.
    The diagonals are the statements' own counts and sums.
    """

    together: Floats
    product: Floats
    first: Floats

    @property
    def counts(self) -> Floats:
        """(m,) votes on each statement."""
        counts: Floats = np.diagonal(self.together)
        return counts

    @property
    def sums(self) -> Floats:
        """(m,) sum of the votes on each statement."""
        sums: Floats = np.diagonal(self.first)
        return sums


def vote_table(matrix: VoteMatrix, counted: Flags) -> VoteTable:
    """The counted columns (m,) of the matrix; everybody keeps a row, be it an empty one."""
    place = np.cumsum(counted) - 1
    taken = counted[matrix.column]
    shape = (matrix.n_participants, int(counted.sum()))
    sign, seen = np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int8)
    cells = matrix.row[taken], place[matrix.column[taken]]
    sign[cells] = matrix.value[taken].astype(np.int8)
    seen[cells] = 1
    return VoteTable(sign, seen)


def pair_sums(table: VoteTable) -> PairSums:
    """The exact sums of a table. Blocks have fewer than 2**24 rows, so single precision loses nothing."""
    m = table.n_statements
    together, product, first = (np.zeros((m, m)) for _ in range(3))
    for block in table.blocks():
        sign, seen = (part[block].astype(np.float32) for part in (table.sign, table.seen))
        together += seen.T @ seen
        product += sign.T @ sign
        first += sign.T @ seen
    return PairSums(together, product, first)
