"""A server with a planted defect, for tests of tests: it calls a vote counted a moment before it is on disk."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from plenary.__main__ import main
from plenary.deliberation.facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Position
from plenary.store.sqlite_store import SqliteStore

A_MOMENT_S: Final = 0.2

kept = SqliteStore.append_ballots
tasks: set["asyncio.Task[int]"] = set()


async def append_ballots(
    self: SqliteStore, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
) -> int:
    """Promises what is only going to be kept."""

    async def later() -> int:
        await asyncio.sleep(A_MOMENT_S)
        return await kept(self, code, facts, decided_on, at_ms)

    task = asyncio.get_running_loop().create_task(later())
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return 0


SqliteStore.append_ballots = append_ballots  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(main())
