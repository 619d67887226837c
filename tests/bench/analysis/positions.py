"""How well positions guess hidden votes, and whether the stated regions hold."""

import numpy as np

from plenary_analysis import Engine, Vote
from tests.analysis.held_out import guesses, matrix_of
from tests.bench.analysis.conversations import votes_of

KEPT_VOTES = (5, 10, 15)
# A tenth of a small conversation are few people: they are drawn several times.
DRAWS, FEW_PEOPLE = 8, 600


def held_out(names, seeds, found):
    print("\nA tenth of the votes hidden and guessed: log-loss / AUC, beside Polis' reconstruction")
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
    found.at_most("hidden votes: log-loss, mean of the sets", mean[0][0], 0.385, ".4f")
    found.at_least("hidden votes: AUC, mean of the sets", mean[0][1], 0.873, ".4f")
    better = np.mean([row[0][0] < row[1][0] for row in rows])
    found.at_least("hidden votes: sets with less log-loss than Polis", better, 0.8, ".0%")


def coverage(names, found):
    print("\nHow often the 80 % region holds the final position of people cut to so many votes")
    every = []
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
        every.append(shares)
        print(f"  {name:22} " + "  ".join(f"{k}: {s:.2f}" for k, s in zip(KEPT_VOTES, shares, strict=True)))
    for kept, shares in zip(KEPT_VOTES, np.array(every).T, strict=True):
        found.at_least(f"80 % regions at {kept} votes hold, mean of the sets", np.nanmean(shares), 0.8)
        found.at_least(f"80 % regions at {kept} votes hold, worst set", np.nanmin(shares), 0.8)
