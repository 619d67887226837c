"""Whether the groups are the planted ones, and when there are none."""

import numpy as np
import pytest

from plenary_analysis.groups import divide, smallest_group
from plenary_analysis.kmeans import compress, kmeans, silhouette
from tests.analysis.crowd import adjusted_rand, map_of, planted, rows


def recovery(crowd, shown):
    grouped = [i for i, label in enumerate(shown.labels) if label >= 0]
    truth = [crowd.group[shown.participants[i]] for i in grouped]
    return adjusted_rand(truth, [int(shown.labels[i]) for i in grouped])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("sizes", "n_statements", "filled", "at_least"),
    [
        ((60, 48), 85, 0.35, 0.9),
        ((50, 40, 30), 60, 0.4, 0.9),
        ((200, 150, 100), 100, 0.2, 0.9),
        ((60, 48), 85, 0.116, 0.5),
    ],
)
def test_planted_groups_are_found(sizes, n_statements, filled, at_least, seed):
    crowd = planted(seed, sizes, n_statements, filled)
    shown = map_of(crowd.votes)
    assert len(shown.groups) == len(sizes)
    assert recovery(crowd, shown) >= at_least


def test_planted_groups_are_found_among_fifteen_hundred_people():
    crowd = planted(3, (700, 500, 300), 120, 0.15)
    shown = map_of(crowd.votes)
    assert len(shown.groups) == 3
    assert recovery(crowd, shown) >= 0.9


def test_groups_are_lettered_by_size():
    shown = map_of(planted(3, (20, 50, 35), 40, 0.6).votes)
    assert [group.label for group in shown.groups] == ["A", "B", "C"]
    assert [group.size for group in shown.groups] == sorted((g.size for g in shown.groups), reverse=True)


def test_a_groups_centre_is_the_mean_of_its_members():
    shown = map_of(planted(3, (20, 30), 30, 0.6).votes)
    for g, group in enumerate(shown.groups):
        np.testing.assert_allclose(group.centre, shown.positions[shown.labels == g].mean(axis=0), atol=1e-12)


def test_in_a_polis_map_people_with_few_votes_have_a_position_and_no_group():
    crowd = planted(3, (20, 30), 30, 0.8)
    shy = rows("+--")
    votes = [*crowd.votes, *(type(v)("zz-shy", f"statement-{j:03d}", v.value) for j, v in enumerate(shy))]
    shown = map_of(votes, method="polis")
    assert shown.labels[-1] == -1
    assert shown.positions[-1].any()


def test_a_low_silhouette_publishes_no_groups_but_its_number():
    # The corners of a square, one person each: no division has two people a group and a gap between groups.
    corners = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])
    found = divide(corners, np.ones(4, dtype=np.bool_), None)
    assert found.count == 0
    assert 0 < found.silhouette < 0.25
    assert found.labels.tolist() == [-1] * 4


def test_where_nobody_is_included_there_are_no_groups():
    found = divide(np.eye(2), np.zeros(2, dtype=np.bool_), None)
    assert (found.count, found.silhouette, found.labels.tolist()) == (0, 0.0, [-1, -1])


def test_three_people_are_no_two_groups_and_the_map_says_so():
    shown = map_of(rows("++++++++", "--------", "+-+-+-+-"))
    assert shown.groups == ()
    assert shown.notes == ("no_clear_groups", "one_axis", "fewer_than_7_people")
    assert shown.positions.any()


@pytest.mark.parametrize(("included", "least"), [(3, 2), (100, 2), (101, 3), (1000, 20)])
def test_the_smallest_group_is_two_people_or_two_percent(included, least):
    assert smallest_group(included) == least


def test_outliers_join_the_nearest_group():
    near = np.random.default_rng(1).normal(size=(60, 2)) * 0.3
    points = np.concatenate([near[:30], near[30:] + 5, [[40.0, 40.0]]])
    found = divide(points, np.ones(61, dtype=np.bool_), None)
    assert found.count == 2
    assert found.labels[60] == found.labels[59]


def test_many_people_are_divided_by_their_cells_as_well_as_one_by_one():
    random = np.random.default_rng(7)
    clumps = [
        random.normal(size=(n, 2)) * 0.6 + at for n, at in ((4000, (0, 0)), (2500, (3, 0)), (1500, (1, 3)))
    ]
    points = np.concatenate([*clumps, [[60.0, 60.0]]])
    inside = np.ones(len(points), dtype=np.bool_)
    inside[::10] = False
    found = divide(points, inside, None)
    assert found.count == 3
    assert (found.labels[~inside] == -1).all()
    labels, among = found.labels[inside], points[inside]
    centres = np.array([among[:-1][labels[:-1] == g].mean(axis=0) for g in range(3)])
    inertia = np.square(among[:-1] - centres[labels[:-1]]).sum()
    assert inertia <= 1.001 * kmeans(among[:-1], 3, seed=1).inertia
    assert labels[-1] in labels[:-1]


def test_the_previous_number_of_groups_stays_while_nothing_is_clearly_better():
    random = np.random.default_rng(5)
    points = np.concatenate([random.normal(size=(40, 2)) * 0.5 + at for at in ((0, 0), (2.1, 0), (1.0, 1.9))])
    everybody = np.ones(120, dtype=np.bool_)
    halves = (points[:, 1] > 0.9).astype(np.int64)
    cold, warm = divide(points, everybody, None), divide(points, everybody, halves)
    assert cold.count == 3
    better = cold.silhouette - silhouette(points, kmeans(points, 2, 1).labels)
    assert warm.count == (3 if better - 0.03 > 0.08 else 2)


def test_more_groups_than_distinct_points_are_refused():
    with pytest.raises(ValueError, match="distinct"):
        kmeans(np.zeros((5, 2)), 2, seed=1)


def test_compression_keeps_equal_points_together_and_weights_whole():
    points = np.random.default_rng(2).normal(size=(5000, 2)).round(1)
    cells = compress(points)
    assert len(cells.at) <= 1024
    assert cells.weights.sum() == 5000
    _, same = np.unique(points, axis=0, return_inverse=True)
    assert all(len(set(cells.place[same == point].tolist())) == 1 for point in range(50))


def test_two_far_pairs_have_a_silhouette_near_one():
    points = np.array([(0, 0), (0, 0.1), (9, 0), (9, 0.1)])
    assert silhouette(points, np.array([0, 0, 1, 1])) == pytest.approx(0.9889, abs=1e-4)
    assert silhouette(points, np.array([0, 0, 0, 0])) == 0


def test_a_result_cannot_be_written_to():
    shown = map_of(planted(3, (20, 30), 30, 0.6).votes)
    for values in (shown.positions, shown.uncertainty, shown.labels):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0
