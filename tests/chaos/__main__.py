"""`python -m tests.chaos [TRIAL …] [--n TIMES] [--seed SEED]`, or `make chaos`: break the scaled form, and look."""

import argparse
import asyncio
import sys

from tests.chaos.trials import TRIALS, try_out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("trial", nargs="*", help=f"of {', '.join(TRIALS)}; all of them if none is named")
    parser.add_argument("--n", type=int, default=20, help="how often the fault is brought about")
    parser.add_argument("--seed", type=int, help="of the crowd and of the moments; otherwise a fresh one")
    parser.add_argument("--voters", type=int, default=24)
    args = parser.parse_args()
    unknown = [name for name in args.trial if name not in TRIALS]
    if unknown:
        parser.error(f"no such trial: {', '.join(unknown)}")
    passed = True
    for name in args.trial or TRIALS:
        breaks, analysts = TRIALS[name]
        report = asyncio.run(
            try_out(name, breaks, args.n, voters=args.voters, seed=args.seed, analysts=analysts)
        )
        print(report, flush=True)
        passed = passed and report.is_passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
