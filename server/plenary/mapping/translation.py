"""From the map as the analysis has it to the map as it is posted: ids typed, places on the scale that is shown."""

from collections.abc import Iterable

import plenary_analysis as analysis
from plenary.deliberation.findings import Brigade, Happening, Reason, Shift, SlateEntry, VenueGap
from plenary.deliberation.opinion import OpinionGroup, OpinionMap, StatementResult, Tally
from plenary.deliberation.small_numbers import in_steps, in_twentieths, is_belied, weighed_leaning
from plenary.deliberation.vocabulary import PromptId, StatementId, VenueId
from plenary.mapping.dots import Drawn, on_scale


def posted_map(prompt: PromptId, at_ms: int, found: analysis.OpinionMap, drawn: Drawn, k: int) -> OpinionMap:
    """The map of that prompt as it is posted; the frame is the one it was asked for.

    k: of fewer people's answers nothing is said beside the results.
    """
    results = tuple(_result(one, k) for one in found.statements if one.counted)
    return OpinionMap(
        prompt=prompt,
        frame=found.as_of,
        votes=sum(votes_in(one.tally) for one in results),
        at_ms=at_ms,
        dots=drawn.dots,
        groups=tuple(_group(one, drawn.span) for one in found.groups),
        results=results,
        common_ground=_ids(found.consensus),
        fault_lines=_ids(found.divisive),
        discuss=_ids(found.discuss),
        representative=_representative(found, results, k),
        notes=found.notes,
        reasons=tuple(_reason(one) for one in found.reasons),
        slate=tuple(
            SlateEntry(StatementId(one.statement), in_steps(one.speaks_for, k), in_steps(one.newly, k))
            for one in found.slate
        ),
        shifts=tuple(_shift(one) for one in found.changes if one.votes >= k),
        gaps=tuple(
            _gap(one)
            for one in found.differences
            if one.is_announced and min(one.votes, one.other_votes) >= k
        ),
        happenings=tuple(Happening(one.kind.value, one.group, one.other) for one in found.events),
        wanted=analysis.votes_wanted(found),
        is_cut=found.is_cut,
        brigades=tuple(Brigade(len(one.members), one.votes, one.is_identical) for one in found.brigades),
    )


def votes_in(tally: Tally) -> int:
    return tally.agree + tally.disagree + tally.passed


def _representative(
    found: analysis.OpinionMap, results: Iterable[StatementResult], k: int
) -> tuple[tuple[StatementId, ...], ...]:
    """What is typical of each group, by the report's rule: only statements that k of its people have answered."""
    answers = {one.statement: one.by_group for one in results}
    chosen = dict(found.representative)
    return tuple(
        tuple(one for one in _ids(chosen.get(group.label, ())) if votes_in(answers[one][place]) >= k)
        for place, group in enumerate(found.groups)
    )


# Finer differences than a hundredth are noise, and would send every statement's result at every update.
def _result(found: analysis.StatementResult, k: int) -> StatementResult:
    whole = Tally(found.agree, found.disagree, found.passed)
    by_group = tuple(Tally(one.agree, one.disagree, one.passed) for one in found.by_group)
    as_weighed = (
        found.once or (whole.agree, whole.disagree, whole.passed),
        *(one.weighed for one in found.by_group),
    )
    words = tuple(
        weighed_leaning(votes_in(tally), parts, k)
        for tally, parts in zip((whole, *by_group), as_weighed, strict=True)
    )
    said = belying((whole, *by_group), words)
    return StatementResult(
        statement=StatementId(found.id),
        tally=whole,
        consensus=round(found.consensus, 2),
        consensus_on="agree" if found.direction > 0 else "disagree",
        divisiveness=round(found.divisiveness, 2),
        by_group=by_group,
        leanings=said if any(said) else (),
        weighed=words,
    )


def belying(tallies: Iterable[Tally], words: Iterable[str]) -> tuple[str, ...]:
    """The words, "" where the tally's numbers do not say otherwise."""
    pairs = zip(tallies, words, strict=True)
    return tuple(word if is_belied(tally.agree, tally.disagree, word) else "" for tally, word in pairs)


def _reason(found: analysis.Reason) -> Reason:
    return Reason(found.code.value, found.share, None if found.side is None else VenueId(found.side))


def _shift(found: analysis.Change) -> Shift:
    return Shift(
        StatementId(found.statement),
        found.votes,
        in_twentieths(found.before),
        in_twentieths(found.after),
        found.low,
        found.high,
    )


def _gap(found: analysis.Difference) -> VenueGap:
    return VenueGap(
        StatementId(found.statement),
        VenueId(found.side),
        in_twentieths(found.agree / found.votes),
        in_twentieths(found.other_agree / found.other_votes),
        found.difference,
    )


def _group(found: analysis.Group, span: float) -> OpinionGroup:
    x, y = (on_scale(value, span) for value in found.centre)
    return OpinionGroup(found.label, found.size, x, y)


def _ids(names: Iterable[str]) -> tuple[StatementId, ...]:
    return tuple(StatementId(name) for name in names)
