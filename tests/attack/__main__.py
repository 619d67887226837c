"""`python -m tests.attack [NAME …]`, or `make attack`: what attacks do to a hundred people who vote meanwhile.

Prints, for each attack, what became of the attackers, how long the people's votes took beside a calm time before, and
how much memory the server holds afterwards. Fails where an attacker stays, the server ends, a vote is not counted, or a
tenth more memory is held than before.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.attack.attackers import ATTACKS
from tests.attack.honest import WHOLE, attacked


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ATTACKS, []], metavar="NAME")
    args = parser.parse_args()
    passed = True
    for name in args.names or ATTACKS:
        with tempfile.TemporaryDirectory() as folder:
            report = asyncio.run(attacked(name, WHOLE[name], Path(folder)))
        print(report, flush=True)
        passed = passed and not report.complaints
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
