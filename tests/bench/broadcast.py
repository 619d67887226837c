"""How long a moderator's act takes to reach 1,000 phones, from sending the request to the last byte of the change."""

import asyncio
import time
from pathlib import Path

import orjson

from plenary.local import operator_secret_of
from plenary.wire.codec import Encoding
from tests.bench.crowd import new_event, people
from tests.bench.servers import OPERATOR, server
from tests.bench.sockets import Socket, connect

SOCKETS = 1_000
ACTS = 25
PATIENCE_S = 30.0


async def delivered(port: int, plain: bool, base: str, operator: str) -> list[float]:
    """The delay of each delivery (s)."""
    delays: list[float] = []
    said_at = 0.0

    def on_text(socket: Socket, text: bytes) -> None:
        if said_at and b'"kind":"changed"' in text:
            delays.append(time.perf_counter() - said_at)

    async def everybody(acts: int) -> None:
        """Wait until all have heard of that many acts, and then a moment for the server to come to rest."""
        async with asyncio.timeout(PATIENCE_S):
            while len(delays) < SOCKETS * acts:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    if plain:
        url = f"ws://127.0.0.1:{port}/ws/X"
        sockets = [await connect(url, Encoding.JSON.value, on_text) for _ in range(SOCKETS)]
        await asyncio.sleep(1)
        for act in range(ACTS):
            said_at = time.perf_counter()
            sockets[0].send_text(orjson.dumps({"all": {"act": act, "padding": "x" * 150}}))
            await everybody(act + 1)
    else:
        event = await new_event(base, operator)
        sockets = await people(event.url, SOCKETS, on_text)
        await asyncio.sleep(2)
        for act in range(ACTS):
            said_at = time.perf_counter()
            event.ask(
                1_000 + act,
                kind="set-switches",
                prompt=event.prompt,
                submit=act % 2 == 1,  # the first act too must change something
                vote=True,
                results=False,
            )
            await everybody(act + 1)
        event.moderator.close()
    for socket in sockets:
        socket.close()
    return delays


async def measure(kind: str, port: int, data: Path) -> list[float]:
    with server(kind, port, data) as base:
        operator = OPERATOR if kind != "sqlite" else operator_secret_of(data)
        return await delivered(port, kind == "plain", base, operator)
