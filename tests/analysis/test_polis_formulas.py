"""The conformance mode against a second reading of the specification, too plain to be wrong, on planted groups."""

import math

import numpy as np
import pytest

from plenary_analysis import GivenGroups, Moderation, analyse_polis
from tests.analysis.crowd import planted

OUT = "statement-004"
META = "statement-007"
Z90 = 1.2816


@pytest.fixture(scope="module")
def analysis():
    crowd = planted(seed=5, sizes=(30, 22, 14), n_statements=24, filled=0.6, loyalty=0.8)
    buckets = tuple((i, (who,)) for i, who in enumerate(crowd.group))
    return analyse_polis(
        crowd.votes,
        Moderation(rejected=frozenset({OUT}), meta=frozenset({META})),
        given=GivenGroups(
            in_conv=tuple(crowd.group),
            buckets=buckets,
            groups=tuple((g, tuple(i for i, (who,) in buckets if crowd.group[who] == g)) for g in range(3)),
        ),
    )


@pytest.fixture(scope="module")
def table(analysis):
    """(n, m) votes, NaN where there is none."""
    dense = np.full((analysis.n, analysis.n_cmts), math.nan)
    matrix = analysis.matrix
    for i, j, value in zip(matrix.row, matrix.column, matrix.value, strict=True):
        dense[i, j] = value
    return dense


@pytest.fixture(scope="module")
def rated(table, analysis):
    """The table with the columns of moderated-out statements zeroed, for everybody."""
    copy = table.copy()
    copy[:, [tid in (OUT, META) for tid in analysis.tids]] = 0
    return copy


def counted(table, analysis, j, group=None):
    """(agrees, disagrees, votes) on column j, of one group or of all."""
    column = [
        table[i, j]
        for i in range(analysis.n)
        if not math.isnan(table[i, j]) and (group is None or analysis.group_of[i] == group)
    ]
    return column.count(1), column.count(-1), len(column)


def test_axes_are_the_leading_eigenvectors_of_the_imputed_votes(rated, analysis):
    mean = np.nanmean(rated, axis=0)
    centred = np.where(np.isnan(rated), mean, rated) - mean
    _, size, right = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs((right[:2] * analysis.comps).sum(axis=1)), 1, atol=1e-9)
    np.testing.assert_allclose(analysis.axes.eigenvalues, size[:2] ** 2, rtol=1e-9)
    assert analysis.axes.explained == pytest.approx((size[:2] ** 2).sum() / (size**2).sum())


def test_every_axis_points_to_its_largest_loading(analysis):
    leaders = np.abs(analysis.comps).argmax(axis=1)
    assert (analysis.comps[[0, 1], leaders] > 0).all()


def test_projections_are_stretched_for_what_was_not_seen(rated, analysis):
    n, m = rated.shape
    expected = np.zeros((n, 2))
    for i in range(n):
        seen = [j for j in range(m) if not math.isnan(rated[i, j])]
        for axis in range(2):
            plain = sum((rated[i, j] - analysis.center[j]) * analysis.comps[axis, j] for j in seen)
            expected[i, axis] = math.sqrt(m / len(seen)) * plain
    np.testing.assert_allclose(analysis.projections, expected, atol=1e-9)


def test_statement_projections_are_a_lone_agreeing_voter(analysis):
    m = analysis.n_cmts
    expected = [
        [math.sqrt(m) * (1 - analysis.center[j]) * analysis.comps[axis, j] for axis in range(2)]
        for j in range(m)
    ]
    np.testing.assert_allclose(analysis.comment_projection, expected, atol=1e-12)
    np.testing.assert_allclose(
        analysis.comment_extremity, [math.hypot(*pair) for pair in expected], atol=1e-12
    )


def test_group_aware_consensus_is_the_product_of_smoothed_shares(table, analysis):
    for j in range(analysis.n_cmts):
        product = 1.0
        for g in range(3):
            agrees, _, votes = counted(table, analysis, j, g)
            product *= (agrees + 1) / (votes + 2)
        assert analysis.group_aware_consensus[j] == pytest.approx(product, abs=1e-12)


def test_priorities_follow_the_formula(table, analysis):
    for j, tid in enumerate(analysis.tids):
        agrees, disagrees, votes = counted(table, analysis, j)
        passes = votes - agrees - disagrees
        importance = (1 - (passes + 1) / (votes + 2)) * (analysis.comment_extremity[j] + 1) * (agrees + 1)
        expected = 49 if tid == META else (importance / (votes + 2) * (1 + 8 * 2 ** (-votes / 5))) ** 2
        assert analysis.comment_priorities[j] == pytest.approx(expected, abs=1e-9)


def test_every_listed_statement_carries_the_tests_of_its_group(table, analysis):
    for g, listed in enumerate(analysis.repness):
        assert 1 <= len(listed) <= 5
        for entry in listed:
            j = analysis.tids.index(entry.tid)
            mine = counted(table, analysis, j, g)
            others = [
                sum(part)
                for part in zip(*(counted(table, analysis, j, h) for h in {0, 1, 2} - {g}), strict=True)
            ]
            side = 0 if entry.repful_for == "agree" else 1
            s, n, t, rest = mine[side], mine[2], others[side], others[2]
            share = (s + 1) / (n + 2)
            pooled = (s + t + 2) / (n + rest + 2)
            spread = math.sqrt(pooled * (1 - pooled) * (1 / (n + 1) + 1 / (rest + 1)))
            assert (entry.n_success, entry.n_trials) == (s, n)
            assert entry.p_success == pytest.approx(share)
            assert entry.p_test == pytest.approx(2 * math.sqrt(n + 1) * ((s + 1) / (n + 1) - 0.5))
            assert entry.repness == pytest.approx(share / ((t + 1) / (rest + 2)))
            assert entry.repness_test == pytest.approx(((s + 1) / (n + 1) - (t + 1) / (rest + 1)) / spread)


def test_moderated_statements_are_never_selected(analysis):
    listed = {entry.tid for group in analysis.repness for entry in group}
    shared = {entry.tid for entry in analysis.consensus.agree + analysis.consensus.disagree}
    assert (listed | shared) & {OUT, META} == set()


def test_shared_statements_are_those_that_most_people_agree_with(table, analysis):
    scores = {}
    for j, tid in enumerate(analysis.tids):
        agrees, _, votes = counted(table, analysis, j)
        share, z = (agrees + 1) / (votes + 2), 2 * math.sqrt(votes + 1) * ((agrees + 1) / (votes + 1) - 0.5)
        if tid not in (OUT, META) and share > 0.5 and z > Z90:
            scores[tid] = share * z
    assert [entry.tid for entry in analysis.consensus.agree] == sorted(scores, key=lambda t: -scores[t])[:5]


def test_agreed_statements_come_before_rejected_ones(analysis):
    for listed in analysis.repness:
        directions = [entry.repful_for for entry in listed]
        assert directions == sorted(directions)
