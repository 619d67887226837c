"""What the analyst's whole turn costs, from records in the log to the bulletin's posting, beside its engine alone."""

import asyncio
import time
from unittest import mock

import numpy as np

import plenary_analysis
from plenary_analysis import Engine
from tests.analyst.assembly import GOVERNANCE, Assembly
from tests.bench.analysis.one_update import NEW_VOTES, crowd

ANSWER = {1: "+", 0: "0", -1: "-"}
UPDATES = 5
PAGE = 10_000


class _Timed(Engine):
    """An engine that knows how long it has worked."""

    spent = 0.0

    def add(self, votes):
        began = time.process_time()
        super().add(votes)
        _Timed.spent += time.process_time() - began

    def opinion_map(self, as_of, *, now_ms=None):
        began = time.process_time()
        found = super().opinion_map(as_of, now_ms=now_ms)
        _Timed.spent += time.process_time() - began
        return found


def turns(people, statements):
    asyncio.run(_turns(people, statements))


async def _turns(people, statements):
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *(f"s{j:04d}" for j in range(statements)))
    total = 0
    for row, column, value in crowd(people, statements):
        cast = [
            assembly.cast(f"p{i:07d}", f"s{j:04d}", ANSWER[v])
            for i, j, v in zip(row.tolist(), column.tolist(), value.tolist(), strict=True)
        ]
        total += len(cast)
        for first in range(0, len(cast), PAGE):
            await assembly.ballots(*cast[first : first + PAGE])
    # As `plenary.mapping` asks for it.
    with mock.patch.object(plenary_analysis, "Engine", _Timed):
        await _measured(assembly, people, statements, total)


async def _measured(assembly, people, statements, total):
    begun, whole, engine = await _turn(assembly)
    print(
        f"\nThe analyst's turn at {people:,} people and {statements} statements, CPU s ({begun} posted)\n"
        f"  first, {total:,} votes read: {whole:.1f}, of which the engine {engine:.1f}:"
        f" {(whole - engine) / total * 1e6:.0f} us a vote beside it"
    )
    random, spent = np.random.default_rng(1), []
    for _ in range(UPDATES):
        cells = zip(
            *(random.integers(most, size=NEW_VOTES).tolist() for most in (people, statements)), strict=True
        )
        await assembly.ballots(*(assembly.cast(f"p{i:07d}", f"s{j:04d}", "+") for i, j in cells))
        spent.append((await _turn(assembly))[1:])
    whole, engine = np.median(spent, axis=0)
    print(
        f"  after {NEW_VOTES} new votes: {whole:.2f}, of which the engine {engine:.2f} (medians of {UPDATES})"
    )


async def _turn(assembly):
    _Timed.spent = 0.0
    began = time.process_time()
    await assembly.turn()
    return len(await assembly.frames()), time.process_time() - began, _Timed.spent
