"""The servers that are measured, each a process of its own on the first core: ours, and what stands beside it.

`python -m tests.bench.servers KIND PORT DATA`. Kinds: `sqlite` is `plenary serve` as people run it; `memory` is the
same with a store that keeps nothing; `plain` is a WebSocket endpoint with no rules and no store, which encodes what
it says for each socket.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from plenary.app import Settings, Stores, create_app
from plenary.commands.address import Address
from plenary.commands.serving import (
    run_loop,
    serving,
)
from plenary.sockets.protocol import AttachingProtocol
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore

OPERATOR = "operator-of-the-bench"
SERVER_CORE = 0


@contextlib.contextmanager
def server(kind: str, port: int, data: Path) -> Iterator[str]:
    """The HTTP address of a server of that kind, which runs until this is left."""
    command = [sys.executable, "-m", "tests.bench.servers", kind, str(port), str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"the {kind} server did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def plain_app() -> Starlette:
    """Acknowledges what has an `op`; what is said to it with `all` it says to everybody, encoding it for each."""
    sockets: set[WebSocket] = set()

    async def endpoint(websocket: WebSocket) -> None:
        await websocket.accept(subprotocol=websocket.scope["subprotocols"][0])
        sockets.add(websocket)
        try:
            while True:
                message = orjson.loads(await websocket.receive_text())
                if "all" in message:
                    for socket in list(sockets):
                        await socket.send_text(
                            orjson.dumps({"kind": "changed", "all": message["all"]}).decode()
                        )
                if "op" in message:
                    await websocket.send_text(orjson.dumps({"kind": "counted", "op": message["op"]}).decode())
        except WebSocketDisconnect:
            sockets.discard(websocket)

    return Starlette(routes=[WebSocketRoute("/ws/{code}", endpoint)])


async def run(app: Starlette, port: int) -> int:
    config = uvicorn.Config(
        app, port=port, log_config=None, ws=AttachingProtocol, ws_per_message_deflate=False
    )
    running = uvicorn.Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(running.serve())
        while not running.started:
            await asyncio.sleep(0.01)
        print("ready", flush=True)
    return 0


async def run_ours(port: int, data: Path) -> int:
    async with serving(Address("127.0.0.1", port, None, is_paced=False), data) as running:
        print("ready", flush=True)
        await running
    return 0


def main(kind: str, port: int, data: Path) -> int:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {SERVER_CORE})
    match kind:
        case "sqlite":
            return run_loop(run_ours(port, data))
        case "memory":
            store = MemoryStore()
            app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR, is_paced=False))
            return run_loop(run(app, port))
        case "plain":
            return run_loop(run(plain_app(), port))
    raise SystemExit(f"no such kind: {kind}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
