"""Figures about single participants (SPEC section 14)."""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class PersonalFigures:
    """Three views of where somebody stands, (n,) each, in map units.

    centricness: 1 - distance to everybody's mean.   coreness: 1 - distance to the mean of the own group.
    extremeness: how far beyond that mean, seen from everybody's. Without a group, the last two are 0.
    """

    centricness: Floats
    coreness: Floats
    extremeness: Floats


def personal_figures(positions: Floats, group: Ints) -> PersonalFigures:
    """The figures of everybody.

    positions: (n, 2).   group: (n,) int from 0, -1 for none. Right in the middle, extremeness is 0.
    """
    if len(positions) == 0:
        return PersonalFigures(np.zeros(0), np.zeros(0), np.zeros(0))
    middle = positions.mean(axis=0)
    coreness, extremeness = np.zeros(len(positions)), np.zeros(len(positions))
    for g in np.unique(group[group >= 0]):
        members = group == g
        centre = positions[members].mean(axis=0)
        outward = centre - middle
        length = float(np.linalg.norm(outward))
        apart = positions[members] - centre
        coreness[members] = 1 - np.linalg.norm(apart, axis=1)
        if length > 0:
            extremeness[members] = apart @ outward / length
    return PersonalFigures(1 - np.linalg.norm(positions - middle, axis=1), coreness, extremeness)
