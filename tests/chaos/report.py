"""What a trial showed: how often its fault really happened, what it cost, and which promises it broke."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.chaos.history import Broken
from tests.percentiles import percentile


class NotHere(Exception):
    """This machine lacks what the trial needs; says what."""


def fresh(seed: int | None) -> int:
    """The seed, or one by chance for None."""
    return random.SystemRandom().randrange(10**9) if seed is None else seed


@dataclass(frozen=True)
class Limit:
    """A figure that a promise bounds. share: of what was measured, 0-1; 1 for the largest.

    is_least: the figure is to be at least that, and not at most.
    """

    what: str
    most: float
    unit: str = "s"
    share: float = 1.0
    is_least: bool = False

    def said(self, measured: Sequence[float]) -> str:
        if not measured:
            return f"{self.what}: not measured"
        figure = percentile(measured, self.share)
        middle = f" (median {_figure(median(measured))})" if len(measured) > 1 else ""
        missed = "" if self.is_met(measured) else " MISSED"
        return f"{self.what} {_figure(figure)} {self.unit} of {self.most:g}{missed}{middle}"

    def is_met(self, measured: Sequence[float]) -> bool:
        figure = percentile(measured, self.share)
        return bool(measured) and (figure >= self.most if self.is_least else figure <= self.most)


def _figure(value: float) -> str:
    """An answer may take thousandths of what an outage takes."""
    return f"{value:,.1f}" if value >= 1 else f"{value:.2g}"


@dataclass
class Report:
    """happened: how often each fault bit. due: how often it was to. figures: what was measured, by the name of a Limit.

    looked: how much was checked, and of what. Where a fault did not happen, or nothing was checked, a trial has failed.
    A limit that is missed is said: it may be the machine, or the promise.
    """

    name: str
    seed: int
    happened: Counter[str] = field(default_factory=Counter)
    looked: int = 0
    what: str = "votes counted"
    due: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0
    figures: dict[str, list[float]] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    complaints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def measured(self, what: str, figures: Iterable[float]) -> None:
        self.figures.setdefault(what, []).extend(figures)

    def add(self, other: "Report") -> None:
        """Count in what the same trial showed elsewhere."""
        self.happened.update(other.happened)  # unlike +=, this keeps what never happened
        self.looked += other.looked
        self.lost += other.lost
        self.doubled += other.doubled
        self.changed += other.changed
        for what, figures in other.figures.items():
            self.measured(what, figures)
        self.complaints += other.complaints
        self.notes += other.notes

    def judge(self, broken: Broken) -> None:
        """Count in what the log does not bear out."""
        self.lost += len(broken.lost)
        self.doubled += len(broken.doubled)
        self.changed += len(broken.changed)
        self.complaints += broken.complaints
        if broken.given_back_twice:
            self.notes.append(f"{broken.given_back_twice} given back twice to a store that had lost them")

    @property
    def is_passed(self) -> bool:
        return not self.complaints and min(self.happened.values(), default=0) > 0 and self.looked > 0

    @property
    def missed(self) -> list[str]:
        """Limits that are not kept."""
        return [one.what for one in self.limits if not one.is_met(self.figures.get(one.what, ()))]

    @property
    def verdict(self) -> str:
        if not self.is_passed:
            return "FAILED"
        return f"MISSED: {', '.join(self.missed)}" if self.missed else "met"

    def __str__(self) -> str:
        said = [
            f"{self.name}: {'passed' if self.is_passed else 'FAILED'}. Seed {self.seed}",
            f"happened: {', '.join(f'{fault} {times:,} times' for fault, times in self.happened.items()) or 'nothing'}",
            f"{self.looked:,} {self.what}, {self.lost:,} lost, {self.doubled:,} doubled, {self.changed:,} changed",
        ]
        told = {one.what for one in self.limits}
        said += [one.said(self.figures.get(one.what, ())) for one in self.limits]
        said += [
            f"{what} {_figure(median(figures))} s (median), {_figure(percentile(figures, 0.99))} s (p99),"
            f" {_figure(max(figures))} s at most"
            for what, figures in self.figures.items()
            if what not in told and figures
        ]
        return "; ".join([*said, *self.notes]) + "".join(f"\n  {one}" for one in self.complaints[:10])


def table(rows: Iterable[tuple[str, Report]]) -> str:
    """All trials, each with the row of the promises that it stands for."""
    lines = [
        "| row | trial | happened of due | checked | lost | doubled | changed | figures | met |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row, one in rows:
        happened = min(one.happened.values(), default=0)
        figures = "; ".join(limit.said(one.figures.get(limit.what, ())) for limit in one.limits) or "-"
        lines.append(
            f"| {row or '-'} | {one.name} | {happened:,} of {one.due:,} | {one.looked:,} {one.what} | {one.lost:,}"
            f" | {one.doubled:,} | {one.changed:,} | {figures} | {one.verdict} |"
        )
    return "\n".join(lines)
