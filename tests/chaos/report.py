"""What a trial showed: how often its fault really happened, what it cost, and which promises it broke."""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.percentiles import percentile


class NotHere(Exception):
    """This machine lacks what the trial needs; says what."""


def fresh(seed: int | None) -> int:
    """The seed, or one by chance for None."""
    return random.SystemRandom().randrange(10**9) if seed is None else seed


@dataclass
class Report:
    """happened: how often each fault bit. level_s: after each, how long until all pages were where the log is.

    looked: how much was checked, and of what. Where a fault did not happen, or nothing was checked, a trial has failed.
    """

    name: str
    seed: int
    happened: Counter[str] = field(default_factory=Counter)
    looked: int = 0
    what: str = "votes counted"
    p99_ms: float = 0.0
    level_s: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_passed(self) -> bool:
        return not self.complaints and min(self.happened.values(), default=0) > 0 and self.looked > 0

    def __str__(self) -> str:
        said = [
            f"{self.name}: {'passed' if self.is_passed else 'FAILED'}. Seed {self.seed}",
            f"happened: {', '.join(f'{fault} {times:,} times' for fault, times in self.happened.items()) or 'nothing'}",
            f"{self.looked:,} {self.what}",
        ]
        if self.p99_ms:
            said.append(f"ack p99 {self.p99_ms:,.0f} ms")
        if self.level_s:
            p99, most = percentile(self.level_s, 0.99), max(self.level_s)
            said.append(f"all level after {p99:.1f} s (p99), {most:.1f} s at most")
        return "; ".join([*said, *self.notes]) + "".join(f"\n  {one}" for one in self.complaints[:10])
