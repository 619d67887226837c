"""An event with people in it, made through real sockets, for the pages to show."""

import asyncio
import itertools
import json
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from plenary.wire.codec import Encoding
from tests.server_process import Links

STATEMENTS = (
    "Every region should have a seat.",
    "Decisions should be taken by consensus.",
    "The secretariat should move every three years.",
    "Young people should chair one meeting a year.",
    "Members should pay according to their means.",
    "Meetings should be held online.",
    "All minutes should be public.",
    "Small organisations need a vote of their own.",
)


class Reached(Protocol):
    """A server on this machine."""

    @property
    def port(self) -> int: ...


class Talker:
    """One socket that asks and waits for the answer."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ops = itertools.count(1)
        self.heard: list[dict[str, Any]] = []

    async def ask(self, kind: str, **fields: Any) -> None:
        """Make a request. Raises AssertionError if it is refused."""
        op = next(self._ops)
        await self._socket.send(json.dumps({"kind": kind, "op": op, **fields}))
        while True:
            message = await self.next()
            if message.get("op") == op and message["kind"] in ("counted", "refused"):
                assert message["kind"] == "counted", message
                return

    async def next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self._socket.recv(), 10))
        self.heard.append(message)
        return message


def gather(
    server: Reached,
    links: Links,
    *,
    statements: Sequence[str] = STATEMENTS,
    people: int = 16,
    venues: Sequence[str] = (),
) -> None:
    """Open the event's first prompt, seed it, and let two camps of people vote on every statement.

    The camps agree on the first two statements and differ on all others.
    """
    # In a thread of its own: Playwright's synchronous interface keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _gather(server, links, statements, people, venues)).result()


def at_desk(server: Reached, links: Links, *requests: dict[str, Any]) -> dict[str, Any]:
    """Make requests of a desk; returns the snapshot that it had before them."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _at_desk(server, links, requests)).result()


def steer(server: Reached, links: Links, kind: str, **fields: Any) -> None:
    """Have the desk make one request; where it is about a prompt, about the event's first."""
    about = {} if kind == "announce" else {"prompt": at_desk(server, links)["prompts"][0]["id"]}
    at_desk(server, links, {"kind": kind, **about, **fields})


async def _at_desk(server: Reached, links: Links, requests: Sequence[dict[str, Any]]) -> dict[str, Any]:
    url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
    async with connect(url, subprotocols=[Subprotocol(Encoding.JSON)]) as socket:
        desk = Talker(socket)
        # A device counts its own requests, and here each begins with the first.
        device = secrets.token_hex(8)
        hello = {"kind": "hello", "role": "moderator", "key": links.moderator_key, "device": device}
        await socket.send(json.dumps(hello))
        while (before := await desk.next())["kind"] != "snapshot":
            pass
        for request in requests:
            await desk.ask(**request)
        return before


async def _gather(
    server: Reached, links: Links, statements: Sequence[str], people: int, venues: Sequence[str]
) -> None:
    url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
    async with connect(url, subprotocols=[Subprotocol(Encoding.JSON)]) as socket:
        desk = Talker(socket)
        hello = {"kind": "hello", "role": "moderator", "key": links.moderator_key, "device": "gathering"}
        await socket.send(json.dumps(hello))
        while not any(message["kind"] == "snapshot" for message in desk.heard):
            await desk.next()
        snapshot = next(message for message in desk.heard if message["kind"] == "snapshot")
        prompt = snapshot["prompts"][0]["id"]
        await desk.ask("open-prompt", prompt=prompt)
        for text in statements:
            await desk.ask("seed", prompt=prompt, text=text, language="en")
        seeded = [
            one["id"]
            for message in desk.heard
            if message["kind"] == "changed"
            for one in message.get("statements", ())
        ]
    for person in range(people):
        async with connect(url, subprotocols=[Subprotocol(Encoding.JSON)]) as socket:
            phone = Talker(socket)
            hello = {
                "kind": "hello",
                "role": "participant",
                "key": f"gathered-person-{person:04}",
                "device": "g",
            }
            await socket.send(json.dumps(hello))
            place = (
                {"mode": "in-room", "venue": venues[person % len(venues)]} if venues else {"mode": "remote"}
            )
            await phone.ask("join", language="en", **place)
            for number, statement in enumerate(seeded):
                agrees = number < 2 or (number + person) % 2 == 0
                wavers = (number * 7 + person * 3) % 11 == 0
                choice = "pass" if wavers else "agree" if agrees else "disagree"
                await phone.ask("vote", statement=statement, choice=choice)
