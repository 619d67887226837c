"""What may fail in the simulation: a store whose medium has moods, and a board that analysts share."""

import asyncio
import functools
import hashlib
import random
from collections.abc import Sequence

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import Fenced, Lease, Position, StoreUnavailable
from plenary.store.records import Chain, Stream, new_epoch

LEASE_S = 2.0


class MoodyStore(MemoryStore):
    """Slow, sometimes unavailable before it keeps something, sometimes after; and it can lose what came last."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self._rng = rng
        self.moods = False
        self.down_until = 0.0
        self.faults = 0

    async def _medium(self) -> None:
        await asyncio.sleep(self._rng.uniform(0.0005, 0.02))
        loop = asyncio.get_running_loop()
        if loop.time() < self.down_until or (self.moods and self._rng.random() < 0.03):
            self.faults += 1
            raise StoreUnavailable
        if not self.available:
            raise StoreUnavailable

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        last = await super().append_ballots(code, facts, decided_on, at_ms)
        await self._answer()
        return last

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        position = await super().append(code, facts, decided_on, at_ms)
        await self._answer()
        return position

    async def _answer(self) -> None:
        """The answer's way back, on which it may be lost: then what was asked is kept all the same."""
        await asyncio.sleep(self._rng.uniform(0.0005, 0.01))
        if self.moods and self._rng.random() < 0.03:
            self.faults += 1
            raise StoreUnavailable

    def has(self, code: EventCode) -> bool:
        return code in self._events

    def lose(self, code: EventCode, ballots: int) -> None:
        """Go on without the last ballots, as a replica that is promoted too early."""
        kept = self._events[code]
        facts = [(record.fact, record.at_ms) for record in kept.ballots[: len(kept.ballots) - ballots]]
        kept.epoch, kept.ballots, kept.ballots_chain = new_epoch(), [], Chain.begin(code, Stream.BALLOTS)
        for fact, at_ms in facts:
            kept.add_ballots([fact], at_ms)
        self.faults += 1

    def lose_everything(self) -> None:
        self._events.clear()
        self.faults += 1


class Board(LocalBulletin):
    """A bulletin with leases, as the one in Redis: shares by hash, fences that rise, a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._alive: dict[str, float] = {}
        self._leases: dict[EventCode, Lease] = {}
        self.checks_fences = True
        self.refused = 0
        self.posted: list[tuple[EventCode, PromptId, str, int, int]] = []

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        if lease is not None and self._leases.get(code) != lease:
            self.refused += 1
            if self.checks_fences:
                raise Fenced(code)
        fence = lease.fence if lease is not None else 0
        self.posted.append((code, posting.map.prompt, posting.epoch, posting.map.frame, fence))
        await super().post(code, posting, lease)

    async def share(self, analyst: str, codes: Sequence[EventCode]) -> dict[EventCode, Lease]:
        now = asyncio.get_running_loop().time()
        self._alive = {name: until for name, until in self._alive.items() if until > now}
        self._alive[analyst] = now + LEASE_S
        mine: dict[EventCode, Lease] = {}
        for code in codes:
            best = max(self._alive, key=lambda name: _weight(name, code))
            held = self._leases.get(code, Lease("", 0))
            if best != analyst:
                if held.analyst == analyst:
                    self._leases[code] = Lease("", held.fence)
                continue
            if held.analyst != analyst and held.analyst not in self._alive:
                held = self._leases[code] = Lease(analyst, held.fence + 1)
            if held.analyst == analyst:
                mine[code] = held
        return mine

    async def leave(self, analyst: str) -> None:
        self._alive.pop(analyst, None)


@functools.cache
def _weight(analyst: str, code: EventCode) -> str:
    return hashlib.sha1((analyst + code).encode()).hexdigest()


class SleepyBoard:
    """The board as one analyst sees it, who may be put to sleep in the middle of anything."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.awake = asyncio.Event()
        self.awake.set()
        self.follow = board.follow

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        await self.awake.wait()
        await self._board.post(code, posting, lease)

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        await self.awake.wait()
        return await self._board.latest(code)

    async def forget(self, code: EventCode) -> None:
        await self._board.forget(code)

    async def share(self, analyst: str, codes: Sequence[EventCode]) -> dict[EventCode, Lease]:
        await self.awake.wait()
        return await self._board.share(analyst, codes)

    async def leave(self, analyst: str) -> None:
        await self._board.leave(analyst)
