"""What a hub counts of its own work, for whoever runs it. Plain numbers; no text, key or address is in them."""

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final, Protocol

from plenary.deliberation.refusals import Refusal

STEPS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LOOK_EVERY_S: Final = 0.5


class Delays:
    """How long something took, counted by steps; `total_s` is the sum."""

    def __init__(self) -> None:
        self.total_s = 0.0
        self._counts = [0] * (len(STEPS_S) + 1)

    def add(self, took_s: float) -> None:
        self.total_s += took_s
        self._counts[bisect_left(STEPS_S, took_s)] += 1

    def up_to(self) -> Iterator[tuple[str, int]]:
        """How many took at most each step; the last, "+Inf", is all of them."""
        so_far = 0
        for step, count in zip((*map(str, STEPS_S), "+Inf"), self._counts, strict=True):
            so_far += count
            yield step, so_far


class CommandTraces(Protocol):
    """Is told of every command that was answered."""

    def command(self, kind: str, took_s: float, trouble: Exception | None) -> None: ...


class Measures:
    """answered: from a command's arrival to its answer.   refused: by code.   broken: outages of the store, our bugs.

    lag: how much later than asked for the event loop came back.
    """

    def __init__(self) -> None:
        self.answered = Delays()
        self.refused: Counter[str] = Counter()
        self.broken = 0
        self.lag = Delays()
        self.traces: CommandTraces | None = None

    def count(self, took_s: float, trouble: Exception | None, kind: str = "") -> None:
        """One command was answered. kind: its name, for traces."""
        self.answered.add(took_s)
        if self.traces is not None:
            self.traces.command(kind, took_s, trouble)
        if isinstance(trouble, Refusal):
            self.refused[trouble.code] += 1
        elif trouble is not None:
            self.broken += 1

    async def watch(self) -> None:
        """Measure the event loop's lag until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + LOOK_EVERY_S
            await asyncio.sleep(LOOK_EVERY_S)
            self.lag.add(max(loop.time() - due_s, 0.0))
