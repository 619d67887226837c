"""Whose page a request comes from: ours alone may use a cookie or open a socket."""

from collections.abc import Iterable

from starlette.requests import HTTPConnection


class Origins:
    """The Origins of our own pages; none named means whatever Host the request came by."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = frozenset(named)

    def is_own_page(self, asked: HTTPConnection) -> bool:
        """Whether the request says, once, that it comes from one of our pages: scheme, host and port are the same."""
        sent = asked.headers.getlist("origin")
        if self._named:
            return len(sent) == 1 and sent[0] in self._named
        scheme = "https" if asked.scope["scheme"] in ("https", "wss") else "http"
        return sent == [f"{scheme}://{asked.headers.get('host', '')}"]

    def is_program(self, asked: HTTPConnection) -> bool:
        """Whether it comes from no page: a program sends no Origin, and must bring its own key."""
        return not asked.headers.getlist("origin")
