"""What the analysis reaches: every figure beside its limit and its peer, and a table of all of them at the end.

The peer inside is Plenary's own Polis method (SPEC's positions, the best k-means), and in `speed` red-dwarf from PyPI,
too. CPU seconds are of one BLAS thread. The exit code is 1 where a figure is missed.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.analysis.reference import DATA_SETS, SHARED
from tests.bench.analysis import (
    arrivals,
    brigades,
    bursts,
    groups,
    positions,
    promises,
    routing,
    speed,
    statements,
    steadiness,
    turns,
)
from tests.bench.analysis.record import Record
from tests.figures import Figure, Figures, table


def _positions(quick: bool, found: Figures) -> None:
    sets = DATA_SETS[:5] if quick else DATA_SETS
    positions.held_out(sets, 3 if quick else 10, found)
    positions.coverage(sets, found)


def _groups(quick: bool, found: Figures) -> None:
    groups.planted(5 if quick else 30, found)
    groups.false_groups(20 if quick else 200, found)


def _live(quick: bool, found: Figures) -> None:
    groups.live_false_groups(5 if quick else 40, found)


def _steadiness(quick: bool, found: Figures) -> None:
    steadiness.replays(DATA_SETS[:5] if quick else DATA_SETS, found)


def _brigades(quick: bool, found: Figures) -> None:
    brigades.brigades(DATA_SETS[2:5] if quick else DATA_SETS, found)


def _bursts(quick: bool, found: Figures) -> None:
    bursts.bursts(DATA_SETS[2:5] if quick else DATA_SETS[:8])


def _statements(quick: bool, found: Figures) -> None:
    statements.intervals(1000 if quick else 4000, found)
    statements.venues(20 if quick else 200, found)
    statements.lists(3 if quick else 200, found)
    statements.calibration(3 if quick else 20, found)
    statements.changes(20 if quick else 200)


def _routing(quick: bool, found: Figures) -> None:
    routing.coverage(1 if quick else 10, found)
    routing.groups(2 if quick else 32, found)
    arrivals.arrivals(1 if quick else 8, found)


def _promises(quick: bool, found: Figures) -> None:
    promises.conformance(found)
    promises.kept(found)


def _speed(quick: bool, found: Figures) -> None:
    turns.turns(1_000 if quick else 10_000, 300)
    speed.speed(quick, found)


@dataclass(frozen=True)
class Part:
    """minutes: about, on one core, whole and quick.   shared: whether it needs the conversations in ../shared."""

    run: Callable[[bool, Figures], None]
    minutes: tuple[float, float]
    says: str
    shared: bool = False


PARTS = {
    "promises": Part(
        _promises, (1, 1), "vectors, best k-means, every row of DEGENERATE.md, what is exact", True
    ),
    "positions": Part(_positions, (1, 1), "hidden votes guessed, regions that hold", True),
    "groups": Part(_groups, (4, 1), "planted groups found, none where there are none"),
    "live": Part(_live, (2, 1), "structureless events as they go"),
    "statements": Part(_statements, (7, 1), "intervals, venues, lists, memberships, changes"),
    "brigades": Part(_brigades, (1, 1), "a tenth of copied ballots", True),
    "bursts": Part(_bursts, (1, 1), "whether the times of ballots would tell copies better", True),
    "routing": Part(_routing, (17, 2), "coverage of a pilot and an hour, groups and lists by way of asking"),
    "steadiness": Part(_steadiness, (5, 1), "real conversations replayed in 40 steps", True),
    "speed": Part(_speed, (4, 1), "CPU and memory of an update up to a million people, beside red-dwarf"),
}


def _arguments(given: list[str]) -> argparse.Namespace:
    width = max(map(len, PARTS))
    whole, short = (sum(part.minutes[i] for part in PARTS.values()) for i in range(2))
    lines = [
        "parts, and about how many minutes each takes on a quiet core, whole and quick"
        f" ({whole:.0f} and {short:.0f} in all):"
    ]
    lines += [
        f"  {name:{width}} {part.minutes[0]:4.0f} {part.minutes[1]:3.0f}  {part.says}"
        for name, part in PARTS.items()
    ]
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.analysis",
        description=__doc__,
        epilog="\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="*", help="all of them if none is named")
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the simulations, the smaller conversations"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on after a run that was cut short: parts that it finished with the same code are not run again",
    )
    arguments = parser.parse_args(given)
    unknown = [name for name in arguments.part if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return arguments


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()},"
        f" numpy {np.__version__}, one BLAS thread; load {load}"
    )


def _run(name: str, quick: bool) -> list[Figure]:
    found, began, cpu = Figures(), time.monotonic(), time.process_time()
    PARTS[name].run(quick, found)
    took, worked = time.monotonic() - began, time.process_time() - cpu
    print(f"  [{name}: {took / 60:.1f} min, {worked / 60:.1f} min of CPU in this process]", flush=True)
    return found.all


def main(given: list[str]) -> int:
    arguments = _arguments(given)
    print(_machine(), flush=True)
    record = Record("quick" if arguments.quick else "whole")
    figures: list[Figure] = []
    left_out = []
    for name in arguments.part or PARTS:
        kept = record.found(name) if arguments.resume else None
        print(f"\n== {name}: {PARTS[name].says}", flush=True)
        if PARTS[name].shared and not SHARED.is_dir():
            print(f"  NOT RUN: no reference conversations beside this checkout ({SHARED})")
            left_out.append(name)
        elif kept is not None:
            print(f"  finished {kept[0]}, taken from there")
            figures += kept[1]
        else:
            got = _run(name, arguments.quick)
            record.keep(name, time.strftime("%Y-%m-%d %H:%M:%S %Z"), got)
            figures += got
    missed = [one for one in figures if not one.is_met]
    print(f"\n== all figures\n{_machine()}\n{table(figures)}")
    if left_out:
        print(f"NOT RUN on this machine: {', '.join(left_out)}")
    print(f"{len(figures) - len(missed)} of {len(figures)} met" + ("; MISSED:" if missed else ""))
    for one in missed:
        print(f"  {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
