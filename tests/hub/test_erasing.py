"""Somebody has themselves erased: what the phones, the desk, the hubs and the map know of them afterwards."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.identity import participant_id
from tests.hub.running import Hall, open_prompt, seed
from tests.hub.test_two_hubs import in_memory, in_redis
from tests.store.stores import ballot_facts, programme_facts

Begun = Callable[[], AbstractAsyncContextManager[tuple[Hall, Hall]]]

KEY = "a-phones-own-secret-of-128-bits"
WORDS = "Let us speak of the canary in private"


async def test_votes_stay_counted_and_words_that_nobody_saw_are_gone(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    tram = await seed(desk, prompt, "Trams at night.")
    phone = await the_hall.phone(KEY)
    assert (await phone.ask("vote", statement=tram, choice="agree"))["kind"] == "counted"
    assert (await phone.ask("submit", prompt=prompt, text=WORDS, language="en"))["kind"] == "counted"
    waiting = (await desk.hear("changed"))["statements"][0]["id"]

    assert (await phone.ask("erase-me"))["kind"] == "counted"

    assert (await desk.hear("changed"))["gone"] == [waiting]
    who = participant_id(the_hall.code, KEY)
    facts = await kept(the_hall)
    assert who not in repr(facts)
    assert WORDS not in repr(facts)
    assert await the_hall.store.counts(the_hall.code) == (1, 1)
    assert (await desk.ask("show", statement=waiting))["code"] == "statement-unknown"


async def test_what_comes_late_of_somebody_erased_is_refused_and_twice_is_as_once(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    tram = await seed(desk, prompt, "Trams at night.")
    phone, tablet = await the_hall.phone(KEY), await the_hall.enter(key=KEY, device="d2")
    assert (await phone.ask("erase-me"))["kind"] == "counted"

    assert (await phone.ask("erase-me"))["kind"] == "counted"
    assert (await tablet.ask("vote", statement=tram, choice="agree", op=7))["code"] == "erased"
    assert (await phone.ask("join", mode="remote", language="en"))["code"] == "erased"
    back = await the_hall.enter(key=KEY)
    you = await back.hear("you")
    assert not {"mode", "votes", "statements"} & you.keys()
    # Leaving is no trouble either.
    await tablet.socket.close()
    assert (await (await the_hall.phone()).ask("vote", statement=tram, choice="pass"))["kind"] == "counted"


async def test_nobody_can_have_somebody_else_erased(the_hall: Hall):
    desk = await the_hall.desk()
    phone, other = await the_hall.phone(KEY), await the_hall.phone()

    assert (await desk.ask("erase-me"))["code"] == "not-allowed"
    assert (await other.ask("erase-me", participant=participant_id(the_hall.code, KEY)))["kind"] == "counted"

    you = await (await the_hall.enter(key=KEY, device="d3")).hear("you")
    assert you["mode"] == "remote"
    assert (await phone.ask("join", mode="remote", language="fr"))["kind"] == "counted"


@pytest.mark.parametrize(
    "begun", [in_memory, pytest.param(in_redis, marks=pytest.mark.redis)], ids=["memory", "redis"]
)
async def test_the_hub_that_was_not_asked_and_the_map_forget_them_too(begun: Begun):
    async with begun() as (here, there):
        await on_two_hubs(here, there)


async def on_two_hubs(here: Hall, there: Hall) -> None:
    desk = await here.desk()
    prompt = await open_prompt(desk)
    tram = await seed(desk, prompt, "Trams at night.")
    phone = await here.phone(KEY)
    far = await there.phone()
    for person in (phone, far):
        assert (await person.ask("vote", statement=tram, choice="agree"))["kind"] == "counted"
    assert (await phone.ask("submit", prompt=prompt, text=WORDS, language="en"))["kind"] == "counted"
    who = participant_id(here.code, KEY)
    events = [await one.hub.live_event(here.code) for one in (here, there)]
    await until(lambda: all(WORDS in repr(one.known.programme) for one in events))
    await until(lambda: all(mapped(one) == 2 for one in events))

    assert (await phone.ask("erase-me"))["kind"] == "counted"

    await until(
        lambda: all(WORDS not in repr((one.known.programme, one.known.state.statements)) for one in events)
    )
    await until(lambda: all(who not in repr(one.connections.postings) for one in events))
    assert all(mapped(one) == 2 for one in events)
    assert all(who not in repr(list(one._healing._kept)) for one in events)
    latest = await here.stores.bulletin.latest(here.code)
    assert who not in repr(latest)


def mapped(event: object) -> int:
    """How many people the newest map of the event's prompt has."""
    return max((len(one.dot_of) for one in event.connections.postings.values()), default=0)  # type: ignore[attr-defined]


async def until(holds) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.02)


async def kept(the_hall: Hall) -> list[ProgrammeFact | BallotFact]:
    _, programme = await the_hall.store.programme(the_hall.code)
    return [*programme_facts(programme), *ballot_facts(await the_hall.store.since(the_hall.code, 0))]
