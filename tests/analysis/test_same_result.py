"""The same votes give the same result: in another process, in another order, and after many updates."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from plenary_analysis import Engine, OpinionMap, Vote, Withdrawal, to_json
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


def told(engine, votes, step):
    """Something of everything that an engine can be told."""
    engine.add(votes)
    engine.withdraw([Withdrawal(f"person-{step + 30:04d}", f"statement-{step:03d}", (2, "d0"))])
    engine.seat(f"person-{step:04d}", "north" if step % 2 else "south")
    engine.moderate(f"statement-{step:03d}", counted=False)
    engine.add_statement(f"nobody-{step}")
    engine.ban(f"person-{step + 20:04d}", banned=step != 1)
    return engine.opinion_map(step)


def everything_in(shown):
    model = shown.warmth.model
    return (
        to_json(shown),
        shown.membership.tolist(),
        repr((shown.evidence, shown.events, shown.differences, shown.changes, shown.slate)),
        (model.weights.tolist(), model.covariance.tolist(), shown.warmth.digest),
    )


def test_an_engine_saved_and_restored_goes_on_as_the_one_that_was_saved_and_as_one_told_again():
    votes = [
        Vote(v.participant, v.statement, v.value, (1, f"d{i % 7}"), cast_ms=i * 2000)
        for i, v in enumerate(with_revotes(4))
    ]
    parts = [votes[start::4] for start in range(4)]
    kept = Engine()
    last = [told(kept, parts[step], step) for step in range(3)][-1]
    restored = Engine.restored(kept.saved(), previous=last)
    again = Engine()
    for step in range(3):
        told(again, list(reversed(parts[step])), step)
    assert restored.saved() == kept.saved() == again.saved()
    one, other = told(kept, parts[3], 3), told(restored, parts[3], 3)
    assert everything_in(one) == everything_in(other)
    assert one.changes == other.changes
    assert restored.saved() == kept.saved()


@pytest.mark.parametrize("method", ["plenary", "polis"])
def test_a_map_after_withdrawals_is_that_of_an_engine_that_never_had_those_votes(method):
    votes = planted(6, (40, 30), 20, 0.5).votes
    silent = votes[0].participant
    withdrawn = {(v.participant, v.statement) for v in votes[::9]}
    withdrawn |= {(v.participant, v.statement) for v in votes if v.participant == silent}
    engine, never = Engine(method=method), Engine(method=method)
    engine.add(votes[::2])
    engine.withdraw(Withdrawal(who, what, (1, "phone")) for who, what in sorted(withdrawn))
    engine.add(votes[1::2])
    never.add([v for v in votes if (v.participant, v.statement) not in withdrawn])

    shown = engine.opinion_map(7)
    assert to_json(shown) == to_json(never.opinion_map(7))
    assert silent not in shown.participants


HALF = json.dumps({"form": 1, "recent": []}).encode()


@pytest.mark.parametrize("saved", [b"", b"nothing of ours", b"\0" * 30, len(HALF).to_bytes(8) + HALF])
def test_what_is_no_saved_engine_is_refused(saved):
    with pytest.raises(ValueError, match="saved"):
        Engine.restored(saved)


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
