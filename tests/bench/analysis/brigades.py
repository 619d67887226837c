"""What a tenth of copied ballots does to the groups of the honest."""

import numpy as np

from plenary_analysis import Vote
from tests.analysis.crowd import adjusted_rand, map_of
from tests.bench.analysis.conversations import votes_of


def brigades(names):
    print(
        "\nA tenth of identical / noisy (1 %) copies: ARI of the honest with and without (target: >= 0.9); flagged"
    )
    for name in names:
        votes = votes_of(name)
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
