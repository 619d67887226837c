"""When mixtures and kinds of people are looked for anew: one an update while votes trickle in, all after a flood."""

import numpy as np
import pytest

from plenary_analysis import Engine
from plenary_analysis.evidence import due, sightings
from plenary_analysis.latent_fit import fit
from plenary_analysis.mixture import Mixture, fit_mixture
from tests.analysis.simulated import assembly


@pytest.mark.parametrize(
    ("searched", "votes", "expected"),
    [
        ((), 5, (set(), True)),
        ((1000, 1000, 1000), 1050, (set(), True)),
        ((1000, 1000, 1000), 1051, ({0}, True)),
        ((1051, 1000, 1000), 1052, ({1}, True)),
        ((1051, 1052, 1000), 1060, ({2}, True)),
        ((1051, 1000, 1000), 1061, ({1, 2}, False)),
        ((1000, 1000), 999, ({0}, True)),
        ((1000, 1000), 900, ({0, 1}, False)),
    ],
)
def test_one_at_a_time_is_due_and_all_that_are_when_they_have_waited_too_long(searched, votes, expected):
    assert due(searched, votes) == expected


def looked_for(shown):
    assert shown.evidence is not None
    assert shown.warmth is not None
    assert shown.warmth.kinds is not None
    return [*shown.evidence.searched, shown.warmth.kinds.votes]


def test_while_votes_trickle_in_an_update_looks_for_one_of_them():
    votes = assembly(5, 150, 40, 0.6, 3).votes
    engine, known = Engine(), len(votes) * 100 // 106
    engine.add(votes[:known])
    before = looked_for(engine.opinion_map(known))
    renewed = []
    for arrived in range(known * 105 // 100, len(votes), 4):
        engine.add(votes[:arrived])
        now = looked_for(engine.opinion_map(arrived))
        renewed.append([place for place, then in enumerate(before) if now[place] > then])
        before = now
    assert [places for places in renewed if places] == [[place] for place in range(len(before))]


def test_after_a_flood_of_votes_an_update_looks_for_all_of_them():
    votes = assembly(5, 150, 40, 0.6, 3).votes
    engine, known = Engine(), len(votes) * 9 // 10
    engine.add(votes[:known])
    engine.opinion_map(known)
    engine.add(votes[known:])
    assert set(looked_for(engine.opinion_map(len(votes)))) == {len(votes)}


def of_three_groups():
    return sightings(fit(assembly(3, 150, 40, 0.6, 3, apart=2.0).table))


def test_a_settled_mixture_whose_centres_fell_together_is_left_for_a_better_one():
    seen = of_three_groups()
    fallen = Mixture(np.full(3, 1 / 3), np.zeros((3, len(seen.pull))), np.eye(len(seen.pull)), 0.0)
    alone = fit_mixture(seen, 3, starts=2, seed=1)
    found = fit_mixture(seen, 3, starts=2, seed=1, also=fallen, is_settled=True)
    assert found.log_evidence == pytest.approx(alone.log_evidence, abs=0.1)


def test_a_settled_mixture_that_is_best_stays():
    seen = of_three_groups()
    best = fit_mixture(seen, 3, starts=8, seed=2)
    found = fit_mixture(seen, 3, starts=2, seed=1, also=best, is_settled=True)
    assert found.log_evidence >= best.log_evidence - 0.1
    np.testing.assert_allclose(found.share, best.share, atol=0.02)
