"""The events that a command reads and leaves as they are: those of a data directory, or of a Redis."""

import argparse
import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager

from plenary.archive.native import kept_in_file
from plenary.commands.serving import REDIS_URL, add_data_argument
from plenary.deliberation.vocabulary import EventCode
from plenary.store.kept import KeptEvent
from plenary.store.ports import Ballots, FactLog
from plenary.store.sqlite_store import FILE_NAME, SqliteStore


class Refused(Exception):
    """What was asked for cannot be had; the text is for whoever asked."""


def add_event_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the events are."""
    add_data_argument(parser)
    parser.add_argument(
        "--redis",
        metavar="URL",
        help="read them from this Redis, as it was given to `plenary serve` or `plenary hub`, instead of --data"
        f" (default: ${REDIS_URL}, where that is set: a password is then in no list of processes)",
    )


def place_of(args: argparse.Namespace) -> str:
    """What the events are read from, in words; never an address of Redis, which may hold a password."""
    return "the Redis" if _redis_url(args) else str(args.data)


@contextlib.asynccontextmanager
async def open_stores(args: argparse.Namespace) -> AsyncIterator[tuple[FactLog, Ballots]]:
    """The stores to read events from. Raises Refused where there are none, StoreUnavailable."""
    if url := _redis_url(args):
        # Loaded when asked for, as `plenary serve` does.
        from plenary.store.redis_assured import DurabilityTooWeak
        from plenary.store.redis_store import RedisStore

        try:
            redis = RedisStore(url, relaxed_durability=True)  # it is only read
        except (DurabilityTooWeak, ValueError) as reason:
            raise Refused(str(reason)) from None
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


def kept_event(args: argparse.Namespace, code: EventCode) -> AbstractContextManager[KeptEvent]:
    """The event, to be read whole. Raises Refused, and once entered EventUnknown, StoreUnavailable."""
    if not (url := _redis_url(args)):
        return kept_in_file(args.data, code)
    from plenary.store.redis_kept import kept_in_redis

    try:
        return kept_in_redis(url, code)
    except ValueError as reason:
        raise Refused(str(reason)) from None


def _redis_url(args: argparse.Namespace) -> str | None:
    return args.redis or os.environ.get(REDIS_URL)
