"""The operator in a browser: the secret for a cookie, sessions seen and ended, on every hub."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.hub.operators import LASTS_MS, OPERATORS_DESK, Operators
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_seats import MemorySeats
from plenary.store.memory_store import MemoryStore

OPERATOR = "operator-secret-of-the-tests"
BASE = "http://hall.example:8000"
OWN_PAGE = {"origin": BASE}


def app_on(store: MemoryStore, seats: MemorySeats, **settings: Any) -> Any:
    return create_app(Stores(store, store, LocalBulletin(), seats=seats), Settings(OPERATOR, **settings))


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app_on(MemoryStore(), MemorySeats()), base_url=BASE) as client:
        yield client


def signs_in(client: TestClient, secret: str = OPERATOR, headers: dict[str, str] = OWN_PAGE) -> int:
    return client.post("/operator/session", json={"secret": secret}, headers=headers).status_code


def creates(client: TestClient, headers: dict[str, str] = OWN_PAGE) -> int:
    return client.post("/api/v1/events", json={"title": "Town hall"}, headers=headers).status_code


def test_the_secret_is_exchanged_for_a_cookie_that_creates_events(client: TestClient):
    assert creates(client) == 401
    assert signs_in(client) == 204
    [cookie] = client.cookies.jar
    assert cookie.name == "plenary-operator"
    assert OPERATOR not in str(cookie.value)
    assert cookie.has_nonstandard_attr("HttpOnly")

    assert creates(client) == 201
    assert creates(client, {}) == 401
    assert creates(client, {"origin": "http://evil.example"}) == 401


def test_over_tls_the_cookie_is_bound_to_the_host():
    app = app_on(MemoryStore(), MemorySeats(), public_url="https://hall.example")
    with TestClient(app, base_url="https://hall.example") as client:
        answer = client.post(
            "/operator/session", json={"secret": OPERATOR}, headers={"origin": "https://hall.example"}
        )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-plenary-operator=")
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= {
        part.strip().lower() for part in cookie.split(";")
    }


@pytest.mark.parametrize(
    ("secret", "headers", "status"),
    [("wrong", OWN_PAGE, 401), (OPERATOR, {}, 403), (OPERATOR, {"origin": "null"}, 403), ("", OWN_PAGE, 400)],
)
def test_nothing_else_is_exchanged(client: TestClient, secret: str, headers: dict[str, str], status: int):
    assert signs_in(client, secret, headers) == status
    assert not client.cookies


def test_signing_out_ends_the_session_for_whoever_has_copied_the_cookie(client: TestClient):
    signs_in(client)
    copied = dict(client.cookies)
    [session] = client.get("/api/v1/operator/sessions").json()["sessions"]
    assert session["own"] is True

    assert client.delete(f"/api/v1/operator/sessions/{session['id']}", headers=OWN_PAGE).status_code == 204

    assert not client.cookies
    client.cookies.update(copied)
    assert creates(client) == 401
    assert client.get("/api/v1/operator/sessions").status_code == 401


def test_one_browser_signs_another_out_at_once_on_another_hub():
    store, seats = MemoryStore(), MemorySeats()
    with (
        TestClient(app_on(store, seats), base_url=BASE) as here,
        TestClient(app_on(store, seats), base_url=BASE) as there,
    ):
        signs_in(here)
        signs_in(there)
        assert creates(there) == 201
        listed = here.get("/api/v1/operator/sessions").json()["sessions"]
        [other] = [one["id"] for one in listed if not one["own"]]

        assert here.delete(f"/api/v1/operator/sessions/{other}", headers=OWN_PAGE).status_code == 204

        assert creates(there) == 401
        assert creates(here) == 201
        assert here.delete("/api/v1/operator/sessions/none", headers=OWN_PAGE).status_code == 404


async def test_a_session_ends_by_itself_and_with_the_secret_it_was_begun_with():
    now_ms, seats = [1_000], MemorySeats()
    operators = Operators(seats, "first", lambda: now_ms[0])
    token = await operators.begin()
    assert await operators.session(token) is not None
    assert await Operators(seats, "second", lambda: now_ms[0]).session(token) is None

    now_ms[0] += LASTS_MS

    assert await operators.session(token) is None
    await operators.begin()
    assert len(await seats.seats(OPERATORS_DESK)) == 1
