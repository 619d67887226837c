"""How counts are told so that no few people can be read off them, alone or by taking one from another. Pure.

Cells are how many people gave each of some answers. The one rule is that a cell that is told is nobody or k people at
least, and so is whatever is left when cells are taken from one another.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

K: Final = 5
"""About fewer people nothing is told in public, unless the operator says another number."""

MOST_OF: Final = 0.6
"""So large a share of a group is most of it."""

Cells = tuple[int, ...]
Answer = TypeVar("Answer", int, str)


def is_safe(cells: Cells, k: int) -> bool:
    """Whether each cell is nobody or k people at least."""
    return all(cell == 0 or cell >= k for cell in cells)


def summed(parts: Iterable[Cells]) -> Cells:
    """The parts together."""
    return tuple(map(sum, zip(*parts, strict=True)))


def hidden(parts: Sequence[Cells], k: int) -> frozenset[int]:
    """Which parts of a known whole are not told, so that no cell below k is shown or can be had by subtracting.

    Parts with a small cell go first; while those left out together, which the whole and the rest give, still have one,
    the smallest of the rest goes as well.
    """
    found = {place for place, part in enumerate(parts) if not is_safe(part, k)}
    while found and not is_safe(summed(parts[place] for place in found), k):
        rest = [place for place, part in enumerate(parts) if place not in found and any(part)]
        if not rest:
            break
        found.add(min(rest, key=lambda place: (sum(parts[place]), place)))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Merging(Generic[Answer]):
    """Which answers are not told, and how many people with which others go with them, so that they are a multiple of k.

    Each of `sparing` alone can spare `lacking` people.
    """

    merged: frozenset[Answer]
    lacking: int
    sparing: frozenset[Answer]


def merging(counts: Mapping[Answer, int], k: int) -> Merging[Answer] | None:
    """What is told of how many people gave each answer; None where too few gave any one.

    counts: of the answers that anybody gave.
    """
    merged = {answer for answer, people in counts.items() if people < k}
    if not merged:
        return Merging(frozenset(), 0, frozenset(counts))
    while True:
        lacking = -sum(counts[answer] for answer in merged) % k
        rest = [answer for answer in counts if answer not in merged]
        if not rest:
            return None
        sparing = frozenset(answer for answer in rest if counts[answer] >= k + lacking)
        if sparing:
            return Merging(frozenset(merged), lacking, sparing)
        merged.add(min(rest, key=lambda answer: (counts[answer], answer)))


def with_others(parts: Sequence[Cells], k: int) -> list[Cells] | None:
    """The parts with one more cell, for other answers; None where too few people gave any one answer.

    An answer that fewer than k people gave in all is among the others, with people of a larger one, until they are a
    multiple of k: so their number does not tell how many gave the small answer.
    """
    counts = {answer: people for answer, people in enumerate(summed(parts)) if people}
    found = merging(counts, k)
    if found is None:
        return None
    if not found.merged:
        return [(*part, 0) for part in parts]
    # In a fixed order, and not from the largest: which is the largest would tell how many were taken.
    answer, left = min(found.sparing), found.lacking
    taken = []
    for part in parts:
        taken.append(min(part[answer], left))
        left -= taken[-1]
    return [_merged(part, found.merged, answer, spared) for part, spared in zip(parts, taken, strict=True)]


def _merged(part: Cells, merged: AbstractSet[int], answer: int, spared: int) -> Cells:
    told = [0 if place in merged else people for place, people in enumerate(part)]
    told[answer] -= spared
    return (*told, sum(part) - sum(told))


def weighed_leaning(votes: int, weighed: Sequence[float], k: int) -> str:
    """Which way most of these people go by how much each counts: `agree`, `disagree`, `mixed`, or `few` for too few.

    votes: how many people.   weighed: agree, disagree and the rest, as they count. Where so little counts that fewer
    than k might have decided it, nothing is said.
    """
    agree, disagree = weighed[:2]
    whole = sum(weighed)
    if min(votes, round(whole)) < max(k, 1):
        return "few"
    if agree >= MOST_OF * whole:
        return "agree"
    return "disagree" if disagree >= MOST_OF * whole else "mixed"


def is_belied(agree: int, disagree: int, word: str) -> bool:
    """Whether the numbers have their larger side, or neither, where by the word most go the other way."""
    return (word == "agree" and agree <= disagree) or (word == "disagree" and disagree <= agree)


def in_twentieths(share: float) -> float:
    """As much of a share as may be told where its whole may not: no fraction of a few people can be read off it."""
    return round(round(share * 20) / 20, 2)


def in_steps(people: int, k: int) -> int:
    """As many people as may be told of an estimate: a multiple of k, no more than they are."""
    return people - people % k
