"""Says on stderr how far long work has come; short work stays silent."""

import sys
import time
from typing import Final

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
