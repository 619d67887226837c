"""What the analysis publishes: the opinion map and its parts. Values only, nothing is computed here.

A map is immutable: its arrays refuse to be written to. Everything in it is finite.
"""

from dataclasses import dataclass
from enum import StrEnum

from plenary_analysis.arrays import Floats, Ints


class Note(StrEnum):
    """Why something is absent from a map, or weak. Stable codes; their words live with the screens."""

    TOO_FEW_PARTICIPANTS = "too_few_participants"
    TOO_FEW_STATEMENTS = "too_few_statements"
    NO_VARIATION = "no_variation"
    NO_CLEAR_GROUPS = "no_clear_groups"
    ONE_AXIS = "one_axis"
    FEWER_THAN_7_PEOPLE = "fewer_than_7_people"


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion group: its letter, how many people it has, and the mean of their positions."""

    label: str
    size: int
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How the members of one group voted on a statement."""

    label: str
    agree: int
    disagree: int
    passed: int


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What the votes say about one statement.

    agree, disagree, passed: people, last votes, everybody who is not banned, whether grouped or not.
    consensus: 0 .. 1, geometric mean over the groups of the smoothed share voting in `direction` (+1 agree,
    -1 disagree), the better of the two; without groups, over the included participants as one group.
    divisiveness: 0 .. 1, share of the variance of agreeing that lies between the groups; 0 without groups.
    counted: False for a statement that is moderated out; it is never listed.
    """

    id: str
    agree: int
    disagree: int
    passed: int
    consensus: float
    direction: int
    divisiveness: float
    by_group: tuple[GroupCounts, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class OpinionMap:
    """Where everybody stands, which groups there are, and what unites and divides them.

    as_of: the log position the map was asked for, unchanged.
    participants: n names, sorted: everybody with a vote who is not banned.
    positions: (n, 2), read-only; zeros when there is no map (see notes).
    uncertainty: (n,) radius of an 80 % region in the same units; zeros when there is no map.
    labels: (n,) index into groups, -1 for people without one.
    consensus, divisive, discuss: ids, best first, under the rules of statement_results.py.
    representative: group label -> ids.
    notes: codes of Note.   silhouette: of the best division tried, shown or not.
    explained: share of the variance of the votes that the two axes show, 0 .. 1.
    """

    as_of: int
    participants: tuple[str, ...]
    positions: Floats
    uncertainty: Floats
    labels: Ints
    groups: tuple[Group, ...]
    statements: tuple[StatementResult, ...]
    consensus: tuple[str, ...]
    divisive: tuple[str, ...]
    discuss: tuple[str, ...]
    representative: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    silhouette: float
    explained: float
