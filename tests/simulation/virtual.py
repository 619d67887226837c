"""An event loop on virtual time: waiting costs nothing, and the same calls happen in the same order every time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Stuck(Exception):
    """Everybody waits for somebody else."""


class _Selector(selectors.SelectSelector):
    """Never looks at a file: to wait for one is to let the time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise Stuck
        self.now += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its clock begins at 0 and jumps from one appointment to the next. Threads are carried out on the spot."""

    def __init__(self, think_s: Callable[[], float] = lambda: 0.0) -> None:
        self._time = _Selector()
        super().__init__(self._time)
        self._think_s = think_s

    def time(self) -> float:
        return self._time.now

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Any, *args: Any
    ) -> "asyncio.Future[Any]":
        answer: asyncio.Future[Any] = self.create_future()

        def settle() -> None:
            if answer.done():
                return
            try:
                answer.set_result(func(*args))
            except Exception as error:
                answer.set_exception(error)

        self.call_later(self._think_s(), settle)
        return answer


def run(main: Coroutine[Any, Any, Result], think_s: Callable[[], float] = lambda: 0.0) -> Result:
    """Run to the end on a virtual loop."""
    loop = VirtualLoop(think_s)
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(main)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
