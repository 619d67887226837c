"""Polis' inclusion, buckets, groups and the smoothing of their number."""

import numpy as np
import pytest

from plenary_analysis import Vote, analyse_polis, polis_opinion_map, to_json
from plenary_analysis.polis_groups import KSmoother, included, next_smoother
from plenary_analysis.polis_kmeans import Cluster, polis_kmeans
from tests.analysis.crowd import planted
from tests.analysis.reference import DATA_SETS, SHARED, moderation_in, needs_reference, published, votes_in

SQUARE = np.array([(0.0, 0.0), (0.0, 1.0), (10.0, 0.0), (10.0, 1.0)])
EVEN = np.ones(4)


def test_cold_centres_are_the_first_distinct_points():
    points = np.array([(5.0, 5.0), (5.0, 5.0), (1.0, 1.0), (2.0, 2.0)])
    clusters = polis_kmeans(points, EVEN, 2, 0).clusters
    assert [(c.id, c.members) for c in clusters] == [(0, (0, 1)), (1, (2, 3))]


def test_a_point_halfway_joins_the_later_cluster():
    points = np.array([(0.0, 0.0), (2.0, 0.0), (1.0, 0.0)])
    clusters = polis_kmeans(points, np.ones(3), 2, 0).clusters
    assert [c.members for c in clusters] == [(0,), (1, 2)]


def test_warm_clusters_keep_their_ids():
    warm = [Cluster(7, (0, 1), (0.0, 0.5)), Cluster(9, (2, 3), (10.0, 0.5))]
    clusters = polis_kmeans(SQUARE, EVEN, 2, 20, warm).clusters
    assert [(c.id, c.members) for c in clusters] == [(7, (0, 1)), (9, (2, 3))]


def test_a_missing_cluster_grows_from_the_farthest_point_with_a_new_id():
    warm = [Cluster(4, (0, 1, 2), (0.0, 0.0))]
    clusters = polis_kmeans(SQUARE, EVEN, 2, 20, warm).clusters
    assert [(c.id, c.members) for c in clusters] == [(4, (0, 1)), (5, (2, 3))]


def test_coinciding_clusters_become_one():
    warm = [Cluster(0, (0, 1), (0.0, 0.0)), Cluster(1, (2,), (0.0, 0.0))]
    clusters = polis_kmeans(np.zeros((3, 2)), np.ones(3), 2, 20, warm).clusters
    assert [(c.id, c.members) for c in clusters] == [(0, (0, 1, 2))]


def test_no_points_make_no_cluster():
    assert polis_kmeans(np.zeros((0, 2)), np.zeros(0), 3, 20).clusters == ()


def test_the_number_of_groups_changes_after_four_wins_running():
    shown = []
    smoother = None
    for best in (2, 3, 3, 3, 3, 2):
        smoother = next_smoother({k: 1.0 if k == best else 0.0 for k in (2, 3, 4)}, smoother)
        shown.append(smoother.smoothed)
    assert shown == [2, 2, 2, 2, 3, 3]


def test_a_number_of_groups_that_cannot_be_had_any_more_is_dropped():
    assert next_smoother({2: 0.5}, KSmoother(last=5, count=9, smoothed=5)) == KSmoother(2, 1, 2)


def test_seven_votes_include_and_inclusion_lasts():
    counts = np.array([7, 6] + [7] * 20)
    names = [f"p{i}" for i in range(22)]
    assert included(names, counts, 50)[:2].tolist() == [True, False]
    assert included(names, counts, 50, ["p1"])[:2].tolist() == [True, True]


def test_the_fifteen_most_active_are_included_where_too_few_have_seven_votes():
    names = [str(i) for i in range(20)]
    counts = np.array([3] * 10 + [4] * 10)
    assert np.flatnonzero(included(names, counts, 50)).tolist() == [0, 1, 2, 3, 4, *range(10, 20)]


def test_a_warm_tick_without_new_votes_changes_no_group():
    crowd = planted(seed=2, sizes=(80, 60), n_statements=30, filled=0.5)
    cold = analyse_polis(crowd.votes)
    warm = analyse_polis(crowd.votes, previous=cold.state)
    assert warm.group_of.tolist() == cold.group_of.tolist()
    assert warm.in_conv == cold.in_conv


def test_a_state_about_vanished_people_is_no_obstacle():
    old = analyse_polis(planted(seed=2, sizes=(30, 30), n_statements=20, filled=0.5).votes)
    votes = [Vote(f"new{i}", f"s{j}", 1 if (i + j) % 2 else -1) for i in range(20) for j in range(9)]
    assert analyse_polis(votes, previous=old.state).n == 20


def test_polis_order_does_not_depend_on_arrival():
    crowd = planted(seed=4, sizes=(80, 60), n_statements=20, filled=0.5)
    shuffled = [crowd.votes[i] for i in np.random.default_rng(1).permutation(len(crowd.votes))]
    one, other = (to_json(polis_opinion_map(analyse_polis(votes))) for votes in (crowd.votes, shuffled))
    assert one == other


def test_the_polis_map_shows_section_4_positions_and_polis_groups():
    analysis = analyse_polis(planted(seed=2, sizes=(40, 40), n_statements=20, filled=0.6).votes)
    shown = polis_opinion_map(analysis)
    assert (shown.positions == analysis.projections).all()
    assert [group.size for group in shown.groups] == list(analysis.n_members)
    assert [group.label for group in shown.groups] == ["A", "B", "C", "D", "E"][: len(analysis.n_members)]


@needs_reference
@pytest.mark.parametrize("name", DATA_SETS)
def test_a_cold_start_gives_the_groups_of_the_specifications_own_run(name):
    analysis = analyse_polis(
        votes_in(SHARED / "data" / name / "votes.csv.gz"), moderation_in(SHARED / "data" / name)
    )
    reference = published(SHARED / "ref" / name / "polis-spec.json.gz")
    ours = {
        who: g for who, g in zip(analysis.participants, analysis.group_of.tolist(), strict=True) if g >= 0
    }
    assert ours == {str(who): g for who, g in reference["groups"].items()}
    theirs = [reference["silhouettes"][str(k)] for k, _ in analysis.silhouettes]
    np.testing.assert_allclose([value for _, value in analysis.silhouettes], theirs, atol=1e-3)
