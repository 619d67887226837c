"""`python -m tests.bench.analysis [quick] [SUBJECT ...]`: what the analysis reaches, beside its target and its peer.

The peer inside is Plenary's own Polis method (SPEC's positions, the best k-means). CPU seconds on one BLAS thread.
`quick` takes a tenth of the simulations and the smaller conversations; subjects are named in SUBJECTS, all by default.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import platform
import sys

import numpy as np

from tests.analysis.reference import DATA_SETS
from tests.bench.analysis import brigades, groups, positions, routing, speed, statements, steadiness, turns


def _positions(quick: bool) -> None:
    sets = DATA_SETS[:5] if quick else DATA_SETS
    positions.held_out(sets, 3 if quick else 10)
    positions.coverage(sets)


def _groups(quick: bool) -> None:
    groups.planted(5 if quick else 30)
    groups.false_groups(20 if quick else 200)
    groups.live_false_groups(5 if quick else 40)


def _steadiness(quick: bool) -> None:
    steadiness.replays(DATA_SETS[:5] if quick else DATA_SETS[:8])


def _brigades(quick: bool) -> None:
    brigades.brigades(DATA_SETS[2:5] if quick else DATA_SETS)


def _statements(quick: bool) -> None:
    statements.intervals(1000 if quick else 4000)
    statements.venues(20 if quick else 200)
    statements.lists(3 if quick else 50)
    statements.calibration(3 if quick else 20)
    statements.changes(20 if quick else 200)


def _routing(quick: bool) -> None:
    routing.coverage(1 if quick else 10)
    routing.groups(1 if quick else 8)


def _speed(quick: bool) -> None:
    turns.turns(1_000 if quick else 10_000, 300)
    speed.speed(quick)


SUBJECTS = {
    "positions": _positions,
    "groups": _groups,
    "steadiness": _steadiness,
    "brigades": _brigades,
    "statements": _statements,
    "routing": _routing,
    "speed": _speed,
}


def main(arguments: list[str]) -> int:
    wanted = [word for word in arguments if word != "quick"]
    unknown = [word for word in wanted if word not in SUBJECTS]
    if unknown:
        print(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}", file=sys.stderr)
        return 2
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}"
    )
    print(f"load {os.getloadavg()}, one BLAS thread")
    for subject in wanted or SUBJECTS:
        SUBJECTS[subject]("quick" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
