"""One thread that writes for everybody: what waits when it comes free goes down together."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from plenary.store.ports import StoreUnavailable

log = logging.getLogger(__name__)

Request = TypeVar("Request")
Outcome = TypeVar("Outcome")

# A medium this far behind does not catch up while people wait: they are better told now.
MOST_WAITING = 10_000


@dataclass(slots=True)
class Waiting(Generic[Request, Outcome]):
    """A request, and whom to tell how it went."""

    request: Request
    answer: "asyncio.Future[Outcome]"
    loop: asyncio.AbstractEventLoop


class GroupCommit(Generic[Request, Outcome]):
    """Hands requests from any event loop to `commit`, in batches, in a thread of its own.

    commit: carries out a batch whole and gives each request its outcome, or the error that is its alone.
    What it raises befell all of them: nothing of the batch has been kept. A full queue refuses at once.
    """

    def __init__(self, commit: Callable[[Sequence[Request]], Sequence[Outcome | Exception]]) -> None:
        self._commit = commit
        self._turn = threading.Condition()
        self._waiting: list[Waiting[Request, Outcome]] = []
        self._closed = False
        # A daemon: a process that ends without `close` must not hang. What it drops was never acknowledged.
        self._thread = threading.Thread(target=self._run, name="plenary-store-writer", daemon=True)
        self._thread.start()

    async def submit(self, request: Request) -> Outcome:
        """The request's outcome, once it is final. A caller that is cancelled may still have been served.

        Raises StoreUnavailable, and what `commit` gave for this request.
        """
        loop = asyncio.get_running_loop()
        waiting = Waiting[Request, Outcome](request, loop.create_future(), loop)
        with self._turn:
            if self._closed:
                raise StoreUnavailable("the store is closed")
            if len(self._waiting) >= MOST_WAITING:
                raise StoreUnavailable("too many appends are waiting")
            self._waiting.append(waiting)
            self._turn.notify()
        return await waiting.answer

    async def close(self) -> None:
        """Serve what waits, then end the thread."""
        with self._turn:
            self._closed = True
            self._turn.notify()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while batch := self._next_batch():
            outcomes: Sequence[Outcome | Exception]
            try:
                outcomes = self._commit([waiting.request for waiting in batch])
            except StoreUnavailable as error:
                outcomes = [error] * len(batch)
            except Exception as error:
                log.exception("A batch of %d appends has failed.", len(batch))
                outcomes = [StoreUnavailable(repr(error))] * len(batch)
            self._answer(batch, outcomes)

    def _next_batch(self) -> list[Waiting[Request, Outcome]]:
        with self._turn:
            while not self._waiting and not self._closed:
                self._turn.wait()
            batch, self._waiting = self._waiting, []
        return batch

    def _answer(
        self, batch: list[Waiting[Request, Outcome]], outcomes: Sequence[Outcome | Exception]
    ) -> None:
        """Wake each event loop once, however many of its requests were in the batch."""
        answered = list(zip(batch, outcomes, strict=True))
        for loop in {waiting.loop for waiting in batch}:
            answers = [(waiting, outcome) for waiting, outcome in answered if waiting.loop is loop]
            try:
                loop.call_soon_threadsafe(_settle, answers)
            except RuntimeError:
                log.warning("An event loop has ended before %d appends were answered.", len(answers))


def _settle(answers: list[tuple[Waiting[Request, Outcome], Outcome | Exception]]) -> None:
    for waiting, outcome in answers:
        if waiting.answer.done():
            continue
        if isinstance(outcome, Exception):
            waiting.answer.set_exception(outcome)
        else:
            waiting.answer.set_result(outcome)
