"""What was measured beside its limit, said as it is measured, and the table of it all that a run ends with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure that is to be reached. measured and limit as they are read."""

    name: str
    measured: str
    limit: str
    is_met: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.measured} ({self.limit}) {self.verdict}"

    @property
    def verdict(self) -> str:
        return "met" if self.is_met else "MISSED"


class Figures:
    """Those of one run, in their order; numpy's numbers may be handed in.

    form: of Python's, for the measured number and its limit. unit: after both.
    """

    def __init__(self) -> None:
        self.all: list[Figure] = []

    @property
    def are_met(self) -> bool:
        return all(one.is_met for one in self.all)

    def at_most(self, name: str, measured: float, limit: float, form: str = ".3f", unit: str = "") -> None:
        is_met = bool(measured <= limit)
        self._said(Figure(name, _said_as(measured, form, unit), f"<= {_said_as(limit, form, unit)}", is_met))

    def at_least(self, name: str, measured: float, limit: float, form: str = ".3f", unit: str = "") -> None:
        is_met = bool(measured >= limit)
        self._said(Figure(name, _said_as(measured, form, unit), f">= {_said_as(limit, form, unit)}", is_met))

    def within(self, name: str, measured: float, middle: float, reach: float, form: str = ".3f") -> None:
        limit = f"{middle:{form}} +- {reach:{form}}"
        self._said(Figure(name, format(measured, form), limit, bool(abs(measured - middle) <= reach)))

    def all_of(self, name: str, done: int, asked: int) -> None:
        """So many of so many things that must all be so. Of none is not all."""
        self._said(Figure(name, str(done), f"= {asked}", 0 < asked == done))

    def _said(self, figure: Figure) -> None:
        self.all.append(figure)
        print(f"    {figure}", flush=True)


def ended(figures: Sequence[Figure]) -> int:
    """Prints the table of them all and what is missed; the status that the run ends with, 1 for a miss."""
    missed = [one for one in figures if not one.is_met]
    print(f"\n{table(figures)}\n{len(figures) - len(missed)} of {len(figures)} met")
    return 1 if missed else 0


def _said_as(number: float, form: str, unit: str) -> str:
    return f"{number:{form}} {unit}".rstrip()


def table(figures: Iterable[Figure]) -> str:
    """One line a figure: name, measured, limit, met or MISSED."""
    rows = [("", "measured", "limit", "")]
    rows += [(one.name, one.measured, one.limit, one.verdict) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:{widths[2]}}  {row[3]}".rstrip()
        for row in rows
    )
