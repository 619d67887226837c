"""A client of the protocol that keeps what it was asked until it is answered, as a phone's outbox does."""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.typing import Subprotocol

from plenary.crowd.memory import Memory
from plenary.deliberation.refusals import NotJoined
from plenary.deliberation.vocabulary import Role
from plenary.wire.closing import Closing
from plenary.wire.codec import Encoding, write
from plenary.wire.from_client import Hello, Place, Request
from plenary.wire.from_server import Changed, Counted, FromServer, Pong, Refused, Snapshot, Welcome, You

Hear = Callable[[FromServer], None]

LARGEST_MESSAGE_BYTES: Final = 2**24
"""A map of a hundred thousand dots has half a megabyte; more than this is no server of ours."""

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 15.0
"""Without a word from the server, waits before coming back double from the first to the longest; all are random."""

UNANSWERED_WAIT_S: Final = 2.0
"""After an attempt to which nothing came, which has cost the server nothing, the longest wait."""

OPENED_WITHIN_S: Final = 10.0
PING_EVERY_S: Final = 8.0
PONG_WITHIN_S: Final = 6.0
"""As the phones' page: a network that swallows packets tells nobody, and the system tries ever more rarely."""

REJOINED_WITHIN_MS: Final = 1_000
"""A server that has lost everything does not know yet that somebody had joined; by then it has been told again."""

PATIENCE_S: Final = 60.0
"""For how long a server may not be reached before the client gives up."""

WINDOW: Final = re.compile(r";window_s=(\d{1,5})$")
NEVER_COME_BACK: Final = {closing.code for closing in Closing if not closing.come_back}
TRY_AGAIN: Final = {408, 425, 429, 500, 502, 503, 504}
"""HTTP answers to a handshake that mean "later"."""


class SentAway(Exception):
    """The server has closed the door for good: wrong key, no such event, or a broken client."""


class Unreachable(Exception):
    """No server has answered for as long as our patience lasts."""


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom a client speaks: its role, the secret behind it, and the device that names its operations."""

    role: Role
    key: str
    device: str


class Asked(NamedTuple):
    """A request that waits for its answer, and its bytes."""

    request: Request
    frame: bytes
    answer: "asyncio.Future[Counted | Refused]"


class Client:
    """One connection to an event, made anew whenever it breaks. `run` must be running for anything to happen.

    It remembers what counted, and offers it again to a server that no longer has it.

    url: `ws://…/ws/CODE`.   hear: called with every message, in order; it must not wait.
    """

    def __init__(
        self,
        url: str,
        identity: Identity,
        hear: Hear = lambda message: None,
        rng: random.Random | None = None,
    ) -> None:
        self._url = url
        self._identity = identity
        self._hear = hear
        self._rng = rng or random.Random()  # noqa: S311 - spreads returns, guards nothing
        self._waiting: dict[int, Asked] = {}
        self._connection: ClientConnection | None = None
        self._place: Place | None = None
        self._window_s: int = 0
        self._memory = Memory()
        self._served_at = 0.0
        self._wait_s = FIRST_WAIT_S
        self._away_until = 0.0
        self.highest_op = 0
        """The highest operation counter that the server knows of this identity, or that was used here."""

    def lose_network(self, for_s: float) -> None:
        """Be cut off without a word, as in a lift, and come back after that long."""
        self._away_until = asyncio.get_running_loop().time() + for_s
        if self._connection is not None:
            self._connection.transport.abort()

    def next_op(self) -> int:
        """An operation counter above all that were used."""
        self.highest_op += 1
        return self.highest_op

    async def request(self, request: Request) -> Counted | Refused:
        """The server's answer, whenever it comes; over as many connections as that takes, and again where we are
        faster than it allows.

        Cancelled, it is not asked again. The request's `op` has no other request waiting.
        """
        op = request.op
        if op in self._waiting:
            raise ValueError(f"operation {op} is waiting for its answer already")
        self.highest_op = max(self.highest_op, op)
        frame = write(request, Encoding.MSGPACK)
        try:
            while True:
                answer = await self._answer_to(request, frame)
                again_ms = self._again_ms(answer)
                if again_ms is None:
                    return answer
                await asyncio.sleep(again_ms / 1_000)
        finally:
            self._waiting.pop(op, None)

    def _again_ms(self, answer: Counted | Refused) -> int | None:
        """After how long to ask again, where this was no last word."""
        if isinstance(answer, Counted):
            return None
        if answer.code == NotJoined.code and self._memory.joined is not None:
            return REJOINED_WITHIN_MS
        return answer.again_ms

    async def _answer_to(self, request: Request, frame: bytes) -> Counted | Refused:
        answer: asyncio.Future[Counted | Refused] = asyncio.get_running_loop().create_future()
        self._waiting[request.op] = Asked(request, frame, answer)
        if self._connection is not None:
            try:
                await self._connection.send(frame)
            except ConnectionClosed:
                pass  # `run` notices too, and sends it again on the next connection
        return await answer

    async def run(self) -> None:
        """Stay connected until cancelled. Raises SentAway, Unreachable."""
        loop = asyncio.get_running_loop()
        self._served_at = loop.time()
        while True:
            window_s, trouble, longest_s = None, "connections end at once", LONGEST_WAIT_S
            try:
                window_s = await self._converse()
            except InvalidStatus as answer:
                trouble = f"HTTP {answer.response.status_code}"
                if answer.response.status_code not in TRY_AGAIN:
                    raise SentAway(trouble) from None
                window_s = _retry_after_s(answer)
            except InvalidURI:
                raise SentAway(f"not an address: {self._url}") from None
            except TimeoutError as reason:
                trouble, longest_s = str(reason), UNANSWERED_WAIT_S
            except (OSError, InvalidHandshake) as reason:
                trouble = str(reason)
            if loop.time() - self._served_at > PATIENCE_S:
                raise Unreachable(f"{self._url}: {trouble}")
            if window_s is None and self._window_s:
                # Cut off in mid-conversation: so are the others, perhaps. After that, as if we had never been in.
                window_s, self._window_s = float(self._window_s), 0
            if window_s is None:
                window_s, self._wait_s = min(self._wait_s, longest_s), min(self._wait_s * 2, LONGEST_WAIT_S)
            await asyncio.sleep(max(self._rng.uniform(0, window_s), self._away_until - loop.time()))

    async def _converse(self) -> float | None:
        """Serve one connection to its end; how many seconds the server wants returns to be spread over, if it said.

        Raises SentAway, and whatever keeps a connection from being made.
        """
        connecting = connect(
            self._url,
            subprotocols=[Subprotocol(Encoding.MSGPACK.value)],
            compression=None,
            max_size=LARGEST_MESSAGE_BYTES,
            proxy=None,
            open_timeout=OPENED_WITHIN_S,
            ping_interval=PING_EVERY_S,
            ping_timeout=PONG_WITHIN_S,
            user_agent_header=None,
        )
        async with connecting as connection:
            try:
                hello = Hello(self._identity.role, self._identity.key, self._identity.device, self._place)
                await connection.send(write(hello, Encoding.MSGPACK))
                await self._listen(connection)
            except ConnectionClosed as end:
                return _window_s(end)
            finally:
                if self._connection is not None:
                    self._served_at, self._wait_s = asyncio.get_running_loop().time(), FIRST_WAIT_S
                self._connection = None
        return None

    async def _listen(self, connection: ClientConnection) -> None:
        while True:
            message = _read(await connection.recv(decode=False))
            match message:
                case Welcome(op=op, window_s=window_s):
                    self.highest_op = max(self.highest_op, op)
                    self._window_s = window_s
                    self._hear(message)
                    unanswered = [asked.frame for _, asked in sorted(self._waiting.items())]
                    self._connection = connection
                    for frame in unanswered:
                        await connection.send(frame)
                    continue
                case Counted(op=op) | Refused(op=op):
                    asked = self._waiting.get(op)
                    if asked is not None and isinstance(message, Counted):
                        self._memory.counted(asked.request, message)
                    if asked is not None and not asked.answer.done():
                        asked.answer.set_result(message)
                case You():
                    self._hear(message)
                    for request in self._memory.missing_in(message):
                        if request.op not in self._waiting:
                            await connection.send(write(request, Encoding.MSGPACK))
                    continue
                case Pong(window_s=window_s):
                    self._window_s = window_s
                case Snapshot(place=place) | Changed(place=place):
                    self._place = place
                case _:
                    pass
            self._hear(message)


def first_reason(group: ExceptionGroup[Exception]) -> Exception:
    """Why a group of tasks ended: the first error, however deep."""
    first = group.exceptions[0]
    return first_reason(first) if isinstance(first, ExceptionGroup) else first


_DECODER: Final = msgspec.msgpack.Decoder(FromServer)


def _read(frame: bytes) -> FromServer:
    try:
        message: FromServer = _DECODER.decode(frame)
    except msgspec.MsgspecError as reason:
        raise SentAway(f"the server does not speak this protocol: {reason}") from None
    return message


def _window_s(end: ConnectionClosed) -> float | None:
    """Over how long the server wants returns to be spread, if it said so. Raises SentAway."""
    if end.rcvd is None:
        return None
    if end.rcvd.code in NEVER_COME_BACK:
        raise SentAway(end.rcvd.reason or str(end.rcvd.code)) from None
    window = WINDOW.search(end.rcvd.reason)
    return float(window[1]) if window else None


def _retry_after_s(answer: InvalidStatus) -> float | None:
    """Over how long a server that takes in nobody now wants returns to be spread, if it said so in seconds."""
    told = answer.response.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() and len(told) <= 5 else None
