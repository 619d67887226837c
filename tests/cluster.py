"""The scaled form for tests: a Redis, hubs and analysts as processes, and one address in front of the hubs."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.proxy import Proxy
from tests.server_process import PATIENCE_S, Server, free_port
from tests.store.redis_server import RedisServer, redis_server
from tests.store.redis_several import Guarded, guarded
from tests.warm_server import begun_warm


class Member:
    """One process of the cluster, which can be killed, held and started again. is_warm: its libraries are loaded."""

    def __init__(
        self,
        words: list[str],
        data: Path,
        port: int | None = None,
        module: str = "plenary",
        is_warm: bool = False,
    ) -> None:
        self._words = words
        self._module = module
        self._data = data
        self._is_warm = is_warm
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> None:
        # Outages are what these processes are there for; what they log of them is nobody's to read here.
        if self._is_warm:
            self.process = begun_warm(self._words, self._data)
        else:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self._module, *self._words],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"XDG_STATE_HOME": str(self._data / "state")},
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Returns when it answers, if it has an address."""
        until = time.monotonic() + PATIENCE_S
        while self.port is not None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1):
                    return
            except OSError:
                if self.process is None or self.process.poll() is not None:
                    raise RuntimeError("a member of the cluster ended at once") from None
                if time.monotonic() > until:
                    raise TimeoutError("a member of the cluster does not answer") from None
                time.sleep(0.02)

    def signal(self, what: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(what)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.ended()

    def ended(self) -> int:
        assert self.process is not None
        status = self.process.wait(PATIENCE_S)
        self.process = None
        return status


class Cluster(Server):
    """Hubs and analysts on one Redis, used like a single server: `url` is the address of all hubs.

    is_guarded: as the runbook has it: two replicas stand beside that Redis, of which one is waited for, and a Sentinel
    that makes one of them the primary where need be.   is_paced, more: of each hub, as of a `Server`.
    """

    def __init__(
        self,
        data: Path,
        hubs: int = 2,
        analysts: int = 1,
        hub_module: str = "plenary",
        is_guarded: bool = False,
        is_paced: bool = False,
        more: Sequence[str] = (),
        is_warm: bool = False,
    ) -> None:
        super().__init__(data, is_paced=is_paced, more=more)
        self._doors = contextlib.ExitStack()
        self.guarded: Guarded | None = None
        if is_guarded:
            # Patient: one that only waits for a core must not be taken for dead, and its followers led elsewhere.
            self.guarded = self._doors.enter_context(guarded(2, {"min-replicas-to-write": "1"}, 2_000))
            self.redis_url = f"{self.guarded.url}?replicas=1"
        else:
            self._redis = self._doors.enter_context(redis_server())
            self.redis_url = self._redis.url
        shared = ["--redis", self.redis_url]
        ports = [free_port() for _ in range(hubs)]
        self.proxy = Proxy(ports)
        self.port = self.proxy.port
        self.url = f"http://127.0.0.1:{self.port}"
        self.hubs = [
            Member(
                [
                    "hub",
                    "--port",
                    str(port),
                    "--data",
                    str(data),
                    "--public-url",
                    self.url,
                    *self._paced,
                    *more,
                    *shared,
                ],
                data,
                port,
                hub_module,
                is_warm and hub_module == "plenary",
            )
            for port in ports
        ]
        self.analysts = [Member(["analyst", *shared], data, is_warm=is_warm) for _ in range(analysts)]

    @property
    def redis(self) -> RedisServer:
        """The one that serves now."""
        return self.guarded.primary() if self.guarded else self._redis

    def start(self) -> None:
        members = [*self.hubs, *self.analysts]
        for member in members:
            if member.process is None:
                member.start(wait=False)
        for member in members:
            member.wait()

    def kill(self) -> None:
        """All hubs and analysts at once; Redis lives."""
        for member in [*self.hubs, *self.analysts]:
            if member.process is not None:
                member.kill()

    def stop(self, told: signal.Signals = signal.SIGTERM) -> int:
        running = [member for member in [*self.hubs, *self.analysts] if member.process is not None]
        try:
            for member in running:
                member.signal(told)
            return max((member.ended() for member in running), default=0)
        finally:
            for member in running:
                if member.process is not None:
                    member.kill()
            self.proxy.close()
            self._doors.close()

    def __enter__(self) -> "Cluster":
        try:
            self.start()
        except BaseException:
            self.stop(signal.SIGKILL)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
