"""The client over real sockets, against a server that answers as the test says."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from plenary.crowd import client as clients
from plenary.crowd.client import Client, Identity, SentAway
from plenary.deliberation.vocabulary import Choice, Mode, ParticipantId, Role
from plenary.wire.closing import Closing
from plenary.wire.codec import Encoding, read, write
from plenary.wire.from_client import FromClient, Hello, Join, Place, Vote
from plenary.wire.from_server import Counted, FromServer, Refused, Welcome, You
from plenary.wire.samples import FROM_SERVER

ADA = Identity(Role.PARTICIPANT, "0123456789abcdef", "phone-1")
WELCOME = Welcome(Role.PARTICIPANT, "0", 1, 17)


class Hall:
    """One connection as the server has it."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def hears(self) -> FromClient:
        frame = await self._connection.recv()
        assert isinstance(frame, bytes)
        return read(frame, Encoding.MSGPACK)

    async def says(self, *messages: FromServer) -> None:
        for message in messages:
            await self.says_bytes(write(message, Encoding.MSGPACK))

    async def says_bytes(self, frame: bytes) -> None:
        await self._connection.send(frame)

    async def is_gone(self) -> None:
        await self._connection.wait_closed()

    async def closes(self, closing: Closing, window_s: int = 0) -> None:
        await self._connection.close(closing.code, closing.reason(window_s))


@contextlib.asynccontextmanager
async def hall(behaviour: Callable[[Hall], Awaitable[None]]) -> AsyncIterator[str]:
    """A server that treats every connection so; gives its address."""

    async def handle(connection: ServerConnection) -> None:
        await behaviour(Hall(connection))

    async with serve(handle, "127.0.0.1", 0, subprotocols=[Subprotocol(Encoding.MSGPACK.value)]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/ws/HALL"


async def test_what_comes_too_fast_is_asked_again_after_the_wait():
    heard: list[FromClient] = []

    async def behaviour(phone: Hall) -> None:
        await phone.hears()
        await phone.says(WELCOME)
        heard.append(await phone.hears())
        await phone.says(Refused(1, "too-fast", 5))
        heard.append(await phone.hears())
        await phone.says(Counted(1))
        await phone.is_gone()

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        client = Client(url, ADA)
        connection = tasks.create_task(client.run())
        vote = Vote(1, "s1", Choice.AGREE)
        assert await client.request(vote) == Counted(1)
        assert heard == [vote, vote]
        connection.cancel()


async def test_a_vote_that_a_server_without_our_joining_refuses_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(clients, "REJOINED_WITHIN_MS", 5)
    join, vote = Join(1, Mode.REMOTE, "en"), Vote(2, "s1", Choice.AGREE)
    heard: list[FromClient] = []

    async def behaviour(phone: Hall) -> None:
        await phone.hears()
        await phone.says(WELCOME)
        heard.append(await phone.hears())
        await phone.says(Counted(1))
        heard.append(await phone.hears())
        await phone.says(Refused(2, "not-joined"), You(ParticipantId("p1")))
        heard.extend([await phone.hears(), await phone.hears()])
        await phone.says(Counted(1), Counted(2))
        await phone.is_gone()

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        client = Client(url, ADA)
        connection = tasks.create_task(client.run())
        assert await client.request(join) == Counted(1)
        assert await client.request(vote) == Counted(2)
        assert heard[:2] == [join, vote]
        assert join in heard[2:]
        assert vote in heard[2:]
        connection.cancel()


async def test_a_request_gets_its_own_answer():
    async def behaviour(phone: Hall) -> None:
        await phone.hears()
        await phone.says(WELCOME)
        await phone.hears()
        await phone.hears()
        await phone.says(Refused(3, "not-joined"), Counted(2))
        await phone.hears()

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        client = Client(url, ADA)
        connection = tasks.create_task(client.run())
        first, second = Vote(2, "s1", Choice.AGREE), Vote(3, "s2", Choice.PASS)
        answers = tuple(await asyncio.gather(client.request(first), client.request(second)))
        connection.cancel()

    assert answers == (Counted(2), Refused(3, "not-joined"))


async def test_what_was_not_answered_is_asked_again_on_the_next_connection_with_the_same_op():
    heard: list[FromClient] = []

    async def behaviour(phone: Hall) -> None:
        heard.append(await phone.hears())
        await phone.says(WELCOME)
        heard.append(await phone.hears())
        if len(heard) == 2:
            await phone.closes(Closing.RESTART, 0)
        else:
            await phone.says(Counted(5))
            await phone.hears()

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        client = Client(url, ADA)
        connection = tasks.create_task(client.run())
        answer = await client.request(Vote(5, "s1", Choice.AGREE))
        connection.cancel()

    hello = Hello(ADA.role, ADA.key, ADA.device)
    assert answer == Counted(5)
    assert heard == [hello, Vote(5, "s1", Choice.AGREE)] * 2


async def test_a_returning_client_names_the_last_place_it_saw():
    hellos: list[FromClient] = []
    returned = asyncio.Event()

    async def behaviour(phone: Hall) -> None:
        hellos.append(await phone.hears())
        await phone.says(*FROM_SERVER)
        if len(hellos) == 2:
            returned.set()
            await phone.hears()
        await phone.closes(Closing.TOO_SLOW, 0)

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(Client(url, ADA).run())
        await returned.wait()
        connection.cancel()

    assert [hello.since for hello in hellos if isinstance(hello, Hello)] == [None, Place("k3v9", 41)]


async def test_every_message_is_heard_in_order():
    heard: list[FromServer] = []

    async def behaviour(phone: Hall) -> None:
        await phone.hears()
        await phone.says(*FROM_SERVER, Counted(99))
        await phone.hears()

    async with hall(behaviour) as url, asyncio.TaskGroup() as tasks:
        client = Client(url, ADA, heard.append)
        connection = tasks.create_task(client.run())
        await client.request(Join(99, Mode.REMOTE, "en"))
        connection.cancel()

    assert heard == [*FROM_SERVER, Counted(99)]
    assert client.next_op() == 100


@pytest.mark.parametrize("closing", [Closing.KEY_REFUSED, Closing.EVENT_UNKNOWN, Closing.BAD_MESSAGE])
async def test_who_is_sent_away_for_good_stays_away(closing):
    connections = []

    async def behaviour(phone: Hall) -> None:
        connections.append(await phone.hears())
        await phone.closes(closing)

    async with hall(behaviour) as url:
        with pytest.raises(SentAway, match=closing.label):
            await Client(url, ADA).run()

    assert len(connections) == 1


async def test_a_server_that_speaks_another_protocol_is_left():
    async def behaviour(phone: Hall) -> None:
        await phone.hears()
        await phone.says_bytes(b"\xc1")

    async with hall(behaviour) as url:
        with pytest.raises(SentAway):
            await Client(url, ADA).run()


class Chance(random.Random):
    """Chance whose draws are written down, and short."""

    def __init__(self) -> None:
        super().__init__(1)
        self.windows: list[float] = []

    def uniform(self, a: float, b: float) -> float:
        self.windows.append(b)
        return 0.0


async def test_returns_are_spread_over_the_window_that_the_server_names():
    connections = []
    rng = Chance()

    async def behaviour(phone: Hall) -> None:
        connections.append(await phone.hears())
        await phone.closes(Closing.KEY_REFUSED if len(connections) == 3 else Closing.RESTART, 7)

    async with hall(behaviour) as url:
        with pytest.raises(SentAway):
            await Client(url, ADA, rng=rng).run()

    assert rng.windows == [7.0, 7.0]


async def test_without_a_word_waits_grow():
    async with hall(lambda phone: asyncio.sleep(0)) as url:
        pass  # nobody is there any more
    rng = Chance()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await Client(url, ADA, rng=rng).run()

    assert rng.windows[:7] == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
