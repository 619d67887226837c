"""A hall that comes at once is read a few at a time."""

import asyncio
import contextlib
from functools import partial

import pytest

from plenary.hub import turnstile
from plenary.hub.turnstile import AT_ONCE, AT_ONCE_AFTER_ALL, Turnstile, underway
from plenary.sockets import silence
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


async def test_newcomers_wait_while_somebody_waits_for_an_answer_and_go_on_once_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(turnstile, "HELD_FOR_S", PATIENCE_S)
    gate, gone = Turnstile(), list[int]()
    underway().began()
    for number in range(3):
        assert not gate.enter(partial(gone.append, number))
    for _ in range(20):
        await asyncio.sleep(0)
    assert gone == []

    underway().ended()
    async with asyncio.timeout(PATIENCE_S / 2):
        while len(gone) < 3:
            await asyncio.sleep(0)

    assert gone == [0, 1, 2]


async def test_where_somebody_always_waits_newcomers_go_through_now_and_then(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turnstile, "HELD_FOR_S", 0.001)
    gate, gone, steps = Turnstile(), list[int](), set[int]()
    underway().began()
    for number in range(2 * AT_ONCE_AFTER_ALL):
        gate.enter(partial(gone.append, number))
    async with asyncio.timeout(PATIENCE_S):
        while len(gone) < 2 * AT_ONCE_AFTER_ALL:
            await asyncio.sleep(0)
            steps.add(len(gone))
    underway().ended()

    assert steps <= {0, AT_ONCE_AFTER_ALL, 2 * AT_ONCE_AFTER_ALL}
    assert gone == sorted(gone)


async def test_who_is_called_once_nobody_waits_is_called_once():
    called: list[str] = []
    gate = partial(called.append, "gate")
    underway().began()
    for _ in range(3):
        underway().then(gate)
    underway().ended()
    for _ in range(3):
        await asyncio.sleep(0)

    assert called == ["gate"]


async def test_who_comes_when_nobody_waits_goes_through_at_once():
    gate = Turnstile()
    for _ in range(4):
        assert gate.enter(lambda: None)
        for _ in range(3):
            await asyncio.sleep(0)


async def test_all_who_come_at_once_are_served_and_none_is_taken_for_silent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turnstile, "AT_ONCE", 2)
    monkeypatch.setattr(silence, "MOST_SILENT", 8)
    async with server() as port:

        async def visit() -> int:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(GET + b"Connection: close\r\n\r\n")
            with contextlib.closing(writer):
                return status(await reader.read())

        async with asyncio.timeout(PATIENCE_S):
            assert await asyncio.gather(*(visit() for _ in range(60))) == [200] * 60
