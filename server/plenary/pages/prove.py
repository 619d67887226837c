"""Showing what an event asks for before one may vote: a ticket, a confirmed address, an account. Plain forms.

A page that is opened changes nothing: it shows a button, and only what the button sends takes a seat. What comes with
the seat is a pass, in a cookie that no script can read; from then on the browser shows it with the page's socket.
"""

import secrets
from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.commands import VacateSeat
from plenary.deliberation.identity import seated_id
from plenary.deliberation.seats import Seat, Taking
from plenary.deliberation.text import clean
from plenary.deliberation.views import event_view
from plenary.deliberation.vocabulary import EventCode, Level, Role
from plenary.hub.hub import Hub
from plenary.hub.keys import cookie_name, is_secure
from plenary.hub.live_event import LiveEvent
from plenary.hub.origins import Origins
from plenary.pages import documents
from plenary.pages.addresses import Network, address_of
from plenary.pages.answers import base_of, bytes_of, source_of
from plenary.pages.languages import ENGLISH, best_language, read_catalogues
from plenary.pages.mailing import Mailings
from plenary.pages.plain_html import Words
from plenary.pages.prove_html import FRAGMENT_SCRIPT, Shown, Step, page
from plenary.proving.mail import AddressRefused, Mail, MailTrouble, TooOften, one_person
from plenary.proving.provider import SignInFailed
from plenary.store.ports import EventUnknown, StoreUnavailable

BODY_LIMIT_BYTES: Final = 4_096
PASS_S: Final = 90 * 86_400
PROMISE_MINUTES: Final = 15
SIGN_IN_S: Final = 600


class SignsIn(Protocol):
    """Signs people in with their account elsewhere (`proving.sign_in.SignIn`)."""

    @property
    def name(self) -> str: ...
    async def begin(self, event: str, back: str) -> tuple[str, str]: ...
    def event_of(self, kept: str) -> str | None: ...
    async def finish(self, kept: str, query: str, back: str) -> str: ...


class FormForeign(Exception):
    """The form did not come from this page."""


class ProvePages:
    """Serves `/e/CODE/prove`, and where a sign-in provider sends people back to."""

    def __init__(
        self,
        hub: Hub,
        origins: Origins,
        public_url: str | None,
        mail: Mail | None,
        sign_in: SignsIn | None,
        proxies: tuple[Network, ...] = (),
    ) -> None:
        self._hub = hub
        self._origins = origins
        self._public_url = public_url
        self._mail = mail
        self._sign_in = sign_in
        self._proxies = proxies
        self._mailings = Mailings()
        static = documents.static_folder()
        self._style = (static / "participant.css").read_text()
        self._catalogues = read_catalogues(static / "words-prove.json")
        self._policy = (
            f"default-src 'none'; style-src '{source_of(self._style)}'; script-src '{source_of(FRAGMENT_SCRIPT)}'; "
            "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/e/{code}/prove", self.show, name="prove"),
            Route("/e/{code}/prove", self.take, methods=["POST"], name="prove-form"),
            Route("/sign-in/back", self.back, name="sign-in-back"),
        ]

    async def show(self, request: Request) -> Response:
        try:
            event = await self._event(request.path_params["code"])
            if event is None:
                return Response("There is no event with this code.\n", 404, media_type="text/plain")
            held = await seat_shown(self._hub, request, event)
        except StoreUnavailable:
            return Response("Try again in a moment.\n", 503, media_type="text/plain")
        if held is not None:
            return self._answer(request, event, Step.HELD)
        return self._answer(request, event, Step.CONFIRM if "confirm" in request.query_params else Step.ASK)

    async def take(self, request: Request) -> Response:
        """What the form shows is looked at, and where it opens a seat, this device gets it."""
        try:
            event = await self._event(request.path_params["code"])
            if event is None:
                return Response("There is no event with this code.\n", 404, media_type="text/plain")
            fields = await self._fields(request)
            match fields.get("act"):
                case "email":
                    return await self._send(request, event, fields)
                case "sign-in":
                    return await self._leave(request, event)
                case "take":
                    return await self._seat(request, event, fields)
                case _:
                    raise FormForeign
        except FormForeign:
            return Response("That did not come from this page.\n", 403, media_type="text/plain")
        except StoreUnavailable:
            return Response("Try again in a moment.\n", 503, media_type="text/plain")

    async def back(self, request: Request) -> Response:
        """From the sign-in provider: what it says is checked, and a button is shown. Nobody has a seat yet."""
        left = request.cookies.get(self._sign_in_cookie(request), "")
        if self._sign_in is None or (code := self._sign_in.event_of(left)) is None:
            return Response("There is no sign-in under way here.\n", 400, media_type="text/plain")
        try:
            event = await self._event(code)
            if event is None:
                return Response("There is no event with this code.\n", 404, media_type="text/plain")
            try:
                name = await self._sign_in.finish(left, str(request.url.query), self._back_url(request))
            except SignInFailed:
                return self._answer(request, event, Step.ASK, "prove.sign-in-failed", 403)
            subject = await self._hub.seating.subject(event.code, Level.SIGN_IN, name)
            token = await self._promise(event.code, Level.SIGN_IN, subject)
        except StoreUnavailable:
            return Response("Try again in a moment.\n", 503, media_type="text/plain")
        answer = self._answer(request, event, Step.SIGNED_IN, token=token)
        answer.delete_cookie(
            self._sign_in_cookie(request), path="/", secure=self._is_secure(request), httponly=True
        )
        return answer

    async def _seat(self, request: Request, event: LiveEvent, fields: Mapping[str, str]) -> Response:
        name = cookie_name(event.code, Role.PARTICIPANT, is_secure(request))
        # A form that is sent again, because its answer was lost, brings the same pass and finds its own seat.
        own = request.cookies.get(name) or fields.get("pass", "")
        if len(own) < 16:
            raise FormForeign
        took = await self._hub.seating.take(event.code, fields.get("ticket", ""), own)
        if took.how not in (Taking.TAKEN, Taking.HELD):
            return self._answer(request, event, Step.ASK, f"prove.{took.how.value}", 422)
        if took.how is Taking.TAKEN and took.seat is not None and took.seat.turn > 1:
            who = seated_id(event.code, took.seat.subject)
            await event.carry_out(VacateSeat(who, took.seat.turn - 1, None))
        if took.how is Taking.TAKEN and event.known.state.level is Level.EMAIL:
            self._mailings.give_back(address_of(request, self._proxies))
        answer = self._answer(request, event, Step.DONE, recovery=took.recovery)
        # Lax and not strict: a code on a screen must find whoever has been here before.
        answer.set_cookie(
            name, own, PASS_S, path="/", secure=is_secure(request), httponly=True, samesite="lax"
        )
        return answer

    async def _send(self, request: Request, event: LiveEvent, fields: Mapping[str, str]) -> Response:
        if self._mail is None or event.known.state.level is not Level.EMAIL:
            return self._answer(request, event, Step.ASK, "prove.not-set-up", 422)
        asked_from = address_of(request, self._proxies)
        try:
            address = self._mail.address(fields.get("email", ""))
            subject = await self._hub.seating.subject(event.code, Level.EMAIL, one_person(address))
            if self._mailings.ask(asked_from) > 0:
                raise TooOften
            self._mail.allow(subject)
            token = await self._promise(event.code, Level.EMAIL, subject)
            words, created = self._words(request, event), event.known.state.event
            title = clean(created.title, 200) if created else event.code
            link = f"{base_of(request, self._public_url)}/e/{event.code}/prove?confirm#{token}"
            given = {"title": title, "link": link, "minutes": PROMISE_MINUTES}
            await self._mail.send(
                address, words.text("prove.mail-subject", **given), words.text("prove.mail-body", **given)
            )
        except AddressRefused:
            return self._answer(request, event, Step.ASK, "prove.address-bad", 422)
        except TooOften:
            return self._answer(request, event, Step.ASK, "prove.too-often", 429)
        except MailTrouble:
            self._mailings.give_back(asked_from)
            return self._answer(request, event, Step.ASK, "prove.mail-trouble", 503)
        return self._answer(request, event, Step.SENT)

    async def _leave(self, request: Request, event: LiveEvent) -> Response:
        if self._sign_in is None or event.known.state.level is not Level.SIGN_IN:
            return self._answer(request, event, Step.ASK, "prove.not-set-up", 422)
        try:
            address, left = await self._sign_in.begin(event.code, self._back_url(request))
        except SignInFailed:
            return self._answer(request, event, Step.ASK, "prove.sign-in-failed", 503)
        # Not by a redirect: browsers would hold the provider's address against the form's policy, which names us alone.
        answer = self._answer(request, event, Step.LEAVE, token=address)
        answer.set_cookie(
            self._sign_in_cookie(request),
            left,
            SIGN_IN_S,
            path="/",
            secure=self._is_secure(request),
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _promise(self, code: EventCode, level: Level, subject: str) -> str:
        return await self._hub.seating.promise(code, level, subject, PROMISE_MINUTES * 60_000)

    async def _fields(self, request: Request) -> dict[str, str]:
        """The form's fields. Raises FormForeign for whatever our own page did not send."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        if site != "same-origin" or not self._origins.is_own_page(request):
            raise FormForeign
        body = await bytes_of(request, BODY_LIMIT_BYTES)
        if body is None:
            raise FormForeign
        try:
            return dict(parse_qsl(body.decode(), max_num_fields=10))
        except ValueError:
            raise FormForeign from None

    async def _event(self, code: str) -> LiveEvent | None:
        try:
            return await self._hub.live_event(EventCode(code.upper()))
        except EventUnknown:
            return None

    def _words(self, request: Request, event: LiveEvent) -> Words:
        created = event.known.state.event
        accept = request.headers.get("accept-language", "")
        otherwise = created.language if created else ENGLISH
        language = best_language(accept, tuple(self._catalogues), otherwise)
        return Words(language, self._catalogues[language])

    def _answer(
        self,
        request: Request,
        event: LiveEvent,
        step: Step,
        told: str = "",
        status: int = 200,
        *,
        token: str = "",
        recovery: str = "",
    ) -> Response:
        view = event_view(event.known.state, Role.PARTICIPANT)
        if view is None:
            raise ValueError("an event begins with its creation")
        shown = Shown(
            event=view,
            step=step,
            own=secrets.token_urlsafe(16),
            told=told,
            token=token,
            recovery=recovery,
            domains=self._mail.domains if self._mail else (),
            provider=self._sign_in.name if self._sign_in else "",
            minutes=PROMISE_MINUTES,
        )
        html = page(shown, self._words(request, event), self._style)
        headers = {"content-security-policy": self._policy, "vary": "accept-language, cookie"}
        return Response(html, status, headers, "text/html")

    def _back_url(self, request: Request) -> str:
        return f"{base_of(request, self._public_url)}/sign-in/back"

    def _sign_in_cookie(self, request: Request) -> str:
        return f"{'__Host-' if self._is_secure(request) else ''}plenary-sign-in"

    def _is_secure(self, request: Request) -> bool:
        return base_of(request, self._public_url).startswith("https:")


async def seat_shown(hub: Hub, request: Request, event: LiveEvent) -> Seat | None:
    """The seat that the browser's cookie holds in this event, where one is asked for. Raises StoreUnavailable."""
    if event.known.state.level is Level.DEVICE:
        return None
    # Browsers send no Origin with a page that they open, so whether there is TLS shows in the cookie alone.
    for secure in (True, False):
        own = request.cookies.get(cookie_name(event.code, Role.PARTICIPANT, secure))
        seat = await hub.seating.held(event.code, own) if own else None
        if seat is not None and seat.level is event.known.state.level:
            return seat
    return None
