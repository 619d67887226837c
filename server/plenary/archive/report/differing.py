"""Where a side of the audience judges a statement differently, as a report tells it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import plenary_analysis as analysis
from plenary.archive.report.gathering import Gathered, Interlude, Last
from plenary.archive.report.judging import Judged, name_of
from plenary.archive.report.model import Difference, Interval
from plenary.archive.report.places import Sides
from plenary.archive.report.privacy import OTHER, SafeBallots
from plenary.archive.report.timeline import VALUES
from plenary.deliberation.small_numbers import in_twentieths
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId

MOST_DIFFERENCES: Final = 12

Casts = Mapping[tuple[str, str], tuple[ParticipantId, int]]
"""By the name and the statement of a vote, as the analysis has them: whose it is, and when it came in."""

SideOf = Callable[[analysis.Vote], str | None]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose votes are compared. side_of: the places of each participant."""

    gathered: Gathered
    side_of: Mapping[ParticipantId, Sides]
    k: int


def differences(
    audience: Audience,
    prompt: PromptId,
    last: Last,
    safe: SafeBallots,
    found: Judged,
    shown: Mapping[StatementId, int],
) -> Iterator[Difference]:
    """The announced differences between venues, between room and remote, before and after results were shown, before
    and after a statement was in the spotlight, and before and after each programme item."""
    items = [one for one in audience.gathered.items if one.prompt == prompt]
    revealed = min((one.at_ms for one in items if one.kind == "revealed"), default=None)
    lit: dict[str, int] = {}
    for item in items:
        if item.statement is not None and item.statement in shown:
            lit.setdefault(str(shown[item.statement]), item.at_ms)
    votes: list[analysis.Vote] = []
    of: dict[tuple[str, str], tuple[ParticipantId, int]] = {}
    for (who, statement), cast in last.items():
        number = shown[statement]
        if safe.marks.get(number, {}).get(who, OTHER) != OTHER:
            vote = analysis.Vote(name_of(safe.row_of[who]), str(number), VALUES[cast.fact.choice])
            votes.append(vote)
            of[vote.participant, vote.statement] = (who, cast.at_ms)

    def side_in(kind: str, vote: analysis.Vote) -> str | None:
        who, at_ms = of[vote.participant, vote.statement]
        if kind == "reveal":
            return None if revealed is None else "before" if at_ms < revealed else "after"
        if kind == "spotlight":
            lit_ms = lit.get(vote.statement)
            return None if lit_ms is None else "unlit" if at_ms < lit_ms else "lit"
        return audience.side_of.get(who, {}).get(kind) or None

    def compared(kind: str, side_of: SideOf, item: str = "") -> Iterator[Difference]:
        announced = [
            one
            for one in analysis.compare_sides(votes, found.map, side_of)
            if one.is_announced and min(one.votes, one.other_votes) >= audience.k
        ]
        for one in announced[:MOST_DIFFERENCES]:
            yield Difference(
                int(one.statement),
                kind,
                one.side,
                in_twentieths(one.agree / one.votes),
                in_twentieths(one.other_agree / one.other_votes),
                Interval(round(one.low, 2), round(one.high, 2)),
                item,
            )

    for kind in ("venue", "mode", "reveal", "spotlight"):
        yield from compared(kind, partial(side_in, kind))
    for interlude in audience.gathered.interludes:
        yield from compared("item", _around(interlude, of), interlude.title)


def _around(interlude: Interlude, of: Casts) -> SideOf:
    """Before or after the programme item, of those who voted in both. What came while it went on is left out."""

    def side(at_ms: int) -> str | None:
        if at_ms < interlude.begun_ms:
            return "unheard"
        return None if interlude.ended_ms is None or at_ms < interlude.ended_ms else "heard"

    voted: dict[str | None, set[ParticipantId]] = {}
    for who, at_ms in of.values():
        voted.setdefault(side(at_ms), set()).add(who)
    both = voted.get("unheard", set()) & voted.get("heard", set())

    def side_of(vote: analysis.Vote) -> str | None:
        who, at_ms = of[vote.participant, vote.statement]
        return side(at_ms) if who in both else None

    return side_of
