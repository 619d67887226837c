"""How many ballot facts a second SQLite's store keeps: run by hand, on a machine that does nothing else.

taskset -c 0 python -m tests.store.throughput [--tasks 8] [--batch 64] [--votes 200000] [--people 10000]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.vocabulary import Choice, Operation, ParticipantId, StatementId
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import FORUM, NOON_MS, joined
from tests.store.stores import begun, sqlite_in


def cast_votes(people: list[ParticipantId]) -> Iterator[VoteCast]:
    """Votes of random people on random statements: the hardest order for the index of ballots."""
    dice = Random(1)
    statements = [StatementId(f"{dice.getrandbits(64):016x}") for _ in range(200)]
    choices = list(Choice)
    counter = 1
    while True:
        counter += 1
        operation = Operation(counter, "abcdefgh")
        yield VoteCast(dice.choice(people), dice.choice(statements), dice.choice(choices), operation)


async def measure(store: SqliteStore, tasks: int, batch: int, votes: int, people: int) -> None:
    dice = Random(2)
    crowd = [ParticipantId(f"{dice.getrandbits(64):016x}") for _ in range(people)]
    position = await begun(store)
    await store.append_ballots(FORUM, [joined(person) for person in crowd], position, NOON_MS)
    ballots = list(islice(cast_votes(crowd), votes))
    batches = [ballots[start : start + batch] for start in range(0, votes, batch)]
    waits_ms: list[float] = []

    async def append_some() -> None:
        while batches:
            facts = batches.pop()
            begin = time.perf_counter()
            await store.append_ballots(FORUM, facts, position, NOON_MS)
            waits_ms.append((time.perf_counter() - begin) * 1_000)

    begin, cpu = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(tasks):
            group.create_task(append_some())
    took_s, cpu_s = time.perf_counter() - begin, time.process_time() - cpu
    waits_ms.sort()
    print(
        f"{tasks} tasks, batches of {batch}: {votes / took_s:,.0f} facts/s, {votes / cpu_s:,.0f} a CPU second"
    )
    print(
        f"append: median {waits_ms[len(waits_ms) // 2]:.1f} ms, 99 % {waits_ms[len(waits_ms) * 99 // 100]:.1f} ms"
    )

    for name, read in (
        ("verify all", store.verify(FORUM)),
        ("read 10,000", store.since(FORUM, votes // 2)),
        ("one ballot", store.of_participant(FORUM, crowd[0])),
        ("counts", store.counts(FORUM)),
    ):
        begin = time.perf_counter()
        await read
        print(f"{name}: {(time.perf_counter() - begin) * 1_000:.1f} ms")


async def main() -> None:
    parser = argparse.ArgumentParser(description="How many ballot facts a second SQLite's store keeps.")
    for name, default in (("tasks", 8), ("batch", 64), ("votes", 200_000), ("people", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with sqlite_in(Path(folder)) as store:
            await measure(store, chosen.tasks, chosen.batch, chosen.votes, chosen.people)
        print(f"{(Path(folder) / FILE_NAME).stat().st_size / chosen.votes:.0f} bytes a vote")


if __name__ == "__main__":
    asyncio.run(main())
