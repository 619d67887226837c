"""Tickets: made, printed, made anew and taken back, by whoever organises the event; a steward makes one anew.

The answer that makes tickets is the only place where their secrets ever stand: a page to print, or a table to mail out.
"""

import csv
import io
from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.commands import VacateSeat
from plenary.deliberation.entities import Grant
from plenary.deliberation.identity import seated_id
from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode, Level, Role
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.hub.seating import Ticket, TooManyTickets, grouped
from plenary.pages import documents
from plenary.pages.access import ROUTES
from plenary.pages.answers import answer, base_of, bytes_of, problem, source_of
from plenary.pages.documents import PagesMissing
from plenary.pages.keys import Keys
from plenary.pages.languages import ENGLISH, read_catalogues
from plenary.pages.plain_html import Words
from plenary.pages.sheet_html import PRINT_SCRIPT, STYLE, link, qr, sheet
from plenary.store.ports import EventUnknown, StoreUnavailable

BODY_LIMIT_BYTES: Final = 1_024
MOST_AT_ONCE: Final = 10_000


class TicketsWanted(Struct, frozen=True):
    """How many new tickets, and as what: a page to print, or a table."""

    count: Annotated[int, Meta(ge=1, le=MOST_AT_ONCE)]
    form: Annotated[str, Meta(pattern="^(sheet|csv)$")] = "sheet"


class TicketStanding(Struct, frozen=True):
    """One ticket as its makers see it: whether a device holds its seat, or it has been taken back."""

    number: int
    taken: bool
    revoked: bool


class TicketsStanding(Struct, frozen=True):
    """All tickets of an event."""

    tickets: tuple[TicketStanding, ...]


class MadeTicket(Struct, frozen=True):
    """A ticket that was made anew, for whoever stands there: its code, its link, and that as a QR code (SVG)."""

    number: int
    code: str
    link: str
    qr: str


class TicketPages:
    """Serves what stands under `tickets` of an event."""

    def __init__(self, hub: Hub, keys: Keys, public_url: str | None) -> None:
        self._hub = hub
        self._keys = keys
        self._public_url = public_url
        self._policy = (
            f"default-src 'none'; style-src '{source_of(STYLE)}'; script-src '{source_of(PRINT_SCRIPT)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/e/{code}/tickets", self.issue, methods=["POST"], name="tickets"),
            Route("/api/v1/events/{code}/tickets", self.standing),
            Route("/api/v1/events/{code}/tickets/{number}", self.revoke, methods=["DELETE"]),
            Route("/api/v1/events/{code}/tickets/{number}", self.reissue, methods=["POST"]),
        ]

    async def issue(self, request: Request) -> Response:
        """New tickets, as the form says."""
        try:
            event, _ = await self._allowed(request, "POST /e/{code}/tickets")
            body = await bytes_of(request, BODY_LIMIT_BYTES)
            if body is None:
                return problem(413, "body-too-large")
            wanted = msgspec.convert(dict(parse_qsl(body.decode())), TicketsWanted, strict=False)
            tickets = await self._hub.seating.issue(event.code, wanted.count)
        except Refused as refused:
            return problem(refused.status, refused.code)
        except (msgspec.ValidationError, ValueError):
            return problem(422, "body-invalid")
        except TooManyTickets:
            return problem(409, "too-many-tickets")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        if wanted.form == "csv":
            name = f"plenary-{event.code.lower()}-tickets.csv"
            headers = {"content-disposition": f'attachment; filename="{name}"'}
            return Response(
                table(tickets, base_of(request, self._public_url), event.code),
                200,
                headers,
                "text/csv; charset=utf-8",
            )
        return self._sheet(request, event, tickets)

    async def reissue(self, request: Request) -> Response:
        """A new ticket for one seat: the old one and the device that held it stop at once, the ballot stays."""
        try:
            event, grant = await self._allowed(request, "POST /api/v1/events/{code}/tickets/{number}")
            reissued = await self._hub.seating.reissue(event.code, _number(request))
            if reissued is None:
                return problem(404, "ticket-unknown")
            ticket, before = reissued
            await _vacate(event, before, grant)
        except Refused as refused:
            return problem(refused.status, refused.code)
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        address = link(base_of(request, self._public_url), event.code, ticket)
        made = MadeTicket(ticket.number, grouped(ticket.secret), address, qr(address))
        return answer(msgspec.to_builtins(made), 201)

    async def standing(self, request: Request) -> Response:
        """How all tickets stand, without their secrets, which nobody has."""
        try:
            event, _ = await self._allowed(request, "GET /api/v1/events/{code}/tickets")
            seats = await self._hub.seating.seats(event.code)
        except Refused as refused:
            return problem(refused.status, refused.code)
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        standing = tuple(
            TicketStanding(one.number, one.holder is not None, one.revoked)
            for one in seats
            if one.number is not None and one.level is Level.TICKET
        )
        return answer(msgspec.to_builtins(TicketsStanding(standing)))

    async def revoke(self, request: Request) -> Response:
        """Take a ticket back: its device may read on and votes no more; what it has voted stays."""
        try:
            event, grant = await self._allowed(request, "DELETE /api/v1/events/{code}/tickets/{number}")
            before = await self._hub.seating.revoke(event.code, _number(request))
            if before is None:
                return problem(404, "ticket-unknown")
            await _vacate(event, before, grant)
        except Refused as refused:
            return problem(refused.status, refused.code)
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        return Response(status_code=204)

    async def _allowed(self, request: Request, address: str) -> tuple[LiveEvent, Grant]:
        """The event, and the role link behind the request. Raises Refused, StoreUnavailable."""
        try:
            event = await self._hub.live_event(EventCode(request.path_params["code"].upper()))
        except EventUnknown:
            raise Refused(403, "not-allowed") from None
        for page in (Role.MODERATOR, Role.STEWARD):
            grant = self._keys.grant_behind(request, event.code, event.known.state, page)
            if grant is not None and grant.access.role in ROUTES[address].roles:
                return event, grant
        raise Refused(403, "not-allowed")

    def _sheet(self, request: Request, event: LiveEvent, tickets: Sequence[Ticket]) -> Response:
        created = event.known.state.event
        title, language = (created.title, created.language) if created else ("", ENGLISH)
        html = printed(tickets, base_of(request, self._public_url), event.code, title, language)
        return Response(html, 200, {"content-security-policy": self._policy}, "text/html")


class Refused(Exception):
    """Why nothing was done."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def printed(tickets: Sequence[Ticket], base: str, code: EventCode, title: str, language: str) -> str:
    """The tickets as a page of cards, in the event's language. Raises PagesMissing."""
    try:
        catalogues = read_catalogues(documents.static_folder() / "words-prove.json")
    except FileNotFoundError as missing:
        raise PagesMissing(f"{missing.filename} is missing: build the pages with `make web`") from None
    spoken = language.partition("-")[0]
    words = Words(spoken, catalogues[spoken]) if spoken in catalogues else Words(ENGLISH, catalogues[ENGLISH])
    return sheet(tickets, base, code, title, words)


def table(tickets: Sequence[Ticket], base: str, code: EventCode) -> str:
    """The tickets as CSV: number, code and link of each."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["number", "code", "link"])
    for ticket in tickets:
        writer.writerow([ticket.number, grouped(ticket.secret), link(base, code, ticket)])
    return written.getvalue()


def _number(request: Request) -> int:
    """The ticket's number in the address. Raises Refused."""
    number: str = request.path_params["number"]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refused(404, "ticket-unknown")
    return int(number)


async def _vacate(event: LiveEvent, before: Seat, grant: Grant) -> None:
    if before.holder is not None:
        await event.carry_out(VacateSeat(seated_id(event.code, before.subject), before.turn, grant.id))
