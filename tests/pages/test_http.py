"""What is served over HTTP: pages, API, health; for people, programs and those who run the server."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import brotli
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.pages import documents, site
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore

OPERATOR = "operator-secret-of-the-tests"
ASKING = {"authorization": f"Bearer {OPERATOR}"}
WORDS = {"en": {"choice.agree": "Agree"}, "ar": {"choice.agree": "أوافق <"}}
ROOT = Path(__file__).resolve().parents[2]
SCRIPT, STYLE = "document.title = 'x < y';", "body { color: red }"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for page in documents.PAGES:
        (tmp_path / f"{page}.js").write_text(SCRIPT)
        (tmp_path / f"{page}.css").write_text(STYLE)
    (tmp_path / "words-first.json").write_text(json.dumps(WORDS))
    monkeypatch.setattr(site, "static_folder", lambda: tmp_path)
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR))
    with TestClient(app, base_url="http://hall.example:8000") as opened:
        yield opened


def create(client: TestClient, **wish: object) -> dict[str, object]:
    answer = client.post("/api/v1/events", json={"title": "Town hall"} | wish, headers=ASKING)
    assert answer.status_code == 201
    return dict(answer.json())


def boot(html: str) -> dict[str, object]:
    state = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html)
    assert state is not None
    return dict(json.loads(state[1]))


def test_a_created_event_comes_with_the_links_of_its_pages(client: TestClient):
    made = create(client, code="square", venues=["Library"], prompts=["What now?"])

    assert made["code"] == "SQUARE"
    links = made["links"]
    assert isinstance(links, dict)
    assert links["participant"] == "http://hall.example:8000/e/SQUARE"
    assert re.fullmatch(r"http://hall.example:8000/e/SQUARE/screen#[\w-]{22}", links["projector"])
    assert re.fullmatch(r"http://hall.example:8000/e/SQUARE/desk#[\w-]{22}", links["moderator"])


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({}, {"title": "x"}, 401, "operator-secret-refused"),
        ({"authorization": "Bearer wrong"}, {"title": "x"}, 401, "operator-secret-refused"),
        ({"authorization": f"Basic {OPERATOR}"}, {"title": "x"}, 401, "operator-secret-refused"),
        (ASKING, {}, 422, "body-invalid"),
        (ASKING, {"title": 7}, 422, "body-invalid"),
        (ASKING, {"title": "x", "tilte": "y"}, 422, "body-invalid"),
        (ASKING, {"title": "x", "statement_limit": 0}, 422, "body-invalid"),
        (ASKING, {"title": "   "}, 422, "text-empty"),
        (ASKING, {"title": "x" * 201}, 422, "text-too-long"),
        (ASKING, {"title": "x", "code": "a b"}, 422, "code-malformed"),
        (ASKING, {"title": "x", "code": "TAKEN"}, 409, "event-exists"),
        (ASKING, {"title": "x", "prompts": ["p" * 900] * 90}, 413, "body-too-large"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_refused_by_a_stable_code(client, headers, body, status, code):
    create(client, code="TAKEN")

    answer = client.post("/api/v1/events", json=body, headers=headers)

    assert (answer.status_code, answer.json()) == (status, {"code": code})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"nonsense"])
def test_a_body_that_is_no_json_is_malformed(client: TestClient, body: bytes):
    answer = client.post("/api/v1/events", content=body, headers=ASKING)

    assert (answer.status_code, answer.json()) == (400, {"code": "body-malformed"})


def test_another_moderators_link_is_made_for_the_operator_alone(client: TestClient):
    create(client, code="SQUARE")
    asked = {"role": "moderator"}

    assert client.post("/api/v1/events/SQUARE/links", json=asked).status_code == 401
    made = client.post("/api/v1/events/SQUARE/links", json=asked, headers=ASKING)
    assert made.status_code == 201
    assert "/e/SQUARE/desk#" in made.json()["link"]
    assert client.post("/api/v1/events/NONE/links", json=asked, headers=ASKING).status_code == 404


def test_anybody_may_know_that_an_event_is_there_and_no_more(client: TestClient):
    create(client, code="SQUARE", venues=["Library"], prompts=["A draft that nobody may read yet"])

    answer = client.get("/api/v1/events/square")

    assert answer.json() == {
        "code": "SQUARE",
        "title": "Town hall",
        "language": "en",
        "venues": [{"id": "v1", "name": "Library"}],
        "premoderated": True,
        "statement_limit": 280,
        "opens_ms": None,
        "announcement": None,
        "report": None,
        "rehearsal": False,
        "level": "device",
        "archive": False,
        "words": [],
        "items": [],
    }
    assert client.get("/api/v1/events/NONE").json() == {"code": "event-unknown"}


def test_the_join_page_brings_its_first_state_in_one_document(client: TestClient):
    create(client, code="SQUARE", title="</script><b>Town hall</b>")

    page = client.get("/e/square")

    assert page.status_code == 200
    state = boot(page.text)
    assert (state["page"], state["code"]) == ("participant", "SQUARE")
    assert state["address"] == "http://hall.example:8000/e/SQUARE"
    assert isinstance(state["snapshot"], dict)
    assert state["snapshot"]["event"]["title"] == "</script><b>Town hall</b>"
    assert "<b>Town hall" not in page.text


@pytest.mark.parametrize("path", ["/", "/desk", "/e/SQUARE", "/e/SQUARE/screen", "/e/SQUARE/desk", "/e/NONE"])
def test_a_page_runs_its_own_script_and_style_and_nothing_else(client: TestClient, path: str):
    create(client, code="SQUARE")

    page = client.get(path)

    def named(text: str) -> str:
        return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"

    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {named(SCRIPT)}"
    assert policy["style-src"] == named(STYLE)
    assert policy["frame-ancestors"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "plenary-worker"
    assert f"<style>{STYLE}</style>" in page.text
    assert f'<script type="module">{SCRIPT}</script>' in page.text


def test_only_a_participants_page_may_stand_in_the_named_sites_pages(tmp_path: Path, client: TestClient):
    store = MemoryStore()
    settings = Settings(OPERATOR, embedders=("https://stream.example", "https://forum.example:8443"))
    app = create_app(Stores(store, store, LocalBulletin()), settings)
    with TestClient(app, base_url="http://hall.example:8000") as embedded:
        create(embedded, code="SQUARE")
        policies = {
            path: embedded.get(path).headers["content-security-policy"]
            for path in ("/e/SQUARE", "/e/SQUARE/screen", "/e/SQUARE/desk", "/e/SQUARE/steward", "/desk")
        }

    allowed = "frame-ancestors https://stream.example https://forum.example:8443;"
    assert [path for path, policy in policies.items() if allowed in policy] == ["/e/SQUARE"]
    assert sum("frame-ancestors 'none'" in policy for policy in policies.values()) == 4


def test_a_desks_page_holds_no_secret_and_no_state(client: TestClient):
    create(client, code="SQUARE", prompts=["A draft"])

    for path in ("/e/SQUARE/desk", "/e/SQUARE/screen"):
        assert boot(client.get(path).text)["snapshot"] is None


def test_a_page_is_compressed_for_those_who_take_it_so(client: TestClient):
    create(client, code="SQUARE")
    plain = client.get("/e/SQUARE", headers={"accept-encoding": "identity"})
    with client.stream("GET", "/e/SQUARE", headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content


def test_a_page_is_made_smaller_for_those_who_come_later(client: TestClient):
    create(client, code="SQUARE")
    plain = client.get("/e/SQUARE", headers={"accept-encoding": "identity"})

    def packed() -> bytes:
        with client.stream("GET", "/e/SQUARE", headers={"accept-encoding": "gzip, br"}) as answer:
            assert answer.headers["content-encoding"] == "br"
            return b"".join(answer.iter_raw())

    first, second = packed(), packed()
    assert brotli.decompress(first) == brotli.decompress(second) == plain.content
    assert len(second) <= len(first)


@pytest.mark.parametrize(
    ("accept", "language", "tag"),
    [
        ("ar-EG,ar;q=0.9,en;q=0.8", "en", "ar"),
        ("de, en;q=0.5, ar;q=0.4", "ar", "en"),
        ("de", "ar", "ar"),
        ("en;q=0, ar;q=x", "en", "en"),
        ("", "de", "en"),
    ],
)
def test_a_participants_page_brings_the_first_words_of_whoever_reads(
    client: TestClient, accept: str, language: str, tag: str
):
    create(client, code="SQUARE", language=language)

    page = client.get("/e/SQUARE", headers={"accept-language": accept})

    words = re.search(r'<script type="application/json" id="words" lang="(\w+)">(.*?)</script>', page.text)
    assert words is not None
    assert (words[1], json.loads(words[2])) == (tag, WORDS[tag])
    assert "accept-language" in page.headers["vary"]


def test_an_unknown_event_is_answered_by_the_page_that_asks_for_a_code(client: TestClient):
    page = client.get("/e/NONE")

    assert page.status_code == 404
    assert boot(page.text)["code"] is None


def test_a_mistyped_address_asks_a_person_for_a_code_and_tells_a_program_so(client: TestClient):
    for path in ("/SQUARE", "/e/SQUARE/scren", "/%F0%9F%92%A9"):
        to_a_person = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert (to_a_person.status_code, boot(to_a_person.text)["code"]) == (404, None)
        assert "script-src" in to_a_person.headers["content-security-policy"]
        to_a_program = client.get(path)
        assert (to_a_program.status_code, to_a_program.text) == (404, "Not Found")


def test_what_is_named_by_its_content_is_kept_for_good_and_sent_small(client: TestClient, tmp_path: Path):
    (tmp_path / "later-Cdq-4f_9.js").write_text("export const later = 1;" * 100)
    (tmp_path / ".stamp").write_text("private")

    part = client.get("/static/later-Cdq-4f_9.js", headers={"accept-encoding": "br"})

    assert part.headers["content-type"].startswith("text/javascript")
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (part.headers["content-encoding"], len(part.text)) == ("br", 2_300)
    assert client.get("/static/participant.js").headers["cache-control"] == "no-store"
    assert client.get("/static/.stamp").status_code == 404
    assert client.get("/static/../pyproject.toml").status_code == 404
    assert client.get("/static/%2e%2e%2fpyproject.toml").status_code == 404
    assert client.post("/static/participant.js").status_code == 405


def test_the_service_worker_is_at_the_root_and_asked_for_each_time(client: TestClient, tmp_path: Path):
    (tmp_path / "worker.js").write_text("self.addEventListener('fetch', () => {})")

    worker = client.get("/worker.js")

    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in worker.headers["content-security-policy"]


def test_the_qr_code_is_a_picture_of_the_join_address(client: TestClient):
    create(client, code="SQUARE")

    picture = client.get("/e/SQUARE/qr.svg")

    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg ")
    assert client.get("/e/NONE/qr.svg").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/", "/desk", "/e/SQUARE", "/e/SQUARE/screen", "/e/SQUARE/desk", "/e/SQUARE/steward", "/e/SQUARE/plain",
        "/e/SQUARE/qr.svg", "/e/NONE", "/e/%00", "/nowhere", "/api/v1/events/SQUARE", "/api/v1/events/NONE",
        "/api/v1/openapi.json", "/healthz", "/readyz", "/metrics", "/icon.svg", "/dev/components", "/static/none.js",
    ],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(client: TestClient, path: str):
    create(client, code="SQUARE")

    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "cache-control" in headers


def test_the_server_says_that_it_lives_and_is_ready(client: TestClient):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_the_metrics_count_live_events_without_naming_them(client: TestClient):
    create(client, code="SQUARE")
    client.get("/e/SQUARE")

    metrics = client.get("/metrics").text

    assert "plenary_live_events 1.0" in metrics
    assert 'plenary_connections{role="participant"} 0.0' in metrics
    assert "SQUARE" not in metrics


def test_every_metric_that_the_dashboard_and_the_alerts_ask_for_is_served(client: TestClient):
    create(client, code="SQUARE")
    client.get("/e/SQUARE")
    served = {
        name
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for name in (family.name, *(f"{family.name}_{part}" for part in ("total", "count", "bucket")))
    }

    for file in ("grafana.json", "plenary-alerts.yaml"):
        asked = set(re.findall(r"\bplenary_[a-z_]+", (ROOT / "deploy" / "metrics" / file).read_text()))
        assert asked
        assert asked <= served
