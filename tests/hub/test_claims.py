"""Moderators see each other: who is at a desk, and who is on which statement."""

import random

import pytest

from plenary.deliberation.vocabulary import Role, StatementId
from plenary.hub.claims import CLAIM_MS, Claims
from plenary.hub.instruments import MOST, TROUBLE_MS, WINDOW_MS, Instruments
from plenary.wire.from_server import Delay
from tests.hub.running import Hall, Person, open_prompt, seed

TRAM, PARK = StatementId("tram"), StatementId("park")


def on(claims: Claims, now_ms: int = 0) -> dict[str, StatementId | None]:
    return {one.name: one.statement for one in claims.present(now_ms)}


def two_at_the_desk() -> Claims:
    claims = Claims()
    for device, name in (("a", "Ann"), ("b", "Ben")):
        claims.enter(device, name)
    return claims


def test_a_claim_is_the_first_ones():
    claims = two_at_the_desk()
    claims.claim("a", "", TRAM, False, 0)
    claims.claim("b", "", TRAM, False, 1)

    assert on(claims) == {"Ann": TRAM, "Ben": None}


def test_a_claim_can_be_taken_over():
    claims = two_at_the_desk()
    claims.claim("a", "", TRAM, False, 0)
    claims.claim("b", "", TRAM, True, 1)

    assert on(claims) == {"Ann": None, "Ben": TRAM}


def test_a_claim_ends_when_its_moderator_is_elsewhere_gone_or_silent():
    claims = two_at_the_desk()
    claims.claim("a", "", TRAM, False, 0)
    assert on(claims, CLAIM_MS) == {"Ann": None, "Ben": None}
    claims.claim("b", "", TRAM, False, CLAIM_MS)
    assert on(claims, CLAIM_MS) == {"Ann": None, "Ben": TRAM}
    assert claims.expires_ms(CLAIM_MS) == 2 * CLAIM_MS
    claims.claim("b", "", PARK, False, CLAIM_MS)
    claims.claim("a", "", TRAM, False, CLAIM_MS)
    assert on(claims, CLAIM_MS) == {"Ann": TRAM, "Ben": PARK}
    claims.leave("a")
    assert on(claims, CLAIM_MS) == {"Ben": PARK}


class TwoHubs:
    """Ann at one hub, Ben at another, and what they tell each other."""

    def __init__(self) -> None:
        self.of = {"a": Claims(), "b": Claims()}
        for device, name in (("a", "Ann"), ("b", "Ben")):
            self.of[device].enter(device, name)
        self.meet(0)

    def claim(
        self, device: str, statement: StatementId | None, now_ms: int, *, take_over: bool = False
    ) -> None:
        self.of[device].claim(device, "", statement, take_over, now_ms)

    def meet(self, now_ms: int) -> None:
        for one, other in (("a", "b"), ("b", "a"), ("a", "b")):
            self.of[one].met(self.of[other].here, now_ms)

    def seen(self, now_ms: int) -> dict[str, StatementId | None]:
        """Who is on what; both hubs see the same."""
        found, other = (on(claims, now_ms) for claims in self.of.values())
        assert found == other
        return found


def test_a_claim_holds_at_every_hub():
    hubs = TwoHubs()
    hubs.claim("a", TRAM, 1_000)
    hubs.meet(2_000)
    hubs.claim("b", TRAM, 2_000)
    hubs.meet(3_000)

    assert hubs.seen(3_000) == {"Ann": TRAM, "Ben": None}


@pytest.mark.parametrize(("first", "winner"), [("a", "Ann"), ("b", "Ben")])
def test_of_two_claims_before_the_hubs_meet_the_earlier_holds(first: str, winner: str):
    hubs = TwoHubs()
    second = "b" if first == "a" else "a"
    hubs.claim(first, TRAM, 1_000)
    hubs.claim(second, TRAM, 1_001)
    hubs.meet(2_000)

    assert [name for name, statement in hubs.seen(2_000).items() if statement == TRAM] == [winner]


def test_a_claim_of_another_hub_is_taken_over_and_given_up_there():
    hubs = TwoHubs()
    hubs.claim("a", TRAM, 1_000)
    hubs.meet(2_000)
    hubs.claim("b", TRAM, 2_500, take_over=True)
    assert on(hubs.of["b"], 2_500) == {"Ben": TRAM, "Ann": None}
    hubs.meet(3_000)
    hubs.claim("b", TRAM, 32_000)
    hubs.meet(33_000)

    assert hubs.seen(33_000) == {"Ann": None, "Ben": TRAM}


def test_a_claim_of_another_hub_ends_with_its_moderator_or_its_silence():
    hubs = TwoHubs()
    hubs.claim("a", TRAM, 1_000)
    hubs.meet(2_000)
    assert on(hubs.of["b"], 1_000 + CLAIM_MS) == {"Ben": None, "Ann": None}
    hubs.of["a"].leave("a")
    hubs.of["b"].met((), 3_000)

    assert on(hubs.of["b"], 3_000) == {"Ben": None}


def test_a_desk_that_comes_back_at_another_hub_is_there_once():
    hubs = TwoHubs()
    hubs.of["b"].enter("a", "Ann")
    hubs.of["b"].met(hubs.of["a"].here, 1_000)

    assert [one.device for one in hubs.of["b"].present(1_000)] == ["b", "a"]


def test_hubs_meet_in_any_order_and_find_for_one():
    """At random: whatever two moderators claim, take over and leave, after meeting nobody is on another's statement."""
    for run in range(200):
        chance, hubs = random.Random(run), TwoHubs()
        for step in range(20):
            now_ms = step * 700
            device = chance.choice("ab")
            match chance.randrange(4):
                case 0:
                    hubs.meet(now_ms)
                case 1:
                    hubs.claim(device, None, now_ms)
                case take_over:
                    hubs.claim(device, chance.choice((TRAM, PARK)), now_ms, take_over=take_over == 2)
        hubs.meet(20_000)
        held = [one for one in hubs.seen(20_000).values() if one is not None]
        assert len(held) == len(set(held)), run


def test_those_present_have_colours_of_their_own_across_hubs():
    hubs = TwoHubs()
    hubs.of["b"].leave("b")
    hubs.of["b"].met((), 0)
    hubs.of["b"].enter("b", "Ben")
    assert [one.colour for one in hubs.of["b"].present(0)] == [0]
    hubs.meet(0)

    for claims in hubs.of.values():
        assert sorted(one.colour for one in claims.present(0)) == [0, 1]


def test_those_present_have_colours_of_their_own():
    claims = two_at_the_desk()
    claims.leave("a")
    claims.enter("c", "Cay")

    assert {one.name: one.colour for one in claims.present(0)} == {"Ben": 1, "Cay": 0}


def test_who_is_at_no_desk_claims_nothing():
    claims = Claims()
    claims.claim("phone", "Eve", TRAM, True, 0)

    assert on(claims) == {}


def test_the_delay_is_from_the_answer_to_the_map_that_contains_the_vote():
    measured = Instruments()
    for ballot in range(1, 21):
        measured.counted(ballot, now_ms=ballot * 100)
    measured.told(ballots=10, now_ms=3_000)
    assert measured.delay(3_000) == Delay(2_400, 2_900, 10)
    measured.told(ballots=20, now_ms=3_100)
    measured.told(ballots=20, now_ms=9_000)
    assert measured.delay(3_100) == Delay(2_000, 2_800, 20)


def test_figures_speak_of_the_last_minutes_and_hold_no_more_than_they_need():
    measured = Instruments()
    for ballot in range(MOST + 5):
        measured.counted(ballot, 0)
    measured.told(MOST + 5, 1_000)

    assert measured.delay(1_000) == Delay(1_000, 1_000, MOST)
    assert measured.delay(1_001 + WINDOW_MS) is None


def test_a_store_that_fails_is_in_trouble_until_it_keeps_something_again():
    measured = Instruments()
    measured.failed(0)
    assert measured.is_in_trouble(1)
    measured.saved(4, 2)
    assert not measured.is_in_trouble(3)
    assert measured.saving(3) == Delay(4, 4, 1)
    measured.failed(5)
    assert not measured.is_in_trouble(5 + TROUBLE_MS)


async def moderators(desk: Person, count: int, statement: str | None) -> list[dict[str, object]]:
    """Those at the desks, once there are so many and one of them is on that statement."""
    while True:
        pulse = await desk.hear("pulse")
        present = pulse.get("desk", {}).get("moderators", [])
        if len(present) == count and any(one.get("statement") == statement for one in present):
            return list(present)


async def test_desks_hear_of_each_other_and_phones_and_projectors_do_not(the_hall: Hall):
    one, other = await the_hall.desk(), await the_hall.enter(Role.MODERATOR, device="d2")
    prompt = await open_prompt(one)
    await seed(one, prompt, "Trams should run all night.")
    await one.say({"kind": "claim", "name": "Amina", "statement": "s"})
    phone, screen = await the_hall.phone(), await the_hall.screen()
    await phone.say({"kind": "claim", "name": "Eve", "statement": "s", "take_over": True})

    present = await moderators(other, 2, "s")

    assert [one["name"] for one in present if one.get("statement")] == ["Amina"]
    assert "desk" not in await screen.hear("pulse")
    assert not [message for message in phone.heard if "desk" in message]


async def test_a_desk_that_comes_back_before_its_old_socket_is_gone_stays_present(the_hall: Hall):
    old, other = await the_hall.desk(), await the_hall.enter(Role.MODERATOR, device="d2")
    await the_hall.desk()
    await old.socket.close()
    await other.say({"kind": "claim", "name": "Ben", "statement": "t"})

    assert len(await moderators(other, 2, "t")) == 2


async def test_a_desk_is_told_how_long_votes_take_to_the_map(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Trams should run all night.")
    phone = await the_hall.phone()
    await phone.ask("vote", statement=statement, choice="agree")

    while True:
        told = (await desk.hear("pulse")).get("desk", {})
        if "delay" in told:
            break

    assert told["delay"]["measured"] == 1
    assert 0 <= told["delay"]["half_ms"] == told["delay"]["most_ms"] < 5_000
    assert told["saving"]["measured"] >= 4
