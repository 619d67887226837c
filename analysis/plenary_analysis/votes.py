"""What a vote is, which vote of many counts, and the vote matrix that everything else is computed from.

Nothing here knows of positions or groups. Statement texts never enter the analysis: identifiers are opaque.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Floats, Indices, Ints
from plenary_analysis.table import VoteTable, table_of_cells

Stamp = tuple[int, str]


class Choice(IntEnum):
    """The three answers to a statement; a pass is an answer, not a missing one."""

    AGREE = 1
    PASS = 0
    DISAGREE = -1


class BadVote(ValueError):
    """A vote that must never reach the matrix: wrong value, wrong kind of identifier or stamp."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One participant's word on one statement.

    value: +1 agree, 0 pass, -1 disagree.
    stamp: (counter, tie-breaker); of several votes in one cell the highest stamp wins, whenever it arrives.
    cast_ms: when it was cast, milliseconds since 1970, for "what changed" alone (change.py); None for unknown.
    """

    participant: str
    statement: str
    value: int
    stamp: Stamp = (0, "")
    cast_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One participant takes back their word on one statement: it is as if they had never voted on it.

    stamp: as a vote's. Whenever it arrives, of the cell's votes only one with a higher stamp counts.
    """

    participant: str
    statement: str
    stamp: Stamp


def checked_withdrawal(one: Withdrawal) -> Withdrawal:
    """The same withdrawal, if it is one. Raises BadVote otherwise."""
    checked(Vote(one.participant, one.statement, 0, one.stamp))
    return one


def checked(vote: Vote) -> Vote:
    """The same vote, if it is one. Raises BadVote otherwise: NaN or a half vote must never get in."""
    # Votes come from outside: what the types promise is checked here, once.
    names: tuple[object, object] = (vote.participant, vote.statement)
    value: object = vote.value
    stamp: object = vote.stamp
    if isinstance(value, bool) or not isinstance(value, int) or value not in (-1, 0, 1):
        raise BadVote(f"a vote is -1, 0 or 1, not {value!r}")
    if isinstance(vote.cast_ms, bool) or not isinstance(vote.cast_ms, int | None):
        raise BadVote(f"a time is whole milliseconds, not {vote.cast_ms!r}")
    if not all(isinstance(name, str) for name in names):
        raise BadVote("participant and statement are named by strings")
    match stamp:
        case (int(), str()) if isinstance(stamp, tuple):
            return vote
        case _:
            raise BadVote(f"a stamp is an int and a string, not {stamp!r}")


@dataclass(frozen=True, slots=True, eq=False)
class VoteColumns:
    """Many votes, field by field: what a long log is read into. Sequences of one length.

    values, counters: lists of whole numbers, or arrays of them.   devices: the tie-breakers of the stamps.
    """

    participants: Sequence[str]
    statements: Sequence[str]
    values: Sequence[int] | Ints | Bytes
    counters: Sequence[int] | Ints
    devices: Sequence[str]


def columns_of(votes: Sequence[Vote]) -> VoteColumns:
    """The same votes, field by field. Raises BadVote for a stamp that is none."""
    try:
        counters, devices = [vote.stamp[0] for vote in votes], [vote.stamp[1] for vote in votes]
    except (TypeError, IndexError):
        counters, devices = [], []
    if len(counters) < len(votes) or not _all_of({type(vote.stamp) for vote in votes}, tuple):
        for vote in votes:
            checked(vote)
    return VoteColumns(
        [vote.participant for vote in votes],
        [vote.statement for vote in votes],
        [vote.value for vote in votes],
        counters,
        devices,
    )


def checked_numbers(columns: VoteColumns) -> tuple[Bytes, Ints]:
    """Values and counters as arrays, if every vote is one. Raises BadVote otherwise, naming the first that is not."""
    fields = (columns.participants, columns.statements, columns.values, columns.counters, columns.devices)
    n = len(columns.values)
    if any(len(field) != n for field in fields):
        raise BadVote("the columns of votes differ in length")
    names = (columns.participants, columns.statements, columns.devices)
    if not all(_all_of(set(map(type, field)), str) for field in names):
        _complain(columns)
    if not all(_are_whole(field) for field in (columns.values, columns.counters)):
        _complain(columns)
    try:
        value, counter = (np.asarray(field, dtype=np.int64) for field in (columns.values, columns.counters))
    except OverflowError:
        raise BadVote("the counter of a stamp has 64 bits") from None
    if n and (value.min() < -1 or value.max() > 1):
        _complain(columns)
    return value.astype(np.int8), counter


def _all_of(types: set[type], wanted: type) -> bool:
    return all(issubclass(one, wanted) for one in types)


def _are_whole(numbers: Sequence[int] | Ints | Bytes) -> bool:
    if isinstance(numbers, np.ndarray):
        return np.issubdtype(numbers.dtype, np.signedinteger)
    types = set(map(type, numbers))
    return _all_of(types, int) and bool not in types


def _complain(columns: VoteColumns) -> None:
    for fields in zip(
        columns.participants,
        columns.statements,
        columns.values,
        columns.counters,
        columns.devices,
        strict=True,
    ):
        participant, statement, value, counter, device = fields
        checked(Vote(participant, statement, value, (counter, device)))
    raise BadVote("values and counters of votes are whole numbers")


@dataclass(frozen=True, slots=True, eq=False)
class VoteMatrix:
    """The votes that count, with names.

    participants: names of the n rows.   statements: names of the m columns; every row and column has a vote.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    table: VoteTable

    @property
    def n_participants(self) -> int:
        """n: everybody with a vote."""
        return len(self.participants)

    @property
    def n_statements(self) -> int:
        """m: every statement with a vote."""
        return len(self.statements)

    @property
    def row(self) -> Indices:
        """(v,) participant of each vote, ascending."""
        return self.table.person

    @property
    def column(self) -> Indices:
        """(v,) statement of each vote, ascending within a row."""
        return self.table.column

    @property
    def value(self) -> Bytes:
        """(v,) +1 agree, 0 pass, -1 disagree."""
        return self.table.value

    def arranged(self, rows: Ints, columns: Ints) -> "VoteMatrix":
        """The same votes with rows and columns in another order: which of today's comes at each place."""
        place = np.empty(len(columns), dtype=np.int32)
        place[columns] = np.arange(len(columns), dtype=np.int32)
        table = self.table.rows(rows)
        return VoteMatrix(
            tuple(self.participants[i] for i in rows.tolist()),
            tuple(self.statements[j] for j in columns.tolist()),
            table_of_cells(
                table.person, place[table.column], table.value, (self.n_participants, self.n_statements)
            ),
        )

    def votes_per_participant(self, counted: Flags | None = None) -> Ints:
        """(n,) number of votes of each participant, on the counted columns (m,) only where given."""
        table = self.table if counted is None else self.table.columns(counted)
        return table.votes_of_people

    def means(self) -> Floats:
        """(m,) mean vote on each statement, in -1 .. 1."""
        disagree, passed, agree = self.table.answers
        means: Floats = (agree - disagree) / np.maximum(disagree + passed + agree, 1)
        return means


def natural_order(identifier: str) -> tuple[int, int, str]:
    """Sort key that puts whole numbers first, by value, then everything else by code point."""
    plain = identifier.isascii() and identifier.isdigit() and len(identifier) <= 18
    if plain and (identifier == "0" or identifier[0] != "0"):
        return (0, int(identifier), "")
    return (1, 0, identifier)
