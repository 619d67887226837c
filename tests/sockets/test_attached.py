"""What an attached connection does beside framing: patience with slow clients, and none without end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.hub.carrying import ATTACH, NO_FILE
from plenary.sockets import attached
from plenary.sockets.frames import FrameReader
from plenary.sockets.protocol import AttachingProtocol
from plenary.wire.framing import BINARY, close_frame, framed
from tests.sockets.echoes import Echo, served
from tests.sockets.rfc6455 import CLOSE, PING, PONG, TEXT, frame
from tests.sockets.test_rfc6455 import UPGRADE

PATIENCE_S = 10.0


class Observed(Echo):
    """A listener that notes what happens to its connection."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.pings = 0
        self.is_behind = False

    def pinged(self) -> None:
        self.pings += 1

    def held(self) -> None:
        self.seen.append("held")

    def behind(self) -> None:
        self.is_behind = True

    def released(self) -> None:
        self.seen.append("released")

    def stalled(self) -> None:
        self.seen.append("stalled")
        self.carrier.close(4009, "too-slow")

    def leave(self) -> None:
        self.seen.append("leave")
        self.carrier.close(1012, "restart")

    def lost(self) -> None:
        self.seen.append("lost")


async def until(condition: Any) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def connected(
    early: bytes = b"",
) -> AsyncIterator[tuple[Observed, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server, from both ends. early: what the client sends before it is accepted."""
    listeners: list[Observed] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        if early:
            await asyncio.sleep(0.05)
        await send({"type": "websocket.accept"})
        listener = Observed()
        listener.carrier = scope["extensions"][ATTACH](listener)
        listeners.append(listener)

    async with served(application, AttachingProtocol) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
        writer.write(UPGRADE)
        if early:
            await asyncio.sleep(0.02)
            writer.write(early)
        await reader.readuntil(b"\r\n\r\n")
        await until(lambda: listeners)
        yield listeners[0], reader, writer
        writer.close()


async def test_what_comes_before_the_acceptance_is_heard_after_it():
    async with connected(early=frame(TEXT, b"early")) as (_, reader, _writer):
        assert await reader.readexactly(7) == framed(TEXT, b"early")


async def test_who_says_much_at_once_is_heard_whole_and_in_order_between_the_others():
    said = [b"%d" % number for number in range(100)]
    async with connected() as (_, reader, writer):
        writer.write(b"".join(frame(TEXT, one) for one in said))
        expected = b"".join(framed(TEXT, one) for one in said)
        assert await reader.readexactly(len(expected)) == expected


async def test_what_was_said_waits_while_the_listener_is_busy():
    async with connected() as (listener, reader, writer):
        listener.carrier.pause()
        writer.write(frame(TEXT, b"x") * 100)
        await asyncio.sleep(0.05)
        listener.carrier.resume()
        assert await reader.readexactly(300) == framed(TEXT, b"x") * 100


async def test_the_listener_hears_of_pings_and_of_answers_to_them():
    async with connected() as (listener, reader, writer):
        writer.write(frame(PING, b"a") + frame(PONG, b"b"))
        assert await reader.readexactly(3) == framed(PONG, b"a")
        await until(lambda: listener.pings == 2)


async def test_of_many_who_say_much_each_is_read_a_little_in_turn_and_another_is_answered_between_them():
    """What the crowd says is far more than goes on once round the loop; whoever says one word need not wait for it."""
    loud = frame(TEXT, b"loud") * 2_000
    async with (
        connected() as (first, _, one),
        connected() as (second, _, other),
        connected() as (_, calm, quiet),
    ):
        heard = [0, 0]
        for place, listener in enumerate((first, second)):

            def hear(payload: bytes, is_text: bool, place: int = place) -> None:
                heard[place] += 1

            listener.hear = hear  # type: ignore[method-assign]
        one.write(loud)
        other.write(loud)
        while not min(heard):
            await asyncio.sleep(0)
        quiet.write(frame(TEXT, b"calm"))
        assert await calm.readexactly(6) == framed(TEXT, b"calm")
        assert max(heard) < 2_000
        await until(lambda: heard == [2_000, 2_000])


async def test_a_listener_that_is_told_how_much_has_come_may_end_it_unheard():
    async with connected() as (listener, reader, writer):
        told = list[int]()

        def ahead(count: int) -> None:
            told.append(count)
            listener.carrier.close(1008, "too-fast")

        listener.ahead = ahead  # type: ignore[method-assign]
        writer.write(frame(TEXT, b"x") * 100)
        answer = await reader.read()

        assert told == [100 - attached.MOST_AT_ONCE]
        assert answer == framed(TEXT, b"x") * attached.MOST_AT_ONCE + close_frame(1008, "too-fast")
        await until(lambda: listener.seen == ["lost"])


@given(st.lists(st.integers(0, 300), max_size=20), st.integers(0, 10), st.integers(0, 25))
def test_as_many_frames_are_counted_ahead_as_can_be_read(sizes: list[int], read: int, cut: int):
    reader = FrameReader(4_096)
    said = b"".join(frame(TEXT, b"x" * size) for size in sizes)
    reader.read(said[: len(said) - cut], read)
    counted = reader.frames_ahead(1_000)

    assert counted == len(reader.read(b""))


def test_who_broke_the_rules_is_not_held_by_what_says_so():
    """A connection is let go when it ends, not when garbage is looked for."""
    reader = FrameReader(100)
    reader.read(frame(TEXT, b"x" * 101))

    assert reader.violation is not None
    assert reader.violation.__traceback__ is None


async def test_whoever_talks_on_after_the_goodbye_is_cut(monkeypatch: pytest.MonkeyPatch):
    async with connected() as (listener, reader, writer):
        writer.write(frame(TEXT, b"x"))
        await reader.readexactly(3)
        listener.carrier.close(1008, "too-fast")
        with contextlib.suppress(ConnectionError):
            while "lost" not in listener.seen:
                writer.write(frame(TEXT, b"x" * 1_000))
                await asyncio.sleep(0.001)
        await until(lambda: listener.seen == ["lost"])


async def test_who_does_not_read_is_held_and_later_released():
    async with connected() as (listener, reader, _):
        size = 0
        while listener.seen == []:
            listener.carrier.write(framed(BINARY, b"x" * 60_000))
            size += 60_004
            await asyncio.sleep(0)
        assert listener.seen == ["held"]
        await reader.readexactly(size)
        await until(lambda: listener.seen == ["held", "released"])


async def test_of_who_does_not_read_the_system_keeps_little_too():
    async with connected() as (listener, _, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        size = 0
        while listener.seen == []:
            listener.carrier.write(framed(BINARY, b"x" * 20_000))
            size += 20_004
            await asyncio.sleep(0)
        # Without a bound, 2.6 MB go into the buffer of a socket over loopback.
        assert size < 1_000_000


async def test_who_goes_on_not_reading_is_cut(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attached, "SWEEP_EVERY_S", 0.02)
    monkeypatch.setattr(attached, "STALLED_AFTER_S", 0.05)
    monkeypatch.setattr(attached, "GOODBYE_WITHIN_S", 0.05)
    async with connected() as (listener, _, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        while not listener.seen:
            listener.carrier.write(framed(BINARY, b"x" * 60_000))
            await asyncio.sleep(0)
        await until(lambda: "lost" in listener.seen)

        assert listener.seen[:2] == ["held", "stalled"]


async def test_who_is_silent_is_asked_and_then_sent_away(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attached, "SWEEP_EVERY_S", 0.02)
    monkeypatch.setattr(attached, "PING_AFTER_S", 0.05)
    monkeypatch.setattr(attached, "SILENT_FOR_S", 0.3)
    # No goodbye is waited for as that of others is: it would be swallowed like all the rest.
    monkeypatch.setattr(attached, "GOODBYE_WITHIN_S", 600.0)
    async with connected() as (listener, reader, writer):
        writer.write(frame(TEXT, b"here"))
        assert await reader.readexactly(len(framed(TEXT, b"here"))) == framed(TEXT, b"here")
        assert await reader.readexactly(2) == framed(PING, b"")
        writer.write(frame(PONG))
        await asyncio.sleep(0.2)
        assert listener.seen == []
        await until(lambda: listener.seen)

        assert listener.seen == ["lost"]


async def test_a_message_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attached, "SWEEP_EVERY_S", 0.02)
    monkeypatch.setattr(attached, "MESSAGE_WITHIN_S", 0.05)
    async with connected() as (listener, reader, writer):
        writer.write(frame(TEXT, b"begun")[:-1])
        answer = await reader.read()
        assert answer[2:4] == (1011).to_bytes(2, "big")
        await until(lambda: listener.seen == ["lost"])


async def test_what_has_come_and_waits_to_be_heard_is_not_overdue(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attached, "SWEEP_EVERY_S", 0.02)
    monkeypatch.setattr(attached, "MESSAGE_WITHIN_S", 0.1)
    async with connected() as (listener, reader, writer):
        repeat = listener.hear

        def busy(payload: bytes, is_text: bool) -> None:
            listener.carrier.pause()
            repeat(payload, is_text)

        listener.hear = busy  # type: ignore[method-assign]
        writer.write(frame(TEXT, b"x") * 100)
        await reader.readexactly(3 * attached.MOST_AT_ONCE)
        await asyncio.sleep(0.4)
        listener.hear = repeat  # type: ignore[method-assign]
        listener.carrier.resume()

        left = 3 * (100 - attached.MOST_AT_ONCE)
        assert await reader.readexactly(left) == framed(TEXT, b"x") * (left // 3)


async def test_a_server_that_stops_lets_its_listener_say_goodbye():
    async with connected() as (listener, reader, _):
        (protocol,) = attached._sweeper()._attached
        protocol.shutdown()
        assert (await reader.readexactly(4))[2:4] == (1012).to_bytes(2, "big")
        assert listener.seen == ["leave"]


async def test_a_file_is_named_only_while_nothing_waits_before_it():
    async with connected() as (listener, reader, _):
        assert listener.carrier.file != NO_FILE
        size = 0
        while not listener.is_behind:
            listener.carrier.write(framed(BINARY, b"x" * 60_000))
            size += 60_004
        assert listener.carrier.file == NO_FILE

        await reader.readexactly(size)
        await until(lambda: listener.carrier.file != NO_FILE)


@pytest.mark.parametrize("end", ["we close", "they close", "they break the protocol", "they are gone"])
async def test_no_file_is_named_of_a_connection_that_ends(end: str):
    async with connected() as (listener, reader, writer):
        match end:
            case "we close":
                listener.carrier.close(1000, "")
            case "they close":
                writer.write(frame(CLOSE, b""))
            case "they break the protocol":
                writer.write(framed(TEXT, b"without a mask"))
            case _:
                writer.close()
        await until(lambda: listener.is_behind)
        assert listener.carrier.file == NO_FILE
        with contextlib.suppress(ConnectionError):
            await reader.read()


async def test_what_a_sender_did_not_send_goes_before_what_is_written_next():
    async with connected() as (listener, reader, _):
        first = framed(TEXT, b"first")
        listener.carrier.write(first[:4])
        listener.carrier.went(first, 4)
        listener.carrier.write(framed(TEXT, b"second"))

        expected = first + framed(TEXT, b"second")
        assert await reader.readexactly(len(expected)) == expected
