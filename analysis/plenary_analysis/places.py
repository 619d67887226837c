"""Where people of one map are in another. Nothing else lives here."""

from functools import lru_cache

import numpy as np

from plenary_analysis.arrays import Ints


def places(names: tuple[str, ...], among: tuple[str, ...]) -> Ints:
    """(n,) where each name is among the others, -1 where it is not; read-only. Maps running mostly name the same."""
    if names is among:
        found = np.arange(len(names), dtype=np.int64)
        found.setflags(write=False)
        return found
    return _looked_up(names, among)


@lru_cache(maxsize=2)
def _looked_up(names: tuple[str, ...], among: tuple[str, ...]) -> Ints:
    place = dict(zip(among, range(len(among)), strict=True))
    found = np.array([place.get(name, -1) for name in names], dtype=np.int64)
    found.setflags(write=False)
    return found
