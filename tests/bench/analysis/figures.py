"""What was measured beside its limit, said as it is measured, and the table of it all that a run ends with."""

from collections.abc import Iterable
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

    form: of Python's, for the measured number and its limit.
    """

    def __init__(self) -> None:
        self.all: list[Figure] = []

    def at_most(self, name: str, measured: float, limit: float, form: str = ".3f") -> None:
        self._said(Figure(name, format(measured, form), f"<= {limit:{form}}", bool(measured <= limit)))

    def at_least(self, name: str, measured: float, limit: float, form: str = ".3f") -> None:
        self._said(Figure(name, format(measured, form), f">= {limit:{form}}", bool(measured >= limit)))

    def within(self, name: str, measured: float, middle: float, reach: float, form: str = ".3f") -> None:
        limit = f"{middle:{form}} +- {reach:{form}}"
        self._said(Figure(name, format(measured, form), limit, bool(abs(measured - middle) <= reach)))

    def all_of(self, name: str, done: int, asked: int) -> None:
        """So many of so many things that must all be so. Of none is not all."""
        self._said(Figure(name, str(done), f"= {asked}", 0 < asked == done))

    def _said(self, figure: Figure) -> None:
        self.all.append(figure)
        print(f"    {figure}", flush=True)


def table(figures: Iterable[Figure]) -> str:
    """One line a figure: name, measured, limit, met or MISSED."""
    rows = [("", "measured", "limit", "")]
    rows += [(one.name, one.measured, one.limit, one.verdict) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:{widths[2]}}  {row[3]}".rstrip()
        for row in rows
    )
