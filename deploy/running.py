"""Running programs in the checkout, and saying what is done. Standard library only."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTED = time.monotonic()


def run(*command: str | Path) -> None:
    """Runs a program in the checkout's root; ours ends with its exit code when it fails."""
    end_with(subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode, command)


@contextlib.contextmanager
def beside(*command: str | Path) -> Iterator[None]:
    """Runs a program while the block runs, and waits for its end; ours ends with its exit code when it fails."""
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT)
    try:
        yield
        end_with(process.wait(), command)
    finally:
        process.terminate()


def end_with(code: int, command: tuple[str | Path, ...]) -> None:
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
