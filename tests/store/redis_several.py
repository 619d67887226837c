"""Several Redis servers of the tests' own that belong together: guarded by a Sentinel, or a cluster."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import redis

from tests.server_process import free_port
from tests.store.redis_server import PATIENCE_S, RedisServer, redis_program, redis_server

NAME = "hall"

# By default a primary waits five seconds for more replicas before it copies itself to the first.
AT_ONCE = {"repl-diskless-sync-delay": "0"}


@dataclass(frozen=True)
class Guarded:
    """A primary and its replicas, and the Sentinel that makes one of the other."""

    servers: tuple[RedisServer, ...]
    sentinel: int

    @property
    def url(self) -> str:
        return f"redis+sentinel://127.0.0.1:{self.sentinel}/{NAME}"

    def primary(self) -> RedisServer:
        """Whichever the Sentinel takes for it now."""
        with redis.Redis(port=self.sentinel) as guide:
            _, port = guide.sentinel_get_master_addr_by_name(NAME)
        return next(server for server in self.servers if server.port == int(port))

    def until_another_leads(self, before: RedisServer) -> None:
        until(lambda: self.primary() is not before)


def followers(primary: RedisServer) -> int:
    """How many replicas are in step with it."""
    with redis.Redis(port=primary.port) as client:
        told = client.info("replication")
    states = [
        one["state"] for name, one in told.items() if name.startswith("slave") and isinstance(one, dict)
    ]
    return states.count("online")


@contextlib.contextmanager
def guarded(
    replicas: int = 1, more: Mapping[str, str] | None = None, silent_for_ms: int = 400
) -> Iterator[Guarded]:
    """All servers in step, and the Sentinel knowing them, for as long as this lasts.

    more: settings of each.   silent_for_ms: after how long the Sentinel takes one to be dead.
    """
    settings_of_all = AT_ONCE | dict(more or {})
    with contextlib.ExitStack() as doors:
        first = doors.enter_context(redis_server(more=settings_of_all))
        follow = {"replicaof": f"127.0.0.1 {first.port}"} | settings_of_all
        others = [doors.enter_context(redis_server(more=follow)) for _ in range(replicas)]
        folder = doors.enter_context(tempfile.TemporaryDirectory())
        port, settings = free_port(), Path(folder) / "sentinel.conf"
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\ndir {folder}\n"
            f"sentinel monitor {NAME} 127.0.0.1 {first.port} 1\n"
            f"sentinel down-after-milliseconds {NAME} {silent_for_ms}\n"
            f"sentinel failover-timeout {NAME} 4000\n"
        )
        until(lambda: followers(first) == replicas)
        guide = subprocess.Popen([redis_program(), str(settings), "--sentinel"], stdout=subprocess.DEVNULL)
        try:
            with redis.Redis(port=port) as asked:
                until(lambda: _knows(asked, replicas))
            yield Guarded((first, *others), port)
        finally:
            guide.kill()
            guide.wait()


@dataclass(frozen=True)
class Shared:
    """A cluster of two nodes, each with half of the slots; its address names the first alone."""

    nodes: tuple[RedisServer, RedisServer]

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.nodes[0].port}"

    def node_with(self, space: str) -> RedisServer:
        """The node that holds the events of a name space."""
        return next(node for node in self.nodes if f"{{{space}}}:events" in keys_of(node))

    def move(self, slot: int, to: RedisServer) -> None:
        """Give a slot without keys to a node."""
        name = to.ask("CLUSTER", "MYID")
        assert isinstance(name, bytes)
        for node in (to, *self.nodes):
            node.ask("CLUSTER", "SETSLOT", str(slot), "NODE", name.decode())


def keys_of(server: RedisServer) -> set[str]:
    with redis.Redis(port=server.port) as client:
        return {key.decode() for key in client.scan_iter()}


@contextlib.contextmanager
def sharing() -> Iterator[Shared]:
    """A cluster that serves, for as long as this lasts."""

    # Their own places for the nodes' talk: by default those are ten thousand ports up, where there may be none.
    ours, theirs = str(free_port()), str(free_port())
    options = {"cluster-enabled": "yes", "cluster-node-timeout": "2000"}
    with (
        redis_server(more=options | {"cluster-port": ours}) as first,
        redis_server(more=options | {"cluster-port": theirs}) as second,
    ):
        first.ask("CLUSTER", "ADDSLOTSRANGE", "0", "8191")
        second.ask("CLUSTER", "ADDSLOTSRANGE", "8192", "16383")
        first.ask("CLUSTER", "MEET", "127.0.0.1", str(second.port), theirs)
        for node in (first, second):
            until(partial(_is_whole, node))
        yield Shared((first, second))


def _knows(sentinel: redis.Redis, replicas: int) -> bool:
    try:
        return len(sentinel.sentinel_slaves(NAME)) == replicas
    except redis.ConnectionError:
        return False  # it has only just been started


def _is_whole(node: RedisServer) -> bool:
    told = node.ask("CLUSTER", "INFO")
    assert isinstance(told, bytes)
    return b"cluster_state:ok" in told and b"cluster_known_nodes:2" in told


def until(holds: Callable[[], object]) -> None:
    """Returns once it holds."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)
