"""An event loop on virtual time: waiting costs nothing, and the same calls happen in the same order every time."""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

Result = TypeVar("Result")


class Stuck(Exception):
    """Everybody waits for somebody else."""


class Appointment:
    """A call that is due, until it is taken back. As much of asyncio's handles as is asked of them."""

    __slots__ = ("_args", "_callback", "_context", "_is_off", "_when")

    def __init__(
        self, callback: Callable[..., object], args: tuple[Any, ...], context: Context | None, when: float
    ) -> None:
        self._callback = callback
        self._args = args
        self._context = context
        self._when = when
        self._is_off = False

    def cancel(self) -> None:
        self._is_off = True

    def cancelled(self) -> bool:
        return self._is_off

    def when(self) -> float:
        return self._when


class VirtualLoop(asyncio.BaseEventLoop):
    """Its clock begins at 0 and jumps from one appointment to the next; what is due at one moment happens in the order
    in which it was asked for. It has no files and no threads: work for a thread is carried out on the spot.

    Most of what a simulation does is to make appointments and to keep them, so that is all that is left of asyncio's
    own loop: no debugging, no handles that know of tracebacks, no look at a selector in between.
    """

    _stopping: bool
    """As asyncio's own has it."""

    def __init__(self, think_s: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__()
        self._now = 0.0
        self._soon: deque[Appointment] = deque()
        self._later: list[tuple[float, int, Appointment]] = []
        self._count = 0
        self._think_s = think_s

    def time(self) -> float:
        return self._now

    def get_debug(self) -> bool:
        return False

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Appointment:
        made = Appointment(callback, args, context, self._now)
        self._soon.append(made)
        return made

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Appointment:
        made = Appointment(callback, args, context, when)
        self._count += 1
        heapq.heappush(self._later, (when, self._count, made))
        return made

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Appointment:
        when = self._now + delay
        made = Appointment(callback, args, context, when)
        self._count += 1
        heapq.heappush(self._later, (when, self._count, made))
        return made

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

    def _run_once(self) -> None:
        """Until told to stop: everything that is due now, then what is due next, with what was asked for meanwhile.

        Raises Stuck.
        """
        soon, later, next_soon, next_later = self._soon, self._later, self._soon.popleft, heapq.heappop
        while not self._stopping:
            while later and later[0][2]._is_off:
                next_later(later)
            if not soon:
                if not later:
                    raise Stuck
                self._now = max(self._now, later[0][0])
            now = self._now
            while later and later[0][0] <= now:
                soon.append(next_later(later)[2])
            for _ in range(len(soon)):
                due = next_soon()
                if due._is_off:
                    continue
                try:
                    # Tasks bring a context of their own; whatever else is called has no need of a copy.
                    if (context := due._context) is None:
                        due._callback(*due._args)
                    else:
                        context.run(due._callback, *due._args)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException as error:
                    self.call_exception_handler({"message": f"{due._callback} failed", "exception": error})


def run(main: Coroutine[Any, Any, Result], think_s: Callable[[], float] = lambda: 0.0) -> Result:
    """Run to the end on a virtual loop."""
    loop = VirtualLoop(think_s)
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(main)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
