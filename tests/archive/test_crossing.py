"""The joint view of several prompts: what a report tells of people who are in a group on more than one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.crossing import Divided, crossings
from plenary.archive.report.file import Page, ReportUnreadable, written
from plenary.archive.report.model import Crossing, Report
from plenary.archive.report.verifying import verify_report
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import ParticipantId
from tests.archive.gatherings import TEXTS, camps, gathered

PAGE = Page("console.log('a page')", "body { margin: 0 }")


def people(first: int, last: int) -> frozenset[ParticipantId]:
    return frozenset(ParticipantId(f"p{number}") for number in range(first, last))


def divided(number: int, *groups: frozenset[ParticipantId], besides: frozenset[ParticipantId]) -> Divided:
    return Divided(number, dict(zip("ABC", groups, strict=False)), besides.union(*groups))


def test_people_of_one_group_are_told_by_the_groups_of_another_prompt_in_steps():
    # 0-39 and 40-69 on the first; on the second 33 of the former with 6 of the latter, 17 of the latter with 4.
    first = divided(1, people(0, 40), people(40, 70), besides=people(70, 80))
    second = divided(
        2, people(0, 33) | people(40, 46), people(36, 40) | people(46, 63), besides=people(33, 36)
    )
    (found,) = crossings([first, second], K)

    assert (found.prompt, found.other, found.overlap) == (1, 2, "same")
    assert found.at_least == ((30, 0, 0), (5, 15, 5), (0, 0, 0))


@pytest.mark.parametrize(
    ("moved", "overlap"),
    [(0, "same"), (24, "partly"), (35, "across")],
)
def test_it_is_said_what_two_prompts_have_to_do_with_one_another(moved: int, overlap: str):
    first = divided(1, people(0, 70), people(70, 140), besides=people(0, 0))
    turned = people(0, moved) | people(70, 70 + moved)
    one, other = (
        (people(0, 70) - turned) | people(70, 70 + moved),
        (people(70, 140) - turned) | people(0, moved),
    )
    (found,) = crossings([first, divided(2, one, other, besides=people(140, 150))], K)

    assert found.overlap == overlap


def test_where_few_are_in_a_group_on_both_nothing_is_told_from_chance():
    first = divided(1, people(0, 14), people(14, 28), besides=people(28, 40))
    second = divided(2, people(0, 7) | people(14, 21), people(7, 14) | people(21, 28), besides=people(40, 52))
    (found,) = crossings([first, second], K)

    assert found.overlap == "unclear"


def test_tables_that_are_told_alike_have_the_same_word():
    # Nothing else is told like these two; by the counts as they are one would be `partly`, the other `same`.
    first, second = people(0, 42), people(42, 60)
    words = set()
    for here, there in [(17, 59), (16, 60)]:
        one = people(0, here) | people(42, there)
        other = people(here, 42) | people(there, 60)
        (found,) = crossings(
            [divided(1, first, second, besides=people(0, 0)), divided(2, one, other, besides=people(0, 0))], K
        )
        assert found.at_least == ((15, 25, 0), (15, 0, 0), (0, 0, 0))
        words.add(found.overlap)

    assert len(words) == 1


def test_other_people_on_another_prompt_are_no_joint_view():
    first = divided(1, people(0, 40), people(40, 70), besides=people(0, 0))
    second = divided(2, people(100, 140), people(140, 170), besides=people(0, 0))

    assert list(crossings([first, second], K)) == []


@pytest.fixture(scope="module")
def forum() -> Report:
    """Two prompts that everybody answered alike."""
    found = report(gathered(camps([15, 10], 6), TEXTS[:6]), Wish())
    (prompt,) = found.prompts
    assert found.crossings == ()  # of one prompt there is no joint view
    assert [group.size for group in prompt.result.groups] == [15, 10]
    return replace(
        found,
        prompts=(prompt, replace(prompt, number=2)),
        crossings=(Crossing(1, 2, ((15, 0, 0), (0, 10, 0), (0, 0, 0)), "same"),),
    )


def test_a_report_with_a_joint_view_verifies(forum: Report):
    assert verify_report(written(forum, PAGE)).report == forum


@pytest.mark.parametrize(
    "forged",
    [
        ((20, 0, 0), (0, 10, 0), (0, 0, 0)),
        ((5, 0, 0), (15, 0, 0), (0, 0, 0)),
        ((15, 0), (0, 10)),
        ((10, 5, 5), (0, 5, 0), (0, 0, 0)),
    ],
)
def test_a_joint_view_that_puts_more_people_into_a_group_than_it_has_is_refused(
    forum: Report, forged: Sequence[tuple[int, ...]]
):
    (crossing,) = forum.crossings
    changed = replace(forum, crossings=(replace(crossing, at_least=tuple(forged)),))

    with pytest.raises(ReportUnreadable, match="more people into groups of prompts 1 and 2"):
        verify_report(written(changed, PAGE))
