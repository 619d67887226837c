"""Connections that never come to a whole request: they cost little, and go without holding up anybody."""

import asyncio
import gc
from collections import Counter

import pytest

from plenary.sockets import silence
from plenary.sockets.newcomers import Newcomer
from plenary.sockets.requests import LimitedRequests
from plenary.sockets.silence import CUT_AT_ONCE, Silent
from tests.sockets.test_requests import GET, PATIENCE_S, server, status, talk

turns: Counter[str] = Counter()


class Someone:
    """Owes a head."""

    def __init__(self) -> None:
        self.was_cut_in = 0

    def cut(self) -> None:
        self.was_cut_in = turns["turn"]


@pytest.fixture(autouse=True)
def begin_anew():
    turns.clear()


async def count_turns(until_cut: list[Someone]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not all(one.was_cut_in for one in until_cut):
            turns["turn"] += 1
            await asyncio.sleep(0)


async def test_those_whose_time_is_up_go_a_few_each_time_round_the_loop(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.0)
    silent, many = Silent(), [Someone() for _ in range(10 * CUT_AT_ONCE)]
    for one in many:
        silent.enter(one)
    await count_turns(many)

    together = Counter(one.was_cut_in for one in many)
    assert max(together.values()) == CUT_AT_ONCE
    assert [one.was_cut_in for one in many] == sorted(one.was_cut_in for one in many)


async def test_of_too_many_only_those_go_who_could_have_been_heard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "MOST_SILENT", 4)
    monkeypatch.setattr(silence, "LOOKS_EVERY_S", 0.01)
    monkeypatch.setattr(silence, "HEARD_AFTER_S", 0.3)
    silent, early = Silent(), [Someone() for _ in range(6)]
    for one in early:
        silent.enter(one)
    await asyncio.sleep(0.1)
    assert not silent.drop_oldest()
    await count_turns(early[:2])
    late = [Someone() for _ in range(6)]
    for one in late:
        silent.enter(one)
    await count_turns(early)

    assert not any(one.was_cut_in for one in late)


async def test_who_has_left_is_not_cut(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(silence, "HEAD_WITHIN_S", 0.0)
    silent, stays, goes = Silent(), Someone(), Someone()
    silent.enter(stays)
    silent.enter(goes)
    silent.leave(stays)
    await count_turns([goes])

    assert not stays.was_cut_in


def living(kind: type) -> int:
    return sum(type(one) is kind for one in gc.get_objects())


async def test_what_reads_requests_is_made_for_whole_heads_alone():
    gc.collect()
    before = living(LimitedRequests), living(Newcomer)
    async with server() as port:
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        for _, writer in opened[10:]:
            writer.write(GET)
        async with asyncio.timeout(PATIENCE_S):
            while living(Newcomer) < before[1] + 20:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert (living(LimitedRequests), living(Newcomer)) == (before[0], before[1] + 20)
        for _, writer in opened[10:]:
            writer.write(b"Connection: close\r\n\r\n")
        assert [status(await reader.read()) for reader, _ in opened[10:]] == [200] * 10
        for _, writer in opened:
            writer.close()


async def test_a_head_that_comes_in_pieces_is_read_as_one():
    async with server() as port:
        head = GET + b"Content-Length: 2\r\n\r\nab" + GET + b"Connection: close\r\n\r\n"
        answer = await talk(port, *[head[at : at + 7] for at in range(0, len(head), 7)])

    assert [part[-1:] for part in answer.split(b"HTTP/1.1 200")[1:]] == [b"2", b"0"]
