"""The least that a broadcast can cost: one system call a socket, in one loop, and nothing else.

It answers handshakes, reads nothing after them, and keeps no promise. `python floor_server.py PORT`; a number on
standard input is the size of the next broadcast.
"""

import base64
import hashlib
import os
import select
import socket
import sys

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def greeted(newcomer: socket.socket) -> None:
    """Answer the handshake."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += newcomer.recv(4_096)
    fields = (line.partition(b":") for line in head.split(b"\r\n"))
    key = next(value.strip() for name, _, value in fields if name.lower() == b"sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    newcomer.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def frame_of(size: int) -> bytes:
    head = bytes((0x82, size)) if size < 126 else b"\x82\x7e" + size.to_bytes(2, "big")
    return head + b"x" * size


def main(port: int) -> None:
    listener = socket.create_server(("127.0.0.1", port), backlog=16_384)
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(sys.stdin, select.POLLIN)
    held: list[socket.socket] = []
    print("ready", flush=True)
    while True:
        for file, _ in poll.poll():
            if file == listener.fileno():
                newcomer, _ = listener.accept()
                newcomer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                greeted(newcomer)
                held.append(newcomer)
            else:
                line = os.read(sys.stdin.fileno(), 64)
                if not line:
                    return
                frame = frame_of(int(line))
                for file in [one.fileno() for one in held]:
                    os.write(file, frame)


if __name__ == "__main__":
    main(int(sys.argv[1]))
