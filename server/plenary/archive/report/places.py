"""In which ways people took part, and what may be told of each: by venue, in the room or far away, on paper or not, and
what stood behind them.

The ways cross: who is in a venue is in the room too. So what is told of one way must not, with what is told of another,
give a few people away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from plenary.archive.report.gathering import Gathered
from plenary.archive.report.model import Counts
from plenary.archive.report.privacy import Answers, counts_of, is_safe, total, without_small
from plenary.deliberation.ballot_facts import ParticipantJoined
from plenary.deliberation.vocabulary import Level, Mode, ParticipantId

KINDS = ("venue", "mode", "entry", "level")

ELSEWHERE = ""
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Side:
    """One way of taking part: a venue, everybody in a room, everybody whose ballot was on paper."""

    kind: str
    name: str


Sides = Mapping[str, str]
"""By kind, on which side somebody is; ELSEWHERE for none."""


def all_sides(gathered: Gathered) -> list[Side]:
    """Everything that answers may be divided by, in the order of the report's places."""
    event = gathered.state.event
    venues = event.venues if event else ()
    return [
        *(Side("venue", one.name) for one in venues),
        Side("mode", Mode.IN_ROOM.value),
        Side("mode", Mode.REMOTE.value),
        *((Side("entry", "device"), Side("entry", PAPER)) if _has_paper(gathered) else ()),
    ]


def level_sides(gathered: Gathered) -> list[Side]:
    """What may stand behind somebody who took part, as far as it was so: levels of assurance, and paper."""
    found = {_level(joined) for joined in gathered.joined.values()}
    return [Side("level", one) for one in (*Level, PAPER) if one in found]


def sides_of(gathered: Gathered) -> dict[ParticipantId, Sides]:
    """Where everybody who joined took part, and how."""
    event = gathered.state.event
    name_of = {one.id: one.name for one in event.venues} if event else {}
    on_a_device = "device" if _has_paper(gathered) else ELSEWHERE
    return {
        who: {
            "venue": name_of.get(joined.venue, ELSEWHERE) if joined.venue else ELSEWHERE,
            "mode": joined.mode.value,
            "entry": on_a_device if joined.entered_by is None else PAPER,
            "level": _level(joined),
        }
        for who, joined in gathered.joined.items()
    }


def _level(joined: ParticipantJoined) -> str:
    """A paper ballot has a steward's word behind it, and nothing of a device."""
    return joined.level.value if joined.entered_by is None else PAPER


def _has_paper(gathered: Gathered) -> bool:
    return any(joined.entered_by is not None for joined in gathered.joined.values())


def told_by_side(
    answers: Answers,
    sides: Sequence[Side],
    side_of: Mapping[ParticipantId, Sides],
    k: int,
    before: Sequence[Answers] = (),
) -> tuple[Counts | None, ...]:
    """The answers of each side, in order; None where they cannot be told.

    before: the same in earlier versions. A kind is not told where one of them, beside this, would show a few people.
    """
    told: dict[Side, Counts | None] = {}
    blocks: dict[str, list[frozenset[str]]] = {}
    kinds = [kind for kind in KINDS if any(side.kind == kind for side in sides)]
    for kind in kinds:
        of_kind = [side for side in sides if side.kind == kind]
        names = [*(side.name for side in of_kind), ELSEWHERE]
        counted = _counted(answers, kind, names, side_of)
        safe = without_small(counted, k)
        if any(not _may_follow(_counted(one, kind, names, side_of), counted, k) for one in before):
            safe = (None,) * len(names)
        told |= dict(zip(of_kind, safe, strict=False))
        # What is not told is one block, known by subtracting.
        hidden = frozenset(name for name, cell in zip(names, safe, strict=True) if cell is None)
        blocks[kind] = [
            *(frozenset({name}) for name, cell in zip(names, safe, strict=True) if cell is not None),
            *([hidden] if hidden else []),
        ]
    for one, other in permutations(kinds, 2):
        if not _cross_safely(answers, one, blocks[one], other, blocks[other], side_of, k):
            kind = max(one, other, key=KINDS.index)
            told |= {side: None for side in told if side.kind == kind}
            blocks[kind] = [frozenset().union(*blocks[kind])]
    return tuple(told[side] for side in sides)


def _counted(
    answers: Answers, kind: str, names: Sequence[str], side_of: Mapping[ParticipantId, Sides]
) -> list[Counts]:
    marks: dict[str, list[str]] = {name: [] for name in names}
    for who, mark in answers.items():
        marks[_side(side_of, who, kind)].append(mark)
    return [counts_of(marks[name]) for name in names]


def _side(side_of: Mapping[ParticipantId, Sides], who: ParticipantId, kind: str) -> str:
    return side_of[who][kind] if who in side_of else ELSEWHERE


def _may_follow(before: Sequence[Counts], now: Sequence[Counts], k: int) -> bool:
    return all(
        abs(one - other) == 0 or abs(one - other) >= k
        for earlier, later in zip(before, now, strict=True)
        for one, other in zip(earlier.cells, later.cells, strict=True)
    )


def _cross_safely(
    answers: Answers,
    kind: str,
    blocks: Sequence[frozenset[str]],
    other: str,
    other_blocks: Sequence[frozenset[str]],
    side_of: Mapping[ParticipantId, Sides],
    k: int,
) -> bool:
    """Whether no block of one kind leaves a few people: less what of the other is in it, or taken from all around."""
    place = {who: (_side(side_of, who, kind), _side(side_of, who, other)) for who in answers}
    for block in blocks:
        within: list[Counts] = []
        beyond: list[Counts] = []
        for one in other_blocks:
            there = [who for who in answers if place[who][1] in one]
            here = [who for who in there if place[who][0] in block]
            if 0 < len(here) < len(there):
                within.append(counts_of(answers[who] for who in here))
                beyond.append(counts_of(answers[who] for who in there if place[who][0] not in block))
        if not is_safe(total(within), k) or not is_safe(total(beyond), k):
            return False
    return True
