"""What waits for one socket: in order, bounded, and of maps only the latest."""

import asyncio

import pytest

from plenary.deliberation.vocabulary import PromptId
from plenary.hub.outbox import OUTBOX_LIMIT, MapFrame, Outbox, Revoked
from plenary.wire.codec import Broadcast
from plenary.wire.from_server import Counted, DotPlaces, FromServer, MapMoved, Pong, Refused, WholeMap

NOW = PromptId("now")
SNAPSHOT = Refused(0, "stands for a snapshot")


def outbox() -> Outbox:
    return Outbox(lambda: [Broadcast(SNAPSHOT)])


def note(number: int) -> Broadcast:
    return Broadcast(Pong(number))


def map_frame(number: int, since: int | None = None) -> MapFrame:
    dots = DotPlaces(b"", b"")
    whole = Broadcast(WholeMap(NOW, number, 0, 0, dots))
    if since is None:
        return MapFrame(NOW, number, whole)
    return MapFrame(NOW, number, whole, since, Broadcast(MapMoved(NOW, number, since, 0, 0, b"", dots)))


async def taken(box: Outbox) -> list[FromServer]:
    return [broadcast.message for broadcast in await box.take()]


async def test_messages_leave_in_the_order_they_came():
    box = outbox()
    for number in range(3):
        box.put(note(number))

    assert await taken(box) == [Pong(0), Pong(1), Pong(2)]


async def test_taking_waits_until_there_is_something():
    box = outbox()
    async with asyncio.TaskGroup() as tasks:
        taking = tasks.create_task(taken(box))
        await asyncio.sleep(0)
        assert not taking.done()
        box.put(note(1))

    assert taking.result() == [Pong(1)]


async def test_a_socket_too_far_behind_gets_a_snapshot_instead():
    box = outbox()
    for number in range(OUTBOX_LIMIT + 1):
        box.put(note(number))
    box.put(note(99))

    assert await taken(box) == [SNAPSHOT]
    box.put(note(100))
    assert await taken(box) == [Pong(100)]


async def test_answers_are_never_dropped():
    box = outbox()
    box.put_answer(Broadcast(Counted(1)))
    for number in range(OUTBOX_LIMIT + 1):
        box.put(note(number))
    box.put_answer(Broadcast(Counted(2)))

    assert await taken(box) == [SNAPSHOT, Counted(1), Counted(2)]


async def test_who_does_not_read_answers_is_not_read_on():
    box = outbox()
    for number in range(OUTBOX_LIMIT // 2):
        box.put_answer(Broadcast(Counted(number)))
    async with asyncio.TaskGroup() as tasks:
        room = tasks.create_task(box.room())
        await asyncio.sleep(0)
        assert not room.done()
        await box.take()


async def test_of_two_maps_only_the_later_is_sent():
    box = outbox()
    box.put_map(map_frame(1))
    box.put_map(map_frame(2, since=1))

    assert [(type(one), one.frame) for one in await taken(box) if isinstance(one, WholeMap)] == [
        (WholeMap, 2)
    ]


async def test_who_holds_the_map_before_gets_the_difference():
    box = outbox()
    box.put_map(map_frame(1))
    await box.take()
    box.put_map(map_frame(2, since=1))

    assert [type(one) for one in await taken(box)] == [MapMoved]


async def test_who_missed_a_map_gets_the_whole_one():
    box = outbox()
    box.put_map(map_frame(1))
    await box.take()
    box.put_map(map_frame(2, since=1))
    box.put_map(map_frame(3, since=2))

    assert [type(one) for one in await taken(box)] == [WholeMap]


async def test_of_two_pulses_only_the_later_is_sent():
    box = outbox()
    box.put_pulse(note(1))
    box.put_pulse(note(2))

    assert await taken(box) == [Pong(2)]


async def test_a_revoked_link_is_sent_nothing_more():
    box = outbox()
    box.put(note(1))
    box.revoke()

    with pytest.raises(Revoked):
        await box.take()
