"""What of an event may be published, and in which form: nothing that counts, or lets anybody count, a few people.

The one rule is that a published cell is nobody or k people at least, and so is whatever is left when cells are taken
from one another. It holds for the ballots themselves, so for all that is computed from them; the decision record on
small numbers says what that costs.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from plenary.archive.report.gathering import Cast
from plenary.archive.report.model import Counts
from plenary.deliberation import small_numbers
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId

HOUR_MS: Final = 3_600_000
MINUTES_MS: Final = 300_000

NO_VOTE: Final = "."
OTHER: Final = "?"
"""An answer that too few gave to be told."""

MARK: Final = {Choice.AGREE: "+", Choice.DISAGREE: "-", Choice.PASS: "0"}

Answers = Mapping[ParticipantId, str]
"""Marks of one statement, by participant."""


@dataclass(frozen=True, slots=True)
class SafeBallots:
    """Last votes without names, times or places, and without the answers that fewer than k people gave.

    columns: the numbers of the statements of which an answer can be told. rows: one string a person, sorted, so that
    their order says nothing. row_of: whose is which; never published. marks: by statement's number; never published.
    """

    columns: tuple[int, ...]
    rows: tuple[str, ...]
    row_of: Mapping[ParticipantId, int]
    marks: Mapping[int, Answers]


def safe_ballots(
    last: Mapping[tuple[ParticipantId, StatementId], Cast], number_of: Mapping[StatementId, int], k: int
) -> SafeBallots:
    """The ballots as they may be published; none at all where fewer than k people have one.

    number_of: the statements that everybody saw, by id.
    """
    marks = {
        number_of[statement]: told
        for statement, answers in by_statement(last).items()
        if statement in number_of and (told := told_answers(statement, answers, k))
    }
    columns = tuple(sorted(marks))
    people = sorted({who for answers in marks.values() for who in answers})
    written = {
        who: "".join(marks[number].get(who, NO_VOTE) for number in columns).rstrip(NO_VOTE) for who in people
    }
    order = sorted(people, key=lambda who: (written[who], who))
    return SafeBallots(
        columns,
        tuple(written[who] for who in order),
        {who: place for place, who in enumerate(order)},
        marks,
    )


def by_statement(
    last: Mapping[tuple[ParticipantId, StatementId], Cast],
) -> dict[StatementId, dict[ParticipantId, str]]:
    """The mark of everybody who answered each statement."""
    found: dict[StatementId, dict[ParticipantId, str]] = {}
    for (who, statement), cast in last.items():
        found.setdefault(statement, {})[who] = MARK[cast.fact.choice]
    return found


def told_answers(statement: StatementId, answers: Answers, k: int) -> dict[ParticipantId, str]:
    """The answers to one statement as they may be told; none of them where too few gave any one answer.

    Answers of fewer than k people become OTHER. People with answers that can spare them go with these, drawn by lot,
    until OTHER is a multiple of k: so its number does not tell how many gave a small answer, nor does any other.
    """
    found = small_numbers.merging(Counter(answers.values()), k)
    if found is None:
        return {}
    if not found.merged:
        return dict(answers)
    # The lot is one that nobody knows who does not know everybody's id, and falls the same way every time.
    drawn = sorted(
        (who for who, mark in answers.items() if mark in found.sparing),
        key=lambda who: hashlib.sha256(f"{statement} {who}".encode()).digest(),
    )[: found.lacking]
    return {who: OTHER if mark in found.merged else mark for who, mark in answers.items()} | dict.fromkeys(
        drawn, OTHER
    )


def counts_of(marks: Iterable[str]) -> Counts:
    found = Counter(marks)
    return Counts(found["+"], found["-"], found["0"], found[OTHER])


def is_safe(counts: Counts, k: int) -> bool:
    """Whether each cell is nobody or k people at least."""
    return small_numbers.is_safe(counts.cells, k)


def without_small(parts: Sequence[Counts], k: int) -> tuple[Counts | None, ...]:
    """The parts of a known whole; None for those that are left out (`small_numbers.hidden`)."""
    left_out = small_numbers.hidden([part.cells for part in parts], k)
    return tuple(None if place in left_out else part for place, part in enumerate(parts))


def total(parts: Iterable[Counts]) -> Counts:
    return Counts(*small_numbers.summed([(0, 0, 0, 0), *(part.cells for part in parts)]))


def at_least(count: int, k: int) -> int | None:
    """The count, if it is at least k. Nobody is not told from a few: with other counts it could tell who they are."""
    return count if count >= k else None


def coarse(at_ms: int, step_ms: int) -> int:
    """The beginning of the hour, or of whatever step, that the time is in."""
    return at_ms - at_ms % step_ms
