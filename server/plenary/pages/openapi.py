"""The OpenAPI document of the HTTP API, written from the types of its bodies and answers."""

import asyncio
from functools import cache
from typing import Any, Final

import msgspec
import orjson
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plenary import __version__
from plenary.creation import CODE_FORM
from plenary.deliberation.views import EventView
from plenary.pages.api import CreatedEvent, CreatedLink, NewEventBody, NewLinkBody, Problem
from plenary.pages.exports import ExportBody
from plenary.pages.operator import OpenSessions
from plenary.pages.rehearsal import RehearsalBody, RehearsalProof, RehearsalStatus
from plenary.pages.reports import AnalysisBody
from plenary.pages.tickets import MadeTicket, TicketsStanding


class ReportVersion(Struct, frozen=True):
    """One version, and the ends of the log that it is of."""

    number: int
    digest: str
    programme_head: str
    ballots_head: str


class ReportVersions(Struct, frozen=True):
    """until_ms: until when the server keeps the event (ms since 1970); null for ever."""

    versions: tuple[ReportVersion, ...]
    is_being_made: bool
    has_failed: bool
    until_ms: int | None


class NamedAnalysis(Struct, frozen=True):
    id: str


class ExportStanding(Struct, frozen=True):
    """How far an export is."""

    id: str
    name: str
    records: int
    is_ready: bool
    has_failed: bool


async def _document(request: Request) -> Response:
    return Response(await asyncio.to_thread(document), media_type="application/json")


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    types = [
        NewEventBody,
        CreatedEvent,
        NewLinkBody,
        CreatedLink,
        Problem,
        EventView,
        RehearsalBody,
        RehearsalStatus,
        RehearsalProof,
        TicketsStanding,
        MadeTicket,
        OpenSessions,
        AnalysisBody,
        NamedAnalysis,
        ExportBody,
        ExportStanding,
        ReportVersions,
    ]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    code = {
        "name": "code",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": f"^{CODE_FORM.pattern}$"},
    }
    own_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plenary", "version": __version__},
        "paths": {
            "/api/v1/openapi.json": {"get": {"summary": "This document.", "responses": _answers(200, None)}},
            "/api/v1/events": {
                "post": {
                    "summary": "Create an event.",
                    "security": [{"operator": []}],
                    "requestBody": _content("NewEventBody"),
                    "responses": _answers(201, "CreatedEvent", 400, 401, 409, 413, 422, 503),
                }
            },
            "/api/v1/events/{code}": {
                "parameters": [code],
                "get": {
                    "summary": "What anybody may know of an event.",
                    "responses": _answers(200, "EventView", 404),
                },
            },
            "/api/v1/events/{code}/links": {
                "parameters": [code],
                "post": {
                    "summary": "Make another role link.",
                    "security": [{"operator": []}],
                    "requestBody": _content("NewLinkBody"),
                    "responses": _answers(201, "CreatedLink", 400, 401, 404, 413, 422, 503),
                },
            },
            "/api/v1/operator/sessions": {
                "get": {
                    "summary": "Where the operator is signed in.",
                    "security": [{"operator": []}],
                    "responses": _answers(200, "OpenSessions", 401, 503),
                }
            },
            "/api/v1/operator/sessions/{id}": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                ],
                "delete": {
                    "summary": "Sign a browser of the operator's out.",
                    "security": [{"operator": []}],
                    "responses": _answers(204, None, 401, 404, 503),
                },
            },
            "/api/v1/events/{code}/tickets": {
                "parameters": [code],
                "get": {
                    "summary": "How the event's tickets stand.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, "TicketsStanding", 403, 503),
                },
            },
            "/api/v1/events/{code}/tickets/{number}": {
                "parameters": [
                    code,
                    {
                        "name": "number",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer"},
                    },
                ],
                "post": {
                    "summary": "Make a ticket anew: the old one and the device that held its seat stop at once.",
                    "security": [{"organiser": []}],
                    "responses": _answers(201, "MadeTicket", 403, 404, 503),
                },
                "delete": {
                    "summary": "Take a ticket back.",
                    "security": [{"organiser": []}],
                    "responses": _answers(204, None, 403, 404, 503),
                },
            },
            "/api/v1/events/{code}/reports": {
                "parameters": [code],
                "get": {
                    "summary": "Which versions of the report there are, and until when the event is kept.",
                    "responses": _answers(200, "ReportVersions", 404),
                },
                "post": {
                    "summary": "Have another version made.",
                    "security": [{"organiser": []}],
                    "responses": _answers(202, None, 401, 404, 503),
                },
            },
            "/api/v1/events/{code}/analyses": {
                "parameters": [code],
                "get": {
                    "summary": "The named analyses that reports tell of.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, None, 401, 404),
                },
                "post": {
                    "summary": "Have the next reports tell what some of the votes alone say.",
                    "security": [{"organiser": []}],
                    "requestBody": _content("AnalysisBody"),
                    "responses": _answers(201, "NamedAnalysis", 401, 404, 422, 503),
                },
            },
            "/api/v1/events/{code}/analyses/{id}": {
                "parameters": [code, own_id],
                "delete": {
                    "summary": "Have the next reports no longer tell of it.",
                    "security": [{"organiser": []}],
                    "responses": _answers(204, None, 401, 404, 422, 503),
                },
            },
            "/api/v1/events/{code}/without-flagged": {
                "parameters": [code],
                "post": {
                    "summary": "Count again without the ballots that look alike; both results.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, None, 401, 404, 409),
                },
            },
            "/api/v1/events/{code}/exports": {
                "parameters": [code],
                "post": {
                    "summary": "Have an export made.",
                    "security": [{"organiser": []}],
                    "requestBody": _content("ExportBody"),
                    "responses": _answers(202, "ExportStanding", 401, 403, 404, 422, 503),
                },
            },
            "/api/v1/events/{code}/exports/{id}": {
                "parameters": [code, own_id],
                "get": {
                    "summary": "How far an export is.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, "ExportStanding", 401, 403, 404),
                },
            },
            "/api/v1/events/{code}/exports/{id}/file": {
                "parameters": [code, own_id],
                "get": {
                    "summary": "The export.",
                    "security": [{"organiser": []}],
                    "responses": {
                        "200": {"description": "The file.", "content": {"application/octet-stream": {}}}
                    }
                    | _refused(401, 403, 404, 409),
                },
            },
            "/api/v1/events/{code}/rehearsal": {
                "parameters": [code],
                "post": {
                    "summary": "Start a rehearsal: a copy under a code of its own, filled by a synthetic crowd.",
                    "security": [{"organiser": []}],
                    "requestBody": _content("RehearsalBody"),
                    "responses": _answers(201, "RehearsalStatus", 400, 403, 409, 422, 501, 503),
                },
                "get": {
                    "summary": "How the rehearsal is going.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, "RehearsalStatus", 403, 503)
                    | {"204": {"description": "There is none."}},
                },
                "delete": {
                    "summary": "Stop the rehearsal, wipe it, and read the live event again to prove it unchanged.",
                    "security": [{"organiser": []}],
                    "responses": _answers(200, "RehearsalProof", 403, 404, 503),
                },
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "operator": {"type": "http", "scheme": "bearer"},
                "organiser": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret of a role link.",
                },
            },
        },
    }


def _content(name: str) -> dict[str, Any]:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


def _answers(good: int, name: str | None, *bad: int) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done."}
    if good != 204:
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"} if name else {}
        done["content"] = {"application/json": {"schema": schema}}
    return {str(good): done} | _refused(*bad)


def _refused(*bad: int) -> dict[str, Any]:
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    too_many = {
        "description": "Too many wrong codes or secrets came from this address (`Retry-After` says when), or too many"
        " exports wait to be made.",
        "content": problem,
    }
    return {str(status): {"description": "Refused.", "content": problem} for status in bad} | {
        "429": too_many
    }


@cache
def document() -> bytes:
    """The document, written when first asked for: a server that comes back has phones waiting for it."""
    return orjson.dumps(openapi())


OPENAPI: Final = Route("/api/v1/openapi.json", _document)
"""Serves the document."""
