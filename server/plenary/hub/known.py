"""What this hub knows of one event: all of its programme, and the ballots of the participants connected here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Crowd, Position


@dataclass(slots=True)
class KnownEvent:
    """One event as of `position`. The live event alone changes it.

    clock: milliseconds since 1970.   joined, votes: how many people and votes, changes of mind included.
    elsewhere: who is connected to other hubs.
    """

    code: EventCode
    clock: Callable[[], int]
    state: Deliberation = field(default_factory=Deliberation)
    position: Position = field(default_factory=lambda: Position("", 0))
    programme: list[ProgrammeFact] = field(default_factory=list)
    joined: int = 0
    votes: int = 0
    elsewhere: Crowd = field(default_factory=dict)
