"""What a report says, as values. They are written as JSON under these very names, so none is ever taken away.

Nothing here names a person, tells when somebody voted, or counts fewer than `Privacy.k` people, nor can such a count be
had by taking one number from another. A share is 0-1, an interval holds 80 %, times are milliseconds since 1970 in
whole hours or five minutes.
"""

from dataclasses import dataclass
from typing import Final

FORM: Final = 2
"""Of the JSON. A program that reads a report reads every form up to its own."""

ABOUT: Final = (
    "A report of Plenary. `prompts[].ballots` are last votes, one string a person in no order that means anything: "
    "each character is the vote on the statement of that place in `columns`: + agree, - disagree, 0 pass, "
    ". not voted, ? an answer that too few gave to be told, which the analysis takes as a pass; what is missing at the "
    "end was not voted on. No answer to a statement is that of fewer than `privacy.k` people. `dots` are in the order "
    "of `ballots`, x and y from 0 to 65535, group a place in `groups` or 255 for none. Everything under `result` is "
    "computed from `ballots` alone."
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people agree, disagree and pass, by their last vote: each nobody, or k people at least.

    other: people with another answer than those told, because too few gave the same; some with a told answer are among
    them, so that their number says nothing.
    """

    agree: int
    disagree: int
    passed: int
    other: int = 0

    @property
    def votes(self) -> int:
        return sum(self.cells)

    @property
    def cells(self) -> tuple[int, int, int, int]:
        return self.agree, self.disagree, self.passed, self.other


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies with 80 % probability."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a stream of the log: how many records, and the hash that every one of them goes into."""

    records: int
    hash: str


@dataclass(frozen=True, slots=True)
class Heads:
    programme: Head
    ballots: Head


@dataclass(frozen=True, slots=True)
class Privacy:
    """k: about fewer people than this nothing is published. assurance: what stands behind a participant.

    ballots: whether the file holds the votes themselves.
    """

    k: int
    assurance: str
    ballots: bool


@dataclass(frozen=True, slots=True)
class Place:
    """People who took part in one way; None where they are fewer than k, or could be told from the others."""

    kind: str
    """`venue`; `mode` for everybody in a room and everybody far away; `entry` for `paper` and `device`; `level` for
    what stood behind them when they joined: `device`, `ticket`, `email`, `sign-in`; for `paper` a steward's word."""
    name: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who took part. voted, votes: what the report tells of; wrote: participants with a statement of their own.

    changed: people who changed their mind on something. Each is None where they are fewer than k.
    median_votes: half of those who voted cast at least so many votes. levels: everybody who joined, by level.
    """

    joined: int | None
    voted: int
    wrote: int | None
    votes: int
    changed: int | None
    median_votes: int
    places: tuple[Place, ...]
    levels: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion group; own: what is typical of it, the most typical first. Never empty where it has votes."""

    label: str
    size: int
    own: tuple["Typical", ...]


@dataclass(frozen=True, slots=True)
class Typical:
    """A statement on which a group stands out. share: of its members who answer as `answer` says."""

    statement: int
    answer: str
    share: float
    others: float


@dataclass(frozen=True, slots=True)
class Score:
    """What the votes say of one statement.

    tally: None where too few gave any one answer. by_group: None where a group's answers cannot be told. leanings:
    which way most of each group goes as the lists count it, by how surely people belong to it and copied ballots once:
    `agree`, `disagree`, `mixed`, or nothing where fewer than k of it have voted.
    agree: the share agreeing, whatever `other` hides; once: the same with every set of copied ballots as one person, in
    twentieths, where they are k people and it differs. consensus_on: `agree` or
    `disagree`, whichever more groups share. finding: `common-ground`, `fault-line`, `discuss`, `unlisted` or
    `too-early`. reasons: codes for why it is worth discussing.
    """

    statement: int
    tally: Counts | None
    agree: Interval | None
    by_group: tuple[Counts | None, ...]
    finding: str
    consensus: float
    consensus_on: str
    consensus_chance: float
    divisiveness: float
    divided: Interval
    reasons: tuple[str, ...] = ()
    leanings: tuple[str, ...] = ()
    once: float | None = None


@dataclass(frozen=True, slots=True)
class Represents:
    """One of the few statements that together leave no large like-minded part of the people out.

    speaks_for: share of the people it speaks for; newly: of those, for whom none before it does. In twentieths.
    """

    statement: int
    speaks_for: float
    newly: float


@dataclass(frozen=True, slots=True)
class Result:
    """What the analysis makes of some ballots; the lists name statements, best first. notes: codes of what is absent.

    ungrouped: people in no group; nobody, or k at least, as in every group.   slate: the statement for most people
    first.   flagged: people whose ballots repeat others', where they are k.
    """

    people: int
    votes: int
    groups: tuple[Group, ...]
    ungrouped: int
    scores: tuple[Score, ...]
    common_ground: tuple[int, ...]
    fault_lines: tuple[int, ...]
    discuss: tuple[int, ...]
    too_early: tuple[int, ...]
    notes: tuple[str, ...]
    slate: tuple[Represents, ...] = ()
    flagged: int | None = None


@dataclass(frozen=True, slots=True)
class Dots:
    """The opinion map: where each ballot stands, in the order of the ballots; empty where there is no map."""

    x: tuple[int, ...] = ()
    y: tuple[int, ...] = ()
    group: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement that one side of the audience judges differently, compared within opinion groups."""

    statement: int
    kind: str
    """`venue`, `mode`, `reveal` (before and after results were shown), `spotlight` (before and after the statement
    was first in it) or `item` (before and after a programme item, of those who voted in both)."""
    side: str
    share: float
    others: float
    difference: Interval
    item: str = ""
    """The title of the programme item."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where the people of a group stood at a moment, all of them as one. group: "" for those in no group.

    people: in whole steps of k.   x, y: their middle, -127 to 127 on the map of this prompt.   reach: how far from it
    they are, as the root of the mean square, on the same scale.
    """

    group: str
    people: int
    x: int
    y: int
    reach: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the way to the result.

    kind: `opened`, `closed`, `revealed`, `spotlight`, `item-begun`, `item-ended`, `stand` (how far things were),
    `born`, `ended`, `merged`, `split`. Only what the kind needs is set.   clouds: of a stand, the map as it was then.
    item: the title of the programme item.
    """

    at_ms: int
    kind: str
    people: int = 0
    votes: int = 0
    statements: int = 0
    groups: tuple[int, ...] = ()
    statement: int | None = None
    group: str = ""
    other: str = ""
    clouds: tuple[Cloud, ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that everybody saw. by_place: its tally in each of the report's places, in that order.

    wordings: statements that were merged into this one; their votes are in its tally. translations: language and text.
    pass_reasons: why people passed, and how many said so, where that can be told.
    """

    number: int
    text: str
    language: str
    origin: str
    hour_ms: int
    by_place: tuple[Counts | None, ...] = ()
    wordings: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    pass_reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many statements not everybody saw. Their texts, and what moderators wrote of them, are nowhere here."""

    waiting: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt's part of the report. translations: language and text."""

    number: int
    text: str
    phase: str
    statements: tuple[Statement, ...]
    left_out: LeftOut
    columns: tuple[int, ...]
    ballots: tuple[str, ...]
    result: Result
    dots: Dots
    differences: tuple[Difference, ...]
    moments: tuple[Moment, ...]
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose votes an analysis is of; what is not said does not matter. Names and times as everywhere here."""

    venue: str = ""
    mode: str = ""
    since_ms: int | None = None
    until_ms: int | None = None
    without_flagged: bool = False
    without_paper: bool = False
    group: str = ""
    method: str = "plenary"


@dataclass(frozen=True, slots=True)
class Part:
    """What the selected votes say under one prompt.

    withheld: why nothing is told: `too-few` people, or `too-close` to other results of this report; empty otherwise.
    """

    prompt: int
    withheld: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Another analysis of the same event. It cannot be counted again from the ballots here: they do not say whose."""

    name: str
    selection: Selection
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """How the groups of one prompt fall into those of another, later one.

    at_least: one row for each group of `prompt` and one for everybody else who voted, one number for each group of
    `other` and one for everybody else: so many people, in whole steps of k, are in both. Everybody else is in no group
    there or did not vote on it; who is so on both, is not told, but 0.
    overlap: what it comes to: the `same` people stand together on both, `partly`, or the two go `across` one another;
    `unclear` where too few are in a group on both. It is of `at_least` alone and tells nothing beside it. Like an
    analysis, the table cannot be counted again from the ballots here.
    """

    prompt: int
    other: int
    at_least: tuple[tuple[int, ...], ...]
    overlap: str


@dataclass(frozen=True, slots=True)
class Event:
    code: str
    title: str
    language: str
    venues: tuple[str, ...]
    address: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """Which report of the event this is. number: of a kept version; None for one made by hand.

    made_ms: when the last of what it tells happened. earlier: the versions before. held_back: whether votes of fewer
    than k people have come in since the version before; they wait, or comparing the two would show how they voted.
    program: the version of Plenary that made it.
    """

    number: int | None
    made_ms: int
    earlier: tuple[int, ...]
    held_back: bool
    program: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. parameters: by name, what its results depend on besides the votes."""

    form: int
    about: str
    event: Event
    edition: Edition
    privacy: Privacy
    heads: Heads
    attendance: Attendance
    prompts: tuple[Prompt, ...]
    analyses: tuple[Analysis, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    parameters: tuple[tuple[str, float], ...] = ()
