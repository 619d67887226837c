"""OpenTelemetry traces, for those who have a collector: `pip install 'plenary[otel]'` and `plenary serve --traces`.

A span for every HTTP request and for every command that a hub answered. Their attributes are a fixed list of words and
numbers: methods, routes with their parameters' names, kinds of commands, codes. Never a text, a key, an event's code or
an address. Where to and how many of them is said in OpenTelemetry's own environment variables
(OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER).
"""

import time
from typing import Final

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plenary import __version__
from plenary.deliberation.refusals import Refusal

NS: Final = 1_000_000_000


class Traces:
    """Makes the spans of one server. exporter: where they go. `close()` sends what waits."""

    def __init__(self, exporter: SpanExporter) -> None:
        # Not from the environment: the process's command line would come along.
        resource = Resource({"service.name": "plenary", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("plenary", __version__)

    def command(self, kind: str, took_s: float, trouble: Exception | None) -> None:
        """One command of that kind was answered just now."""
        ended_ns = time.time_ns()
        span = self._tracer.start_span(f"command {kind}", start_time=ended_ns - round(took_s * NS))
        span.set_attribute("plenary.command", kind)
        if isinstance(trouble, Refusal):
            span.set_attribute("plenary.refused", trouble.code)
        elif trouble is not None:
            span.set_status(Status(StatusCode.ERROR, type(trouble).__name__))
        span.end(ended_ns)

    def request(self, method: str, route: str, status: int, took_s: float) -> None:
        """One HTTP request was answered just now. route: with the names of its parameters, not their values."""
        ended_ns = time.time_ns()
        began_ns = ended_ns - round(took_s * NS)
        span = self._tracer.start_span(f"{method} {route}", kind=SpanKind.SERVER, start_time=began_ns)
        span.set_attribute("http.request.method", method)
        span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", status)
        if status >= 500:
            span.set_status(Status(StatusCode.ERROR))
        span.end(ended_ns)

    def close(self) -> None:
        """Send what waits; may block for seconds where nobody takes it."""
        self._provider.shutdown()


class TracedRequests:
    """Tells the traces of every HTTP request."""

    def __init__(self, app: ASGIApp, traces: Traces) -> None:
        self._app = app
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            self._traces.request(method, _route(scope), status, time.perf_counter() - began_s)


METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def _route(scope: Scope) -> str:
    """The route as it is written, or "none": a path that somebody made up may hold anything."""
    app = scope.get("app")
    for route in getattr(app, "routes", ()):
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            return route.path
        if not isinstance(route, Route) and route.matches(scope)[0] is Match.FULL:
            return str(getattr(route, "path", "none"))
    return "none"


def to_collector() -> Traces:
    """Traces that go to the collector which the environment names, by OTLP over HTTP."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return Traces(OTLPSpanExporter())
