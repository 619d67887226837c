"""The hub's copy of one event: it decides what is asked, by turns, and keeps it before anybody hears of it."""

import asyncio
import base64
import contextlib
import logging
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from plenary.deliberation.ballot_commands import BallotCommand
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.commands import Command, EraseParticipant
from plenary.deliberation.decide import decide
from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import Fact, ParticipantErased, ProgrammeFact
from plenary.deliberation.opinion import Posting
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.routing import Chooser
from plenary.deliberation.rules.erasure import erasure_of
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, ParticipantId, PromptId
from plenary.hub.connections import Connections
from plenary.hub.healing import Healing
from plenary.hub.known import KnownEvent
from plenary.hub.measures import Measures
from plenary.hub.plans import Plans
from plenary.hub.router import Router
from plenary.hub.turnstile import underway
from plenary.store.ports import Ballots, Conflict, EventUnknown, FactLog, StoreUnavailable

log = logging.getLogger(__name__)

# One append's worth: more gains nothing, and the first of the batch waits for the last.
BATCH_LIMIT: Final = 512

FOLLOW_AGAIN_S: Final = 1.0


Answered = Callable[[Exception | None], None]
"""Told once how a command went: None if it is done, or the Refusal, the StoreUnavailable, or whatever broke."""


class Asked(NamedTuple):
    """A command that waits for its answer."""

    command: Command
    answered: Answered


async def _nothing_more(participant: ParticipantId) -> None:
    return None


class LiveEvent:
    """One event as this hub knows it: the whole programme, and the ballots of the participants connected here."""

    def __init__(
        self,
        code: EventCode,
        facts: FactLog,
        ballots: Ballots,
        clock: Callable[[], int],
        choose: Chooser,
        measures: Measures,
    ) -> None:
        self.code = code
        self.known = KnownEvent(code, clock)
        self.connections = Connections(self.known)
        self.router = Router(self.known, self.connections, choose)
        self.plans = Plans(self.known, self.carry_out)
        self._measures = measures
        self._underway = underway()
        self._facts = facts
        self._ballots = ballots
        self._healing = Healing(code, self.known, facts, ballots)
        # At most one entry a connection: a session asks again only once it was answered.
        self._ballots_asked: list[Asked] = []
        self._others_asked: deque[Asked] = deque()
        self._deciding: list[Asked] = []
        """What is decided now: who is in it has no answer yet."""
        self._is_turn_of_ballots = True
        self._asked = asyncio.Event()
        self._may_be_behind = False
        self._is_miscounted = False
        self._holders: dict[ParticipantId, int] = {}
        self.when_forgotten: Callable[[], None] = lambda: None
        """Called once the store knows nothing of the event any more, and is not to be given it back."""
        self.when_erased: Callable[[ParticipantId], Awaitable[None]] = _nothing_more
        """Takes away what is kept of a participant beside the log; before the log forgets them, so that it is not lost
        sight of."""

    async def open(self, postings: dict[PromptId, Posting]) -> None:
        """Load the programme, and do what is overdue in it. Raises EventUnknown."""
        await self._catch_up()
        self.known.joined, self.known.votes = await self._ballots.counts(self.code)
        epoch = self.known.position.epoch
        self.connections.postings.update(
            (prompt, one) for prompt, one in postings.items() if one.epoch in ("", epoch)
        )
        if not self.known.state.is_archive and (overdue := self.plans.due()) is not None:
            # Before anybody is served: what should have closed while nobody was here takes no more votes.
            # A store that keeps nothing now keeps no votes either, and is asked again by `plans.run`.
            with contextlib.suppress(StoreUnavailable):
                await self._carry_out([Asked(overdue, lambda _: None)])

    def be_archive(self) -> None:
        """Refuse everything from now on: the event is read from its archive."""
        self.known.state.is_archive = True

    async def hold_ballot(self, participant: ParticipantId) -> None:
        """Keep the participant's ballot at hand until `release_ballot`, due once for each time that this returns."""
        self._holders[participant] = self._holders.get(participant, 0) + 1
        self.known.state.ballots.setdefault(participant, Ballot())
        try:
            records = await self._ballots.of_participant(self.code, participant)
        except EventUnknown:
            # It was there: the store has lost it, and gets it back in a moment.
            self.release_ballot(participant)
            self.programme_moved()
            raise StoreUnavailable("the event is being given back") from None
        except BaseException:
            self.release_ballot(participant)
            raise
        self._healing.seen(records)
        # Votes counted meanwhile are there already: a ballot is the same in whatever order it is folded.
        self.known.state.apply_all(record.fact for record in records)
        self.router.arrived(participant)

    def release_ballot(self, participant: ParticipantId) -> None:
        self._holders[participant] -= 1
        if not self._holders[participant]:
            del self._holders[participant]
            del self.known.state.ballots[participant]
            self.router.left(participant)

    def ask(self, command: Command, answered: Answered) -> None:
        """Have the command decided; `answered` is called, and must not raise, once what follows from it is durable."""
        began_s = time.perf_counter()
        self._underway.began()

        def measured(trouble: Exception | None) -> None:
            self._underway.ended()
            self._measures.count(time.perf_counter() - began_s, trouble, type(command).__name__)
            answered(trouble)

        queue = self._ballots_asked if isinstance(command, BallotCommand) else self._others_asked
        queue.append(Asked(command, measured))
        self._asked.set()

    async def carry_out(self, command: Command) -> None:
        """Returns once what follows from the command is durable. Raises Refusal, StoreUnavailable."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def answered(trouble: Exception | None) -> None:
            if done.done():
                return
            if trouble is None:
                done.set_result(None)
            else:
                done.set_exception(trouble)

        self.ask(command, answered)
        await done

    def others_voted(self) -> None:
        """Phones at other hubs have said something: all is counted again when its turn comes."""
        self._is_miscounted = True
        self.programme_moved()

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is a copy that may be wiped at any time."""
        return self.known.state.event is not None and self.known.state.event.rehearsal_of is not None

    def programme_moved(self) -> None:
        """Somebody, perhaps this hub itself, has added to the programme: it is read when its turn comes."""
        self._may_be_behind = True
        self._asked.set()

    async def run(self) -> None:
        """Decide what is asked, and follow what other hubs decide, for as long as the hub lives."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            if self._may_be_behind:
                self._may_be_behind = False
                await self._follow()
            while batch := self._take_batch():
                self._deciding = batch
                try:
                    await self._carry_out(batch)
                except Exception as trouble:
                    is_wiped = self._is_wiping(trouble)
                    if not isinstance(trouble, StoreUnavailable) and not is_wiped:
                        log.exception("deciding failed", extra={"event": self.code})
                    for asked in batch:
                        asked.answered(trouble)
                    self._deciding = []
                    if is_wiped:
                        self._forgotten()
                self._deciding = []
                # Refusing waits for nothing: sockets get their turn here, or a vote could not even come in.
                await asyncio.sleep(0)

    async def _follow(self) -> None:
        """Catch up; if that fails now, again in a second."""
        try:
            await self._catch_up()
            if self._is_miscounted:
                self._is_miscounted = False
                self.known.joined, self.known.votes = await self._ballots.counts(self.code)
                self.connections.quickened()
        except Exception as trouble:
            if self._is_wiping(trouble):
                return self._forgotten()
            if not isinstance(trouble, StoreUnavailable):
                log.exception("following the programme failed", extra={"event": self.code})
            asyncio.get_running_loop().call_later(FOLLOW_AGAIN_S, self.programme_moved)

    def _is_wiping(self, trouble: Exception) -> bool:
        """Whether a rehearsal is gone. A live event that the store does not know has been lost, and is given back."""
        return isinstance(trouble, EventUnknown) and self.is_rehearsal

    def give_up(self) -> None:
        """Answer all who wait: nothing is decided here any more."""
        waiting = [*self._deciding, *self._ballots_asked, *self._others_asked]
        self._deciding = []
        self._ballots_asked.clear()
        self._others_asked.clear()
        for asked in waiting:
            asked.answered(EventUnknown(self.code))

    def _forgotten(self) -> None:
        self.give_up()
        # Not from within its own task, which ends with it.
        asyncio.get_running_loop().call_soon(self.when_forgotten)

    def _take_batch(self) -> list[Asked]:
        """What is decided together: ballot commands, or one command on the programme; none where nothing waits.

        They have their turns one after the other, so that a vote waits for one statement however many are submitted.
        """
        ballots, others = self._ballots_asked, self._others_asked
        if ballots and (self._is_turn_of_ballots or not others):
            self._is_turn_of_ballots = False
            batch, self._ballots_asked = ballots[:BATCH_LIMIT], ballots[BATCH_LIMIT:]
            return batch
        self._is_turn_of_ballots = True
        return [others.popleft()] if others else []

    async def _carry_out(self, batch: list[Asked]) -> None:
        """Whoever is left in the batch when this raises has no answer yet."""
        while batch:
            allowed, refused = list[Asked](), list[tuple[Asked, Refusal]]()
            # A dict, for its order: the same act resent on two connections at once is one fact.
            facts: dict[Fact, None] = {}
            for asked in batch:
                try:
                    for fact in decide(self.known.state, asked.command):
                        facts[fact] = None
                    allowed.append(asked)
                except Refusal as refusal:
                    # Its traceback would hold this list, and the list it: who asked stays until they are looked for.
                    refused.append((asked, refusal.with_traceback(None)))
            batch[:] = allowed
            for asked, why in refused:
                asked.answered(why)
            try:
                if batch and isinstance(command := batch[0].command, EraseParticipant):
                    await self._erase(command.participant, is_new=bool(facts))
                elif batch:
                    await self._keep(list(facts))
            except (Conflict, EventUnknown):
                await self._catch_up()
                continue
            for asked in batch:
                asked.answered(None)
            return

    async def _erase(self, participant: ParticipantId, is_new: bool) -> None:
        """Have the store erase the participant, and forget them here. Raises Conflict, StoreUnavailable."""
        await self.when_erased(participant)
        if not is_new:
            return await self._keep([])
        pseudonym = ParticipantId(base64.b32encode(secrets.token_bytes(10)).decode().lower())
        erasure = erasure_of(self.known.state, participant, pseudonym)
        await self._facts.erase(self.code, erasure, self.known.position, self.known.clock())
        await self._catch_up()

    async def _keep(self, facts: list[Fact]) -> None:
        """Make the facts durable, then known; also what an answer without new facts stands on. Raises Conflict,
        StoreUnavailable."""
        ballot_facts = [fact for fact in facts if isinstance(fact, BallotFact)]
        programme_facts = [fact for fact in facts if not isinstance(fact, BallotFact)]
        began_ms, instruments = self.known.clock(), self.connections.instruments
        try:
            if ballot_facts:
                last = await self._facts.append_ballots(
                    self.code, ballot_facts, self.known.position, began_ms
                )
                self._healing.kept(ballot_facts, last)
                self._fold_ballots(ballot_facts)
                if any(isinstance(fact, VoteCast) for fact in ballot_facts):
                    instruments.counted(last, self.known.clock())
            if programme_facts:
                self.known.position = await self._facts.append(
                    self.code, programme_facts, self.known.position, self.known.clock()
                )
                self._fold_programme(programme_facts)
            if not facts:
                await self._facts.append_ballots(self.code, [], self.known.position, began_ms)
        except StoreUnavailable:
            instruments.failed(self.known.clock())
            self.connections.quickened()
            raise
        if facts:
            instruments.saved(self.known.clock() - began_ms, self.known.clock())

    def _fold_ballots(self, facts: list[BallotFact]) -> None:
        for fact in facts:
            ballot = self.known.state.ballots.get(fact.participant)
            if ballot is None:
                continue  # the phone left between asking and now
            if isinstance(fact, ParticipantJoined) and ballot.joined is None:
                self.known.joined += 1
            ballot.apply(fact)
        votes = [fact for fact in facts if isinstance(fact, VoteCast)]
        self.known.votes += len(votes)
        self.router.voted(votes)
        self.connections.quickened()

    def _fold_programme(self, facts: list[ProgrammeFact]) -> None:
        self.known.programme.extend(facts)
        self.known.state.apply_all(facts)
        self.connections.tell_programme(facts)
        self.plans.moved()
        self.router.programme(facts)

    async def _catch_up(self) -> None:
        """Learn what others have added to the programme; where the store has begun a new epoch, heal it first."""
        known = self.known
        try:
            position, records = await self._facts.programme(self.code, after=known.position.number)
        except EventUnknown:
            # What this hub knows is given back to a store that has lost it, but no rehearsal that was wiped.
            if not known.programme or self.is_rehearsal:
                raise
            await self._begin_anew()
            return
        if known.programme and position.epoch != known.position.epoch:
            await self._begin_anew()
            return
        known.position = position
        facts = [record.fact for record in records]
        self._fold_programme(facts)
        if erased := {fact.mark for fact in facts if isinstance(fact, ParticipantErased)}:
            self._healing.forget(erased)
            self._hold_ballots()
            # What was kept of them in facts known from before goes too.
            _, records = await self._facts.programme(self.code)
            self._know([record.fact for record in records[: position.number]])

    def _know(self, programme: list[ProgrammeFact]) -> None:
        """Have this as the programme, and all that follows from it, in place of what was known."""
        known, ballots = self.known, self.known.state.ballots
        known.programme = programme
        known.state = Deliberation()
        known.state.ballots = ballots
        known.state.apply_all(programme)
        self._hold_ballots()

    def _hold_ballots(self) -> None:
        """Whoever is connected has a ballot, be it an empty one: an erased participant's has gone."""
        for participant in self._holders:
            self.known.state.ballots.setdefault(participant, Ballot())

    async def _begin_anew(self) -> None:
        """Give the store back what it has lost, and tell everybody how things stand in its new epoch."""
        known = self.known
        known.position, programme = await self._healing.heal()
        self._know(programme)
        known.joined, known.votes = await self._ballots.counts(self.code)
        self.connections.begin_anew()
        self.plans.moved()
        self.router.programme(programme)
