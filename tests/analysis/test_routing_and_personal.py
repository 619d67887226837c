"""Which statement comes next, and figures about single participants."""

import numpy as np
import pytest

from plenary_analysis import draw_next, personal_figures
from plenary_analysis.routing import priorities
from plenary_analysis.tallies import Tallies


def tallies(agree, disagree, seen):
    return Tallies(np.array([agree]), np.array([disagree]), np.array([seen]))


def test_priority_of_a_fresh_extreme_agreed_statement():
    [value] = priorities(tallies([5], [1], [8]), np.array([1.5]), np.array([False]))
    assert value == pytest.approx(((1 - 3 / 10) * 2.5 * 6 / 10 * (1 + 8 * 2 ** (-8 / 5))) ** 2)


def test_statements_about_the_participants_have_a_fixed_priority():
    assert priorities(tallies([5], [1], [8]), np.array([1.5]), np.array([True])).tolist() == [49]


def test_nothing_left_to_show():
    assert draw_next([], [], seed=1) is None


def test_statements_are_drawn_in_proportion_to_their_priority():
    drawn = [draw_next(["a", "b", "c"], [3.0, 1.0, 0.0], seed) for seed in range(2000)]
    shares = [drawn.count(name) / 2000 for name in "abc"]
    # c has no priority and counts as 1.
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=0.04)


def test_the_same_seed_draws_the_same_statement():
    assert {draw_next(["a", "b", "c"], [1.0, 1.0, 1.0], 7) for _ in range(5)} == {
        draw_next(list("abc"), [1] * 3, 7)
    }


def test_personal_figures_of_two_pairs():
    positions = np.array([(1.0, 0.0), (3.0, 0.0), (-1.0, 0.0), (-3.0, 0.0)])
    figures = personal_figures(positions, np.array([0, 0, 1, -1]))
    assert figures.centricness.tolist() == [0, -2, 0, -2]
    assert figures.coreness.tolist() == [0, 0, 1, 0]
    assert figures.extremeness.tolist() == [-1, 1, 0, 0]


def test_nobody_has_no_figures():
    figures = personal_figures(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))
    assert len(figures.centricness) == 0
