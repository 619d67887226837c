"""Memory goes back when many connections have gone, and not for every one of them."""

import asyncio

import pytest

from plenary.sockets import giving_back
from plenary.sockets.giving_back import WAITS_S, GivingBack
from tests.simulation import virtual


def given(departures: list[float], until_s: float) -> list[float]:
    """When memory is given back, if connections go at these times; in seconds."""
    times: list[float] = []

    async def play() -> None:
        loop = asyncio.get_running_loop()
        memory = GivingBack(lambda: times.append(loop.time()))
        for at_s in departures:
            loop.call_at(at_s, memory.one_has_gone)
        await asyncio.sleep(until_s)

    virtual.run(play())
    return times


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_back, "AFTER_CONNECTIONS", 3)


def test_memory_is_given_back_once_for_many_who_have_gone():
    assert given([10, 20, 30, 40, 50], until_s=100) == [30 + WAITS_S]
    assert given([10, 20, 30, 40, 50, 60], until_s=100) == [30 + WAITS_S, 60 + WAITS_S]


def test_whoever_goes_after_the_many_is_given_back_as_well():
    assert given([10, 10, 10, 10 + 1.5 * WAITS_S], until_s=100) == [10 + WAITS_S, 10 + 2 * WAITS_S]
