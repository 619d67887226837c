"""Which part of the log an edition of the report is over: everything so far, the next version, or one that is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.gathering import Gathered
from plenary.archive.report.model import Report
from plenary.deliberation.ballot_facts import VoteCast, VoteWithdrawn
from plenary.deliberation.report_facts import ReportKept
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.ports import Ballots, FactLog

PAGE: Final = 10_000

Told = Callable[[int], None]


class VersionUnknown(Exception):
    """No such version of the report is kept."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one event from a store. told: hears how many ballots have been read.

    Everything raises EventUnknown, RecordDamaged, StoreUnavailable.
    """

    log: FactLog
    ballots: Ballots
    code: EventCode
    told: Told

    async def as_it_stands(self, wish: Wish) -> Report:
        """The report of everything so far."""
        return report(await self.gathered(), wish)

    async def next_version(self, wish: Wish) -> Report:
        """The version after the newest.

        Where fewer than k people have voted since that one, their votes wait: two versions side by side would show
        how they voted.
        """
        kept = await self._kept()
        wish = replace(wish, number=len(kept) + 1)
        if kept:
            late = await self._voted_after(kept[-1].ballots)
            if 0 < late < wish.k:
                return report(await self.gathered(ballots=kept[-1].ballots), replace(wish, held_back=True))
        return report(await self.gathered(), wish)

    async def kept_version(self, number: int, wish: Wish) -> tuple[ReportKept, list[Report]]:
        """What is known of a kept version, and how it may have been; which of them it was, its digest tells.

        Raises VersionUnknown.
        """
        kept = await self._kept()
        if not 0 < number <= len(kept):
            raise VersionUnknown(number)
        known = kept[number - 1]
        again = report(await self.gathered(known.programme, known.ballots), replace(wish, number=number))
        return known, [again, replace(again, edition=replace(again.edition, held_back=True))]

    async def published(self) -> tuple[int, Gathered]:
        """What the newest kept version told of, and its number; 0 and everything so far where none is kept."""
        kept = await self._kept()
        if not kept:
            return 0, await self.gathered()
        return kept[-1].number, await self.gathered(kept[-1].programme, kept[-1].ballots)

    async def _kept(self) -> list[ReportKept]:
        _, programme = await self.log.programme(self.code)
        return Deliberation(record.fact for record in programme).reports

    async def _voted_after(self, number: int) -> int:
        """How many people have voted, or taken a vote back, in the records after that one."""
        people: set[ParticipantId] = set()
        while page := await self.ballots.since(self.code, number, PAGE):
            people.update(
                one.fact.participant for one in page if isinstance(one.fact, VoteCast | VoteWithdrawn)
            )
            number = page[-1].number
        return len(people)

    async def gathered(self, programme: int | None = None, ballots: int | None = None) -> Gathered:
        """The event as the store has it now, or up to those numbers of records."""
        gathered = Gathered()
        head, records = await self.log.programme(self.code)
        gathered.follow(one for one in records if programme is None or one.number <= programme)
        number = 0
        while ballots is None or number < ballots:
            limit = PAGE if ballots is None else min(PAGE, ballots - number)
            page = await self.ballots.since(self.code, number, limit)
            if not page:
                break
            if programme is None:
                # A statement that came in since is in the programme by now: the log has it before any vote on it.
                head, later = await self.log.programme(self.code, head.number)
                gathered.follow(later)
            gathered.take(page)
            number = page[-1].number
            self.told(number)
        return gathered
