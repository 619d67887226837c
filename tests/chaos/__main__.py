"""`python -m tests.chaos [TRIAL …] [--n TIMES] [--seed SEED]`, or `make chaos`: break things, and look."""

import argparse
import asyncio
import sys

from tests.chaos.report import NotHere, Report
from tests.chaos.trials import TRIALS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("trial", nargs="*", help=f"of {', '.join(TRIALS)}; all of them if none is named")
    parser.add_argument(
        "--n", type=int, help="how often the fault is brought about; otherwise as each trial says"
    )
    parser.add_argument("--seed", type=int, help="of the crowd and of the moments; otherwise a fresh one")
    args = parser.parse_args()
    unknown = [name for name in args.trial if name not in TRIALS]
    if unknown:
        parser.error(f"no such trial: {', '.join(unknown)}")
    failed, left_out = [], []
    for name in args.trial or TRIALS:
        trial = TRIALS[name]
        try:
            report: Report = asyncio.run(trial.run(name, args.n or trial.whole, args.seed))
        except NotHere as reason:
            left_out.append(f"{name} ({reason})")
            continue
        print(report, flush=True)
        if not report.is_passed:
            failed.append(name)
    if left_out:
        print(f"NOT RUN on this machine: {'; '.join(left_out)}")
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
