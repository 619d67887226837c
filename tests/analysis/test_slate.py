"""The slate: no large part of the people that agrees on something is left without a statement."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis.slate import agreement, choose_slate
from plenary_analysis.table import table_of
from tests.analysis.crowd import map_of, planted

NAMES = tuple("abcdefghij")


def slate_of(agrees, places=5):
    allowed = np.ones(agrees.shape[1], dtype=np.bool_)
    return choose_slate(NAMES[: agrees.shape[1]], agrees, allowed, len(agrees), places)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 60), st.integers(2, 10), st.integers(1, 5), st.floats(0.1, 0.9))
def test_no_quota_of_people_who_agree_on_something_is_left_out(seed, people, statements, places, share):
    agrees = (np.random.default_rng(seed).random((people, statements)) < share).astype(float)
    chosen = [NAMES.index(entry.statement) for entry in slate_of(agrees, places)]
    left = agrees[:, chosen].sum(axis=1) == 0
    # Aziz et al. 2017, definition 1.
    assert (agrees[left].sum(axis=0) < people / places).all() or len(chosen) == statements


def test_a_small_camp_has_its_statement_though_the_large_one_likes_everything_else_better():
    large, small = np.array([1, 1, 1, 1, 1, 0]), np.array([0, 0, 0, 0, 0, 1])
    entries = slate_of(np.vstack([[large] * 70, [small] * 30]).astype(float))
    assert [(entry.statement, entry.newly) for entry in entries] == [("a", 70), ("f", 30)]


def test_a_statement_that_speaks_for_nobody_new_is_not_on_the_slate():
    assert len(slate_of(np.ones((20, 6)))) == 1


def test_votes_are_believed_and_only_likely_agreement_is_guessed():
    table = table_of(np.array([[1, -1, 0, 0, 0]], np.int8), np.array([[1, 1, 1, 0, 0]], np.int8))
    guessed = agreement(table, np.array([[-1.0, 1.0, 1.0, 0.6, -0.2]]))
    assert guessed.tolist() == [[1, 0, 0, pytest.approx(0.8), 0]]
    assert agreement(table, None).tolist() == [[1, 0, 0, 0, 0]]


def test_a_map_has_a_slate_that_speaks_for_every_group():
    crowd = planted(3, (60, 30), 24, 0.5)
    shown = map_of(crowd.votes)
    by_id = {statement.id: statement for statement in shown.statements}
    for g in range(len(shown.groups)):
        agreed = [by_id[entry.statement].by_group[g] for entry in shown.slate]
        assert any(counts.agree > counts.disagree + counts.passed for counts in agreed)


def test_without_votes_there_is_no_slate():
    assert map_of([]).slate == ()
    assert slate_of(np.zeros((6, 3))) == ()
