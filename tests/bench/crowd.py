"""Many lean sockets in one event, which all say hello, join and then do as they are told."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from plenary.wire.codec import Encoding
from tests.bench.sockets import Socket, connect

STATEMENTS = 50


@dataclass
class Event:
    """An event made for one measurement: its socket address, an open prompt, and statements to vote on."""

    url: str
    prompt: str
    statements: list[str]
    moderator: Socket
    answers: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    place: int = 0
    present: int = 0
    """How many participants the desk was last told to be connected."""
    map_delays_ms: list[int] = field(default_factory=list)
    """What the desk was told of how long counted votes took into a map, 95 % of them, each time it was told."""

    def ask(self, op: int, **request: object) -> "asyncio.Future[None]":
        """The moderator's request; the future is done when it is counted."""
        self.answers[op] = asyncio.get_running_loop().create_future()
        self.moderator.send_text(orjson.dumps({"op": op, **request}))
        return self.answers[op]

    async def change(self, op: int, submit: bool) -> int:
        """Turn a switch of the prompt, of which everybody hears; the place in the programme at which it is turned."""
        before = self.place
        await self.ask(op, kind="set-switches", prompt=self.prompt, submit=submit, vote=True, results=False)
        while self.place == before:
            await asyncio.sleep(0.001)
        return self.place


async def new_event(base: str, operator: str, statements: int = STATEMENTS) -> Event:
    """A new event on that server, with one open prompt and that many seeds."""
    body = json.dumps({"title": "Bench", "prompts": ["What now?"]}).encode()
    request = urllib.request.Request(
        f"{base}/api/v1/events", body, {"authorization": f"Bearer {operator}"}, method="POST"
    )
    made = json.loads(await asyncio.to_thread(lambda: urllib.request.urlopen(request).read()))
    secret = made["links"]["moderator"].partition("#")[2]
    heard: list[dict[str, Any]] = []
    event: Event | None = None

    def on_text(_: Socket, text: bytes) -> None:
        message = orjson.loads(text)
        if event is None or message["kind"] == "changed":
            heard.append(message)
        if event is None:
            return
        match message["kind"]:
            case "counted" | "refused":
                event.answers.pop(message["op"]).set_result(None)
            case "changed":
                event.place = message["place"]["number"]
            case "pulse":
                event.present = sum(one["people"] for one in message.get("present", ()))
                if (delay := message.get("desk", {}).get("delay")) is not None:
                    event.map_delays_ms.append(delay["most_ms"])

    url = f"ws{base.removeprefix('http')}/ws/{made['code']}"
    moderator = await connect(url, Encoding.JSON.value, on_text)
    moderator.send_text(
        orjson.dumps({"kind": "hello", "role": "moderator", "key": secret, "device": "bench"})
    )
    snapshot = await _heard(heard, "snapshot")
    event = Event(url, snapshot["prompts"][0]["id"], [], moderator)
    await event.ask(1, kind="open-prompt", prompt=event.prompt)
    for number in range(statements):
        await event.ask(
            2 + number, kind="seed", prompt=event.prompt, text=f"Statement number {number}.", language="en"
        )
    event.statements += [
        one["id"]
        for message in heard
        if message["kind"] == "changed"
        for one in message.get("statements", ())
    ]
    return event


async def people(url: str, count: int, on_text: Callable[[Socket, bytes], None]) -> list[Socket]:
    """That many participants, joined."""
    sockets = []
    for number in range(count):
        socket = await connect(url, Encoding.JSON.value, on_text)
        hello = {"kind": "hello", "role": "participant", "key": f"bench-key-{number:012}", "device": "b"}
        socket.send_text(orjson.dumps(hello))
        socket.send_text(b'{"kind":"join","op":1,"mode":"remote","language":"en"}')
        sockets.append(socket)
    return sockets


async def _heard(heard: list[dict[str, Any]], kind: str, within_s: float = 10) -> dict[str, Any]:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        for message in heard:
            if message["kind"] == kind:
                return message
        await asyncio.sleep(0.005)
    raise TimeoutError(f"no {kind} came")
