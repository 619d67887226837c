"""The 80 % region around a position."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import Engine, Vote
from tests.analysis.crowd import map_of, planted


def votes_each(votes, out=()):
    counts: dict[str, int] = {}
    for vote in votes:
        counts[vote.participant] = counts.get(vote.participant, 0) + (vote.statement not in out)
    return counts


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(4, 25), st.floats(0.1, 0.9), st.integers(0, 8))
def test_in_a_polis_map_more_votes_never_mean_a_wider_region(seed, n_statements, filled, n_out):
    crowd = planted(seed, (12, 9), n_statements, filled)
    out = [f"statement-{j:03d}" for j in range(n_out)]
    shown = map_of(crowd.votes, out=out, method="polis")
    counts = votes_each(crowd.votes, out)
    pairs = sorted(
        (counts[who], radius) for who, radius in zip(shown.participants, shown.uncertainty, strict=True)
    )
    radii = [radius for _, radius in pairs]
    assert np.isfinite(radii).all()
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(radii))


def test_somebody_with_one_vote_is_less_certain_than_somebody_with_all():
    crowd = planted(2, (30, 30), 40, 0.5)
    first = [Vote("zz-all", f"statement-{j:03d}", 1 if j % 2 else -1) for j in range(40)]
    shown = map_of([*crowd.votes, *first, Vote("zz-one", "statement-000", 1)])
    radius = dict(zip(shown.participants, shown.uncertainty.tolist(), strict=True))
    assert radius["zz-one"] > 2 * radius["zz-all"] > 0


@pytest.mark.parametrize(("filled", "kept"), [(0.5, 5), (0.5, 10), (0.5, 15), (0.9, 10)])
def test_four_in_five_end_up_inside_their_region(filled, kept):
    inside, tried = 0, 0
    random = np.random.default_rng(kept)
    for seed in range(4):
        crowd = planted(seed, (70, 50), 60, filled, loyalty=0.8)
        final = map_of(crowd.votes)
        end = dict(zip(final.participants, final.positions, strict=True))
        early = set(random.choice(sorted(crowd.group), 15, replace=False).tolist())
        votes = [vote for vote in crowd.votes if vote.participant not in early]
        for who in sorted(early):
            own = [vote for vote in crowd.votes if vote.participant == who]
            votes += [own[i] for i in random.choice(len(own), min(kept, len(own)), replace=False)]
        engine = Engine(previous=final)
        engine.add(votes)
        shown = engine.opinion_map(0)
        for who, place, radius in zip(shown.participants, shown.positions, shown.uncertainty, strict=True):
            if who in early:
                tried += 1
                inside += bool(np.linalg.norm(place - end[who]) <= radius)
    # 60 people: 80 % less one and a half standard errors.
    assert inside / tried >= 0.72
