"""Cases of RFC 6455, ordered as its subjects are in Autobahn's suite: what a client sends, byte for byte, and what an
endpoint that repeats every message must answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
LIMIT = 64 * 1024
"""The largest message that the servers under test accept."""

Answer = tuple[int, bytes]
MASK = b"\x37\xfa\x21\x3d"


@dataclass(frozen=True)
class Case:
    """`sent` goes out in these pieces. `answers` are the frames that come back; `closing` is the code of the server's
    close frame, None where it names none."""

    name: str
    sent: tuple[bytes, ...]
    answers: tuple[Answer, ...]
    closing: int | None


def frame(
    opcode: int,
    payload: bytes = b"",
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = MASK,
    wide: int = 0,
) -> bytes:
    """A client's frame. wide: how many bytes the length takes at least (2 or 8); mask: None for none."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    flag, size = 0x80 if mask is not None else 0, len(payload)
    if size < 126 and not wide:
        head = bytes((first, flag | size))
    elif size < 65_536 and wide < 8:
        head = bytes((first, flag | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, flag | 127)) + size.to_bytes(8, "big")
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def goodbye(code: int = 1000, reason: bytes = b"") -> bytes:
    return frame(CLOSE, code.to_bytes(2, "big") + reason)


def chopped(data: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(data[at : at + size] for at in range(0, len(data), size))


def kept(name: str, sent: bytes, *answers: Answer, pieces: int = 0) -> Case:
    """A case in which the client breaks no rule, and says goodbye at the end."""
    whole = sent + goodbye()
    return Case(name, chopped(whole, pieces) if pieces else (whole,), answers, 1000)


def broken(name: str, sent: bytes, *answers: Answer, code: int = 1002) -> Case:
    """A case that the server ends for a rule that was broken; what comes after that is not heard."""
    return Case(name, (sent + frame(TEXT, b"unheard"),), answers, code)


def cases() -> list[Case]:
    return [
        *framing(),
        *pings(),
        *reserved_bits(),
        *opcodes(),
        *fragments(),
        *utf8(),
        *closings(),
        *masks_and_limits(),
    ]


def framing() -> Iterator[Case]:
    for opcode, name in ((TEXT, "text"), (BINARY, "binary")):
        for size in (0, 1, 125, 126, 127, 128, 4_096, 65_535, 65_536):
            payload = (b"*" if opcode == TEXT else b"\xfe") * size
            for pieces in (0, 1 if size < 1_000 else 997):
                how = f", {pieces} at a time" if pieces else ""
                yield kept(
                    f"1 {name} of {size}{how}", frame(opcode, payload), (opcode, payload), pieces=pieces
                )
        yield kept(
            f"1 two {name}s in one piece",
            frame(opcode, b"a") + frame(opcode, b"b"),
            (opcode, b"a"),
            (opcode, b"b"),
        )


def pings() -> Iterator[Case]:
    for payload in (b"", b"hello", b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", b"\xfe" * 125):
        for pieces in (0, 1):
            yield kept(
                f"2 ping of {payload[:8]!r} {len(payload)}, pieces {pieces}",
                frame(PING, payload),
                (PONG, payload),
                pieces=pieces,
            )
    yield broken("2 ping of 126", frame(PING, b"x" * 126))
    yield broken("2 pong of 126", frame(PONG, b"x" * 126))
    yield kept("2 pong that nobody asked for", frame(PONG, b"x"))
    yield kept("2 empty pong that nobody asked for", frame(PONG))
    yield kept("2 pong, then ping", frame(PONG, b"x") + frame(PING, b"y"), (PONG, b"y"))
    ten = [b"payload-%d" % number for number in range(10)]
    many = b"".join(frame(PING, one) for one in ten)
    yield kept("2 ten pings", many, *((PONG, one) for one in ten))
    yield kept("2 ten pings, a byte at a time", many, *((PONG, one) for one in ten), pieces=1)


def reserved_bits() -> Iterator[Case]:
    for rsv in range(1, 8):
        yield broken(f"3 text with bits {rsv}", frame(TEXT, b"a", rsv=rsv))
        yield broken(f"3 ping with bits {rsv}", frame(PING, b"a", rsv=rsv))
        yield broken(
            f"3 binary with bits {rsv} after text",
            frame(TEXT, b"a") + frame(BINARY, b"b", rsv=rsv),
            (1, b"a"),
        )
        yield broken(f"3 close with bits {rsv}", frame(CLOSE, b"", rsv=rsv))
    yield broken("3 rest with a bit", frame(TEXT, b"a", fin=False) + frame(CONT, b"b", rsv=4))


def opcodes() -> Iterator[Case]:
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield broken(f"4 opcode {opcode}", frame(opcode))
        yield broken(f"4 opcode {opcode} with payload", frame(opcode, b"payload"))
        yield broken(f"4 opcode {opcode} after text", frame(TEXT, b"a") + frame(opcode, b"b"), (TEXT, b"a"))


def fragments() -> Iterator[Case]:
    first, last = frame(TEXT, b"one", fin=False), frame(CONT, b"two")
    middle = frame(CONT, b"-", fin=False)
    for opcode in (PING, PONG):
        yield broken(f"5 control {opcode} in two", frame(opcode, b"a", fin=False) + frame(CONT, b"b"))
    yield broken("5 close in two", frame(CLOSE, b"\x03\xe8", fin=False))
    for opcode in (TEXT, BINARY):
        for pieces in (0, 1):
            yield kept(
                f"5 {opcode} in two, pieces {pieces}",
                frame(opcode, b"one", fin=False) + last,
                (opcode, b"onetwo"),
                pieces=pieces,
            )
            yield kept(
                f"5 {opcode} in three, pieces {pieces}",
                frame(opcode, b"one", fin=False) + middle + last,
                (opcode, b"one-two"),
                pieces=pieces,
            )
            yield kept(
                f"5 {opcode} in two around a ping, pieces {pieces}",
                frame(opcode, b"one", fin=False) + frame(PING, b"p") + last,
                (PONG, b"p"),
                (opcode, b"onetwo"),
                pieces=pieces,
            )
        yield kept(
            f"5 {opcode} in two around a pong",
            frame(opcode, b"", fin=False) + frame(PONG) + last,
            (opcode, b"two"),
        )
        yield kept(
            f"5 {opcode} of three empty ones",
            frame(opcode, fin=False) + frame(CONT, fin=False) + frame(CONT),
            (opcode, b""),
        )
        yield kept(
            f"5 {opcode} with only its middle filled",
            frame(opcode, fin=False) + frame(CONT, b"m", fin=False) + frame(CONT),
            (opcode, b"m"),
        )
    yield broken("5 a rest of nothing", last)
    yield broken("5 a rest of nothing, not the last", frame(CONT, b"x", fin=False))
    yield broken("5 a rest after a whole text", frame(TEXT, b"a") + last, (TEXT, b"a"))
    yield broken("5 two rests", first + last + last, (TEXT, b"onetwo"))
    yield broken("5 text within text", first + frame(TEXT, b"x"))
    yield broken("5 binary within text", first + frame(BINARY, b"x"))
    yield broken("5 begun text within text", first + frame(TEXT, b"x", fin=False))
    yield broken("5 begun text after a middle", first + middle + frame(TEXT, b"x", fin=False))
    yield kept(
        "5 two texts in two each",
        first + last + frame(BINARY, b"1", fin=False) + frame(CONT, b"2"),
        (TEXT, b"onetwo"),
        (BINARY, b"12"),
    )
    yield kept("5 close within a text", first)
    many = frame(TEXT, b"0", fin=False) + frame(CONT, b"1", fin=False) * 40 + frame(CONT, b"2")
    yield kept("5 text in 42", many, (TEXT, b"0" + b"1" * 40 + b"2"))


VALID = (
    "Hello-µ@ßöäüàá-UTF-8!!",
    "κόσμε",
    "\x00",
    "\x80",
    "ࠀ",
    "𐀀",
    "\x7f",
    "߿",
    "￿",
    "\U0010ffff",
    "퟿",
    "",
    "�",
    "مرحبا",
    "नमस्ते",
    "สวัสดี",
    "你好",
    "👩‍👩‍👧‍👦",
    "\ufeffa",
)
INVALID = (
    b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited",
    b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80edited",
    b"\xf8\x88\x80\x80\x80",
    b"\xfc\x84\x80\x80\x80\x80",
    b"\xf7\xbf\xbf\xbf",
    b"\xfb\xbf\xbf\xbf\xbf",
    b"\xfd\xbf\xbf\xbf\xbf\xbf",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b"\xbf",
    b"\x80\xbf\x80\xbf",
    b"\xc0\x20",
    b"\xe0\x20\xe1\x20",
    b"\xf0\x20",
    b"\xc0",
    b"\xe0\x80",
    b"\xf0\x80\x80",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xfe",
    b"\xff",
    b"\xfe\xfe\xff\xff",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf",
    b"\xc1\xbf",
    b"\xe0\x9f\xbf",
    b"\xf0\x8f\xbf\xbf",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xed\xa0\x80\xed\xb0\x80",
)


def utf8() -> Iterator[Case]:
    for number, text in enumerate(VALID):
        raw = text.encode()
        yield kept(f"6 valid {number}", frame(TEXT, raw), (TEXT, raw))
        yield kept(f"6 valid {number}, a byte at a time", frame(TEXT, raw), (TEXT, raw), pieces=1)
        in_bytes = [raw[at : at + 1] for at in range(len(raw))]
        torn = b"".join(
            frame(CONT if at else TEXT, byte, fin=at == len(in_bytes) - 1) for at, byte in enumerate(in_bytes)
        )
        yield kept(f"6 valid {number}, a byte a frame", torn or frame(TEXT), (TEXT, raw))
    for number, raw in enumerate(INVALID):
        yield broken(f"6 invalid {number}", frame(TEXT, raw), code=1007)
        half = max(1, len(raw) // 2)
        torn = frame(TEXT, raw[:half], fin=False) + frame(CONT, raw[half:])
        yield broken(f"6 invalid {number}, in two frames", torn, code=1007)
        yield kept(f"6 invalid {number} as binary", frame(BINARY, raw), (BINARY, raw))


VALID_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
INVALID_CODES = (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)


def closings() -> Iterator[Case]:
    yield Case("7 close without a code", (frame(CLOSE),), (), None)
    for code in VALID_CODES:
        yield Case(f"7 close {code}", (goodbye(code, b"done"),), (), code)
    for code in INVALID_CODES:
        yield Case(f"7 close {code}", (goodbye(code),), (), 1002)
    yield Case("7 close with half a code", (frame(CLOSE, b"\x03"),), (), 1002)
    yield Case("7 close with a long reason", (goodbye(1000, b"x" * 123),), (), 1000)
    yield Case("7 close with too long a reason", (goodbye(1000, b"x" * 124),), (), 1002)
    yield Case("7 close with a reason that is no text", (goodbye(1000, b"\xce\xba\xe1\xbd\xff"),), (), 1007)
    yield Case("7 text after close", (goodbye() + frame(TEXT, b"x"),), (), 1000)
    yield Case("7 ping after close", (goodbye() + frame(PING, b"x"),), (), 1000)
    yield Case("7 close twice", (goodbye() + goodbye(1001),), (), 1000)
    yield Case("7 close a byte at a time", chopped(goodbye(1001, b"bye"), 1), (), 1001)


def masks_and_limits() -> Iterator[Case]:
    for opcode in (TEXT, BINARY, PING, PONG, CLOSE):
        yield broken(f"8 opcode {opcode} without a mask", frame(opcode, b"", mask=None))
    for mask in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x01", b"\x01\0\0\0"):
        for size in (1, 3, 4, 5, 129):
            payload = bytes(range(size))
            yield kept(
                f"8 mask {mask.hex()} over {size}", frame(BINARY, payload, mask=mask), (BINARY, payload)
            )
    yield broken("8 a byte too much", frame(BINARY, b"x" * (LIMIT + 1)), code=1009)
    half = LIMIT // 2
    yield broken(
        "8 a byte too much in two frames",
        frame(BINARY, b"x" * half, fin=False) + frame(CONT, b"x" * (half + 1)),
        code=1009,
    )
    for announced in (LIMIT + 1, 2**31, 2**40, 2**63 - 1):
        head = bytes((0x80 | BINARY, 0xFF)) + announced.to_bytes(8, "big") + MASK
        yield Case(f"8 {announced} announced", (head,), (), 1009)
    exactly = b"x" * half
    yield kept(
        "8 as much as may be, in two frames",
        frame(BINARY, exactly, fin=False) + frame(CONT, exactly),
        (BINARY, exactly * 2),
    )


assert all(one.name != other.name for one, other in pairwise(sorted(cases(), key=lambda case: case.name)))
