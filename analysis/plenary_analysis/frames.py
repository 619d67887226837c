"""Helpers for sending maps as differences: positions on a fixed grid, and who moved. No wire format here."""

import numpy as np
from numpy.typing import NDArray

from plenary_analysis.arrays import Floats, Ints

STEPS = 65535


def quantise(positions: Floats, span: float) -> NDArray[np.uint16]:
    """Positions as whole numbers on a fixed scale: -span becomes 0, +span 65535, what lies beyond is clipped.

    positions: any shape, finite.   span: half-width of the shown area, > 0 (ValueError otherwise).
    The middle of the map falls on 32768; a step is span / 32767.5.
    """
    if not span > 0:
        raise ValueError("the half-width of the shown area must be positive")
    share = np.clip(positions / span, -1.0, 1.0) * 0.5 + 0.5
    return np.floor(share * STEPS + 0.5).astype(np.uint16)


def moved(previous: Floats, current: Floats, threshold: float) -> Ints:
    """Indices of the points that are now further than `threshold` from where they were, ascending.

    previous, current: (n, 2), the same people in the same order (ValueError if the shapes differ).
    """
    if previous.shape != current.shape:
        raise ValueError(f"cannot compare {previous.shape} with {current.shape} positions")
    step = current.astype(np.float64) - previous.astype(np.float64)
    return np.flatnonzero(np.square(step).sum(axis=1) > threshold * threshold).astype(np.int64)
