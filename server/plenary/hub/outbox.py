"""What is to be sent to one socket: straight through while it reads, bounded while it does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from plenary.deliberation.vocabulary import PromptId
from plenary.hub.carrying import NO_FILE, Carrier
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding

# A phone this many messages behind is served sooner by a fresh snapshot than by its backlog.
OUTBOX_LIMIT: Final = 64


Marks = dict[PromptId, int]
"""Of each prompt, the mark of the map that somebody was told last. Not changed but replaced: many share one."""


class MapFrame:
    """One opinion map for one audience, whole and as a difference; whoever holds `since` needs only `moved`.

    detail: how much it tells; a difference builds on a map that told as much.
    """

    # Read for every phone that a map is told to: what is compared there is put together here, once.
    __slots__ = ("builds_on", "mark", "moved", "prompt", "whole")

    def __init__(
        self,
        prompt: PromptId,
        frame: int,
        whole: Broadcast,
        detail: int,
        since: int | None = None,
        moved: Broadcast | None = None,
    ) -> None:
        self.prompt = prompt
        self.whole = whole
        self.mark = _mark(frame, detail)
        """Names the frame and how much it tells, among all of its prompt."""
        self.builds_on = _mark(since, detail) if since is not None else None
        """The mark of the frame that `moved` is a difference to."""
        self.moved = moved if moved is not None else whole

    def after(self, marks: Marks) -> Broadcast:
        """What somebody needs who was told these."""
        return self.moved if marks.get(self.prompt) == self.builds_on else self.whole


def _mark(frame: int, detail: int) -> int:
    return frame << 4 | detail


class Link(Protocol):
    """The way to one socket."""

    is_open: bool
    """Whether it may be written to now, as far as is known."""
    encoding: Encoding
    straight: Carrier | None
    """The socket itself, where frames may go to it past this link."""

    def write(self, message: Broadcast) -> None:
        """Send it now. Asked only while the outbox is open."""

    def write_all(self, messages: list[Broadcast]) -> None:
        """Send them now, in order, in one go."""

    def filled(self) -> None:
        """Something waits in the outbox, to be taken when the socket reads again."""

    def end(self, closing: Closing) -> None:
        """Send nothing more, and close."""


_NOTHING_TOLD: Final[Marks] = {}


class Outbox:
    """Messages in the order they were put; of opinion maps and pulses that wait only the latest.

    Open, it hands everything to the link at once; held, it keeps it. When more than OUTBOX_LIMIT messages wait, they
    are dropped for a fresh start: `refresh` then says everything anew.
    """

    # Lists where a deque would be apt: an empty deque takes as much memory as all the rest of an idle phone's outbox.
    __slots__ = (
        "_answers", "_behind", "_ended", "_maps", "_open", "_ordered", "_pulse", "_refresh", "link", "marks",
    )  # fmt: skip

    def __init__(self, link: Link, refresh: Callable[[], list[Broadcast]]) -> None:
        self.link = link
        self._refresh = refresh
        self._open = link.is_open
        self._ordered: list[Broadcast] = []
        self._answers: list[Broadcast] = []
        self._maps: dict[PromptId, MapFrame] | None = None
        self.marks: Marks = _NOTHING_TOLD
        self._pulse: Broadcast | None = None
        self._behind = False
        self._ended = False

    def put(self, message: Broadcast) -> None:
        """Send this after all that waits."""
        if self._open:
            self.link.write(message)
        elif not self._behind and not self._ended:
            self._ordered.append(message)
            if len(self._ordered) > OUTBOX_LIMIT:
                self._behind = True
                self._ordered.clear()
            self.link.filled()

    def put_answer(self, message: Broadcast) -> None:
        """Send this answer to a request; it is never dropped. `has_room` bounds how many there are."""
        if self._open:
            self.link.write(message)
        elif not self._ended:
            self._answers.append(message)
            self.link.filled()

    def put_map(self, frame: MapFrame, own: Broadcast | None = None) -> None:
        """Send this map, unless a later one of its prompt comes first; in one go with what of it is the phone's own."""
        if self._open:
            message = self._choose(frame)
            if own is None:
                self.link.write(message)
            else:
                self.link.write_all([message, own])
        elif not self._ended:
            self._maps = self._maps or {}
            self._maps[frame.prompt] = frame
            if own is not None:
                self.put(own)
            self.link.filled()

    def put_pulse(self, pulse: Broadcast) -> None:
        """Send this pulse, unless a later one comes first."""
        if self._open:
            self.link.write(pulse)
        elif not self._ended:
            self._pulse = pulse
            self.link.filled()

    def revoke(self) -> None:
        """The role link behind this connection has been revoked: nothing more may be sent."""
        self.end(Closing.KEY_REFUSED)

    def end(self, closing: Closing) -> None:
        """Send nothing more."""
        if not self._ended:
            self._ended, self._open = True, False
            self._forget()
            self.link.end(closing)

    def hold(self) -> None:
        """The socket does not read."""
        self._open = False

    def release(self) -> None:
        """The socket reads: send what waits, and from now on everything at once."""
        if not self._ended:
            self._open = True
            if taken := self.take():
                self.link.write_all(taken)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is put meanwhile leaves in one go."""
        was_open, self._open = self._open, False
        yield
        if was_open:
            self.release()

    @property
    def may_be_passed(self) -> bool:
        """Whether what is sent now may go straight to the socket, because nothing waits anywhere before it."""
        straight = self.link.straight
        return self._open and straight is not None and straight.file != NO_FILE

    @property
    def has_room(self) -> bool:
        """Whether little enough waits to be worth reading on: who sends requests must read the answers."""
        return len(self._answers) < OUTBOX_LIMIT // 2

    def take(self) -> list[Broadcast]:
        """All that waits, in order."""
        if self._behind:
            self._behind = False
            self._ordered = self._refresh()
        taken = [
            *self._ordered,
            *self._answers,
            *(self._choose(frame) for frame in (self._maps or {}).values()),
        ]
        if self._pulse is not None:
            taken.append(self._pulse)
        self._forget()
        return taken

    def _forget(self) -> None:
        self._ordered, self._answers, self._maps, self._pulse = [], [], None, None

    def _choose(self, frame: MapFrame) -> Broadcast:
        needed = frame.after(self.marks)
        self.marks = {**self.marks, frame.prompt: frame.mark}
        return needed
