"""Memory goes back when many connections have gone, and not for every one of them."""

import asyncio

import pytest

from plenary.sockets import giving_back
from plenary.sockets.giving_back import GivingBack


async def test_memory_is_given_back_once_for_many_who_have_gone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(giving_back, "AFTER_CONNECTIONS", 3)
    monkeypatch.setattr(giving_back, "WAITS_S", 0.0)
    given: list[bool] = []
    memory = GivingBack(lambda: given.append(True))
    for expected in ([], [], [True], [True], [True], [True, True]):
        memory.one_has_gone()
        await asyncio.sleep(0.01)
        assert given == expected


async def test_whoever_goes_after_the_many_is_given_back_as_well(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(giving_back, "AFTER_CONNECTIONS", 3)
    monkeypatch.setattr(giving_back, "WAITS_S", 0.05)
    given: list[bool] = []
    memory = GivingBack(lambda: given.append(True))
    for _ in range(3):
        memory.one_has_gone()
    while not given:
        await asyncio.sleep(0.001)
    memory.one_has_gone()
    await asyncio.sleep(0.2)
    assert given == [True, True]
