"""What waits to be sent to one socket: bounded, so that a slow phone costs a constant and slows nobody."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from plenary.deliberation.vocabulary import PromptId
from plenary.wire.codec import Broadcast

# A phone this many messages behind is served sooner by a fresh snapshot than by its backlog.
OUTBOX_LIMIT: Final = 64


@dataclass(frozen=True, slots=True)
class MapFrame:
    """One opinion map for one audience, whole and as a difference; whoever holds `since` needs only `moved`."""

    prompt: PromptId
    frame: int
    whole: Broadcast
    since: int | None = None
    moved: Broadcast | None = None


class Revoked(Exception):
    """The role link behind this connection has been revoked: nothing more may be sent."""


class Outbox:
    """Messages in the order they were put; of opinion maps and pulses only the latest.

    When more than OUTBOX_LIMIT messages wait, they are dropped for a fresh start: `refresh` then says everything anew.
    """

    def __init__(self, refresh: Callable[[], list[Broadcast]]) -> None:
        self._refresh = refresh
        self._ordered: deque[Broadcast] = deque()
        self._answers: deque[Broadcast] = deque()
        self._maps: dict[PromptId, MapFrame] = {}
        self._frames_sent: dict[PromptId, int] = {}
        self._pulse: Broadcast | None = None
        self._behind = False
        self._revoked = False
        self._filled = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def put(self, message: Broadcast) -> None:
        """Send this after all that waits."""
        if self._behind:
            return
        self._ordered.append(message)
        if len(self._ordered) > OUTBOX_LIMIT:
            self._behind = True
            self._ordered.clear()
        self._changed()

    def put_answer(self, message: Broadcast) -> None:
        """Send this answer to a request; it is never dropped. `room` bounds how many there are."""
        self._answers.append(message)
        self._changed()

    def put_map(self, frame: MapFrame) -> None:
        """Send this map, unless a later one of its prompt comes first."""
        self._maps[frame.prompt] = frame
        self._changed()

    def put_pulse(self, pulse: Broadcast) -> None:
        """Send this pulse, unless a later one comes first."""
        self._pulse = pulse
        self._changed()

    def revoke(self) -> None:
        """Send nothing more."""
        self._revoked = True
        self._filled.set()

    async def room(self) -> None:
        """Returns once little enough waits to be worth reading on: who sends requests must read the answers."""
        await self._room.wait()

    async def take(self) -> list[Broadcast]:
        """All that is to be sent now, in order; waits until there is something. Raises Revoked."""
        while not (
            self._ordered or self._answers or self._maps or self._pulse or self._behind or self._revoked
        ):
            self._filled.clear()
            await self._filled.wait()
        if self._revoked:
            raise Revoked
        if self._behind:
            self._behind = False
            self._ordered.extend(self._refresh())
        taken = [*self._ordered, *self._answers, *(self._choose(frame) for frame in self._maps.values())]
        if self._pulse is not None:
            taken.append(self._pulse)
        self._ordered.clear()
        self._answers.clear()
        self._maps.clear()
        self._pulse = None
        self._changed()
        return taken

    def _choose(self, frame: MapFrame) -> Broadcast:
        held = self._frames_sent.get(frame.prompt)
        self._frames_sent[frame.prompt] = frame.frame
        return frame.moved if frame.moved is not None and held == frame.since else frame.whole

    def _changed(self) -> None:
        self._filled.set()
        if len(self._answers) < OUTBOX_LIMIT // 2:
            self._room.set()
        else:
            self._room.clear()
