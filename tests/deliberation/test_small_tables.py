"""What a table of people by two divisions tells somebody who knows all wholes, and the rule: of nobody alone."""

import random
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice, product

import pytest

from plenary.deliberation.small_tables import told_table

K = 3
MOST_FITTING = 2_000


def fitting(rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Every table with these wholes."""
    if len(rows) == 1:
        yield [tuple(columns)]
        return
    for first in product(*(range(min(rows[0], whole) + 1) for whole in columns)):
        if sum(first) == rows[0]:
            left = [whole - taken for whole, taken in zip(columns, first, strict=True)]
            yield from ([first, *others] for others in fitting(rows[1:], left))


def a_table(chance: random.Random) -> list[list[int]]:
    table = [[chance.choice([0, 0, 1, 2, 3, 4, 5]) for _ in range(3)] for _ in range(3)]
    if chance.random() < 0.3:
        table[-1] = [0] * 3
    if chance.random() < 0.3:
        table = [[*row[:-1], 0] for row in table]
    return table


def worked_out(tables: Sequence[list[tuple[int, ...]]]) -> set[int]:
    """Every number of people, in cells one by one or together, that is the same in all tables."""
    cells = list(product(range(3), range(3)))
    chosen = chain.from_iterable(combinations(cells, size) for size in range(1, 5))
    sums = ({sum(table[row][column] for row, column in one) for table in tables} for one in chosen)
    return {one.pop() for one in sums if len(one) == 1}


def test_nobody_who_knows_all_wholes_and_the_rule_can_work_out_a_few_people():
    chance = random.Random(7)
    told_of = 0
    while told_of < 40:
        table = a_table(chance)
        wholes = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
        if any(0 < whole < K for whole in chain(*wholes)) or 0 in chain(wholes[0][:-1], wholes[1][:-1]):
            continue
        every = list(islice(fitting(*wholes), MOST_FITTING))
        told = told_table(table, K)
        if len(every) == MOST_FITTING or not told:
            continue
        told_of += 1
        as_told = [one for one in every if told_table(one, K) == told]

        assert table in [[list(row) for row in one] for one in as_told]
        assert worked_out(as_told) & set(range(1, K)) == set(), (table, told)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ([[22, 3, 4], [2, 19, 6], [5, 5, 9]], ((20, 0, 0), (0, 15, 5), (5, 5, 0))),
        # Each of the first row must be as many as its steps allow, or the row would not be whole.
        ([[9, 4, 0], [5, 9, 0], [0, 0, 0]], ()),
        ([[10, 0, 0], [0, 10, 0], [0, 0, 0]], ((10, 0, 0), (0, 10, 0), (0, 0, 0))),
    ],
)
def test_cells_are_told_in_steps_unless_the_wholes_would_tell_the_rest(table, told):
    assert told_table(table, 5) == told
