"""Where a server listens and how people reach it: the arguments that say so, of every command that starts one."""

import argparse
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from plenary.local import people_url
from plenary.pages.addresses import networks

DEFAULT_PORT: Final = 8000


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, by what name people reach it, and what it is like to them: behind which proxies, whether
    it holds them back, for how many days it keeps an event, and in whose pages its own may stand."""

    host: str
    port: int
    public_url: str | None
    proxies: tuple[str, ...] = ()
    is_paced: bool = True
    retain_days: int | None = None
    embedders: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address for whoever sits at this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def people_url(self) -> str:
        """The address to give to people."""
        return (self.public_url or self.url).rstrip("/")


def add_address_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for the whole network"
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--public-url", help="how people reach this server, e.g. https://plenary.example.org")
    parser.add_argument(
        "--proxy",
        action="append",
        type=_proxy,
        default=[],
        metavar="ADDRESS",
        help="a proxy or network of proxies in front, e.g. 127.0.0.1 or 10.0.0.0/8, whose X-Forwarded-For is believed;"
        " may be said several times",
    )
    parser.add_argument(
        "--embed",
        action="append",
        type=_origin,
        default=[],
        metavar="ORIGIN",
        help="a site whose pages may hold participants' pages and reports, e.g. https://stream.example.org;"
        " may be said several times (default: none may)",
    )
    parser.add_argument(
        "--unpaced",
        action="store_true",
        help="set no limits on how often people ask: for measurements only",
    )
    parser.add_argument(
        "--retain",
        type=days,
        metavar="DAYS",
        help="take an event away, with its report, so many days after the last word in it (default: never)",
    )
    parser.add_argument(
        "--traces",
        action="store_true",
        help="send OpenTelemetry traces to the collector at $OTEL_EXPORTER_OTLP_ENDPOINT (pip install 'plenary[otel]')",
    )
    parser.add_argument(
        "--log", choices=("info", "warning"), default="warning", help="how much to say on stderr"
    )


def add_url_argument(parser: argparse.ArgumentParser) -> None:
    """Of commands that write links for people."""
    parser.add_argument(
        "--url",
        help="where people reach the server, for the links (default: as the last one on this data directory said;"
        f" http://127.0.0.1:{DEFAULT_PORT} before the first)",
    )


def url_for_people(args: argparse.Namespace) -> str:
    """What links begin with, by the arguments --url and --data."""
    found: str = args.url or people_url(args.data) or f"http://127.0.0.1:{DEFAULT_PORT}"
    return found.rstrip("/")


def days(text: str) -> int:
    """A number of days. Raises ValueError."""
    if not 1 <= int(text) <= 36_500:
        raise ValueError(text)
    return int(text)


def _proxy(name: str) -> str:
    """Raises ValueError where it is no address and no network."""
    networks([name])
    return name


def _origin(text: str) -> str:
    """Raises ValueError where it is no scheme, host and port."""
    parts = urlsplit(text)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or text != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ValueError(text)
    # In a policy a space would begin another source, and ";" another rule.
    if parts.username is not None or not re.fullmatch(r"[a-z0-9.:\[\]-]+", parts.netloc):
        raise ValueError(text)
    return text


def address_from(args: argparse.Namespace) -> Address:
    return Address(
        args.host,
        args.port,
        args.public_url,
        tuple(args.proxy),
        not args.unpaced,
        args.retain,
        tuple(args.embed),
    )
