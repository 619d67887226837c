"""From a fresh checkout to a running server or to finished tests, with nothing but Python 3.11.

    python3 deploy/dev.py run [ARGUMENT…]       serve a demonstration event (arguments go to `plenary demo`)
    python3 deploy/dev.py test [ARGUMENT…]      all the checks and tests (arguments go to pytest)
    python3 deploy/dev.py check                 format, lint and types only
    python3 deploy/dev.py setup                 .venv and the built pages, for the commands of `.venv/bin`
    python3 deploy/dev.py web                   build the pages, if they have changed
    python3 deploy/dev.py npm ARGUMENT…         npm in web/
    python3 deploy/dev.py audit                 dependencies, secrets and likely holes; writes sbom.json
    python3 deploy/dev.py tickets               a thousand devices with one ticket, 200 times, on every store
    python3 deploy/dev.py spreadsheet           LibreOffice opens hostile cells and every exported table: no formulas
    python3 deploy/dev.py sizes                 the runbook's table: phones, machines, memory, cost
    python3 deploy/dev.py evening               the runbook's server in an empty Debian, timed (root, debootstrap)
    python3 deploy/dev.py bench | bench-analysis | bench-realtime | bench-reports | bench-hall
    python3 deploy/dev.py load | chaos | screenshots
    python3 deploy/dev.py attack                floods, slow and oversized requests, guesses, beside people who vote
    python3 deploy/dev.py brigades              bots in real conversations (../shared/data): who is flagged, what bends
    python3 deploy/dev.py fuzz                  have atheris look for bytes that break a reader (--seconds S a target)
    python3 deploy/dev.py reloads               the outbox through two hundred reloads, crashes and cuts
    python3 deploy/dev.py lock [--upgrade]      write the lock files again from pyproject.toml
    python3 deploy/dev.py clean                 remove everything that was installed or built

Standard library only. Everything lands in .venv and web/; only `test` asks the system's package manager for something:
a browser and Redis, where it may and neither is there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable

import web_build
from environment import BIN, PYTHON, VENV, build_web, lock, npm, set_up
from running import ROOT, become, beside, elapsed, heading, run, say
from services import get_services

FUZZED_S = 60
"""How long atheris looks at each reader, beside the tests."""


def serve(*arguments: str) -> None:
    set_up()
    build_web()
    become(BIN / "plenary", "demo", *arguments)


def test(*arguments: str) -> None:
    set_up(tests=True)
    build_web()
    get_services()
    check()
    heading("vitest")
    npm("run", "--silent", "test")
    heading(f"pytest, {elapsed()} after the start")
    # A file's tests stay together, for what they share; a set has one order for all workers, another in each run.
    os.environ.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))
    # One more worker than there are cores: where servers are killed and pages wait, a core is free.
    workers = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    # Not for a few of the tests, nor where there is no atheris. It is done some minutes before them, so that pytest's
    # closing line ends the output.
    fuzz = beside(PYTHON, "-m", "tests.fuzz", "--aside", "--seconds", str(FUZZED_S))
    with contextlib.nullcontext() if arguments or sys.platform != "linux" else fuzz:
        run(PYTHON, "-m", "pytest", *workers, *arguments)


def check() -> None:
    set_up(tests=True)
    heading("format")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    heading("lint")
    run(PYTHON, "-m", "ruff", "check", ".")
    heading("types, Python")
    run(PYTHON, "-m", "mypy")
    heading("types, TypeScript")
    npm("run", "--silent", "check")


def setup() -> None:
    set_up()
    build_web()


def module(name: str) -> Callable[..., None]:
    """The command that runs one of the modules under tests/."""

    def command(*arguments: str) -> None:
        set_up(tests=True)
        build_web()
        become(PYTHON, "-m", name, *arguments)

    return command


def bench_realtime(*arguments: str) -> None:
    set_up(tests=True)
    build_web()
    peers = ROOT / "tests" / "load" / "peers"
    if not (peers / "node_modules").exists():
        heading("install the servers to compare with")
        npm("--prefix", str(peers), "ci", "--no-audit", "--no-fund")
    become(PYTHON, "-m", "tests.load", "beside-peers", *arguments)


def reloads(*arguments: str) -> None:
    """The phone's outbox through two hundred reloads, crashes and cuts, ten times what `test` does."""
    set_up(tests=True)
    build_web()
    get_services()
    os.environ.setdefault("PLENARY_RELOADS", "200")
    become(PYTHON, "-m", "pytest", "-s", "tests/browser/test_reloads.py", *arguments)


def audit() -> None:
    set_up(tests=True, audit=True)
    become(PYTHON, "deploy/audit.py")


def clean() -> None:
    for path in (VENV, web_build.MODULES, web_build.DIST, *ROOT.glob(".*_cache"), ROOT / ".hypothesis"):
        shutil.rmtree(path, ignore_errors=True)
    for folder in ("server", "analysis", "tests", "deploy"):
        for path in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(path, ignore_errors=True)


COMMANDS: dict[str, Callable[..., None]] = {
    "run": serve,
    "test": test,
    "check": check,
    "setup": setup,
    "web": setup,
    "npm": npm,
    "bench": module("tests.bench"),
    "bench-realtime": bench_realtime,
    "bench-hall": module("tests.bench.hall"),
    "bench-reports": module("tests.bench.reports"),
    "load": module("tests.load"),
    "chaos": module("tests.chaos"),
    "bench-analysis": module("tests.bench.analysis"),
    "attack": module("tests.attack"),
    "brigades": module("tests.attack.brigades"),
    "fuzz": module("tests.fuzz"),
    "screenshots": module("tests.browser.screenshots"),
    "reloads": reloads,
    "audit": audit,
    "evening": module("tests.deploy.evening"),
    "tickets": module("tests.store.ticket_rush"),
    "sizes": module("tests.load.sizing"),
    "spreadsheet": module("tests.archive.spreadsheet"),
    "lock": lock,
    "clean": clean,
}

# All that is to be said of these stands above; the others have a --help of their own.
TOLD_ABOVE = ("test", "check", "setup", "web", "audit", "lock", "clean")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python gets as far as here)
        sys.exit(f"Plenary needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    name, *arguments = sys.argv[1:] or ["help"]
    if name == "--help" or (name in TOLD_ABOVE and "--help" in arguments):
        say(__doc__ or "")
        return
    if name not in COMMANDS:
        sys.exit(__doc__)
    try:
        COMMANDS[name](*arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
