"""The hub: the live events that somebody is connected to, opened when first asked for."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Final

from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.routing import Chooser
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.doorkeeper import Doorkeeper
from plenary.hub.live_event import LiveEvent
from plenary.hub.measures import Measures
from plenary.hub.pacing import Pacing
from plenary.hub.receipts import Receipts
from plenary.hub.seating import Seating
from plenary.store.ports import (
    Ballots,
    Bulletin,
    EventUnknown,
    FactLog,
    Neighbours,
    NoNeighbours,
    NoSeats,
    Presence,
    Seats,
    StoreUnavailable,
)
from plenary.wire.closing import Closing

log = logging.getLogger(__name__)

COMPARE_EVERY_S: Final = 1.0


async def _never(code: EventCode) -> bool:
    return False


class Hub:
    """All live events of one process. `run` must be running for anything to be decided.

    choose: which statements a phone shows next.   neighbours: the other hubs of the same events.
    receipts: what phones are given for votes that counted, in the manner of all these hubs.
    seats: who may vote where a proof is asked for.   pacing: how often each may ask; None for measurements.
    archive_grants: that its events are archives, and who may look at them besides participants; None for live ones.
    """

    def __init__(
        self,
        facts: FactLog,
        ballots: Ballots,
        bulletin: Bulletin,
        clock: Callable[[], int],
        choose: Chooser,
        neighbours: Neighbours | None = None,
        receipts: Receipts | None = None,
        seats: Seats | None = None,
        pacing: Pacing | None = None,
        archive_grants: Sequence[AccessGranted] | None = None,
    ) -> None:
        self._archive_grants = archive_grants
        self.pacing = pacing
        self.facts = facts
        self.clock = clock
        self.measures = Measures()
        self.seating = Seating(seats or NoSeats(), clock)
        self._choose = choose
        self._ballots = ballots
        self._bulletin = bulletin
        self._events: dict[EventCode, LiveEvent] = {}
        self._opening = asyncio.Lock()
        self._neighbours = neighbours or NoNeighbours()
        self.receipts = receipts or Receipts()
        self._name = secrets.token_hex(8)
        self._tasks: asyncio.TaskGroup | None = None
        self.door = Doorkeeper(self._inside)
        self.is_over: Callable[[EventCode], Awaitable[bool]] = _never
        """Whether an event that the store has is served no more. Raises EventUnknown, StoreUnavailable."""

    async def run(self) -> None:
        """Keep the live events going until cancelled."""
        postings, moves = self._bulletin.follow(), self.facts.follow()
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            tasks.create_task(self._follow(moves), name="programmes")
            tasks.create_task(self._compare(), name="positions")
            tasks.create_task(self.measures.watch(), name="measures")
            async for code, posting in postings:
                if (event := self._events.get(code)) is not None:
                    event.connections.tell_map(posting)

    async def live_event(self, code: EventCode) -> LiveEvent:
        """The event of that code, loaded when first asked for. Raises EventUnknown."""
        if (event := self._events.get(code)) is not None:
            return event
        async with self._opening:
            if (event := self._events.get(code)) is not None:
                return event
            if await self.is_over(code):
                raise EventUnknown(code)
            await self._agree_on_receipts()
            event = LiveEvent(code, self.facts, self._ballots, self.clock, self._choose, self.measures)
            if self._archive_grants is not None:
                event.be_archive()
            await event.open(await self._bulletin.latest(code))
            # Kept nowhere: whoever runs the server may look, and the archive stays as it is.
            event.known.state.apply_all(self._archive_grants or ())
            if self._tasks is None:
                raise RuntimeError("the hub is not running")
            tasks = [
                self._tasks.create_task(event.run(), name=f"event {code}"),
                self._tasks.create_task(event.connections.pulse(), name=f"pulse {code}"),
                self._tasks.create_task(event.plans.run(), name=f"plans {code}"),
                self._tasks.create_task(event.router.run(), name=f"router {code}"),
            ]
            event.when_forgotten = partial(self._let_go, code, tasks)
            event.when_erased = partial(self.seating.erase, code)
            self._events[code] = event
            # It may have moved between its loading and now.
            event.programme_moved()
            return event

    def let_go(self, code: EventCode) -> None:
        """Serve the event no more, whoever is connected; what this hub knows of it is not given back to the store."""
        if (event := self._events.get(code)) is not None:
            event.when_forgotten()

    def _let_go(self, code: EventCode, tasks: list[asyncio.Task[None]]) -> None:
        """The event has been wiped: nobody stays in it, and nothing of it is kept."""
        if (event := self._events.pop(code, None)) is not None:
            event.connections.end(Closing.EVENT_UNKNOWN)
            event.give_up()
        for task in tasks:
            task.cancel()

    async def _follow(self, moves: AsyncIterator[EventCode]) -> None:
        """Have events show what other hubs decide."""
        async for code in moves:
            if (event := self._events.get(code)) is not None:
                event.programme_moved()

    async def _compare(self) -> None:
        """Notice by position what no word came of: a subscription that broke, a store that lost something; and learn
        from the other hubs who is there."""
        ballots: dict[EventCode, int] = {}
        while True:
            await asyncio.sleep(COMPARE_EVERY_S)
            try:
                here = {code: event.connections.presence() for code, event in self._events.items()}
                meeting = await self._neighbours.meet(self._name, here)
                self.door.hubs = meeting.hubs
                await self._agree_on_receipts()
                every = {heads.code: heads for heads in await self.facts.heads()} if self._events else {}
            except StoreUnavailable:
                continue
            except Exception:
                log.exception("the positions could not be compared")
                continue
            for code, event in list(self._events.items()):
                heads = every.get(code)
                if heads is None or heads.programme != event.known.position:
                    event.programme_moved()
                event.connections.met(meeting.elsewhere.get(code, Presence()))
                if heads is not None and meeting.hubs > 1 and heads.ballots != ballots.get(code):
                    ballots[code] = heads.ballots
                    event.others_voted()

    async def _agree_on_receipts(self) -> None:
        """Know the keys of the other hubs, and let them know ours: also after a loss. Raises StoreUnavailable."""
        self.receipts.learn(await self._neighbours.share_keys(self.receipts.keys))
        if not self.receipts.keys:
            self.receipts.make_key()
            self.receipts.learn(await self._neighbours.share_keys(self.receipts.keys))

    def begin(self, work: Coroutine[object, object, None], name: str) -> None:
        """Have something done that takes a while and raises nothing."""
        if self._tasks is None:
            work.close()
            raise RuntimeError("the hub is not running")
        self._tasks.create_task(work, name=name)

    def live_events(self) -> list[LiveEvent]:
        """The events that are open now."""
        return list(self._events.values())

    def _inside(self) -> int:
        return sum(event.connections.connected for event in self._events.values())

    @property
    def is_running(self) -> bool:
        return self._tasks is not None
