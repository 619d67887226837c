"""Guesses at codes and secrets: counted by address where they fail, and no hall is shut out for it."""

import json
from collections.abc import Iterator

import pytest
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from plenary.app import Settings, Stores, create_app
from plenary.deliberation.vocabulary import EventCode
from plenary.pages import addresses, guessing
from plenary.pages.addresses import Names, address_of, networks
from plenary.pages.guessing import Guesses
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore

OPERATOR = "operator-secret-of-the-tests"
ASKING = {"authorization": f"Bearer {OPERATOR}"}
SQUARE, OTHER = EventCode("SQUARE"), EventCode("OTHER")


class Clock:
    now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def guess(guesses: Guesses, address: str, times: int) -> int:
    """How many of so many wrong codes were looked at."""
    looked = 0
    for number in range(times):
        if guesses.wait_s(address, EventCode(f"WRONG{number}")) == 0:
            looked += 1
            guesses.missed(address)
    return looked


def test_a_program_that_guesses_gets_its_burst_and_then_a_trickle():
    clock = Clock()
    guesses = Guesses(clock)
    assert guess(guesses, "10.0.0.1", 1_000) == guessing.MISSES.burst + guessing.TRICKLE.burst
    looked = 0
    for _ in range(3_600):
        clock.now_s += 1.0
        looked += guess(guesses, "10.0.0.1", 50)
    # Half a miss a second, one to look with, and a new burst whenever the names change.
    assert looked <= 3_600 * 1.6 + 6 * (guessing.MISSES.burst + guessing.TRICKLE.burst)


def test_an_answer_to_a_right_guess_is_as_rare_as_to_a_wrong_one():
    guesses = Guesses(Clock())
    guess(guesses, "10.0.0.1", 1_000)
    assert guesses.wait_s("10.0.0.1", SQUARE) > 0


def test_a_hall_whose_event_is_known_comes_in_while_somebody_in_it_guesses():
    clock = Clock()
    guesses = Guesses(clock)
    guesses.found("10.0.0.1", SQUARE)
    for second in range(3_600):
        clock.now_s += 1.0
        guess(guesses, "10.0.0.1", 20)
        assert guesses.wait_s("10.0.0.1", SQUARE) == 0.0, second
        guesses.found("10.0.0.1", SQUARE)


def test_five_thousand_who_join_from_one_address_are_never_held_up():
    guesses = Guesses(Clock())
    for number in range(5_000):
        if not number % 200:  # now and then somebody mistypes
            guess(guesses, "10.0.0.1", 1)
        assert guesses.wait_s("10.0.0.1", SQUARE) == 0.0
        guesses.found("10.0.0.1", SQUARE)


def test_guesses_from_many_addresses_use_up_the_budget_of_all():
    guesses = Guesses(Clock())
    guesses.hubs = 2
    looked = sum(guess(guesses, f"10.0.{n // 250}.{n % 250}", 20) for n in range(1_000))
    assert looked <= guessing.ALL_MISSES.burst / 2 + 1_000 * guessing.TRICKLE.burst
    assert guesses.wait_s("192.0.2.1", SQUARE) == 0.0  # a new hall still finds its event


def test_what_is_remembered_of_addresses_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guessing, "MOST_ADDRESSES", 100)
    guesses = Guesses(Clock())
    for number in range(1_000):
        guesses.found(f"10.0.{number // 250}.{number % 250}", SQUARE)
    for number in range(1_000):
        guesses.found("10.9.9.9", EventCode(f"E{number}"))
    assert len(guesses._known) == 100
    assert max(len(one) for one in guesses._known.values()) == guessing.MOST_KNOWN


def test_the_name_of_an_address_is_another_after_ten_minutes_and_tells_nothing():
    clock = Clock()
    names = Names(clock)
    first = names.of("192.0.2.1")
    assert b"192" not in first
    assert names.of("192.0.2.1") == first
    clock.now_s += addresses.NEW_KEY_EVERY_S
    assert names.before("192.0.2.1") == first != names.of("192.0.2.1")
    clock.now_s += addresses.NEW_KEY_EVERY_S
    assert first not in (names.of("192.0.2.1"), names.before("192.0.2.1"))


def came(client: str, *forwarded: str) -> HTTPConnection:
    headers = Headers(raw=[(b"x-forwarded-for", one.encode()) for one in forwarded]).raw
    return HTTPConnection({"type": "http", "client": (client, 1), "headers": headers})


LOCAL = ("127.0.0.1", "10.0.0.0/8", "fd00::/8")
FORWARDED = [
    # whom we trust, who is connected, what is forwarded, whose request it is
    ((), "192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
    ((), "127.0.0.1", ("198.51.100.7",), "127.0.0.1"),
    (LOCAL, "192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
    (LOCAL, "127.0.0.1", (), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("198.51.100.7",), "198.51.100.7"),
    (LOCAL, "127.0.0.1", ("6.6.6.6, 198.51.100.7",), "198.51.100.7"),
    (LOCAL, "127.0.0.1", ("6.6.6.6", "198.51.100.7"), "198.51.100.7"),
    (LOCAL, "127.0.0.1", ("6.6.6.6, 198.51.100.7, 10.1.2.3",), "198.51.100.7"),
    (LOCAL, "127.0.0.1", ("10.1.2.3",), "10.1.2.3"),
    (LOCAL, "127.0.0.1", ("nonsense",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("198.51.100.7, nonsense",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", (",,,",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("127.0.0.1, 127.0.0.1",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("198.51.100.7:4711",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("<script>",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("0x7f.1",), "127.0.0.1"),
    (LOCAL, "127.0.0.1", ("198.51.100.7 ",), "198.51.100.7"),
    (LOCAL, "fd00::1", ("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
    (LOCAL, "127.0.0.1", ("[2001:db8::1]",), "127.0.0.1"),
    (LOCAL, "::ffff:127.0.0.1", ("198.51.100.7",), "198.51.100.7"),
    (LOCAL, "127.0.0.1", ("::ffff:198.51.100.7",), "198.51.100.7"),
    ((), "2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
    ((), "2001:db8:1:2:ffff::1", (), "2001:db8:1:2::/64"),
    ((), "::1", (), "::/64"),
    ((), "::ffff:192.0.2.1", (), "192.0.2.1"),
    (("0.0.0.0/0",), "192.0.2.1", ("6.6.6.6, 7.7.7.7",), "6.6.6.6"),
    (("10.0.0.0/8",), "10.9.9.9", ("11.0.0.1",), "11.0.0.1"),
    (("10.0.0.0/8",), "11.0.0.1", ("10.0.0.1",), "11.0.0.1"),
    (("10.0.0.1",), "10.0.0.2", ("6.6.6.6",), "10.0.0.2"),
]


@pytest.mark.parametrize(("trusted", "client", "forwarded", "whose"), FORWARDED)
def test_what_is_forwarded_is_believed_of_known_proxies_alone(trusted, client, forwarded, whose):
    assert address_of(came(client, *forwarded), networks(trusted)) == whose


@pytest.fixture
def client() -> Iterator[TestClient]:
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR))
    with TestClient(app, base_url="http://hall.example:8000") as opened:
        yield opened


def test_wrong_codes_are_put_off_wherever_they_are_tried_and_the_hall_goes_on(client: TestClient):
    client.post("/api/v1/events", json={"title": "Town hall", "code": "SQUARE"}, headers=ASKING)
    client.post("/api/v1/events", json={"title": "Another", "code": "OTHER"}, headers=ASKING)
    assert client.get("/e/SQUARE").status_code == 200
    for number in range(guessing.MISSES.burst + guessing.TRICKLE.burst):
        assert client.get(f"/e/WRONG{number}").status_code == 404

    page = client.get("/e/WRONG", headers={"accept-language": "fr"})
    assert (page.status_code, int(page.headers["retry-after"]) >= 1) == (429, True)
    assert page.headers["refresh"] == page.headers["retry-after"]
    assert 'lang="fr"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for path in (
        "/api/v1/events/WRONG",
        "/api/v1/events/OTHER",
        "/e/OTHER",
        "/e/OTHER/report",
        "/e/no%20code/qr.svg",
    ):
        assert client.get(path).status_code == 429
    assert client.get("/api/v1/events/WRONG").json() == {"code": "too-many-guesses"}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws/WRONG", ["plenary.v1.json"]):
        pass
    for path in ("/e/SQUARE", "/e/square", "/api/v1/events/SQUARE", "/", "/healthz"):
        assert client.get(path).status_code == 200


def test_wrong_secrets_are_put_off_and_the_right_one_never(client: TestClient):
    client.post("/api/v1/events", json={"title": "Town hall", "code": "SQUARE"}, headers=ASKING)
    own = {"origin": "http://hall.example:8000"}
    body = {"role": "moderator", "secret": "x" * 22}
    for _ in range(guessing.WRONG_SECRETS.burst):
        assert client.post("/e/SQUARE/key", json=body, headers=own).status_code == 403
    wrong = client.post("/e/SQUARE/key", json=body, headers=own)
    assert (wrong.status_code, int(wrong.headers["retry-after"]) >= 1) == (429, True)
    assert client.post("/api/v1/events", json={"title": "x"}).status_code == 429
    assert client.post("/api/v1/events", json={"title": "x"}, headers=ASKING).status_code == 201


def test_wrong_keys_in_hello_are_counted_where_they_come_from_and_a_right_one_opens_all_the_same():
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR))
    with TestClient(app, base_url="http://hall.example:8000") as client:
        made = client.post("/api/v1/events", json={"title": "Hall", "code": "SQUARE"}, headers=ASKING).json()

        def says(key: str) -> str:
            """What the desk's page is told: how it ends, or that it is welcome."""
            with client.websocket_connect(
                "ws://hall.example:8000/ws/SQUARE", subprotocols=["plenary.v1.json"]
            ) as desk:
                desk.send_text(json.dumps({"kind": "hello", "role": "moderator", "key": key, "device": "d"}))
                try:
                    return str(json.loads(desk.receive_text())["kind"])
                except WebSocketDisconnect as closed:
                    return closed.reason.partition(";")[0]

        told = [says(f"a-wrong-key-{number:010}") for number in range(guessing.WRONG_SECRETS.burst + 2)]
        assert told == ["key-refused"] * guessing.WRONG_SECRETS.burst + ["too-fast"] * 2
        assert says(made["links"]["moderator"].partition("#")[2]) == "welcome"
