"""`python -m tests.attack.attackers NAME PORT CODE COUNT SECONDS`: one attack, in a process of its own.

Prints what became of it.
"""

import asyncio
import contextlib
import json
import re
import secrets
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tests.sockets.rfc6455 import CLOSE, PING, TEXT, frame

DEADLINE_S = 12.0
AT_A_TIME = 200

Outcome = Counter[str]
Attack = Callable[[int, str, int, float], Coroutine[Any, Any, Outcome]]


def upgrade(code: str) -> bytes:
    return (
        f"GET /ws/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Protocol: plenary.v1.json\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def hello(role: str = "participant") -> bytes:
    said = {"kind": "hello", "role": role, "key": secrets.token_hex(16), "device": "attack"}
    return frame(TEXT, json.dumps(said).encode())


async def until_the_end(reader: asyncio.StreamReader, within_s: float) -> bytes | None:
    """All that comes until the server ends the connection; None where it does not within that time."""
    heard = b""
    try:
        async with asyncio.timeout(within_s):
            while more := await reader.read(65_536):
                heard += more
    except TimeoutError:
        return None
    except OSError:
        pass
    return heard


async def each(count: int, one: Callable[[int], Awaitable[str]], over_s: float = 0.0) -> Outcome:
    """What became of so many, at most AT_A_TIME of them together. over_s: the time that they are spread over."""
    turn = asyncio.Semaphore(AT_A_TIME)

    async def taken(number: int) -> str:
        await asyncio.sleep(over_s * number / count)
        async with turn:
            try:
                return await one(number)
            except OSError as trouble:
                return type(trouble).__name__

    return Counter(await asyncio.gather(*(taken(number) for number in range(count))))


async def oversize(port: int, code: str, count: int, seconds: float) -> Outcome:
    """What is too large in every way."""
    join = upgrade(code), hello()
    ways: dict[str, list[bytes]] = {
        "body": [
            b"POST /api/v1/events HTTP/1.1\r\nHost: h\r\nContent-Length: 16777216\r\n\r\n",
            b"x" * 65_536,
        ],
        "line": [b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\n\r\n"],
        "head": [b"GET / HTTP/1.1\r\nHost: h\r\n" + b"a: b\r\n" * 10_000 + b"\r\n"],
        "frame": [*join, frame(TEXT, b"x" * 4_097)],
        "fragments": [*join, frame(TEXT, b"x", fin=False), *[frame(0, b"x", fin=False)] * 10_000],
    }

    async def one(number: int) -> str:
        name, pieces = list(ways.items())[number % len(ways)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(OSError):
            writer.write(pieces[0])
            if pieces[0] == join[0]:
                await reader.readuntil(b"\r\n\r\n")
            writer.write(b"".join(pieces[1:]))
        heard = await until_the_end(reader, DEADLINE_S)
        writer.close()
        if heard is None:
            return f"{name} alive"
        if heard.startswith(b"HTTP"):
            return f"{name} {heard[9:12].decode()}"
        return f"{name} {'1009' if bytes((0x88, 2, 3, 0xF1)) in heard else 'closed'}"

    return await each(count, one, seconds)


async def slow(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Nothing at all, half a head, a socket that says nothing: each is gone after twelve seconds."""
    ways = {
        "nothing": b"",
        "half a head": b"GET /e/X HTTP/1.1\r\nHost: h\r\n",
        "silent socket": upgrade(code),
    }
    alive: Outcome = Counter()
    turn = asyncio.Semaphore(AT_A_TIME)

    async def one(number: int) -> None:
        name, said = list(ways.items())[number % len(ways)]
        try:
            async with turn:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            heard = await until_the_end(reader, DEADLINE_S)
            alive[f"{name} {'alive' if heard is None else 'gone'}"] += 1
            writer.close()
        except OSError as trouble:
            alive[type(trouble).__name__] += 1

    await asyncio.gather(*(one(number) for number in range(count)))
    return alive


async def flood(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Connections that are only opened, from one address, spread over the time."""
    held: list[asyncio.StreamWriter] = []
    outcome: Outcome = Counter()
    for number in range(count):
        try:
            async with asyncio.timeout(2):
                held.append((await asyncio.open_connection("127.0.0.1", port))[1])
            outcome["opened"] += 1
        except (OSError, TimeoutError) as trouble:
            outcome[type(trouble).__name__] += 1
        if number % 50 == 49:
            await asyncio.sleep(50 * seconds / count)
    for writer in held:
        writer.transport.abort()
    return outcome


async def spam(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Participants that say all they can; each is sent away within two seconds, and comes back as another."""
    return await _noisy(port, code, count, seconds, frame(TEXT, b'{"kind":"ping"}') * 50)


async def pings(port: int, code: str, count: int, seconds: float) -> Outcome:
    """The same with pings of WebSocket itself, which a server answers before anybody has said what they want."""
    return await _noisy(port, code, count, seconds, frame(PING, b"are you there?") * 50)


async def _noisy(port: int, code: str, count: int, seconds: float, noise: bytes) -> Outcome:
    """Each sends the noise two hundred times a second until it is sent away; every other one waits to be let in."""
    until_s = time.monotonic() + seconds

    async def one(number: int) -> str:
        reader, writer = await joined(port, code)
        if number % 2:
            await reader.readuntil(b'"welcome"')
        began_s = time.monotonic()

        async def say() -> None:
            while True:
                writer.write(noise)
                await asyncio.sleep(0.005)

        async with asyncio.TaskGroup() as tasks:
            saying = tasks.create_task(say())
            await until_the_end(reader, 10)
            saying.cancel()
        took_s = time.monotonic() - began_s
        writer.close()
        return "sent away" if took_s < 2 else "sent away late" if took_s < 10 else "stayed"

    outcome: Outcome = Counter()
    while time.monotonic() < until_s:
        outcome += await each(count, one)
    return outcome


async def closes(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Participants who come only to leave at once."""

    async def one(number: int) -> str:
        reader, writer = await joined(port, code)
        writer.write(frame(CLOSE, (1000).to_bytes(2, "big")))
        heard = await until_the_end(reader, 10)
        writer.close()
        return "alive" if heard is None else "gone"

    return await each(count, one, seconds)


async def keys(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Guesses at the secrets of the desk's links, by hello."""

    async def one(number: int) -> str:
        reader, writer = await joined(port, code, "moderator")
        heard = await until_the_end(reader, DEADLINE_S)
        writer.close()
        if heard is None:
            return "alive"
        return next((word for word in ("key-refused", "too-fast") if word.encode() in heard), "gone")

    return await each(count, one, seconds)


async def statements(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Very many statements, from as many devices as it takes, nearly alike: the queue has an end."""
    said: Outcome = Counter()
    of_each = 5

    async def one(number: int) -> str:
        reader, writer = await joined(port, code)
        writer.write(
            frame(TEXT, json.dumps({"kind": "join", "op": 1, "mode": "remote", "language": "en"}).encode())
        )
        prompt, heard = "", b""
        for op in range(2, 2 + of_each):
            while not prompt or b'"op":%d' % (op - 1) not in heard:
                if not (more := await reader.read(65_536)):
                    return "sent away"
                heard += more
                found = re.search(rb'"prompts":\[\{"id":"([^"]+)"', heard)
                prompt = found[1].decode() if found else ""
            text = f"Trams at night, number {number} and {op}"
            asked = {"kind": "submit", "op": op, "prompt": prompt, "text": text, "language": "en"}
            writer.write(frame(TEXT, json.dumps(asked).encode()))
        while b'"op":%d' % (1 + of_each) not in heard and (more := await reader.read(65_536)):
            heard += more
        writer.close()
        answers = re.findall(rb'"kind":"refused"[^}]*?"code":"([^"]+)"', heard)
        said.update(answer.decode() for answer in answers)
        said["counted"] += len(re.findall(rb'"kind":"counted"', heard)) - 1
        return "went"

    await each(count // of_each, one, seconds)
    return said


async def joined(
    port: int, code: str, role: str = "participant"
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket that has been accepted and has said hello, with a key of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(upgrade(code))
    await reader.readuntil(b"\r\n\r\n")
    writer.write(hello(role))
    return reader, writer


async def codes(port: int, code: str, count: int, seconds: float) -> Outcome:
    """Guesses at codes."""

    async def one(number: int) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /e/GUESS{number} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        heard = await until_the_end(reader, 10) or b""
        writer.close()
        return heard[9:12].decode()

    return await each(count, one, seconds)


ATTACKS: dict[str, Attack] = {
    one.__name__: one for one in (oversize, slow, flood, spam, pings, closes, codes, keys, statements)
}

if __name__ == "__main__":
    name, port, code, count, seconds = sys.argv[1:]
    print(json.dumps(asyncio.run(ATTACKS[name](int(port), code, int(count), float(seconds)))))
