"""What the analysis publishes: the opinion map and its parts. Values only, nothing is computed here.

A map is immutable: its arrays refuse to be written to. Everything in it is finite.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.warmth import Warmth


class Note(StrEnum):
    """Why something is absent from a map, or weak. Stable codes; their words live with the screens."""

    TOO_FEW_PARTICIPANTS = "too_few_participants"
    TOO_FEW_STATEMENTS = "too_few_statements"
    NO_VARIATION = "no_variation"
    NO_CLEAR_GROUPS = "no_clear_groups"
    ONE_AXIS = "one_axis"
    FEWER_THAN_7_PEOPLE = "fewer_than_7_people"
    SPECTRUM = "spectrum"


class Happening(StrEnum):
    """What may happen to a group between two maps. Stable codes."""

    BORN = "born"
    ENDED = "ended"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class GroupEvent:
    """Something that happened to a group since the map before.

    group: its letter.   other: the group it merged into, or split from; None for births and ends.
    """

    kind: Happening
    group: str
    other: str | None = None


class DiscussReason(StrEnum):
    """Why a statement deserves discussion. Stable codes, a line of words each on the screens."""

    PASSES = "passes"
    TORN = "torn"
    VENUES = "venues"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement is on the list `discuss`: one code, and the share that it rests on, to be recomputed by anybody.

    passes: share of the votes that are passes.   torn: people contradict one another within their own groups; share of
    the votes on the smaller side.   venues: `side` judges it otherwise than the rest, within opinion groups; size of
    the difference, 0 .. 1.   undecided: it may divide the groups, too few votes to tell; width of the interval of
    divisiveness.
    """

    statement: str
    code: DiscussReason
    share: float
    side: str | None = None


@dataclass(frozen=True, slots=True)
class SlateEntry:
    """One of the few statements that together leave no large like-minded part of the people out (slate.py).

    speaks_for: people agreeing, those who did not vote on it by what the model expects of them.
    newly: of them, those for whom no earlier entry of the slate speaks.   Both are whole numbers, rounded.
    """

    statement: str
    speaks_for: int
    newly: int


@dataclass(frozen=True, slots=True)
class Stance:
    """How one opinion group stands to a statement that represents it.

    direction: +1 it agrees, -1 it disagrees, more than the others do.   share: of its votes in that direction, with
    its 80 % interval low .. high; elsewhere: the same share of all other groups. Memberships count as weights.
    """

    group: str
    statement: str
    direction: int
    share: float
    low: float
    high: float
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Brigade:
    """People whose ballots are the same, or nearly, beyond what chance gives; weighed as one person everywhere but in
    the counts.   members: names, in order.   votes: on the first one's ballot.
    is_identical: whether all of them cast exactly the same votes. It is a sign, not a proof: a household does it too.
    """

    members: tuple[str, ...]
    votes: int
    is_identical: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that is judged otherwise of late (change.py).

    votes: last votes cast within the window, at least 10.   before, after: shares agreeing before the window and in it.
    difference: of these within opinion groups, -1 .. 1, with its 80 % interval low .. high.
    sureness: posterior probability that it has this sign; never below 0.9.
    """

    statement: str
    votes: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    sureness: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How one side differs from everybody else on a statement (comparison.py).

    agree, votes, other_agree, other_votes: counts, passes included in votes.
    difference: of the shares agreeing within groups, -1 .. 1; low, high: its 80 % interval.
    chance: of so large a difference without any, two-sided.
    is_announced: whether it survives the correction for looking at so many.
    """

    statement: str
    side: str
    agree: int
    votes: int
    other_agree: int
    other_votes: int
    difference: float
    low: float
    high: float
    chance: float
    is_announced: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a map shows the groups it shows; and what the next map needs to be as steady (evidence.py).

    chance: share of sign-flipped copies of the votes with as much structure, 1 where there is too little to say.
    strength: of the structure, in standard deviations above those copies.   is_open: whether groups were looked for.
    scores: penalised log evidence of 1, 2, ... groups less that of one; -inf where a group would be tiny.
    count: groups that the votes bear, 1 for none.   valley: between the closest two, 0 .. 1 (1: none).
    beyond_one_crowd: how far the evidence exceeds that of simulated crowds without groups, in standard deviations.
    is_spectrum: people differ, but not beyond doubt in groups.   votes: on which all this was last made anew.
    challenger, streak: the number of groups that would be better, and for how many updates running.
    searched: votes on which the mixture of 1, 2, ... groups was last looked for anew.   compared: with how many groups
    one crowd was.
    """

    chance: float = 1.0
    strength: float = 0.0
    is_open: bool = False
    scores: tuple[float, ...] = ()
    count: int = 1
    valley: float = 0.0
    beyond_one_crowd: float = 0.0
    is_spectrum: bool = False
    votes: int = 0
    challenger: int = 1
    streak: int = 0
    searched: tuple[int, ...] = ()
    compared: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion group: its letter, how many people it has, and the mean of their positions."""

    label: str
    size: int
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How the members of one group voted on a statement.

    weighed: agree, disagree, passed as the lists count them: everybody by their membership, a brigade as one person.
    """

    label: str
    agree: int
    disagree: int
    passed: int
    weighed: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What the votes say about one statement.

    agree, disagree, passed: people, last votes, everybody who is not banned, whether grouped or not.
    consensus: 0 .. 1, geometric mean over the groups of the smoothed share voting in `direction` (+1 agree,
    -1 disagree), the better of the two; without groups, over the included participants as one group.
    divisiveness: 0 .. 1, share of the variance of agreeing that lies between the groups; 0 without groups.
    counted: False for a statement that is moderated out; it is never listed.
    consensus_chance: posterior probability that most of every group vote in `direction`.
    divisiveness_low, divisiveness_high: the 80 % interval of divisiveness.
    bridging: how agreeable the statement is once where people stand is taken out, about -1 .. 1; 0 without a model.
    bridging_spread: its posterior standard deviation.
    agree_low, agree_high: the 80 % interval of the share that agrees, of everybody.
    once: agree, disagree, passed with every brigade counted as one person; None where that is the same.
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
    consensus_chance: float = 0.0
    divisiveness_low: float = 0.0
    divisiveness_high: float = 0.0
    bridging: float = 0.0
    bridging_spread: float = 0.0
    agree_low: float = 0.0
    agree_high: float = 1.0
    once: tuple[int, int, int] | None = None


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
    membership: (n, k) how probably each person belongs to each group, rows summing to 1; k = 0 without groups.
    ellipse: (n, 3) half-axes of the 80 % ellipse, the longer first, and the longer one's angle in radians, 0 .. pi.
    evidence: why there are these groups; None from a method that does not say.
    events: what happened to the groups since the map before.
    copies: sets of people with the same ballot or nearly, largest first; each weighed as one person in the map.
    warmth: what the next update starts from; not for showing.
    n_votes: (n,) everybody's votes, on statements moderated out too.
    is_cut: the groups are a cut through a spectrum, not camps that the votes prove; `spectrum` is among the notes then.
    reasons: one for each statement of `discuss`, in its order.
    slate: at most five statements that together represent everybody, the one for most people first.
    stances: one for each id of `representative`, in its order.
    brigades: who is in `copies`, in its order; for moderators only.
    changes: what is judged otherwise in the last minutes, the surest first; empty where votes carry no time.
    differences: between the venues that `Engine.seat` knows, the least likely by chance first.
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
    membership: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    ellipse: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    evidence: Evidence | None = None
    events: tuple[GroupEvent, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
    warmth: Warmth | None = None
    n_votes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    is_cut: bool = False
    reasons: tuple[Reason, ...] = ()
    slate: tuple[SlateEntry, ...] = ()
    stances: tuple[Stance, ...] = ()
    brigades: tuple[Brigade, ...] = ()
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()
