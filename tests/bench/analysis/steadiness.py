"""Real conversations replayed: what changes from map to map although nobody changed their mind."""

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from plenary_analysis import Engine
from tests.analysis.crowd import adjusted_rand
from tests.analysis.reference import SHARED, moderation_in
from tests.bench.analysis.conversations import votes_of

STEPS = 40
METHODS = ("plenary", "polis")
# Its votes have no times: people come in a drawn order, each with all of theirs.
WITHOUT_TIMES = ("bowling-green",)


@dataclass(frozen=True)
class Replay:
    """label_changes: share of those who did not vote, per update.   moved: of the radius, median and 90th percentile of
    the updates' medians.   number_changes, flips: counts.   index: ARI of the last map with one from scratch."""

    label_changes: float
    number_changes: int
    flips: int
    moved: tuple[float, float]
    index: float
    cpu_s: float
    says: str

    def __str__(self) -> str:
        return (
            f"{self.label_changes:6.2%}  {self.number_changes:2}  {self.flips:2}"
            f"  {self.moved[0]:5.1%} ({self.moved[1]:5.1%})  {self.index:.2f}  {self.cpu_s:.2f}   {self.says}"
        )


def replays(names, figures):
    print(
        f"\nReplayed in {STEPS} steps: label changes per update of those who did not vote, while groups are shown;"
    )
    print(
        "changes of their number; axis flips; median movement / radius (90th percentile); ARI with from scratch;"
        " CPU s a map"
    )
    ours = {}
    for name in names:
        for method in METHODS:
            one = _replay(name, method)
            print(f"  {name:22} {method:8} {one}", flush=True)
            if method == "plenary":
                ours[name] = one
    for name, one in ours.items():
        figures.at_most(f"{name}: label changes per update", one.label_changes, 0.015, ".2%")
        figures.at_most(f"{name}: changes of the number of groups", one.number_changes, 3, ".0f")
        figures.at_most(f"{name}: axis flips", one.flips, 0, ".0f")
        figures.at_most(f"{name}: median movement / radius", one.moved[0], 0.06, ".1%")
        figures.at_most(f"{name}: 90th percentile of movement / radius", one.moved[1], 0.15, ".1%")
        figures.at_least(f"{name}: ARI with from scratch at the end", one.index, 0.9, ".2f")
    changes = np.mean([one.number_changes for one in ours.values()])
    figures.at_most("changes of the number of groups, mean of the sets", changes, 1, ".2f")


def _replay(name, method):
    votes = votes_of(name)
    if name in WITHOUT_TIMES:
        people = sorted({vote.participant for vote in votes})
        place = dict(zip(people, np.random.default_rng(0).permutation(len(people)).tolist(), strict=True))
        votes = sorted(votes, key=lambda vote: place[vote.participant])
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
    return Replay(
        label_changes=float(np.mean(changes or [0.0])),
        number_changes=sum(a != b for a, b in pairwise(counts)),
        flips=flips,
        moved=(float(np.median(moves)), float(np.quantile(moves, 0.9))),
        index=adjusted_rand((fresh.labels + 1).tolist(), (last.labels + 1).tolist()),
        cpu_s=spent / STEPS,
        says=f"k {counts[0]} .. {counts[-1]} {' '.join(last.notes)}",
    )


def _letters(shown):
    return np.array([shown.groups[g].label if g >= 0 else "-" for g in shown.labels.tolist()], dtype=object)
