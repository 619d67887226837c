"""What each role is told, and when."""

import base64
import json
from typing import Any

from plenary.deliberation.vocabulary import Role
from tests.hub.running import Hall, Person, open_prompt, seed


async def settled(person: Person) -> list[dict[str, Any]]:
    """All that the person has heard by now: the server answers a ping after everything before it."""
    await person.say({"kind": "ping"})
    await person.hear("pong")
    return person.heard


async def map_after(person: Person, frame: int) -> dict[str, Any]:
    """The next map past that frame, whole or as a difference, whichever is smaller."""
    while True:
        heard = await person.next()
        if heard.get("frame", 0) > frame:
            return heard


async def test_opening_a_prompt_reaches_every_page(the_hall: Hall):
    desk, phone, screen = await the_hall.desk(), await the_hall.phone(), await the_hall.screen()
    prompt = await open_prompt(desk)

    for person in (phone, screen):
        changed = await person.hear("changed")
        assert [(one["id"], one["phase"]) for one in changed["prompts"]] == [(prompt, "open")]


async def test_a_draft_and_its_seeds_are_the_desks_alone(the_hall: Hall):
    desk, phone = await the_hall.desk(), await the_hall.phone()
    prompt = desk.first("snapshot")["prompts"][0]["id"]
    await seed(desk, prompt, "Not before the opening.")

    assert "Not before the opening." not in json.dumps(await settled(phone))

    await open_prompt(desk)
    changed = await phone.hear("changed")
    assert [one["text"] for one in changed["statements"]] == ["Not before the opening."]


async def test_a_waiting_statement_reaches_the_desk_and_its_author_alone(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    author, other, screen = await the_hall.phone(), await the_hall.phone(), await the_hall.screen()
    await author.ask("submit", prompt=prompt, text="Free trams on Sundays.", language="en")

    seen_at_desk = (await desk.hear("changed"))["statements"][0]
    assert seen_at_desk["standing"] == "waiting"
    assert "author" not in seen_at_desk
    for person in (other, screen):
        assert "Sundays" not in json.dumps(await settled(person))
    assert author.first("fate")["statement"]["standing"] == "waiting"

    await desk.ask("show", statement=seen_at_desk["id"])
    for person in (other, screen):
        assert (await person.hear("changed"))["statements"][0]["text"] == "Free trams on Sundays."
    assert (await author.hear("fate"))["statement"]["standing"] == "shown"


async def test_a_rejected_statement_goes_away_and_its_author_learns_why(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    author, other = await the_hall.phone(), await the_hall.phone()
    await author.ask("submit", prompt=prompt, text="Free trams on Sundays.", language="en")
    statement = (await desk.hear("changed"))["statements"][0]["id"]
    await desk.ask("show", statement=statement)
    await other.hear("changed")
    await desk.ask("reject", statement=statement, reason="says two things")

    assert (await other.hear("changed"))["gone"] == [statement]
    await author.hear("fate")
    await author.hear("fate")
    fate = author.heard[-1]["statement"]
    if fate["standing"] != "rejected":
        fate = (await author.hear("fate"))["statement"]
    assert (fate["standing"], fate["reason"]) == ("rejected", "says two things")


async def test_who_comes_back_gets_only_what_came_later(the_hall: Hall):
    desk = await the_hall.desk()
    screen = await the_hall.screen()
    held = (await screen.hear("snapshot"))["place"]
    await screen.socket.close()
    prompt = await open_prompt(desk)

    back = await the_hall.enter(Role.PROJECTOR, since=held)
    changed = await back.hear("changed")

    assert [one["id"] for one in changed["prompts"]] == [prompt]
    assert not any(message["kind"] == "snapshot" for message in back.heard)


async def test_who_comes_back_from_another_epoch_gets_a_snapshot(the_hall: Hall):
    back = await the_hall.enter(Role.PROJECTOR, since={"epoch": "lost", "number": 1})

    assert (await back.hear("snapshot"))["event"]["code"] == "HALL"


async def test_a_vote_moves_the_map(the_hall: Hall):
    desk, screen = await the_hall.desk(), await the_hall.screen()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", statement=statement, choice="agree")

    shown = await screen.hear("map")
    while shown["votes"] == 0:
        shown = await map_after(screen, shown["frame"])

    assert shown["prompt"] == prompt
    assert shown["votes"] == 1
    [[_, counts, *_, notes]] = shown["findings"]["results"]
    assert counts[:3] == [0, 0, 0], "what one person answered is nobody's business"
    assert "few" in notes
    assert len(base64.b64decode(shown["dots"]["places"])) == 4
    assert (await phone.hear("dot"))["dot"] == 0


async def test_participants_see_findings_only_once_results_are_shown(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", statement=statement, choice="agree")
    assert "findings" not in await phone.hear("map")

    await desk.ask("set-switches", prompt=prompt, submit=True, vote=True, results=True)

    shown = await phone.hear("map")
    while "findings" not in shown:
        shown = await phone.hear("map")
    assert shown["findings"]["results"][0][0] == statement


async def test_a_frozen_projector_keeps_its_map_while_votes_flow(the_hall: Hall):
    desk, screen = await the_hall.desk(), await the_hall.screen()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", statement=statement, choice="agree")
    # The map of the one vote: that of the opened prompt may come before it.
    while (shown := await map_after(screen, 0)).get("votes") != 1:
        pass
    frozen_at = shown["frame"]
    while (await map_after(desk, 0)).get("frame") != frozen_at:
        pass
    await desk.ask("set-stage", scene="map", prompt=prompt, frozen=True)
    second = await the_hall.phone()
    await second.ask("vote", statement=statement, choice="disagree")
    await map_after(desk, frozen_at)

    heard = await settled(screen)
    newcomer = await the_hall.screen()

    assert not any(message.get("frame", 0) > frozen_at for message in heard)
    assert (await newcomer.hear("map"))["frame"] == frozen_at

    await desk.ask("set-stage", scene="map", prompt=prompt, frozen=False)
    assert (await map_after(screen, frozen_at))["votes"] == 2


async def test_how_sure_a_place_is_reaches_its_owner_alone(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    statements = [await seed(desk, prompt, f"Statement {n}.") for n in range(3)]
    screen, silent = await the_hall.screen(), await the_hall.phone()
    phones = [await the_hall.phone() for _ in range(4)]
    for n, phone in enumerate(phones):
        for k, statement in enumerate(statements):
            await phone.ask("vote", statement=statement, choice="agree" if (n + k) % 2 else "disagree")

    dots = [await told_place(phone) for phone in phones]

    assert sorted(dot["dot"] for dot in dots) == [0, 1, 2, 3]
    assert all(dot["reach"] >= dot.get("breadth", 0) for dot in dots)
    for person in (silent, screen, desk):
        assert not any(message["kind"] == "dot" for message in await settled(person))


async def told_place(phone: Person) -> dict[str, Any]:
    """What the phone is told of its dot once that has a place."""
    known = [one for one in phone.heard if one["kind"] == "dot" and one.get("reach")]
    while not known:
        message = await phone.hear("dot")
        known = [message] if message.get("reach") else []
    return known[-1]
