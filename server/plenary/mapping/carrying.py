"""What lets another analyst, or this one after a restart, go on from the map that is out, so that no dot jumps."""

import logging
from dataclasses import dataclass, replace

import msgspec

import plenary_analysis as analysis
from plenary.deliberation.opinion import Posting
from plenary.mapping.packing import packed, unpacked

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carried:
    """The map as the analysis has it, less what is for showing only; and the scale that its dots are drawn on.

    map: without participants where they are just those of the posting's dots.
    """

    span: float
    map: analysis.OpinionMap


def packed_carried(found: analysis.OpinionMap, span: float, everybody: int) -> bytes:
    """The map to go on from.   everybody: how many have a dot."""
    bare = replace(
        found,
        participants=() if len(found.participants) == everybody else found.participants,
        uncertainty=found.uncertainty[:0],
        membership=found.membership[:0],
        ellipse=found.ellipse[:0],
        statements=(),
        consensus=(),
        divisive=(),
        discuss=(),
        representative=(),
        copies=(),
        reasons=(),
        slate=(),
        stances=(),
        brigades=(),
        changes=(),
        differences=(),
    )
    return packed(Carried(span, bare))


def carried_of(posting: Posting) -> Carried | None:
    """What the posting carries; None where it carries nothing, or is of another version of Plenary."""
    if not posting.carried:
        return None
    try:
        carried = unpacked(posting.carried, Carried)
    except (msgspec.MsgspecError, ValueError):
        log.warning("the last map cannot be gone on from: the next one begins anew")
        return None
    if carried.map.participants or not posting.dot_of:
        return carried
    return replace(carried, map=replace(carried.map, participants=tuple(sorted(posting.dot_of))))
