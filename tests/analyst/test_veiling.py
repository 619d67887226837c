"""What everybody sees of results while votes come in: nothing of a few, alone, by subtracting, or by watching."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from plenary.analyst import Analyst
from plenary.deliberation.opinion import OpinionGroup, Posting, StatementResult, Tally, ToldResult
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import StatementId
from plenary.hub.telling import Detail, map_frame
from plenary.mapping.veiling import Veil
from plenary.wire.from_server import Findings, FromServer, MapMoved, WholeMap
from tests.analyst.assembly import GOVERNANCE, Assembly

S1 = StatementId("s1")
Cells = tuple[int, int, int]


def groups(*labels: str) -> list[OpinionGroup]:
    return [OpinionGroup(label, 9, 0, 0) for label in labels]


def result(*parts: Cells) -> StatementResult:
    """By group, and last of those who are in none."""
    of = Tally(*map(sum, zip(*parts, strict=True)))
    return StatementResult(S1, of, 0.5, "agree", 0.25, tuple(Tally(*one) for one in parts[:-1]))


def told(*parts: Cells, k: int = K) -> StatementResult:
    labels = "ABCDEFGH"[: len(parts) - 1]
    return Veil(k).draw([result(*parts)], groups(*labels))[0].result


def cells(tally: Tally) -> tuple[int, int, int, int]:
    return tally.agree, tally.disagree, tally.passed, tally.other


def of_few(tally: Tally) -> bool:
    return any(0 < cell < K for cell in cells(tally))


def test_numbers_that_are_large_enough_are_told_as_they_are():
    shown = told((9, 5, 0), (0, 7, 6), (5, 5, 5))

    assert cells(shown.tally) == (14, 17, 11, 0)
    assert [cells(one) for one in shown.by_group] == [(9, 5, 0, 0), (0, 7, 6, 0)]
    assert shown.leanings == ()


def test_a_small_answer_stands_among_others_and_no_group_shows_it():
    shown = told((12, 0, 2), (0, 11, 0), (0, 0, 0))

    assert cells(shown.tally) == (9, 11, 0, 5)
    assert [cells(one) for one in shown.by_group] == [(9, 0, 0, 5), (0, 11, 0, 0)]
    assert shown.leanings == ()


def test_a_group_that_is_too_few_for_numbers_still_has_its_direction():
    shown = told((20, 6, 5), (4, 1, 0), (3, 1, 0), (5, 5, 5))

    assert [cells(one) for one in shown.by_group] == [(20, 6, 5, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert shown.leanings == ("", "", "agree", "few")


@pytest.mark.parametrize("parts", [((2, 1, 1), (0, 0, 0)), ((3, 1, 1), (0, 0, 0)), ((0, 0, 0), (0, 0, 0))])
def test_too_few_answers_are_none(parts: tuple[Cells, ...]):
    shown = told(*parts)

    assert shown.tally == Tally(0, 0, 0)
    assert (shown.consensus, shown.divisiveness) == (0.0, 0.0)
    assert shown.leanings == ("few", "few")


def at_random(chance: random.Random) -> list[Cells]:
    most = chance.choice((3, 8, 30))
    return [
        (chance.randrange(most), chance.randrange(most), chance.randrange(most))
        for _ in range(chance.randrange(1, 6))
    ]


def test_no_cell_and_no_difference_of_cells_is_of_a_few():
    chance = random.Random(31)
    for _ in range(10_000):
        parts = at_random(chance)
        shown = told(*parts)
        assert not of_few(shown.tally)
        assert not any(of_few(one) for one in shown.by_group)
        if shown.tally == Tally(0, 0, 0):
            assert all(one == Tally(0, 0, 0) for one in shown.by_group)
            continue
        assert sum(cells(shown.tally)) == sum(map(sum, parts))
        left = [
            whole - sum(part)
            for whole, *part in zip(cells(shown.tally), *map(cells, shown.by_group), strict=True)
        ]
        assert not any(0 < cell < K for cell in left)


MOST = 14
"""The largest of the tables below, in which a cell of what is shown may be up to 2 k less than it was."""


def test_no_small_answer_can_be_worked_out():
    """Of every small table: what else could have given just what is shown?"""
    shown_for: dict[StatementResult, set[Cells]] = {}
    for agree, disagree, passed in itertools.product(range(MOST), repeat=3):
        of = (agree, disagree, passed)
        shown_for.setdefault(told(of, (0, 0, 0)), set()).add(of)
    masked = [
        fitting
        for shown, fitting in shown_for.items()
        if max(cells(shown.tally)) < MOST - K and (shown.tally.other or shown.tally == Tally(0, 0, 0))
    ]
    assert len(masked) > 20
    for fitting in masked:
        for answer in range(3):
            could_be = {one[answer] for one in fitting}
            assert len(could_be) > 1 or not could_be & set(range(1, K)), fitting


def watched(chance: random.Random) -> Iterator[tuple[ToldResult, StatementResult]]:
    """What is shown as people come and change their minds one by one, and how things were."""
    veil, names = Veil(K), "ABC"
    parts = [[0, 0, 0] for _ in range(4)]
    for _ in range(120):
        part = chance.choice(parts)
        if chance.random() < 0.2 and any(part):
            part[chance.choice([place for place in range(3) if part[place]])] -= 1
        part[chance.choices(range(3), (6, 3, 1))[0]] += 1
        now = result(*[(one[0], one[1], one[2]) for one in parts])
        drawn = veil.draw([now], groups(*names))
        if chance.random() < 0.8:  # some postings are fenced, and nobody sees them
            veil.posted(drawn)
            yield drawn[0], now


def test_whoever_watches_sees_numbers_move_by_k_people_at_least():
    chance = random.Random(5)
    moves = 0
    for _ in range(200):
        before: ToldResult | None = None
        for shown, _ in watched(chance):
            if before is not None and shown != before and before.of != Tally(0, 0, 0):
                moves += 1
                changes = [now - then for now, then in zip(cells(shown.of), cells(before.of), strict=True)]
                assert (
                    max(sum(one for one in changes if one > 0), -sum(one for one in changes if one < 0)) >= K
                )
            assert not of_few(shown.result.tally)
            before = shown
    assert moves > 1_000


def test_numbers_are_never_further_behind_than_twice_k():
    chance = random.Random(6)
    for _ in range(100):
        for shown, now in watched(chance):
            if shown.of != Tally(0, 0, 0):
                new = sum(cells(now.tally)) - sum(cells(shown.of))
                untellable = told((now.tally.agree, now.tally.disagree, now.tally.passed), (0, 0, 0)).leanings
                assert new < 2 * K or untellable == ("few", "few")


def test_when_a_group_is_born_it_has_no_numbers_until_enough_have_answered():
    veil = Veil(K)
    veil.posted(veil.draw([result((9, 0, 0), (0, 9, 0), (0, 0, 0))], groups("A", "B")))

    drawn = veil.draw([result((6, 0, 0), (0, 9, 0), (3, 0, 0), (0, 0, 0))], groups("A", "B", "C"))

    assert cells(drawn[0].result.tally) == (9, 9, 0, 0)
    assert [cells(one)[:2] for one in drawn[0].result.by_group] == [(9, 0), (0, 9), (0, 0)]
    assert drawn[0].result.leanings == ("", "", "", "few")


def test_when_groups_merge_their_numbers_wait():
    veil = Veil(K)
    veil.posted(veil.draw([result((9, 0, 0), (0, 9, 0), (0, 0, 0))], groups("A", "B")))

    drawn = veil.draw([result((9, 9, 0), (0, 0, 0))], groups("A"))

    assert cells(drawn[0].result.tally) == (9, 9, 0, 0)
    assert drawn[0].result.leanings == ("", "few")


def test_without_a_least_number_everything_is_told():
    shown = told((2, 1, 0), (0, 0, 1), k=1)

    assert cells(shown.tally) == (2, 1, 1, 0)


@pytest.mark.parametrize("k", [1, K])
async def test_a_group_has_typical_statements_where_enough_of_it_have_answered_them(k: int):
    assembly = Assembly()
    assembly.analyst = Analyst(assembly.store, assembly.store, assembly.bulletin, assembly.clock, k=k)
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, *"abcdefgh")
    for person in range(24):
        answers = dict(zip("abcdefgh", "++++++--" if person % 2 else "------++", strict=True))
        if person >= 2 * (K - 1):
            del answers["a"]
        await assembly.vote(f"person-{person}", **answers)

    await assembly.turn()

    shown = (await assembly.latest()).map
    assert [group.size for group in shown.groups] == [8, 8, K - 1, K - 1]
    assert [bool(typical) for typical in shown.representative] == [True, True, k == 1, k == 1]


def findings_of(message: FromServer) -> Findings:
    assert isinstance(message, WholeMap | MapMoved)
    assert message.findings is not None
    return message.findings


async def test_desks_hear_the_counts_as_they_are_and_beside_them_what_everybody_is_told():
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, "a", "b", "c", "d")
    await assembly.two_camps(people=24)
    before: Posting | None = None
    moved = 0
    for turn in range(3 * K):
        await assembly.turn()
        now = await assembly.latest()
        at_desk, on_screen = (map_frame(now, one, before) for one in (Detail.DESK, Detail.FINDINGS))

        for desks, screens in ((at_desk.whole, on_screen.whole), (at_desk.moved, on_screen.moved)):
            assert findings_of(desks.message).told == findings_of(screens.message).results
            assert findings_of(screens.message).told is None
        heard = {one.statement: one.counts[:3] for one in findings_of(at_desk.whole.message).results}
        assert heard == {one.statement: cells(one.tally)[:3] for one in now.map.results}
        difference = findings_of(at_desk.moved.message)
        moved += bool(difference.results) and not difference.told
        before = now
        await assembly.vote(f"newcomer-{turn}", a="+-"[turn % 2])

    assert moved > K, "counts move at the desk while the hall's wait"


async def test_another_analyst_goes_on_from_what_was_told():
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, "a", "b", "c", "d")
    await assembly.two_camps(people=12)
    await assembly.turn()
    first = await assembly.latest()
    assembly.analyst = assembly.new_analyst()
    await assembly.vote("newcomer", a="-")

    await assembly.turn()

    second = await assembly.latest()
    assert second.map.results != first.map.results
    assert [replace(one, labels=()) for one in second.told] == [replace(one, labels=()) for one in first.told]
