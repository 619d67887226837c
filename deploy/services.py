"""What the tests need of the system: a browser, and Redis. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import PYTHON
from running import heading, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


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
