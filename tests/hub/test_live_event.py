"""How an event is decided when others write to the same log, and when the store fails."""

import asyncio
import contextlib
import gc
import weakref
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from plenary.creation import Wish, new_event
from plenary.deliberation.ballot_commands import CastVote, Join
from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.commands import ClosePrompt, OpenPrompt, SeedStatement
from plenary.deliberation.facts import PromptClosed, PromptDrafted
from plenary.deliberation.refusals import PromptNotOpen
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
)
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.hub.measures import Measures
from plenary.hub.turnstile import underway
from plenary.mapping.choosing import choose
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import Position, StoreUnavailable

ADA, BO = ParticipantId("ada"), ParticipantId("bo")
TRAM = StatementId("tram")
MODERATOR = GrantId("moderator")
ENGLISH = Language("en")


class FailingStore(MemoryStore):
    """A store whose medium can be taken away."""

    gone = False

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        if self.gone:
            raise StoreUnavailable
        return await super().append_ballots(code, facts, decided_on, at_ms)


def vote(who: ParticipantId, counter: int, choice: Choice = Choice.AGREE, device: str = "d") -> CastVote:
    return CastVote(who, TRAM, choice, Operation(counter, device))


@contextlib.asynccontextmanager
async def live_event(store: MemoryStore) -> AsyncIterator[tuple[LiveEvent, PromptId]]:
    """A live event with an open prompt, a shown statement, and Ada and Bo joined."""
    made = new_event(Wish("A gathering", prompts=["What now?"], code="HALL"))
    await store.create(made.facts, 0)
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    hub = Hub(store, store, LocalBulletin(), lambda: 0, choose)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hub.run())
        await asyncio.sleep(0)
        event = await hub.live_event(made.code)
        await event.carry_out(OpenPrompt(prompt, MODERATOR))
        await event.carry_out(SeedStatement(TRAM, prompt, "Trams should be free.", ENGLISH, MODERATOR))
        for who in (ADA, BO):
            await event.hold_ballot(who)
            await event.carry_out(Join(who, Mode.REMOTE, None, ENGLISH, Operation(1, "d")))
        yield event, prompt
        running.cancel()


async def recorded(store: MemoryStore) -> list[VoteCast]:
    records = await store.since(EventCode("HALL"), 0)
    return [record.fact for record in records if isinstance(record.fact, VoteCast)]


async def test_no_vote_slips_in_after_another_hub_has_closed_the_prompt():
    store = MemoryStore()
    async with live_event(store) as (event, prompt):
        await store.append(event.code, [PromptClosed(prompt, MODERATOR)], event.known.position, 0)

        with pytest.raises(PromptNotOpen):
            await event.carry_out(vote(ADA, 2))

    assert await recorded(store) == []


async def test_a_vote_decided_on_an_older_programme_is_decided_again():
    store = MemoryStore()
    async with live_event(store) as (event, _):
        other = PromptDrafted(PromptId("other"), "And then?", MODERATOR)
        await store.append(event.code, [other], event.known.position, 0)

        await event.carry_out(vote(ADA, 2))

        assert event.known.state.prompts[PromptId("other")].text == "And then?"
    assert [fact.participant for fact in await recorded(store)] == [ADA]


async def test_two_hubs_on_one_store_agree_on_the_programme():
    store = MemoryStore()
    async with live_event(store) as (event, prompt):
        other = LiveEvent(event.code, store, store, lambda: 0, choose, Measures())
        await other.open({})
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(other.run())
            await other.carry_out(ClosePrompt(prompt, MODERATOR))
            with pytest.raises(PromptNotOpen):
                await event.carry_out(vote(ADA, 2))
            running.cancel()

        assert event.known.state.prompts == other.known.state.prompts


async def test_votes_that_wait_together_are_all_kept():
    store = MemoryStore()
    async with live_event(store) as (event, _), asyncio.TaskGroup() as tasks:
        for who in (ADA, BO):
            tasks.create_task(event.carry_out(vote(who, 2)))

    assert sorted(fact.participant for fact in await recorded(store)) == [ADA, BO]


@pytest.mark.parametrize("twice", [False, True], ids=["kept", "refused"])
async def test_a_vote_waits_for_one_statement_however_many_are_submitted(twice):
    answered: list[str] = []

    def told(what: str) -> Callable[[Exception | None], None]:
        return lambda trouble: answered.append(what)

    async with live_event(MemoryStore()) as (event, prompt):
        for number in range(200):
            text = "Trams should be free." if twice else f"Tram {number} should be free."
            seed = SeedStatement(StatementId(f"s{number}"), prompt, text, ENGLISH, MODERATOR)
            event.ask(seed, told("statement"))
        await asyncio.sleep(0)  # the first is being decided when the vote comes
        event.ask(vote(ADA, 2), told("vote"))
        async with asyncio.timeout(10):
            while len(answered) < 201:
                await asyncio.sleep(0)

    assert answered.index("vote") <= 2


async def test_one_act_sent_over_two_connections_at_once_is_one_fact():
    store = MemoryStore()
    async with live_event(store) as (event, _), asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(event.carry_out(vote(ADA, 2)))

    assert len(await recorded(store)) == 1


async def test_what_the_store_could_not_keep_is_not_known():
    store = FailingStore()
    async with live_event(store) as (event, _):
        store.gone = True
        with pytest.raises(StoreUnavailable):
            await event.carry_out(vote(ADA, 2))
        assert event.known.state.ballots[ADA].votes == {}

        store.gone = False
        await event.carry_out(vote(ADA, 2))

    assert len(await recorded(store)) == 1


async def test_who_was_refused_is_not_answered_again_where_the_store_fails_the_others():
    store = FailingStore()
    async with live_event(store) as (event, _):
        store.gone = True
        answers: list[str] = []
        done = asyncio.Event()

        def kept(trouble: Exception | None) -> None:
            answers.append(f"kept: {type(trouble).__name__}")
            done.set()

        unknown = CastVote(ADA, StatementId("none"), Choice.AGREE, Operation(2, "d"))
        event.ask(unknown, lambda trouble: answers.append(f"refused: {type(trouble).__name__}"))
        event.ask(vote(BO, 2), kept)
        await done.wait()
        await asyncio.sleep(0)

        assert answers == ["refused: StatementUnknown", "kept: StoreUnavailable"]
        assert not underway()


class HangingStore(MemoryStore):
    """A store that does not answer any more."""

    hangs = False

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        if self.hangs:
            await asyncio.Event().wait()
        return await super().append_ballots(code, facts, decided_on, at_ms)


async def test_nobody_waits_for_an_event_that_is_wiped():
    store, answers = HangingStore(), list[str]()
    async with live_event(store) as (event, _):
        store.hangs = True
        for who in (ADA, BO):
            event.ask(vote(who, 2), lambda trouble: answers.append(type(trouble).__name__))
            for _ in range(5):
                await asyncio.sleep(0)  # Ada's is with the store, and Bo's waits for it
        assert answers == []
        event.when_forgotten()

        assert answers == ["EventUnknown", "EventUnknown"]
        assert not underway()


async def test_who_was_refused_is_let_go_at_once():
    """And not only when garbage is looked for: ten thousand refusals would hold up votes meanwhile."""
    store = MemoryStore()
    async with live_event(store) as (event, prompt):
        await event.carry_out(ClosePrompt(prompt, MODERATOR))
        gc.disable()
        try:
            answers = list[str]()

            def answered(trouble: Exception | None) -> None:
                answers.append(type(trouble).__name__)

            gone = weakref.ref(answered)
            event.ask(vote(ADA, 2), answered)
            del answered
            while not answers:
                await asyncio.sleep(0)
            await asyncio.sleep(0)

            assert answers == ["PromptNotOpen"]
            assert gone() is None
        finally:
            gc.enable()


async def test_a_ballot_leaves_with_its_last_holder():
    store = MemoryStore()
    async with live_event(store) as (event, _):
        await event.hold_ballot(ADA)
        event.release_ballot(ADA)
        assert ADA in event.known.state.ballots
        event.release_ballot(ADA)
        assert ADA not in event.known.state.ballots

        await event.hold_ballot(ADA)
        assert event.known.state.ballots[ADA].joined is not None
