"""Broken, hostile and forbidden input: the stable code, one log line, and the neighbour unharmed."""

import json
import logging

import pytest
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.vocabulary import Role
from plenary.hub import doorkeeper
from plenary.wire.codec import Encoding
from tests.hub.running import Hall, Person, open_prompt, seed

BROKEN_FRAMES = {
    "empty": "",
    "not JSON": "hello",
    "half a message": '{"kind":"vote"',
    "a list": "[]",
    "a number": "7",
    "no kind": '{"op":1}',
    "unknown kind": '{"kind":"abolish","op":1}',
    "the server's kind": '{"kind":"counted","op":1}',
    "a choice that is none": '{"kind":"vote","op":1,"statement":"s","choice":"maybe"}',
    "a choice of the wrong type": '{"kind":"vote","op":1,"statement":"s","choice":true}',
    "a missing field": '{"kind":"vote","op":1,"choice":"agree"}',
    "operation zero": '{"kind":"vote","op":0,"statement":"s","choice":"agree"}',
    "operation too large": '{"kind":"vote","op":9007199254740992,"statement":"s","choice":"agree"}',
    "operation as text": '{"kind":"vote","op":"1","statement":"s","choice":"agree"}',
    "operation not a number": '{"kind":"vote","op":NaN,"statement":"s","choice":"agree"}',
    "an id of 65 characters": '{"kind":"vote","op":1,"statement":"' + "s" * 65 + '","choice":"agree"}',
    "a text past its bound": '{"kind":"submit","op":1,"prompt":"p","language":"en","text":"'
    + "x" * 1001
    + '"}',
    "nested too deep": '{"kind":"ping","x":' + "[" * 1800 + "]" * 1800 + "}",
    "kind said twice": '{"kind":"ping","kind":"hello"}',
    "a second hello": '{"kind":"hello","role":"participant","key":"0123456789abcdef","device":"d"}',
}


@pytest.mark.parametrize("frame", BROKEN_FRAMES.values(), ids=BROKEN_FRAMES.keys())
async def test_a_broken_frame_ends_its_own_connection_with_one_log_line(
    the_hall: Hall, frame: str, caplog: pytest.LogCaptureFixture
):
    neighbour, offender = await the_hall.phone(), await the_hall.phone()
    caplog.set_level(logging.INFO, logger="plenary")
    caplog.clear()

    await offender.socket.send(frame)
    over = await offender.ended()

    assert (over.code, over.reason) == (4000, "bad-message")
    assert [record.message for record in caplog.records] == ["connection closed"]
    assert (await neighbour.ask("vote", statement="s", choice="agree"))["code"] == "statement-unknown"


@pytest.mark.parametrize("frame", [b"\xff\xfe", b"{}"])
async def test_a_binary_frame_on_the_json_protocol_is_a_bad_message(the_hall: Hall, frame: bytes):
    phone = await the_hall.phone()
    await phone.socket.send(frame)

    assert (await phone.ended()).code == 4000


@pytest.mark.parametrize(
    "frame",
    [
        b"\xc1",
        b"\x81\xa4kind",
        b"\x82\xa4kind\xa4ping\xa1x" + b"\x91" * 2000 + b"\xc0",
        b"\xdf\xff\xff\xff\xff",
        b"\x82\xa4kind\xa4ping\xa1x\xc7\x01\x05\x00",
        b"\x81\xa4kind\xa4\xff\xff\xff\xff",
    ],
    ids=["never used", "cut short", "nested too deep", "huge map", "extension type", "not UTF-8"],
)
async def test_a_broken_msgpack_frame_is_refused_or_passed_over(the_hall: Hall, frame: bytes):
    socket = await the_hall.socket(subprotocols=[Subprotocol(Encoding.MSGPACK)])
    await socket.send(frame)
    await socket.wait_closed()

    assert socket.close_code == 4000


async def test_a_frame_of_a_megabyte_ends_its_connection_alone(the_hall: Hall):
    neighbour, offender = await the_hall.phone(), await the_hall.phone()
    await offender.socket.send("x" * 1_000_000)

    assert (await offender.ended()).code == 1009
    assert (await neighbour.ask("vote", statement="s", choice="agree"))["kind"] == "refused"


async def test_votes_that_the_rules_forbid_are_refused_by_stable_codes(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    shown = await seed(desk, prompt, "Shown, then rejected.")
    author, phone = await the_hall.phone(), await the_hall.phone()
    await author.ask("submit", prompt=prompt, text="Waiting.", language="en")
    waiting = next(
        one["id"]
        for message in [*desk.heard, await desk.hear("changed")]
        for one in message.get("statements", ())
        if one["text"] == "Waiting."
    )

    async def code(statement: str) -> str:
        return str((await phone.ask("vote", statement=statement, choice="agree"))["code"])

    assert await code("no-such-statement") == "statement-unknown"
    assert await code(waiting) == "statement-not-shown"
    await desk.ask("reject", statement=shown)
    assert await code(shown) == "statement-not-shown"
    await desk.ask("show", statement=shown)
    await desk.ask("set-switches", prompt=prompt, submit=True, vote=False, results=False)
    assert await code(shown) == "voting-off"
    await desk.ask("close-prompt", prompt=prompt)
    assert await code(shown) == "prompt-not-open"
    stranger = await the_hall.enter()
    assert (await stranger.ask("vote", statement=shown, choice="agree"))["code"] == "not-joined"


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PROJECTOR])
async def test_only_a_moderator_opens_a_prompt(the_hall: Hall, role: Role):
    person = await the_hall.enter(role)

    assert (await person.ask("open-prompt", prompt="p"))["code"] == "not-allowed"


async def test_a_moderator_has_no_vote(the_hall: Hall):
    desk = await the_hall.desk()

    assert (await desk.ask("vote", statement="s", choice="agree"))["code"] == "not-allowed"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example",
        "null",
        "file://",
        "http://127.0.0.1:1",
        "https://{host}",
        "http://{host}.",
        "http://user@{host}",
        "HTTP://{host}",
        "http://{host}/",
        "",
    ],
)
async def test_a_foreign_origin_is_refused_before_the_upgrade(the_hall: Hall, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        await the_hall.socket(origin=Origin(origin.format(host=the_hall.address)))

    assert refused.value.response.status_code == 403


async def test_our_own_origin_is_let_in(the_hall: Hall):
    socket = await the_hall.socket(origin=Origin(f"http://{the_hall.address}"))

    assert str(socket.subprotocol) == Encoding.JSON.value


async def test_two_origins_are_one_too_many(the_hall: Hall):
    own = f"http://{the_hall.address}"
    with pytest.raises(InvalidStatus):
        await the_hall.socket(origin=Origin(own), additional_headers={"Origin": own})


async def test_an_unknown_subprotocol_is_refused_before_the_upgrade(the_hall: Hall):
    with pytest.raises(InvalidStatus) as refused:
        await the_hall.socket(subprotocols=[Subprotocol("plenary.v0")])

    assert refused.value.response.status_code == 403


async def test_who_says_nothing_is_sent_away(the_hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doorkeeper, "HELLO_WITHIN_S", 0.05)
    monkeypatch.setattr(doorkeeper, "HELLO_AFTER_HANDSHAKE_S", 0.05)
    silent = Person(await the_hall.socket())

    over = await silent.ended()

    assert over.code == 4008
    assert over.reason.startswith("hello-overdue;window_s=")


async def test_the_first_message_must_be_hello(the_hall: Hall):
    rude = Person(await the_hall.socket())
    await rude.say({"kind": "ping"})

    assert (await rude.ended()).code == 4000


async def test_a_wrong_key_opens_no_desk(the_hall: Hall):
    thief = Person(await the_hall.socket())
    await thief.say({"kind": "hello", "role": "moderator", "key": "x" * 22, "device": "d"})

    over = await thief.ended()

    assert (over.code, over.reason) == (4003, "key-refused")
    assert thief.heard == []


async def test_the_projectors_key_opens_no_desk(the_hall: Hall):
    thief = Person(await the_hall.socket())
    key = the_hall.keys[Role.PROJECTOR]
    await thief.say({"kind": "hello", "role": "moderator", "key": key, "device": "d"})

    assert (await thief.ended()).code == 4003


async def test_a_revoked_link_is_sent_away_at_once(the_hall: Hall):
    screen = await the_hall.screen()
    _, records = await the_hall.store.programme(the_hall.code)
    grant = next(
        fact.grant
        for fact in (record.fact for record in records)
        if isinstance(fact, AccessGranted) and fact.role is Role.PROJECTOR
    )
    await the_hall.revoke(grant)

    assert (await screen.ended()).code == 4003
    again = Person(await the_hall.socket())
    await again.say(
        {"kind": "hello", "role": "projector", "key": the_hall.keys[Role.PROJECTOR], "device": "d"}
    )
    assert (await again.ended()).code == 4003


async def test_an_unknown_event_is_said_to_be_unknown(the_hall: Hall):
    lost = Person(await the_hall.socket(code="NOWHERE"))
    await lost.say({"kind": "hello", "role": "participant", "key": "x" * 22, "device": "d"})

    assert (await lost.ended()).code == 4004


async def test_no_text_and_no_key_reaches_the_log(the_hall: Hall, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, logger="plenary")
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    phone = await the_hall.phone(key="canary-key-0123456789")
    await phone.ask("submit", prompt=prompt, text="canary text " * 50, language="en")
    await phone.socket.send(json.dumps({"kind": "canary-kind"}))
    await phone.ended()

    assert "canary" not in caplog.text
