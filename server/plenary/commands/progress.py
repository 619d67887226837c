"""Says on stderr how far long work has come; short work stays silent."""

import os
import sys
import time
from typing import Final

BACKGROUND: Final = "PLENARY_BACKGROUND"
EVERY_S: Final = 2.0


class Progress:
    """Called with the count so far; says it at most every EVERY_S seconds. what: what is counted."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said_s = time.monotonic()

    def __call__(self, count: int) -> None:
        if (now_s := time.monotonic()) - self._said_s >= EVERY_S:
            self._said_s = now_s
            print(f"plenary: {count:,} {self._what} ...", file=sys.stderr)


def give_way() -> None:
    """Where a server has started this process, let everything else on the machine go first."""
    if os.environ.get(BACKGROUND) and hasattr(os, "nice"):
        os.nice(10)
