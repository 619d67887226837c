"""Cookies in which pages keep a role link's secret, or the pass of a seat, where no script can read it.

A page that was opened by a link posts the secret once and is given the cookie; from then on the browser shows it with
the page's socket. What counts is the link itself: a revoked or expired one opens nothing, in a cookie or not.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from starlette.requests import HTTPConnection

from plenary.deliberation.vocabulary import EventCode, Role
from plenary.hub.session import page_of

Cookies = Mapping[Role, str]

NO_COOKIES: Final[Cookies] = MappingProxyType({})
"""Of most phones, and one for all of them."""

WRONG_KEY: Final = "plenary.wrong-key"
"""The ASGI extension by which an endpoint says that a wrong key was shown on this connection: see WrongKey."""

WrongKey = Callable[[], float]
"""Counts one wrong key against where it came from; 0, or how long they should wait with the next (s)."""

_PAGES: Final = {
    Role.MODERATOR: "desk",
    Role.PROJECTOR: "screen",
    Role.STEWARD: "steward",
    Role.PARTICIPANT: "pass",
}


def cookie_name(code: EventCode, role: Role, secure: bool) -> str:
    """The cookie of the role's page in that event.

    secure: whether the page is reached over TLS. Without it browsers keep no `__Host-` cookie.
    """
    return f"{'__Host-' if secure else ''}plenary-{_PAGES[page_of(role)]}-{code}"


def secrets_shown(asked: HTTPConnection, code: EventCode) -> Cookies:
    """The secrets that a page of ours shows in its cookies, by the page's role."""
    if not any("plenary-" in name for name in asked.cookies):
        return NO_COOKIES
    secure = is_secure(asked)
    named = {role: cookie_name(code, role, secure) for role in _PAGES}
    return {role: asked.cookies[name] for role, name in named.items() if name in asked.cookies}


def is_secure(asked: HTTPConnection) -> bool:
    """Whether the browser reached us over TLS, which a proxy may have ended: the page's Origin says it."""
    return asked.headers.get("origin", "").startswith("https:")
