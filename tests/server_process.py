"""A real server process for tests that need one: started, killed and started again on the same data."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plenary.local import operator_secret_of

PATIENCE_S = 120.0
"""A busy machine takes its time to start a process; whoever waits in vain fails all the same."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Links:
    """The addresses of an event's pages."""

    code: str
    participant: str
    projector: str
    moderator: str
    organiser: str

    @property
    def moderator_key(self) -> str:
        return self.moderator.partition("#")[2]


class Server:
    """`plenary serve` in a process of its own, on a port that stays the same over restarts.

    is_paced: whether it holds back voters that are no people.
    before: words of a command that starts another one, to run the server by it.   more: further options.
    said: where what it says on stderr is kept.
    """

    def __init__(
        self,
        data: Path,
        module: str = "plenary",
        is_paced: bool = False,
        host: str = "127.0.0.1",
        before: Sequence[str] = (),
        more: Sequence[str] = (),
        said: Path | None = None,
    ) -> None:
        self._more = more
        self._said = said
        self._paced = [] if is_paced else ["--unpaced"]
        self.data = data
        self._module = module
        self._host = host
        self.before = before
        self.port = free_port()
        self.url = f"http://{host}:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server answers."""
        words = ["serve", "--host", self._host, "--port", str(self.port), "--data", str(self.data)]
        self._process = self._begin([*words, *self._paced, *self._more])
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=1):
                    return
            except OSError:
                if self._process.poll() is not None:
                    raise RuntimeError("the server ended at once") from None
                time.sleep(0.02)
        raise TimeoutError("the server does not answer")

    def _begin(self, words: list[str]) -> "subprocess.Popen[bytes]":
        """A process that carries out this command of Plenary."""
        command = [*self.before, sys.executable, "-m", self._module, *words]
        environment = os.environ | {"XDG_STATE_HOME": str(self.data / "state")}
        with contextlib.ExitStack() as opened:
            said = opened.enter_context(self._said.open("ab")) if self._said is not None else None
            return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End it as a power cut would: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self, told: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; returns its exit status."""
        return self._end(told)

    def create(self, **wish: Any) -> Links:
        """A new event."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/events",
            json.dumps(wish).encode(),
            {"authorization": f"Bearer {operator_secret_of(self.data)}"},
            method="POST",
        )
        with urllib.request.urlopen(request) as answer:
            made = json.load(answer)
        return Links(made["code"], **made["links"])

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        status = self._process.wait(PATIENCE_S)
        self._process = None
        return status
