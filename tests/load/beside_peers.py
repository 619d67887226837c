"""`make bench-realtime`: what the hub costs and how quick it is, beside its peers in the same run, and its targets.

The server runs on one core, what loads it on the other. Medians of several repetitions. A peer that is not installed is
named and left out. At the end every target stands with its figure, its limit, and whether it is met.
"""

import argparse
import os
import platform
import statistics

from plenary.commands.serving import raise_file_limit
from tests.figures import Figures, ended
from tests.load import fanout, servers, targets
from tests.percentiles import percentile

KINDS = ("attached", "calls", "plain", "floor", "ws", "socket.io", "nchan")
SIZES = (200, 2_000)
PARTS = ("fan-out", "storm", "votes", "both", "stalled", "idle")


def broadcasts(
    kinds: list[str], phones: int, repetitions: int, rounds: int, paced: int
) -> dict[str, list[float]]:
    """Medians of each server, in the order of `targets.of_broadcasts`."""
    print(
        f"\nA broadcast to {phones:,} phones (calls: ours where there is no io_uring; plain: through Starlette's send)"
    )
    found: dict[str, list[fanout.Cost]] = {kind: [] for kind in kinds}
    for _ in range(repetitions):
        for kind in kinds:
            cost = fanout.measure(kind, phones, SIZES, rounds, paced)
            found[kind].append(cost)
            print(
                f"  {kind:<9} {cost.cpu_us[200]:5.1f} us at 200 B   {cost.cpu_us[2_000]:5.1f} us at 2 KB"
                f"   {cost.memory_kb:5.1f} kB a phone   {cost.join_cpu_us:5.0f} us a join",
                flush=True,
            )
    print(
        "\n| server | CPU us a delivery, 200 B | 2 KB | once a second: p50 / p99 ms | kB a phone | us a join |"
    )
    print("|---|---|---|---|---|---|")
    rows = {}
    for kind in kinds:
        rows[kind] = [
            statistics.median(one.cpu_us[200] for one in found[kind]),
            statistics.median(one.cpu_us[2_000] for one in found[kind]),
            statistics.median(percentile(one.delays_ms, 0.5) for one in found[kind]),
            statistics.median(percentile(one.delays_ms, 0.99) for one in found[kind]),
            statistics.median(one.memory_kb for one in found[kind]),
            statistics.median(one.join_cpu_us for one in found[kind]),
        ]
        small, large, p50, p99, memory, join = rows[kind]
        print(f"| {kind} | {small:.1f} | {large:.1f} | {p50:.0f} / {p99:.0f} | {memory:.1f} | {join:.0f} |")
    if ours := rows.get("attached"):
        print("\n| ours beside | 200 B | 2 KB | p50 | p99 | memory | join |\n|---|---|---|---|---|---|---|")
        for kind in [kind for kind in kinds if kind != "attached"]:
            pairs = zip(ours, rows[kind], strict=True)
            ratios = [f"{mine / theirs:.2f}" if theirs else "-" for mine, theirs in pairs]
            print(f"| {kind} | {' | '.join(ratios)} |")
    return rows


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load beside-peers", description=__doc__)
    parser.add_argument("--phones", type=int, default=10_000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=10, help="broadcasts of each size in a row")
    parser.add_argument("--paced", type=int, default=5, help="broadcasts once a second")
    parser.add_argument("--only", nargs="*", choices=KINDS, default=KINDS, help="servers to measure")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure")
    args = parser.parse_args(words)
    raise_file_limit()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()}"
    )
    kinds = []
    for kind in args.only:
        if (lacking := servers.missing(kind)) is not None:
            print(f"{kind} is not measured: {lacking} is missing")
        else:
            kinds.append(kind)
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {servers.GENERATOR_CORE})
    figures = Figures()
    if "fan-out" in args.parts:
        medians = broadcasts(kinds, args.phones, args.repetitions, args.rounds, args.paced)
        if "attached" in medians:
            targets.of_broadcasts(medians, figures)
    if "storm" in args.parts:
        bare = [kind for kind in kinds if kind != "floor"]
        targets.storms(bare, min(targets.STORM, args.phones), args.repetitions, figures)
    if "votes" in args.parts:
        targets.votes(args.repetitions, figures)
    if "both" in args.parts:
        targets.both_at_once(args.phones, figures)
    if "stalled" in args.parts:
        targets.stalled(figures)
    if "idle" in args.parts:
        print(f"\nAn idle phone is sent {targets.idle_bytes():.2f} bytes a second")
    if not figures.all:
        return 0  # of a part without a limit
    print(f"\nTargets (load {os.getloadavg()[0]:.0f} at the end)")
    return ended(figures.all)
