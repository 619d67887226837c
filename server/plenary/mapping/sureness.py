"""How sure each dot's place is, packed for the bulletin: a hub tells each participant their own, and nobody else's."""

from collections.abc import Mapping

import plenary_analysis as analysis
from plenary.deliberation.opinion import NO_GROUP, SURENESS_BYTES, Sureness
from plenary.deliberation.vocabulary import ParticipantId
from plenary.mapping.dots import LARGEST


def packed_sureness(found: analysis.OpinionMap, dot_of: Mapping[ParticipantId, int], span: float) -> bytes:
    """The sureness of every dot, in the dots' order; zeros for whoever has no place.   span: as of `Drawn`."""
    if span <= 0:
        return bytes(SURENESS_BYTES * len(dot_of))
    places = analysis.own_places(found)
    units = LARGEST / (2 * span)
    rows = zip(
        found.participants,
        (places.reach * units).tolist(),
        (places.breadth * units).tolist(),
        places.turn.tolist(),
        places.likely.tolist(),
        places.chance.tolist(),
        places.votes_to_tell.tolist(),
        strict=True,
    )
    made = bytearray(SURENESS_BYTES * len(dot_of))
    for name, reach, breadth, turn, likely, chance, votes in rows:
        one = Sureness(
            min(round(reach), LARGEST),
            min(round(breadth), LARGEST),
            turn,
            NO_GROUP if likely < 0 else likely,
            chance,
            votes,
        )
        place = SURENESS_BYTES * dot_of[ParticipantId(name)]
        made[place : place + SURENESS_BYTES] = one.packed()
    return bytes(made)
