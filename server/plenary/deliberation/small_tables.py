"""How a table of people by two divisions is told, so that no few people can be read off it. Pure.

The whole of every row and column is known to whoever reads the table. So even cells in steps of k may leave a few
people no other place; then nothing is told.
"""

from collections.abc import Callable, Sequence
from itertools import product

from plenary.deliberation.small_numbers import in_steps

Table = Sequence[Sequence[int]]
Can = Callable[[int, int], bool]
"""Whether one person more, or fewer, in that cell (row, column) would fit what is told of it."""


def told_table(table: Table, k: int) -> tuple[tuple[int, ...], ...]:
    """Each cell as a multiple of k, no more than it is; () where some cell of 1 to k - 1 people could be worked out.

    The last row and column are of those whom a division does not place; how many are in both is not told, but 0.
    """
    last = (len(table) - 1, len(table[0]) - 1)
    told = tuple(
        tuple(0 if (row, column) == last else in_steps(cell, k) for column, cell in enumerate(cells))
        for row, cells in enumerate(table)
    )

    def can_grow(row: int, column: int) -> bool:
        return (row, column) == last or table[row][column] % k < k - 1

    def can_shrink(row: int, column: int) -> bool:
        return table[row][column] > told[row][column]

    def is_safe(row: int, column: int) -> bool:
        cell = (row, column)
        if _is_open(table, cell, can_grow, can_shrink) or _is_open(table, cell, can_shrink, can_grow):
            return True
        here = table[row][column]
        beside = sum(table[row]) - here, sum(one[column] for one in table) - here
        return all(people == 0 or people >= k for people in (here, *beside))

    cells = product(range(len(table)), range(len(table[0])))
    return told if all(is_safe(row, column) for row, column in cells if (row, column) != last) else ()


def _is_open(table: Table, cell: tuple[int, int], can: Can, can_not: Can) -> bool:
    """Whether the cell may be another by one, all wholes staying: along a ring of cells that change by turns."""
    if not can(*cell):
        return False
    rows, columns = range(len(table)), range(len(table[0]))
    begun, ahead = cell[1], [cell[1]]
    seen = {begun}
    while ahead:
        column = ahead.pop()
        for row in rows:
            if (row, column) == cell or not can_not(row, column):
                continue
            if row == cell[0]:
                return True
            beyond = [one for one in columns if one not in seen and can(row, one)]
            seen.update(beyond)
            ahead += beyond
    return False
