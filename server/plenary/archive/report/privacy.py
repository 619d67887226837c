"""What of an event may be published, and in which form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from plenary.archive.report.gathering import Cast
from plenary.archive.report.judging import NO_VOTE
from plenary.archive.report.model import Counts
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId

K: Final = 5
"""About fewer people nothing is published, unless the organiser asks for another number."""

HOUR_MS: Final = 3_600_000
MINUTES_MS: Final = 300_000

MARK: Final = {Choice.AGREE: "+", Choice.DISAGREE: "-", Choice.PASS: "0"}


@dataclass(frozen=True, slots=True)
class SafeBallots:
    """Last votes without names, times or places.

    columns: the numbers of the statements that at least k people have voted on. rows: one string a person, sorted, so
    that their order says nothing. row_of: whose is which; never published.
    """

    columns: tuple[int, ...]
    rows: tuple[str, ...]
    row_of: Mapping[ParticipantId, int]


def safe_ballots(
    last: Mapping[tuple[ParticipantId, StatementId], Cast], number_of: Mapping[StatementId, int], k: int
) -> SafeBallots:
    """The ballots as they may be published; none at all where fewer than k people have one.

    number_of: the statements that everybody saw, by id.
    """
    votes: dict[int, dict[ParticipantId, str]] = {}
    for (who, statement), cast in last.items():
        if statement in number_of:
            votes.setdefault(number_of[statement], {})[who] = MARK[cast.fact.choice]
    columns = tuple(sorted(number for number, answers in votes.items() if len(answers) >= k))
    people = sorted({who for number in columns for who in votes[number]})
    if len(people) < k:
        return SafeBallots((), (), {})
    written = {
        who: "".join(votes[number].get(who, NO_VOTE) for number in columns).rstrip(NO_VOTE) for who in people
    }
    order = sorted(people, key=lambda who: (written[who], who))
    return SafeBallots(
        columns, tuple(written[who] for who in order), {who: place for place, who in enumerate(order)}
    )


def without_small(cells: Sequence[Counts], k: int) -> tuple[Counts | None, ...]:
    """The parts of a known whole, those of fewer than k people left out, and never just one of few.

    Where what is left out could be had by subtracting the rest from the whole and would still be fewer than k, the
    smallest of the rest goes as well.
    """
    hidden = {place for place, cell in enumerate(cells) if 0 < cell.votes < k}
    while hidden and sum(cells[place].votes for place in hidden) < k:
        rest = [place for place, cell in enumerate(cells) if place not in hidden and cell.votes]
        if not rest:
            break
        hidden.add(min(rest, key=lambda place: (cells[place].votes, place)))
    if len(hidden) == 1:
        rest = [place for place, cell in enumerate(cells) if place not in hidden and cell.votes]
        if rest:
            hidden.add(min(rest, key=lambda place: (cells[place].votes, place)))
    return tuple(None if place in hidden else cell for place, cell in enumerate(cells))


def at_least(count: int, k: int) -> int | None:
    """The count, if it is none or at least k."""
    return count if count == 0 or count >= k else None


def tally_of(choices: Iterable[Choice]) -> Counts:
    counted = {Choice.AGREE: 0, Choice.DISAGREE: 0, Choice.PASS: 0}
    for choice in choices:
        counted[choice] += 1
    return Counts(counted[Choice.AGREE], counted[Choice.DISAGREE], counted[Choice.PASS])


def coarse(at_ms: int, step_ms: int) -> int:
    """The beginning of the hour, or of whatever step, that the time is in."""
    return at_ms - at_ms % step_ms
