"""What a server writes down: no address anywhere, and in its log lines nothing that anybody wrote, showed or typed.

A real server with its log at its most talkative; whoever comes to it does everything that it could be tempted to note.
"""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.server_process import Links, Server, free_port

OWN = "127.77.88.99"
FORWARDED = "198.51.100.77"
SIX = "2001:db8:77:88:99::1"
ADDRESSES = (OWN, FORWARDED, "2001:db8:77:88")

TEXT = "A canary sings of trams at night"
KEY = "canary-key-of-a-phone-0123456789"
DEVICE = "canary-device"
MAIL = "canary.singer@mail.example"
GUESS = "CANARYCODE"
SECRET = "canary-secret-that-opens-nothing"
SAID = (TEXT, KEY, DEVICE, MAIL, "canary.singer", GUESS, SECRET, "canary-query", "Canary/1.0")

COMES_FROM = [
    (OWN, {}),
    ("127.0.0.1", {"X-Forwarded-For": FORWARDED}),
    ("127.0.0.1", {"X-Forwarded-For": SIX}),
]


class Visitor:
    """Somebody at an address, with or without a proxy before us."""

    def __init__(self, server: Server, links: Links, address: str, headers: dict[str, str]) -> None:
        self._port = server.port
        self._links = links
        self._address = address
        self._headers = headers | {"User-Agent": "Canary/1.0", "Referer": "http://canary-query.example/"}
        self._origin = server.url

    def asks(self, path: str, body: str | None = None) -> int:
        asked = http.client.HTTPConnection("127.0.0.1", self._port, source_address=(self._address, 0))
        with contextlib.closing(asked):
            own = {} if body is None else {"Origin": self._origin}
            asked.request("GET" if body is None else "POST", path, body, self._headers | own)
            return asked.getresponse().status

    def sends(self, raw: bytes) -> None:
        """What is no request."""
        with socket.create_connection(("127.0.0.1", self._port), 10, (self._address, 0)) as opened:
            opened.sendall(raw)
            with contextlib.suppress(OSError):
                while opened.recv(65_536):
                    pass

    @contextlib.contextmanager
    def socket(self, role: str, key: str, code: str = "") -> Iterator[ClientConnection]:
        with connect(
            f"ws://127.0.0.1:{self._port}/ws/{code or self._links.code}",
            subprotocols=[Subprotocol("plenary.v1.json")],
            additional_headers=self._headers,
            source_address=(self._address, 0),
        ) as opened:
            opened.send(json.dumps({"kind": "hello", "role": role, "key": key, "device": DEVICE}))
            yield opened


def heard(opened: ClientConnection, *kinds: str) -> dict[str, object]:
    while (message := json.loads(opened.recv(30)))["kind"] not in kinds:
        pass
    return dict(message)


def does_everything(visitor: Visitor, links: Links, asked: Links) -> None:
    """asked: of an event that asks for confirmed addresses."""
    for path in (
        "/",
        f"/e/{links.code}?canary-query",
        f"/e/{links.code}/desk",
        f"/e/{links.code}/nothing/canary-query",
    ):
        visitor.asks(path)
    form = {"act": "email", "email": MAIL, "pass": SECRET}
    assert visitor.asks(f"/e/{asked.code}/prove", urlencode(form)) == 503  # there is no such mail server
    for number in range(40):  # more than anybody mistypes
        visitor.asks(f"/e/{GUESS}{number}")
    wrong = [
        visitor.asks(f"/e/{links.code}/key", json.dumps({"secret": SECRET, "role": "moderator"}))
        for _ in range(25)
    ]
    assert wrong[-1] == 429
    visitor.asks(f"/e/{links.code}/plain", urlencode({"act": "vote", "text": TEXT}))
    visitor.asks(f"/ws/{quote(TEXT)}")
    visitor.sends(b"GET / HTTP/9\r\nHost: canary-query\r\n\r\n")
    visitor.sends(b"canary-query\r\n\r\n")
    visitor.sends(b"GET /" + GUESS.encode() * 1_000 + b" HTTP/1.1\r\n\r\n")
    with visitor.socket("participant", KEY) as phone:
        prompt = dict(heard(phone, "snapshot")["prompts"][0])["id"]  # type: ignore[index]
        phone.send(json.dumps({"kind": "join", "op": 1, "mode": "remote", "language": "en"}))
        phone.send(json.dumps({"kind": "submit", "op": 2, "prompt": prompt, "text": TEXT, "language": "en"}))
        while heard(phone, "counted", "refused")["op"] != 2:
            pass
        with contextlib.suppress(ConnectionClosed):
            phone.send(json.dumps({"kind": SECRET}))
            phone.recv(30)
    for code in (GUESS, quote(TEXT)):
        with (
            contextlib.suppress(InvalidStatus, ConnectionClosed),
            visitor.socket("participant", KEY, code) as lost,
        ):
            lost.recv(30)
    for _ in range(25):
        with visitor.socket("moderator", SECRET) as desk, contextlib.suppress(ConnectionClosed):
            desk.recv(30)
    with visitor.socket("participant", KEY) as flood, contextlib.suppress(ConnectionClosed):
        for _ in range(400):
            flood.send('{"kind":"ping"}')
        while True:
            flood.recv(30)


def test_no_address_is_written_anywhere_and_nothing_that_people_said_into_the_log(tmp_path: Path):
    data, said = tmp_path / "data", tmp_path / "said"
    mail = ["--smtp", f"smtp://127.0.0.1:{free_port()}", "--mail-from", "hall@plenary.example"]
    server = Server(data, is_paced=True, more=["--log", "info", "--proxy", "127.0.0.1", *mail], said=said)
    server.start()
    try:
        links = server.create(title="Canaries", prompts=["What now?"])
        asked = server.create(title="Asked", prompts=["What now?"], level="email")
        with Visitor(server, links, "127.0.0.1", {}).socket("moderator", links.moderator_key) as desk:
            prompt = dict(heard(desk, "snapshot")["prompts"][0])["id"]  # type: ignore[index]
            desk.send(json.dumps({"kind": "open-prompt", "op": 1, "prompt": prompt}))
            heard(desk, "counted")
        for address, headers in COMES_FROM:
            does_everything(Visitor(server, links, address, headers), links, asked)
    finally:
        server.stop()

    written = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    found = [(file.name, one) for file, held in written.items() for one in ADDRESSES if one.encode() in held]
    assert found == []
    log = written.pop(said).decode()
    assert [one for one in (*SAID, links.moderator_key) if one.casefold() in log.casefold()] == []
    # The search looked where there was something to find: what was written is in the events' file, and the log spoke.
    assert any(TEXT.encode() in held for held in written.values())
    assert {"too-fast", "bad-message"} <= {
        json.loads(line).get("closing") for line in log.splitlines() if line.startswith("{")
    }
