"""The same votes give the same result: in another process, in another order, and after many updates."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from plenary_analysis import Engine, OpinionMap, Vote
from tests.analysis.crowd import planted

ROOT = Path(__file__).parents[2]

# Reads votes, bans and rejections, and prints every number of the map, to the last bit.
ANALYSE = """
import json, random, sys
from plenary_analysis import Engine, Vote, to_json

given = json.load(sys.stdin)
votes = [Vote(*fields[:3], tuple(fields[3])) for fields in given["votes"]]
random.Random(given["seed"]).shuffle(votes)
engine = Engine(method=given["method"])
for first in range(0, len(votes), given["batch"]):
    engine.add(votes[first : first + given["batch"]])
for statement in given["out"]:
    engine.moderate(statement, counted=False)
for participant in given["banned"]:
    engine.ban(participant)
found = engine.opinion_map(7)
whole = [to_json(found), found.ellipse.tolist(), found.membership.tolist(), repr(found.evidence), found.slate]
print(json.dumps([str(part) for part in whole]))
"""


def analysed_elsewhere(votes, *, seed, hash_seed, method="plenary", batch=100):
    given = {
        "votes": [(v.participant, v.statement, v.value, v.stamp) for v in votes],
        "seed": seed,
        "batch": batch,
        "method": method,
        "out": ["statement-003"],
        "banned": ["person-0011"],
    }
    ran = subprocess.run(
        [sys.executable, "-c", ANALYSE],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
    )
    return ran.stdout


def with_revotes(seed):
    votes = planted(seed, (50, 40), 30, 0.5).votes
    return votes + [Vote(v.participant, v.statement, -v.value, (1, "device")) for v in votes[::9]]


@pytest.mark.parametrize("method", ["plenary", "polis"])
def test_processes_fed_in_other_orders_give_the_same_bytes(method):
    votes = with_revotes(1)
    one = analysed_elsewhere(votes, seed=1, hash_seed=1, method=method)
    other = analysed_elsewhere(votes, seed=2, hash_seed=2, method=method, batch=7)
    assert one == other
    assert len(one) > 10_000


def map_after_updates(votes, size, updates) -> OpinionMap:
    engine = Engine()
    first = len(votes) - size * updates
    engine.add(votes[:first])
    shown = engine.opinion_map(0)
    for update in range(updates):
        engine.add(votes[first + size * update :][:size])
        shown = engine.opinion_map(update)
    return shown


@pytest.mark.parametrize("seed", range(3))
def test_a_model_carried_on_is_the_one_from_scratch_to_a_thousandth_of_its_scale(seed):
    votes = planted(seed, (60, 50), 40, 0.5).votes
    shuffled = [votes[i] for i in np.random.default_rng(seed).permutation(len(votes))]
    live, cold = map_after_updates(shuffled, 20, 6).warmth, map_after_updates(shuffled, 0, 0).warmth
    assert live is not None
    assert cold is not None
    assert live.statements == cold.statements
    ease = cold.model.ease
    assert np.abs(live.model.ease - ease).max() <= 1e-3 * ease.std()
    left, _, right = np.linalg.svd(live.model.loadings.T @ cold.model.loadings)
    apart = live.model.loadings @ (left @ right) - cold.model.loadings
    scale = np.sqrt(np.square(cold.model.loadings).sum(axis=1).mean())
    assert np.abs(apart).max() <= 1e-3 * scale


@pytest.mark.parametrize("seed", range(3))
def test_the_evidence_carried_on_is_the_one_from_scratch_to_a_thousandth_of_its_scale(seed):
    votes = planted(seed, (60, 50), 40, 0.5).votes
    shuffled = [votes[i] for i in np.random.default_rng(seed).permutation(len(votes))]
    live, cold = map_after_updates(shuffled, 20, 6).warmth, map_after_updates(shuffled, 0, 0).warmth
    assert live is not None
    assert cold is not None
    for now, fresh in zip(live.fits[:2], cold.fits[:2], strict=True):
        assert now.log_evidence == pytest.approx(fresh.log_evidence, rel=1e-3)
