"""From which places a prompt has votes: for desks, and never of a few people."""

import pytest

from plenary.deliberation.ballot_facts import ParticipantJoined
from plenary.deliberation.findings import REMOTE, Heard
from plenary.deliberation.vocabulary import Mode, Operation, ParticipantId, VenueId
from plenary.hub.telling import Detail, map_frame
from plenary.wire.from_server import WholeMap
from tests.analyst.assembly import ENGLISH, GOVERNANCE, Assembly

MUMBAI, BANGKOK = VenueId("mumbai"), VenueId("bangkok")


async def seat(hall: Assembly, person: str, venue: VenueId | None, counter: int = 1) -> None:
    mode = Mode.IN_ROOM if venue else Mode.REMOTE
    await hall.ballots(
        ParticipantJoined(ParticipantId(person), mode, venue, ENGLISH, Operation(counter, person))
    )


async def assembly(mumbai: int, bangkok: int, remote: int) -> Assembly:
    """Everybody answers one statement, and those in Mumbai a second."""
    hall = Assembly()
    await hall.begin(GOVERNANCE)
    await hall.show(GOVERNANCE, "a", "b")
    for place, people in ((MUMBAI, mumbai), (BANGKOK, bangkok), (None, remote)):
        for number in range(people):
            person = f"{place}-{number}"
            await seat(hall, person, place)
            await hall.vote(person, **({"a": "+", "b": "-"} if place == MUMBAI else {"a": "-"}))
    return hall


async def heard(hall: Assembly) -> tuple[Heard, ...]:
    await hall.turn()
    return (await hall.latest()).map.heard


async def test_people_and_votes_are_counted_where_they_take_part():
    hall = await assembly(mumbai=7, bangkok=6, remote=5)

    assert await heard(hall) == (Heard(BANGKOK, 6, 6), Heard(MUMBAI, 7, 14), Heard(REMOTE, 5, 5))


@pytest.mark.parametrize(
    ("bangkok", "remote", "told"),
    [
        (3, 2, (Heard(BANGKOK), Heard(MUMBAI, 9, 18), Heard(REMOTE))),
        # Three alone could be had from the whole: the next smallest place goes with them.
        (3, 6, (Heard(BANGKOK), Heard(MUMBAI, 9, 18), Heard(REMOTE))),
    ],
)
async def test_a_place_with_a_few_people_has_no_numbers_nor_can_they_be_had(bangkok, remote, told):
    assert await heard(await assembly(mumbai=9, bangkok=bangkok, remote=remote)) == told


async def test_whoever_moves_on_is_counted_where_they_are_now():
    hall = await assembly(mumbai=9, bangkok=8, remote=0)
    for number in range(2):
        await seat(hall, f"{BANGKOK}-{number}", MUMBAI, counter=1_000)
    await hall.vote("mumbai-0", a="-")

    assert await heard(hall) == (Heard(BANGKOK, 6, 6), Heard(MUMBAI, 11, 20))


async def test_it_is_told_to_desks_alone():
    hall = await assembly(mumbai=7, bangkok=6, remote=0)
    assert await heard(hall)
    posting = await hall.latest()

    told = [map_frame(posting, detail).whole.message for detail in Detail]
    heard_by = [one.heard for one in told if isinstance(one, WholeMap)]
    assert list(Detail) == [Detail.PLACES, Detail.FINDINGS, Detail.DESK]
    assert heard_by == [(), (), posting.map.heard]
