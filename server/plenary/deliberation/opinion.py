"""What the analyst posts of one prompt: the opinion map, and what changed since the one before."""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from plenary.deliberation.findings import Brigade, Happening, Heard, Reason, Shift, SlateEntry, VenueGap
from plenary.deliberation.routing import Routing
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId

NO_GROUP = 255
"""In `Dots.groups`: this person is in no opinion group (yet)."""

VACANT = 254
"""In `Dots.groups`: the dot of somebody who has taken back all their votes: not to be drawn, nor counted."""

CENTRE = 32_768
"""In `Dots.places`: the middle of the map, on either axis."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Where people stand, one dot each, packed for the wire.

    places: x and y of each dot, two little-endian unsigned 16-bit numbers; 32,768 is the middle of the map.
    groups: for each dot one byte, the place of its opinion group in the map's list, NO_GROUP or VACANT.
    """

    places: bytes
    groups: bytes


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """People who vote alike. `x` and `y` are its centre, in the units of `Dots.places`."""

    label: str
    size: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people agree, disagree and pass. other: in what is told in public, those with another answer than these,
    because too few gave the same; some with a told answer are among them."""

    agree: int
    disagree: int
    passed: int
    other: int = 0


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What the votes say of one statement.

    consensus: 0-1, how far every group agrees (or, where `consensus_on` is "disagree", disagrees).
    divisiveness: 0-1, how much of the difference in answers lies between the groups.
    by_group: one tally a group, in the map's order.
    weighed: of everybody and then of each group, which way most go as the lists count them, ballots that repeat one
    another once: `agree`, `disagree`, `mixed`, or `few` where too few have answered. Never told as it is.
    leanings: the same words, but "" where the tally is told and its larger side is no other than the word says. Empty
    where all are.
    """

    statement: StatementId
    tally: Tally
    consensus: float
    consensus_on: str
    divisiveness: float
    by_group: tuple[Tally, ...]
    leanings: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result as everybody may see it. of: the tally that it was drawn from, to tell how many have answered since;
    labels: the groups that it is by."""

    result: StatementResult
    of: Tally
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """The opinion map of one prompt as of a place in the log.

    frame: rises from one map of a prompt to the next. votes: how many last votes it rests on.
    at_ms: when it was made, in milliseconds since 1970. notes: stable codes for what is absent and why.
    common_ground, fault_lines, discuss: statements, best first. representative: one list a group, of statements that k
    of it have answered.
    reasons: one a statement of `discuss`.   happenings: to the groups since the map before.   gaps: between venues.
    wanted: where no groups are clear, about how many more votes would tell whether there are any; 0 where they would
    not.   is_cut: the groups are a cut through a spectrum.   brigades, heard: for desks only.
    """

    prompt: PromptId
    frame: int
    votes: int
    at_ms: int
    dots: Dots
    groups: tuple[OpinionGroup, ...]
    results: tuple[StatementResult, ...]
    common_ground: tuple[StatementId, ...]
    fault_lines: tuple[StatementId, ...]
    discuss: tuple[StatementId, ...]
    representative: tuple[tuple[StatementId, ...], ...]
    notes: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    slate: tuple[SlateEntry, ...] = ()
    shifts: tuple[Shift, ...] = ()
    gaps: tuple[VenueGap, ...] = ()
    happenings: tuple[Happening, ...] = ()
    wanted: int = 0
    is_cut: bool = False
    brigades: tuple[Brigade, ...] = ()
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedDots:
    """What is different in the dots of a map: which (little-endian unsigned 32-bit numbers), and their new form.

    Dots beyond the earlier map's last are new ones.
    """

    which: bytes
    dots: Dots


_SURENESS: Final = struct.Struct("<2H4B")
SURENESS_BYTES: Final = _SURENESS.size


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure it is where one person stands.

    reach, breadth: half-axes of the region that holds their place with 80 %, in the units of `Dots.places`, the longer
    first; 0 for no place yet.   turn: the longer one's angle in radians, from the first axis of the map to the second.
    likely: the place, in the map's list, of the group they most probably belong to, or NO_GROUP; chance: how probably.
    votes_to_tell: about how many more votes would tell; 0 where more would not, or it is told.
    """

    reach: int
    breadth: int
    turn: float
    likely: int
    chance: float
    votes_to_tell: int

    def packed(self) -> bytes:
        """SURENESS_BYTES bytes; the turn and the chance in steps of 1/255."""
        turn = round(self.turn / math.pi * 255)
        return _SURENESS.pack(
            self.reach, self.breadth, turn, self.likely, round(self.chance * 255), self.votes_to_tell
        )


def sureness_of(dot: int, packed: bytes) -> Sureness | None:
    """The sureness of that dot; None where the posting has none of it, or the dot no place."""
    if len(packed) < SURENESS_BYTES * (dot + 1):
        return None
    reach, breadth, turn, likely, chance, votes = _SURENESS.unpack_from(packed, SURENESS_BYTES * dot)
    if reach == 0:
        return None
    return Sureness(reach, breadth, turn / 255 * math.pi, likely, chance / 255, votes)


@dataclass(frozen=True, slots=True)
class Posting:
    """One turn of the analyst, as it goes to the bulletin.

    moved: the dots' difference to the map of frame `since`; None where there is none to build on.
    dot_of: which dot is whose.   routing: what bears on who is asked what next.   sureness: of each dot, packed; it is
    told to the dot's owner only.   carried: what another analyst needs to go on from this map without a jump.
    epoch: of the log that the map was made of.   ballots: how many records of the ballots it contains.
    These six never leave the server.
    told: the map's results as everybody may see them; those in the map itself are for desks.
    """

    map: OpinionMap
    since: int | None
    moved: MovedDots | None
    dot_of: Mapping[ParticipantId, int]
    routing: Routing = field(default_factory=Routing)
    sureness: bytes = b""
    carried: bytes = b""
    epoch: str = ""
    ballots: int = 0
    told: tuple[ToldResult, ...] = ()
