"""A server with a planted defect, for tests of tests: it calls a vote counted a moment before it is on disk."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from typing import Any, Final

from plenary.__main__ import main
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Conflict, Position, StoreUnavailable
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import SqliteStore

A_MOMENT_S: Final = 0.2

kept: dict[type, Any] = {store: store.append_ballots for store in (SqliteStore, RedisStore)}
tasks: set["asyncio.Task[None]"] = set()


async def append_ballots(
    self: SqliteStore | RedisStore,
    code: EventCode,
    facts: Sequence[BallotFact],
    decided_on: Position,
    at_ms: int,
) -> int:
    """Promises what is only going to be kept."""

    async def later() -> None:
        await asyncio.sleep(A_MOMENT_S)
        with contextlib.suppress(StoreUnavailable, Conflict):
            await kept[type(self)](self, code, facts, decided_on, at_ms)

    task = asyncio.get_running_loop().create_task(later())
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return 0


SqliteStore.append_ballots = append_ballots  # type: ignore[method-assign]
RedisStore.append_ballots = append_ballots  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(main())
