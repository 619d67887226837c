"""Who gets which seat: tickets are made, shown, made anew and taken back; addresses and accounts get theirs."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final, NamedTuple

from plenary.deliberation.identity import seated_id, secret_digest
from plenary.deliberation.seats import Seat, Taking, promised, reissued, revoked, take
from plenary.deliberation.vocabulary import EventCode, Level, ParticipantId
from plenary.store.ports import Seats, StoreUnavailable

# Without letters and digits that are read or heard as one another; 26 of them are 128 random bits.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
TICKET_LENGTH: Final = 26
RECOVERY_LENGTH: Final = 16
MOST_TICKETS: Final = 100_000
AT_ONCE: Final = 500

# Another device was first so often: far beyond what happens by chance.
MOST_TRIES: Final = 50


class Ticket(NamedTuple):
    """A ticket as it is handed out: only its maker ever sees the secret."""

    number: int
    secret: str


class Took(NamedTuple):
    """How it went, the seat where a device has it now, and the code to move on with, shown this once."""

    how: Taking
    seat: Seat | None = None
    recovery: str = ""


class TooManyTickets(Exception):
    """An event has room for so many and no more."""


class Seating:
    """The seats of all events of one hub. Everything may raise StoreUnavailable."""

    def __init__(self, seats: Seats, clock: Callable[[], int]) -> None:
        self._seats = seats
        self._clock = clock
        self._issuing = asyncio.Lock()

    async def held(self, code: EventCode, shown: str) -> Seat | None:
        """The seat that a device with this pass holds now."""
        digest = secret_digest(shown)
        seat = await self._seats.seat(code, digest)
        return seat if seat is not None and seat.holder == digest and not seat.revoked else None

    async def issue(self, code: EventCode, count: int, level: Level = Level.TICKET) -> list[Ticket]:
        """So many new tickets, numbered after those there are. Raises TooManyTickets."""
        async with self._issuing:
            made: list[Ticket] = []
            while len(made) < count:
                last = max((one.number or 0 for one in await self._seats.seats(code)), default=0)
                if last + count - len(made) > MOST_TICKETS:
                    raise TooManyTickets
                batch = [
                    Ticket(last + number, _letters(TICKET_LENGTH))
                    for number in range(1, min(count - len(made), AT_ONCE) + 1)
                ]
                seats = [_seat_of(one, level) for one in batch]
                if await self._seats.put(code, [(None, seat) for seat in seats]):
                    made += batch
            return made

    async def take(self, code: EventCode, shown: str, holder: str) -> Took:
        """Give the device with the pass `holder` the seat that a ticket, an e-mail's token or a recovery code opens."""
        opener, digest = secret_digest(plain(shown)), secret_digest(holder)
        recovery = _letters(RECOVERY_LENGTH)
        for _ in range(MOST_TRIES):
            seat = await self._seats.seat(code, opener)
            how, after = take(seat, opener, digest, secret_digest(recovery), self._clock())
            if after is None:
                if how is not Taking.HELD:
                    return Took(how)
                await self._seats.put(code, [])
                return Took(how, seat)
            if await self._seats.put(code, [(seat, after)]):
                return Took(how, after, grouped(recovery))
        raise StoreUnavailable("other devices were always first")

    async def reissue(self, code: EventCode, number: int) -> tuple[Ticket, Seat] | None:
        """A new ticket for the seat of that number, and the seat as it was; None where there is no such seat."""
        ticket = Ticket(number, _letters(TICKET_LENGTH))
        before = await self._change(code, number, lambda seat: reissued(seat, secret_digest(ticket.secret)))
        return None if before is None else (ticket, before)

    async def revoke(self, code: EventCode, number: int) -> Seat | None:
        """Close the seat of that number; gives it as it was, None where there is no such seat."""
        return await self._change(code, number, revoked)

    async def seats(self, code: EventCode) -> list[Seat]:
        return await self._seats.seats(code)

    async def erase(self, code: EventCode, participant: ParticipantId) -> None:
        """Take the participant's seat away whole, so that nothing leads from a ticket, address or account to them."""
        for _ in range(MOST_TRIES):
            every = await self._seats.seats(code)
            own = next((one for one in every if seated_id(code, one.subject) == participant), None)
            if own is None or await self._seats.put(code, [(own, None)]):
                return
        raise StoreUnavailable("other devices were always first")

    async def subject(self, code: EventCode, level: Level, name: str) -> str:
        """What stands for an address or an account in this event: a keyed digest; its key is the event's secret."""
        secret = await self._seats.seat_secret(code)
        return hmac.new(secret, f"{level.value}\x1f{name}".encode(), hashlib.sha256).hexdigest()

    async def promise(self, code: EventCode, level: Level, subject: str, lasts_ms: int) -> str:
        """A token that opens the subject's seat once, within that time; one promised before opens nothing any more."""
        token = _letters(TICKET_LENGTH)
        until_ms = self._clock() + lasts_ms
        for _ in range(MOST_TRIES):
            before = await self._seats.seat_for(code, subject)
            after = promised(before or Seat(subject, level, version=0), secret_digest(token), until_ms)
            if await self._seats.put(code, [(before, after)]):
                return token
        raise StoreUnavailable("other devices were always first")

    async def _change(self, code: EventCode, number: int, change: Callable[[Seat], Seat]) -> Seat | None:
        for _ in range(MOST_TRIES):
            every = await self._seats.seats(code)
            before = next((one for one in every if one.number == number), None)
            if before is None or await self._seats.put(code, [(before, change(before))]):
                return before
        raise StoreUnavailable("other devices were always first")


def plain(shown: str) -> str:
    """A ticket or code as it was made, however somebody has typed it: in groups, in small letters."""
    return "".join(letter for letter in shown.upper() if letter.isalnum())


def grouped(secret: str, size: int = 4) -> str:
    """The secret as people read it out."""
    return "-".join(secret[at : at + size] for at in range(0, len(secret), size))


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _seat_of(ticket: Ticket, level: Level) -> Seat:
    # Not made from the number: whoever reads the list of numbers must not find anybody's votes by it.
    return Seat(secrets.token_hex(16), level, ticket.number, secret_digest(ticket.secret))
