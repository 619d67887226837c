"""For those who run the server: is it alive, is it ready, what are its numbers."""

from collections import Counter
from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from plenary.deliberation.vocabulary import Phase, Role
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.store.ports import StoreUnavailable


class Operations:
    """Serves `/healthz`, `/readyz` and `/metrics`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._registry = CollectorRegistry()
        self._registry.register(HubMetrics(hub))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/healthz", self.health),
            Route("/readyz", self.readiness),
            Route("/metrics", self.metrics),
        ]

    async def health(self, request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readiness(self, request: Request) -> Response:
        """Ready means that the store answers and the hub decides."""
        try:
            await self._hub.facts.heads()
        except StoreUnavailable:
            return PlainTextResponse("store unavailable\n", 503)
        return PlainTextResponse("ready\n") if self._hub.is_running else PlainTextResponse("starting\n", 503)

    async def metrics(self, request: Request) -> Response:
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


class HubMetrics(Collector):
    """The hub's numbers, read when somebody asks for them. No label names an event: that list is private."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def collect(self) -> Iterator[Metric]:
        events = self._hub.live_events()
        connected: Counter[Role] = Counter(dict.fromkeys(Role, 0))
        for event in events:
            connected.update(event.connections.count())
        connections = GaugeMetricFamily("plenary_connections", "Sockets connected now", labels=["role"])
        for role, count in connected.items():
            connections.add_metric([role.value], count)
        yield connections
        yield GaugeMetricFamily("plenary_live_events", "Events held by this hub", len(events))
        yield GaugeMetricFamily(
            "plenary_votes",
            "Votes recorded in them, changes of mind included",
            sum(event.known.votes for event in events),
        )
        yield GaugeMetricFamily(
            "plenary_statements",
            "Statements in them",
            sum(len(event.known.state.statements) for event in events),
        )
        measures = self._hub.measures
        refused = CounterMetricFamily("plenary_refused", "Commands that the rules refused", labels=["code"])
        for code, count in measures.refused.items():
            refused.add_metric([code], count)
        yield refused
        yield CounterMetricFamily(
            "plenary_broken", "Commands that failed: the store did not serve, or a bug", measures.broken
        )
        for name, what, delays in (
            ("plenary_answer_seconds", "From a command's arrival to its answer", measures.answered),
            ("plenary_loop_lag_seconds", "How late the event loop comes back", measures.lag),
        ):
            yield HistogramMetricFamily(name, what, buckets=[*delays.up_to()], sum_value=delays.total_s)
        yield GaugeMetricFamily(
            "plenary_map_age_seconds",
            "Age of the oldest map of an open prompt, 0 without one; a map ages too while nobody votes",
            max((self._map_age_s(event) for event in events), default=0.0),
        )

    def _map_age_s(self, event: LiveEvent) -> float:
        now_ms = self._hub.clock()
        ages = [
            now_ms - posting.map.at_ms
            for prompt, posting in event.connections.postings.items()
            if event.known.state.prompts[prompt].phase is Phase.OPEN
        ]
        return max(ages, default=0) / 1_000
