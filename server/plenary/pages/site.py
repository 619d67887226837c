"""The pages' addresses: join, desk, screen, and the pictures they need."""

import io
import secrets
from collections.abc import Sequence
from typing import Final

import segno
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from plenary.deliberation.vocabulary import EventCode, Level, Role
from plenary.hub import telling
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.pages.answers import base_of
from plenary.pages.documents import Document, Documents, Page, static_folder
from plenary.pages.first_state import HANDS, first_state
from plenary.pages.languages import ENGLISH, best_language
from plenary.pages.parts import Parts
from plenary.pages.prove import seat_shown
from plenary.store.ports import EventUnknown, StoreUnavailable

ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="10" cy="20" r="6" fill="#0072b2"/>'
    '<rect x="17" y="6" width="10" height="10" fill="#d55e00"/><circle cx="23" cy="24" r="3" fill="#009e73"/></svg>'
)


class Site:
    """Serves the pages. `public_url`: where people reach the server, if it is not where the request came to.

    embedders: the origins whose pages may hold a participant's.
    """

    def __init__(self, hub: Hub, public_url: str | None, embedders: Sequence[str] = ()) -> None:
        self._hub = hub
        self._public_url = public_url
        self._documents = Documents(static_folder(), embedders)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.enter, name="enter"),
            Route("/desk", self.create, name="create"),
            Route("/e/{code}", self.join, name="join"),
            Route("/e/{code}/screen", self.screen, name="screen"),
            Route("/e/{code}/desk", self.desk, name="desk"),
            Route("/e/{code}/steward", self.steward, name="steward"),
            Route("/e/{code}/qr.svg", self.qr, name="qr"),
            Route("/dev/components", self.components, name="components"),
            Route("/icon.svg", self.icon, name="icon"),
            Route("/worker.js", self.worker, name="worker"),
            Mount("/static", Parts(static_folder()), name="static"),
        ]

    async def enter(self, request: Request) -> Response:
        return await _page(request, self._nowhere(request, "participant"))

    async def elsewhere(self, request: Request, _: Exception) -> Response:
        """Whoever mistypes an address is asked for a code; what is no browser's page gets a word."""
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("Not Found", 404)
        return await _page(request, self._nowhere(request, "participant"), status=404)

    async def create(self, request: Request) -> Response:
        return await _page(request, self._nowhere(request, "moderator"))

    async def join(self, request: Request) -> Response:
        """The participant's page; whom the event asks for a proof is sent to show it, unless they can only read."""
        event = await self._event(request)
        if (
            event is not None
            and event.known.state.level is not Level.DEVICE
            and not event.known.state.is_archive
            and "read" not in request.query_params
        ):
            try:
                if await seat_shown(self._hub, request, event) is None:
                    return RedirectResponse(f"/e/{event.code}/prove", 303)
            except StoreUnavailable:
                pass  # the page itself says that it cannot be reached
        return await self._event_page(request, "participant", Role.PARTICIPANT)

    async def screen(self, request: Request) -> Response:
        return await self._event_page(request, "projector")

    async def desk(self, request: Request) -> Response:
        return await self._event_page(request, "moderator")

    async def steward(self, request: Request) -> Response:
        return await self._event_page(request, "steward")

    async def components(self, request: Request) -> Response:
        """Every component with examples. On every server: whoever sets up a hall sees there, on its own projector and
        on their own phone, that fonts, colours and directions come out right; and it holds nothing of any event.
        """
        document = self._documents.document("components", "Components · Plenary", ENGLISH, None, None, None)
        return await _page(request, document)

    async def qr(self, request: Request) -> Response:
        """The join address as a QR code; the report's, if asked for that."""
        event = await self._event(request)
        if event is None:
            return Response(status_code=404)
        address = self.address(request, event.code)
        if "report" in request.query_params:
            address += "/report"
        picture = io.BytesIO()
        segno.make(address, error="m").save(
            picture, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
        )
        return Response(
            picture.getvalue(), media_type="image/svg+xml", headers={"cache-control": "max-age=3600"}
        )

    async def icon(self, request: Request) -> Response:
        return Response(ICON, media_type="image/svg+xml", headers={"cache-control": "max-age=86400"})

    async def worker(self, request: Request) -> Response:
        """The service worker: it opens a participant's page where there is no network. At the root, for its scope."""
        script = (static_folder() / "worker.js").read_text()
        headers = {
            "cache-control": "no-cache",
            "content-security-policy": "default-src 'none'; connect-src 'self'",
        }
        return Response(script, headers=headers, media_type="text/javascript")

    def address(self, request: Request, code: EventCode) -> str:
        """Where people join the event."""
        return f"{base_of(request, self._public_url)}/e/{code}"

    async def _event_page(self, request: Request, page: Page, role: Role | None = None) -> Response:
        event = await self._event(request)
        if event is None or event.known.state.event is None:
            return await _page(request, self._nowhere(request, "participant"), status=404)
        snapshot, is_partial = None, False
        if role is not None:
            whole = telling.whole(event.known.state, event.known.position, role)
            snapshot, is_partial = first_state(whole, secrets.randbelow(HANDS))
        created = event.known.state.event
        address = self.address(request, event.code)
        document = self._documents.document(
            page,
            created.title,
            created.language,
            event.code,
            address,
            snapshot,
            is_partial=is_partial,
            reads=self._reads(request, created.language),
        )
        return await _page(request, document)

    def _reads(self, request: Request, otherwise: str) -> str:
        accept = request.headers.get("accept-language", "")
        return best_language(accept, self._documents.languages, otherwise)

    def _nowhere(self, request: Request, page: Page) -> Document:
        """The page without an event: it asks for a code, or creates one."""
        return self._documents.document(
            page, "Plenary", "en", None, None, None, reads=self._reads(request, ENGLISH)
        )

    async def _event(self, request: Request) -> LiveEvent | None:
        try:
            return await self._hub.live_event(EventCode(request.path_params["code"].upper()))
        except EventUnknown:
            return None


async def _page(request: Request, document: Document, status: int = 200) -> Response:
    headers = {"content-security-policy": document.policy, "vary": "accept-encoding, accept-language"}
    content, encoding = await document.form(request.headers.get("accept-encoding", ""))
    return Response(content, status, headers | encoding, "text/html", BackgroundTask(document.shrink))
