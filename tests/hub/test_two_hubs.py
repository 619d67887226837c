"""Two hubs on one store: what one decides, those who are connected to the other see."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from plenary.app import Stores
from plenary.creation import Wish, new_event, new_link
from plenary.deliberation.commands import VacateSeat
from plenary.deliberation.identity import seated_id
from plenary.deliberation.vocabulary import Role
from plenary.rehearsals import copied, rehearsal_code
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_seats import MemorySeats
from plenary.store.memory_store import MemoryStore
from plenary.store.redis_bulletin import RedisBulletin
from plenary.store.redis_store import RedisStore
from plenary.wire.closing import Closing
from tests.hub.running import PATIENCE_S, Hall, Person, open_prompt, seed, served
from tests.store.redis_server import redis_server

Pair = tuple[Hall, Hall]

SOON_S = 1.0


@contextlib.asynccontextmanager
async def two_hubs(one: Stores, other: Stores) -> AsyncIterator[Pair]:
    """Hubs of which the first has an analyst: of two, whoever is first to hold the event makes its maps."""
    made = new_event(Wish("A gathering", prompts=["What now?"], code="HALL"))
    await one.facts.create(made.facts, 0)
    async with (
        served(one, analysis_interval_s=0.05) as (here, hub),
        served(other, analyses=False) as (there, other_hub),
        contextlib.AsyncExitStack() as doors,
    ):
        hall = Hall(here, one, MemoryStore(), made.code, dict(made.secrets), doors, hub)
        yield hall, replace(hall, address=there, stores=other, hub=other_hub)


@contextlib.asynccontextmanager
async def in_memory() -> AsyncIterator[Pair]:
    store = MemoryStore()
    stores = Stores(store, store, LocalBulletin())
    async with two_hubs(stores, stores) as pair:
        yield pair


@contextlib.asynccontextmanager
async def in_redis() -> AsyncIterator[Pair]:
    with redis_server() as server:
        async with contextlib.AsyncExitStack() as opened:
            both = []
            for _ in range(2):
                store, bulletin = RedisStore(server.url), RedisBulletin(server.url)
                opened.push_async_callback(store.close)
                opened.push_async_callback(bulletin.close)
                both.append(Stores(store, store, bulletin, bulletin, bulletin))
            async with two_hubs(both[0], both[1]) as pair:
                yield pair


@pytest.fixture(params=[in_memory, pytest.param(in_redis, marks=pytest.mark.redis)], ids=["memory", "redis"])
async def hubs(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    async with request.param() as pair:
        yield pair


async def test_what_one_hub_decides_the_others_phones_see_within_a_second(hubs: Pair):
    here, there = hubs
    desk, phone = await here.desk(), await there.phone()
    began = asyncio.get_running_loop().time()
    prompt = await open_prompt(desk)

    changed = await phone.hear("changed")

    assert [(one["id"], one["phase"]) for one in changed["prompts"]] == [(prompt, "open")]
    assert asyncio.get_running_loop().time() - began < SOON_S


async def test_moderators_at_two_hubs_end_with_one_programme(hubs: Pair):
    desks = [await hall.desk() for hall in hubs]
    prompt = await open_prompt(desks[0])
    async with asyncio.TaskGroup() as tasks:
        for n, desk in enumerate(desks):
            for m in range(3):
                tasks.create_task(desk.say(seeding(prompt, f"Statement {n} {m}.", op=10 * (n + 1) + m)))
    texts = {f"Statement {n} {m}." for n in range(2) for m in range(3)}

    for desk in desks:
        seen: set[str] = set()
        while not texts <= seen:
            seen |= {one["text"] for one in (await desk.hear("changed")).get("statements", ())}


def seeding(prompt: str, text: str, op: int) -> dict[str, object]:
    return {"kind": "seed", "op": op, "prompt": prompt, "text": text, "language": "en"}


async def test_a_vote_at_one_hub_moves_the_map_at_the_other(hubs: Pair):
    here, there = hubs
    desk, screen = await here.desk(), await there.screen()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await here.phone()
    await phone.ask("vote", statement=statement, choice="agree")

    # The first map may be of the empty prompt; the next comes whole or as what moved, as the dots fell.
    async with asyncio.timeout(PATIENCE_S):
        while not any(message.get("votes") == 1 and "frame" in message for message in screen.heard):
            await screen.next()


@pytest.mark.redis
async def test_the_pulse_at_one_hub_counts_the_people_and_votes_of_the_other():
    async with in_redis() as (here, there):
        desk, screen = await here.desk(), await there.screen()
        statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
        phone, _ = await here.phone(), await there.phone()
        await phone.ask("vote", statement=statement, choice="agree")
        async with asyncio.timeout(PATIENCE_S):
            while True:
                pulse = await screen.hear("pulse")
                if (pulse["joined"], pulse["votes"]) == (2, 1) and pulse["present"][0]["people"] == 2:
                    break


@pytest.mark.redis
async def test_a_claim_at_one_hub_holds_at_the_other_until_it_is_taken_over():
    async with in_redis() as (here, there):
        ann, ben = await here.desk(), await there.enter(Role.MODERATOR, device="d2")
        await ann.say({"kind": "claim", "name": "Ann", "statement": "tram"})
        await on_it(ben, "Ann")
        await ben.say({"kind": "claim", "name": "Ben", "statement": "tram"})
        await on_it(ben, "Ann")
        await ben.say({"kind": "claim", "name": "Ben", "statement": "tram", "take_over": True})

        for desk in (ben, ann):
            await on_it(desk, "Ben")


async def on_it(desk: Person, name: str) -> None:
    """Returns when the desk is told that two are present and that moderator alone is on the statement."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            present = (await desk.hear("pulse")).get("desk", {}).get("moderators", [])
            if len(present) == 2 and [one["name"] for one in present if "statement" in one] == [name]:
                return


async def test_a_link_that_is_revoked_at_one_hub_is_thrown_out_at_the_other_within_a_second(hubs: Pair):
    here, there = hubs
    organiser = await here.enter(Role.MODERATOR, here.keys[Role.ORGANISER])
    links = (await organiser.hear("snapshot"))["links"]
    watching, deciding = await there.desk(), await here.desk()
    [link] = [one["id"] for one in links if one["role"] == "moderator"]

    assert (await organiser.ask("revoke-link", link=link))["kind"] == "counted"

    async with asyncio.timeout(SOON_S):
        ends = [await watching.ended(), await deciding.ended()]
    assert [end.code for end in ends] == [Closing.KEY_REFUSED.code] * 2


async def test_a_seat_that_is_taken_back_at_one_hub_is_empty_at_the_other_within_a_second():
    store, seats = MemoryStore(), MemorySeats()
    stores = Stores(store, store, LocalBulletin(), seats=seats)
    async with two_hubs(stores, stores) as (here, there):
        organiser = await here.enter(Role.MODERATOR, here.keys[Role.ORGANISER])
        assert (await organiser.ask("set-level", level="ticket"))["kind"] == "counted"
        [ticket] = await here.hub.seating.issue(here.code, 1)
        await there.hub.seating.take(there.code, ticket.secret, "the-pass-of-this-phone")
        phone = await there.phone("the-pass-of-this-phone")

        before = await here.hub.seating.revoke(here.code, ticket.number)
        assert before is not None
        event = await here.hub.live_event(here.code)
        await event.carry_out(VacateSeat(seated_id(here.code, before.subject), before.turn, None))

        async with asyncio.timeout(SOON_S):
            end = await phone.ended()
        assert end.code == Closing.PROOF_CHANGED.code
        again = await there.enter(key="the-pass-of-this-phone")
        assert (await again.ask("join", mode="remote", language="en"))["code"] == "proof-missing"


async def test_a_wiped_rehearsal_is_over_at_every_hub_and_given_back_by_none(hubs: Pair):
    here, there = hubs
    link = new_link(Role.MODERATOR)
    _, records = await here.stores.facts.programme(here.code)
    copy = rehearsal_code(here.code)
    await here.stores.facts.create(copied([one.fact for one in records], copy, [link]), here.hub.clock())
    desks = [await hall.enter(Role.MODERATOR, link.secret, code=copy) for hall in hubs]

    await there.stores.facts.forget(copy)

    assert [(await desk.ended()).code for desk in desks] == [Closing.EVENT_UNKNOWN.code] * 2
    await asyncio.sleep(0.2)
    assert [heads.code for heads in await here.stores.facts.heads()] == [here.code]
