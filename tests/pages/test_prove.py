"""Tickets and what they open, over HTTP and the socket: made, shown once, moved, made anew and taken back."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from plenary.app import Settings, Stores, create_app
from plenary.deliberation.vocabulary import Level, Role
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.wire.closing import Closing

OPERATOR = "operator-secret-of-the-tests"
BASE = "http://hall.example:8000"
OWN_PAGE = {"origin": BASE}


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


@dataclass
class Hall:
    """An event that asks for tickets, and the secret of its organiser's and steward's links."""

    app: Any
    client: TestClient
    organiser: str
    steward: str

    def phone(self) -> TestClient:
        """A browser of its own: no cookies, the same server on the same event loop."""
        phone = TestClient(self.app, base_url=BASE)
        phone.portal = self.client.portal
        return phone

    def tickets(self, count: int) -> list[dict[str, str]]:
        answer = self.client.post(
            "/e/HERE/tickets", data={"count": count, "form": "csv"}, headers=bearer(self.organiser)
        )
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture
def hall() -> Iterator[Hall]:
    store = MemoryStore()
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR))
    with TestClient(app, base_url=BASE) as client:
        yield begin(app, client, Level.TICKET)


def begin(app: Any, client: TestClient, level: Level) -> Hall:
    wish = {"title": "Town hall", "code": "HERE", "prompts": ["What now?"], "level": level.value}
    made = client.post("/api/v1/events", json=wish, headers=bearer(OPERATOR)).json()
    organiser = made["links"]["organiser"].partition("#")[2]
    steward = client.post(
        "/api/v1/events/HERE/links", json={"role": "steward"}, headers=bearer(OPERATOR)
    ).json()
    hall = Hall(app, client, organiser, steward["link"].partition("#")[2])
    with socket(client, Role.MODERATOR, organiser) as desk:
        prompt = heard(desk, "snapshot")["prompts"][0]["id"]
        ask(desk, 1, kind="open-prompt", prompt=prompt)
        ask(desk, 2, kind="seed", prompt=prompt, text="Trams at night.", language="en")
    return hall


def socket(client: TestClient, role: Role, key: str | None) -> Any:
    session = client.websocket_connect(
        "ws://hall.example:8000/ws/HERE", subprotocols=["plenary.v1.json"], headers=OWN_PAGE
    )
    return Hello(session, role, key)


class Hello:
    """A socket that says hello when it is entered."""

    def __init__(self, session: Any, role: Role, key: str | None) -> None:
        self._session = session
        self._hello = {"kind": "hello", "role": role.value, "key": key, "device": "device-1"}

    def __enter__(self) -> Any:
        opened = self._session.__enter__()
        opened.send_text(json.dumps(self._hello))
        return opened

    def __exit__(self, *reason: Any) -> None:
        self._session.__exit__(*reason)


def heard(opened: Any, *kinds: str) -> dict[str, Any]:
    while (message := json.loads(opened.receive_text()))["kind"] not in kinds:
        pass
    return dict(message)


def ask(opened: Any, op: int, **request: Any) -> str:
    opened.send_text(json.dumps({"op": op, **request}))
    answer = heard(opened, "counted", "refused")
    return str(answer.get("code", "counted"))


def joins(opened: Any, op: int = 1) -> str:
    return ask(opened, op, kind="join", mode="remote", language="en")


def shows(phone: TestClient, ticket: str, own: str = "a-pass-of-this-browser") -> tuple[int, str]:
    """What comes of showing the ticket: the status, and the recovery code where there is one."""
    form = {"act": "take", "ticket": ticket, "pass": own}
    answer = phone.post("/e/here/prove", data=form, headers=OWN_PAGE)
    code = re.search(r"<code>([A-Z0-9-]+)</code>", answer.text)
    return answer.status_code, code[1] if code else ""


def participant(opened: Any) -> str:
    return str(heard(opened, "you")["participant"])


def let_go(opened: Any) -> int:
    """The code with which the server closes."""
    try:
        while True:
            opened.receive_text()
    except WebSocketDisconnect as end:
        return end.code


KEY = "0123456789abcdef0123456789abcdef"


def test_without_a_ticket_one_reads_and_the_page_says_how_to_vote(hall: Hall):
    phone = hall.phone()
    sent = phone.get("/e/HERE", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/e/HERE/prove")
    assert phone.get("/e/HERE?read", follow_redirects=False).status_code == 200
    assert "one ticket stands for one person" in phone.get("/e/HERE/prove").text

    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        snapshot = heard(opened, "snapshot")
        assert snapshot["event"]["level"] == "ticket"
        assert [one["text"] for one in snapshot["statements"]] == ["Trams at night."]
        assert heard(opened, "you")["unproven"] is True
        assert joins(opened) == "proof-missing"
        vote = {"kind": "vote", "statement": snapshot["statements"][0]["id"], "choice": "agree"}
        assert ask(opened, 2, **vote) == "not-joined"


def test_a_ticket_is_shown_once_and_its_device_votes(hall: Hall):
    [ticket] = hall.tickets(1)
    phone = hall.phone()
    status, recovery = shows(phone, ticket["code"])
    assert (status, len(recovery)) == (200, 19)
    cookie = next(iter(phone.cookies.jar))
    assert (cookie.name, cookie.has_nonstandard_attr("HttpOnly")) == ("plenary-pass-HERE", True)

    assert phone.get("/e/HERE", follow_redirects=False).status_code == 200
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        statement = heard(opened, "snapshot")["statements"][0]["id"]
        assert "unproven" not in heard(opened, "you")
        assert joins(opened) == "counted"
        assert ask(opened, 2, kind="vote", statement=statement, choice="agree") == "counted"

    status, _ = shows(hall.phone(), ticket["code"], "a-pass-of-another-browser")
    assert status == 422


def test_a_request_that_is_sent_again_finds_its_own_seat(hall: Hall):
    [ticket] = hall.tickets(1)
    assert shows(hall.phone(), ticket["code"], "the-same-pass-twice")[0] == 200
    assert shows(hall.phone(), ticket["code"], "the-same-pass-twice")[0] == 200


def test_a_page_that_is_opened_takes_no_seat(hall: Hall):
    [ticket] = hall.tickets(1)
    phone = hall.phone()
    secret = ticket["link"].partition("#")[2]
    phone.get(f"/e/HERE/prove?ticket={secret}")
    phone.get("/e/HERE/prove?confirm")

    assert shows(hall.phone(), secret)[0] == 200


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://evil.example"}, {**OWN_PAGE, "sec-fetch-site": "cross-site"}]
)
def test_no_other_page_shows_a_ticket_for_somebody(hall: Hall, headers: dict[str, str]):
    [ticket] = hall.tickets(1)
    form = {"act": "take", "ticket": ticket["code"], "pass": "a-pass-of-this-browser"}

    assert hall.phone().post("/e/HERE/prove", data=form, headers=headers).status_code == 403


def test_a_recovery_code_takes_the_ballot_to_another_device_and_the_first_may_read(hall: Hall):
    [ticket] = hall.tickets(1)
    first, second = hall.phone(), hall.phone()
    _, recovery = shows(first, ticket["code"], "the-pass-of-the-first")
    with socket(first, Role.PARTICIPANT, KEY) as opened:
        statement = heard(opened, "snapshot")["statements"][0]["id"]
        who = participant(opened)
        joins(opened)
        ask(opened, 2, kind="vote", statement=statement, choice="disagree")

        status, again = shows(second, recovery.lower(), "the-pass-of-the-second")
        assert (status, bool(again)) == (200, True)
        assert again != recovery
        assert let_go(opened) == Closing.PROOF_CHANGED.code

    with socket(second, Role.PARTICIPANT, KEY) as opened:
        you = heard(opened, "you")
        assert (you["participant"], [vote["choice"] for vote in you["votes"]]) == (who, ["disagree"])
    with socket(first, Role.PARTICIPANT, KEY) as opened:
        assert heard(opened, "you")["unproven"] is True
    assert shows(hall.phone(), recovery, "the-pass-of-a-third")[0] == 422


def test_a_steward_makes_a_ticket_anew_and_the_old_one_is_dead(hall: Hall):
    [ticket] = hall.tickets(1)
    phone = hall.phone()
    shows(phone, ticket["code"], "the-pass-of-the-first")
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        who = participant(opened)

    anew = hall.client.post("/api/v1/events/HERE/tickets/1", headers=bearer(hall.steward)).json()
    assert anew["qr"].startswith("<svg")
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        assert heard(opened, "you")["unproven"] is True
    assert shows(hall.phone(), ticket["code"], "somebody-with-the-old-one")[0] == 422
    other = hall.phone()
    assert shows(other, anew["code"], "the-pass-of-the-second")[0] == 200
    with socket(other, Role.PARTICIPANT, KEY) as opened:
        assert participant(opened) == who


def test_a_revoked_ticket_opens_nothing_and_its_device_is_let_go(hall: Hall):
    tickets = hall.tickets(2)
    phone = hall.phone()
    shows(phone, tickets[0]["code"])
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        heard(opened, "you")
        answer = hall.client.delete("/api/v1/events/HERE/tickets/1", headers=bearer(hall.organiser))
        assert answer.status_code == 204
        assert let_go(opened) == Closing.PROOF_CHANGED.code

    assert shows(hall.phone(), tickets[0]["code"], "somebody-else-altogether")[0] == 422
    standing = hall.client.get("/api/v1/events/HERE/tickets", headers=bearer(hall.steward)).json()["tickets"]
    assert standing == [
        {"number": 1, "taken": False, "revoked": True},
        {"number": 2, "taken": False, "revoked": False},
    ]


def test_a_sheet_has_a_card_with_a_code_of_its_own_for_each_ticket(hall: Hall):
    answer = hall.client.post("/e/HERE/tickets", data={"count": 3}, headers=bearer(hall.organiser))

    assert answer.headers["cache-control"] == "no-store"
    codes = re.findall(r"<code>([A-Z0-9-]+)</code>", answer.text)
    assert len({code.replace("-", "") for code in codes}) == 3
    assert {len(code.replace("-", "")) for code in codes} == {26}
    assert answer.text.count("<svg") == 3
    assert [shows(hall.phone(), code, f"a-pass-of-phone-{code}")[0] for code in codes] == [200] * 3


@pytest.mark.parametrize(
    "form", [{"count": "0"}, {"count": "10001"}, {"count": "x"}, {"count": "1", "form": "pdf"}]
)
def test_tickets_that_cannot_be_are_not_made(hall: Hall, form: dict[str, str]):
    answer = hall.client.post("/e/HERE/tickets", data=form, headers=bearer(hall.organiser))

    assert (answer.status_code, answer.json()["code"]) == (422, "body-invalid")
    assert hall.client.get("/api/v1/events/HERE/tickets", headers=bearer(hall.organiser)).json() == {
        "tickets": []
    }


def test_the_page_without_script_goes_by_the_same_seat(hall: Hall):
    [ticket] = hall.tickets(1)
    phone = hall.phone()
    sent = phone.get("/e/HERE/plain", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/e/HERE/prove")
    shows(phone, ticket["code"])
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        statement = heard(opened, "snapshot")["statements"][0]["id"]

    for act in (
        {"act": "join", "place": "remote"},
        {"act": "vote", "statement": statement, "choice": "agree"},
    ):
        page = phone.get("/e/HERE/plain").text
        hidden = dict(re.findall(r'name="(token|op|nonce)" value="(\w+)"', page))
        assert phone.post("/e/HERE/plain", data=hidden | act, headers=OWN_PAGE).status_code == 200
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        assert [vote["choice"] for vote in heard(opened, "you")["votes"]] == ["agree"]


def test_whoever_is_erased_leaves_no_seat_behind(hall: Hall):
    [ticket] = hall.tickets(1)
    phone = hall.phone()
    shows(phone, ticket["code"])
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        statement = heard(opened, "snapshot")["statements"][0]["id"]
        joins(opened)
        ask(opened, 2, kind="vote", statement=statement, choice="agree")
        assert ask(opened, 3, kind="erase-me") == "counted"

    standing = hall.client.get("/api/v1/events/HERE/tickets", headers=bearer(hall.organiser)).json()
    assert standing == {"tickets": []}
    assert shows(hall.phone(), ticket["code"], "somebody-with-the-ticket")[0] == 422
