"""Names, each with a number for ever, and their places in an order of their own. Nothing here knows of votes."""

from collections.abc import Callable, Iterable

import numpy as np

from plenary_analysis.arrays import Indices, Ints

Order = Callable[[str], tuple[int, int, str]]


class _Numbers(dict[str, int]):
    """A new name gets the next number as soon as it is asked for."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class Roster:
    """Names numbered as they come, and sorted.

    names: those that have a place, in order.   place: (n,) place of each number that has one. Both follow from the set
    of names, whenever each of them came.   order: what names are sorted by, code points where None.
    """

    def __init__(self, order: Order | None = None) -> None:
        self._order = order
        self._numbers = _Numbers()
        self.names: tuple[str, ...] = ()
        self.place: Indices = np.zeros(0, dtype=np.int32)

    def numbers(self, names: Iterable[str]) -> Indices:
        """(v,) the number of each name; new ones get one."""
        return np.array(list(map(self._numbers.__getitem__, names)), dtype=np.int32)

    def place_of(self, name: str) -> int | None:
        """Where in `names` it is, None if it has no place."""
        number = self._numbers.get(name)
        return None if number is None or number >= len(self.place) else int(self.place[number])

    def settle(self) -> Ints | None:
        """Give new names their places. Returns where each of the former places is now, None if nothing is new."""
        known = len(self.names)
        if known == len(self._numbers):
            return None
        fresh = list(self._numbers)[known:]
        # The names before are in order already, which makes this sort nearly linear.
        self.names = tuple(sorted((*self.names, *sorted(fresh, key=self._order)), key=self._order))
        number = np.array([self._numbers[name] for name in self.names], dtype=np.int64)
        self.place = np.empty(len(number), dtype=np.int32)
        self.place[number] = np.arange(len(number), dtype=np.int32)
        return np.sort(self.place[:known]).astype(np.int64)
