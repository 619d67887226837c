"""A small local server that speaks LibreTranslate's API, and can be told to misbehave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Service:
    """answers: what to do with the next requests, first to last: a status, or bytes to send with 200."""

    url: str = ""
    key: str | None = None
    answers: list[int | bytes] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            offered = [{"code": code, "name": code, "targets": ["en", "fr"]} for code in ("en", "fr")]
            self.reply(200, json.dumps(offered).encode())

        def do_POST(self) -> None:
            wish = json.loads(self.rfile.read(int(self.headers["content-length"])))
            service.asked.append(wish)
            if service.answers:
                told = service.answers.pop(0)
                return self.reply(200, told) if isinstance(told, bytes) else self.reply(told, b"{}")
            if service.key is not None and wish.get("api_key") != service.key:
                return self.reply(403, b'{"error": "Invalid API key"}')
            text = f"[{wish['target']}] {wish['q']}"
            self.reply(200, json.dumps({"translatedText": text}).encode())

        def reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "7")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()
