"""The events that a command reads and leaves as they are: those of a data directory, or of its server's Redis."""

import argparse
import contextlib
import os
from collections.abc import AsyncIterator

from plenary.commands.serving import REDIS_URL
from plenary.store.ports import Ballots, FactLog
from plenary.store.sqlite_store import FILE_NAME, SqliteStore


class Refused(Exception):
    """What was asked for cannot be had; the text is for whoever asked."""


@contextlib.asynccontextmanager
async def open_stores(args: argparse.Namespace) -> AsyncIterator[tuple[FactLog, Ballots]]:
    """The stores to read events from. Raises Refused where there are none."""
    url = os.environ.get(REDIS_URL)
    if url:
        # Loaded when asked for, as `plenary serve` does.
        from plenary.store.redis_store import RedisStore

        redis = RedisStore(url, relaxed_durability=True)  # it is only read
        try:
            yield redis, redis
        finally:
            await redis.close()
        return
    if not (args.data / FILE_NAME).is_file():
        raise Refused(f"{args.data} holds no events")
    store = SqliteStore(args.data)
    try:
        yield store, store
    finally:
        await store.close()
