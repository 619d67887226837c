"""The connections of one role, kept so that a message to all of them is a few calls, however many they are.

Those of one encoding who were told the same, and before whose sockets nothing waits, are a cohort: they need the same
bytes, and a list of their files is at hand. Whoever falls behind, or cannot be told so, is told singly.
"""

from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from plenary.deliberation.vocabulary import ParticipantId, PromptId
from plenary.hub.carrying import NO_FILE, Sender
from plenary.hub.outbox import MapFrame, Marks, Outbox
from plenary.hub.session import Session
from plenary.wire import from_server as told
from plenary.wire.codec import Broadcast, Encoding


@dataclass(eq=False, slots=True)
class Connection:
    """One socket: who it speaks for, what waits for it, and what it was told of its own dots.

    cohort, place: where it is among those who are told together.
    """

    session: Session
    outbox: Outbox
    dots_told: dict[PromptId, told.Dot] = field(default_factory=dict)
    participant: ParticipantId | None = None
    is_gone: bool = False
    cohort: "Cohort | None" = None
    place: int = 0


class Cohort:
    """Connections that need the same bytes. A place that somebody has left has no file and no member."""

    __slots__ = ("_vacant", "encoding", "files", "marks", "members", "sender")

    def __init__(self, encoding: Encoding, sender: Sender, marks: Marks) -> None:
        self.encoding = encoding
        self.sender = sender
        self.marks = marks
        self.files = array("i")
        self.members: list[Connection | None] = []
        self._vacant: list[int] = []

    def __len__(self) -> int:
        return len(self.members) - len(self._vacant)

    def is_like(self, other: "Cohort") -> bool:
        return self.fits(other.encoding, other.sender, other.marks)

    def fits(self, encoding: Encoding, sender: Sender, marks: Marks) -> bool:
        return self.encoding is encoding and self.sender is sender and self.marks == marks

    def add(self, connection: Connection, file: int, at_end: bool) -> None:
        """at_end: past everybody whom a message that is on its way may still reach."""
        connection.cohort = self
        if self._vacant and not at_end:
            connection.place = self._vacant.pop()
            self.files[connection.place] = file
            self.members[connection.place] = connection
        else:
            connection.place = len(self.members)
            self.files.append(file)
            self.members.append(connection)

    def remove(self, connection: Connection) -> None:
        connection.cohort = None
        self.files[connection.place] = NO_FILE
        self.members[connection.place] = None
        self._vacant.append(connection.place)

    def close_ranks(self) -> None:
        """Give up places that were left, once they are most. Only while no message is on its way."""
        if len(self._vacant) <= len(self):
            return
        staying = [(one, self.files[one.place]) for one in self.members if one is not None]
        self.files, self.members, self._vacant = array("i"), [], []
        for member, file in staying:
            self.add(member, file, at_end=True)


class Message(Protocol):
    """What an audience is told."""

    def begin(self, cohort: Cohort) -> bytes:
        """What everybody in the cohort needs of it; from now on they count as told."""

    def frames(self, cohort: Cohort, members: list[Connection | None], frame: bytes) -> list[bytes] | None:
        """What each of these needs, where that is not `frame` for all of them."""

    def tell(self, connection: Connection) -> None:
        """Tell one, however it is told."""


class Same:
    """The same for everybody."""

    def __init__(self, broadcast: Broadcast) -> None:
        self._broadcast = broadcast

    def begin(self, cohort: Cohort) -> bytes:
        return self._broadcast.framed(cohort.encoding)

    def frames(self, cohort: Cohort, members: list[Connection | None], frame: bytes) -> list[bytes] | None:
        return None

    def tell(self, connection: Connection) -> None:
        connection.outbox.put(self._broadcast)


class NewMap:
    """An opinion map, and to each what of it is their own.

    own: what that is, if it is news; it is told to whoever it is asked for.
    """

    def __init__(self, frame: MapFrame, own: Callable[[Connection], Broadcast | None] | None = None) -> None:
        self._frame = frame
        self._own = own

    def begin(self, cohort: Cohort) -> bytes:
        needed = self._frame.after(cohort.marks)
        cohort.marks = {**cohort.marks, self._frame.prompt: self._frame.mark}
        return needed.framed(cohort.encoding)

    def frames(self, cohort: Cohort, members: list[Connection | None], frame: bytes) -> list[bytes] | None:
        if self._own is None:
            return None
        frames: list[bytes] | None = None
        for place, member in enumerate(members):
            if member is not None and (own := self._own(member)) is not None:
                frames = frames or [frame] * len(members)
                frames[place] = frame + own.framed(cohort.encoding)
        return frames

    def tell(self, connection: Connection) -> None:
        connection.outbox.put_map(self._frame, self._own(connection) if self._own is not None else None)


@dataclass(slots=True)
class Stretch:
    """The part of a cohort that a round has not reached: places from `at` to `end`. frame: once it has begun."""

    cohort: Cohort
    at: int
    end: int
    frame: bytes | None = None

    def holds(self, connection: Connection) -> bool:
        return connection.cohort is self.cohort and self.at <= connection.place < self.end


class MessageRound:
    """A message on its way to everybody who was there when it began."""

    def __init__(
        self, audience: "Audience", message: Message, cohorts: list[Cohort], singles: list[Connection]
    ) -> None:
        self._audience = audience
        self._message = message
        self._stretches = deque(Stretch(one, 0, len(one.members)) for one in cohorts)
        self._singles = deque(singles)

    @property
    def is_over(self) -> bool:
        return not self._stretches and not self._singles

    def parts(self, connection: Connection) -> None:
        """Somebody is about to leave their cohort: who has not heard of this yet is told singly."""
        if any(stretch.holds(connection) for stretch in self._stretches):
            self._singles.append(connection)

    def step(self, most: int) -> int:
        if self._stretches:
            stretch = self._stretches[0]
            start = stretch.at
            try:
                count = self._tell_together(stretch, most)
            except Exception:
                stretch.at = start
                self._part_all(stretch)
                raise
            if stretch.at >= stretch.end:
                self._stretches.popleft()
            return count
        count = min(most, len(self._singles))
        for _ in range(count):
            connection = self._singles.popleft()
            if not connection.is_gone:
                self._audience.part(connection)
                self._message.tell(connection)
                self._audience.settle(connection)
        return count

    def _part_all(self, stretch: Stretch) -> None:
        """What cannot be told together may be told to all but one."""
        for member in stretch.cohort.members[stretch.at : stretch.end]:
            if member is not None:
                self._audience.part(member)
        self._stretches.remove(stretch)

    def _tell_together(self, stretch: Stretch, most: int) -> int:
        cohort, start = stretch.cohort, stretch.at
        if stretch.frame is None:
            stretch.frame = self._message.begin(cohort)
        stop = min(start + most, stretch.end)
        # From here on they have heard: whoever falls behind meanwhile takes the rest of this along.
        stretch.at = stop
        members, files, frame = cohort.members[start:stop], cohort.files[start:stop], stretch.frame
        frames = self._message.frames(cohort, members, frame)
        rests = cohort.sender.send(files, frame) if frames is None else cohort.sender.send_each(files, frames)
        for place, sent in rests:
            member = members[place]
            if member is not None and member.outbox.link.straight is not None:
                member.outbox.link.straight.went(frame if frames is None else frames[place], sent)
        return stop - start


class Audience:
    """Everybody of one role who is connected to an event here."""

    def __init__(self) -> None:
        # A dict for its order: who came first is told first, and a simulation runs the same every time.
        self.everybody: dict[Connection, None] = {}
        self._singles: dict[Connection, None] = {}
        self._cohorts: list[Cohort] = []
        self._rounds: list[MessageRound] = []

    def add(self, connection: Connection) -> None:
        """Somebody comes, and has been told how things stand."""
        self.everybody[connection] = None
        self._singles[connection] = None
        self.settle(connection)

    def discard(self, connection: Connection) -> None:
        self.part(connection)
        self.everybody.pop(connection, None)
        self._singles.pop(connection, None)

    def settle(self, connection: Connection) -> None:
        """Have it told together with others, where it can be."""
        if connection in self._singles and connection.outbox.may_be_passed:
            link, marks = connection.outbox.link, connection.outbox.marks
            assert link.straight is not None
            del self._singles[connection]
            cohort = self._cohort(link.encoding, link.straight.sender, marks)
            cohort.add(connection, link.straight.file, at_end=self._is_telling())
            connection.outbox.marks = cohort.marks

    def part(self, connection: Connection) -> None:
        """Have it told singly from now on."""
        cohort = connection.cohort
        if cohort is None:
            return
        for one in self._rounds:
            one.parts(connection)
        cohort.remove(connection)
        # Of a map that is on its way and has not come this far, it counts as told already, and is told it whole.
        connection.outbox.marks = cohort.marks
        self._singles[connection] = None

    def begin(self, message: Message) -> MessageRound:
        """The message on its way to all who are here now."""
        if not self._is_telling():
            self._join_cohorts()
        begun = MessageRound(self, message, self._cohorts, list(self._singles))
        self._rounds.append(begun)
        return begun

    def _is_telling(self) -> bool:
        self._rounds = [one for one in self._rounds if not one.is_over]
        return bool(self._rounds)

    def _cohort(self, encoding: Encoding, sender: Sender, marks: Marks) -> Cohort:
        for one in self._cohorts:
            if one.fits(encoding, sender, marks):
                return one
        made = Cohort(encoding, sender, marks)
        self._cohorts.append(made)
        return made

    def _join_cohorts(self) -> None:
        """Those who were told the same by now are one: the smaller go over to the larger."""
        kept: list[Cohort] = []
        for cohort in sorted(self._cohorts, key=len, reverse=True):
            like = next((one for one in kept if one.is_like(cohort)), None)
            if like is None:
                if len(cohort):
                    kept.append(cohort)
                continue
            for place, member in enumerate(cohort.members):
                if member is not None:
                    like.add(member, cohort.files[place], at_end=False)
        for cohort in kept:
            cohort.close_ranks()
        self._cohorts = kept
