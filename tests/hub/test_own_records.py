"""What a participant gets to see of what the log holds of them; and that nobody else does."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

from plenary.deliberation.identity import participant_id
from tests.hub.running import Hall, open_prompt, seed

KEY = "a-phones-own-secret-of-128-bits"


async def own(hall: Hall, key: str, origin: str | None = None, code: str | None = None) -> tuple[int, Any]:
    """Status and content of the answer to a page of ours, or of that origin."""

    def ask() -> tuple[int, Any]:
        request = urllib.request.Request(
            f"http://{hall.address}/e/{code or hall.code}/own",
            json.dumps({"key": key}).encode(),
            {"content-type": "application/json", "origin": origin or f"http://{hall.address}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    return await asyncio.to_thread(ask)


async def test_everything_that_the_log_holds_of_them_is_told_and_nothing_else(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    tram = await seed(desk, prompt, "Trams at night.")
    phone, other = await the_hall.phone(KEY), await the_hall.phone()
    await phone.ask("vote", statement=tram, choice="agree")
    await phone.ask("vote", statement=tram, choice="pass", reason="unsure")
    await phone.ask("submit", prompt=prompt, text="Parks for all.", language="en")
    await other.ask("submit", prompt=prompt, text="Somebody else's words.", language="en")
    await other.ask("vote", statement=tram, choice="disagree")
    waiting = [one for message in desk.heard for one in message.get("statements", ())]
    mine = next((one for one in waiting if one["text"] == "Parks for all."), None)
    while mine is None:
        found = (await desk.hear("changed"))["statements"]
        mine = next((one for one in found if one["text"] == "Parks for all."), None)
    await desk.ask("reject", statement=mine["id"], reason="off topic")

    status, told = await own(the_hall, KEY)

    who = participant_id(the_hall.code, KEY)
    assert (status, told["participant"]) == (200, who)
    assert [
        (one["kind"], one.get("choice"), one.get("text"), one.get("reason")) for one in told["records"]
    ] == [
        ("participant-joined", None, None, None),
        ("vote-cast", "agree", None, None),
        ("vote-cast", "pass", None, "unsure"),
        ("statement-submitted", None, "Parks for all.", None),
        ("statement-rejected", None, None, "off topic"),
    ]
    # As many of their own records as the log has; times as it has them; who moderated is not told.
    held = await the_hall.store.of_participant(the_hall.code, who)
    assert [one["at_ms"] for one in told["records"][:3]] == [one.at_ms for one in held]
    assert "by" not in repr([list(one) for one in told["records"]])


async def test_after_erasing_there_is_nothing_to_tell(the_hall: Hall):
    phone = await the_hall.phone(KEY)
    assert len((await own(the_hall, KEY))[1]["records"]) == 1

    await phone.ask("erase-me")

    assert (await own(the_hall, KEY))[1]["records"] == []


async def test_other_sites_bad_keys_and_unknown_events_get_nothing(the_hall: Hall):
    await the_hall.phone(KEY)

    assert await own(the_hall, KEY, origin="https://elsewhere.example") == (403, {"code": "origin-foreign"})
    assert await own(the_hall, "short") == (422, {"code": "body-invalid"})
    assert await own(the_hall, KEY, code="NOWHERE") == (404, {"code": "event-unknown"})
    status, told = await own(the_hall, "some-other-phones-secret-key")
    assert (status, told["records"]) == (200, [])
