"""Named analyses: what a part of the votes says by itself, and when it may not be told.

Two results of one event give a third by subtraction. So a part is told only where it differs from all votes, and from
every other part that is told, in the ballots of nobody or of k people at least; and each tally likewise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plenary.archive.report.gathering import Cast, Gathered, Last
from plenary.archive.report.judging import judged
from plenary.archive.report.model import Analysis, Part, Result, Score, Selection
from plenary.archive.report.privacy import MINUTES_MS, coarse, safe_ballots
from plenary.deliberation import vocabulary
from plenary.deliberation.entities import Prompt
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId

Answers = Mapping[tuple[ParticipantId, StatementId], Choice]


@dataclass(slots=True)
class Whole:
    """Everything that a part is taken from, under one prompt.

    shown: the numbers of the statements that everybody saw.   flagged: people whose ballots repeat others'.
    groups: by letter, who is in it.   told: all answers, and those of each part that is told.
    """

    prompt: Prompt
    shown: Mapping[StatementId, int]
    flagged: frozenset[ParticipantId]
    groups: Mapping[str, frozenset[ParticipantId]]
    told: list[Answers] = field(default_factory=list)


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
    )


def _part(gathered: Gathered, whole: Whole, selection: vocabulary.Selection, k: int) -> Part:
    last = gathered.last_votes(whole.prompt.id, _is_meant(gathered, whole, selection))
    answers = answers_of(last, whole.shown)
    number = whole.prompt.number
    if len({who for who, _ in answers}) < k:
        return Part(number, "too-few", None)
    if any(0 < len(_differing(answers, other)) < k for other in whole.told):
        return Part(number, "too-close", None)
    safe = safe_ballots(last, whole.shown, k)
    if not safe.rows:
        return Part(number, "too-few", None)
    found = judged(safe.rows, safe.columns, tuple(whole.shown.values()), k).result
    hidden = _too_close(answers, whole.told, whole.shown, k)
    whole.told.append(answers)
    return Part(number, "", _without(found, hidden))


def answers_of(last: Last, shown: Mapping[StatementId, int]) -> Answers:
    """The answers to the statements that everybody saw."""
    return {cell: cast.fact.choice for cell, cast in last.items() if cell[1] in shown}


def _is_meant(gathered: Gathered, whole: Whole, selection: vocabulary.Selection) -> Callable[[Cast], bool]:
    def is_meant(cast: Cast) -> bool:
        who = cast.fact.participant
        joined = gathered.joined.get(who)
        return (
            (selection.venue is None or (joined is not None and joined.venue == selection.venue))
            and (selection.mode is None or (joined is not None and joined.mode is selection.mode))
            and (selection.since_ms is None or cast.at_ms >= selection.since_ms)
            and (selection.until_ms is None or cast.at_ms < selection.until_ms)
            and not (selection.without_flagged and who in whole.flagged)
            and not (selection.without_paper and joined is not None and joined.entered_by is not None)
            and (not selection.group or who in whole.groups.get(selection.group, frozenset()))
        )

    return is_meant


def _differing(one: Answers, other: Answers) -> set[ParticipantId]:
    """Whose ballots are not the same."""
    cells = (cell for cell in one.keys() | other.keys() if one.get(cell) != other.get(cell))
    return {who for who, _ in cells}


def _too_close(
    answers: Answers, told: Iterable[Answers], shown: Mapping[StatementId, int], k: int
) -> set[int]:
    """The statements whose tally here, less another that is told, would be of fewer than k people."""
    found: set[int] = set()
    for other in told:
        off: dict[int, int] = {}
        for cell in answers.keys() | other.keys():
            if answers.get(cell) != other.get(cell):
                off[shown[cell[1]]] = off.get(shown[cell[1]], 0) + 1
        found.update(number for number, people in off.items() if people < k)
    return found


def _without(result: Result, hidden: set[int]) -> Result:
    return replace(
        result, scores=tuple(_hidden(one) if one.statement in hidden else one for one in result.scores)
    )


def _hidden(score: Score) -> Score:
    return replace(score, tally=None, agree=None, by_group=(None,) * len(score.by_group))
