"""Traces: a span for each request and command, and in none of them a word of anybody's."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.tracing import Traces

OPERATOR = "canary-operator-secret"
BASE = "http://hall.example:8000"
CANARIES = ("canary", "CANARY", "hall.example", "testclient", "127.0.0.1")


@pytest.fixture
def traced() -> Iterator[tuple[TestClient, InMemorySpanExporter, Traces]]:
    exporter = InMemorySpanExporter()
    traces = Traces(exporter)
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR, traces=traces))
    with TestClient(app, base_url=BASE) as client:
        yield client, exporter, traces
    traces.close()


def spans(exporter: InMemorySpanExporter, traces: Traces) -> list[dict[str, Any]]:
    traces._provider.force_flush()
    return [json.loads(span.to_json()) for span in exporter.get_finished_spans()]


def test_requests_and_commands_leave_spans_without_anybodys_words(
    traced: tuple[TestClient, InMemorySpanExporter, Traces],
):
    client, exporter, traces = traced
    wish = {"title": "canary title", "code": "CANARY", "prompts": ["canary prompt?"]}
    client.post("/api/v1/events", json=wish, headers={"authorization": f"Bearer {OPERATOR}"})
    client.get("/e/CANARY?canary=query")
    client.get("/canary/path/that/is/not")
    with client.websocket_connect(
        "ws://hall.example:8000/ws/CANARY", subprotocols=["plenary.v1.json"]
    ) as phone:
        key = "canary-key-0123456789"
        phone.send_text(json.dumps({"kind": "hello", "role": "participant", "key": key, "device": "canary"}))
        phone.send_text(json.dumps({"kind": "join", "op": 1, "mode": "remote", "language": "en"}))
        phone.send_text(
            json.dumps(
                {"kind": "submit", "op": 2, "prompt": "none", "text": "canary statement", "language": "en"}
            )
        )
        while json.loads(phone.receive_text())["kind"] != "refused":
            pass

    found = spans(exporter, traces)
    names = [span["name"] for span in found]
    assert names.count("POST /api/v1/events") == 1
    assert names.count("GET /e/{code}") == 1
    assert names.count("GET none") == 1
    assert names.count("command Join") == 1
    [refused] = [span for span in found if span["name"] == "command SubmitStatement"]
    assert refused["attributes"]["plenary.refused"] == "prompt-unknown"
    written = json.dumps(found)
    assert [canary for canary in CANARIES if canary in written] == []


def test_without_being_asked_for_nothing_is_traced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR))
    with TestClient(app, base_url=BASE) as client:
        client.get("/healthz")
        assert client.app.state.hub.measures.traces is None  # type: ignore[attr-defined]
