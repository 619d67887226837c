"""Merged wordings in the map: one statement, one vote a person; taken apart, everything as it was."""

import pytest

from plenary.deliberation.facts import DecisionUndone, StatementMerged, StatementRejected
from plenary.deliberation.opinion import OpinionMap, Tally
from plenary.deliberation.vocabulary import StatementId
from tests.analyst.assembly import DESK, GOVERNANCE, Assembly


@pytest.fixture
async def assembly() -> Assembly:
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, "a", "b", "c", "d")
    await assembly.two_camps()
    return assembly


def merged(statement: str, into: str) -> StatementMerged:
    return StatementMerged(StatementId(statement), StatementId(into), DESK)


def apart(statement: str, decision: int = 2) -> DecisionUndone:
    return DecisionUndone(StatementId(statement), decision, DESK)


def tallies(shown: OpinionMap) -> dict[str, Tally]:
    return {one.statement: one.tally for one in shown.results}


async def posted(assembly: Assembly) -> OpinionMap:
    await assembly.turn()
    return (await assembly.latest()).map


async def test_two_wordings_count_as_one_statement_and_each_person_once(assembly):
    await assembly.vote("only-a", a="+")
    await assembly.vote("only-b", b="+")
    before = tallies(await posted(assembly))
    assert before["a"] == Tally(7, 6, 0)
    assert before["b"] == Tally(7, 6, 0)

    await assembly.programme(merged("b", "a"))
    after = tallies(await posted(assembly))

    # Twelve have answered both wordings, two one of them: fourteen people.
    assert after["a"] == Tally(8, 6, 0)
    assert "b" not in after
    assert (after["c"], after["d"]) == (before["c"], before["d"])


async def test_of_somebodys_votes_on_two_wordings_the_later_counts(assembly):
    await assembly.vote("person-1", b="-")
    await assembly.programme(merged("b", "a"))

    assert tallies(await posted(assembly))["a"] == Tally(5, 7, 0)


async def test_taken_apart_each_wording_has_exactly_its_own_votes_again(assembly):
    before = await posted(assembly)
    await assembly.programme(merged("b", "a"))
    await assembly.vote("late", b="0")
    await posted(assembly)

    await assembly.programme(apart("b"))
    after = await posted(assembly)

    expected = tallies(before) | {"b": Tally(6, 6, 1)}
    assert tallies(after) == expected


async def test_an_analyst_that_begins_later_counts_the_same(assembly):
    await posted(assembly)
    await assembly.programme(merged("b", "a"))
    warm = await posted(assembly)
    await assembly.vote("late", b="+")
    assembly.analyst = assembly.new_analyst()
    cold = await posted(assembly)

    assert tallies(cold) == tallies(warm) | {"a": Tally(7, 6, 0)}
    assert len(cold.dots.groups) == len(warm.dots.groups) + 1


async def test_merging_moves_no_persons_dot_to_another_place_in_the_list(assembly):
    await assembly.turn()
    before = (await assembly.latest()).dot_of
    await assembly.programme(merged("b", "a"))
    await assembly.turn()

    assert (await assembly.latest()).dot_of == before


async def test_wordings_of_a_rejected_statement_are_not_counted(assembly):
    await assembly.programme(merged("b", "a"), StatementRejected(StatementId("a"), "", DESK))

    assert set(tallies(await posted(assembly))) == {"c", "d"}
