"""`python -m tests.chaos [TRIAL or ROW …] [--n TIMES] [--share PART] [--seed SEED]`, or `make chaos`.

Breaks things, and looks. A row is one of the promises: A1, A2, A5, A7, B1 … All end with one table, and with status 1
where a promise is broken, a fault did not happen, a limit is missed or a trial could not be run.
"""

import argparse
import asyncio
import os
import platform
import sys

from tests.chaos.report import NotHere, Report, table
from tests.chaos.trials import ROWS, TRIALS, named


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument(
        "trial",
        nargs="*",
        help=f"of {', '.join(TRIALS)}, or of the rows {', '.join(ROWS)}; all if none is named",
    )
    parser.add_argument(
        "--n", type=int, help="how often the fault is brought about; otherwise as each trial says"
    )
    parser.add_argument("--share", type=float, default=1.0, help="of what each trial says, 0-1")
    parser.add_argument("--seed", type=int, help="of the crowd and of the moments; otherwise a fresh one")
    args = parser.parse_args()
    try:
        names = named(args.trial)
    except KeyError as unknown:
        parser.error(f"no such trial: {unknown.args[0]}")
    reports: list[tuple[str, Report]] = []
    left_out: list[str] = []
    for name in names:
        trial = TRIALS[name]
        times = args.n or max(1, round(trial.whole * args.share))
        print(f"{name}, {times:,} times", flush=True)
        try:
            report = asyncio.run(trial.tried(name, times, args.seed))
        except NotHere as reason:
            left_out.append(f"{name} ({reason})")
            continue
        print(report, flush=True)
        reports.append((trial.row, report))
    load = ", ".join(f"{one:.0f}" for one in os.getloadavg())
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, load {load}\n\n{table(reports)}")
    if left_out:
        print(f"NOT RUN on this machine: {'; '.join(left_out)}")
    failed = [report.name for _, report in reports if not report.is_passed]
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    missed = [report.name for _, report in reports if report.missed]
    if missed:
        print(f"MISSED a limit: {', '.join(missed)}")
    return 1 if failed or missed or left_out else 0


if __name__ == "__main__":
    sys.exit(main())
