"""Memory goes back when many connections have gone, and not for every one of them; threads keep none of their own."""

import asyncio
import platform
import subprocess
import sys

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
            loop.call_at(at_s, memory.one_has_gone, set())
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


def test_what_everybody_stood_in_shrinks_to_those_who_stay():
    connections = set(range(10_000))
    full = sys.getsizeof(connections)

    async def play() -> None:
        memory = GivingBack(lambda: None)
        for one in range(9_990):
            connections.discard(one)
            memory.one_has_gone(connections)
        assert sys.getsizeof(connections) == full
        await asyncio.sleep(2 * WAITS_S)

    virtual.run(play())

    assert connections == set(range(9_990, 10_000))
    assert sys.getsizeof(connections) < full / 100


# Four threads that each hold what is too large for Python's own heap; then how many of the C library's there are
# besides the first, which begin at multiples of 64 MiB.
HEAPS = """
import re, sys, threading
from pathlib import Path
from plenary.sockets.giving_back import share_one_heap
if sys.argv[1] == "one":
    share_one_heap()
meet = threading.Barrier(5)
def hold():
    held = [b"x" * 1_000 for _ in range(1_000)]
    meet.wait()
    meet.wait()
for _ in range(4):
    threading.Thread(target=hold).start()
meet.wait()
starts = re.findall(r"^([0-9a-f]+)-[0-9a-f]+ rw-p 00000000 00:00 0 *$", Path("/proc/self/maps").read_text(), re.M)
print(sum(int(start, 16) % (64 << 20) == 0 for start in starts))
meet.wait()
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only the GNU C library has a heap for each thread"
)
def test_threads_share_one_heap():
    def heaps(how: str) -> int:
        ran = subprocess.run([sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True)
        return int(ran.stdout)

    assert heaps("as ever") > 0
    assert heaps("one") == 0
