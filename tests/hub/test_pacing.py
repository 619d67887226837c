"""How often people may ask: what people can do is never held up, what only programs do is."""

import asyncio
import contextlib
import itertools
import json
import random
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from plenary.deliberation.vocabulary import EventCode, GrantId, ParticipantId, Role
from plenary.hub import pacing
from plenary.hub.pacing import Bucket, Buckets, Pace, Pacing, TooFast
from plenary.hub.session import ParticipantSession, StaffSession
from plenary.sockets.attached import MOST_AT_ONCE
from plenary.sockets.protocol import AttachingProtocol
from plenary.wire.documents import protocol
from plenary.wire.from_client import Claim, Join, Submit, Vote
from tests.hub.running import Hall, Person, open_prompt, seed
from tests.sockets.rfc6455 import TEXT, frame

CODE = EventCode("HALL")
VOTE = Vote(1, "s", "agree")  # type: ignore[arg-type]


def phone(name: str, device: str = "d") -> ParticipantSession:
    return ParticipantSession(CODE, ParticipantId(name), device)


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def refused(pacing: Pacing, session: ParticipantSession | StaffSession, asked: object) -> float:
    """0, or how long it says to wait."""
    try:
        pacing.check(session, asked)  # type: ignore[arg-type]
    except TooFast as too_fast:
        return too_fast.wait_s
    return 0.0


def test_ten_thousand_people_who_vote_as_fast_as_people_can_are_never_held_up():
    clock, rng = Clock(), random.Random(5)
    held = Pacing(clock)
    due = [(rng.random(), f"p{number}") for number in range(10_000)]
    for _ in range(20):  # three votes a second, each at a moment of their own
        for at_s, name in sorted(due):
            clock.now_s = at_s
            assert refused(held, phone(name), VOTE) == 0.0
        due = [(at_s + 1 / 3, name) for at_s, name in due]


def test_a_phone_that_brings_an_hours_votes_is_counted_at_once_and_then_at_the_pace():
    clock = Clock()
    held = Pacing(clock)
    counted = sum(refused(held, phone("ada"), VOTE) == 0.0 for _ in range(200))
    assert counted == pacing.VOTES.burst
    wait_s = refused(held, phone("ada"), VOTE)
    clock.now_s += wait_s
    assert refused(held, phone("ada"), VOTE) == 0.0


def test_many_connections_of_one_participant_are_one_and_neighbours_are_not_touched():
    held = Pacing(Clock())
    for number in range(pacing.VOTES.burst):
        held.check(phone("ada", f"tab-{number}"), VOTE)
    assert refused(held, phone("ada", "another"), VOTE) > 0
    assert refused(held, phone("bo"), VOTE) == 0.0
    assert refused(held, phone("ada"), Submit(1, "p", "text", "en")) == 0.0


def test_statements_joins_and_claims_have_paces_of_their_own():
    held = Pacing(Clock())
    join, submit = Join(1, "remote", "en"), Submit(1, "p", "text", "en")  # type: ignore[arg-type]
    desk = StaffSession(CODE, GrantId("g"), Role.MODERATOR, "d")
    for asked, session, burst in (
        (join, phone("ada"), pacing.JOINS.burst),
        (submit, phone("ada"), pacing.STATEMENTS.burst),
        (Claim(), desk, pacing.CLAIMS.burst),
    ):
        assert [refused(held, session, asked) == 0.0 for _ in range(burst + 1)] == [True] * burst + [False]


def test_a_bucket_gives_neither_more_nor_less_than_its_pace():
    rng = random.Random(7)
    pace = Pace(20, 5.0)
    bucket, taken, now_s = Bucket(pace.burst, 0.0), 0, 0.0
    for _ in range(20_000):
        now_s += rng.expovariate(50)
        taken += bucket.take(pace, now_s) == 0.0
    assert pace.burst + int(now_s * pace.per_s) - 1 <= taken <= pace.burst + now_s * pace.per_s


def test_who_has_long_been_gone_takes_no_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacing, "FORGET_EVERY", 64)
    clock = Clock()
    held = Buckets(Pace(5, 1.0), clock)
    for number in range(10_000):
        clock.now_s += 1.0
        held.take(number)
    assert len(held) <= 64


async def test_votes_that_come_too_fast_are_told_when_to_come_again_and_then_counted(
    the_hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pacing, "VOTES", Pace(3, 50.0))
    the_hall.hub.pacing = Pacing()
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Buses.")
    ada, bo = await the_hall.phone(), await the_hall.phone()

    answer: dict[str, Any] = {}
    for op in itertools.count(2):
        answer = await ada.ask("vote", op=op, statement=statement, choice="agree")
        if answer["kind"] == "refused":
            break
    assert (answer["code"], 0 < answer["again_ms"] <= 21) == ("too-fast", True)
    assert (await bo.ask("vote", statement=statement, choice="pass"))["kind"] == "counted"
    await asyncio.sleep(answer["again_ms"] / 1_000)
    again = await ada.ask("vote", op=answer["op"], statement=statement, choice="agree")
    assert again["kind"] == "counted"


async def test_whoever_floods_is_sent_away_and_the_neighbour_is_not(the_hall: Hall):
    neighbour, offender = await the_hall.phone(), await the_hall.phone()
    with contextlib.suppress(ConnectionClosed):
        for _ in range(pacing.MESSAGES.burst + 100):
            await offender.socket.send(json.dumps({"kind": "ping"}))
    over = await offender.ended()
    assert (over.code, over.reason.partition(";")[0]) == (1008, "too-fast")
    assert (await neighbour.ask("vote", statement="s", choice="agree"))["code"] == "statement-unknown"
    assert sum(message["kind"] == "pong" for message in offender.heard) <= pacing.MESSAGES.burst + 30


@pytest.mark.parametrize("the_hall", [AttachingProtocol], ids=["attached"], indirect=True)
async def test_whoever_floods_with_pings_of_websocket_is_sent_away_and_a_few_are_answered(the_hall: Hall):
    calm, offender = await the_hall.phone(), await the_hall.phone()
    for _ in range(5):
        await (await calm.socket.ping())
    with contextlib.suppress(ConnectionClosed):
        for _ in range(pacing.MESSAGES.burst + 100):
            await offender.socket.ping()
    over = await offender.ended()
    assert (over.code, over.reason.partition(";")[0]) == (1008, "too-fast")
    assert (await calm.ask("vote", statement="s", choice="agree"))["code"] == "statement-unknown"


@pytest.mark.parametrize("the_hall", [AttachingProtocol], ids=["attached"], indirect=True)
async def test_whoever_says_more_at_once_than_a_phone_has_to_say_is_not_heard_to_the_end(the_hall: Hall):
    calm, offender = await the_hall.phone(), await the_hall.phone()
    # Votes: each would be worth an answer.
    said = json.dumps({"kind": "vote", "op": 1, "statement": "s", "choice": "agree"}).encode()
    offender.socket.transport.write(frame(TEXT, said) * (pacing.MESSAGES.burst + 50))
    over = await offender.ended()

    assert (over.code, over.reason.partition(";")[0]) == (1008, "too-fast")
    assert sum(message["kind"] == "refused" for message in offender.heard) <= MOST_AT_ONCE
    assert (await calm.ask("vote", statement="s", choice="agree"))["code"] == "statement-unknown"


@pytest.mark.parametrize("the_hall", [AttachingProtocol], ids=["attached"], indirect=True)
@pytest.mark.parametrize(
    ("more", "is_let_in"), [(pacing.BEFORE_WELCOME, True), (pacing.BEFORE_WELCOME + 1, False)]
)
async def test_whoever_says_much_before_the_welcome_is_not_let_in(the_hall: Hall, more: int, is_let_in: bool):
    calm, newcomer = await the_hall.phone(), Person(await the_hall.socket())
    hello = {"kind": "hello", "role": "participant", "key": "somebody-in-a-hurry", "device": "d1"}
    vote = {"kind": "vote", "op": 1, "statement": "s", "choice": "agree"}
    said = frame(TEXT, json.dumps(hello).encode()) + frame(TEXT, json.dumps(vote).encode()) * more
    newcomer.socket.transport.write(said)
    if is_let_in:
        await newcomer.hear("welcome")
        assert (await newcomer.ask("join", op=2, mode="remote", language="en"))["kind"] == "counted"
        assert sum(message["kind"] == "refused" for message in newcomer.heard) == more
    else:
        over = await newcomer.ended()
        assert (over.code, over.reason.partition(";")[0]) == (1008, "too-fast")
        assert newcomer.heard == []
    assert (await calm.ask("vote", statement="s", choice="agree"))["code"] == "statement-unknown"


def test_the_protocol_names_how_much_may_be_said_before_the_welcome():
    assert f"over {pacing.BEFORE_WELCOME} messages" in protocol()


async def test_a_server_for_measurements_holds_nobody_up(the_hall: Hall):
    the_hall.hub.pacing = None
    ada = await the_hall.phone()
    answers = {(await ada.ask("vote", statement="s", choice="agree"))["code"] for _ in range(100)}
    assert answers == {"statement-unknown"}
