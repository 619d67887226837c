"""A hall that comes at once is read a few at a time."""

import asyncio
import contextlib

import pytest

from plenary.hub import turnstile
from plenary.hub.turnstile import AT_ONCE, Turnstile
from plenary.sockets import requests
from tests.sockets.test_requests import GET, PATIENCE_S, server, status


async def test_so_many_go_through_each_time_round_in_the_order_they_came():
    gate, gone = Turnstile(), list[int]()

    def enter(number: int) -> None:
        if gate.enter(lambda: gone.append(number)):
            gone.append(number)

    for number in range(3 * AT_ONCE + 1):
        enter(number)
    seen = [len(gone)]
    while len(gone) < 3 * AT_ONCE + 1:
        await asyncio.sleep(0)
        seen.append(len(gone))

    assert seen == [AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE, 3 * AT_ONCE + 1]
    assert gone == sorted(gone)


async def test_who_comes_when_nobody_waits_goes_through_at_once():
    gate = Turnstile()
    for _ in range(4):
        assert gate.enter(lambda: None)
        for _ in range(3):
            await asyncio.sleep(0)


async def test_all_who_come_at_once_are_served_and_none_is_taken_for_silent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turnstile, "AT_ONCE", 2)
    monkeypatch.setattr(requests, "MOST_SILENT", 8)
    async with server() as port:

        async def visit() -> int:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(GET + b"Connection: close\r\n\r\n")
            with contextlib.closing(writer):
                return status(await reader.read())

        async with asyncio.timeout(PATIENCE_S):
            assert await asyncio.gather(*(visit() for _ in range(60))) == [200] * 60
