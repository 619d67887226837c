"""How the Redis that keeps a name space is reached: at one address, by Sentinels that know it, or in a cluster.

    redis://[[user]:password@]host[:port][/db]            one Redis; rediss:// with TLS, unix://path for a socket
    redis+sentinel://[…@]host[:port][,host…]/NAME[/db]    the primary that these Sentinels call NAME
    redis+cluster://[…@]host[:port][,host…]               whichever node of the cluster has the name space now

`rediss+sentinel` and `rediss+cluster` speak TLS. Options: `?replicas=N` has every batch wait until N replicas have it,
`sentinel_username=` and `sentinel_password=` are for Sentinels that ask for one of their own.

In a cluster the whole name space lies in one slot: its batches are atomic, and its sharded channels stay on one node.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import AskError, ClusterDownError, ReadOnlyError
from redis.retry import Retry
from redis.sentinel import Sentinel

REPLY_WITHIN_S: Final = 2.0

DEFAULT_PORT: Final = 6379
SENTINEL_PORT: Final = 26379

_TRIED_AGAIN: Final = partial(Retry, NoBackoff(), 1)

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Reached:
    """A client of the Redis that has the name space at any time.

    space: what its keys begin with.   replicas: how many of them must have a batch before it is acknowledged.
    """

    client: redis.Redis
    space: str
    replicas: int


def reached(url: str, space: str) -> Reached:
    """The Redis at that address. Nothing is asked of it yet. Raises ValueError where the address is none."""
    parts = urlsplit(url)
    base, _, way = parts.scheme.partition("+")
    options = dict(parse_qsl(parts.query))
    replicas = _count(options.pop("replicas", "0"))
    if not way:
        bare = parts._replace(query="&".join(f"{name}={value}" for name, value in options.items()))
        return Reached(redis.Redis.from_url(bare.geturl(), **_common()), space, replicas)
    if base not in ("redis", "rediss") or way not in ("sentinel", "cluster"):
        raise ValueError(f"{parts.scheme}:// is no way to reach Redis")
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    login = {"username": unquote(user) or None, "password": unquote(password) or None}
    secure = base == "rediss"
    nodes = [
        _address(host, SENTINEL_PORT if way == "sentinel" else DEFAULT_PORT) for host in hosts.split(",")
    ]
    if way == "sentinel":
        return Reached(_by_sentinel(parts, nodes, options, login, secure), space, replicas)
    if options or parts.path not in ("", "/"):
        raise ValueError("a cluster has no databases and no options but replicas")
    tagged = f"{{{space}}}"
    pool = SlotPool(nodes, key_slot(tagged.encode()), secure, **login, **_common())
    return Reached(redis.Redis.from_pool(pool), tagged, replicas)


def _by_sentinel(
    parts: SplitResult, nodes: list[Address], options: dict[str, str], login: Mapping[str, Any], secure: bool
) -> redis.Redis:
    name, _, database = parts.path.strip("/").partition("/")
    if not name:
        raise ValueError("the address of Sentinels ends with the name that they know the primary by")
    theirs = {
        "username": options.pop("sentinel_username", None),
        "password": options.pop("sentinel_password", None),
    }
    if options:
        raise ValueError(f"{next(iter(options))} is no option of Sentinels")
    guides = Sentinel(nodes, sentinel_kwargs=theirs | {"ssl": secure} | _common())  # type: ignore[no-untyped-call]
    primary = guides.master_for(  # type: ignore[no-untyped-call]
        name, GuardedRedis, db=_count(database or "0"), ssl=secure, **login, **_common()
    )
    return cast(redis.Redis, primary)


class GuardedRedis(redis.Redis):
    """A client that Sentinels lead to the primary."""

    def close(self) -> None:
        super().close()
        for guide in cast(Any, self.connection_pool).sentinel_manager.sentinels:
            guide.close()


class SlotPool(redis.ConnectionPool):
    """Connections to whichever node of a cluster has one slot: every new one is led there anew.

    nodes: some of the cluster; others are learned from them.
    """

    def __init__(self, nodes: list[Address], slot: int, secure: bool, **options: Any) -> None:
        self._nodes = dict.fromkeys(nodes)
        self._slot = slot
        self._asking = options | {"ssl": secure}
        kind = SecureSlotConnection if secure else SlotConnection
        super().__init__(connection_class=kind, slot_pool=self, **options)

    def __repr__(self) -> str:
        # The inherited one would name every connection's pool, which is this one.
        return f"SlotPool({self._slot})"

    def owner(self) -> Address:
        """The node that has the slot now. Raises ConnectionError where no node knows."""
        for host, port in list(self._nodes):
            try:
                with redis.Redis(host=host, port=port, **self._asking) as node:
                    ranges = cast("list[list[Any]]", node.execute_command("CLUSTER SLOTS"))
            except redis.RedisError:
                continue
            for first, last, (name, at, *_), *_replicas in ranges:
                if first <= self._slot <= last:
                    # A node that does not know its own name is where it was asked.
                    owner = (name.decode() if name else host, int(at))
                    self._nodes = {owner: None} | self._nodes
                    return owner
        raise redis.ConnectionError("no node of the cluster says who has the slot")


class _LedToSlot:
    """What makes a connection go where its slot is, and go again when that is elsewhere."""

    def __init__(self, slot_pool: SlotPool, **options: Any) -> None:
        self._slot_pool = slot_pool
        super().__init__(**options)

    def connect(self) -> None:
        if self._sock is None:  # type: ignore[attr-defined]
            self.host, self.port = self._slot_pool.owner()
        super().connect()  # type: ignore[misc]

    def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return super().read_response(*args, **options)  # type: ignore[misc]
        except (AskError, ClusterDownError, ReadOnlyError) as elsewhere:
            self.disconnect()  # type: ignore[attr-defined]
            raise redis.ConnectionError("the slot is elsewhere, or on its way") from elsewhere


class SlotConnection(_LedToSlot, redis.Connection):
    """A connection to whichever node has the slot."""


class SecureSlotConnection(_LedToSlot, redis.SSLConnection):
    """The same with TLS."""


def _common() -> dict[str, Any]:
    return {
        "protocol": 3,
        "socket_timeout": REPLY_WITHIN_S,
        "socket_connect_timeout": REPLY_WITHIN_S,
        "retry": _TRIED_AGAIN(),
    }


def _address(host: str, default_port: int) -> Address:
    parts = urlsplit(f"//{host}")
    if not parts.hostname:
        raise ValueError("the address names no host")
    return parts.hostname, parts.port or default_port


def _count(number: str) -> int:
    if not number.isdecimal():
        raise ValueError(f"{number!r} is no number")
    return int(number)
