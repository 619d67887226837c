"""The exact state of an analysis: the last vote of everybody on everything, and the sums over pairs of statements.

All of it is whole numbers, and all follows from the set of votes and bans: neither the order in which they came nor how
they were batched changes a bit of it. A vote costs a few bytes; a map asks for no more than a merge of what is new.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Indices, Ints
from plenary_analysis.pair_sums import PairSums, pair_sums
from plenary_analysis.roster import Roster
from plenary_analysis.stamps import Stamps
from plenary_analysis.table import VoteTable
from plenary_analysis.votes import (
    Vote,
    VoteColumns,
    VoteMatrix,
    checked_numbers,
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
SAVED_FORM = 1


Column = TypeVar("Column", Bytes, Indices, Ints)


@dataclass(frozen=True, slots=True, eq=False)
class NumberedVotes:
    """Single votes (v,): person, statement and device by a ledger's numbers; what was cast; its device's counter."""

    person: Indices
    statement: Indices
    value: Bytes
    counter: Ints
    device: Indices

    def at(self, which: Ints | Flags) -> "NumberedVotes":
        return NumberedVotes(
            self.person[which],
            self.statement[which],
            self.value[which],
            self.counter[which],
            self.device[which],
        )


class VoteLedger:
    """The last vote of every (participant, statement), whatever the order in which votes arrive.

    Two different values under one stamp contradict the promise that equal stamps mean the same vote; the
    larger value is kept then, so that the outcome still does not depend on the order.
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
        if not len(out):
            return VoteMatrix(people, statements, table)
        kept = np.ones(len(people), dtype=np.bool_)
        kept[out] = False
        table = table.rows(kept)
        voted = table.answers.sum(axis=0) > 0
        return VoteMatrix(
            tuple(people[i] for i in np.flatnonzero(kept)),
            tuple(statements[j] for j in np.flatnonzero(voted)),
            table.columns(voted),
        )

    def marked(self, these: NumberedVotes) -> Flags:
        """(v,) which votes of `matrix` are among these, by cell and stamp; those that others have followed are not."""
        self._settle()
        row = self._people.place[these.person].astype(np.int64)
        at, _ = self._table.find(row, self._statements.place[these.statement])
        counter, device = self._stamps.of(these.person, these.statement)
        marks = np.zeros(self._table.n_votes, dtype=np.bool_)
        marks[at[(counter == these.counter) & (device == these.device)]] = True
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
        """The whole state; equal bytes for equal sets of votes and bans, however they came."""
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
                if parts["form"].tolist() != [SAVED_FORM]:
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
        return ledger

    def _banned_places(self) -> Ints:
        """Rows of those who are banned, ascending."""
        places = (self._people.place_of(name) for name in self._banned)
        return np.array(sorted(place for place in places if place is not None), dtype=np.int64)

    def _settle(self) -> None:
        """Merge what waits into the table, which is then what it would be had all votes come at once."""
        if not self._waiting:
            return
        waiting, self._waiting = joined(self._waiting), []
        self._make_room(self._people.settle(), self._statements.settle())
        width = len(self._statements.names)
        row = self._people.place[waiting.person].astype(np.int64)
        column = self._statements.place[waiting.statement]
        key = row * width + column
        last = self._last_of_each(key, waiting)
        votes, key = waiting.at(last), key[last]
        row, column = key // width, (key % width).astype(np.int32)

        at, is_known = self._table.find(row, column)
        newer = np.flatnonzero(is_known)
        newer = newer[self._supersede(votes.at(newer), self._table.value[at[newer]])]
        fresh = np.flatnonzero(~is_known)
        rows = np.unique(row[np.concatenate([newer, fresh])])
        rows = rows[~np.isin(rows, self._banned_places())]
        kept = self._sums
        if kept is not None and len(rows) > FEW_ROWS * len(self._people.names):
            kept = None
        if kept is not None:
            kept = kept.without_rows(self._table.rows(rows))
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


def joined(parts: Sequence[NumberedVotes]) -> NumberedVotes:
    """One after the other; at least one part."""
    if len(parts) == 1:
        return parts[0]
    return NumberedVotes(
        np.concatenate([part.person for part in parts]),
        np.concatenate([part.statement for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.counter for part in parts]),
        np.concatenate([part.device for part in parts]),
    )


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
