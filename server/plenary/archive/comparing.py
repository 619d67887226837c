"""What an event's votes say with the ballots that look alike and without them, side by side: for moderators."""

from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary.archive.grouping import map_of, shown_in
from plenary.archive.report.gathering import Gathered
from plenary.deliberation.vocabulary import Phase, PromptId, StatementId

MOST_MOVED: Final = 6
"""A moderator looks at the statements that differ most; in the others there is little to see."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What some ballots say. groups: people in each, by letter; common_ground, fault_lines: how many statements."""

    people: int
    votes: int
    groups: dict[str, int]
    common_ground: int
    fault_lines: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement, and the share of its votes that agree, 0-1: of everybody's, and without the flagged."""

    statement: StatementId
    whole: float
    rest: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One prompt. flagged: how many people's ballots look alike; too_few: they are fewer than k, and nothing is said of
    the rest, or what is left after subtracting would show how a few voted."""

    prompt: PromptId
    flagged: int
    too_few: bool
    whole: Figures
    rest: Figures | None
    moved: tuple[Moved, ...] = ()


def compared(gathered: Gathered, k: int) -> list[Compared]:
    """Every prompt that has been opened and has ballots that look alike."""
    prompts = sorted(gathered.state.prompts.values(), key=lambda one: one.number)
    found = (_compared(gathered, one.id, k) for one in prompts if one.phase is not Phase.DRAFT)
    return [one for one in found if one.flagged]


def _compared(gathered: Gathered, prompt: PromptId, k: int) -> Compared:
    state = gathered.state
    shown = shown_in(state, prompt)
    last = gathered.last_votes(prompt)
    whole = map_of(last, shown)
    flagged = {who for one in whole.brigades for who in one.members}
    if len(flagged) < k:
        return Compared(prompt, len(flagged), bool(flagged), _figures(whole), None)
    rest = map_of({cell: cast for cell, cast in last.items() if cell[0] not in flagged}, shown)
    moved = sorted(_moved(whole, rest), key=lambda one: (-abs(one.whole - one.rest), one.statement))
    return Compared(prompt, len(flagged), False, _figures(whole), _figures(rest), tuple(moved[:MOST_MOVED]))


def _figures(found: analysis.OpinionMap) -> Figures:
    return Figures(
        people=len(found.participants),
        votes=sum(one.agree + one.disagree + one.passed for one in found.statements),
        groups={group.label: group.size for group in found.groups},
        common_ground=len(found.consensus),
        fault_lines=len(found.divisive),
    )


def _moved(whole: analysis.OpinionMap, rest: analysis.OpinionMap) -> list[Moved]:
    without = {one.id: _share(one) for one in rest.statements}
    return [
        Moved(StatementId(one.id), share, other)
        for one in whole.statements
        if (share := _share(one)) is not None
        and (other := without.get(one.id)) is not None
        and share != other
    ]


def _share(one: analysis.StatementResult) -> float | None:
    votes = one.agree + one.disagree + one.passed
    return round(one.agree / votes, 3) if votes else None
