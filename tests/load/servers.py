"""The servers that are measured side by side, each in a process of its own on the first core.

`python -m tests.load.servers KIND PORT` is ours: the whole application, with a store in memory, on attached connections
(`calls`: as where there is no io_uring) or plain ones. A number on its standard input posts an opinion map of that many
bytes to everybody.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from plenary.app import Settings, Stores, create_app
from plenary.commands.serving import look_for_cycles_seldom, raise_file_limit, run_loop
from plenary.creation import Wish, new_event
from plenary.deliberation.facts import PromptDrafted
from plenary.deliberation.opinion import Dots, OpinionMap, Posting
from plenary.sockets import sending
from plenary.sockets.newcomers import Newcomer
from plenary.sockets.protocol import AttachingProtocol
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.wire.codec import FRAME_LIMIT_BYTES
from tests.load.crowd import Etiquette
from tests.load.processes import children
from tests.server_process import free_port

PEERS = Path(__file__).parent / "peers"
SERVER_CORE = 0
GENERATOR_CORE = 1
CODE = "HALL"
_A_MASK = b"\0\0\0\0"


def said(text: bytes, opcode: int = 1) -> bytes:
    """A client's frame."""
    size = len(text)
    head = (
        bytes((0x80 | opcode, 0x80 | size))
        if size < 126
        else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    )
    return head + _A_MASK + text


def _hello(number: int) -> bytes:
    return said(
        json.dumps(
            {"kind": "hello", "role": "participant", "key": f"key-of-phone-{number:08}", "device": "d"}
        ).encode()
    )


OURS = Etiquette(
    f"/ws/{CODE}",
    "Origin: http://127.0.0.1:{port}\r\nCookie: plenary=abc\r\nSec-WebSocket-Protocol: plenary.v1.json\r\n",
    _hello,
    lambda heard: b'"kind":"you"' in heard,
)
BARE = Etiquette("/", "", lambda number: b"", lambda heard: True)
SOCKET_IO = Etiquette(
    "/socket.io/?EIO=4&transport=websocket",
    "",
    lambda number: said(b"40"),
    lambda heard: b'40{"sid"' in heard,
)


@dataclass
class Running:
    """A server that answers. `pids`: the processes whose time and memory count."""

    kind: str
    port: int
    pids: list[int]
    etiquette: Etiquette
    broadcast: Callable[[int], None]


@contextlib.contextmanager
def running(kind: str) -> Iterator[Running]:
    match kind:
        case "attached" | "calls" | "plain":
            with _told(kind, [sys.executable, "-m", "tests.load.servers", kind]) as server:
                yield server
        case "ws" | "socket.io":
            script = PEERS / f"{kind.replace('.', '')}_server.cjs"
            with _told(kind, ["node", "--max-old-space-size=2048", str(script)]) as server:
                yield server
        case "floor":
            with _told(kind, [sys.executable, str(PEERS / "floor_server.py")]) as server:
                yield server
        case "nchan":
            with _nchan() as server:
                yield server
        case _:
            raise ValueError(kind)


def missing(kind: str) -> str | None:
    """What this machine lacks for that server."""
    if kind in ("ws", "socket.io"):
        if shutil.which("node") is None:
            return "Node.js"
        return (
            None
            if (PEERS / "node_modules" / kind).exists()
            else f"npm package {kind} (npm ci in tests/load/peers)"
        )
    if kind == "nchan":
        module = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
        return None if module.exists() and shutil.which("nginx") else "Debian package libnginx-mod-nchan"
    return None


def _on_first_core() -> None:
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {SERVER_CORE})


@contextlib.contextmanager
def _told(kind: str, command: list[str]) -> Iterator[Running]:
    port = free_port()
    with subprocess.Popen(
        [*command, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_on_first_core,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        words = process.stdin
        try:
            if process.stdout.readline().strip() != "ready":
                raise RuntimeError(f"{kind} did not start")

            def broadcast(size: int) -> None:
                words.write(f"{size}\n")
                words.flush()

            etiquette = {"floor": BARE, "ws": BARE, "socket.io": SOCKET_IO}.get(kind)
            if etiquette is None:
                headers = OURS.headers.format(port=port)
                etiquette = Etiquette(OURS.path, headers, OURS.hello, OURS.is_in)
            yield Running(kind, port, [process.pid], etiquette, broadcast)
        finally:
            process.kill()


NCHAN = """
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off; master_process on; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log crit;
user root;
worker_rlimit_nofile 20000;
events {{ worker_connections 19000; }}
http {{
  access_log off; nchan_shared_memory_size 256M; keepalive_timeout 600;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; client_max_body_size 1m;
  server {{
    listen 127.0.0.1:{port} backlog=16384;
    location / {{ nchan_subscriber websocket; nchan_channel_id hall; nchan_subscriber_first_message newest; }}
    location /publish {{ nchan_publisher http; nchan_channel_id hall; nchan_message_buffer_length 1; }}
  }}
}}
"""


@contextlib.contextmanager
def _nchan() -> Iterator[Running]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NCHAN.format(folder=folder, port=port))
        with subprocess.Popen(
            ["nginx", "-c", str(configuration), "-p", folder],
            stderr=subprocess.DEVNULL,
            preexec_fn=_on_first_core,
        ) as process:
            try:

                def broadcast(size: int) -> None:
                    url = f"http://127.0.0.1:{port}/publish"
                    request = urllib.request.Request(url, b"x" * size, method="POST")
                    # Aside, as the others do: its answer comes when everything has been sent.
                    asking = threading.Thread(
                        target=lambda: urllib.request.urlopen(request, timeout=30).close()
                    )
                    asking.start()

                for _ in range(200):
                    with contextlib.suppress(OSError):
                        urllib.request.urlopen(f"http://127.0.0.1:{port}/publish", timeout=1).close()
                        break
                    import time

                    time.sleep(0.02)
                yield Running("nchan", port, children(process.pid), BARE, broadcast)
            finally:
                process.terminate()


def posting(prompt: str, frame: int, size: int) -> Posting:
    """An opinion map that takes about so many bytes in JSON."""
    from plenary.deliberation.vocabulary import PromptId

    dots = max(0, (size - 150) * 3 // 4 // 5)
    shown = OpinionMap(
        PromptId(prompt),
        frame,
        0,
        0,
        Dots(b"\x80\x80\x80\x80" * dots, b"\xff" * dots),
        (),
        (),
        (),
        (),
        (),
        (),
        (),
    )
    return Posting(shown, None, None, {})


async def serve(kind: str, port: int) -> int:
    raise_file_limit()
    store, bulletin = MemoryStore(), LocalBulletin()
    made = new_event(Wish("A gathering", prompts=["What now?"], code=CODE))
    await store.create(made.facts, 0)
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    app = create_app(
        Stores(store, store, bulletin),
        Settings("operator-of-the-load-test", analysis_interval_s=3_600, is_paced=False),
    )
    ws, http = ("websockets-sansio", "h11") if kind == "plain" else (AttachingProtocol, Newcomer)
    if kind == "calls":
        sending.best_sender = lambda: (sending.Calls(), "a system call for each phone, as was asked")
    config = uvicorn.Config(
        app, port=port, log_config=None, access_log=False, proxy_headers=False, http=http, ws=ws,
        ws_max_size=FRAME_LIMIT_BYTES,
        ws_per_message_deflate=False, ws_ping_interval=None, backlog=16_384,
    )  # fmt: skip
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        look_for_cycles_seldom()
        print("ready", flush=True)
        frame = 1_000
        while line := await lines.readline():
            frame += 1
            await bulletin.post(made.code, posting(prompt, frame, int(line)))
        server.should_exit = True
    return 0


if __name__ == "__main__":
    sys.exit(run_loop(serve(sys.argv[1], int(sys.argv[2]))))
