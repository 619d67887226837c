"""`make tickets`: of a thousand devices that show one ticket at the same moment, one gets the seat; always, everywhere.

    python -m tests.store.ticket_rush [--rounds N] [--devices N]

Half of the devices ask at one hub and half at another, on the same file or the same Redis. A store that forgets to
compare is driven the same way: the trial must catch it, or it proves nothing.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from plenary.app import now_ms
from plenary.deliberation.seats import Seat, Taking
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.seating import Seating
from plenary.store.memory_seats import MemorySeats, subject_of
from plenary.store.ports import Seats
from plenary.store.redis_seats import RedisSeats
from plenary.store.sqlite_seats import SqliteSeats
from plenary.store.sqlite_store import SqliteStore
from tests.store.redis_server import redis_server

CODE = EventCode("RUSH")


class Careless(MemorySeats):
    """Puts whatever it is told to: the planted defect."""

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        for change in changes:
            now = await self.seat_for(code, subject_of(change))
            await super().put(code, [(now, change[1])])
        return True


@contextlib.asynccontextmanager
async def on_sqlite() -> AsyncIterator[list[Seats]]:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder))
        hubs = [SqliteSeats(Path(folder)) for _ in range(2)]
        yield [*hubs]
        for one in hubs:
            await one.close()
        await store.close()


@contextlib.asynccontextmanager
async def on_redis() -> AsyncIterator[list[Seats]]:
    with redis_server() as server:
        hubs = [RedisSeats(server.url) for _ in range(2)]
        yield [*hubs]
        for one in hubs:
            await one.close()


@contextlib.asynccontextmanager
async def on_memory(kind: type[MemorySeats] = MemorySeats) -> AsyncIterator[list[Seats]]:
    seats = kind()
    yield [seats, seats]


async def rush(hubs: list[Seats], rounds: int, devices: int) -> Counter[int]:
    """How many rounds had how many winners."""
    seatings = [Seating(seats, now_ms) for seats in hubs]
    winners: Counter[int] = Counter()
    for _ in range(rounds):
        [ticket] = await seatings[0].issue(CODE, 1)
        takings = await asyncio.gather(
            *(seatings[n % len(seatings)].take(CODE, ticket.secret, f"pass {n}") for n in range(devices))
        )
        how = Counter(one.how for one in takings)
        assert how.total() == how[Taking.TAKEN] + how[Taking.OCCUPIED] == devices
        winners[how[Taking.TAKEN]] += 1
    return winners


async def main(rounds: int, devices: int) -> int:
    failed = False
    for name, place in (("memory", on_memory()), ("SQLite", on_sqlite()), ("Redis", on_redis())):
        async with place as hubs:
            began_s = time.perf_counter()
            winners = await rush(hubs, rounds, devices)
            took_s = time.perf_counter() - began_s
        failed |= winners != Counter({1: rounds})
        print(
            f"  {name:<7} {rounds} rounds of {devices:,} devices, two hubs: {winners[1]} with one winner, "
            f"{rounds - winners[1]} without; {rounds * devices / took_s:,.0f} shown a second",
            flush=True,
        )
    async with on_memory(Careless) as hubs:
        caught = (await rush(hubs, min(rounds, 5), devices))[1] == 0
    print(f"  planted defect (a store that does not compare): {'caught' if caught else 'MISSED'}")
    return 1 if failed or not caught else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make tickets", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--devices", type=int, default=1_000)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.rounds, given.devices)))
