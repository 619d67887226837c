"""CPU seconds and memory of one update after 100 new votes, lists included, beside red-dwarf in the same run.

Each size runs in a process of its own, so that its peak of memory is its own. red-dwarf (PyPI) is installed into a
throw-away environment, or lies where BENCH_RED_DWARF says (a Python that can import it); it recomputes everything from
the same votes, as its users do after every vote. "-" where that takes longer than BENCH_PEER_S seconds (300).
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.bench.analysis.one_update import crowd
from tests.figures import Figures

# people, statements, limits in CPU seconds for Plenary's own method and for Polis', and in MB.
SIZES = (
    (1_000, 100, None, None, None),
    (10_000, 300, 0.2, 0.1, None),
    (100_000, 500, 1.0, 0.3, 600),
    (1_000_000, 500, 8.0, 1.0, None),
)
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
MOST_PEOPLE_OF_THE_PEER = 10_000
PEERS_TIMES = 30
RED_DWARF = "red-dwarf==0.4.0"


def speed(quick: bool, figures: Figures) -> None:
    print(
        "\nCPU s of one update after 100 new votes, lists included; medians of 5; beside it red-dwarf's whole run"
    )
    with tempfile.TemporaryDirectory() as folder:
        peer = _peer(Path(folder))
        for people, statements, *targets, most_mb in SIZES[:3] if quick else SIZES:
            line = f"  {people:,} x {statements}"
            updates = {}
            limits = []
            for method, limit in zip(("plenary", "polis"), targets, strict=True):
                found = _measured(
                    sys.executable, "tests.bench.analysis.one_update", people, statements, method
                )
                updates[method] = found["update"]
                line += f"   {method}: {found['update']:.3f}, from scratch {found['cold']:.1f}"
                line += f", {found['peak_mb']:.0f} MB"
                if method == "plenary":
                    line += f"; votes read in {found['votes'] / found['feed'] / 1e6:.2f} M a second"
                if limit is not None:
                    limits.append(
                        (f"{people:,} x {statements}: {method} update, CPU s", found["update"], limit)
                    )
                if "anew" in found:
                    line += f"; dearest of those that look for groups and kinds anew: {found['anew']:.3f}"
                    if limit is not None:
                        name = f"{people:,} x {statements}: dearest update that looks anew, CPU s"
                        limits.append((name, found["anew"], limit))
                if method == "plenary" and most_mb is not None:
                    limits.append((f"{people:,} x {statements}: peak memory, MB", found["peak_mb"], most_mb))
            print(line, flush=True)
            for name, measured, most in limits:
                figures.at_most(name, measured, most, ".3f" if most < 100 else ".0f")
            if peer is not None and people <= MOST_PEOPLE_OF_THE_PEER:
                ratios = _beside(peer, Path(folder), people, statements, updates)
                for method, ratio in ratios.items() if people == MOST_PEOPLE_OF_THE_PEER else ():
                    figures.at_least(
                        f"{people:,} x {statements}: times faster than red-dwarf, {method}",
                        ratio,
                        PEERS_TIMES,
                        ".0f",
                    )


def _beside(
    peer: str, folder: Path, people: int, statements: int, updates: dict[str, float]
) -> dict[str, float]:
    """How many times longer than each update the peer took; nothing where it did not finish."""
    votes = folder / f"{people}.json"
    rows: list[tuple[int, int, int]] = []
    for row, column, value in crowd(people, statements):
        rows += zip(row.tolist(), column.tolist(), value.tolist(), strict=True)
    votes.write_text(json.dumps([{"participant_id": i, "statement_id": j, "vote": v} for i, j, v in rows]))
    script = Path(__file__).with_name("red_dwarf_run.py")
    limit = float(os.environ.get("BENCH_PEER_S", "300"))
    try:
        ran = subprocess.run(
            [peer, str(script), str(votes)],
            capture_output=True,
            check=True,
            timeout=limit,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(f"    red-dwarf: - ({type(error).__name__})")
        return {}
    took = float(ran.stdout.split()[-1])
    ratios = {method: took / update for method, update in updates.items()}
    times = ", ".join(f"{ratio:.0f} x {method}'s" for method, ratio in ratios.items())
    print(f"    red-dwarf 0.4.0: {took:.2f} = {times}", flush=True)
    return ratios


def _measured(python: str, module: str, *arguments: object) -> dict[str, float]:
    ran = subprocess.run(
        [python, "-m", module, *map(str, arguments)], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _peer(folder: Path) -> str | None:
    given = os.environ.get("BENCH_RED_DWARF")
    if given:
        return given
    print("  installing red-dwarf into a throw-away environment ...", flush=True)
    venv.create(folder / "peer", with_pip=True)
    python = folder / "peer" / ("Scripts" if os.name == "nt" else "bin") / "python"
    ran = subprocess.run([python, "-m", "pip", "install", "--quiet", RED_DWARF], check=False)
    if ran.returncode:
        print("  red-dwarf cannot be installed here: not measured")
        return None
    return str(python)
