"""The stamps of the votes in a table: which of two votes on one cell is the later one. Nothing here knows of answers.

A stamp is three quarters of what a vote takes, and no map asks for it. So new ones wait beside those that lie in line
with a table, and are brought in line with a later one when there are many.
"""

import numpy as np

from plenary_analysis.arrays import Flags, Indices, Ints
from plenary_analysis.roster import Roster
from plenary_analysis.table import VoteTable

# New stamps are looked through at each update: no more of them wait than this, or than this part of all.
MOST_LATE = 20_000
LATE_SHARE = 0.02
STATEMENT_BITS = 32


class Stamps:
    """Counter and device (by number) of every vote of a table that grows.

    people, statements: the rosters that say where in the table each number's row and column are.
    """

    def __init__(self, people: Roster, statements: Roster) -> None:
        self._people = people
        self._statements = statements
        self._in_line = VoteTable(
            np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int8), 0
        )
        self._counter: Ints = np.zeros(0, dtype=np.int64)
        self._device: Indices = np.zeros(0, dtype=np.int32)
        # Of those that came later: person << 32 | statement, both by number, and the stamp; the last of equals counts.
        self._late_cell: Ints = np.zeros(0, dtype=np.int64)
        self._late_counter: Ints = np.zeros(0, dtype=np.int64)
        self._late_device: Indices = np.zeros(0, dtype=np.int32)

    def of(self, person: Indices, statement: Indices) -> tuple[Ints, Indices]:
        """Counter and device of these cells (by number), each of which has a vote."""
        at, is_known = self._in_line.find(*self._places(person, statement))
        counter, device = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int32)
        counter[is_known], device[is_known] = self._counter[at[is_known]], self._device[at[is_known]]
        if len(self._late_cell):
            order = np.argsort(self._late_cell, kind="stable")
            cell = cells_of(person, statement)
            last = np.searchsorted(self._late_cell[order], cell, side="right") - 1
            late = order[np.maximum(last, 0)]
            is_late = (last >= 0) & (self._late_cell[late] == cell)
            counter[is_late], device[is_late] = (
                self._late_counter[late[is_late]],
                self._late_device[late[is_late]],
            )
        return counter, device

    def put(self, person: Indices, statement: Indices, stamp: tuple[Ints, Indices], table: VoteTable) -> None:
        """These cells have other stamps, or their first. table: in which they are by now."""
        self._late_cell = np.concatenate([self._late_cell, cells_of(person, statement)])
        self._late_counter = np.concatenate([self._late_counter, stamp[0]])
        self._late_device = np.concatenate([self._late_device, stamp[1]])
        if len(self._late_cell) > min(MOST_LATE, LATE_SHARE * table.n_votes):
            self._line_up(table)

    def leave(self, left: Flags, before: VoteTable, after: VoteTable) -> None:
        """Only these votes are left of the table before: (v,) flags, in its order."""
        self._line_up(before)
        self._in_line, self._counter, self._device = after, self._counter[left], self._device[left]

    def make_room(self, people: Ints | None, statements: Ints | None) -> None:
        """As `VoteTable.with_room`."""
        self._in_line = self._in_line.with_room(
            people, len(self._people.names), statements, len(self._statements.names)
        )

    def in_line(self, table: VoteTable) -> tuple[Ints, Indices]:
        """Counter and device of every vote of the table, in its order."""
        self._line_up(table)
        return self._counter, self._device

    def restore(self, table: VoteTable, counter: Ints, device: Indices) -> None:
        """Take these for the stamps of every vote of the table."""
        self._in_line, self._counter, self._device = table, counter, device

    def _line_up(self, table: VoteTable) -> None:
        if len(self._late_cell):
            person = (self._late_cell >> STATEMENT_BITS).astype(np.int32)
            statement = (self._late_cell & ((1 << STATEMENT_BITS) - 1)).astype(np.int32)
            row, column = self._places(person, statement)
            at, _ = table.find(row, column)
            _, was_there = self._in_line.find(row, column)
            were_there: Flags = np.ones(table.n_votes, dtype=np.bool_)
            were_there[at[~was_there]] = False
            counter, device = np.empty(table.n_votes, np.int64), np.empty(table.n_votes, np.int32)
            counter[were_there], device[were_there] = self._counter, self._device
            counter[at], device[at] = self._late_counter, self._late_device
            self._counter, self._device = counter, device
            self._late_cell, self._late_counter = self._late_cell[:0], self._late_counter[:0]
            self._late_device = self._late_device[:0]
        self._in_line = table

    def _places(self, person: Indices, statement: Indices) -> tuple[Ints, Indices]:
        row: Ints = self._people.place[person].astype(np.int64)
        return row, self._statements.place[statement]


def cells_of(person: Indices, statement: Indices) -> Ints:
    """(v,) one number a cell, of person and statement by their numbers."""
    cell: Ints = (person.astype(np.int64) << STATEMENT_BITS) | statement
    return cell
