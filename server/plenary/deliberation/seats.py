"""Seats: in an event that asks for a proof, each stands for one ballot, and one device at a time holds it.

Whoever votes from a seat votes as that seat (`identity.seated_id`), whatever device they hold it with: a seat that
moves to another device keeps its ballot, and no second one comes of it. Pure: digests, times and secrets come in as
arguments.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from plenary.deliberation.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. Only digests of secrets are kept (`identity.secret_digest`).

    subject: what it was made for: a digest of its first ticket, or a keyed one of an address or an account.
    number: a ticket's number on the sheet.   ticket: what opens it, up to ticket_until_ms (ms since 1970) if that is
    said.   recovery: what gives it to another device without asking anybody.   holder: the pass of the device that has
    it.   turn: how many devices have held it.   version: rises with every change.
    """

    subject: str
    level: Level
    number: int | None = None
    ticket: str | None = None
    ticket_until_ms: int | None = None
    recovery: str | None = None
    holder: str | None = None
    turn: int = 0
    revoked: bool = False
    version: int = 1

    @property
    def keys(self) -> tuple[str, ...]:
        """The digests that it is found by."""
        return tuple(key for key in (self.ticket, self.recovery, self.holder) if key is not None)


class Taking(StrEnum):
    """How it went when a device asked for a seat."""

    TAKEN = "taken"
    HELD = "held"
    """It had it already: an answer was lost, and it asked again."""
    OCCUPIED = "occupied"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


def take(
    seat: Seat | None, opener: str, holder: str, recovery: str, now_ms: int
) -> tuple[Taking, Seat | None]:
    """How it goes when the device with the pass `holder` shows what `opener` is the digest of, and the seat afterwards.

    recovery: the digest of the code with which this device's owner can move on; the one before is spent.
    """
    if seat is None:
        return Taking.UNKNOWN, None
    if seat.revoked:
        return Taking.REVOKED, None
    if seat.holder == holder:
        return Taking.HELD, None
    if opener == seat.ticket:
        if seat.ticket_until_ms is not None and now_ms >= seat.ticket_until_ms:
            return Taking.EXPIRED, None
        # Whoever confirms an address or signs in again is the same person on another device. A ticket may have been
        # copied: it opens its seat once.
        if seat.level is Level.TICKET and seat.holder is not None:
            return Taking.OCCUPIED, None
    elif opener != seat.recovery:
        return Taking.UNKNOWN, None
    spent = seat.level is not Level.TICKET and opener == seat.ticket
    return Taking.TAKEN, _changed(
        replace(
            seat,
            holder=holder,
            recovery=recovery,
            turn=seat.turn + 1,
            ticket=None if spent else seat.ticket,
            ticket_until_ms=None if spent else seat.ticket_until_ms,
        )
    )


def promised(seat: Seat, ticket: str, until_ms: int) -> Seat:
    """The seat with a new ticket up to a time, beside whoever holds it now."""
    return _changed(replace(seat, ticket=ticket, ticket_until_ms=until_ms))


def reissued(seat: Seat, ticket: str) -> Seat:
    """The seat with a new ticket in place of the old one, and nobody in it; its ballot stays."""
    return _changed(replace(seat, ticket=ticket, recovery=None, holder=None, revoked=False))


def revoked(seat: Seat) -> Seat:
    """The seat closed: no ticket or code opens it, and nobody is in it. Its votes stay."""
    return _changed(replace(seat, holder=None, recovery=None, revoked=True))


def _changed(seat: Seat) -> Seat:
    return replace(seat, version=seat.version + 1)
