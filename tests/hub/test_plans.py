"""What is planned happens by itself: on time, once, however many hubs watch, and also after nobody was there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from plenary.creation import Wish, new_event
from plenary.deliberation.ballot_commands import CastVote, Join
from plenary.deliberation.commands import OpenPrompt, PlanPrompt, SeedStatement
from plenary.deliberation.facts import (
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    PromptPlanned,
    SwitchesSet,
)
from plenary.deliberation.refusals import PromptNotOpen
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    Plan,
    PromptId,
    StatementId,
    Switches,
)
from plenary.hub import plans
from plenary.hub.hub import Hub
from plenary.mapping.choosing import choose
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import Position, StoreUnavailable

HALL = EventCode("HALL")
ADA = ParticipantId("ada")
TRAM = StatementId("tram")
MODERATOR = GrantId("moderator")
ENGLISH = Language("en")


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000

    def __call__(self) -> int:
        return self.now_ms


class FailingStore(MemoryStore):
    """A store that keeps no programme fact until it has been asked so many times."""

    failures = 0

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable
        return await super().append(code, facts, decided_on, at_ms)


@contextlib.asynccontextmanager
async def hub_on(store: MemoryStore, clock: Clock) -> AsyncIterator[Hub]:
    hub = Hub(store, store, LocalBulletin(), clock, choose)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hub.run())
        await asyncio.sleep(0)
        yield hub
        running.cancel()


async def created_in(store: MemoryStore) -> PromptId:
    made = new_event(Wish("A gathering", prompts=["What now?"], code=HALL))
    await store.create(made.facts, 0)
    return next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))


async def happened(store: MemoryStore) -> list[ProgrammeFact]:
    """What plans did: programme facts of nobody."""
    _, records = await store.programme(HALL)
    planned = (PromptOpened, PromptClosed, SwitchesSet, PromptPlanned)
    return [one.fact for one in records if isinstance(one.fact, planned) and one.fact.by is None]


async def until(count: int, store: MemoryStore) -> list[ProgrammeFact]:
    async with asyncio.timeout(10):
        while len(await happened(store)) < count:
            await asyncio.sleep(0.005)
    return await happened(store)


@pytest.fixture(autouse=True)
def hubs_look_at_the_clock_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' time does not pass by itself."""
    monkeypatch.setattr(plans, "LOOK_AGAIN_S", 0.01)


async def test_a_prompt_opens_stops_taking_statements_and_closes_by_itself_once_for_all_hubs():
    store, clock = MemoryStore(), Clock()
    prompt = await created_in(store)
    async with hub_on(store, clock) as one, hub_on(store, clock) as other:
        event, same = await one.live_event(HALL), await other.live_event(HALL)
        await event.carry_out(
            PlanPrompt(prompt, Plan(clock() + 60_000, clock() + 120_000, clock() + 180_000), MODERATOR)
        )
        assert await happened(store) == []
        for count in (1, 2, 3):
            clock.now_ms += 60_000
            await until(count, store)
        # Both have had the time to do it again.
        await asyncio.sleep(0.1)
        assert event.known.state.prompts == same.known.state.prompts

    assert await happened(store) == [
        PromptOpened(prompt, None),
        SwitchesSet(prompt, Switches(submit=False), None),
        PromptClosed(prompt, None),
    ]


async def test_who_comes_first_after_a_close_that_nobody_was_there_for_comes_too_late_to_vote():
    store, clock = MemoryStore(), Clock()
    prompt = await created_in(store)
    async with hub_on(store, clock) as hub:
        event = await hub.live_event(HALL)
        await event.carry_out(OpenPrompt(prompt, MODERATOR))
        await event.carry_out(SeedStatement(TRAM, prompt, "Trams should be free.", ENGLISH, MODERATOR))
        await event.carry_out(PlanPrompt(prompt, Plan(None, None, clock() + 60_000), MODERATOR))
    clock.now_ms += 3_600_000
    async with hub_on(store, clock) as hub:
        event = await hub.live_event(HALL)
        assert await happened(store) == [PromptClosed(prompt, None)]
        await event.hold_ballot(ADA)
        await event.carry_out(Join(ADA, Mode.REMOTE, None, ENGLISH, Operation(1, "d")))
        with pytest.raises(PromptNotOpen):
            await event.carry_out(CastVote(ADA, TRAM, Choice.AGREE, Operation(2, "d")))


async def test_what_the_store_could_not_keep_is_tried_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plans, "AFTER_TROUBLE_S", 0.01)
    store, clock = FailingStore(), Clock()
    prompt = await created_in(store)
    async with hub_on(store, clock) as hub:
        event = await hub.live_event(HALL)
        await event.carry_out(PlanPrompt(prompt, Plan(clock() + 60_000, None, None), MODERATOR))
        store.failures = 2
        clock.now_ms += 60_000
        assert await until(1, store) == [PromptOpened(prompt, None)]
        assert store.failures == 0


async def test_a_plan_that_is_changed_counts_as_it_is_now():
    store, clock = MemoryStore(), Clock()
    prompt = await created_in(store)
    async with hub_on(store, clock) as hub:
        event = await hub.live_event(HALL)
        await event.carry_out(PlanPrompt(prompt, Plan(clock() + 60_000, None, None), MODERATOR))
        await event.carry_out(PlanPrompt(prompt, Plan(clock() + 120_000, None, None), MODERATOR))
        clock.now_ms += 60_000
        await asyncio.sleep(0.1)
        assert await happened(store) == []
        clock.now_ms += 60_000
        assert await until(1, store) == [PromptOpened(prompt, None)]
