"""What a vote is, which vote of many counts, and the vote matrix that everything else is computed from.

Nothing here knows of positions or groups. Statement texts never enter the analysis: identifiers are opaque.
"""

from collections.abc import Iterable, Mapping, Sequence
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


def checked(vote: Vote) -> Vote:
    """The same vote, if it is one. Raises BadVote otherwise: NaN or a half vote must never get in."""
    # Votes come from outside: what the types promise is checked here, once.
    names: tuple[object, object] = (vote.participant, vote.statement)
    value: object = vote.value
    stamp: object = vote.stamp
    if isinstance(value, bool) or not isinstance(value, int) or value not in (-1, 0, 1):
        raise BadVote(f"a vote is -1, 0 or 1, not {value!r}")
    if not (vote.cast_ms is None or isinstance(vote.cast_ms, int)):
        raise BadVote(f"a time is whole milliseconds, not {vote.cast_ms!r}")
    if not all(isinstance(name, str) for name in names):
        raise BadVote("participant and statement are named by strings")
    match stamp:
        case (int(), str()) if isinstance(stamp, tuple):
            return vote
        case _:
            raise BadVote(f"a stamp is an int and a string, not {stamp!r}")


class VoteLedger:
    """The last vote of every (participant, statement), whatever the order in which votes arrive.

    Two different values under one stamp contradict the promise that equal stamps mean the same vote; the
    larger value is kept then, so that the outcome still does not depend on the order.
    """

    def __init__(self) -> None:
        self._ballots: dict[str, dict[str, tuple[Stamp, int]]] = {}

    def add(self, votes: Iterable[Vote]) -> None:
        """Take in votes; all of them, or none if one is bad (BadVote)."""
        accepted = [checked(vote) for vote in votes]
        for vote in accepted:
            ballot = self._ballots.setdefault(vote.participant, {})
            word = (vote.stamp, int(vote.value))
            known = ballot.get(vote.statement)
            if known is None or known < word:
                ballot[vote.statement] = word

    def stamp(self, participant: str, statement: str) -> Stamp | None:
        """The stamp of the vote that counts; None where there is none."""
        known = self._ballots.get(participant, {}).get(statement)
        return known[0] if known is not None else None

    def ballots(self) -> Mapping[str, Mapping[str, tuple[Stamp, int]]]:
        """Participant -> statement -> (stamp, value). A view: not to be changed."""
        return self._ballots


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
        return len(self.participants)

    @property
    def n_statements(self) -> int:
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


def vote_matrix(
    ballots: Mapping[str, Mapping[str, tuple[Stamp, int]]],
    participants: Sequence[str],
    statements: Sequence[str],
) -> VoteMatrix:
    """The matrix of these ballots with rows and columns in the given order.

    Every participant named needs a ballot, and every statement on it must be named (KeyError otherwise).
    """
    place = {statement: j for j, statement in enumerate(statements)}
    lengths = [len(ballots[participant]) for participant in participants]
    row = np.repeat(np.arange(len(participants), dtype=np.int64), np.array(lengths, dtype=np.int64))
    cells = [(place[s], word[1]) for participant in participants for s, word in ballots[participant].items()]
    column = np.array([cell[0] for cell in cells], dtype=np.int64)
    value = np.array([cell[1] for cell in cells], dtype=np.int8)
    shape = len(participants), len(statements)
    return VoteMatrix(tuple(participants), tuple(statements), table_of_cells(row, column, value, shape))
