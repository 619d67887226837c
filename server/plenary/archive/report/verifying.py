"""Whether a report is what its votes give: all that can be counted again from the file alone is counted again."""

from dataclasses import dataclass
from operator import gt
from typing import Final

from plenary import __version__
from plenary.archive.report.file import ReportUnreadable, read
from plenary.archive.report.judging import Judged, judged, parameters
from plenary.archive.report.model import Prompt, Report, Result
from plenary.archive.report.privacy import NO_VOTE

NEARLY: Final = 0.99
"""Of the people, as many must be in the same group: at a boundary, machines may differ in the last digit."""

CLOSE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Recounted:
    """One prompt, counted again. moved: people in another group than stated; only another machine's rounding does that.

    is_same: whether everything, to the last digit, is as stated. None, like moved, where the file holds no ballots.
    """

    prompt: int
    people: int
    votes: int
    is_same: bool | None
    moved: int | None


@dataclass(frozen=True, slots=True)
class VerifiedReport:
    """A report that is as it was written; where this version made it (is_ours) its groups must come out again."""

    report: Report
    digest: str
    prompts: tuple[Recounted, ...]

    @property
    def is_ours(self) -> bool:
        return self.report.edition.program == __version__


def verify_report(content: bytes) -> VerifiedReport:
    """The report, read and counted again. Raises ReportUnreadable where it is not what it says."""
    report, digest = read(content)
    is_ours = report.edition.program == __version__
    if report.privacy.k < 1:
        raise ReportUnreadable(f"does not fit itself: it states a k of {report.privacy.k}")
    _check_crossings(report)
    if is_ours and report.parameters not in ((), parameters()):
        raise ReportUnreadable("does not fit itself: it states other parameters than its version has")
    return VerifiedReport(
        report, digest, tuple(_recounted(prompt, report, is_ours) for prompt in report.prompts)
    )


def _check_crossings(report: Report) -> None:
    """Whose ballots are whose is not in the file; but no group can have more people in both than it has."""
    sizes = {one.number: [group.size for group in one.result.groups] for one in report.prompts}
    for one in report.crossings:
        wholes = (sizes.get(one.prompt), sizes.get(one.other))
        rows, columns = one.at_least, list(zip(*one.at_least, strict=False))
        for whole, told in zip(wholes, (rows, columns), strict=True):
            counted = [sum(cells) for cells in told[:-1]]
            if whole is None or len(whole) != len(counted) or any(map(gt, counted, whole)):
                raise ReportUnreadable(
                    f"does not fit itself: it puts more people into groups of prompts {one.prompt} and {one.other} "
                    "than these have"
                )


def _recounted(prompt: Prompt, report: Report, is_ours: bool) -> Recounted:
    stated = prompt.result
    if not report.privacy.ballots:
        return Recounted(prompt.number, stated.people, stated.votes, None, None)
    numbers = tuple(one.number for one in prompt.statements)
    if not set(prompt.columns) <= set(numbers):
        raise _wrong(prompt, "has votes on statements that are not in it")
    _check_ballots(prompt)
    try:
        again = judged(prompt.ballots, prompt.columns, numbers, report.privacy.k)
    except ValueError as reason:
        raise _wrong(prompt, f"has a ballot that is none ({reason})") from None
    _compare_tallies(prompt, stated, again.result)
    is_same = again.result == stated and again.dots == prompt.dots
    moved = sum(a != b for a, b in zip(again.dots.group, prompt.dots.group, strict=False))
    if not is_same and is_ours:
        _compare_groups(prompt, stated, again, moved)
    return Recounted(prompt.number, again.result.people, again.result.votes, is_same, moved)


def _check_ballots(prompt: Prompt) -> None:
    """What holds of the ballots of every report, and what counting them needs."""
    answered: set[int] = set()
    for ballot in prompt.ballots:
        places = [place for place, mark in enumerate(ballot) if mark != NO_VOTE]
        if not places:
            raise _wrong(prompt, "has a ballot without a vote")
        answered.update(places)
    if len(set(prompt.columns)) < len(prompt.columns):
        raise _wrong(prompt, "has the votes on a statement twice")
    if not answered >= set(range(len(prompt.columns))):
        raise _wrong(prompt, "has no vote on a statement that it says has votes")


def _compare_tallies(prompt: Prompt, stated: Result, again: Result) -> None:
    """Counting has no rounding: whatever the version or the machine, it gives the same."""
    if (stated.people, stated.votes) != (again.people, again.votes):
        raise _wrong(prompt, f"states {stated.votes} votes of {stated.people} people, and holds others")
    for ours, theirs in zip(again.scores, stated.scores, strict=False):
        if (ours.statement, ours.tally) != (theirs.statement, theirs.tally):
            raise _wrong(prompt, f"states another tally for statement {theirs.statement} than its votes give")
    if len(again.scores) != len(stated.scores):
        raise _wrong(prompt, "does not state a result for each of its statements")


def _compare_groups(prompt: Prompt, stated: Result, again: Judged, moved: int) -> None:
    """The same up to what another machine's rounding may do."""
    groups = [(one.label, one.size) for one in stated.groups]
    ours = [(one.label, one.size) for one in again.result.groups]
    people = max(len(prompt.dots.group), 1)
    if len(groups) != len(ours) or len(prompt.dots.group) != len(again.dots.group):
        raise _wrong(prompt, "states other opinion groups than its votes give")
    if moved > (1 - NEARLY) * people:
        raise _wrong(prompt, f"puts {moved} of {people} people into another group than their votes do")
    if moved == 0 and groups != ours:
        raise _wrong(prompt, "states other sizes of its groups than its votes give")
    for theirs, score in zip(stated.scores, again.result.scores, strict=True):
        off = max(abs(theirs.consensus - score.consensus), abs(theirs.divisiveness - score.divisiveness))
        if off > CLOSE:
            raise _wrong(
                prompt, f"states another result for statement {theirs.statement} than its votes give"
            )


def _wrong(prompt: Prompt, why: str) -> ReportUnreadable:
    return ReportUnreadable(f"does not fit its own votes: prompt {prompt.number} {why}")
