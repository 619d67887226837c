"""What a tenth of copied ballots does to the groups of the honest."""

import numpy as np

from plenary_analysis import Vote
from tests.analysis.crowd import adjusted_rand, map_of
from tests.bench.analysis.conversations import votes_of

# Share of its votes that a copy turns round.
NOISE = (0.0, 0.01)


def brigades(names, figures):
    print(
        "\nA tenth of identical / noisy (1 %) copies: ARI of the honest with and without, beside the Polis method's;"
        " honest flagged"
    )
    worst, flagged = dict.fromkeys(NOISE, 1.0), 0.0
    for name in names:
        votes = votes_of(name)
        honest, like_polis = map_of(votes), map_of(votes, method="polis")
        statements = [s.id for s in honest.statements if s.agree + s.disagree]
        random = np.random.default_rng(2)
        ballot = random.choice([-1, 1], size=len(statements))
        line = []
        for noise in NOISE:
            bots = [
                Vote(f"~bot{i:04d}", s, int(-value if random.random() < noise else value))
                for i in range(len(honest.participants) // 10)
                for s, value in zip(statements, ballot, strict=True)
            ]
            shown = map_of(votes + bots)
            n = len(honest.participants)
            index = adjusted_rand((honest.labels + 1).tolist(), (shown.labels[:n] + 1).tolist())
            theirs = map_of(votes + bots, method="polis").labels[:n]
            peer = adjusted_rand((like_polis.labels + 1).tolist(), (theirs + 1).tolist())
            worst[noise] = min(worst[noise], index)
            named = sum(who.startswith("~bot") for members in shown.copies for who in members)
            line.append(
                f"{index:.2f} (Polis {peer:.2f}; {len(honest.groups)} -> {len(shown.groups)} groups,"
                f" {named} of {len(bots) // len(ballot)} named)"
            )
        falsely = sum(len(members) - 1 for members in honest.copies) / len(honest.participants)
        flagged = max(flagged, falsely)
        print(f"  {name:22} {'   '.join(line)}   honest flagged {falsely:.1%}", flush=True)
    figures.at_least("a tenth of identical ballots: ARI of the honest, worst set", worst[0.0], 0.9)
    figures.at_least("a tenth of noisy copies: ARI of the honest, worst set", worst[NOISE[1]], 0.9)
    figures.at_most("honest people taken for copies, worst set", flagged, 0.01, ".1%")
