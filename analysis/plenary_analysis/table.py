"""Votes as a sparse table of small integers: people are rows, statements columns.

Nothing here is of the size n x m but `VoteTable.dense`, which is for a few people at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Floats, Indices, Ints, Marks, Singles
from plenary_analysis.draws import SEED

# Rows turned into floats at a time: 1024 x 500 twice is 4 MB, which stays in the cache.
BLOCK_ROWS = 1024
# Rows whose votes are summed at a time: their places and worths stay in the cache.
SUMMED_ROWS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Votes of some people as floats, (rows, m) each: 1 where there is one, and the vote itself; times their weight."""

    seen: Singles
    sign: Singles


@dataclass(frozen=True, eq=False)
class VoteTable:
    """Votes of n people on m statements.

    start: (n + 1,) row i's votes are start[i] .. start[i + 1] - 1.
    column: (v,) statement of each vote, ascending within a row.   value: (v,) +1 agree, 0 pass, -1 disagree.
    known_answers: what `answers` would count, where it is known already.   weight: (n,) what each of a person's votes
    weighs where a model is made of them, up to 1; None: everybody's 1. Counts are of whole votes.
    """

    start: Ints
    column: Indices
    value: Bytes
    n_statements: int
    known_answers: Ints | None = None
    weight: Singles | None = None

    @property
    def n_people(self) -> int:
        """Rows, also those without votes."""
        return len(self.start) - 1

    @property
    def n_votes(self) -> int:
        """Cells with a vote."""
        return len(self.column)

    @cached_property
    def summed_weight(self) -> tuple[float, float]:
        """What all votes weigh, and those that are no passes."""
        weight, voiced = float(self.n_votes), float(np.count_nonzero(self.value))
        if self.weight is None:
            return weight, voiced
        light = np.flatnonzero(self.weight < 1)
        theirs, lost = self.rows(light), 1 - self.weight[light].astype(np.float64)
        voices = np.bincount(theirs.person, theirs.value != 0, minlength=len(light))
        return weight - float(lost @ theirs.votes_of_people), voiced - float(lost @ voices)

    @cached_property
    def votes_of_people(self) -> Ints:
        """(n,) how many votes each person has."""
        votes: Ints = np.diff(self.start)
        return votes

    @property
    def person(self) -> Indices:
        """(v,) row of each vote."""
        return np.repeat(np.arange(self.n_people, dtype=np.int32), self.votes_of_people)

    @cached_property
    def answers(self) -> Ints:
        """(3, m) how many disagree, pass and agree on each statement."""
        if self.known_answers is not None:
            return self.known_answers
        everybody = np.zeros(self.n_people, dtype=np.int64)
        answers: Ints = self.answers_of_groups(everybody, 1)[0]
        return answers

    @cached_property
    def ballots(self) -> Marks:
        """(n,) a number for each person's ballot: equal for equal ballots, another for others; 0 without votes.

        The sum, modulo 2**64, of a number drawn for each answer on each statement.
        """
        drawn = np.random.default_rng(SEED).integers(0, 2**64, 3 * self.n_statements, dtype=np.uint64)
        sums = np.zeros(self.n_people, dtype=np.uint64)
        for rows, answer in self._answers_by_rows():
            running = np.zeros(len(answer) + 1, dtype=np.uint64)
            np.cumsum(drawn.take(answer), out=running[1:])
            ends = running[self.start[rows.start : rows.stop + 1] - self.start[rows.start]]
            sums[rows] = ends[1:] - ends[:-1]
        return sums

    @cached_property
    def first_equal(self) -> Ints:
        """(n,) the first person with the same ballot, themselves where there is none before them."""
        _, first, which = np.unique(self.ballots, return_index=True, return_inverse=True)
        equal: Ints = first[which]
        return equal

    def sums_of_people(self, worth: Floats) -> Floats:
        """(n, w) sums over everybody's votes of what each answer on each statement is worth, (w, 3, m).

        Sums run in column order: equal rows give equal sums to the last bit.
        """
        sums = np.zeros((self.n_people, len(worth)))
        flat = worth.reshape(len(worth), -1)
        for rows, answer in self._answers_by_rows():
            start = self.start[rows] - self.start[rows.start]
            voted = np.flatnonzero(self.votes_of_people[rows])
            if len(voted):
                for i, part in enumerate(flat):
                    sums[voted + rows.start, i] = np.add.reduceat(part.take(answer), start[voted])
        return sums

    def answers_of_groups(self, group: Ints, n_groups: int) -> Ints:
        """(n_groups, 3, m) like `answers`, for each group (n,), 0 .. n_groups - 1; negative numbers are left out."""
        size = 3 * self.n_statements
        # Those without a group are counted behind the last one, and not handed out.
        origin = np.where(group < 0, n_groups, group) * size
        counts = np.zeros((n_groups + 1) * size, dtype=np.int64)
        for rows, answer in self._answers_by_rows():
            answer += np.repeat(origin[rows], self.votes_of_people[rows])
            counts += np.bincount(answer, minlength=len(counts))
        return counts[: n_groups * size].reshape(n_groups, 3, self.n_statements)

    def weighed_answers(self, weights: Floats) -> Floats:
        """(k, 3, m) like `answers`, with everybody's votes counting by k weights, (n, k)."""
        k, size = weights.shape[1], 3 * self.n_statements
        sums = np.zeros((k, size))
        for rows, answer in self._answers_by_rows():
            votes = self.votes_of_people[rows]
            for column in range(k):
                weight = np.repeat(weights[rows, column], votes)
                sums[column] += np.bincount(answer, weight, minlength=size)
        return sums.reshape(k, 3, self.n_statements)

    def _answers_by_rows(self) -> Iterator[tuple[slice, Ints]]:
        """Ranges of rows, with the place of each of their votes' answers in a flat (3, m) array; good to write on."""
        m = self.n_statements
        for first in range(0, self.n_people, SUMMED_ROWS):
            last = min(first + SUMMED_ROWS, self.n_people)
            votes = slice(self.start[first], self.start[last])
            answer = self.value[votes].astype(np.int64)
            answer += 1
            answer *= m
            answer += self.column[votes]
            yield slice(first, last), answer

    def busiest(self, most: int) -> Ints:
        """At most so many people, those with most votes, the first ones on ties; ascending."""
        votes = self.votes_of_people
        if self.n_people <= most:
            return np.arange(self.n_people)
        with_at_least = np.append(np.cumsum(np.bincount(votes)[::-1])[::-1], 0)
        fewest = int(np.argmax(with_at_least <= most))
        surely = votes >= fewest
        tied = np.flatnonzero(votes == fewest - 1)[: most - int(surely.sum())]
        surely[tied] = True
        return np.flatnonzero(surely)

    def answered(self, sign: Bytes) -> "VoteTable":
        """The same people voting on the same statements, with other answers: (n, m), read where there is a vote."""
        return replace(self, value=sign[self.person, self.column], known_answers=None)

    def rows(self, which: Ints | Flags) -> "VoteTable":
        """The same table with these rows only."""
        index = np.flatnonzero(which) if which.dtype == np.bool_ else which
        if len(index) == self.n_people and np.array_equal(index, np.arange(self.n_people)):
            return self
        votes = self.votes_of_people[index]
        start = _starts(votes)
        if which.dtype == np.bool_:
            taken = np.repeat(which, self.votes_of_people)
            column, value = self.column[taken], self.value[taken]
        else:
            cells = np.repeat(self.start[index] - start[:-1], votes) + np.arange(start[-1])
            column, value = self.column[cells], self.value[cells]
        weight = None if self.weight is None else self.weight[index]
        return VoteTable(start, column, value, self.n_statements, weight=weight)

    def columns(self, which: Ints | Flags) -> "VoteTable":
        """The same table with these columns only, ascending; everybody keeps a row, be it an empty one."""
        kept = np.zeros(self.n_statements, dtype=np.bool_)
        kept[which] = True
        if kept.all():
            return self
        place = (np.cumsum(kept) - 1).astype(np.int32)
        taken = kept[self.column]
        before = np.zeros(self.n_votes + 1, dtype=np.int64)
        np.cumsum(taken, out=before[1:])
        return VoteTable(
            before[self.start],
            place[self.column[taken]],
            self.value[taken],
            int(np.count_nonzero(kept)),
            weight=self.weight,
        )

    def find(self, row: Ints, column: Indices) -> tuple[Ints, Flags]:
        """(v,) where each cell is or would have to be put, and whether it has a vote: binary search."""
        known = self.column
        low, end = self.start[row], self.start[row + 1]
        high = end.copy()
        while (low < high).any():
            middle = (low + high) // 2
            # Where low has met high, middle may be behind the last vote; nothing changes there.
            right = (low < high) & (known[np.minimum(middle, len(known) - 1)] < column)
            low, high = np.where(right, middle + 1, low), np.where(right, high, middle)
        is_known: Flags = low < end
        is_known[is_known] = known[low[is_known]] == column[is_known]
        return low, is_known

    def with_room(
        self, people: Ints | None, n_people: int, statements: Ints | None, n_statements: int
    ) -> "VoteTable":
        """The same votes in a larger table: where the former rows and columns are now, None for where they were.

        The new rows and columns are empty.
        """
        if people is None and statements is None:
            return self
        start, column, answers = self.start, self.column, self.answers
        if people is not None:
            votes = np.zeros(n_people, dtype=np.int64)
            votes[people] = self.votes_of_people
            start = _starts(votes)
        if statements is not None:
            column = statements.astype(np.int32)[column]
            answers = np.zeros((3, n_statements), dtype=np.int64)
            answers[:, statements] = self.answers
        return VoteTable(start, column, self.value, n_statements, answers)

    def dense(self) -> tuple[Bytes, Bytes]:
        """(n, m) the votes, 0 where there is none, and (n, m) 1 where there is one: for a few people at a time."""
        shape = (self.n_people, self.n_statements)
        sign, seen = np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int8)
        cell = self._cells(0, self.n_people)
        sign.reshape(-1)[cell] = self.value
        seen.reshape(-1)[cell] = 1
        return sign, seen

    def blocks(self) -> Iterator[tuple[slice, Block]]:
        """Ranges of rows that are worked on together, with their votes: good until the next block is asked for."""
        rows = min(BLOCK_ROWS, self.n_people)
        seen, sign = (np.zeros((rows, self.n_statements), dtype=np.float32) for _ in range(2))
        for first in range(0, self.n_people, BLOCK_ROWS):
            last = min(first + BLOCK_ROWS, self.n_people)
            begin, end = self.start[first], self.start[last]
            cell = self._cells(first, last)
            seen.fill(0)
            sign.fill(0)
            seen.reshape(-1)[cell] = 1
            sign.reshape(-1)[cell] = self.value[begin:end]
            if self.weight is not None:
                light = np.flatnonzero(self.weight[first:last] < 1)
                weight = self.weight[first + light, None]
                seen[light] *= weight
                sign[light] *= weight
            yield slice(first, last), Block(seen[: last - first], sign[: last - first])

    def _cells(self, first: int, last: int) -> Ints:
        """Places of the votes of rows first .. last - 1 in a dense table of these rows."""
        origin = np.arange(last - first) * self.n_statements
        votes = np.diff(self.start[first : last + 1])
        return np.repeat(origin, votes) + self.column[self.start[first] : self.start[last]]


def table_of_cells(
    row: Ints | Indices, column: Ints | Indices, value: Bytes, shape: tuple[int, int]
) -> VoteTable:
    """The table of single votes (v,) in any order, each cell at most once."""
    order = np.lexsort((column, row))
    return VoteTable(
        _starts(np.bincount(row, minlength=shape[0])),
        column[order].astype(np.int32),
        value[order].astype(np.int8),
        shape[1],
    )


def table_of(sign: Bytes, seen: Bytes) -> VoteTable:
    """The table of dense votes (n, m): the vote, and 1 where there is one."""
    row, column = np.nonzero(seen)
    return VoteTable(
        _starts(np.bincount(row, minlength=len(seen))),
        column.astype(np.int32),
        sign[row, column].astype(np.int8),
        int(seen.shape[1]),
    )


def _starts(votes: Ints) -> Ints:
    start = np.zeros(len(votes) + 1, dtype=np.int64)
    np.cumsum(votes, out=start[1:])
    return start
