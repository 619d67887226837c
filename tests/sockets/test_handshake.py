"""What is read at once is what h11 and websockets read; whatever they would refuse, or is rare, is left to them."""

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from plenary.sockets.handshake import LONGEST_BYTES, Fields, Handshake, read

SOUND = {
    b"Host": b"plenary.example",
    b"Upgrade": b"websocket",
    b"Connection": b"keep-alive, Upgrade",
    b"Sec-WebSocket-Key": b"dGhlIHNhbXBsZSBub25jZQ==",
    b"Sec-WebSocket-Version": b"13",
    b"Sec-WebSocket-Protocol": b"plenary.v1.msgpack",
    b"Cookie": b"plenary=abc; other=1",
}


def head(fields: dict[bytes, bytes] | Fields = SOUND, line: bytes = b"GET /ws/MIL25?a=1 HTTP/1.1") -> bytes:
    pairs = fields.items() if isinstance(fields, dict) else fields
    return b"\r\n".join([line, *(name + b": " + value for name, value in pairs)]) + b"\r\n\r\n"


def as_the_libraries_read(sent: bytes) -> Handshake | None:
    """None where they refuse it."""
    reader = h11.Connection(h11.SERVER)
    reader.receive_data(sent)
    try:
        event = reader.next_event()
    except h11.RemoteProtocolError:
        return None
    if not isinstance(event, h11.Request):
        return None
    headers = Headers([(name.decode(), value.decode("latin-1")) for name, value in event.headers])
    version = "HTTP/" + event.http_version.decode()
    answer = ServerProtocol().accept(Request(event.target.decode(), headers, event.method.decode(), version))
    if answer.status_code != 101:
        return None
    return Handshake(event.target, list(event.headers), answer.headers["Sec-WebSocket-Accept"].encode())


def test_a_browsers_handshake_is_read_at_once():
    assert read(head()) == as_the_libraries_read(head()) is not None


NAMES = st.sampled_from(
    [*SOUND, b"Origin", b"X-Any", b"Content-Length", b"Transfer-Encoding", b"host", b"cookie"]
)
VALUES = st.one_of(
    st.sampled_from([*SOUND.values(), b"", b"  a\tb ", b"0", b"chunked", b"Upgrade", b"h2c", b"12", b"AAAA"]),
    st.binary(max_size=12).filter(lambda value: b"\r" not in value and b"\n" not in value),
)
LINES = st.sampled_from(
    [b"GET /ws/MIL25 HTTP/1.1"] * 3
    + [b"GET / HTTP/1.0", b"POST / HTTP/1.1", b"GET  / HTTP/1.1", b"GET * HTTP/1.1", b"GET /\xff HTTP/1.1"]
)


@given(st.permutations(list(SOUND.items())), st.lists(st.tuples(NAMES, VALUES), max_size=3), LINES, st.data())
def test_nothing_is_read_that_the_libraries_would_read_otherwise(sound, more, line, data):
    fields = sound + more
    kept = data.draw(st.lists(st.booleans(), min_size=len(fields), max_size=len(fields))) if more else []
    fields = [one for one, stays in zip(fields, kept, strict=True) if stays] if kept else fields

    found = read(head(fields, line))

    assert found is None or found == as_the_libraries_read(head(fields, line))


@pytest.mark.parametrize(
    "sent",
    [
        head()[:-2],
        head().replace(b"\r\n", b"\n"),
        head() + b"\x81\x80\0\0\0\0",
        head([*SOUND.items(), (b"cookie", b"plenary=other")]),
        head([*SOUND.items(), (b"Content-Length", b"0")]),
        head([*SOUND.items(), (b"Transfer-Encoding", b"chunked")]),
        head([*SOUND.items(), (b"X", b"a\r\n b")]),
        head([*SOUND.items(), (b"X ", b"a")]),
        head([*SOUND.items(), (b"X", b"\xc3\xa9")]),
        head(SOUND | {b"Host": b""}),
        head(SOUND | {b"Cookie": b"a" * LONGEST_BYTES}),
        head(SOUND | {b"Upgrade": b"websocket, h2c"}),
        head(SOUND | {b"Connection": b"close"}),
        head(SOUND | {b"Sec-WebSocket-Key": b"dGhlIHNhbXBsZSBub25jZR=="}),
        head(SOUND | {b"Sec-WebSocket-Version": b"8"}),
        head(line=b"GET /ws/MIL25 HTTP/1.0"),
        head(line=b"POST /ws/MIL25 HTTP/1.1"),
        head(line=b"GET http://plenary.example/ws/MIL25 HTTP/1.1"),
    ],
)
def test_whatever_takes_a_closer_look_is_left_to_the_libraries(sent):
    assert read(sent) is None
