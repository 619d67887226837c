"""`python -m tests.load NAME [NAME …]`: what a hall does to a server, measured. `--short` for a look in seconds.

`beside-peers`, or `make bench-realtime`: the same broadcasts and joins on Socket.IO, ws and Nchan in one run.
"""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import replace

from plenary.commands.serving import raise_file_limit
from tests.load import beside_peers, slow_readers
from tests.load.scenarios import SCENARIOS, played

OTHERS: dict[str, Callable[[list[str]], int]] = {
    "beside-peers": beside_peers.main,
    "slow-readers": slow_readers.main,
}


def main() -> int:
    if sys.argv[1:] and (other := OTHERS.get(sys.argv[1])) is not None:
        return other(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument(
        "name", nargs="+", choices=[*SCENARIOS, *OTHERS], help="the last two take arguments of their own"
    )
    parser.add_argument("--short", action="store_true", help="a few people for a few seconds")
    parser.add_argument("--people", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--processes", type=int, help="of the generator")
    parser.add_argument("--repetitions", type=int, default=1)
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    raise_file_limit()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()}"
    )
    passed = True
    for name in args.name:
        scenario = SCENARIOS[name]
        size = scenario.short if args.short else scenario.whole
        wished = {"people": args.people, "lasts_s": args.seconds, "processes": args.processes}
        size = replace(size, **{what: value for what, value in wished.items() if value is not None})
        if size.voters > size.people or scenario.whole.voters == scenario.whole.people:
            size = replace(size, voters=size.people)
        for _ in range(args.repetitions):
            report = asyncio.run(played(name, scenario.play, size, args.seed))
            print(report, flush=True)
            passed = (args.short or scenario.limits.are_kept(report)) and not report.broken and passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
