"""A report's file: it gives back its report, and a byte that was changed or a result that was forged is found."""

import random
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import ReportUnreadable, data_of, read, written
from plenary.archive.report.model import Report
from plenary.archive.report.verifying import verify_report
from tests.archive.gatherings import TEXTS, camps, gathered
from tests.archive.test_report import PAGE, reported


@pytest.fixture(scope="module")
def forum() -> Report:
    return reported(camps((60, 40, 18)), wish=Wish())


@pytest.fixture(scope="module")
def file(forum: Report) -> bytes:
    return written(forum, PAGE)


def test_an_honest_report_is_counted_and_grouped_again(file: bytes):
    verified = verify_report(file)

    assert [prompt.is_same for prompt in verified.prompts] == [True]


def test_the_file_gives_back_the_report(forum: Report, file: bytes):
    assert read(file)[0] == forum


def test_of_a_thousand_changed_bytes_in_the_data_each_is_found(file: bytes):
    chance = random.Random(20261125)
    begin = file.index(b'id="report"')
    end = file.index(b"</script>", begin)
    found = 0
    for _ in range(1_000):
        place = chance.randrange(begin, end)
        other = (file[place] + chance.randrange(1, 256)) % 256
        found += is_refused(file[:place] + bytes([other]) + file[place + 1 :])

    assert found == 1_000


def test_a_changed_byte_anywhere_else_is_found_too(file: bytes):
    chance = random.Random(7)
    for _ in range(300):
        place = chance.randrange(len(file))
        assert is_refused(
            file[:place] + bytes([file[place] ^ (1 << chance.randrange(8))]) + file[place + 1 :]
        )


@pytest.mark.parametrize("cut", [1, 10, 100, 1_000])
def test_a_file_cut_short_is_refused(file: bytes, cut: int):
    assert is_refused(file[:-cut])


def test_something_added_is_found(file: bytes):
    assert is_refused(file + b"<script>alert(1)</script>")


def is_refused(content: bytes) -> bool:
    try:
        verify_report(content)
    except ReportUnreadable:
        return True
    return False


def forged(forum: Report, **changes: Any) -> bytes:
    """Somebody who writes a report with every digest and seal right, and its result wrong."""
    prompt = forum.prompts[0]
    return written(replace(forum, prompts=(replace(prompt, **changes),)), PAGE)


def test_a_forger_who_mends_every_digest_is_found_by_counting(forum: Report):
    prompt = forum.prompts[0]
    first, *others = prompt.result.scores
    assert first.tally is not None
    more = replace(first, tally=replace(first.tally, agree=first.tally.agree + 1))

    with pytest.raises(ReportUnreadable, match="another tally for statement 1"):
        verify_report(forged(forum, result=replace(prompt.result, scores=(more, *others))))


def test_a_report_states_its_parameters_and_no_others_pass(forum: Report):
    stated = dict(forum.parameters)

    assert stated["consensus-chance"] == 0.8
    assert verify_report(written(forum, PAGE)).report.parameters == forum.parameters
    with pytest.raises(ReportUnreadable, match="other parameters"):
        verify_report(written(replace(forum, parameters=(("consensus-chance", 0.5),)), PAGE))


def test_a_forged_ballot_is_found_by_counting(forum: Report):
    prompt = forum.prompts[0]
    turned = prompt.ballots[0].translate(str.maketrans("+-", "-+"))

    with pytest.raises(ReportUnreadable, match="another tally"):
        verify_report(forged(forum, ballots=(turned, *prompt.ballots[1:])))


def test_people_put_into_another_group_are_found_by_grouping(forum: Report):
    prompt = forum.prompts[0]
    moved = tuple(0 for _ in prompt.dots.group)

    with pytest.raises(ReportUnreadable, match="into another group"):
        verify_report(forged(forum, dots=replace(prompt.dots, group=moved)))


@pytest.mark.parametrize("ballot", ["!", "+" * 13])
def test_a_ballot_that_is_none_is_refused(forum: Report, ballot: str):
    with pytest.raises(ReportUnreadable, match="a ballot that is none"):
        verify_report(forged(forum, ballots=(ballot, *forum.prompts[0].ballots[1:])))


@pytest.mark.parametrize(
    ("ballots", "columns", "fault"),
    [
        ((), (1, 2), "no vote on a statement that it says has votes"),
        (("+-", "+"), (1, 2, 3), "no vote on a statement that it says has votes"),
        (("+-", ""), (1, 2), "a ballot without a vote"),
        (("+-", ".."), (1, 2), "a ballot without a vote"),
        (("+-", "-+"), (1, 1), "the votes on a statement twice"),
    ],
)
def test_ballots_that_no_report_has_are_refused(
    forum: Report, ballots: tuple[str, ...], columns: tuple[int, ...], fault: str
):
    with pytest.raises(ReportUnreadable, match=fault):
        verify_report(forged(forum, ballots=ballots, columns=columns))


@pytest.mark.parametrize("k", [0, -1])
def test_a_report_that_would_tell_of_nobody_is_refused(forum: Report, k: int):
    with pytest.raises(ReportUnreadable, match=f"a k of {k}"):
        verify_report(written(replace(forum, privacy=replace(forum.privacy, k=k)), PAGE))


def test_without_ballots_nothing_is_counted_again_and_that_is_said():
    found = report(gathered(camps((9, 8)), TEXTS), Wish(with_ballots=False))
    verified = verify_report(written(found, PAGE))

    assert found.prompts[0].ballots == ()
    assert [prompt.is_same for prompt in verified.prompts] == [None]


@pytest.mark.parametrize(
    "payload",
    ["</script><script>alert(1)</script>", "<!--<script>", "</noscript><img src=x onerror=alert(1)>"],
)
def test_no_text_ends_the_element_that_it_stands_in(payload: str):
    found = reported(camps((9, 8)), (payload, *TEXTS[1:]))
    content = written(found, PAGE)

    assert b"<" not in data_of(found)
    assert payload.encode() not in content
    assert read(content)[0].prompts[0].statements[0].text == payload


def test_a_report_in_a_later_form_is_refused_by_name(forum: Report):
    with pytest.raises(ReportUnreadable, match="form 99"):
        read(written(replace(forum, form=99), PAGE))


def test_the_data_are_plain_json(forum: Report):
    assert msgspec.json.decode(data_of(forum))["event"]["title"] == "The forum"
