"""How much a turn of the analyst costs every phone: what moved, and no more."""

import random
import statistics

from plenary.hub.telling import Detail, map_frame
from plenary.wire.codec import Encoding
from tests.analyst.assembly import GOVERNANCE, Assembly

PEOPLE, STATEMENTS, VOTES_EACH, VOTES_A_TURN, TURNS = 1_000, 40, 10, 30, 5
BUDGET_BYTES = 4_000


async def hall(dice: random.Random) -> tuple[Assembly, dict[str, int]]:
    """A thousand people of three minds who have voted ten times each."""
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *(f"s{number}" for number in range(STATEMENTS)))
    mind_of = {f"person-{number}": number % 3 for number in range(PEOPLE)}
    votes = [
        assembly.cast(person, f"s{number}", answer(dice, mind, number))
        for person, mind in mind_of.items()
        for number in dice.sample(range(STATEMENTS), VOTES_EACH)
    ]
    await assembly.ballots(*votes)
    return assembly, mind_of


def answer(dice: random.Random, mind: int, statement: int) -> str:
    usual = "+" if (statement * 7 + mind * 3) % 5 < 3 else "-"
    return dice.choices([usual, "0", "-" if usual == "+" else "+"], [8, 1, 1])[0]


async def test_a_usual_update_to_a_thousand_people_is_under_four_kilobytes():
    dice = random.Random(2_026)
    assembly, mind_of = await hall(dice)
    await assembly.turn()
    people = list(mind_of)
    sizes, whole = [], 0
    for _ in range(TURNS):
        for person in dice.sample(people, VOTES_A_TURN):
            number = dice.randrange(STATEMENTS)
            await assembly.ballots(assembly.cast(person, f"s{number}", answer(dice, mind_of[person], number)))
        await assembly.turn()
        frame = map_frame(await assembly.latest(), Detail.PLACES)
        assert frame.moved is not None, "the difference is the smaller message"
        sizes.append(len(frame.moved.encoded(Encoding.MSGPACK)))
        whole = len(frame.whole.encoded(Encoding.MSGPACK))
    print(
        f"\n{PEOPLE} people: updates of {sizes} bytes after {VOTES_A_TURN} votes each; the whole map has {whole}"
    )

    assert statistics.median(sizes) <= BUDGET_BYTES
    assert max(sizes) <= 1.1 * BUDGET_BYTES
