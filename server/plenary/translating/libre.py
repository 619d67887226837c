"""A client of a LibreTranslate-compatible service, over the standard library. It blocks: call it in a thread."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

TEXT_LIMIT: Final = 1_000
ANSWER_LIMIT_BYTES: Final = 64 * 1_024
TIMEOUT_S: Final = 15.0
TRIES: Final = 3
LONGEST_WAIT_S: Final = 30.0
TRY_AGAIN: Final = {408, 425, 429, 500, 502, 503, 504}


class TranslationFailed(Exception):
    """The service gave no translation. The message says why, and nothing of the text or the key.

    for_good: asking again for this text makes no sense.
    """

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class BadService(ValueError):
    """What was configured is no address of a service."""


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    """One service. url: its address, without `/translate`.   key: where it asks for one.

    wait: sleeps; tests give their own. Raises BadService.
    """

    url: str
    key: str | None = None
    timeout_s: float = TIMEOUT_S
    wait: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise BadService("a translation service has an address like http://127.0.0.1:5000")

    def languages(self) -> dict[str, frozenset[str]]:
        """Which languages the service translates, and each one's targets. Raises TranslationFailed."""
        told = self._ask("GET", "/languages", None)
        if not isinstance(told, list):
            raise TranslationFailed("the service named no languages", for_good=True)
        found = {}
        for one in told:
            if isinstance(one, dict) and isinstance(one.get("code"), str):
                targets = one.get("targets")
                found[one["code"]] = frozenset(t for t in targets or () if isinstance(t, str))
        return found

    def translate(self, text: str, source: str, target: str) -> str:
        """The text in the other language; both are language codes such as `fr`. Raises TranslationFailed."""
        if len(text) > TEXT_LIMIT:
            raise TranslationFailed("the text is too long", for_good=True)
        wish = {"q": text, "source": source, "target": target, "format": "text"}
        if self.key is not None:
            wish["api_key"] = self.key
        told = self._ask("POST", "/translate", wish)
        translated = told.get("translatedText") if isinstance(told, dict) else None
        if not isinstance(translated, str) or not translated.strip():
            raise TranslationFailed("the service sent no text", for_good=True)
        return translated[:TEXT_LIMIT]

    def _ask(self, method: str, path: str, wish: dict[str, str] | None) -> object:
        """What the service says; busy or out of reach, it is asked again, as often as TRIES says."""
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._ask_once(method, path, wish)
            except _Later as later:
                if left == 0:
                    raise TranslationFailed(later.why, for_good=False) from None
                self.wait(min(later.after_s, LONGEST_WAIT_S))
        raise AssertionError("the last try has returned or raised")

    def _ask_once(self, method: str, path: str, wish: dict[str, str] | None) -> object:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout_s)
        body = json.dumps(wish) if wish is not None else None
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            # A redirect is not followed: the key and the texts go where the operator said, and nowhere else.
            connection.request(method, parts.path.rstrip("/") + path, body, headers)
            with connection.getresponse() as answer:
                said = answer.read(ANSWER_LIMIT_BYTES + 1)
        except (OSError, http.client.HTTPException) as trouble:
            raise _Later(f"the service cannot be reached ({type(trouble).__name__})", 1.0) from None
        finally:
            connection.close()
        if answer.status in TRY_AGAIN:
            raise _Later(f"the service answered {answer.status}", _seconds(answer.getheader("Retry-After")))
        if answer.status != 200:
            raise TranslationFailed(f"the service answered {answer.status}", for_good=True)
        if len(said) > ANSWER_LIMIT_BYTES:
            raise TranslationFailed("the service's answer is too long", for_good=True)
        try:
            told: object = json.loads(said)
        except (ValueError, RecursionError):
            raise TranslationFailed("the service does not speak this protocol", for_good=True) from None
        return told


class _Later(Exception):
    """Not now; perhaps after so many seconds."""

    def __init__(self, why: str, after_s: float) -> None:
        super().__init__(why)
        self.why = why
        self.after_s = after_s


def _seconds(told: str | None) -> float:
    try:
        return max(0.0, float(told)) if told is not None else 1.0
    except ValueError:
        return 1.0
