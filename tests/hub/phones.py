"""Phones without sockets: they converse with a hub directly, and remember what was counted as real ones do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from plenary.crowd.memory import Memory
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import Choice, EventCode, Mode, ParticipantId, Role
from plenary.hub.carrying import Carrier
from plenary.hub.conversation import Conversation
from plenary.hub.hub import Hub
from plenary.hub.receipts import Receipts
from plenary.store.bulletin import LocalBulletin
from plenary.store.ports import Ballots, FactLog, Neighbours
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding, write
from plenary.wire.from_client import FromClient, Hello, Join, Request, Vote, WithdrawVote
from plenary.wire.from_server import Counted, FromServer, Refused, Welcome, You

PATIENCE_S = 10.0


@contextlib.asynccontextmanager
async def hub_on(
    store: FactLog, ballots: Ballots, receipts: Receipts, neighbours: Neighbours | None = None
) -> AsyncIterator[Hub]:
    """A hub that knows nothing but what the store has, and the keys of its receipts."""
    hub = Hub(store, ballots, LocalBulletin(), lambda: 0, lambda *_: [], neighbours, receipts)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hub.run())
        await asyncio.sleep(0)
        yield hub
        running.cancel()


class Phone:
    """One participant's device; a TwoWayLink to its conversation."""

    is_open = True
    encoding = Encoding.MSGPACK
    straight: Carrier | None = None

    def __init__(self, code: EventCode, key: str) -> None:
        self.who: ParticipantId = participant_id(code, key)
        self.memory = Memory()
        self.counted: dict[str, Vote] = {}
        """Its last vote on each statement that it was told is counted, and has not taken back."""
        self.answers: list[Counted | Refused] = []
        self.ended: Closing | None = None
        self._code = code
        self._key = key
        self._op = 0
        self._asked: dict[int, Request] = {}
        self._conversation: Conversation | None = None
        self._welcomed = asyncio.Event()

    async def connect(self, hub: Hub) -> None:
        """Come in, and offer what is missing there."""
        self.leave()
        self._welcomed.clear()
        self.ended = None
        self._conversation = Conversation(hub, self._code, Encoding.MSGPACK, {}, self)
        self.say(Hello(Role.PARTICIPANT, self._key, "d"))
        async with asyncio.timeout(PATIENCE_S):
            await self._welcomed.wait()
        await self.answered()

    def leave(self) -> None:
        """Be cut off without a word. What has no answer yet is never asked again."""
        if self._conversation is not None:
            self._conversation.lost()
        self._conversation = None
        self._asked.clear()

    async def join(self) -> None:
        await self.ask(Join(self.next_op(), Mode.REMOTE, "en"))

    async def vote(self, statement: str, choice: Choice) -> Counted | Refused:
        return await self.ask(Vote(self.next_op(), statement, choice))

    async def take_back(self, statement: str) -> Counted | Refused:
        return await self.ask(WithdrawVote(self.next_op(), statement))

    async def ask(self, request: Request) -> Counted | Refused:
        self._send(request)
        await self.answered()
        return next(answer for answer in reversed(self.answers) if answer.op == request.op)

    async def answered(self) -> None:
        """Returns when everything that was asked has its answer."""
        async with asyncio.timeout(PATIENCE_S):
            while self._asked and self.ended is None:
                await asyncio.sleep(0.001)

    def next_op(self) -> int:
        self._op += 1
        return self._op

    def _send(self, request: Request) -> None:
        self._asked[request.op] = request
        self.say(request)

    def say(self, message: FromClient) -> None:
        assert self._conversation is not None
        self._conversation.hear(write(message, Encoding.MSGPACK))

    def write(self, message: Broadcast) -> None:
        self._hear(message.message)

    def write_all(self, messages: list[Broadcast]) -> None:
        for message in messages:
            self._hear(message.message)

    def _hear(self, message: FromServer) -> None:
        match message:
            case Welcome(op=op):
                self._op = max(self._op, op)
            case You():
                # Not while the hub is still in the midst of attaching us.
                asyncio.get_running_loop().call_soon(self._offer, message)
            case Counted(op=op) | Refused(op=op):
                self.answers.append(message)
                request = self._asked.pop(op, None)
                if request is not None and isinstance(message, Counted):
                    self.memory.counted(request, message)
                    if isinstance(request, Vote):
                        self.counted[request.statement] = request
                    elif isinstance(request, WithdrawVote):
                        self.counted.pop(request.statement, None)
            case _:
                pass

    def _offer(self, you: You) -> None:
        if self._conversation is not None:
            for request in self.memory.missing_in(you):
                if request.op not in self._asked:
                    self._send(request)
        self._welcomed.set()

    def filled(self) -> None:
        pass  # `release` follows at once

    def end(self, closing: Closing) -> None:
        self.ended = closing
        self._welcomed.set()

    def pause(self) -> None:
        pass

    def resume(self) -> None:
        pass
