"""Which statements somebody is shown next, and how fast votes come in."""

import plenary_analysis as analysis
from plenary.deliberation.routing import Asking, Routing
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId
from plenary.mapping.choosing import choose, packed_model
from plenary.mapping.pace import WINDOW_MS, Pace
from plenary.mapping.packing import packed, unpacked
from tests.analyst.assembly import GOVERNANCE, Assembly

ALL = tuple(StatementId(name) for name in "abcdef")


def asked(person: str, unseen: tuple[StatementId, ...] = ALL, **answered: Choice) -> Asking:
    return Asking(
        ParticipantId(person), {StatementId(one): choice for one, choice in answered.items()}, unseen
    )


def test_the_same_asking_gets_the_same_answer_alone_or_among_others():
    everybody = [asked(f"person-{i}") for i in range(20)]

    together = choose(Routing(), everybody, 4, None)

    assert together == [choose(Routing(), [one], 4, None)[0] for one in everybody]
    assert len(set(together)) > 15
    assert {len(set(one)) for one in together} == {4}


def test_statements_without_votes_come_first_where_there_is_no_model():
    routing = Routing(votes={StatementId(name): 5 for name in "abcd"})

    for one in choose(routing, [asked(f"person-{i}") for i in range(10)], 2, None):
        assert set(one) == {"e", "f"}


def test_nothing_left_gives_nothing():
    assert choose(Routing(), [asked("ada", ())], 3, None) == [()]
    assert choose(Routing(), [], 3, None) == []


async def test_the_postings_model_says_which_votes_tell_most():
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *"abcdef")
    # a, b, c divide two camps; on d, e, f everybody agrees, so they say nothing about anybody.
    for i in range(30):
        side = "+++" if i % 2 else "---"
        await assembly.vote(f"person-{i}", **dict(zip("abcdef", side + "+++", strict=True)))
    await assembly.turn()
    routing = (await assembly.latest()).routing
    assert routing.votes == dict.fromkeys(ALL, 30)
    assert routing.votes_per_s > 0

    firsts = [choose(routing, [asked(f"new-{i}")], 1, None)[0][0] for i in range(60)]

    telling = sum(one in "abc" for one in firsts) / len(firsts)
    # With so many votes three fifths of the turns are the person's; a coverage turn, where all have as many, goes to
    # what may be common ground.
    assert 0.4 < telling < 0.8
    assert len({one for one in firsts if one in "def"}) == 1


def test_a_model_comes_back_from_its_bytes_as_it_was():
    engine = analysis.Engine()
    engine.add(
        analysis.Vote(f"p{i}", f"s{j}", 1 if (i + j) % 2 else -1, (1, "d"))
        for i in range(12)
        for j in range(5)
    )
    warmth = engine.opinion_map(1).warmth
    assert warmth is not None

    back = unpacked(packed(warmth), analysis.Warmth)

    assert packed(back) == packed(warmth) == packed_model(warmth)
    assert not back.model.weights.flags.writeable
    assert packed_model(None) == b""


def test_the_pace_is_that_of_the_last_minutes():
    pace = Pace()
    assert pace.votes_per_s(0) == 0
    for at_ms in range(0, 100_000, 100):
        pace.quicken(at_ms)

    assert round(pace.votes_per_s(100_000)) == 10
    assert pace.votes_per_s(100_000 + 2 * WINDOW_MS) == 0


def test_a_clock_that_steps_back_does_not_confuse_the_pace():
    pace = Pace()
    for at_ms in (50_000, 10_000, 50_500):
        pace.quicken(at_ms)

    assert pace.votes_per_s(51_000) == 3
