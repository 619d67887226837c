"""The opinion map on the way to its result, for watching: where each group stood at every stand of the course.

Nobody is in it as a mark of their own: of a group there is its middle, how far it reaches and about how many it has, on
a scale of whole steps. The middle of a small group moves when somebody joins it; by how much they differ from the rest
would have to be read off that together with a size that is not told (decisions/0028).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import plenary_analysis as analysis
from plenary.archive.report.model import Cloud
from plenary.deliberation.small_numbers import in_steps

STEPS: Final = 127
"""From the middle of the map to its edge."""

IN_NO_GROUP: Final = ""


def keyframes(
    maps: Sequence[analysis.OpinionMap], letters: Mapping[str, str], k: int
) -> Iterator[tuple[Cloud, ...]]:
    """Of each map its groups of k people at least, and those in none, all on one scale.

    letters: of the groups as the report has them; a group that is not in it has a small letter.
    """
    span = max((float(abs(one.positions).max(initial=0.0)) for one in maps), default=0.0)
    for one in maps:
        yield tuple(_clouds(one, letters, k, span)) if span > 0 else ()


def _clouds(found: analysis.OpinionMap, letters: Mapping[str, str], k: int, span: float) -> Iterator[Cloud]:
    labels = found.labels.tolist()
    places = found.positions.tolist()
    named = [(place, letters.get(one.label, one.label.lower())) for place, one in enumerate(found.groups)]
    for group, name in [*named, (-1, IN_NO_GROUP)]:
        people = [place for place, label in zip(places, labels, strict=True) if label == group]
        if len(people) < max(k, 1):
            continue
        x, y = (sum(axis) / len(people) for axis in zip(*people, strict=True))
        apart = sum((one[0] - x) ** 2 + (one[1] - y) ** 2 for one in people) / len(people)
        yield Cloud(
            name,
            in_steps(len(people), k),
            round(x / span * STEPS),
            round(y / span * STEPS),
            round(float(apart**0.5) / span * STEPS),
        )
