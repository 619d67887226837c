"""The dots of one prompt: which is whose, on what scale they are drawn, and which moved since the last posting."""

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary.deliberation.opinion import CENTRE, NO_GROUP, VACANT, Dots, MovedDots
from plenary.deliberation.vocabulary import ParticipantId

MOVED_FROM: Final = 328
"""In units of `Dots.places`, a two-hundredth of the map's width, less than a dot's own: one that moved less stays where
it was posted. With a thousandth, two thirds of a hall's dots were sent at every update, and nobody saw them move."""

SPAN_STEP: Final = 1.25
MARGIN: Final = 1.05
SLACK: Final = 1.9
"""The shown half-width is a power of SPAN_STEP with room for everybody. It shrinks only when it is more than SLACK
times what is needed: rescaling moves every dot, so that one person's step must not bring it about, nor take it back."""

LARGEST: Final = 65_535

Spot = tuple[int, int, int]
"""x, y and group of a dot."""

NOWHERE: Final[Spot] = (CENTRE, CENTRE, NO_GROUP)
LEFT: Final[Spot] = (CENTRE, CENTRE, VACANT)
"""Whose it was has taken back all their votes; it is theirs again as soon as they vote."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The dots of one map; `moved` is None where nothing was posted before. span: what one half-width stands for."""

    dots: Dots
    moved: MovedDots | None
    span: float


class DotBoard:
    """Everybody who has voted under one prompt, numbered in the order of their first vote in the log.

    span, posted: those of the last posting, where there is one.
    """

    def __init__(self, span: float = 0.0, posted: Dots | None = None) -> None:
        self._dot_of: dict[ParticipantId, int] = {}
        self._span = span
        self._posted = None if posted is None else unpacked(posted)

    def add(self, participants: Iterable[ParticipantId]) -> None:
        """Give a dot, for ever, to each who has none."""
        for participant in participants:
            self._dot_of.setdefault(participant, len(self._dot_of))

    def dot_of(self) -> dict[ParticipantId, int]:
        """Which dot is whose; a copy."""
        return dict(self._dot_of)

    def draw(self, found: analysis.OpinionMap) -> Drawn:
        """The dots of the map that was found, and their difference to the dots posted last.

        A dot that would move less than MOVED_FROM, in its group, stays where it was posted: so the posted dots with
        the difference are exactly these.
        """
        self._span = fitting_span(self._span, float(abs(found.positions).max(initial=0.0)))
        now = [LEFT] * len(self._dot_of)
        for name in found.participants:
            now[self._dot_of[ParticipantId(name)]] = NOWHERE
        if self._span > 0:
            places = analysis.quantise(found.positions, self._span).tolist()
            for name, (x, y), group in zip(found.participants, places, found.labels.tolist(), strict=True):
                now[self._dot_of[ParticipantId(name)]] = (x, y, NO_GROUP if group < 0 else group)
        if self._posted is None:
            return Drawn(packed(now), None, self._span)
        which = []
        for dot, before in enumerate(self._posted):
            if has_moved(before, now[dot]):
                which.append(dot)
            else:
                now[dot] = before
        which.extend(range(len(self._posted), len(now)))
        moved = MovedDots(struct.pack(f"<{len(which)}I", *which), packed([now[dot] for dot in which]))
        return Drawn(packed(now), moved, self._span)

    def posted(self, dots: Dots) -> None:
        """These dots are out: the next are drawn as a difference to them."""
        self._posted = unpacked(dots)


def fitting_span(span: float, reach: float) -> float:
    """The half-width to show: `span` as long as it fits, otherwise the power of SPAN_STEP that does.

    reach: the largest coordinate there is; span 0: none shown yet. Nothing to show gives `span` back.
    """
    needed = reach * MARGIN
    if reach <= 0 or needed <= span <= needed * SLACK:
        return span
    return float(SPAN_STEP ** math.ceil(math.log(needed, SPAN_STEP)))


def on_scale(value: float, span: float) -> int:
    """One coordinate in the units of `Dots.places`, as `plenary_analysis.quantise` has them."""
    share = min(max(value / span, -1.0), 1.0) * 0.5 + 0.5 if span > 0 else 0.5
    return math.floor(share * LARGEST + 0.5)


def has_moved(before: Spot, now: Spot) -> bool:
    """Whether the dot changed groups, or went at least MOVED_FROM."""
    return before[2] != now[2] or math.hypot(now[0] - before[0], now[1] - before[1]) >= MOVED_FROM


def packed(spots: list[Spot]) -> Dots:
    places = struct.pack(f"<{2 * len(spots)}H", *(value for x, y, _ in spots for value in (x, y)))
    return Dots(places, bytes(group for _, _, group in spots))


def unpacked(dots: Dots) -> list[Spot]:
    return [
        (x, y, group)
        for (x, y), group in zip(struct.iter_unpack("<2H", dots.places), dots.groups, strict=True)
    ]
