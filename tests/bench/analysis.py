"""`python -m tests.bench.analysis [quick]`: what the analysis reaches, each figure beside its target and its peer.

The peer inside is Plenary's own Polis method (SPEC's positions, the best k-means). red-dwarf is not run here.
CPU seconds on one BLAS thread. `quick` takes a tenth of the simulations and the smaller conversations.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import platform
import resource
import sys
import time
from itertools import pairwise

import numpy as np

from plenary_analysis import Engine, Vote
from plenary_analysis.placement import place
from plenary_analysis.votes import VoteMatrix
from tests.analysis.crowd import adjusted_rand, map_of
from tests.analysis.held_out import guesses, matrix_of
from tests.analysis.reference import DATA_SETS, SHARED, moderation_in, votes_in
from tests.analysis.simulated import assembly
from tests.analysis.test_evidence import recovered, recovered_by_polis

STEPS = 40
# people, statements, share voted on, planted groups, how far apart
PLANTED = (
    (108, 85, 0.116, 2, 1.5),
    (400, 100, 0.06, 2, 1.5),
    (108, 85, 0.35, 3, 1.0),
    (1500, 200, 0.12, 4, 1.0),
)
STRUCTURELESS = ((108, 85, 0.116), (108, 85, 0.35), (400, 100, 0.06), (300, 60, 0.3), (60, 40, 0.5))
KEPT_VOTES = (5, 10, 15)


def held_out(names, seeds):
    print(
        "\nHidden votes guessed: log-loss / AUC (target: mean <= 0.385 / >= 0.873; better than Polis on 80 %)"
    )
    rows = []
    for name in names:
        matrix = matrix_of(votes_in(SHARED / "data" / name / "votes.csv.gz"))
        tried = [guesses(matrix, seed) for seed in range(seeds if len(matrix.row) < 20_000 else 1)]
        row = np.mean([[(one.log_loss, one.auc) for one in pair] for pair in tried], axis=0)
        rows.append(row)
        print(f"  {name:22} {row[0][0]:.4f} / {row[0][1]:.4f}   polis {row[1][0]:.4f} / {row[1][1]:.4f}")
    mean = np.mean(rows, axis=0)
    print(
        f"  mean                   {mean[0][0]:.4f} / {mean[0][1]:.4f}   polis {mean[1][0]:.4f} / {mean[1][1]:.4f}"
    )
    print(f"  log-loss below Polis' on {np.mean([row[0][0] < row[1][0] for row in rows]):.0%} of the sets")


def coverage(names):
    print("\nThe 80 % region holds the final position, people cut to so many votes (target: >= 0.80)")
    for name in names:
        votes = list({(v.participant, v.statement): v for v in _votes(name)}.values())
        engine = Engine()
        engine.add(votes)
        final = engine.opinion_map(0)
        end = dict(zip(final.participants, final.positions, strict=True))
        random = np.random.default_rng(1)
        ballots: dict[str, list[Vote]] = {}
        for vote in votes:
            ballots.setdefault(vote.participant, []).append(vote)
        shares = []
        for kept in KEPT_VOTES:
            busy = sorted(who for who, ballot in ballots.items() if len(ballot) >= 2 * kept)
            early = set(random.permutation(busy)[: max(len(ballots) // 10, 5)].tolist())
            cut = [vote for vote in votes if vote.participant not in early]
            for who in sorted(early):
                cut += [ballots[who][i] for i in random.permutation(len(ballots[who]))[:kept]]
            again = Engine(previous=final)
            again.add(cut)
            shown = again.opinion_map(0)
            inside = [
                np.linalg.norm(at - end[who]) <= radius
                for who, at, radius in zip(
                    shown.participants, shown.positions, shown.uncertainty, strict=True
                )
                if who in early
            ]
            shares.append(float(np.mean(inside)) if inside else float("nan"))
        print(f"  {name:22} " + "  ".join(f"{k}: {s:.2f}" for k, s in zip(KEPT_VOTES, shares, strict=True)))


def planted(runs):
    print(
        "\nPlanted groups: found / ARI of people with 7 votes (target: pilot >= 90 % and >= 0.70, never below Polis)"
    )
    for people, statements, filled, groups, apart in PLANTED:
        tried = runs if people < 1000 else max(runs // 5, 2)
        found, ours, polis = [], [], []
        for seed in range(tried):
            one = assembly(seed, people, statements, filled, groups, apart=apart)
            shown = map_of(one.votes)
            found.append(len(shown.groups) == groups)
            ours.append(recovered(one, shown) if shown.groups else 0.0)
            polis.append(recovered_by_polis(one, groups))
        print(
            f"  {people} x {statements}, {filled:.1%}, {groups} groups: {np.mean(found):.0%} / {np.mean(ours):.2f}"
            f"   Polis told the number {np.mean(polis):.2f}   ({tried} runs)"
        )


def false_groups(runs):
    shown = {"plenary": 0, "polis": 0}
    spectrum = []
    for seed in range(runs):
        votes = assembly(seed, *STRUCTURELESS[seed % len(STRUCTURELESS)]).votes
        for method in shown:
            shown[method] += bool(map_of(votes, method=method).groups)
        if seed % 4 == 0:
            drawn = map_of(assembly(seed, *STRUCTURELESS[seed % len(STRUCTURELESS)], spectrum=0.7).votes)
            spectrum.append((bool(drawn.groups), "spectrum" in drawn.notes or not drawn.groups))
    print(f"\nGroups shown in {runs} structureless events (target: <= 8 %)")
    print(f"  plenary {shown['plenary'] / runs:.1%}   polis {shown['polis'] / runs:.1%}")
    groups, said = np.mean(spectrum, axis=0)
    print(f"In a spectrum: groups shown {groups:.0%}; none, or said to be one {said:.0%}")


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
    votes = _votes(name)
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


def brigades(names):
    print(
        "\nA tenth of identical / noisy (1 %) copies: ARI of the honest with and without (target: >= 0.9); flagged"
    )
    for name in names:
        votes = _votes(name)
        honest = map_of(votes)
        statements = [s.id for s in honest.statements if s.agree + s.disagree]
        random = np.random.default_rng(2)
        ballot = random.choice([-1, 1], size=len(statements))
        line = []
        for noise in (0.0, 0.01):
            bots = [
                Vote(f"~bot{i:04d}", s, int(-value if random.random() < noise else value))
                for i in range(len(honest.participants) // 10)
                for s, value in zip(statements, ballot, strict=True)
            ]
            shown = map_of(votes + bots)
            n = len(honest.participants)
            index = adjusted_rand((honest.labels + 1).tolist(), (shown.labels[:n] + 1).tolist())
            named = sum(who.startswith("~bot") for members in shown.copies for who in members)
            line.append(
                f"{index:.2f} ({len(honest.groups)} -> {len(shown.groups)} groups, {named} bots named)"
            )
        falsely = sum(len(members) - 1 for members in honest.copies) / len(honest.participants)
        print(f"  {name:22} {'   '.join(line)}   honest flagged {falsely:.1%}")


def speed():
    print(
        "\nCPU of one update after 100 new votes (target: 0.2 s at 10,000 x 300, 1 s at 100,000 x 500, 600 MB)"
    )
    for people, statements, filled in ((1_000, 100, 0.3), (10_000, 300, 0.1), (100_000, 500, 0.06)):
        table = assembly(1, people, statements, filled, 3, apart=0.8).table
        everything, random = np.ones(statements, dtype=np.bool_), np.random.default_rng(0)
        began = time.process_time()
        placed = place(_matrix(table), everything)
        cold, warm = time.process_time() - began, []
        for _ in range(3):
            cells = random.integers(people, size=100), random.integers(statements, size=100)
            table.seen[cells] = 1
            table.sign[cells] = random.integers(-1, 2, size=100)
            matrix = _matrix(table)
            shown = placed.belongs.argmax(axis=1) if placed.belongs.shape[1] else None
            began = time.process_time()
            placed = place(matrix, everything, placed.evidence, shown, placed.warmth)
            warm.append(time.process_time() - began)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {people:,} x {statements}: cold {cold:.2f} s, update {np.median(warm):.2f} s, without reading the"
            f" votes in and without lists; peak so far {peak:.0f} MB (simulation included)"
        )


def _matrix(table):
    row, column = np.nonzero(table.seen)
    n, m = table.seen.shape
    value = table.sign[row, column].astype(float)
    return VoteMatrix(
        tuple(f"{i:07d}" for i in range(n)), tuple(f"{j:04d}" for j in range(m)), row, column, value
    )


def _votes(name):
    return votes_in(SHARED / "data" / name / "votes.csv.gz")


def main() -> int:
    quick = "quick" in sys.argv[1:]
    sets = DATA_SETS[:5] if quick else DATA_SETS
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}"
    )
    print(f"load {os.getloadavg()}; red-dwarf: not run")
    held_out(sets, 3 if quick else 10)
    coverage(sets)
    planted(5 if quick else 30)
    false_groups(20 if quick else 200)
    replays(sets[:5] if quick else sets[:8])
    brigades(sets[2:5] if quick else sets)
    speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
