"""A server process whose libraries are loaded already, for tests that kill it again and again.

A cold start is a second of work, and nearly all of it is loading; what a fault test looks at comes after it. Such a
server is a child of a process that has loaded everything and does nothing else.
"""

import os
import signal
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import Popen
from typing import cast

from tests.server_process import Server


class WarmServer(Server):
    """`plenary serve` on a port that stays the same over restarts, begun in milliseconds.

    is_cold: whether the next start is one from nothing, as a machine does it. `before` implies it.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.is_cold = False
        self._warm = get_context("forkserver")
        self._warm.set_forkserver_preload(["plenary.commands.serve", "tests.warm_server"])

    def _begin(self, words: list[str]) -> "Popen[bytes]":
        if self.is_cold or self.before:
            return super()._begin(words)
        process = self._warm.Process(target=_serve, args=(words, str(self.data / "state")), daemon=True)
        process.start()
        return cast("Popen[bytes]", Forked(process))


class Forked:
    """What a server asks of its process."""

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
            raise TimeoutError("the server does not end")
        return self._process.exitcode


def _serve(words: list[str], state: str) -> None:
    from plenary.__main__ import main

    os.environ["XDG_STATE_HOME"] = state
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    raise SystemExit(main(words))
