"""`python -m tests.attack [NAME …]`, or `make attack`: what attacks do to a hundred people who vote meanwhile.

Prints, for each attack, what became of the attackers, how long the people's votes took beside a calm time just before
(of several rounds), and how much memory the server holds before and afterwards; then which are met. Fails
where an attacker stays, the server ends, a vote is not counted, votes take more than twice as long, or a tenth more
memory is held than before.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.attack.attackers import ATTACKS
from tests.attack.honest import WHOLE, attacked


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ATTACKS, []], metavar="NAME")
    parser.add_argument("--rounds", type=int, help="instead of five of most")
    args = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    missed = []
    names = args.names or list(ATTACKS)
    for name in names:
        size = replace(WHOLE[name], rounds=args.rounds or WHOLE[name].rounds)
        with tempfile.TemporaryDirectory() as folder:
            report = asyncio.run(attacked(name, size, Path(folder)))
        print(report, flush=True)
        if report.complaints or report.misses:
            missed.append(name)
    print(
        f"met: {len(names) - len(missed)} of {len(names)}"
        + (f"; missed: {', '.join(missed)}" if missed else "")
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
