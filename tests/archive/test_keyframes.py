"""The course of a map, for watching: groups as wholes, and nobody alone."""

import plenary_analysis as analysis
from plenary.archive.report.keyframes import STEPS, keyframes
from plenary.deliberation.small_numbers import K
from tests.archive.gatherings import camps

VALUES = {"+": 1, "-": -1, "0": 0}


def maps(*crowds: dict[str, str]) -> list[analysis.OpinionMap]:
    """One map after each crowd has come to those before."""
    engine = analysis.Engine()
    found: list[analysis.OpinionMap] = []
    for crowd in crowds:
        engine.add(
            analysis.Vote(who, str(number), VALUES[mark], (number, who))
            for who, marks in crowd.items()
            for number, mark in enumerate(marks, 1)
        )
        found.append(engine.opinion_map(len(found) + 1))
    return found


def crowd(name: str, sizes: list[int]) -> dict[str, str]:
    return {f"{name}-{who}": marks for who, marks in camps(sizes, 8).items()}


def test_groups_are_told_as_wholes_in_steps_and_on_one_scale():
    first, last = keyframes(maps(crowd("early", [9, 6]), crowd("late", [8, 5])), {"A": "A", "B": "B"}, K)

    assert [(one.group, one.people) for one in first] == [("A", 5), ("B", 5)]
    assert [(one.group, one.people) for one in last] == [("A", 15), ("B", 10)]
    assert all(-STEPS <= one.x <= STEPS and -STEPS <= one.y <= STEPS for one in (*first, *last))
    assert max(abs(one.x) for one in last) > STEPS / 4


def test_a_group_of_fewer_than_k_is_not_in_the_picture():
    found = maps(crowd("all", [12, 4]))
    assert sorted(group.size for group in found[0].groups) == [4, 12]

    (only,) = keyframes(found, {}, K)
    assert [one.people for one in only] == [10]


def test_a_group_that_is_not_in_the_result_has_a_small_letter():
    (only,) = keyframes(maps(crowd("all", [12, 9])), {"A": "B"}, K)

    assert [one.group for one in only] == ["B", "b"]


def test_where_nobody_differs_there_is_no_picture():
    alike = {f"p{number}": "+++" for number in range(20)}

    assert list(keyframes(maps(alike), {}, K)) == [()]
    assert list(keyframes([], {}, K)) == []
