"""The latent model: what it guesses, how sure it is, and that nothing but the votes decides it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis.latent import from_moments, place_people, with_newcomers
from plenary_analysis.latent_fit import fit, fit_statements
from plenary_analysis.latent_round import one_round
from plenary_analysis.pair_sums import pair_sums
from plenary_analysis.symmetric import inverses
from plenary_analysis.table import table_of
from tests.analysis.crowd import planted
from tests.analysis.held_out import guesses, matrix_of
from tests.analysis.reference import SHARED, needs_reference, votes_in


def table_from(votes):
    return matrix_of(votes).table


CROWD = table_from(planted(1, (40, 30), 30, 0.5).votes)


def test_small_matrices_are_inverted_all_at_once():
    roots = np.random.default_rng(0).normal(size=(4, 6, 50))
    matrices = np.einsum("abn,cbn->acn", roots, roots)
    inverse, log_determinant = inverses(matrices)
    each = np.moveaxis(matrices, 2, 0)
    np.testing.assert_allclose(np.moveaxis(inverse, 2, 0), np.linalg.inv(each), rtol=1e-8)
    np.testing.assert_allclose(log_determinant, np.linalg.slogdet(each)[1], rtol=1e-9)


def test_pair_sums_are_whole_and_right():
    sums = pair_sums(CROWD)
    sign, seen = (part.astype(int) for part in CROWD.dense())
    assert sums.together.tolist() == (seen.T @ seen).tolist()
    assert sums.product.tolist() == (sign.T @ sign).tolist()
    assert sums.first.tolist() == (sign.T @ seen).tolist()


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_pair_sums_do_not_depend_on_the_order_of_people(random):
    order = list(range(CROWD.n_people))
    random.shuffle(order)
    one, other = pair_sums(CROWD), pair_sums(CROWD.rows(np.array(order)))
    assert (one.together.tolist(), one.product.tolist()) == (other.together.tolist(), other.product.tolist())


def test_people_of_two_camps_stand_on_either_side():
    crowd = planted(1, (40, 30), 30, 0.5)
    model = fit(table_from(crowd.votes))
    camp = np.array([crowd.group[who] for who in sorted(crowd.group)])
    along = model.people.position[:, 0]
    assert abs(np.corrcoef(along, camp)[0, 1]) > 0.9


def test_positions_have_about_unit_spread_and_axes_are_largest_first():
    model = fit(CROWD)
    people = model.people
    second = people.position.T @ people.position / CROWD.n_people + people.covariance.mean(axis=2)
    np.testing.assert_allclose(np.diagonal(second), 1, atol=0.2)
    assert sorted(model.statements.scales.axes, reverse=True) == model.statements.scales.axes.tolist()


def test_another_vote_never_makes_a_position_less_certain():
    model = fit(CROWD).statements
    sign, seen = CROWD.rows(np.arange(1)).dense()
    ballot = np.flatnonzero(seen[0])
    traces = []
    for kept in range(len(ballot) + 1):
        row = np.zeros_like(seen)
        row[0, ballot[:kept]] = 1
        traces.append(np.trace(place_people(table_of(sign, row), model).covariance[:, :, 0]))
    assert traces[0] == pytest.approx(3)
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(traces))


def test_a_warm_start_goes_where_a_cold_one_goes():
    expected = fit(CROWD).expected()
    almost = CROWD.rows(np.arange(CROWD.n_people - 2))
    warm = fit(CROWD, fit(almost).statements)
    # In single precision, where a direction with nothing in it stands still depends on the machine's own rounding.
    apart = np.sqrt(np.square(warm.expected() - expected).mean())
    assert apart <= 1e-3 * expected.std()


def bounds_of_rounds(count):
    model, bounds = from_moments(pair_sums(CROWD)), []
    for _ in range(count):
        one = one_round(CROWD, model)
        model = one.model
        bounds.append(one.bound)
    return bounds


def test_rounds_never_lose_log_evidence():
    bounds = bounds_of_rounds(40)
    assert all(later >= earlier - 1e-3 for earlier, later in pairwise(bounds[1:]))


def test_leaps_reach_in_fewer_rounds_what_rounds_alone_reach():
    leapt = fit_statements(CROWD)
    bounds = bounds_of_rounds(2 * leapt.rounds)
    assert bounds[leapt.rounds - 1] < leapt.bound - 0.01
    assert leapt.bound >= bounds[-1] - 1e-3


def test_new_statements_join_with_the_prior_and_the_others_keep_what_is_known():
    model = fit(CROWD).statements
    wider = with_newcomers(model, [1, None, 0])
    assert wider.weights[[2, 0]].tolist() == model.weights[:2].tolist()
    assert wider.weights[1].tolist() == [0, 0, 0, model.scales.ease_mean]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (2, 2)])
def test_hardly_any_votes_give_finite_positions(shape):
    ones = np.ones(shape, dtype=np.int8)
    model = fit(table_of(ones, ones))
    assert model.people.position.shape == (shape[0], 3)
    assert np.isfinite(model.people.position).all()
    assert np.isfinite(model.statements.weights).all()


def test_the_first_guess_is_the_same_for_the_same_votes():
    one, other = (from_moments(pair_sums(CROWD)) for _ in range(2))
    assert one.weights.tolist() == other.weights.tolist()


@needs_reference
def test_hidden_votes_are_guessed_better_than_by_the_projection():
    # The whole protocol, with all sets and more seeds, is `python -m tests.bench.analysis`: 0.385 and 0.879.
    ours, polis = [], []
    for name in ("seattle-15", "freshwater", "ubi", "biodiversity", "vtaiwan-uber"):
        mine, theirs = guesses(matrix_of(votes_in(SHARED / "data" / name / "votes.csv.gz")), seed=0)
        ours.append((mine.log_loss, mine.auc))
        polis.append((theirs.log_loss, theirs.auc))
    assert np.mean(ours, axis=0)[0] <= 0.385
    assert np.mean(ours, axis=0)[1] >= 0.873
    assert sum(mine[0] < theirs[0] for mine, theirs in zip(ours, polis, strict=True)) >= 4
