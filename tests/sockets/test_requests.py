"""Requests on raw sockets: too large, too slow, ambiguous; and those that are none of that."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from plenary.hub import turnstile
from plenary.sockets import requests, silence
from plenary.sockets.newcomers import Newcomer
from plenary.sockets.protocol import AttachingProtocol
from tests.sockets.echoes import attached_echo, served
from tests.sockets.rfc6455 import TEXT, frame
from tests.sockets.test_rfc6455 import UPGRADE

PATIENCE_S = 10.0
GET = b"GET / HTTP/1.1\r\nHost: hall\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Says how much it was sent; or much, where that is asked for."""
    if scope["type"] == "websocket":
        return await attached_echo(scope, receive, send)
    size = 0
    if scope["path"] != "/unread":
        while True:
            message = await receive()
            size += len(message.get("body", b""))
            if not message.get("more_body"):
                break
    body = b"x" * 8_000_000 if scope["path"] == "/much" else str(size).encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]}
    )
    await send({"type": "http.response.body", "body": body})


@contextlib.asynccontextmanager
async def server(most: int | None = None) -> AsyncIterator[int]:
    async with served(application, AttachingProtocol, Newcomer, most) as port:
        yield port


async def talk(port: int, *pieces: bytes) -> bytes:
    """All that comes back until the server ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""

    async def say() -> None:
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.005)

    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        saying = tasks.create_task(say())
        with contextlib.suppress(ConnectionError):
            while more := await reader.read(65_536):
                answer += more
        saying.cancel()
    writer.close()
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


REFUSED = {
    "a line of 5 kB": (414, [b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\nHost: hall\r\n\r\n"]),
    "a line of a megabyte that never ends": (414, [b"GET /" + b"x" * 1_000_000]),
    "a field of 20 kB": (431, [GET + b"a: " + b"x" * 20_000 + b"\r\n\r\n"]),
    "fields without end": (431, [GET, *[b"a%d: %s\r\n" % (n, b"x" * 200) for n in range(400)]]),
    "10,000 fields at once": (431, [GET + b"a: b\r\n" * 10_000 + b"\r\n"]),
    "65 fields": (431, [GET + b"a: b\r\n" * 65 + b"\r\n"]),
    "16 MiB announced": (413, [b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 16777216\r\n\r\n"]),
    "a length of thirty digits": (413, [GET + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n"]),
    "two lengths": (400, [GET + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"]),
    "the same length twice": (400, [GET + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"]),
    "a length and chunks": (400, [GET + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"]),
    "a negative length": (400, [GET + b"Content-Length: -1\r\n\r\n"]),
    "a length with a sign": (400, [GET + b"Content-Length: +4\r\n\r\nabcd"]),
    "a list of lengths": (400, [GET + b"Content-Length: 4, 4\r\n\r\nabcd"]),
    "a space before the colon": (400, [GET + b"Content-Length : 4\r\n\r\nabcd"]),
    "no host": (400, [b"GET / HTTP/1.1\r\n\r\n"]),
    "two hosts": (400, [GET + b"Host: other\r\n\r\n"]),
    "a folded field": (400, [GET + b" folded\r\n\r\n"]),
    "a NUL in a field": (400, [GET + b"a: \0\r\n\r\n"]),
    "another coding": (400, [GET + b"Transfer-Encoding: gzip\r\n\r\n"]),
    "bad chunks": (400, [b"POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]),
    "a socket with chunks": (400, [UPGRADE[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"]),
    "a socket with a body": (400, [UPGRADE[:-2] + b"Content-Length: 4\r\n\r\nabcd"]),
    "no request at all": (400, [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"]),
}  # fmt: skip

CODES = {400: "malformed", 413: "body-too-large", 414: "line-too-long", 431: "head-too-large"}


@pytest.mark.parametrize(("wanted", "pieces"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_too_large_or_ambiguous_is_refused_and_the_neighbour_served(
    wanted: int, pieces: list[bytes]
):
    async with server() as port:
        answer = await talk(port, *pieces)
        neighbour = await talk(port, GET + b"Connection: close\r\n\r\n")

    assert status(answer) == wanted
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json\r\n" in head + b"\r\n"
    assert json.loads(body) == {"code": CODES[wanted]}
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status(neighbour) == 200


async def test_requests_one_after_the_other_on_one_connection_are_answered():
    post = b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 5\r\n\r\n"
    async with server() as port:
        answer = await talk(
            port, post[:20], post[20:], b"ab", b"cde", post + b"12345" + GET + b"Connection: close\r\n\r\n"
        )

    assert [part[-1:] for part in answer.split(b"HTTP/1.1 200")[1:]] == [b"5", b"5", b"0"]


SLOW = {
    "nothing": [],
    "half a line": [b"GET / HT"],
    "half a head": [GET],
    "half a body": [b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 5\r\n\r\nab"],
    "half a chunk": [b"POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
    "half a second head": [GET + b"\r\n", b"GET / HT"],
    "a body that nobody reads": [b"POST /unread HTTP/1.1\r\nHost: hall\r\nContent-Length: 5\r\n\r\n"],
}


@pytest.mark.parametrize("pieces", SLOW.values(), ids=SLOW.keys())
async def test_half_a_request_keeps_no_connection(monkeypatch: pytest.MonkeyPatch, pieces: list[bytes]):
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.2)
    monkeypatch.setattr(requests, "BODY_WITHIN_S", 0.2)
    async with server() as port:
        await talk(port, *pieces)  # returns only once the server has ended the connection


async def test_a_head_that_drips_gets_no_more_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.3)
    async with server() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_S):
                while not reader.at_eof():
                    writer.write(b"G")
                    await asyncio.sleep(0.02)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(0.001):
                            await reader.read(1)
        writer.close()


async def test_who_does_not_read_the_answer_is_cut(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(requests, "READ_WITHIN_S", 0.2)
    async with server() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_024)
        writer.write(b"GET /much HTTP/1.1\r\nHost: hall\r\n\r\n")
        await asyncio.sleep(0.6)
        received = 0
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_S):
                while more := await reader.read(65_536):
                    received += len(more)
        writer.close()

    assert received < 8_000_000


async def silent_for_a_while(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket that says nothing for longer than a request's head is waited for in these tests, and then a word."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(UPGRADE)
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(0.3)
    writer.write(frame(TEXT, b"still here"))
    return reader, writer


async def test_a_socket_is_not_held_to_a_requests_deadlines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.1)
    async with server() as port:
        reader, writer = await silent_for_a_while(port)
        assert (await reader.readexactly(12))[2:] == b"still here"
        writer.close()


def test_nor_is_one_that_came_while_others_waited_for_an_answer(monkeypatch: pytest.MonkeyPatch):
    uvloop = pytest.importorskip("uvloop")  # which begins to read whatever it is told at the beginning
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.1)
    monkeypatch.setattr(turnstile, "HELD_FOR_S", 0.05)

    async def come() -> bytes:
        turnstile.underway().began()
        async with server() as port:
            reader, writer = await silent_for_a_while(port)
            heard = b""
            with contextlib.suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
                async with asyncio.timeout(PATIENCE_S):
                    heard = await reader.readexactly(12)
            writer.close()
            return heard

    assert uvloop.run(come())[2:] == b"still here"


async def test_a_newcomer_takes_the_place_of_a_silent_one_and_never_that_of_a_socket(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(silence, "HEARD_AFTER_S", 0.0)
    async with server(most=3) as port:
        sockets = []
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(UPGRADE)
            await reader.readuntil(b"\r\n\r\n")
            sockets.append((reader, writer))
        unheard, its_writer = await asyncio.open_connection("127.0.0.1", port)
        served_one = await talk(port, GET + b"Connection: close\r\n\r\n")
        assert (status(served_one), await unheard.read()) == (200, b"")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE)
        await reader.readuntil(b"\r\n\r\n")
        refused = await talk(port)
        assert (status(refused), b"retry-after: 5" in refused) == (503, True)
        for heard, said in [*sockets, (reader, writer)]:
            said.write(frame(TEXT, b"hi"))
            assert await heard.readexactly(4) == b"\x81\x02hi"
            said.close()
        its_writer.close()


async def test_of_many_silent_ones_the_oldest_goes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "MOST_SILENT", 2)
    async with server() as port:
        pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        async with asyncio.timeout(PATIENCE_S):
            with contextlib.suppress(ConnectionError):
                assert await pairs[0][0].read() == b""
        pairs[2][1].write(GET + b"Connection: close\r\n\r\n")
        assert status(await pairs[2][0].read()) == 200
        for _, writer in pairs:
            writer.close()
