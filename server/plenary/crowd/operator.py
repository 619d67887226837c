"""The operator's way into a server: creating an event and asking for a moderator's link, over HTTP."""

import http.client
import json
from typing import Final
from urllib.parse import quote, urlsplit

from plenary.crowd.addresses import BadAddress, DeskLink, desk_link
from plenary.deliberation.vocabulary import EventCode

TIMEOUT_S: Final = 20.0
TITLE_LIMIT: Final = 200
STATEMENT_LIMIT: Final = 1_000


class OperatorRefused(Exception):
    """The server did not do it; the message says why."""


class Operator:
    """Speaks to one server as its operator. base: its address, as `server_base` gives it."""

    def __init__(self, base: str, secret: str) -> None:
        self._base = base
        self._secret = secret

    def desk(self, code: EventCode, title: str, language: str) -> DeskLink:
        """A moderator's way into the event of that code, which is created if there is none. Raises OperatorRefused."""
        wish = {
            "title": title[:TITLE_LIMIT],
            "language": language,
            "venues": [],
            "prompts": [],
            "code": code,
            "statement_limit": STATEMENT_LIMIT,
        }
        status, answer = self._post("/api/v1/events", wish)
        if status == 201 and isinstance(links := answer.get("links"), dict):
            return self._taken_apart(links.get("moderator"))
        if status == 409:
            status, answer = self._post(f"/api/v1/events/{quote(code)}/links", {"role": "moderator"})
            if status == 201:
                return self._taken_apart(answer.get("link"))
        if status == 401:
            raise OperatorRefused("the server does not know this operator's secret")
        raise OperatorRefused(f"the server answered {status} {answer.get('code', '')}".rstrip())

    def _taken_apart(self, link: object) -> DeskLink:
        try:
            parts = desk_link(link) if isinstance(link, str) else None
        except BadAddress:
            parts = None
        if parts is None:
            raise OperatorRefused("the server gave no desk link")
        # The way we came by works; the name that the server gives to the public may not, from here.
        return DeskLink(self._base, parts.code, parts.secret)

    def _post(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
        parts = urlsplit(self._base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        try:
            connection.request("POST", parts.path + path, json.dumps(body), headers)
            response = connection.getresponse()
            answer = json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException) as reason:
            raise OperatorRefused(f"{self._base} cannot be reached ({reason})") from None
        except ValueError:
            raise OperatorRefused(f"{self._base} is no Plenary server") from None
        finally:
            connection.close()
        return response.status, answer if isinstance(answer, dict) else {}
