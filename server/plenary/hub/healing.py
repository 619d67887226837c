"""What a hub gives back to a store that has lost something it once acknowledged.

A store that had to go on from less begins a new epoch. Every hub then compares what it knows with what is there: the
programme it holds whole, the ballots of those who are connected, and the last facts that it was told are durable.
Facts may arrive twice, so several hubs may give back the same.
"""

import logging
from collections import deque
from collections.abc import Iterable
from typing import Final

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.known import KnownEvent
from plenary.store.ports import (
    BallotRecord,
    Ballots,
    Conflict,
    EventExists,
    EventUnknown,
    FactLog,
    Position,
    ProgrammeRecord,
)

log = logging.getLogger(__name__)

# A crash loses a tail: so many facts back, this hub still knows what it acknowledged, also of phones that have left.
REMEMBERED: Final = 10_000
PAGE: Final = 512
READ_PAGE: Final = 10_000


class Healing:
    """The memory of one live event that outlives its store's."""

    def __init__(self, code: EventCode, known: KnownEvent, facts: FactLog, ballots: Ballots) -> None:
        self._code = code
        self._known = known
        self._facts = facts
        self._ballots = ballots
        self._kept: deque[tuple[int, BallotFact]] = deque(maxlen=REMEMBERED)
        self._last = 0

    def kept(self, facts: Iterable[BallotFact], last: int) -> None:
        """The store says that these are durable, the last of them under that number."""
        told = list(facts)
        self._last = max(self._last, last)
        self._kept.extend((last - len(told) + 1 + at, fact) for at, fact in enumerate(told))

    def seen(self, records: Iterable[BallotRecord]) -> None:
        """These are in the store. A vote whose acknowledgement was lost is known from here alone."""
        self._kept.extend(
            (record.number, record.fact) for record in records if record.number > self._last - REMEMBERED
        )

    def forget(self, erased: set[str]) -> None:
        """Know nothing any more of the participants with these marks: what is erased is not to be given back."""
        kept = [one for one in self._kept if erasure_mark(one[1].participant) not in erased]
        self._kept = deque(kept, maxlen=REMEMBERED)

    async def heal(self) -> tuple[Position, list[ProgrammeFact]]:
        """The programme as it is to be known in the store's new epoch, once all that was lost is back there.

        Raises StoreUnavailable.
        """
        while True:
            try:
                position, programme = await self._heal_programme()
                await self._heal_ballots(position)
                return position, programme
            except (Conflict, EventExists, EventUnknown):
                continue  # another hub is giving back as well, or the store has lost everything again

    async def _heal_programme(self) -> tuple[Position, list[ProgrammeFact]]:
        mine = self._known.programme
        at_ms = self._known.clock()
        position: Position
        records: list[ProgrammeRecord]
        try:
            position, records = await self._facts.programme(self._code)
        except EventUnknown:
            log.warning("the store has lost an event: it is given back", extra={"event": self._code})
            return await self._facts.create(mine, at_ms), list(mine)
        stored = [record.fact for record in records]
        lost = mine[len(stored) :] if stored == mine[: len(stored)] else []
        if lost:
            log.warning(
                "the store has lost part of a programme: it is given back", extra={"event": self._code}
            )
            position = await self._facts.append(self._code, lost, position, at_ms)
        return position, stored + lost

    async def _heal_ballots(self, position: Position) -> None:
        lost = await self._lost()
        if lost:
            log.warning(
                "the store has lost ballots: %d facts are given back", len(lost), extra={"event": self._code}
            )
        for at in range(0, len(lost), PAGE):
            page = lost[at : at + PAGE]
            last = await self._facts.append_ballots(self._code, page, position, self._known.clock())
            self.kept(page, last)

    async def _lost(self) -> list[BallotFact]:
        """What was once kept, as far as this hub knows, and is not there now; each once."""
        remembered = [fact for _, fact in self._kept]
        if self._kept:
            number, first = min(self._kept, key=lambda one: one[0])
            stored = await self._stored(after=number - 1)
            if stored and stored[0] == first:
                there = set(stored)
                return [fact for fact in dict.fromkeys(remembered) if fact not in there]
        # Even the earliest that this hub has kept is gone, or it has kept nothing: everything it knows is looked for.
        there = set(await self._stored(after=0))
        held: list[BallotFact] = []
        for ballot in self._known.state.ballots.values():
            held += [ballot.joined] if ballot.joined is not None else []
            held += [*ballot.votes.values(), *ballot.withdrawn.values()]
        return [fact for fact in dict.fromkeys([*held, *remembered]) if fact not in there]

    async def _stored(self, after: int) -> list[BallotFact]:
        found: list[BallotFact] = []
        while True:
            page = await self._ballots.since(self._code, after + len(found), READ_PAGE)
            found += [record.fact for record in page]
            if len(page) < READ_PAGE:
                return found
