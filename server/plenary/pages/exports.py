"""Exports over HTTP: asked for, watched and fetched by whoever has a link that allows it."""

from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.vocabulary import EventCode, Role
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.pages.answers import answer, body_of, problem
from plenary.pages.keys import Keys
from plenary.reporting.exporting import Export, Exports, Format, Readers, TooManyExports
from plenary.store.ports import EventUnknown

BODY_LIMIT_BYTES: Final = 1_024

MAY: Final = {
    Readers.PUBLIC: frozenset({Role.MODERATOR, Role.ORGANISER}),
    # Who voted how, by pseudonym: a moderator knows who wrote what, and must not learn it.
    Readers.ORGANISER: frozenset({Role.ORGANISER}),
}


class ExportBody(Struct, frozen=True, forbid_unknown_fields=True, rename={"readers": "for"}):
    """Which export is wanted, and for whom."""

    format: Format
    readers: Readers


class ExportPages:
    """Serves `/api/v1/events/CODE/exports`."""

    def __init__(self, hub: Hub, keys: Keys, exports: Exports) -> None:
        self._hub = hub
        self._keys = keys
        self._exports = exports

    def routes(self) -> list[BaseRoute]:
        base = "/api/v1/events/{code}/exports"
        return [
            Route(base, self.ask, methods=["POST"]),
            Route(f"{base}/{{id}}", self.look),
            Route(f"{base}/{{id}}/file", self.fetch),
        ]

    async def ask(self, request: Request) -> Response:
        """Have an export made."""
        event = await self._event(request)
        if event is None:
            return problem(404, "event-unknown")
        role = self._role(request, event)
        if role not in MAY[Readers.PUBLIC]:
            return problem(401, "key-refused")
        body = await body_of(request, ExportBody, BODY_LIMIT_BYTES)
        if body is None:
            return problem(422, "body-invalid")
        if body.format is Format.PLENARY and body.readers is Readers.PUBLIC:
            return problem(422, "archive-not-for-public")
        if role not in MAY[body.readers]:
            return problem(403, "organiser-only")
        try:
            return answer(_told(self._exports.ask(event.code, body.format, body.readers)), 202)
        except TooManyExports:
            return problem(429, "too-many-exports")

    async def look(self, request: Request) -> Response:
        """How far it is."""
        found = await self._found(request)
        return found if isinstance(found, Response) else answer(_told(found))

    async def fetch(self, request: Request) -> Response:
        """The file."""
        found = await self._found(request)
        if isinstance(found, Response):
            return found
        if found.file is None:
            return problem(409, "export-not-ready")
        return FileResponse(found.file, filename=found.name, media_type="application/octet-stream")

    async def _found(self, request: Request) -> Export | Response:
        """The export, or why it is not for whoever asks."""
        event = await self._event(request)
        if event is None:
            return problem(404, "event-unknown")
        role = self._role(request, event)
        if role not in MAY[Readers.PUBLIC]:
            return problem(401, "key-refused")
        export = self._exports.of_event(event.code, request.path_params["id"])
        if export is None:
            return problem(404, "export-unknown")
        if role not in MAY[export.readers]:
            return problem(403, "organiser-only")
        return export

    def _role(self, request: Request, event: LiveEvent) -> Role | None:
        grant = self._keys.grant_behind(request, event.code, event.known.state)
        return None if grant is None else grant.access.role

    async def _event(self, request: Request) -> LiveEvent | None:
        try:
            return await self._hub.live_event(EventCode(request.path_params["code"].upper()))
        except EventUnknown:
            return None


def _told(export: Export) -> dict[str, object]:
    return {
        "id": export.id,
        "name": export.name,
        "records": export.records,
        "is_ready": export.file is not None,
        "has_failed": export.has_failed,
    }
