"""Named analyses: what a part of the votes says by itself, and when it may not be told.

Two results of one event give a third by subtraction. So a part is told only where it differs from all votes, from
every other part that is told, and from those of earlier versions, in the ballots of nobody or of k people at least; and
each tally likewise. What its groups answered is not told: groups of parts overlap in ways that nobody can survey.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import plenary_analysis as analysis
from plenary.archive.report.gathering import Cast, Gathered, IsMeant, Last, Withdrawn
from plenary.archive.report.judging import judged
from plenary.archive.report.model import Analysis, Part, Result, Selection
from plenary.archive.report.privacy import MINUTES_MS, by_statement, coarse, safe_ballots
from plenary.archive.report.settled import may_follow, settled
from plenary.deliberation import vocabulary
from plenary.deliberation.entities import Prompt
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId


@dataclass(slots=True)
class Whole:
    """Everything that a part is taken from, under one prompt.

    shown: the numbers of the statements that everybody saw.   flagged: people whose ballots repeat others'.
    groups: by letter, who is in it.   earlier: up to which ballot record each version before read.
    told: all votes, now and in those, and those of each part that is told.
    """

    prompt: Prompt
    shown: Mapping[StatementId, int]
    flagged: frozenset[ParticipantId]
    groups: Mapping[str, frozenset[ParticipantId]]
    earlier: Sequence[int]
    told: list[Last] = field(default_factory=list)


def analyses(gathered: Gathered, wholes: Sequence[Whole], k: int) -> tuple[Analysis, ...]:
    """Every named analysis of the event, in the order in which they were named."""
    venues = gathered.state.event.venues if gathered.state.event else ()
    name_of = {venue.id: venue.name for venue in venues}
    return tuple(
        Analysis(
            named.name,
            _written(named.selection, name_of),
            tuple(_part(gathered, whole, named.selection, k) for whole in wholes),
        )
        for named in gathered.state.analyses.values()
    )


def _written(selection: vocabulary.Selection, name_of: Mapping[vocabulary.VenueId, str]) -> Selection:
    def about(at_ms: int | None) -> int | None:
        return None if at_ms is None else coarse(at_ms, MINUTES_MS)

    return Selection(
        venue=name_of[selection.venue] if selection.venue else "",
        mode=selection.mode.value if selection.mode else "",
        since_ms=about(selection.since_ms),
        until_ms=about(selection.until_ms),
        without_flagged=selection.without_flagged,
        without_paper=selection.without_paper,
        group=selection.group,
        method=selection.method.value,
    )


def _part(gathered: Gathered, whole: Whole, selection: vocabulary.Selection, k: int) -> Part:
    *before, last = (
        {cell: cast for cell, cast in one.items() if cell[1] in whole.shown}
        for one in settled(gathered, whole.prompt.id, whole.earlier, k, _is_meant(gathered, whole, selection))
    )
    number = whole.prompt.number
    if len({who for who, _ in last}) < k:
        return Part(number, "too-few", None)
    told = [*whole.told, *before]
    if any(0 < len(_differing(last, other)) < k for other in told):
        return Part(number, "too-close", None)
    safe = safe_ballots(last, whole.shown, k)
    if not safe.rows:
        return Part(number, "too-few", None)
    method = analysis.Method(selection.method.value)
    found = judged(safe.rows, safe.columns, tuple(whole.shown.values()), k, method).result
    hidden = _too_close(last, told, whole.shown, k)
    whole.told += [*before, last]
    return Part(number, "", _without(found, hidden))


def _is_meant(gathered: Gathered, whole: Whole, selection: vocabulary.Selection) -> IsMeant:
    def is_meant(cast: Cast | Withdrawn) -> bool:
        who = cast.fact.participant
        joined = gathered.joined.get(who)
        return (
            (selection.venue is None or (joined is not None and joined.venue == selection.venue))
            and (selection.mode is None or (joined is not None and joined.mode is selection.mode))
            # Of what was taken back, only what came before counts.
            and (
                selection.since_ms is None or cast.at_ms >= selection.since_ms or isinstance(cast, Withdrawn)
            )
            and (selection.until_ms is None or cast.at_ms < selection.until_ms)
            and not (selection.without_flagged and who in whole.flagged)
            and not (selection.without_paper and joined is not None and joined.entered_by is not None)
            and (not selection.group or who in whole.groups.get(selection.group, frozenset()))
        )

    return is_meant


def _differing(one: Last, other: Last) -> set[ParticipantId]:
    """Whose ballots are not the same."""
    return {
        who
        for who, statement in one.keys() | other.keys()
        if _choice(one, who, statement) != _choice(other, who, statement)
    }


def _choice(last: Last, who: ParticipantId, statement: StatementId) -> Choice | None:
    cast = last.get((who, statement))
    return None if cast is None else cast.fact.choice


def _too_close(last: Last, told: Iterable[Last], shown: Mapping[StatementId, int], k: int) -> set[int]:
    """The statements whose tally here, beside another that is told, would show how a few people voted."""
    mine = by_statement(last)
    return {
        shown[statement]
        for theirs in map(by_statement, told)
        for statement, answers in mine.items()
        if statement in theirs and not may_follow(statement, theirs[statement], answers, k)
    }


def _without(result: Result, hidden: set[int]) -> Result:
    scores = (replace(one, by_group=(None,) * len(one.by_group)) for one in result.scores)
    return replace(
        result,
        scores=tuple(
            replace(one, tally=None, agree=None, once=None) if one.statement in hidden else one
            for one in scores
        ),
    )
