"""How well positions guess hidden votes, and whether the stated regions hold."""

import numpy as np

from plenary_analysis import Engine, Vote
from tests.analysis.held_out import guesses, matrix_of
from tests.bench.analysis.conversations import votes_of

KEPT_VOTES = (5, 10, 15)
# A tenth of a small conversation are few people: they are drawn several times.
DRAWS, FEW_PEOPLE = 8, 400


def held_out(names, seeds):
    print(
        "\nHidden votes guessed: log-loss / AUC (target: mean <= 0.385 / >= 0.873; better than Polis on 80 %)"
    )
    rows = []
    for name in names:
        matrix = matrix_of(votes_of(name))
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
        votes = list({(v.participant, v.statement): v for v in votes_of(name)}.values())
        engine = Engine()
        engine.add(votes)
        final = engine.opinion_map(0)
        end = dict(zip(final.participants, final.positions, strict=True))
        ballots: dict[str, list[Vote]] = {}
        for vote in votes:
            ballots.setdefault(vote.participant, []).append(vote)
        shares = []
        for kept in KEPT_VOTES:
            inside = []
            for seed in range(DRAWS if len(ballots) < FEW_PEOPLE else 1):
                random = np.random.default_rng(seed)
                busy = sorted(who for who, ballot in ballots.items() if len(ballot) >= 2 * kept)
                early = set(random.permutation(busy)[: max(len(ballots) // 10, 5)].tolist())
                cut = [vote for vote in votes if vote.participant not in early]
                for who in sorted(early):
                    cut += [ballots[who][i] for i in random.permutation(len(ballots[who]))[:kept]]
                again = Engine(previous=final)
                again.add(cut)
                shown = again.opinion_map(0)
                inside += [
                    np.linalg.norm(at - end[who]) <= radius
                    for who, at, radius in zip(
                        shown.participants, shown.positions, shown.uncertainty, strict=True
                    )
                    if who in early
                ]
            shares.append(float(np.mean(inside)) if inside else float("nan"))
        print(f"  {name:22} " + "  ".join(f"{k}: {s:.2f}" for k, s in zip(KEPT_VOTES, shares, strict=True)))
