"""Who may use which address: every route has a row, every cell is tried, and a cookie does what its link does."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import plenary.app
from plenary.app import ReportsPlace, Settings, Stores, create_app
from plenary.archive.report.file import Page
from plenary.deliberation.vocabulary import Role
from plenary.pages import documents, site
from plenary.pages.access import ROUTES
from plenary.reporting.making import Maker
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.wire.closing import Closing

OPERATOR = "operator-secret-of-the-tests"
BASE = "http://hall.example:8000"
OWN_PAGE = {"origin": BASE}


@dataclass
class Hall:
    """An event, another event, and the secret of a link for each role."""

    app: Starlette
    client: TestClient
    secrets: dict[Role, str] = field(default_factory=dict)
    elsewhere: str = ""

    def link(self, role: Role, code: str = "HERE") -> str:
        made = self.client.post(
            f"/api/v1/events/{code}/links", json={"role": role.value}, headers=bearer(OPERATOR)
        )
        return str(made.json()["link"]).partition("#")[2]


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    for page in documents.PAGES:
        for suffix in ("js", "css"):
            (tmp_path / f"{page}.{suffix}").write_text("")
    monkeypatch.setattr(documents, "static_folder", lambda: tmp_path)
    for file in ("words-plain.json", "words-prove.json"):
        (tmp_path / file).write_text(json.dumps({"en": {}}))
    (tmp_path / "words-first.json").write_text(json.dumps({"en": {}}))
    monkeypatch.setattr(site, "static_folder", lambda: tmp_path)
    store = MemoryStore()
    monkeypatch.setattr(plenary.app, "report_page", lambda: Page("", ""))
    reports = ReportsPlace(tmp_path / "reports", Maker(("--data", str(tmp_path))))
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR, reports=reports))
    with TestClient(app, base_url=BASE) as client:
        for code in ("HERE", "THERE"):
            wish = {"title": "Town hall", "code": code, "prompts": ["What now?"]}
            client.post("/api/v1/events", json=wish, headers=bearer(OPERATOR))
        made = Hall(app, client)
        made.secrets = {role: made.link(role) for role in Role if role is not Role.PARTICIPANT}
        made.elsewhere = made.link(Role.ORGANISER, "THERE")
        yield made


def addresses(app: Starlette) -> Iterator[str]:
    for route in app.routes:
        match route:
            case WebSocketRoute(path=path):
                yield f"SOCKET {path}"
            case Mount(path=path):
                yield f"GET {path}"
            case Route(path=path, methods=methods):
                yield from (f"{method} {path}" for method in (methods or set()) - {"HEAD"})


def test_every_route_has_a_row_and_every_row_a_route(hall: Hall):
    assert sorted(addresses(hall.app)) == sorted(ROUTES), "say in pages/access.py whom the new address serves"


@pytest.mark.parametrize("address", [one for one, opens in ROUTES.items() if not opens.anybody])
def test_an_address_serves_whom_its_row_says_and_nobody_else(hall: Hall, address: str):
    method, path = address.split(" ")
    opens = ROUTES[address]

    def is_let_in(headers: dict[str, str]) -> bool:
        answer = hall.client.request(
            method,
            path.replace(":int", "").format(code="HERE", id="one", number=1),
            headers=headers,
            content=b"not json",
        )
        assert answer.status_code < 500
        return answer.status_code not in (401, 403)

    let_in = {role for role, secret in hall.secrets.items() if is_let_in(bearer(secret))}
    assert let_in == set(opens.roles)
    assert is_let_in(bearer(OPERATOR)) is opens.operator
    assert not is_let_in({})
    assert not is_let_in(bearer("0123456789abcdef"))
    assert not is_let_in(bearer(hall.elsewhere))


def hello(hall: Hall, role: Role, key: str | None, headers: dict[str, str], code: str = "HERE") -> str:
    """The role that the server welcomes, or the name with which it closes."""
    try:
        with hall.client.websocket_connect(
            f"ws://hall.example:8000/ws/{code}", subprotocols=["plenary.v1.json"], headers=headers
        ) as socket:
            socket.send_text(json.dumps({"kind": "hello", "role": role, "key": key, "device": "desk-1"}))
            while True:
                message = json.loads(socket.receive_text())
                if message["kind"] == "welcome":
                    return str(message["role"])
    except WebSocketDisconnect as end:
        return end.reason


@pytest.mark.parametrize("page", sorted(set(Role) - {Role.PARTICIPANT}))
def test_a_link_opens_its_own_page_as_its_own_role(hall: Hall, page: Role):
    desks = {Role.MODERATOR, Role.ORGANISER, Role.STAGE, Role.OBSERVER, Role.INTERPRETER}
    for role, secret in hall.secrets.items():
        fits = role is page or {role, page} <= desks
        assert hello(hall, page, secret, {}) == (role.value if fits else Closing.KEY_REFUSED.label)
    assert hello(hall, page, hall.elsewhere, {}) == Closing.KEY_REFUSED.label


def exchange(
    hall: Hall, secret: str, headers: dict[str, str], role: Role = Role.MODERATOR
) -> tuple[int, str]:
    answer = hall.client.post("/e/here/key", json={"role": role, "secret": secret}, headers=headers)
    return answer.status_code, answer.headers.get("set-cookie", "")


def test_a_secret_is_exchanged_for_a_cookie_that_opens_the_desk(hall: Hall):
    status, cookie = exchange(hall, hall.secrets[Role.ORGANISER], OWN_PAGE)

    assert status == 204
    parts = [part.strip().lower() for part in cookie.split(";")]
    assert parts[0].startswith("plenary-desk-here=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(parts)
    assert hello(hall, Role.MODERATOR, None, OWN_PAGE) == "organiser"


def test_over_tls_the_cookie_is_bound_to_the_host(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    store = MemoryStore()
    settings = Settings(OPERATOR, public_url="https://hall.example")
    with TestClient(create_app(Stores(store, store, LocalBulletin()), settings)) as client:
        there = Hall(hall.app, client)
        client.post("/api/v1/events", json={"title": "x", "code": "HERE"}, headers=bearer(OPERATOR))
        status, cookie = exchange(there, there.link(Role.MODERATOR), {"origin": "https://hall.example"})

    assert status == 204
    assert cookie.startswith("__Host-plenary-desk-HERE=")
    assert {"secure", "httponly"} <= {part.strip().lower() for part in cookie.split(";")}
    assert "domain" not in cookie.lower()


@pytest.mark.parametrize(
    "origin", [None, "null", "http://hall.example", f"{BASE}.evil", "https://hall.example:8000"]
)
def test_no_cookie_is_given_to_or_taken_from_another_page(hall: Hall, origin: str | None):
    headers = {} if origin is None else {"origin": origin}
    assert exchange(hall, hall.secrets[Role.MODERATOR], headers) == (403, "")

    exchange(hall, hall.secrets[Role.MODERATOR], OWN_PAGE)

    # A program without an Origin may connect, but has to bring its key; a foreign page may not connect at all.
    expected = Closing.KEY_REFUSED.label if origin is None else ""
    assert hello(hall, Role.MODERATOR, None, headers) == expected


@pytest.mark.parametrize(
    ("secret", "role", "status"),
    [
        ("0123456789abcdef", Role.MODERATOR, 403),
        ("short", Role.MODERATOR, 400),
        ("0123456789abcdef", Role.PARTICIPANT, 400),
    ],
)
def test_what_opens_nothing_is_exchanged_for_nothing(hall: Hall, secret: str, role: Role, status: int):
    assert exchange(hall, secret, OWN_PAGE, role) == (status, "")
    assert exchange(hall, hall.secrets[Role.PROJECTOR], OWN_PAGE, Role.MODERATOR) == (403, "")


def test_a_revoked_link_opens_nothing_in_a_cookie_either(hall: Hall):
    exchange(hall, hall.secrets[Role.MODERATOR], OWN_PAGE)
    with hall.client.websocket_connect(
        "ws://hall.example:8000/ws/HERE", subprotocols=["plenary.v1.json"]
    ) as organiser:
        said = {"kind": "hello", "role": "moderator", "key": hall.secrets[Role.ORGANISER], "device": "o"}
        organiser.send_text(json.dumps(said))
        links = next(
            message["links"]
            for message in iter(lambda: json.loads(organiser.receive_text()), None)
            if message["kind"] == "snapshot"
        )
        for number, link in enumerate(one for one in links if one["role"] == "moderator"):
            organiser.send_text(json.dumps({"kind": "revoke-link", "op": number + 1, "link": link["id"]}))
            while json.loads(organiser.receive_text())["kind"] != "counted":
                pass

    assert hello(hall, Role.MODERATOR, None, OWN_PAGE) == Closing.KEY_REFUSED.label
    assert exchange(hall, hall.secrets[Role.MODERATOR], OWN_PAGE) == (403, "")


def test_a_cookie_of_the_desk_asks_without_an_origin_and_acts_only_with_our_own(hall: Hall):
    exchange(hall, hall.secrets[Role.ORGANISER], OWN_PAGE)
    path = "/api/v1/events/HERE/rehearsal"

    assert hall.client.get(path).status_code == 204
    assert hall.client.get(path, headers={"origin": "http://evil.example"}).status_code == 403
    assert hall.client.delete(path).status_code == 403
    assert hall.client.delete(path, headers={"origin": "http://evil.example"}).status_code == 403
    assert hall.client.delete(path, headers=OWN_PAGE).status_code == 404


def test_the_api_document_names_every_operation_of_the_api(hall: Hall):
    document = hall.client.get("/api/v1/openapi.json").json()

    served = {
        (route.path, method.lower())
        for route in hall.app.routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert {
        (path, method)
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    } == served
