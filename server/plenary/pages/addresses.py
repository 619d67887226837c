"""Who asks, as far as a network tells: an address, behind the proxies that are known, and a name for it that fades."""

import contextlib
import hmac
import ipaddress
import secrets
import socket
from collections.abc import Callable, Sequence
from typing import Final

from starlette.requests import HTTPConnection

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Whoever has one address of such a network has all of them.
IPV6_PREFIX: Final = 64
LOCAL: Final = "local"
NEW_KEY_EVERY_S: Final = 600.0


def networks(named: Sequence[str]) -> tuple[Network, ...]:
    """The networks that were named, a single address being one. Raises ValueError."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in named)


def address_of(asked: HTTPConnection, proxies: Sequence[Network]) -> str:
    """The address that the request comes from: the nearest one that is no known proxy's.

    What a proxy forwards counts from the right, and only as far as the proxies themselves have written it.
    """
    nearest = asked.client.host if asked.client is not None else LOCAL
    hops = [hop.strip() for line in asked.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _is_of(nearest, proxies):
        hop = hops.pop()
        if _parsed(hop) is None:
            break
        nearest = hop
    return _whole(nearest)


class Names:
    """Names for addresses that cannot be turned back, and are others after ten minutes. Nothing of them is kept."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._key, self._last_key = secrets.token_bytes(16), secrets.token_bytes(16)
        self._until_s = now_s() + NEW_KEY_EVERY_S

    def of(self, address: str) -> bytes:
        """The name of the address now."""
        self._fade()
        return _named(self._key, address)

    def before(self, address: str) -> bytes:
        """The name that it had before."""
        self._fade()
        return _named(self._last_key, address)

    def _fade(self) -> None:
        if (now_s := self._now_s()) >= self._until_s:
            self._last_key, self._key = self._key, secrets.token_bytes(16)
            self._until_s = now_s + NEW_KEY_EVERY_S


def _named(key: bytes, address: str) -> bytes:
    return hmac.digest(key, address.encode(), "sha256")[:16]


def _is_of(address: str, proxies: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in one for one in proxies if one.version == parsed.version)


def _whole(address: str) -> str:
    with contextlib.suppress(OSError, ValueError):
        # Most are, and every phone that comes asks: a twentieth of the time of what follows.
        socket.inet_pton(socket.AF_INET, address)
        return address
    parsed = _parsed(address)
    if parsed is None or parsed.version == 4:
        return address if parsed is None else str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed
