"""Taking part by plain HTML forms, where there is no script or no socket: the same state, commands and rules.

Who somebody is stands in a cookie that no script can read. A form counts only if it came from our own page: by the
browser's own word (Sec-Fetch-Site, Origin) and by a token that only the holder of the cookie can have been given.
"""

import gzip
import hashlib
import hmac
import math
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation import views
from plenary.deliberation.audience import Changes, snapshot
from plenary.deliberation.identity import participant_id
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.seats import Seat
from plenary.deliberation.views import PromptView, StatementView
from plenary.deliberation.vocabulary import (
    EventCode,
    Level,
    ParticipantId,
    Phase,
    PromptId,
    Role,
    StatementId,
)
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.hub.origins import Origins
from plenary.hub.pacing import TooFast
from plenary.hub.session import ParticipantSession, command, seated_session
from plenary.pages import documents
from plenary.pages.answers import bytes_of, source_of
from plenary.pages.languages import ENGLISH, best_language, read_catalogues
from plenary.pages.plain_html import STYLE, Plain, Words, page
from plenary.pages.prove import seat_shown
from plenary.store.ports import EventUnknown, StoreUnavailable
from plenary.wire import from_client as said

BODY_LIMIT_BYTES: Final = 16_384
COOKIE_S: Final = 90 * 86_400
LANGUAGE_COOKIE: Final = "plenary-language"

Asked = said.Join | said.Vote | said.WithdrawVote | said.Submit | said.EraseMe
ASKS: Final[dict[str, type[Asked]]] = {
    "join": said.Join,
    "vote": said.Vote,
    "withdraw-vote": said.WithdrawVote,
    "submit": said.Submit,
    "erase-me": said.EraseMe,
}


class FormStale(Exception):
    """The form did not come from this page as it stands now, or is no form of it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody: their secret, and whether the browser has it from before."""

    event: LiveEvent
    key: str
    is_known: bool
    words: Words
    seat: Seat | None = None
    """Where the event asks for a proof."""

    @property
    def participant(self) -> ParticipantId:
        return self.session("").participant

    @property
    def must_prove(self) -> bool:
        """Whether the event asks for a proof that this browser has not shown; to read an archive takes none."""
        state = self.event.known.state
        return self.seat is None and state.level is not Level.DEVICE and not state.is_archive

    def session(self, device: str) -> ParticipantSession:
        code = self.event.code
        if self.seat is not None:
            return seated_session(code, self.seat, device)
        return ParticipantSession(code, participant_id(code, self.key), device)

    @property
    def token(self) -> str:
        return hmac.new(self.key.encode(), f"form {self.event.code}".encode(), hashlib.sha256).hexdigest()


class PlainPages:
    """Serves `/e/CODE/plain`."""

    def __init__(self, hub: Hub, origins: Origins, public_url: str | None) -> None:
        self._hub = hub
        self._origins = origins
        self._is_public_secure = (public_url or "").startswith("https:")
        static = documents.static_folder()
        self._style = (static / "participant.css").read_text() + STYLE
        self._catalogues = read_catalogues(static / "words-plain.json")
        self._policy = (
            f"default-src 'none'; style-src '{source_of(self._style)}'; img-src 'self'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/e/{code}/plain", self.show, name="plain"),
            Route("/e/{code}/plain", self.take, methods=["POST"], name="plain-form"),
        ]

    async def show(self, request: Request) -> Response:
        visit = await self._visit(request)
        if visit is None:
            return Response("There is no event with this code.\n", 404, media_type="text/plain")
        if visit.must_prove:
            return RedirectResponse(f"/e/{visit.event.code}/prove", 303)
        try:
            async with _ballot_at_hand(visit):
                shown = _shown(visit, request.query_params.get("card"), "")
                if "sent" in request.query_params:
                    is_moderated = shown.prompt.premoderated if shown.prompt else shown.event.premoderated
                    # What became of it stands below, on the same page.
                    shown = replace(shown, told="write.moderated" if is_moderated else "write.sent-open")
                return self._answer(request, visit, shown)
        except StoreUnavailable:
            return Response("Try again in a moment.\n", 503, media_type="text/plain")

    async def take(self, request: Request) -> Response:
        """What a form asks for is asked of the rules like any phone's request; then the page is shown anew."""
        visit = await self._visit(request)
        if visit is None:
            return Response("There is no event with this code.\n", 404, media_type="text/plain")
        try:
            fields = await self._fields(request, visit)
            if fields["act"] == "language":
                return self._in_language(request, visit, fields.get("language", ""))
            async with _ballot_at_hand(visit):
                return await self._carry_out(request, visit, fields)
        except FormStale:
            return await self._again(request, visit, "plain.expired", 403)
        except StoreUnavailable:
            return await self._again(request, visit, "plain.trouble", 503)

    async def _carry_out(self, request: Request, visit: Visit, fields: Mapping[str, str]) -> Response:
        asked = _request(fields, visit.words.language)
        session = visit.session(f"plain-{fields['nonce']}")
        try:
            if self._hub.pacing is not None:
                self._hub.pacing.check(session, asked)
            await visit.event.carry_out(command(session, asked, self._hub.receipts))
        except TooFast as too_fast:
            shown = replace(
                _shown(visit, None, "plain.too-fast"), is_trouble=True, draft=fields.get("text", "")
            )
            answer = self._answer(request, visit, shown, 429)
            answer.headers["retry-after"] = str(math.ceil(too_fast.wait_s))
            return answer
        except Refusal as refusal:
            known = f"refused.{refusal.code}"
            told = known if known in visit.words.texts else "refused.other"
            shown = replace(_shown(visit, None, told), is_trouble=True, draft=fields.get("text", ""))
            return self._answer(request, visit, shown, 422)
        query = "?sent=1" if isinstance(asked, said.Submit) else ""
        answer = RedirectResponse(f"/e/{visit.event.code}/plain{query}", 303)
        if isinstance(asked, said.EraseMe):
            # Nothing of the browser's leads to what they said any more, in this event or another.
            answer.delete_cookie(
                self._cookie(request), httponly=True, samesite="lax", secure=self._is_secure(request)
            )
        return answer

    async def _again(self, request: Request, visit: Visit, told: str, status: int) -> Response:
        """The page as it stands, saying why nothing was done; without the ballot where that is not to be had."""
        try:
            async with _ballot_at_hand(visit):
                shown = replace(_shown(visit, None, told), is_trouble=True)
        except StoreUnavailable:
            return Response("Try again in a moment.\n", 503, media_type="text/plain")
        return self._answer(request, visit, shown, status)

    async def _fields(self, request: Request, visit: Visit) -> dict[str, str]:
        """The form's fields. Raises FormStale for whatever our own page did not send."""
        body = await bytes_of(request, BODY_LIMIT_BYTES)
        if body is None:
            raise FormStale
        site = request.headers.get("sec-fetch-site", "same-origin")
        is_foreign = "origin" in request.headers and not self._origins.is_own_page(request)
        try:
            fields = dict(parse_qsl(body.decode(), max_num_fields=20))
        except ValueError:
            raise FormStale from None
        is_own = visit.is_known and hmac.compare_digest(fields.get("token", ""), visit.token)
        is_whole = all(fields.get(name) for name in ("act", "op", "nonce"))
        if site != "same-origin" or is_foreign or not is_own or not is_whole:
            raise FormStale
        return fields

    def _in_language(self, request: Request, visit: Visit, language: str) -> Response:
        answer = RedirectResponse(f"/e/{visit.event.code}/plain", 303)
        if language in self._catalogues:
            answer.set_cookie(
                LANGUAGE_COOKIE,
                language,
                COOKIE_S,
                httponly=True,
                samesite="lax",
                secure=self._is_secure(request),
            )
        return answer

    async def _visit(self, request: Request) -> Visit | None:
        """None where the event does not exist."""
        try:
            event = await self._hub.live_event(EventCode(request.path_params["code"].upper()))
        except EventUnknown:
            return None
        key = request.cookies.get(self._cookie(request), "")
        is_known = len(key) >= 32
        accept = request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("accept-language", "")
        created = event.known.state.event
        otherwise = created.language if created else ENGLISH
        language = best_language(accept, tuple(self._catalogues), otherwise)
        words = Words(language, self._catalogues[language])
        try:
            seat = await seat_shown(self._hub, request, event)
        except StoreUnavailable:
            seat = None
        return Visit(event, key if is_known else secrets.token_hex(16), is_known, words, seat)

    def _answer(self, request: Request, visit: Visit, plain: Plain, status: int = 200) -> Response:
        html = page(replace(plain, languages=tuple(self._catalogues)), visit.words, self._style).encode()
        headers = {
            "content-security-policy": self._policy,
            "vary": "accept-encoding, accept-language, cookie",
        }
        if "gzip" in request.headers.get("accept-encoding", ""):
            html = gzip.compress(html, 5, mtime=0)
            headers["content-encoding"] = "gzip"
        answer = Response(html, status, headers, "text/html")
        if not visit.is_known:
            # Lax and not strict: a link in a message or a code on a screen must find whoever was here before.
            answer.set_cookie(
                self._cookie(request),
                visit.key,
                COOKIE_S,
                httponly=True,
                samesite="lax",
                secure=self._is_secure(request),
            )
        return answer

    def _cookie(self, request: Request) -> str:
        return "__Host-plenary-plain" if self._is_secure(request) else "plenary-plain"

    def _is_secure(self, request: Request) -> bool:
        return self._is_public_secure or request.url.scheme == "https"


@asynccontextmanager
async def _ballot_at_hand(visit: Visit) -> AsyncIterator[None]:
    await visit.event.hold_ballot(visit.participant)
    try:
        yield
    finally:
        visit.event.release_ballot(visit.participant)


def _request(fields: Mapping[str, str], language: str) -> Asked:
    """The request that the form makes. Raises FormStale."""
    kind = ASKS.get(fields["act"])
    if kind is None or not fields["op"].isdecimal():
        raise FormStale
    asked: dict[str, object] = {"op": int(fields["op"]), "language": language}
    match fields["act"]:
        case "join":
            place = fields.get("place", "")
            asked["mode"] = "remote" if place == "remote" else "in-room"
            if place not in ("remote", "room"):
                asked["venue"] = place
        case "vote":
            asked |= {"statement": fields.get("statement", ""), "choice": fields.get("choice", "")}
        case "withdraw-vote":
            asked["statement"] = fields.get("statement", "")
        case "erase-me":
            pass
        case _:
            asked |= {"prompt": fields.get("prompt", ""), "text": fields.get("text", "")}
    try:
        return msgspec.convert({"kind": fields["act"], **asked}, kind)
    except msgspec.ValidationError:
        raise FormStale from None


def _shown(visit: Visit, wanted: str | None, told: str) -> Plain:
    """What the page shows. The ballot is at hand. wanted: the statement whose card was asked for."""
    event, who = visit.event, visit.participant
    state = event.known.state
    seen = snapshot(state, Role.PARTICIPANT)
    if seen.event is None:
        raise ValueError("an event begins with its creation")
    ballot = state.ballots[who]
    prompt = _prompt(seen.prompts, state.stage.prompt)
    of_prompt = [one for one in seen.statements if prompt is not None and one.prompt == prompt.id]
    votable = [one for one in of_prompt if state.statements[one.id].author != who]
    unvoted = [one for one in votable if one.id not in ballot.votes]
    asked_for = next((one for one in votable if one.id == wanted), None)
    votes = _votes(event, prompt)
    first = min(unvoted, key=lambda one: (votes.get(one.id, 0), _rank(who, one)), default=None)
    voted = [one for one in votable if one.id in ballot.votes and one is not asked_for]
    return Plain(
        event=seen.event,
        prompt=prompt,
        card=asked_for or first,
        last=max(voted, key=lambda one: ballot.votes[one.id].operation, default=None),
        ballot=ballot,
        own=views.own_statements(state, who),
        done=len(votable) - len(unvoted),
        total=len(votable),
        token=visit.token,
        op=ballot.highest_counter + 1,
        nonce=secrets.token_hex(8),
        languages=(),
        told=told,
        kept=_kept(seen) if state.is_archive else (),
    )


def _kept(seen: Changes) -> tuple[tuple[PromptView, tuple[StatementView, ...]], ...]:
    return tuple(
        (prompt, tuple(one for one in seen.statements if one.prompt == prompt.id)) for prompt in seen.prompts
    )


def _prompt(prompts: tuple[PromptView, ...], on_stage: PromptId | None) -> PromptView | None:
    """The prompt on the stage if it is open, else the first open one, else the last that was closed."""
    is_open = [one for one in prompts if one.phase is Phase.OPEN]
    is_closed = [one for one in prompts if one.phase is Phase.CLOSED]
    staged = [one for one in is_open if one.id == on_stage]
    return next(iter([*staged, *is_open, *reversed(is_closed)]), None)


def _votes(event: LiveEvent, prompt: PromptView | None) -> Mapping[StatementId, int]:
    """How many votes each statement had when it was last looked: those with few come first."""
    posting = event.connections.postings.get(prompt.id) if prompt is not None else None
    return posting.routing.votes if posting is not None else {}


def _rank(who: ParticipantId, statement: StatementView) -> bytes:
    return hashlib.sha256(f"{who} {statement.id}".encode()).digest()
