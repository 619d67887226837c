"""A crowd of raw sockets on one epoll: it opens connections, says what it is told, and counts bytes as they come.

It parses nothing after the handshake, so that it costs less than any server that is measured.
"""

import base64
import errno
import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

BUFFER = bytearray(1 << 18)
STIR_EVERY_S = 8.0
CONNECTED_AT_ONCE = 32
A_GOODBYE = bytes((0x88,))
"""The first byte of a close frame."""
A_PONG = bytes((0x8A, 0x80, 0, 0, 0, 0))


@dataclass(frozen=True)
class Etiquette:
    """How a client of a server behaves.

    hello: bytes to send once the server has upgraded; from the number of the client.
    is_in: whether what has come since then means that the client is in.
    """

    path: str
    headers: str
    hello: Callable[[int], bytes]
    is_in: Callable[[bytes], bool]


@dataclass
class Client:
    number: int
    socket: socket.socket
    began_at: float
    upgraded: bool = False
    is_in: bool = False
    is_stalled: bool = False
    heard: bytearray = field(default_factory=bytearray)


class Crowd:
    """Clients of one server."""

    def __init__(self, port: int, etiquette: Etiquette) -> None:
        self._port = port
        self._etiquette = etiquette
        self._epoll = select.epoll()
        self._clients: dict[int, Client] = {}
        self.joined_after_s: list[float] = []
        self.refused = 0
        self.stalled_lost = 0
        """How many of those who do not read any more the server has sent away."""
        self._stirred_at = time.monotonic()

    def join(self, count: int, at_a_time: int = 200, within_s: float = 120.0) -> None:
        """Have that many more come in; at most so many at once are between connecting and being in."""
        left, underway, until = count, 0, time.monotonic() + within_s
        done = len(self.joined_after_s) + self.refused
        while len(self.joined_after_s) + self.refused < done + count:
            underway = count - left - (len(self.joined_after_s) + self.refused - done)
            # Who is connected asks at once, as browsers do: not only when the last of them is connected.
            for _ in range(min(left, at_a_time - underway, CONNECTED_AT_ONCE)):
                self._connect()
                left, underway = left - 1, underway + 1
            self._turn(0.0 if left and underway < at_a_time else 0.05)
            if time.monotonic() > until:
                raise TimeoutError(f"{left + underway} of {count} are not in")

    def stir(self, now: bool = False) -> None:
        """Give a sign of life, where the last is a while ago: who is silent is asked, and in the end sent away."""
        if now or time.monotonic() - self._stirred_at > STIR_EVERY_S:
            self._stirred_at = time.monotonic()
            for client in self._clients.values():
                client.socket.send(A_PONG)

    def stall(self, count: int) -> None:
        """So many stop reading, without a word."""
        for client in [one for one in self._clients.values() if one.is_in and not one.is_stalled][:count]:
            client.is_stalled = True
            # Its system takes what fits into a small window, and then no more.
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            self._epoll.modify(client.socket, select.EPOLLRDHUP)

    def hear(self, expected: int, within_s: float = 60.0) -> list[float]:
        """Read until that many bytes have come; when each piece came (s, monotonic)."""
        times: list[float] = []
        until = time.monotonic() + within_s
        while expected > 0:
            for size in self._turn(0.2):
                times.append(time.monotonic())
                expected -= size
            if time.monotonic() > until:
                raise TimeoutError(f"{expected} bytes have not come")
        return times

    def hear_all(self, quiet_s: float = 0.5) -> int:
        """Read until nothing has come for a while; how many bytes came."""
        total, last = 0, time.monotonic()
        while time.monotonic() - last < quiet_s:
            for size in self._turn(0.05):
                total, last = total + size, time.monotonic()
        return total

    def listen(self, lasts_s: float) -> int:
        """Read for so long, giving signs of life; how many bytes came."""
        until, total = time.monotonic() + lasts_s, 0
        while time.monotonic() < until:
            self.stir()
            total += sum(self._turn(0.2))
        return total

    def __len__(self) -> int:
        return len(self._clients)

    def close(self) -> None:
        for client in self._clients.values():
            client.socket.close()
        self._clients.clear()
        self._epoll.close()

    def _connect(self) -> None:
        number = len(self._clients) + self.refused
        opened = socket.socket()
        opened.setblocking(False)
        # 28,000 ports of one address are not enough for several crowds in a row.
        opened.bind((f"127.0.0.{2 + number % 50}", 0))
        if opened.connect_ex(("127.0.0.1", self._port)) not in (0, errno.EINPROGRESS):
            raise ConnectionError
        client = Client(number, opened, time.monotonic())
        self._clients[opened.fileno()] = client
        self._epoll.register(opened, select.EPOLLOUT)

    def _turn(self, wait_s: float) -> list[int]:
        """What there is to do; the size of each piece that came for clients who are in."""
        sizes: list[int] = []
        for fd, happened in self._epoll.poll(wait_s):
            client = self._clients[fd]
            if client.is_stalled:
                self.stalled_lost += 1
                self._lose(client)
                continue
            if not client.upgraded and happened & select.EPOLLOUT:
                try:
                    self._ask(client)
                except ConnectionError:
                    self._lose(client)
                continue
            try:
                size = client.socket.recv_into(BUFFER)
            except BlockingIOError:
                continue
            except ConnectionError:
                size = 0
            if size == 0:
                self._lose(client)
            elif client.is_in:
                sizes.append(size)
                self._hears(client, size)
            else:
                self._greet(client, bytes(BUFFER[:size]))
        return sizes

    def _hears(self, client: Client, size: int) -> None:
        """So many bytes have come for a client who is in; they are at the beginning of BUFFER."""

    def _ask(self, client: Client) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        client.socket.send(
            f"GET {self._etiquette.path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"{self._etiquette.headers}\r\n".encode()
        )
        self._epoll.modify(client.socket, select.EPOLLIN)

    def _greet(self, client: Client, data: bytes) -> None:
        client.heard += data
        if not client.upgraded:
            end = client.heard.find(b"\r\n\r\n")
            if end < 0:
                return
            if not client.heard.startswith(b"HTTP/1.1 101"):
                return self._lose(client)
            client.upgraded = True
            del client.heard[: end + 4]
            if hello := self._etiquette.hello(client.number):
                client.socket.send(hello)
        if client.heard[:1] == A_GOODBYE:
            return self._lose(client)
        if self._etiquette.is_in(bytes(client.heard)):
            client.is_in, client.heard = True, bytearray()
            self.joined_after_s.append(time.monotonic() - client.began_at)

    def _lose(self, client: Client) -> None:
        if not client.is_in:
            self.refused += 1
        self._epoll.unregister(client.socket)
        self._clients.pop(client.socket.fileno(), None)
        client.socket.close()
