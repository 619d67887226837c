"""What waits for one socket: in order, bounded, and of maps only the latest."""

from plenary.deliberation.vocabulary import PromptId
from plenary.hub.carrying import Carrier
from plenary.hub.outbox import OUTBOX_LIMIT, MapFrame, Outbox
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding
from plenary.wire.from_server import Counted, DotPlaces, FromServer, MapMoved, Pong, Refused, WholeMap

NOW = PromptId("now")
SNAPSHOT = Refused(0, "stands for a snapshot")


class Socket:
    """The way to a socket that remembers what it was given."""

    encoding = Encoding.MSGPACK
    straight: Carrier | None = None

    def __init__(self, is_open: bool = False) -> None:
        self.is_open = is_open
        self.written: list[FromServer] = []
        self.ended: Closing | None = None

    def write(self, message: Broadcast) -> None:
        self.written.append(message.message)

    def write_all(self, messages: list[Broadcast]) -> None:
        self.written += [message.message for message in messages]

    def filled(self) -> None:
        pass

    def end(self, closing: Closing) -> None:
        self.ended = closing


def outbox(socket: Socket | None = None) -> Outbox:
    return Outbox(socket or Socket(), lambda: [Broadcast(SNAPSHOT)])


def note(number: int) -> Broadcast:
    return Broadcast(Pong(number))


def map_frame(number: int, since: int | None = None, detail: int = 0) -> MapFrame:
    dots = DotPlaces(b"", b"")
    whole = Broadcast(WholeMap(NOW, number, 0, 0, dots))
    if since is None:
        return MapFrame(NOW, number, whole, detail)
    return MapFrame(
        NOW, number, whole, detail, since, Broadcast(MapMoved(NOW, number, since, 0, 0, b"", dots))
    )


def taken(box: Outbox) -> list[FromServer]:
    return [broadcast.message for broadcast in box.take()]


def test_messages_leave_in_the_order_they_came():
    box = outbox()
    for number in range(3):
        box.put(note(number))

    assert taken(box) == [Pong(0), Pong(1), Pong(2)]


def test_a_socket_too_far_behind_gets_a_snapshot_instead():
    box = outbox()
    for number in range(OUTBOX_LIMIT + 1):
        box.put(note(number))
    box.put(note(99))

    assert taken(box) == [SNAPSHOT]
    box.put(note(100))
    assert taken(box) == [Pong(100)]


def test_answers_are_never_dropped():
    box = outbox()
    box.put_answer(Broadcast(Counted(1)))
    for number in range(OUTBOX_LIMIT + 1):
        box.put(note(number))
    box.put_answer(Broadcast(Counted(2)))

    assert taken(box) == [SNAPSHOT, Counted(1), Counted(2)]


def test_who_does_not_read_answers_is_not_read_on():
    box = outbox()
    for number in range(OUTBOX_LIMIT // 2):
        box.put_answer(Broadcast(Counted(number)))

    assert not box.has_room
    box.take()
    assert box.has_room


def test_what_is_put_while_the_socket_reads_is_sent_at_once():
    socket = Socket(is_open=True)
    box = outbox(socket)
    box.put(note(1))
    box.put_answer(Broadcast(Counted(2)))
    box.put_map(map_frame(1))
    box.put_pulse(note(3))

    assert [type(one) for one in socket.written] == [Pong, Counted, WholeMap, Pong]


def test_what_is_put_while_it_does_not_is_sent_when_it_does_again():
    socket = Socket(is_open=True)
    box = outbox(socket)
    box.put_map(map_frame(1))
    box.hold()
    for number in (2, 3):
        box.put_map(map_frame(number, since=number - 1))
    box.put(note(1))
    assert len(socket.written) == 1

    box.release()
    box.put(note(2))

    assert [type(one) for one in socket.written[1:]] == [Pong, WholeMap, Pong]


def test_of_two_maps_only_the_later_is_sent():
    box = outbox()
    box.put_map(map_frame(1))
    box.put_map(map_frame(2, since=1))

    assert [(type(one), one.frame) for one in taken(box) if isinstance(one, WholeMap)] == [(WholeMap, 2)]


def test_who_holds_the_map_before_gets_the_difference():
    box = outbox()
    box.put_map(map_frame(1))
    box.take()
    box.put_map(map_frame(2, since=1))

    assert [type(one) for one in taken(box)] == [MapMoved]


def test_who_missed_a_map_gets_the_whole_one():
    box = outbox()
    box.put_map(map_frame(1))
    box.take()
    box.put_map(map_frame(2, since=1))
    box.put_map(map_frame(3, since=2))

    assert [type(one) for one in taken(box)] == [WholeMap]


def test_of_two_pulses_only_the_later_is_sent():
    box = outbox()
    box.put_pulse(note(1))
    box.put_pulse(note(2))

    assert taken(box) == [Pong(2)]


def test_a_revoked_link_is_sent_nothing_more():
    socket = Socket(is_open=True)
    box = outbox(socket)
    box.revoke()
    for put in (box.put, box.put_answer, box.put_pulse):
        put(note(1))
    box.put_map(map_frame(1))
    box.release()

    assert (socket.ended, socket.written, taken(box)) == (Closing.KEY_REFUSED, [], [])


def test_a_difference_builds_only_on_a_map_that_told_as_much():
    box = outbox()
    box.put_map(map_frame(1))
    taken(box)

    box.put_map(map_frame(2, since=1, detail=1))
    [first] = taken(box)
    box.put_map(map_frame(3, since=2, detail=1))
    [second] = taken(box)

    assert isinstance(first, WholeMap)
    assert isinstance(second, MapMoved)
