"""What phones are told to ask next, over real sockets."""

import asyncio
import logging
import time
from typing import Any

from tests.hub.running import Hall, Person, hall, open_prompt, seed


async def seeded(the_hall: Hall, count: int) -> tuple[Person, str, list[str]]:
    """The desk, the open prompt and that many statements under it."""
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    return desk, prompt, [await seed(desk, prompt, f"Statement number {n}.") for n in range(count)]


async def vote_all(phone: Person, statements: list[str]) -> None:
    for statement in statements:
        assert (await phone.ask("vote", statement=statement, choice="agree"))["kind"] == "counted"


async def test_a_phone_is_told_what_lacks_votes_first(the_hall: Hall):
    _, prompt, statements = await seeded(the_hall, 8)
    for _ in range(3):
        await vote_all(await the_hall.phone(), statements[2:])
    screen = await the_hall.screen()
    # A map, not the pulse: what is asked next follows from what was analysed.
    while (message := await screen.next())["kind"] not in ("map", "map-moved") or message["votes"] != 18:
        pass

    told = await (await the_hall.enter()).hear("next")

    assert told["prompt"] == prompt
    assert set(told["statements"][:2]) == set(statements[:2])


async def test_more_comes_before_the_list_runs_out_and_nothing_twice(the_hall: Hall):
    _, _, statements = await seeded(the_hall, 10)
    phone = await the_hall.phone()
    seen: list[str] = []
    ahead = list((await phone.hear("next"))["statements"])
    while ahead:
        seen.append(ahead.pop(0))
        await vote_all(phone, seen[-1:])
        if len(ahead) == 2 and len(seen) + len(ahead) < len(statements):
            ahead = list((await phone.hear("next"))["statements"])
            assert not set(ahead) & set(seen)

    assert sorted(seen) == sorted(statements)


async def test_two_people_are_told_two_orders(the_hall: Hall):
    await seeded(the_hall, 12)
    orders = {tuple((await (await the_hall.phone()).hear("next"))["statements"]) for _ in range(5)}

    assert len(orders) == 5


async def test_who_has_answered_everything_is_told_of_a_new_statement(the_hall: Hall):
    desk, prompt, statements = await seeded(the_hall, 1)
    phone = await the_hall.phone()
    await phone.hear("next")
    await vote_all(phone, statements)

    new = await seed(desk, prompt, "One more for you.")

    assert (await phone.hear("next"))["statements"] == [new]


async def test_nobody_is_asked_about_a_statement_of_their_own(the_hall: Hall):
    desk, prompt, _ = await seeded(the_hall, 0)
    author, other = await the_hall.phone(), await the_hall.phone()
    await author.ask("submit", prompt=prompt, text="Mine alone.", language="en")
    own = author.first("fate")["statement"]["id"]
    await desk.ask("show", statement=own)
    seeds = await seed(desk, prompt, "For everybody.")

    assert set((await told_of(other, 2))["statements"]) == {own, seeds}
    assert (await told_of(author, 1))["statements"] == [seeds]


async def told_of(phone: Person, statements: int) -> dict[str, Any]:
    """The next list of that many."""
    while True:
        told = await phone.hear("next")
        if len(told["statements"]) == statements:
            return told


async def test_a_choice_that_fails_costs_no_vote(caplog, monkeypatch):
    def broken(*_: object) -> list[tuple[str, ...]]:
        raise ArithmeticError("planted")

    monkeypatch.setattr("plenary.app.choose", broken)
    async with hall() as the_hall:
        _, _, statements = await seeded(the_hall, 1)
        phone = await the_hall.phone()
        with caplog.at_level(logging.ERROR):
            while not any("choosing statements failed" in one.message for one in caplog.records):
                await asyncio.sleep(0.01)

        await vote_all(phone, statements)


async def test_of_the_votes_that_the_pace_promises_a_quarter_is_counted_on(monkeypatch):
    heard: list[tuple[float, float | None]] = []

    def heeding(routing: Any, askings: Any, most: int, votes_to_come: float | None) -> list[tuple[str, ...]]:
        heard.append((routing.votes_per_s, votes_to_come))
        return [() for _ in askings]

    monkeypatch.setattr("plenary.app.choose", heeding)
    async with hall() as the_hall:
        desk, prompt, statements = await seeded(the_hall, 4)
        closes_ms = int(time.time() * 1_000) + 3_600_000
        assert (await desk.ask("plan-prompt", prompt=prompt, closes_ms=closes_ms))["kind"] == "counted"
        await vote_all(await the_hall.phone(), statements)
        screen = await the_hall.screen()
        while (message := await screen.next())["kind"] not in ("map", "map-moved") or message["votes"] != 4:
            pass
        await the_hall.phone()
        while not heard or heard[-1][0] == 0:
            await asyncio.sleep(0.01)

    per_s, to_come = heard[-1]
    assert to_come is not None
    assert 0.22 < to_come / (per_s * 3_600) < 0.28
