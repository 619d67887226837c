"""Whether two divisions of the same people have to do with one another."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np

STRONG: Final = 0.5
"""Of the association of two divisions, 0-1: from here on, most who are together in one are together in the other."""

Z95: Final = 1.6449

ENOUGH: Final = 60
"""With so many people, three groups that overlap by a third (an association of 0.3) are told from chance three times in
four; with fewer, that nothing is seen says nothing."""


class Overlap(StrEnum):
    """How two divisions of the same people stand to one another."""

    SAME = "same"
    PARTLY = "partly"
    ACROSS = "across"
    UNCLEAR = "unclear"


def overlap(counts: Sequence[Sequence[int]]) -> Overlap:
    """What a table of people by two divisions says of them.

    counts: n_rows of n_columns each; empty rows and columns do not matter.
    Chance by Pearson's chi-squared at 5 % (its quantile by Wilson and Hilferty 1931); the association is Cramér's V
    with Bergsma's correction (2013), for it has a bias where people are few.
    """
    table = np.array(counts, dtype=np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    people = float(table.sum())
    rows, columns = table.shape
    if min(rows, columns) < 2:
        return Overlap.UNCLEAR
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / people
    chi2 = float(((table - expected) ** 2 / expected).sum())
    free = (rows - 1) * (columns - 1)
    if chi2 < _quantile95(free):
        return Overlap.ACROSS if people >= ENOUGH else Overlap.UNCLEAR
    phi2 = max(0.0, chi2 / people - free / (people - 1))
    least = min(rows - (rows - 1) ** 2 / (people - 1), columns - (columns - 1) ** 2 / (people - 1)) - 1
    association = (phi2 / least) ** 0.5 if least > 0 else 0.0
    return Overlap.SAME if association >= STRONG else Overlap.PARTLY


def _quantile95(free: int) -> float:
    """The 95 % point of chi-squared with so many degrees of freedom."""
    step = 2 / (9 * free)
    return float(free * (1 - step + Z95 * step**0.5) ** 3)
