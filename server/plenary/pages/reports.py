"""Reports and exports over HTTP: the page, its versions, their list, and what organisers ask for."""

import gzip
import io
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from html import unescape
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plenary.archive.report.file import Page
from plenary.deliberation.entities import Grant
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.report_commands import DropAnalysis, NameAnalysis
from plenary.deliberation.vocabulary import AnalysisId, EventCode, Method, Mode, Role, Selection, VenueId
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.pages.answers import answer, body_of, problem
from plenary.pages.headers import frame_ancestors
from plenary.pages.keys import Keys
from plenary.reporting.making import MakingFailed
from plenary.reporting.reporter import Reporter
from plenary.store.ports import EventUnknown, StoreUnavailable

log = logging.getLogger(__name__)

STAFF: Final = frozenset({Role.MODERATOR, Role.ORGANISER})
POLICY: Final = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
HEAD_BYTES: Final = 4_096
BODY_LIMIT_BYTES: Final = 4_096
LOOK_AGAIN_S: Final = 3

SERVED: Final = "require-trusted-types-for 'script'; trusted-types 'none'"
"""What the page is not allowed where it comes from a server; the file itself cannot say that."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""A numbered version never changes."""


class AnalysisBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A named analysis: which votes it is of. Times are milliseconds since 1970."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(max_length=1_000)]
    venue: Annotated[str, Meta(max_length=64)] | None = None
    mode: Mode | None = None
    since_ms: Annotated[int, Meta(ge=0, le=2**52)] | None = None
    until_ms: Annotated[int, Meta(ge=0, le=2**52)] | None = None
    without_flagged: bool = False
    without_paper: bool = False
    group: Annotated[str, Meta(max_length=4)] = ""
    method: Method = Method.PLENARY

    def selection(self) -> Selection:
        return Selection(
            VenueId(self.venue) if self.venue else None,
            self.mode,
            self.since_ms,
            self.until_ms,
            self.without_flagged,
            self.without_paper,
            self.group,
            self.method,
        )


class Reports:
    """Serves an event's reports. page: what draws them.   until_ms: until when an event is kept.

    embedders: the origins whose pages may hold a report.
    """

    def __init__(
        self,
        hub: Hub,
        keys: Keys,
        reporter: Reporter,
        page: Page,
        until_ms: Callable[[EventCode], Awaitable[int | None]],
        embedders: Sequence[str] = (),
    ) -> None:
        self._until_ms = until_ms
        self._served = f"{frame_ancestors(embedders)}; {SERVED}"
        self._hub = hub
        self._keys = keys
        self._reporter = reporter
        self._page = page

    def routes(self) -> list[BaseRoute]:
        base = "/api/v1/events/{code}"
        return [
            Route("/e/{code}/report", self.newest, name="report"),
            Route("/e/{code}/report/{number:int}", self.version, name="report-version"),
            Route(f"{base}/reports", self.versions),
            Route(f"{base}/reports", self.make, methods=["POST"]),
            Route(f"{base}/without-flagged", self.without_flagged, methods=["POST"]),
            Route(f"{base}/analyses", self.analyses),
            Route(f"{base}/analyses", self.name_analysis, methods=["POST"]),
            Route(f"{base}/analyses/{{id}}", self.drop_analysis, methods=["DELETE"]),
        ]

    async def newest(self, request: Request) -> Response:
        """The newest version; until there is one, a page that says so."""
        try:
            event = await self._event(request)
        except EventUnknown:
            return self._none(event=None)
        state = event.known.state
        if state.is_archive:
            content = await self._reporter.of_archive(event.code, len(state.reports))
            return self._file(request, event, content, len(state.reports), "no-cache")
        if state.reports:
            return await self._kept(request, event, len(state.reports), "no-cache")
        if state.report_is_due and not self._reporter.work(event.code).failed:
            await self._reporter.ask(event.code)
        return self._none(event)

    async def version(self, request: Request) -> Response:
        """A numbered version, as it was kept."""
        try:
            event = await self._event(request)
        except EventUnknown:
            return self._none(event=None)
        number = request.path_params["number"]
        if not 0 < number <= len(event.known.state.reports):
            return self._none(event)
        return await self._kept(request, event, number, FOR_EVER)

    async def versions(self, request: Request) -> Response:
        """Which versions there are, with what was kept of each, and whether another is being made."""
        try:
            event = await self._event(request)
        except EventUnknown:
            return problem(404, "event-unknown")
        work = self._reporter.work(event.code)
        try:
            until_ms = await self._until_ms(event.code)
        except (EventUnknown, StoreUnavailable):
            until_ms = None  # what there is can be told all the same
        return answer(
            {
                "versions": [
                    {
                        "number": one.number,
                        "digest": one.digest,
                        "programme_head": one.programme_head,
                        "ballots_head": one.ballots_head,
                    }
                    for one in event.known.state.reports
                ],
                "is_being_made": work.goes_on,
                "has_failed": work.failed,
                "until_ms": until_ms,
            }
        )

    async def make(self, request: Request) -> Response:
        """Have another version made."""
        try:
            event = await self._event(request)
            grant = self._staff(request, event)
            if grant is None:
                return problem(401, "key-refused")
            if event.known.state.is_archive:
                return problem(422, "event-archived")
            await self._reporter.ask(event.code, grant.id)
        except EventUnknown:
            return problem(404, "event-unknown")
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        return answer({"is_being_made": True}, 202)

    async def without_flagged(self, request: Request) -> Response:
        """Count again without the ballots that look alike; both results, of each prompt that has some."""
        try:
            event = await self._event(request)
        except EventUnknown:
            return problem(404, "event-unknown")
        if self._staff(request, event) is None:
            return problem(401, "key-refused")
        try:
            found = await self._reporter.compared(event.code)
        except MakingFailed as trouble:
            log.warning("the votes could not be compared: %s", trouble, extra={"event": event.code})
            return problem(409, "comparison-failed")
        return Response(found, media_type="application/json")

    async def analyses(self, request: Request) -> Response:
        """The named analyses that reports tell of."""
        try:
            event = await self._event(request)
        except EventUnknown:
            return problem(404, "event-unknown")
        if self._staff(request, event) is None:
            return problem(401, "key-refused")
        return answer(
            [
                {"id": one.analysis, "name": one.name, "selection": msgspec.to_builtins(one.selection)}
                for one in event.known.state.analyses.values()
            ]
        )

    async def name_analysis(self, request: Request) -> Response:
        """Have the next reports tell what some of the votes alone say."""
        try:
            event = await self._event(request)
            grant = self._staff(request, event)
            if grant is None:
                return problem(401, "key-refused")
            body = await body_of(request, AnalysisBody, BODY_LIMIT_BYTES)
            if body is None:
                return problem(422, "body-invalid")
            named = NameAnalysis(AnalysisId(body.id), body.name, body.selection(), grant.id)
            await event.carry_out(named)
        except EventUnknown:
            return problem(404, "event-unknown")
        except Refusal as refusal:
            return problem(422, refusal.code)
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        return answer({"id": named.analysis}, 201)

    async def drop_analysis(self, request: Request) -> Response:
        """Have the next reports no longer tell of it; those that are kept stay as they are."""
        try:
            event = await self._event(request)
            grant = self._staff(request, event)
            if grant is None:
                return problem(401, "key-refused")
            await event.carry_out(DropAnalysis(AnalysisId(request.path_params["id"]), grant.id))
        except EventUnknown:
            return problem(404, "event-unknown")
        except Refusal as refusal:
            return problem(422, refusal.code)
        except StoreUnavailable:
            return problem(503, "store-unavailable")
        return Response(status_code=204)

    async def _kept(self, request: Request, event: LiveEvent, number: int, caching: str) -> Response:
        content = await self._reporter.version(event.code, number)
        return self._file(request, event, content, number, caching)

    def _file(
        self, request: Request, event: LiveEvent, content: bytes | None, number: int, caching: str
    ) -> Response:
        if content is None:
            return self._none(event)
        headers = {
            "content-security-policy": f"{_policy_of(content)}; {self._served}",
            "cache-control": caching,
            "x-robots-tag": "noindex",
            "vary": "accept-encoding",
        }
        if "download" in request.query_params:
            headers["content-disposition"] = f'attachment; filename="{event.code}-report-{number}.html"'
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            return Response(content, 200, headers, "text/html")
        return Response(gzip.decompress(content), 200, headers, "text/html")

    def _none(self, event: LiveEvent | None) -> Response:
        """The page without a report; while one is being made it looks again by itself."""
        headers = {
            "content-security-policy": f"{self._page.policy}; {self._served}",
            "x-robots-tag": "noindex",
        }
        if event is not None and self._reporter.work(event.code).goes_on:
            headers["refresh"] = str(LOOK_AGAIN_S)
        return Response(without_report(self._page), 404, headers, "text/html")

    async def _event(self, request: Request) -> LiveEvent:
        """Raises EventUnknown."""
        return await self._hub.live_event(EventCode(request.path_params["code"].upper()))

    def _staff(self, request: Request, event: LiveEvent) -> Grant | None:
        grant = self._keys.grant_behind(request, event.code, event.known.state)
        return grant if grant is not None and grant.access.role in STAFF else None


def without_report(page: Page) -> bytes:
    """The page where no report is."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<title>Plenary</title>\n<link rel="icon" href="data:,">\n'
        f"<style>{page.style}</style>\n</head>\n<body>\n"
        '<div id="app"></div>\n<noscript><p>There is no report here yet.</p></noscript>\n'
        f'<script type="module">{page.script}</script>\n</body>\n</html>\n'
    ).encode()


def _policy_of(compressed: bytes) -> str:
    """What the report's own page may do: it was drawn by the script that it was made with."""
    with gzip.open(io.BytesIO(compressed)) as content:
        found = POLICY.search(content.read(HEAD_BYTES))
    return unescape(found.group(1).decode()) if found else "default-src 'none'"
