"""Seats in memory, for tests and trials."""

import asyncio
import secrets
from collections.abc import Iterable, Sequence

from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode


class MemorySeats:
    """Seats that are gone with their process."""

    def __init__(self) -> None:
        self._seats: dict[EventCode, dict[str, Seat]] = {}
        self._secrets: dict[EventCode, bytes] = {}

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        await asyncio.sleep(0)
        return next((one for one in self._of(code).values() if key in one.keys), None)

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        await asyncio.sleep(0)
        return self._of(code).get(subject)

    async def seats(self, code: EventCode) -> list[Seat]:
        return in_order(self._of(code).values())

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        await asyncio.sleep(0)
        kept = self._of(code)
        if any(kept.get(subject_of(change)) != change[0] for change in changes):
            return False
        for before, after in changes:
            if before is not None:
                del kept[before.subject]
            if after is not None:
                kept[after.subject] = after
        return True

    async def seat_secret(self, code: EventCode) -> bytes:
        return self._secrets.setdefault(code, secrets.token_bytes(32))

    async def forget_seats(self, code: EventCode) -> int:
        self._secrets.pop(code, None)
        return len(self._seats.pop(code, {}))

    def _of(self, code: EventCode) -> dict[str, Seat]:
        return self._seats.setdefault(code, {})


def subject_of(change: tuple[Seat | None, Seat | None]) -> str:
    """Whose seat changes; a change of nothing into nothing raises ValueError."""
    seat = change[0] or change[1]
    if seat is None:
        raise ValueError("a change is of a seat")
    return seat.subject


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Those with numbers first, in their order."""
    return sorted(seats, key=lambda one: (one.number is None, one.number or 0, one.subject))
