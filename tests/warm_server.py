"""Processes whose libraries are loaded already, for tests that kill them again and again.

A cold start is a second of work, and nearly all of it is loading; what a fault test looks at comes after it. Such a
process is a child of one that has loaded everything and does nothing else.
"""

import os
import signal
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import Popen
from typing import cast

from tests.server_process import Server

_LOADED = get_context("forkserver")
_LOADED.set_forkserver_preload(
    [f"plenary.commands.{name}" for name in ("serve", "hub", "analyst")] + ["tests.warm_server"]
)


def begun_warm(words: list[str], data: Path, tracer: Sequence[str] = ()) -> "Popen[bytes]":
    """A process that carries out this command of Plenary, begun in milliseconds; it says nothing.

    tracer: words of a command that takes `-p` and watches that process from before it begins.
    """
    process = _LOADED.Process(
        target=_carry_out, args=(words, str(data / "state"), tuple(tracer)), daemon=True
    )
    process.start()
    return cast("Popen[bytes]", Forked(process))


class WarmServer(Server):
    """`plenary serve` on a port that stays the same over restarts, begun in milliseconds.

    is_cold: whether the next start is one from nothing, as a machine does it.   before: of a tracer; otherwise it
    takes hold of a process that has loaded everything.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.is_cold = False

    def _begin(self, words: list[str]) -> "Popen[bytes]":
        if self.is_cold:
            return super()._begin(words)
        return begun_warm(words, self.data, self.before)


class Forked:
    """What is asked of a process."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, told: signal.Signals) -> None:
        if self._process.is_alive():
            os.kill(self.pid, told)

    def wait(self, within_s: float) -> int:
        self._process.join(within_s)
        if self._process.exitcode is None:
            raise TimeoutError("the process does not end")
        return self._process.exitcode


def _carry_out(words: list[str], state: str, tracer: tuple[str, ...]) -> None:
    from plenary.__main__ import main

    os.environ["XDG_STATE_HOME"] = state
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if tracer:
        Popen([*tracer, "-p", str(os.getpid())])
        while "TracerPid:\t0\n" in Path("/proc/self/status").read_text():
            time.sleep(0.002)
    raise SystemExit(main(words))
