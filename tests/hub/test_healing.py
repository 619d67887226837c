"""A store that has lost what it acknowledged gets it back from the hubs that know."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from plenary.creation import Wish, new_event
from plenary.deliberation.ballot_commands import CastVote, Join, WithdrawVote
from plenary.deliberation.ballot_facts import VoteCast, VoteWithdrawn
from plenary.deliberation.commands import ClosePrompt, OpenPrompt, SeedStatement
from plenary.deliberation.facts import PromptDrafted
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
from plenary.hub import healing
from plenary.hub import hub as hubs
from plenary.hub.hub import Hub
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import StoreUnavailable
from plenary.store.records import Chain, Stream, new_epoch

CODE = EventCode("HALL")
TRAM = StatementId("tram")
MODERATOR = GrantId("moderator")
ENGLISH = Language("en")
PATIENCE_S = 10.0


class ForgetfulStore(MemoryStore):
    """A store that can lose what came last, as a Redis may that comes back from an older file."""

    def lose(self, programme: int = 0, ballots: int = 0) -> None:
        kept = self._events[CODE]
        facts = [record.fact for record in kept.programme[: len(kept.programme) - programme]]
        said = [record.fact for record in kept.ballots[: len(kept.ballots) - ballots]]
        kept.epoch, kept.programme, kept.ballots = new_epoch(), [], []
        kept.programme_chain, kept.ballots_chain = (
            Chain.begin(CODE, Stream.PROGRAMME),
            Chain.begin(CODE, Stream.BALLOTS),
        )
        kept.add_programme(facts, 0)
        kept.add_ballots(said, 0)

    def lose_everything(self) -> None:
        self._events.clear()


@contextlib.asynccontextmanager
async def hub_of(store: MemoryStore) -> AsyncIterator[Hub]:
    hub = Hub(store, store, LocalBulletin(), lambda: 0, lambda *_: [])
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(hub.run())
        await asyncio.sleep(0)
        yield hub
        running.cancel()


async def prepared(store: MemoryStore, hub: Hub) -> PromptId:
    """An open prompt with a statement."""
    made = new_event(Wish("A gathering", prompts=["What now?"], code=CODE))
    await store.create(made.facts, 0)
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    event = await hub.live_event(CODE)
    await event.carry_out(OpenPrompt(prompt, MODERATOR))
    await event.carry_out(SeedStatement(TRAM, prompt, "Trams should be free.", ENGLISH, MODERATOR))
    return prompt


async def vote(hub: Hub, name: str, counter: int = 2) -> None:
    """Somebody comes, votes, hears that it counted, and leaves."""
    event = await hub.live_event(CODE)
    who = ParticipantId(name)
    await event.hold_ballot(who)
    await event.carry_out(Join(who, Mode.REMOTE, None, ENGLISH, Operation(1, "d")))
    await event.carry_out(CastVote(who, TRAM, Choice.AGREE, Operation(counter, "d")))
    event.release_ballot(who)


async def voters(store: MemoryStore) -> list[str]:
    return [
        record.fact.participant for record in await store.since(CODE, 0) if isinstance(record.fact, VoteCast)
    ]


@pytest.fixture(autouse=True)
def quick_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "COMPARE_EVERY_S", 0.02)


async def until_level(hub: Hub, store: MemoryStore) -> None:
    """Wait until the hub is where the store is."""
    event = await hub.live_event(CODE)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            heads = await store.heads()
            if heads and heads[0].programme == event.known.position:
                return
            await asyncio.sleep(0.01)


async def test_votes_that_were_lost_come_back_also_of_those_who_have_left():
    store = ForgetfulStore()
    async with hub_of(store) as hub:
        await prepared(store, hub)
        for name in ("ada", "bo", "cy"):
            await vote(hub, name)
        store.lose(ballots=3)
        assert await voters(store) == ["ada"]
        await until_level(hub, store)

        assert await voters(store) == ["ada", "bo", "cy"]
        assert (await store.counts(CODE)) == (3, 3)


async def test_what_was_taken_back_stays_so_as_long_as_the_ballot_is_held(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(healing, "REMEMBERED", 1)
    store, people = ForgetfulStore(), [ParticipantId("ada"), ParticipantId("bo")]
    async with hub_of(store) as hub:
        await prepared(store, hub)
        event = await hub.live_event(CODE)
        for who in people:
            await event.hold_ballot(who)
            await vote(hub, who)
            await event.carry_out(WithdrawVote(who, TRAM, Operation(3, "d")))
        store.lose(ballots=4)
        assert (await store.counts(CODE)) == (1, 1)
        await until_level(hub, store)

        facts = [record.fact for record in await store.since(CODE, 0)]
        assert [one.participant for one in facts if isinstance(one, VoteWithdrawn)] == people


async def test_a_programme_that_was_lost_comes_back_before_anybody_decides_on_less():
    store = ForgetfulStore()
    async with hub_of(store) as hub:
        prompt = await prepared(store, hub)
        event = await hub.live_event(CODE)
        await event.carry_out(ClosePrompt(prompt, MODERATOR))
        before = list(event.known.programme)
        store.lose(programme=2)
        await until_level(hub, store)

        _, records = await store.programme(CODE)
        assert [record.fact for record in records] == before == event.known.programme


async def test_an_event_that_was_lost_whole_is_there_again_with_every_vote():
    store = ForgetfulStore()
    async with hub_of(store) as hub:
        await prepared(store, hub)
        await vote(hub, "ada")
        event, bo = await hub.live_event(CODE), ParticipantId("bo")
        await event.hold_ballot(bo)
        store.lose_everything()
        # Not waiting for the comparison: the append itself finds out.
        await event.carry_out(Join(bo, Mode.REMOTE, None, ENGLISH, Operation(1, "d")))
        await event.carry_out(CastVote(bo, TRAM, Choice.AGREE, Operation(2, "d")))

        assert sorted(await voters(store)) == ["ada", "bo"]


async def test_who_comes_while_the_event_is_gone_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hubs, "COMPARE_EVERY_S", 3_600.0)
    store = ForgetfulStore()
    async with hub_of(store) as hub:
        await prepared(store, hub)
        store.lose_everything()
        with pytest.raises(StoreUnavailable):
            await vote(hub, "ada")
        await until_level(hub, store)
        await vote(hub, "ada")

        assert await voters(store) == ["ada"]


async def test_two_hubs_that_heal_at_once_give_back_nothing_twice_that_counts():
    store = ForgetfulStore()
    async with hub_of(store) as one, hub_of(store) as other:
        await prepared(store, one)
        await vote(one, "ada")
        await vote(other, "bo")
        store.lose_everything()
        await until_level(one, store)
        await until_level(other, store)
        await until_level(one, store)

        assert set(await voters(store)) == {"ada", "bo"}
        assert (await one.live_event(CODE)).known.programme == (await other.live_event(CODE)).known.programme


async def test_nothing_is_written_where_nothing_was_lost():
    store = ForgetfulStore()
    async with hub_of(store) as hub:
        await prepared(store, hub)
        await vote(hub, "ada")
        before = await store.since(CODE, 0)
        await store.renew_epoch(CODE)
        await until_level(hub, store)

        assert await store.since(CODE, 0) == before
