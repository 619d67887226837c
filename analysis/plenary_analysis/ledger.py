"""The exact state of an analysis: the last vote of everybody on everything, and the sums over pairs of statements.

All of it is whole numbers, and all follows from the set of votes, withdrawals and bans: neither the order in which they
came nor how they were batched changes a bit of it. A vote costs a few bytes; a map asks for no more than a merge of
what is new.
"""

import json
from collections.abc import Iterable
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Indices, Ints
from plenary_analysis.numbered import NumberedVotes, joined
from plenary_analysis.pair_sums import PairSums, pair_sums
from plenary_analysis.roster import Roster
from plenary_analysis.stamps import STATEMENT_BITS, Stamps, cells_of
from plenary_analysis.table import VoteTable
from plenary_analysis.votes import (
    Stamp,
    Vote,
    VoteColumns,
    VoteMatrix,
    Withdrawal,
    checked_numbers,
    checked_withdrawal,
    columns_of,
    natural_order,
)

# So many votes wait before they are merged unasked: a bound on memory while a long backlog is read in.
MOST_WAITING = 2_000_000
# Sums over pairs are kept for so many statements (three matrices of 4 bytes a pair: 108 MB), and brought up to date row
# by row while no more than this part of the rows has changed.
MOST_STATEMENTS = 3000
FEW_ROWS = 0.1
# Insertions up to so many are made piece by piece, which copies memory at its full speed.
FEW_PIECES = 4096
# Form 1 knew of no withdrawals, and is read as one without any.
SAVED_FORM = 2


Column = TypeVar("Column", Bytes, Indices, Ints)


class VoteLedger:
    """The last vote of every (participant, statement), whatever the order in which votes arrive.

    Two different values under one stamp contradict the promise that equal stamps mean the same vote; the
    larger value is kept then, so that the outcome still does not depend on the order. A withdrawal under a vote's own
    stamp takes it back.
    """

    def __init__(self) -> None:
        self._people = Roster()
        self._statements = Roster(natural_order)
        self._devices = Roster()
        self._waiting: list[NumberedVotes] = []
        self._table = VoteTable(
            np.zeros(1, dtype=np.int64),
            np.zeros(0, dtype=np.int32),
            np.zeros(0, dtype=np.int8),
            0,
            np.zeros((3, 0), dtype=np.int64),
        )
        self._stamps = Stamps(self._people, self._statements)
        self._banned: set[str] = set()
        self._withdrawn: dict[int, Stamp] = {}
        """The highest stamp of the withdrawals in each cell that has any (`cells_of`)."""
        self._to_drop: set[int] = set()
        self._sums: PairSums | None = None

    def add(self, votes: Iterable[Vote] | VoteColumns) -> NumberedVotes:
        """Take in votes; all of them, or none if one is bad (BadVote). Returns them as they are kept."""
        columns = votes if isinstance(votes, VoteColumns) else columns_of(list(votes))
        value, counter = checked_numbers(columns)
        taken = NumberedVotes(
            self._people.numbers(columns.participants),
            self._statements.numbers(columns.statements),
            value,
            counter,
            self._devices.numbers(columns.devices),
        )
        if len(value):
            self._waiting.append(taken)
        if sum(len(votes.value) for votes in self._waiting) > MOST_WAITING:
            self._settle()
        return taken

    def withdraw(self, withdrawals: Iterable[Withdrawal]) -> None:
        """Take back votes; all of them, or none if one is no withdrawal (BadVote)."""
        taken = [checked_withdrawal(one) for one in withdrawals]
        cells = cells_of(
            self._people.numbers([one.participant for one in taken]),
            self._statements.numbers([one.statement for one in taken]),
        )
        for cell, one in zip(cells.tolist(), taken, strict=True):
            if cell not in self._withdrawn or self._withdrawn[cell] < one.stamp:
                self._withdrawn[cell] = one.stamp
                self._to_drop.add(cell)

    def named(self, votes: NumberedVotes) -> VoteColumns:
        """The same votes with names."""
        self._settle()
        self._devices.settle()
        people, statements, devices = (
            [roster.names[i] for i in roster.place[numbers].tolist()]
            for roster, numbers in (
                (self._people, votes.person),
                (self._statements, votes.statement),
                (self._devices, votes.device),
            )
        )
        return VoteColumns(people, statements, votes.value.tolist(), votes.counter.tolist(), devices)

    def ban(self, participant: str, *, banned: bool = True) -> None:
        """Leave a participant's votes out, or (banned=False) count them again."""
        if banned == (participant in self._banned):
            return
        self._settle()
        (self._banned.add if banned else self._banned.discard)(participant)
        place = self._people.place_of(participant)
        if place is not None and self._sums is not None:
            row = self._table.rows(np.array([place]))
            self._sums = self._sums.without_rows(row) if banned else self._sums.with_rows(row)

    def matrix(self) -> VoteMatrix:
        """The last votes of everybody who is not banned: rows by name, columns in natural order."""
        self._settle()
        people, statements, table = self._people.names, self._statements.names, self._table
        out = self._banned_places()
        if not len(out) and not self._withdrawn:
            return VoteMatrix(people, statements, table)
        # Whoever has taken back all that they said has no row, and what nobody has a word on no column.
        kept = table.votes_of_people > 0
        kept[out] = False
        table = table.rows(kept)
        voted = table.answers.sum(axis=0) > 0
        if kept.all() and voted.all():
            return VoteMatrix(people, statements, table)
        return VoteMatrix(
            tuple(people[i] for i in np.flatnonzero(kept)),
            tuple(statements[j] for j in np.flatnonzero(voted)),
            table.columns(voted),
        )

    def marked(self, these: NumberedVotes) -> Flags:
        """(v,) which votes of `matrix` are among these, by cell and stamp.

        Those that others have followed are not, nor are those taken back.
        """
        self._settle()
        row = self._people.place[these.person].astype(np.int64)
        at, is_there = self._table.find(row, self._statements.place[these.statement])
        counter, device = self._stamps.of(these.person, these.statement)
        marks = np.zeros(self._table.n_votes, dtype=np.bool_)
        marks[at[is_there & (counter == these.counter) & (device == these.device)]] = True
        kept = np.ones(len(self._people.names), dtype=np.bool_)
        kept[self._banned_places()] = False
        return marks if kept.all() else marks[kept[self._table.person]]

    def pair_sums(self) -> PairSums | None:
        """The sums over pairs of the columns of `matrix`; None where there are too many statements to keep them."""
        self._settle()
        if len(self._statements.names) > MOST_STATEMENTS:
            return None
        if self._sums is None:
            self._sums = pair_sums(self._table)
            out = self._banned_places()
            if len(out):
                self._sums = self._sums.without_rows(self._table.rows(out))
        return self._sums.of(self._sums.counts > 0)

    def saved(self) -> bytes:
        """The whole state; equal bytes for equal sets of votes, withdrawals and bans, however they came."""
        self._settle()
        self._devices.settle()
        counter, device = self._stamps.in_line(self._table)
        devices = self._devices.place[device]
        used = np.unique(devices)
        names = {
            "people": self._people.names,
            "statements": self._statements.names,
            "devices": [self._devices.names[i] for i in used.tolist()],
            "banned": sorted(self._banned),
            "withdrawn": sorted((*self._names_of(cell), *stamp) for cell, stamp in self._withdrawn.items()),
        }
        kept = BytesIO()
        np.savez(
            kept,
            form=np.array([SAVED_FORM]),
            names=np.frombuffer(json.dumps(names).encode("ascii"), dtype=np.uint8),
            start=self._table.start,
            column=self._table.column,
            value=self._table.value,
            counter=counter,
            device=np.searchsorted(used, devices).astype(np.int32),
        )
        return kept.getvalue()

    @classmethod
    def restored(cls, saved: bytes) -> "VoteLedger":
        """The ledger whose state was saved. Raises ValueError for what is none."""
        try:
            with np.load(BytesIO(saved), allow_pickle=False) as parts:
                if parts["form"].tolist() not in ([1], [SAVED_FORM]):
                    raise ValueError("another form")
                names = json.loads(parts["names"].tobytes())
                start, column, value, counter, device = (
                    parts[part] for part in ("start", "column", "value", "counter", "device")
                )
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise ValueError("this is no saved state of votes") from error
        ledger = cls()
        for roster, part in (
            (ledger._people, "people"),
            (ledger._statements, "statements"),
            (ledger._devices, "devices"),
        ):
            roster.numbers(names[part])
            roster.settle()
        ledger._table = VoteTable(start, column, value, len(names["statements"]))
        ledger._stamps.restore(ledger._table, counter, device)
        ledger._banned = set(names["banned"])
        ledger.withdraw(
            Withdrawal(who, what, (counter, device))
            for who, what, counter, device in names.get("withdrawn", ())
        )
        return ledger

    def _banned_places(self) -> Ints:
        """Rows of those who are banned, ascending."""
        places = (self._people.place_of(name) for name in self._banned)
        return np.array(sorted(place for place in places if place is not None), dtype=np.int64)

    def _names_of(self, cell: int) -> tuple[str, str]:
        """Participant and statement of a cell whose names have their places."""
        person, statement = divmod(cell, 1 << STATEMENT_BITS)
        return (
            self._people.names[self._people.place[person]],
            self._statements.names[self._statements.place[statement]],
        )

    def _settle(self) -> None:
        """Merge what waits into the table, which is then what it would be had all of it come at once."""
        if not self._waiting and not self._to_drop:
            return
        self._make_room(self._people.settle(), self._statements.settle())
        if self._waiting:
            waiting, self._waiting = joined(self._waiting), []
            self._merge(waiting)
        if self._to_drop:
            cells, self._to_drop = np.array(sorted(self._to_drop), dtype=np.int64), set()
            self._drop(cells)

    def _merge(self, waiting: NumberedVotes) -> None:
        width = len(self._statements.names)
        row = self._people.place[waiting.person].astype(np.int64)
        column = self._statements.place[waiting.statement]
        key = row * width + column
        last = self._last_of_each(key, waiting)
        votes, key = waiting.at(last), key[last]
        if self._withdrawn:
            standing = ~self._are_withdrawn(
                cells_of(votes.person, votes.statement), votes.counter, votes.device
            )
            votes, key = votes.at(standing), key[standing]
        row, column = key // width, (key % width).astype(np.int32)

        at, is_known = self._table.find(row, column)
        newer = np.flatnonzero(is_known)
        newer = newer[self._supersede(votes.at(newer), self._table.value[at[newer]])]
        fresh = np.flatnonzero(~is_known)
        rows, kept = self._sums_without(row[np.concatenate([newer, fresh])])
        answers = self._table.answers + _counted(votes.value[newer], column[newer], width)
        answers += _counted(votes.value[fresh], column[fresh], width)
        answers -= _counted(self._table.value[at[newer]], column[newer], width)
        value = self._table.value.copy()
        value[at[newer]] = votes.value[newer]
        into = at[fresh]
        start = self._table.start.copy()
        start[1:] += np.cumsum(np.bincount(row[fresh], minlength=len(start) - 1))
        self._table = VoteTable(
            start,
            _inserted(self._table.column, into, column[fresh]),
            _inserted(value, into, votes.value[fresh]),
            width,
            answers,
        )
        put = votes.at(np.concatenate([newer, fresh]))
        self._stamps.put(put.person, put.statement, (put.counter, put.device), self._table)
        self._sums = None if kept is None else kept.with_rows(self._table.rows(rows))

    def _drop(self, cells: Ints) -> None:
        """Take the votes out of these cells that were withdrawn after they were cast."""
        person = (cells >> STATEMENT_BITS).astype(np.int32)
        statement = (cells & ((1 << STATEMENT_BITS) - 1)).astype(np.int32)
        row = self._people.place[person].astype(np.int64)
        at, is_there = self._table.find(row, self._statements.place[statement])
        row, at = row[is_there], at[is_there]
        out = self._are_withdrawn(cells[is_there], *self._stamps.of(person[is_there], statement[is_there]))
        row, at = row[out], at[out]
        if not len(at):
            return
        rows, sums = self._sums_without(row)
        before, width = self._table, len(self._statements.names)
        left: Flags = np.ones(before.n_votes, dtype=np.bool_)
        left[at] = False
        start = before.start.copy()
        start[1:] -= np.cumsum(np.bincount(row, minlength=len(start) - 1))
        answers = before.answers - _counted(before.value[at], before.column[at], width)
        self._table = VoteTable(start, before.column[left], before.value[left], width, answers)
        self._stamps.leave(left, before, self._table)
        self._sums = None if sums is None else sums.with_rows(self._table.rows(rows))

    def _are_withdrawn(self, cells: Ints, counter: Ints, device: Indices) -> Flags:
        """(v,) whether the vote of that stamp in each cell has been taken back."""
        withdrawn: Flags = np.isin(cells, np.fromiter(self._withdrawn, np.int64, len(self._withdrawn)))
        self._devices.settle()
        for i in np.flatnonzero(withdrawn).tolist():
            stamp = int(counter[i]), self._devices.names[self._devices.place[device[i]]]
            withdrawn[i] = stamp <= self._withdrawn[int(cells[i])]
        return withdrawn

    def _sums_without(self, changed: Ints) -> tuple[Ints, PairSums | None]:
        """The rows that change and are not banned, each once; and the sums without them, None where not kept."""
        rows = np.unique(changed)
        rows = rows[~np.isin(rows, self._banned_places())]
        if self._sums is None or len(rows) > FEW_ROWS * len(self._people.names):
            return rows, None
        return rows, self._sums.without_rows(self._table.rows(rows))

    def _make_room(self, people: Ints | None, statements: Ints | None) -> None:
        """Empty rows and columns for new names, given where the former ones are now."""
        room = (people, len(self._people.names), statements, len(self._statements.names))
        self._table = self._table.with_room(*room)
        self._stamps.make_room(people, statements)
        if statements is not None and self._sums is not None:
            self._sums = self._sums.with_columns(statements, len(self._statements.names))

    def _supersede(self, votes: NumberedVotes, value: Bytes) -> Flags:
        """(v,) whether each vote comes after the one that is there, whose value is given."""
        counter, device = self._stamps.of(votes.person, votes.statement)
        newer: Flags = votes.counter > counter
        tied = votes.counter == counter
        newer |= tied & (votes.device == device) & (votes.value > value)
        tied &= votes.device != device
        if tied.any():
            self._devices.settle()
            rank = self._devices.place
            newer |= tied & (rank[votes.device] > rank[device])
        return newer

    def _last_of_each(self, key: Ints, votes: NumberedVotes) -> Ints:
        """Which of these votes is the last of each cell, cells ascending. key: (v,) of the cells."""
        order = np.lexsort((votes.value, votes.counter, key))
        twins = (np.diff(key[order]) == 0) & (np.diff(votes.counter[order]) == 0)
        if (twins & (np.diff(votes.device[order]) != 0)).any():
            self._devices.settle()
            rank = self._devices.place[votes.device]
            order = np.lexsort((votes.value, rank, votes.counter, key))
        ends = np.append(np.flatnonzero(np.diff(key[order])), len(key) - 1)
        last: Ints = order[ends]
        return last


def _counted(value: Bytes, column: Ints | Indices, width: int) -> Ints:
    """(3, width) how many of single votes (v,) disagree, pass and agree on each statement."""
    answer = (value.astype(np.int64) + 1) * width + column
    return np.bincount(answer, minlength=3 * width).reshape(3, width)


def _inserted(array: Column, at: Ints, new: Column) -> Column:
    """The array with new elements put before the places `at`, ascending."""
    if len(at) > FEW_PIECES:
        return np.insert(array, at, new)
    pieces: list[Column] = []
    begin = 0
    for place, end in enumerate(at.tolist()):
        pieces += [array[begin:end], new[place : place + 1]]
        begin = end
    return np.concatenate([*pieces, array[begin:]])
