"""The WebSocket protocol, case by case, on raw sockets; two servers of others are given the same bytes."""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from plenary.hub.carrying import Sender
from plenary.sockets.ring import Ring
from plenary.sockets.sending import Calls
from tests.sockets import echoes
from tests.sockets.rfc6455 import CLOSE, Answer, Case, cases

PATIENCE_S = 10.0
AT_A_TIME = 16

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)

Outcome = tuple[tuple[Answer, ...], int | None]
"""The frames that came back, and the code of the close frame; 0 where the connection ended without one."""


Served = Callable[[], AbstractAsyncContextManager[int]]


async def outcome(port: int, case: Case) -> Outcome:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE_S):
            writer.write(UPGRADE)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 101")
            for piece in case.sent:
                writer.write(piece)
                if len(case.sent) > 1:
                    await asyncio.sleep(0)
            return await _read(reader)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Outcome:
    answers: list[Answer] = []
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            first, size = await reader.readexactly(2)
            assert first & 0x70 == 0
            if size == 126:
                size = int.from_bytes(await reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await reader.readexactly(8), "big")
            payload = await reader.readexactly(size)
            if first & 0x0F == CLOSE:
                return tuple(answers), int.from_bytes(payload[:2], "big") if payload else None
            answers.append((first & 0x0F, payload))
    return tuple(answers), 0


async def all_outcomes(port: int) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    turn = asyncio.Semaphore(AT_A_TIME)

    async def one(case: Case) -> None:
        async with turn:
            found[case.name] = await outcome(port, case)

    async with asyncio.TaskGroup() as tasks:
        for case in cases():
            tasks.create_task(one(case))
    return found


EXPECTED: dict[str, Outcome] = {case.name: (case.answers, case.closing) for case in cases()}


def differing(found: dict[str, Outcome]) -> dict[str, tuple[Outcome, Outcome]]:
    return {name: (EXPECTED[name], found[name]) for name in EXPECTED if found[name] != EXPECTED[name]}


def test_there_are_as_many_cases_as_promised():
    assert len(EXPECTED) >= 250


@pytest.mark.parametrize("served", [echoes.ours, echoes.ours_read_twice])
async def test_every_case_goes_as_the_standard_says(served: Served):
    async with served() as port:
        assert differing(await all_outcomes(port)) == {}


@pytest.mark.parametrize("made", [Ring, Calls])
async def test_every_case_goes_so_by_the_way_of_broadcasts(made: Callable[[], Sender]):
    try:
        sender = made()
    except OSError as trouble:
        pytest.skip(f"no io_uring here: {trouble}")
    async with echoes.ours_by(sender) as port:
        assert differing(await all_outcomes(port)) == {}


# Where a peer judges otherwise, and why we do not.
OTHERWISE = {
    # A control frame may come in the middle of a fragmented message (section 5.4), and close is one.
    "5 close within a text",
}


@pytest.mark.parametrize("served", [echoes.websockets, echoes.ours_plain])
async def test_uvicorns_own_server_closes_alike(served: Served, caplog: pytest.LogCaptureFixture):
    """So does ours for an endpoint that reads by itself.

    The answers are not compared: an application that is a task apart may not get to speak before the close.
    """
    caplog.set_level("CRITICAL", logger="uvicorn.error")
    async with served() as port:
        found = await all_outcomes(port)

    assert {name for name, (_, code) in found.items() if code != EXPECTED[name][1]} == OTHERWISE


@pytest.mark.skipif(not (echoes.NODE and echoes.WS.exists()), reason="needs Node.js and web/node_modules/ws")
async def test_the_javascript_server_judges_alike():
    with echoes.ws() as port:
        assert differing(await all_outcomes(port)) == {}
