"""Where things are on a server: from its web address to sockets, and what a role link holds."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from plenary.deliberation.vocabulary import EventCode

DESK_PATH: Final = re.compile(r"(?P<before>.*)/e/(?P<code>[^/]+)/desk/?")


class BadAddress(Exception):
    """Not the address of a server; the message says why."""


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A moderator's link, taken apart. base: the server's address, without a slash at its end."""

    base: str
    code: EventCode
    secret: str


def server_base(url: str) -> str:
    """The server's address as http(s)://host[:port][/path], without a slash at its end. Raises BadAddress."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(f"{url!r} is not the address of a web server (http://host:port)")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def desk_link(url: str) -> DeskLink | None:
    """The parts of a desk link; None if it is none. Raises BadAddress if its secret is missing."""
    parts = urlsplit(url)
    if (match := DESK_PATH.fullmatch(parts.path)) is None:
        return None
    if not parts.fragment:
        raise BadAddress("the desk link has no secret: copy it with what follows the #")
    base = server_base(f"{parts.scheme}://{parts.netloc}{match['before']}")
    return DeskLink(base, EventCode(match["code"]), parts.fragment)


def socket_url(base: str, code: EventCode) -> str:
    """Where the event's WebSocket is."""
    return f"ws{base.removeprefix('http')}/ws/{code}"
