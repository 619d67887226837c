"""How a result came about: the programme, how far things were, and what became of the groups on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary.archive.report.gathering import Cast, Item
from plenary.archive.report.keyframes import keyframes
from plenary.archive.report.model import Moment
from plenary.archive.report.privacy import MINUTES_MS, coarse
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId

VALUES: Final = {Choice.AGREE: 1, Choice.PASS: 0, Choice.DISAGREE: -1}

MOST_STANDS: Final = 12
FEWEST_STANDS: Final = 4
VOTES_A_REPORT: Final = 100_000
"""Votes analysed for all the stands of a prompt together: a report of fifty thousand votes is due in seconds."""

FEWEST_VOTES: Final = 20
"""Between two stands, so that no stand tells of few."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a prompt's timeline is made from. number_of: the statements that everybody saw."""

    items: Sequence[Item]
    votes: Sequence[Cast]
    number_of: Mapping[StatementId, int]
    submitted_ms: Sequence[int]


def moments(part: Part, final: Sequence[tuple[str, frozenset[str]]], k: int) -> tuple[Moment, ...]:
    """The moments in order of time.

    final: the groups of the result, each with the participants in it; groups on the way carry the letters of those
    they became.
    """
    found = [
        (
            item.at_ms,
            Moment(
                coarse(item.at_ms, MINUTES_MS),
                item.kind,
                statement=_number(item, part.number_of),
                item=item.title,
            ),
        )
        for item in part.items
        if item.statement is None or item.statement in part.number_of
    ]
    cast = [one for one in part.votes if one.fact.statement in part.number_of]
    found += _stands(cast, part, final, k)
    # In their true order, which rounding would lose.
    return tuple(moment for _, moment in sorted(found, key=lambda one: one[0]))


def _number(item: Item, number_of: Mapping[StatementId, int]) -> int | None:
    return None if item.statement is None else number_of[item.statement]


def _stands(
    cast: Sequence[Cast], part: Part, final: Sequence[tuple[str, frozenset[str]]], k: int
) -> list[tuple[int, Moment]]:
    """How far things were after equal shares of the votes, with what happened to the groups since the stand before."""
    if not cast:
        return []
    affordable = 2 * VOTES_A_REPORT // len(cast)
    stands = max(1, min(max(FEWEST_STANDS, affordable), MOST_STANDS, len(cast) // FEWEST_VOTES))
    engine = analysis.Engine()
    drawn: list[tuple[int, int, int, analysis.OpinionMap]] = []
    # By the order of their first vote: who somebody is must not decide anything here.
    name_of: dict[ParticipantId, str] = {}
    cells: set[tuple[str, str]] = set()
    begin = 0
    for stand in range(1, stands + 1):
        end = len(cast) * stand // stands
        batch = cast[begin:end]
        begin = end
        for one in batch:
            name_of.setdefault(one.fact.participant, f"{len(name_of):08}")
        cells.update((one.fact.participant, one.fact.statement) for one in batch)
        engine.add(
            analysis.Vote(
                name_of[one.fact.participant],
                one.fact.statement,
                VALUES[one.fact.choice],
                (one.fact.operation.counter, one.fact.operation.device),
            )
            for one in batch
        )
        if len(name_of) >= k:
            drawn.append((batch[-1].at_ms, len(name_of), len(cells), engine.opinion_map(stand)))
    found: list[tuple[int, Moment]] = []
    named = [
        (label, frozenset(name_of[ParticipantId(who)] for who in people if ParticipantId(who) in name_of))
        for label, people in final
    ]
    letters = _letters(drawn[-1][3], named) if drawn else {}
    people_told = _in_steps([one[1] for one in drawn], k)
    votes_told = _in_steps([one[2] for one in drawn], k)
    frames = keyframes([one[3] for one in drawn], letters, k)
    for (at_ms, _, _, shown), joined, votes, clouds in zip(
        drawn, people_told, votes_told, frames, strict=True
    ):
        at = coarse(at_ms, MINUTES_MS)
        for event in shown.events:
            happening = Moment(
                at,
                event.kind.value,
                group=letters.get(event.group, event.group.lower()),
                other=letters.get(event.other, event.other.lower()) if event.other else "",
            )
            found.append((at_ms, happening))
        so_far = Moment(
            at,
            "stand",
            people=joined,
            votes=votes,
            statements=sum(1 for submitted in part.submitted_ms if submitted <= at_ms),
            # To the nearest k below: the rest of the people, and a few who came to a group, are not to be had from it.
            groups=tuple(group.size - group.size % k for group in shown.groups if group.size >= k),
            clouds=clouds,
        )
        found.append((at_ms, so_far))
    return found


def _in_steps(counts: Sequence[int], k: int) -> list[int]:
    """Counts that grow by nothing or by k at least, up to the last as it is."""
    told = list(counts[-1:])
    for count in reversed(counts[:-1]):
        told.append(count if told[-1] - count >= k else told[-1])
    return told[::-1]


def _letters(last: analysis.OpinionMap, final: Sequence[tuple[str, frozenset[str]]]) -> dict[str, str]:
    """The letters of the last stand's groups as those of the result's, by how many people they share."""
    members: dict[str, set[str]] = {group.label: set() for group in last.groups}
    for who, label in zip(last.participants, last.labels.tolist(), strict=True):
        if label >= 0:
            members[last.groups[label].label].add(who)
    pairs = sorted(
        ((-len(inside & people), there, here) for there, inside in members.items() for here, people in final),
    )
    named: dict[str, str] = {}
    for _, there, here in pairs:
        if there not in named and here not in named.values():
            named[there] = here
    return named
