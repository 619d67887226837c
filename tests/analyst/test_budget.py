"""How many bytes a map update is on its way to a phone, in a hall of a thousand who go on voting."""

import statistics
from itertools import pairwise

import numpy as np

from plenary.deliberation.opinion import Posting
from plenary.hub.telling import Detail, map_frame
from plenary.wire.codec import Encoding
from tests.analyst.assembly import GOVERNANCE, Assembly

PEOPLE = 1_000
STATEMENTS = 60
UPDATES = 3
VOTES_AN_UPDATE = 20
"""A thousand people who each vote every hundred seconds, for two seconds."""

BUDGET_BYTES = 4_096


async def hall_of_a_thousand() -> list[Posting]:
    """The postings of some updates, one after the other, once everybody has cast a dozen votes."""
    random = np.random.default_rng(7)
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *(f"statement{j:02}" for j in range(STATEMENTS)))

    def cast(person: int):
        j = int(random.integers(STATEMENTS))
        agrees = ((person + j) % 2 == 0) != (random.random() < 0.25)
        passes = random.random() < 0.1
        answer = "0" if passes else "+" if agrees else "-"
        return assembly.cast(f"person-{person:04}", f"statement{j:02}", answer)

    await assembly.ballots(*(cast(person) for person in range(PEOPLE) for _ in range(12)))
    for _ in range(3):  # until the method has settled
        await assembly.ballots(*(cast(int(random.integers(PEOPLE))) for _ in range(VOTES_AN_UPDATE)))
        await assembly.turn()
    postings = [await assembly.latest()]
    for _ in range(UPDATES):
        await assembly.ballots(*(cast(int(random.integers(PEOPLE))) for _ in range(VOTES_AN_UPDATE)))
        await assembly.turn()
        postings.append(await assembly.latest())
    return postings


def sizes(postings: list[Posting], detail: Detail) -> list[int]:
    """Bytes of each update as it goes to somebody who has the one before."""
    found = []
    for before, now in pairwise(postings):
        frame = map_frame(now, detail, before)
        found.append(len(frame.moved.encoded(Encoding.MSGPACK)))
    return found


async def test_an_update_of_a_thousand_people_keeps_to_its_budget():
    postings = await hall_of_a_thousand()

    for detail in (Detail.PLACES, Detail.FINDINGS):
        found = sizes(postings, detail)
        assert statistics.median(found) <= BUDGET_BYTES, (detail, found)
