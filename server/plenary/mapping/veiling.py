"""What everybody may see of the results while votes come in: from the counts as they are to those that are told.

What was told stays until enough people have answered since, so that nobody who watches sees how the last few voted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from plenary.deliberation.opinion import OpinionGroup, StatementResult, Tally, ToldResult
from plenary.deliberation.small_numbers import (
    Cells,
    hidden,
    is_belied,
    summed,
    weighed_leaning,
    with_others,
)

NO_ANSWERS: Final = Tally(0, 0, 0)

UNMASKING_TIMES: Final = 2
"""So many times k people must have answered anew where an answer is told that was not, or no longer: the numbers before
and after would narrow down how many gave it when they were few."""


def step(k: int) -> int:
    """How many people answer anew before numbers move: eight, where nothing is told of fewer than five.

    With k of them whoever watches, and knows who voted last, guesses that vote by 1.9 of a hundred better than by what
    most people say; with so many, by 0.8 (`tests/analyst/test_watching.py`).
    """
    return k + 3 * k // 5


class Veil:
    """What was told of each statement of a prompt. latest: that by the last posting, whoever posted it.

    k: no count that is told is of fewer people.
    """

    def __init__(self, k: int, latest: Iterable[ToldResult] = ()) -> None:
        self._k = k
        self._told = {one.result.statement: one for one in latest}

    def draw(
        self, results: Iterable[StatementResult], groups: Sequence[OpinionGroup]
    ) -> tuple[ToldResult, ...]:
        """What may be told now; also what was told of statements that are not among the results."""
        labels = tuple(group.label for group in groups)
        drawn = {one.statement: self._draw(one, labels) for one in results}
        return tuple({**self._told, **drawn}.values())

    def posted(self, told: Iterable[ToldResult]) -> None:
        """This is out: the next results follow it."""
        self._told = {one.result.statement: one for one in told}

    def _draw(self, result: StatementResult, labels: tuple[str, ...]) -> ToldResult:
        before = self._told.get(result.statement)
        now = _told(result, labels, self._k)
        if before is None or before.of == NO_ANSWERS:
            return now
        if now.of != NO_ANSWERS and _may_follow(before, now, self._k):
            return now
        if before.labels == labels:
            return before
        # Groups have come or gone: the numbers of those that were are not those of these.
        by_group, leanings = _fitted(before, labels)
        told = replace(before.result, by_group=by_group, leanings=leanings)
        return ToldResult(told, before.of, labels)


def _told(result: StatementResult, labels: tuple[str, ...], k: int) -> ToldResult:
    """What may be told of it by itself; of nobody's votes, where nothing may."""
    parts = _parts(result)
    safe = with_others(parts, k) if sum(summed(parts)) >= k else None
    if safe is None:
        by_group = (NO_ANSWERS,) * len(result.by_group)
        few = ("few",) * (1 + len(by_group))
        return ToldResult(
            StatementResult(result.statement, NO_ANSWERS, 0.0, result.consensus_on, 0.0, by_group, few),
            NO_ANSWERS,
            labels,
        )
    left_out = hidden(safe, k)
    *of_groups, _ = safe
    tallies = tuple(
        NO_ANSWERS if place in left_out else Tally(*cells) for place, cells in enumerate(of_groups)
    )
    shown = (Tally(*summed(safe)), *tallies)
    leanings = tuple(
        _leaning(cells, word, k) if place in left_out else _other_side(one, word)
        for place, (cells, one, word) in enumerate(
            zip((summed(safe), *of_groups), shown, _words(result, safe, k), strict=True), start=-1
        )
    )
    told = StatementResult(
        result.statement,
        shown[0],
        result.consensus,
        result.consensus_on,
        result.divisiveness,
        tallies,
        leanings if any(leanings) else (),
    )
    return ToldResult(told, result.tally, labels)


def _parts(result: StatementResult) -> list[Cells]:
    """The cells of each group, and of those who are in none."""
    of_groups = [(one.agree, one.disagree, one.passed) for one in result.by_group]
    whole = (result.tally.agree, result.tally.disagree, result.tally.passed)
    others = tuple(
        of_all - in_groups for of_all, in_groups in zip(whole, summed([*of_groups, (0, 0, 0)]), strict=True)
    )
    return [*of_groups, others]


def _words(result: StatementResult, safe: Sequence[Cells], k: int) -> tuple[str, ...]:
    """Which way most of everybody and of each group go as the lists count them; where that is not said, by heads."""
    return result.weighed or tuple(weighed_leaning(sum(one), one, k) for one in (summed(safe), *safe[:-1]))


def _leaning(cells: Cells, word: str, k: int) -> str:
    """The word for a group without numbers. Where answers are merged in `cells`, a word that followed all of them might
    give one of them away."""
    by_heads = weighed_leaning(sum(cells), cells, k)
    if "few" in (word, by_heads):
        return "few"
    has_others = cells[-1] > 0
    return "mixed" if has_others and word != by_heads else word


def _other_side(told: Tally, word: str) -> str:
    """The word beside numbers whose larger side is another one, even if all of the merged answers were on its side; ""
    elsewhere."""
    agree, disagree = (
        told.agree + told.other * (word == "agree"),
        told.disagree + told.other * (word == "disagree"),
    )
    return word if is_belied(agree, disagree, word) else ""


def _may_follow(before: ToldResult, now: ToldResult, k: int) -> bool:
    """Whether enough people have answered, or answered otherwise, since what was told before."""
    was, is_ = before.of, now.of
    changes = (is_.agree - was.agree, is_.disagree - was.disagree, is_.passed - was.passed)
    people = max(sum(one for one in changes if one > 0), -sum(one for one in changes if one < 0))
    is_masked = bool(before.result.tally.other), bool(now.result.tally.other)
    shown = _answers_of(before.result.tally), _answers_of(now.result.tally)
    unmasks = any(is_masked) and shown[0] != shown[1]
    return people >= (UNMASKING_TIMES * k if unmasks else step(k))


def _answers_of(tally: Tally) -> tuple[bool, bool, bool]:
    return tally.agree > 0, tally.disagree > 0, tally.passed > 0


def _fitted(before: ToldResult, labels: tuple[str, ...]) -> tuple[tuple[Tally, ...], tuple[str, ...]]:
    """The groups' part of what was told, for the groups that there are now."""
    kept: Mapping[str, tuple[Tally, str]] = {}
    if set(before.labels) <= set(labels):
        said = before.result.leanings[1:] or ("",) * len(before.labels)
        kept = {
            label: (tally, word)
            for label, tally, word in zip(before.labels, before.result.by_group, said, strict=True)
        }
    pairs = [kept.get(label, (NO_ANSWERS, "few")) for label in labels]
    everybody = before.result.leanings[0] if before.result.leanings else ""
    return tuple(tally for tally, _ in pairs), (everybody, *(word for _, word in pairs))
