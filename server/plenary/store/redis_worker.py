"""Asking Redis off the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import redis

from plenary.store.ports import StoreUnavailable

Answer = TypeVar("Answer")


class Worker:
    """A thread that asks Redis, so that no event loop waits for it."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, name)

    async def do(self, work: Callable[[], Answer]) -> Answer:
        """What the work gives. Raises StoreUnavailable where Redis does not serve."""

        def carefully() -> Answer:
            with outage():
                return work()

        try:
            answer = self._thread.submit(carefully)
        except RuntimeError:
            raise StoreUnavailable("the store is closed") from None
        return await asyncio.wrap_future(answer)

    def end(self) -> None:
        self._thread.shutdown()


@contextmanager
def outage() -> Iterator[None]:
    """Whatever Redis fails in is an outage to the callers."""
    try:
        yield
    except redis.RedisError as error:
        raise StoreUnavailable(f"Redis does not serve: {error}") from error
