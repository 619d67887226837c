"""Whether the times of ballots would tell copies from honest people better than likeness alone; no rule of the engine.

A brigade of a tenth of the people answers every statement, each ballot with some share of its votes turned round. It
comes within two minutes, or spread over the whole conversation. Three rules: likeness as the engine has it; the same
where a set's ballots began in one burst only; and, beside the engine's, a looser likeness where they did.
"""

import csv
import gzip

import numpy as np

from plenary_analysis import Vote
from plenary_analysis.brigades import COMMON_VOTES, FEWEST_COPIES, OVERLAP, find_copies
from tests.analysis.crowd import adjusted_rand, map_of
from tests.analysis.held_out import matrix_of
from tests.analysis.reference import SHARED
from tests.analysis.simulated import assembly
from tests.bench.analysis.conversations import votes_of

NOISE = (0.0, 0.01, 0.05, 0.1)
BURST_MS = 300_000
BRIGADE_MS = 120_000
# Copies with a tenth of their votes turned round agree on 0.82 of them, on average.
LOOSELY = 0.75
RULES = ("likeness", "in a burst only", "looser in a burst")
HALLS = 10


def bursts(names):
    print(
        "\nCopies found, and honest people taken for copies, by rule: "
        + ", ".join(RULES)
        + f" ({BURST_MS // 60_000} min)"
    )
    print("ARI: of the honest, with the brigade and without, as the engine is")
    for name in names:
        votes, begun = votes_of(name), _begun(name)
        plain = map_of(votes)
        untouched = _taken(matrix_of(votes), begun)
        print(
            f"  {name:22} nobody planted: honest taken {_shares(untouched, _all_of(untouched))}", flush=True
        )
        for noise in NOISE:
            for together in (True, False):
                bots, times = _brigade(votes, begun, noise, together)
                matrix = matrix_of(votes + bots)
                taken = _taken(matrix, begun | times)
                is_bot = np.array([who.startswith("~bot") for who in matrix.participants])
                shown = map_of(votes + bots)
                index = adjusted_rand(
                    (plain.labels + 1).tolist(), (shown.labels[: len(plain.labels)] + 1).tolist()
                )
                print(
                    f"    {noise:3.0%} turned, {'in a burst' if together else 'all along'}:"
                    f" copies found {_shares(taken, is_bot)}   honest taken {_shares(taken, ~is_bot)}"
                    f"   ARI {index:.2f}",
                    flush=True,
                )
    print(
        f"  {HALLS} halls of 108 people who all begin within {BURST_MS // 60_000} minutes and answer most of 20"
        " statements"
    )
    for spectrum, groups in ((0.7, 0), (0.0, 2)):
        shares = []
        for seed in range(HALLS):
            one = assembly(seed, 108, 20, 0.8, groups, spectrum=spectrum)
            random = np.random.default_rng(seed)
            matrix = matrix_of(one.votes)
            times = {who: int(random.integers(BURST_MS)) for who in matrix.participants}
            shares.append([taken.mean() for taken in _taken(matrix, times)])
        kind = f"{groups} groups" if groups else "a spectrum"
        print(
            f"    {kind}: honest taken " + " / ".join(f"{one:.1%}" for one in np.mean(shares, axis=0)),
            flush=True,
        )


def _begun(name):
    """participant -> when their first vote was cast, in ms."""
    begun: dict[str, int] = {}
    with gzip.open(SHARED / "data" / name / "votes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = int(row["created_ms"])
            begun[row["participant_id"]] = min(at, begun.get(row["participant_id"], at))
    return begun


def _brigade(votes, begun, noise, together):
    """The brigade's votes, and when each of its members began."""
    random = np.random.default_rng(2)
    statements = sorted({vote.statement for vote in votes})
    ballot = random.choice([-1, 1], size=len(statements)).tolist()
    people = [f"~bot{i:04d}" for i in range(len(begun) // 10)]
    bots = [
        Vote(who, statement, -value if random.random() < noise else value)
        for who in people
        for statement, value in zip(statements, ballot, strict=True)
    ]
    first, last = min(begun.values()), max(begun.values())
    start = int(random.integers(first, last))
    at = (
        start + random.integers(BRIGADE_MS, size=len(people))
        if together
        else random.integers(first, last, size=len(people))
    )
    return bots, dict(zip(people, at.tolist(), strict=True))


def _taken(matrix, begun):
    """For each rule, (n,) who would be set aside: all of each set but the one who stands for it."""
    copies = find_copies(matrix.table)
    at = np.array([begun[who] for who in matrix.participants])
    one = ~copies.counting
    other = one & (np.abs(at - at[copies.stands_for]) <= BURST_MS)
    near = _alike(matrix.table) & (np.abs(at[:, None] - at[None, :]) <= BURST_MS)
    crowd = near.sum(axis=1)
    # Whoever has most others near them stands for these.
    leads = np.zeros(len(at), dtype=bool)
    free = crowd + 1 >= FEWEST_COPIES
    looser = np.zeros(len(at), dtype=bool)
    for i in np.argsort(-crowd, kind="stable").tolist():
        followers = near[i] & free
        if free[i] and followers.sum() + 1 >= FEWEST_COPIES:
            leads[i], free[i] = True, False
            looser |= followers
            free &= ~followers
    return one, other, one | (looser & ~leads)


def _alike(table):
    """(n, n) whether two ballots agree on more than LOOSELY of enough common votes; nobody with themselves."""
    sign, voted = table.dense()
    seen = voted.astype(np.float32)
    same = sum(
        ((sign == v) & (voted == 1)).astype(np.float32) @ ((sign == v) & (voted == 1)).astype(np.float32).T
        for v in (-1, 0, 1)
    )
    common = seen @ seen.T
    votes = np.diagonal(common)
    alike = (common >= COMMON_VOTES) & (same > LOOSELY * common)
    alike &= common >= OVERLAP * np.maximum(votes[:, None], votes[None, :])
    np.fill_diagonal(alike, False)
    return alike


def _all_of(taken):
    return np.ones(len(taken[0]), dtype=bool)


def _shares(taken, which):
    return " / ".join(f"{one[which].mean():.1%}" for one in taken)
