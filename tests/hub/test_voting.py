"""A vote's way from a phone to the log, over real sockets."""

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.vocabulary import Role
from tests.hub.running import Hall, open_prompt, seed


async def votes(hall: Hall) -> list[VoteCast]:
    records = await hall.store.since(hall.code, 0)
    return [record.fact for record in records if isinstance(record.fact, VoteCast)]


async def test_a_counted_vote_is_in_the_log(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone()

    answer = await phone.ask("vote", statement=statement, choice="agree")

    assert answer["kind"] == "counted"
    assert [(vote.statement, vote.choice) for vote in await votes(the_hall)] == [(statement, "agree")]


async def test_a_vote_resent_on_another_connection_counts_once(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone(key="the-key-of-one-phone")
    assert (await phone.ask("vote", op=7, statement=statement, choice="agree"))["kind"] == "counted"
    await phone.socket.close()

    again = await the_hall.enter(key="the-key-of-one-phone")
    answer = await again.ask("vote", op=7, statement=statement, choice="agree")

    assert answer["kind"] == "counted"
    assert len(await votes(the_hall)) == 1


async def test_a_vote_taken_back_is_in_the_log_and_no_longer_among_the_phones_votes(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone(key="the-key-of-one-phone")
    await phone.ask("vote", op=7, statement=statement, choice="agree")
    assert (await phone.ask("withdraw-vote", op=8, statement=statement))["kind"] == "counted"
    await phone.socket.close()

    again = await the_hall.enter(key="the-key-of-one-phone", device="another")
    assert again.first("welcome")["op"] == 8
    assert (await again.hear("you")).get("votes", []) == []


async def test_a_returning_phone_is_told_its_votes_and_highest_operation(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone(key="the-key-of-one-phone")
    await phone.ask("vote", op=41, statement=statement, choice="pass")
    await phone.socket.close()

    again = await the_hall.enter(key="the-key-of-one-phone", device="another")

    assert again.first("welcome")["op"] == 41
    you = await again.hear("you")
    assert you["votes"] == [{"statement": statement, "choice": "pass", "reason": None, "op": 41}]
    assert you["mode"] == "remote"


async def test_the_higher_operation_wins_whatever_arrives_last(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", op=9, statement=statement, choice="disagree")
    await phone.ask("vote", op=5, statement=statement, choice="agree")

    assert [vote.choice for vote in await votes(the_hall)] == ["disagree"]


async def test_a_vote_counted_before_the_close_stays_counted_after_it(the_hall: Hall):
    desk = await the_hall.desk()
    prompt = await open_prompt(desk)
    statement = await seed(desk, prompt, "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", op=7, statement=statement, choice="agree")
    await desk.ask("close-prompt", prompt=prompt)

    assert (await phone.ask("vote", op=7, statement=statement, choice="agree"))["kind"] == "counted"
    refused = await phone.ask("vote", op=8, statement=statement, choice="disagree")
    assert (refused["kind"], refused["code"]) == ("refused", "prompt-not-open")


async def test_two_devices_of_one_participant_are_one_voter(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    one = await the_hall.phone(key="the-key-of-one-person", device="phone")
    two = await the_hall.enter(key="the-key-of-one-person", device="tablet")
    await one.ask("vote", op=2, statement=statement, choice="agree")
    await one.socket.close()

    # The ballot stays at hand for the tablet, although the phone has gone.
    assert (await two.ask("vote", op=3, statement=statement, choice="disagree"))["kind"] == "counted"
    assert len({vote.participant for vote in await votes(the_hall)}) == 1


async def test_the_pulse_counts_people_by_place_and_votes(the_hall: Hall):
    desk = await the_hall.desk()
    statement = await seed(desk, await open_prompt(desk), "Trams should be free.")
    phone = await the_hall.phone()
    await phone.ask("vote", statement=statement, choice="agree")
    screen = await the_hall.enter(Role.PROJECTOR)

    pulse = await screen.hear("pulse")

    assert (pulse["joined"], pulse["votes"]) == (1, 1)
    assert pulse["present"] == [{"mode": "remote", "people": 1}]
