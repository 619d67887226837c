"""Who is signed in as the operator: whoever runs the server, and may create events on it.

A session is kept like a seat, under a code that no event can have, so that every hub of a server knows it, and its end.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from plenary.deliberation.identity import secret_digest
from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode, Level
from plenary.store.ports import Seats

OPERATORS_DESK: Final = EventCode("operator")  # events' codes are capital letters
LASTS_MS: Final = 12 * 3_600_000


@dataclass(frozen=True, slots=True)
class OperatorSession:
    """A browser that was signed in as the operator, and until when (ms since 1970)."""

    id: str
    began_ms: int
    expires_ms: int


class Operators:
    """The operator's sessions; with another operator's secret there are none any more. May raise StoreUnavailable."""

    def __init__(self, seats: Seats, secret: str, clock: Callable[[], int]) -> None:
        self._seats = seats
        self._secret = secret
        self._clock = clock
        self._of_secret = secret_digest(f"operator {secret}")[:16]

    def is_secret(self, shown: str) -> bool:
        """Whether this is the operator's secret itself."""
        return hmac.compare_digest(shown.encode(), self._secret.encode())

    async def begin(self) -> str:
        """A new session's token: what its browser shows from now on."""
        token = secrets.token_urlsafe(24)
        subject = f"{self._of_secret}-{secrets.token_hex(8)}"
        session = Seat(
            subject,
            Level.DEVICE,
            holder=secret_digest(token),
            ticket_until_ms=self._clock() + LASTS_MS,
        )
        past = [one for one in await self._seats.seats(OPERATORS_DESK) if not self._is_open(one)]
        await self._seats.put(OPERATORS_DESK, [(None, session)])
        for one in past:
            await self._seats.put(OPERATORS_DESK, [(one, None)])
        return token

    async def session(self, token: str) -> OperatorSession | None:
        """The session of that token, while it lasts."""
        seat = await self._seats.seat(OPERATORS_DESK, secret_digest(token))
        return _session(seat) if seat is not None and self._is_open(seat) else None

    async def sessions(self) -> list[OperatorSession]:
        """Those that are open, the oldest first."""
        found = [_session(one) for one in await self._seats.seats(OPERATORS_DESK) if self._is_open(one)]
        return sorted(found, key=lambda one: one.began_ms)

    async def end(self, session: str) -> bool:
        """End the session of that id. False where there is none."""
        seat = await self._seats.seat_for(OPERATORS_DESK, session)
        return seat is not None and await self._seats.put(OPERATORS_DESK, [(seat, None)])

    def _is_open(self, seat: Seat) -> bool:
        until_ms = seat.ticket_until_ms or 0
        return seat.subject.startswith(f"{self._of_secret}-") and until_ms > self._clock()


def _session(seat: Seat) -> OperatorSession:
    until_ms = seat.ticket_until_ms or 0
    return OperatorSession(seat.subject, until_ms - LASTS_MS, until_ms)
