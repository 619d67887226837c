"""The engine, as Polis has it, against reference positions and the best known clusterings of real conversations."""

import numpy as np
import pytest

from plenary_analysis import Engine
from plenary_analysis.kmeans import kmeans, silhouette
from tests.analysis.reference import DATA_SETS, SHARED, moderation_in, needs_reference, published, votes_in

pytestmark = needs_reference


def drawn_like_polis(name):
    """(the engine's map, the reference, its positions in the order of the map, signs aligned)."""
    folder = SHARED / "data" / name
    engine = Engine(method="polis")
    engine.add(votes_in(folder / "votes.csv.gz"))
    for statement in moderation_in(folder).mod_out:
        engine.moderate(statement, counted=False)
    shown = engine.opinion_map(0)
    best = published(SHARED / "ref" / name / "kmeans-best.json.gz")
    known = best["reference_pca"]["projections"]
    positions = np.array([known[who] for who in shown.participants])
    return shown, best, positions * np.sign((positions * shown.positions).sum(axis=0))


@pytest.fixture(scope="module", params=DATA_SETS)
def drawn(request):
    return drawn_like_polis(request.param)


def inertia(points, labels):
    return sum(
        float(np.square(points[labels == g] - points[labels == g].mean(axis=0)).sum())
        for g in np.unique(labels)
    )


def test_positions_are_the_reference_positions(drawn):
    shown, _, positions = drawn
    np.testing.assert_allclose(shown.positions, positions, rtol=0, atol=1e-6)


def test_shown_groups_are_within_a_percent_of_the_best(drawn):
    shown, best, positions = drawn
    grouped = shown.labels >= 0
    at_best = best["by_k"][str(len(shown.groups))]["inertia"]
    assert int(grouped.sum()) == len(best["participants"])
    assert inertia(positions[grouped], shown.labels[grouped]) <= 1.01 * at_best


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_kmeans_is_within_a_percent_of_the_best_for_every_k(drawn, k):
    shown, best, positions = drawn
    inside = np.isin(np.array(shown.participants), [str(who) for who in best["participants"]])
    found = kmeans(positions[inside], k, seed=3)
    assert found.converged
    assert found.inertia <= 1.01 * best["by_k"][str(k)]["inertia"]


def test_the_silhouette_is_the_silhouette_over_people(drawn):
    shown, best, positions = drawn
    place = {who: i for i, who in enumerate(shown.participants)}
    rows = [place[str(who)] for who in best["participants"]]
    for k in ("2", "3", "4", "5"):
        labels = best["by_k"][k]["labels"]
        if isinstance(labels, dict):
            labels = [labels[str(who)] for who in best["participants"]]
        # Above 1,024 people it is taken over compressed cells: 0.01 instead of rounding.
        within = 1e-6 if len(rows) <= 1024 else 0.01
        ours = silhouette(positions[rows], np.array(labels))
        assert ours == pytest.approx(best["by_k"][k]["silhouette"], abs=within)
