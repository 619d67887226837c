"""Confirming an address, with a mail server of our own that takes what it is given."""

import asyncio
import re
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.deliberation.vocabulary import Level, Role
from plenary.hub.pacing import Pace
from plenary.pages import mailing
from plenary.pages.addresses import NEW_KEY_EVERY_S
from plenary.pages.mailing import UNCONFIRMED, Mailings
from plenary.proving.mail import (
    AddressRefused,
    BadMailServer,
    Mail,
    MailServer,
    MailTrouble,
    TooOften,
    one_person,
)
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_seats import MemorySeats
from plenary.store.memory_store import MemoryStore
from tests.pages.test_prove import BASE, KEY, OPERATOR, OWN_PAGE, Hall, begin, heard, participant, socket
from tests.server_process import free_port


class Letterbox:
    """What aiosmtpd hands messages to. `refuses`: it takes none."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False
        self.came = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return "451 4.3.0 Try again later"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.came.set()
        return "250 OK"


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def served(url: str, *domains: str) -> tuple[Any, MemorySeats]:
    store, seats = MemoryStore(), MemorySeats()
    mail = Mail(MailServer(url, "hall@plenary.example"), domains)
    app = create_app(Stores(store, store, LocalBulletin(), seats=seats), Settings(OPERATOR, mail=mail))
    return app, seats


@pytest.fixture
def hall(letterbox: tuple[Letterbox, str]) -> Iterator[tuple[Hall, Letterbox, MemorySeats]]:
    box, url = letterbox
    app, seats = served(url)
    with TestClient(app, base_url=BASE) as client:
        yield begin(app, client, Level.EMAIL), box, seats


def asks(phone: TestClient, address: str) -> int:
    form = {"act": "email", "email": address, "pass": "a-pass-that-is-not-used"}
    return phone.post("/e/HERE/prove", data=form, headers=OWN_PAGE).status_code


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http\S+", letter.get_content())
    assert found is not None
    return found[0]


def opens(phone: TestClient, link: str, own: str) -> int:
    """Open the link, which changes nothing, and press its button."""
    address, _, token = link.partition("#")
    assert phone.get(address.removeprefix(BASE)).status_code == 200
    form = {"act": "take", "ticket": token, "pass": own}
    return phone.post("/e/HERE/prove", data=form, headers=OWN_PAGE).status_code


def test_a_confirmed_address_votes_and_is_kept_nowhere(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, seats = hall
    phone = there.phone()
    assert asks(phone, "Ada.Lovelace@Example.org") == 200
    [letter] = box.letters
    assert (letter["to"], letter["auto-submitted"]) == ("Ada.Lovelace@example.org", "auto-generated")
    assert "Town hall" in letter["subject"]

    assert opens(phone, link_in(letter), "the-pass-of-her-phone") == 200

    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        assert "unproven" not in heard(opened, "you")
    kept = repr(vars(seats)).lower()
    assert "lovelace" not in kept
    assert "example.org" not in kept


def test_a_mail_scanner_that_opens_the_link_consumes_nothing(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, _ = hall
    asks(there.phone(), "ada@example.org")
    link = link_in(box.letters[0])
    for _ in range(3):
        there.phone().get(link.partition("#")[0].removeprefix(BASE))

    assert opens(there.phone(), link, "the-pass-of-her-phone") == 200
    assert opens(there.phone(), link, "the-pass-of-a-copy-cat") == 422


def test_one_address_is_one_participant_however_it_is_written(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, _ = hall
    who = []
    for number, written in enumerate(("ada@example.org", "ADA@EXAMPLE.ORG", "ada+second@example.org")):
        phone = there.phone()
        assert asks(phone, written) == 200
        assert opens(phone, link_in(box.letters[-1]), f"the-pass-of-phone-{number}") == 200
        with socket(phone, Role.PARTICIPANT, KEY) as opened:
            who.append(participant(opened))

    assert len(set(who)) == 1


def test_a_newer_message_makes_the_older_link_useless(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, _ = hall
    asks(there.phone(), "ada@example.org")
    asks(there.phone(), "ada@example.org")

    assert opens(there.phone(), link_in(box.letters[0]), "the-pass-of-her-phone") == 422
    assert opens(there.phone(), link_in(box.letters[1]), "the-pass-of-her-phone") == 200


def test_nobody_is_sent_many_messages(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, _ = hall
    assert [asks(there.phone(), "ada@example.org") for _ in range(5)] == [200, 200, 200, 429, 429]
    assert len(box.letters) == 3
    assert asks(there.phone(), "bo@example.org") == 200


def test_a_hall_that_confirms_is_not_held_up_and_whoever_pesters_strangers_is(
    letterbox: tuple[Letterbox, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mailing, "UNCONFIRMED", Pace(3, 0.0001))
    box, url = letterbox
    app, _ = served(url)
    with TestClient(app, base_url=BASE) as client:
        there = begin(app, client, Level.EMAIL)
        for number in range(6):
            phone = there.phone()
            assert asks(phone, f"member-{number}@example.org") == 200
            assert opens(phone, link_in(box.letters[-1]), f"the-pass-of-member-{number}") == 200
        asked = [asks(there.phone(), f"stranger-{number}@example.org") for number in range(6)]
    assert asked == [200, 200, 200, 429, 429, 429]
    assert len(box.letters) == 9


def test_a_hall_whose_messages_cannot_be_sent_is_not_held_up_for_them(
    letterbox: tuple[Letterbox, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mailing, "UNCONFIRMED", Pace(3, 0.0001))
    box, url = letterbox
    box.refuses = True
    app, _ = served(url)
    with TestClient(app, base_url=BASE) as client:
        there = begin(app, client, Level.EMAIL)
        asked = [asks(there.phone(), f"member-{number}@example.org") for number in range(6)]
    assert asked == [503] * 6


def test_what_an_address_has_asked_for_is_known_under_its_next_name():
    now = [0.0]
    mailings = Mailings(lambda: now[0])
    while mailings.ask("192.0.2.1") == 0:
        pass
    now[0] += NEW_KEY_EVERY_S
    assert sum(mailings.ask("192.0.2.1") == 0 for _ in range(300)) == NEW_KEY_EVERY_S * UNCONFIRMED.per_s


def test_a_mail_server_that_fails_is_told_of_and_nothing_is_lost(hall: tuple[Hall, Letterbox, MemorySeats]):
    there, box, _ = hall
    box.refuses = True
    assert asks(there.phone(), "ada@example.org") == 503
    box.refuses = False
    phone = there.phone()
    assert asks(phone, "ada@example.org") == 200

    assert opens(phone, link_in(box.letters[0]), "the-pass-of-her-phone") == 200


def test_only_named_domains_are_taken_where_some_are_named(letterbox: tuple[Letterbox, str]):
    box, url = letterbox
    app, _ = served(url, "example.org")
    with TestClient(app, base_url=BASE) as client:
        there = begin(app, client, Level.EMAIL)
        assert asks(there.phone(), "ada@elsewhere.example") == 422
        assert asks(there.phone(), "ada@sub.example.org") == 422
        assert asks(there.phone(), "ada@example.org") == 200
    assert [letter["to"] for letter in box.letters] == ["ada@example.org"]


@pytest.mark.parametrize(
    "typed",
    ["", "ada", "@example.org", "ada@", "ada@example", "a b@example.org", "ada@example.org\r\nBcc: x@example.org",
     "ada@exam\u0000ple.org", "<ada@example.org>", "ada@example.org, bo@example.org", "a" * 65 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_written_to_nobody(typed: str):
    with pytest.raises(AddressRefused):
        Mail(MailServer("smtp://127.0.0.1:25", "hall@plenary.example")).address(typed)


def test_an_address_in_another_script_goes_by_its_ascii_name():
    mail = Mail(MailServer("smtp://127.0.0.1:25", "hall@plenary.example"))
    assert mail.address(" ada@bücher.example ") == "ada@xn--bcher-kva.example"
    assert one_person("Ada+x@Example.org") == "ada@example.org"


def test_an_allowance_comes_back_with_time():
    now = [0.0]
    mail = Mail(MailServer("smtp://127.0.0.1:25", "hall@plenary.example"), clock_s=lambda: now[0])
    for _ in range(3):
        mail.allow("ada")
    with pytest.raises(TooOften):
        mail.allow("ada")
    now[0] = 600.0
    mail.allow("ada")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example.org", "hall@plenary.example"),
        ("smtps://user:password@mail.example.org", "hall@plenary.example"),
        ("smtps://mail.example.org", "nobody"),
        ("smtps://", "hall@plenary.example"),
        ("smtps://mail.example.org:submission", "hall@plenary.example"),
        ("smtps://[mail", "hall@plenary.example"),
    ],
)
def test_a_mail_server_that_cannot_be_is_refused(url: str, sender: str):
    with pytest.raises(BadMailServer):
        MailServer(url, sender)


async def test_beyond_this_machine_nothing_goes_without_tls(monkeypatch: pytest.MonkeyPatch):
    """A server that offers no TLS is found out before a word of the message is sent."""
    heard_of: list[bytes] = []

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 plain\r\n")
        while line := await reader.readline():
            heard_of.append(line)
            known = {b"EHLO": b"250 plain\r\n", b"QUIT": b"221 bye\r\n"}
            writer.write(known.get(line[:4].upper(), b"502 no\r\n"))
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr("plenary.proving.mail.LOOPBACK", frozenset())
    mail = Mail(MailServer(f"smtp://127.0.0.1:{port}", "hall@plenary.example"))
    with pytest.raises(MailTrouble, match="SMTPNotSupportedError"):
        await mail.send("ada@example.org", "Subject", "Text")
    server.close()
    assert not any(line.upper().startswith((b"MAIL", b"RCPT", b"DATA")) for line in heard_of)
