"""Bots in a planted conversation; `make brigades` has the real ones, with all kinds, sizes and seeds."""

import pytest

from tests.analysis.crowd import planted
from tests.attack.brigades import KINDS, attacked, honest_of, rates


@pytest.mark.parametrize("kind", ["all-agree", "copy-cat", "spam"])
def test_bots_that_say_the_same_are_flagged_and_bend_no_groups(kind: str):
    honest = honest_of(planted(3, (60, 50), 90, 0.5).votes)
    outcome = attacked(honest, KINDS[kind], 0.1, seed=1)

    precision, recall = rates([outcome])
    assert precision >= 0.9
    assert recall == 1.0
    assert outcome.index >= 0.9


def test_what_bots_say_without_one_another_is_seen_in_the_figures():
    honest = honest_of(planted(3, (60, 50), 90, 0.5).votes)
    outcome = attacked(honest, KINDS["random"], 0.1, seed=1)

    assert outcome.of == 11
    assert outcome.moved[0] > 0
