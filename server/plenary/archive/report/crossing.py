"""How the opinion groups of one prompt fall into those of another: the joint view of an event's prompts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import plenary_analysis as analysis
from plenary.archive.report.model import Crossing
from plenary.deliberation.small_tables import told_table
from plenary.deliberation.vocabulary import ParticipantId

FEWEST_GROUPS = 2
"""Groups that everybody is in do not divide anybody."""


@dataclass(frozen=True, slots=True)
class Divided:
    """How one prompt divides people. groups: by letter, who is in it, in the order of the result; voted: everybody of
    whose votes the report tells."""

    number: int
    groups: Mapping[str, frozenset[ParticipantId]]
    voted: frozenset[ParticipantId]


def crossings(prompts: Sequence[Divided], k: int) -> Iterator[Crossing]:
    """Every two prompts that both have opinion groups, in the prompts' order; where too few would be told of, none."""
    everybody = frozenset().union(*(one.voted for one in prompts))
    divided = [one for one in prompts if len(one.groups) >= FEWEST_GROUPS]
    for one, other in combinations(divided, 2):
        rows, columns = _parts(one, everybody), _parts(other, everybody)
        table = [[len(row & column) for column in columns] for row in rows]
        told = told_table(table, k)
        if any(any(row[:-1]) for row in told[:-1]):
            yield Crossing(one.number, other.number, told, _overlap(told, k).value)


def _overlap(told: Sequence[Sequence[int]], k: int) -> analysis.Overlap:
    """What it comes to, each cell in the middle of its step: of the counts themselves, the word would tell more."""
    return analysis.overlap([[cell + k // 2 for cell in row[:-1]] for row in told[:-1]])


def _parts(prompt: Divided, everybody: frozenset[ParticipantId]) -> list[frozenset[ParticipantId]]:
    """The groups, and whoever is in none of them: they voted on other prompts, or are in no group."""
    groups = list(prompt.groups.values())
    return [*groups, everybody.difference(*groups)]
