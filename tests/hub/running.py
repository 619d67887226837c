"""A running server for tests, on a free port, and people who speak the protocol to it in JSON."""

import asyncio
import contextlib
import itertools
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from plenary.app import Settings, Stores, create_app
from plenary.creation import ORGANISER, Wish, new_event
from plenary.deliberation.commands import RevokeAccess
from plenary.deliberation.vocabulary import EventCode, GrantId, Role
from plenary.hub.hub import Hub
from plenary.sockets.protocol import AttachingProtocol
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.wire.codec import FRAME_LIMIT_BYTES, Encoding

OPERATOR = "operator-secret-of-the-tests"
PATIENCE_S = 10.0


class Over(Exception):
    """The server ended the connection."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass
class Person:
    """One connection: says messages, hears messages."""

    socket: ClientConnection
    heard: list[dict[str, Any]] = field(default_factory=list)
    ops: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next message of that kind; what comes before it is kept in `heard`. Raises Over."""
        while True:
            message = await self.next()
            if message["kind"] == kind:
                return message

    async def next(self) -> dict[str, Any]:
        """The next message, whatever it is."""
        async with asyncio.timeout(PATIENCE_S):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        self.heard.append(message)
        return message

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Make a request; returns its answer, `counted` or `refused`."""
        op = fields.pop("op", None) or next(self.ops)
        await self.say({"kind": kind, "op": op, **fields})
        while True:
            message = await self.next()
            if message["kind"] in ("counted", "refused") and message["op"] == op:
                return message

    async def ended(self) -> Over:
        """Reads until the server ends the connection."""
        async with asyncio.timeout(PATIENCE_S):
            with contextlib.suppress(Exception):
                while True:
                    self.heard.append(json.loads(await self.socket.recv()))
        await self.socket.wait_closed()
        return Over(self.socket.close_code or 0, self.socket.close_reason or "")

    def first(self, kind: str) -> dict[str, Any]:
        return next(message for message in self.heard if message["kind"] == kind)


@dataclass
class Hall:
    """A server with one event in it, one prompt drafted."""

    address: str
    stores: Stores
    store: MemoryStore
    code: EventCode
    keys: dict[Role, str]
    doors: contextlib.AsyncExitStack
    hub: Hub

    async def socket(self, **options: Any) -> ClientConnection:
        options.setdefault("subprotocols", [Subprotocol(Encoding.JSON)])
        url = f"ws://{self.address}/ws/{options.pop('code', self.code)}"
        return await self.doors.enter_async_context(connect(url, open_timeout=PATIENCE_S, **options))

    async def enter(
        self, role: Role = Role.PARTICIPANT, key: str | None = None, device: str = "d1", **more: Any
    ) -> Person:
        """Somebody who has said hello and been told how things stand."""
        person = Person(await self.socket(code=more.pop("code", self.code)))
        key = key or self.keys.get(role) or secrets.token_urlsafe(16)
        await person.say({"kind": "hello", "role": role.value, "key": key, "device": device, **more})
        await person.hear("welcome")
        return person

    async def phone(self, key: str | None = None, device: str = "d1") -> Person:
        """A participant who has joined from far away."""
        person = await self.enter(key=key, device=device)
        answer = await person.ask("join", mode="remote", language="en")
        assert answer["kind"] == "counted"
        return person

    async def revoke(self, grant: GrantId) -> None:
        """Make a role link useless, as the organiser may."""
        event = await self.hub.live_event(self.code)
        await event.carry_out(RevokeAccess(grant, ORGANISER))

    async def desk(self) -> Person:
        person = await self.enter(Role.MODERATOR)
        await person.hear("snapshot")
        return person

    async def screen(self) -> Person:
        return await self.enter(Role.PROJECTOR)


async def open_prompt(desk: Person) -> str:
    """The id of the hall's prompt, which is open from now on."""
    prompt = str(desk.first("snapshot")["prompts"][0]["id"])
    assert (await desk.ask("open-prompt", prompt=prompt))["kind"] == "counted"
    return prompt


async def seed(desk: Person, prompt: str, text: str) -> str:
    """The id of a new statement, shown at once."""
    assert (await desk.ask("seed", prompt=prompt, text=text, language="en"))["kind"] == "counted"
    seen = [one for message in desk.heard for one in message.get("statements", ()) if one.get("text") == text]
    if not seen:
        seen = (await desk.hear("changed"))["statements"]
    return str(seen[-1]["id"])


@contextlib.asynccontextmanager
async def served(
    stores: Stores, ws: Any = AttachingProtocol, **settings: Any
) -> AsyncIterator[tuple[str, Hub]]:
    """A server of its own on these stores: its address and its hub."""
    app = create_app(stores, Settings(OPERATOR, **settings))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            log_config=None,
            ws=ws,
            ws_max_size=FRAME_LIMIT_BYTES,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"127.0.0.1:{port}", app.state.hub
        server.should_exit = True


@contextlib.asynccontextmanager
async def hall(**settings: Any) -> AsyncIterator[Hall]:
    """A server on a free port of this machine, with an event of one drafted prompt in it."""
    store = MemoryStore()
    stores = Stores(store, store, LocalBulletin())
    made = new_event(Wish("A gathering", prompts=["What now?"], code="HALL"))
    await store.create(made.facts, 0)
    async with served(stores, **settings) as (address, hub), contextlib.AsyncExitStack() as doors:
        yield Hall(address, stores, store, made.code, dict(made.secrets), doors, hub)
