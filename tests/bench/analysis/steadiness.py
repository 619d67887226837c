"""Real conversations replayed: what changes from map to map although nobody changed their mind."""

import time
from itertools import pairwise

import numpy as np

from plenary_analysis import Engine
from tests.analysis.crowd import adjusted_rand
from tests.analysis.reference import SHARED, moderation_in
from tests.bench.analysis.conversations import votes_of

STEPS = 40


def replays(names):
    print(
        f"\nReplayed in {STEPS} steps: label changes per update of those who did not vote, while groups are shown;"
    )
    print("k switches; axis flips; median movement / radius; ARI with from scratch; CPU s a map")
    print("(targets: <= 1.5 %, <= 3, 0, <= 6 %, >= 0.9)")
    for name in names:
        for method in ("plenary", "polis"):
            print(f"  {name:22} {method:8} {_replay(name, method)}")


def _replay(name, method):
    votes = votes_of(name)
    engine, cold = Engine(method=method), Engine(method=method)
    for statement in sorted(moderation_in(SHARED / "data" / name).mod_out):
        engine.moderate(statement, counted=False)
        cold.moderate(statement, counted=False)
    cold.add(votes)
    maps, spent = [], 0.0
    for step in range(STEPS):
        batch = votes[len(votes) * step // STEPS : len(votes) * (step + 1) // STEPS]
        engine.add(batch)
        began = time.process_time()
        maps.append((engine.opinion_map(step), {vote.participant for vote in batch}))
        spent += time.process_time() - began
    changes, moves, flips = [], [], 0
    for (before, _), (after, voted) in pairwise(maps):
        place_of = {who: i for i, who in enumerate(after.participants)}
        then = np.arange(len(before.participants))
        now = np.array([place_of[who] for who in before.participants])
        radius = float(np.sqrt(np.square(after.positions[now]).sum(axis=1).mean()))
        if radius > 0:
            step = np.linalg.norm(after.positions[now] - before.positions[then], axis=1)
            moves.append(float(np.median(step)) / radius)
            flips += int(((after.positions[now] * before.positions[then]).sum(axis=0) < 0).sum())
        still = np.array([who not in voted for who in before.participants])
        if still.any() and before.groups and after.groups:
            changes.append(float((_letters(before)[then] != _letters(after)[now])[still].mean()))
    counts = [len(shown.groups) for shown, _ in maps]
    fresh, last = cold.opinion_map(0), maps[-1][0]
    index = adjusted_rand((fresh.labels + 1).tolist(), (last.labels + 1).tolist())
    return (
        f"{np.mean(changes or [0.0]):.2%}  {sum(a != b for a, b in pairwise(counts))}  {flips}"
        f"  {np.median(moves):.1%}  {index:.2f}  {spent / STEPS:.2f}   k {counts[0]} .. {counts[-1]} {last.notes}"
    )


def _letters(shown):
    return np.array([shown.groups[g].label if g >= 0 else "-" for g in shown.labels.tolist()], dtype=object)
