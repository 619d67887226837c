"""Packets from phones vanish without a word: when the server lets their connections go (row D4).

What a phone does is in web/src/link/socket.test.ts: it gives such a connection up within 15 s.
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

import orjson

from plenary.wire.codec import Encoding
from tests.bench.sockets import Socket, connect
from tests.chaos import network
from tests.chaos.report import Report

PHONES = 32
PATIENCE_S = 90.0
LET_GO = "let go after"


async def let_go(name: str, times: int, seed: int) -> Report:
    report = Report(name, seed, what="connections let go")
    with network.network(random.Random(seed)) as way, tempfile.TemporaryDirectory() as folder:
        server = network.FarServer(Path(folder), way)
        await asyncio.to_thread(server.start)
        try:
            links = await asyncio.to_thread(lambda: server.create(title="Chaos", prompts=["What now?"]))
            url = f"ws{server.url.removeprefix('http')}/ws/{links.code}"
            for _ in range(times):
                phones = [await _come(url, f"half-open-{number:06}") for number in range(PHONES)]
                held, befallen = await asyncio.to_thread(way.connections, server.port), way.befallen
                way.weather = network.DEAF
                began = time.monotonic()
                while held and time.monotonic() - began < PATIENCE_S:
                    await asyncio.sleep(0.5)
                    left = await asyncio.to_thread(way.connections, server.port)
                    report.measured(LET_GO, [time.monotonic() - began] * (held - left))
                    report.looked, held = report.looked + held - left, left
                report.happened[name] += way.befallen > befallen
                if held:
                    report.complaints.append(f"{held} connections are held after {PATIENCE_S:.0f} s")
                way.weather = network.FINE
                for phone in phones:
                    phone.close()
                await asyncio.sleep(1)
        finally:
            way.weather = network.FINE
            await asyncio.to_thread(server.kill)
    return report


async def _come(url: str, key: str) -> Socket:
    welcomed = asyncio.Event()
    opened = await connect(url, Encoding.JSON.value, lambda *_: welcomed.set())
    hello = {"kind": "hello", "role": "participant", "key": key, "device": "d"}
    opened.send_text(orjson.dumps(hello))
    await welcomed.wait()
    return opened
