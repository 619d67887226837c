"""How many votes a second are acknowledged: 200 sockets, each voting again as soon as it is answered."""

import asyncio
import itertools
import time
from pathlib import Path

import orjson

from plenary.local import operator_secret_of
from plenary.wire.codec import Encoding
from tests.bench.crowd import new_event, people
from tests.bench.servers import OPERATOR, server
from tests.bench.sockets import Socket, connect

SOCKETS = 200
FOR_S = 5.0
CHOICES = ("agree", "disagree", "pass")


async def acknowledged(base: str, url: str, statements: list[str], plain: bool) -> tuple[float, list[float]]:
    """Acknowledgements a second, and how long each took (s)."""
    asked: dict[Socket, float] = {}
    took: list[float] = []
    ops = itertools.count(2)
    going = False

    def vote(socket: Socket) -> None:
        op = next(ops)
        statement, choice = statements[op % len(statements)], CHOICES[op % 3]
        asked[socket] = time.perf_counter()
        socket.send_text(orjson.dumps({"kind": "vote", "op": op, "statement": statement, "choice": choice}))

    def on_text(socket: Socket, text: bytes) -> None:
        if b'"kind":"counted"' in text and going and socket in asked:
            took.append(time.perf_counter() - asked[socket])
            vote(socket)

    if plain:
        sockets = [await connect(url, Encoding.JSON.value, on_text) for _ in range(SOCKETS)]
    else:
        sockets = await people(url, SOCKETS, on_text)
    await asyncio.sleep(1)
    going = True
    for socket in sockets:
        vote(socket)
    started = time.perf_counter()
    await asyncio.sleep(FOR_S)
    going = False
    rate = len(took) / (time.perf_counter() - started)
    for socket in sockets:
        socket.close()
    return rate, took


async def measure(kind: str, port: int, data: Path) -> tuple[float, list[float]]:
    with server(kind, port, data) as base:
        if kind == "plain":
            return await acknowledged(base, f"ws://127.0.0.1:{port}/ws/X", ["s"], plain=True)
        operator = OPERATOR if kind == "memory" else operator_secret_of(data)
        event = await new_event(base, operator)
        rate, took = await acknowledged(base, event.url, event.statements, plain=False)
        event.moderator.close()
        return rate, took
