"""Moderators see each other: who is at a desk, and who is on which statement."""

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
