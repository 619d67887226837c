"""A Redis of the tests' own: on a free port, with a folder of its own, durable, and easy to kill."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import redis

from tests.server_process import free_port

PATIENCE_S = 90.0


class RedisServer:
    """A Redis server program that can be killed and started again on the same files."""

    def __init__(
        self,
        program: str,
        folder: Path,
        fsync: str = "always",
        settings: Path | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._more = more or {}
        self._program = program
        self.folder = folder
        self._fsync = fsync
        self._settings = settings
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self.folder),
        }
        if self._settings is None:
            options |= {"save": "", "appendonly": "yes", "appendfsync": self._fsync}
        options |= self._more
        words = [str(self._settings)] if self._settings else []
        words += [word for name, value in options.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen([self._program, *words], stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE_S
        with redis.Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.01)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        self._process.send_signal(19)

    def go_on(self) -> None:
        self._process.send_signal(18)

    def ask(self, *words: str) -> object:
        with redis.Redis(port=self.port) as client:
            return client.execute_command(*words)


def redis_program() -> str:
    """Skips the test where there is no Redis."""
    program = os.environ.get("TEST_REDIS_SERVER") or shutil.which("redis-server")
    if program is None:
        pytest.skip("no Redis server: install redis-server, or name one in TEST_REDIS_SERVER")
    return program


@contextlib.contextmanager
def redis_server(
    fsync: str = "always", settings: Path | None = None, more: Mapping[str, str] | None = None
) -> Iterator[RedisServer]:
    """A server for as long as this lasts, durable or as `settings` say. Skips the test where there is no Redis."""
    program = redis_program()
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(program, Path(folder), fsync, settings, more)
        try:
            yield server
        finally:
            server.kill()
