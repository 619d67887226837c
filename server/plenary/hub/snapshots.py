"""How things stand, for whoever comes: made once for all of a role, and anew only when it looks different to them."""

from typing import Final

from plenary.deliberation.vocabulary import Role
from plenary.hub import telling
from plenary.hub.known import KnownEvent
from plenary.store.ports import Position
from plenary.wire.codec import Broadcast
from plenary.wire.from_server import Snapshot


class Snapshots:
    """Of one live event."""

    def __init__(self, known: KnownEvent) -> None:
        self._known: Final = known
        self._held: dict[Role, tuple[Position, Snapshot, Broadcast]] = {}

    def of(self, role: Role) -> Broadcast:
        """All that the role may see as of now: a hall that joins at once is told once."""
        position = self._known.position
        held = self._held.get(role)
        if held is None or held[0] != position:
            return self._hold(role, telling.whole(self._known.state, position, role))
        return held[2]

    def passed(self, role: Role, count: int) -> None:
        """The last so many facts change nothing for the role: a queue that fills is not looked through for each phone
        that comes."""
        position = self._known.position
        held = self._held.get(role)
        if held is not None and held[0] == Position(position.epoch, position.number - count):
            self._hold(role, telling.later(held[1], position))

    def _hold(self, role: Role, snapshot: Snapshot) -> Broadcast:
        broadcast = Broadcast(snapshot)
        self._held[role] = self._known.position, snapshot, broadcast
        return broadcast
