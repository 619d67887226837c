"""A report: what it counts, whom it names (nobody), and what it tells of."""

import random
import re
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from plenary.archive.report import model
from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import Page, data_of, written
from plenary.archive.report.model import Counts, Report
from plenary.archive.report.verifying import verify_report
from plenary.deliberation.ballot_facts import ParticipantJoined, VoteCast
from plenary.deliberation.facts import (
    DecisionUndone,
    PromptTranslated,
    StatementMerged,
    StatementRejected,
    StatementSubmitted,
    StatementTranslated,
)
from plenary.deliberation.report_facts import AnalysisNamed
from plenary.deliberation.vocabulary import (
    AnalysisId,
    Choice,
    Language,
    Level,
    Mode,
    Operation,
    ParticipantId,
    Selection,
    StatementId,
)
from tests.archive.festival import festival
from tests.archive.gatherings import (
    ASKED,
    DESK,
    ENGLISH,
    TEXTS,
    ballot_facts,
    ballot_records,
    camps,
    fold,
    gathered,
    programme,
    programme_records,
)

PAGE = Page("console.log('a page')", "body { margin: 0 }")
WEB = Path(__file__).parents[2] / "web" / "src"


EXACT = Wish(k=1)
"""Nothing is held back: for what is not about that."""


def reported(
    ballots: dict[str, str], texts: tuple[str, ...] = TEXTS, wish: Wish = EXACT, **more: Any
) -> Report:
    return report(gathered(ballots, texts, **more), wish)


@pytest.fixture(scope="module")
def forum() -> Report:
    return reported(camps((60, 40, 18)), wish=Wish())


def test_every_tally_is_a_count_of_last_votes():
    ballots = camps((12, 11))
    found = reported(ballots)

    for place, score in enumerate(found.prompts[0].result.scores):
        answers = Counter(marks[place] for marks in ballots.values())
        assert score.tally == Counts(answers["+"], answers["-"], answers["0"])


def test_of_a_persons_votes_the_highest_operation_counts_whenever_it_came_in():
    ballots = camps((8, 8))
    later = VoteCast(ParticipantId("camp0-person000"), StatementId("s1"), Choice.DISAGREE, Operation(99, "x"))
    earlier = replace(later, choice=Choice.PASS, operation=Operation(50, "x"))
    found = report(fold(programme(TEXTS), [*ballot_facts(ballots, {}), later, earlier]), EXACT)

    answers = Counter(marks[0] for marks in ballots.values())
    first = ballots["camp0-person000"][0]
    expected = answers - Counter(first) + Counter("-")
    tally = found.prompts[0].result.scores[0].tally
    assert tally == Counts(expected["+"], expected["-"], expected["0"])


def test_the_smallest_group_says_what_is_typical_of_it(forum: Report):
    groups = forum.prompts[0].result.groups

    assert len(groups) >= 2
    assert [group.label for group in groups if not group.own] == []


def test_a_report_is_the_same_however_its_records_were_read():
    whole = gathered(camps((9, 8)), TEXTS)
    facts, votes = programme(TEXTS), ballot_facts(camps((9, 8)), {})
    parts = type(whole)()
    records = programme_records(facts)
    ballots = ballot_records(votes, 20_000)
    for begin in range(0, len(records), 3):
        parts.follow(records[begin : begin + 3])
    for begin in range(0, len(ballots), 7):
        parts.take(ballots[begin : begin + 7])

    assert report(parts, Wish()) == report(whole, Wish())


def test_nothing_in_a_report_comes_from_who_somebody_is():
    ballots = camps((9, 8))
    names = list(ballots)
    random.Random(4).shuffle(names)
    renamed = dict(zip((f"other-{name}" for name in names), ballots.values(), strict=True))

    one, other = (reported(who) for who in (ballots, renamed))

    def said(one: Report) -> Report:
        return replace(one, heads=forum_heads(one))

    def forum_heads(one: Report) -> model.Heads:
        return model.Heads(model.Head(0, ""), model.Head(0, ""))

    assert said(one).prompts == said(other).prompts
    assert b"person" not in data_of(one).replace(b"a person", b"")


def test_statements_that_not_everybody_saw_are_nowhere_in_the_file():
    extra = [
        StatementSubmitted(StatementId("rude"), ASKED, "Rude words", ENGLISH, ParticipantId("x")),
        StatementRejected(StatementId("rude"), "Please, no insults", DESK),
        StatementSubmitted(StatementId("late"), ASKED, "Nobody has read this", ENGLISH, ParticipantId("x")),
    ]
    found = reported(camps((9, 8)), extra=extra)
    content = written(found, PAGE)

    assert b"Rude words" not in content
    assert b"Nobody has read this" not in content
    assert b"no insults" not in content
    assert found.prompts[0].left_out == model.LeftOut(1, 1)


def test_times_are_whole_hours_or_five_minutes(forum: Report):
    prompt = forum.prompts[0]

    assert {one.hour_ms % 3_600_000 for one in prompt.statements} == {0}
    assert {one.at_ms % 300_000 for one in prompt.moments} == {0}


def test_what_happened_stands_in_the_order_in_which_it_happened():
    votes = ballot_facts(camps((9, 8)), {})
    found = report(fold(programme(TEXTS), votes, apart_ms=10), Wish()).prompts[0]

    # All within five minutes: the votes came after the close that the fixture's programme ends with.
    kinds = [moment.kind for moment in found.moments]
    assert len({moment.at_ms for moment in found.moments}) == 1
    assert kinds[:2] == ["opened", "closed"]
    assert kinds[-1] == "stand"


def test_fewer_than_five_people_have_no_numbers_at_all():
    found = reported(camps((2, 2)), wish=Wish())
    prompt = found.prompts[0]

    assert (prompt.ballots, prompt.columns, prompt.dots.x) == ((), (), ())
    assert {score.tally for score in prompt.result.scores} == {None}


def test_a_statement_with_few_votes_has_no_numbers_and_is_too_early():
    ballots = camps((9, 8))
    ballots = {
        name: marks + ("+" if place < 4 else ".") for place, (name, marks) in enumerate(ballots.items())
    }
    found = reported(ballots, (*TEXTS, "Late and hardly seen."), wish=Wish())
    score = found.prompts[0].result.scores[-1]

    assert (score.tally, score.finding) == (None, "too-early")
    assert len(TEXTS) + 1 not in found.prompts[0].columns


def test_an_event_without_a_single_vote_has_a_report():
    found = reported({})

    assert [score.finding for score in found.prompts[0].result.scores] == ["too-early"] * len(TEXTS)
    assert verify_report(written(found, PAGE)).prompts[0].votes == 0


def test_the_pages_types_name_what_the_report_has():
    source = (WEB / "report" / "report.ts").read_text()
    stated = {
        name: re.findall(r"^  (\w+):", body, re.MULTILINE)
        for name, body in re.findall(
            r"^export interface (\w+) \{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL
        )
    }
    ours = {
        name: [field.name for field in fields(kind)]
        for name, kind in vars(model).items()
        if isinstance(kind, type) and kind.__module__ == model.__name__
    }

    assert {name: stated.get(name) for name in ours} == ours


@pytest.mark.parametrize(("remote", "withheld"), [(3, "too-close"), (6, ""), (18, "too-few")])
def test_a_part_is_told_only_if_it_leaves_out_nobody_or_enough(remote: int, withheld: str):
    # Everybody alike: that a part has few of one opinion is another matter.
    ballots = dict.fromkeys(camps((12, 9)), "+" * len(TEXTS))
    at: dict[str, str | None] = {
        **dict.fromkeys(ballots, "lib"),
        **dict.fromkeys(list(ballots)[:remote], None),
    }
    named = AnalysisNamed(AnalysisId("r"), "In the room", Selection(mode=Mode.IN_ROOM), DESK)
    found = reported(ballots, at=at, extra=[named], wish=Wish()).analyses[0]

    assert found.selection.mode == "in-room"
    assert [part.withheld for part in found.parts] == [withheld]
    assert [part.result is None for part in found.parts] == [bool(withheld)]


def test_a_tally_of_a_part_is_hidden_where_the_rest_of_the_whole_would_be_of_few():
    ballots = dict.fromkeys(camps((12, 9)), "+" * len(TEXTS))
    names = list(ballots)
    at: dict[str, str | None] = {**dict.fromkeys(names, "lib"), **dict.fromkeys(names[:6], None)}
    # Of those far away, all but three leave the last statement out.
    ballots |= {name: ballots[name][:-1] for name in names[:3]}
    named = AnalysisNamed(AnalysisId("r"), "In the room", Selection(mode=Mode.IN_ROOM), DESK)
    (part,) = reported(ballots, at=at, extra=[named], wish=Wish()).analyses[0].parts

    assert part.result is not None
    assert [score.statement for score in part.result.scores if score.tally is None] == [len(TEXTS)]


def test_wordings_of_one_statement_count_as_one_and_each_person_once():
    ballots = camps((12, 11))
    merge = StatementMerged(StatementId("s2"), StatementId("s1"), DESK)
    found = reported(ballots, extra=[merge])

    # Of two votes on the wordings the later counts; in these ballots everybody's second mark comes after the first.
    answers = Counter(marks[1] for marks in ballots.values())
    scores = found.prompts[0].result.scores
    assert len(scores) == len(TEXTS) - 1
    assert scores[0].tally == Counts(answers["+"], answers["-"], answers["0"])
    assert found.prompts[0].statements[0].wordings == (TEXTS[1],)
    apart = reported(ballots, extra=[merge, DecisionUndone(StatementId("s2"), 2, DESK)])
    assert apart.prompts[0].result.scores == reported(ballots).prompts[0].result.scores
    assert apart.prompts[0].statements[0].wordings == ()


def test_prompts_and_statements_have_their_translations_and_none_that_was_taken_back():
    french, spanish, first = Language("fr"), Language("es"), StatementId("s1")
    found = reported(
        camps((12, 11)),
        extra=[
            PromptTranslated(ASKED, french, "Que devenir ?", 1, DESK),
            PromptTranslated(ASKED, spanish, "¿Y ahora?", 1, DESK),
            PromptTranslated(ASKED, spanish, "", 2, DESK),
            StatementTranslated(first, french, "Des bancs.", 1, DESK),
            StatementTranslated(first, spanish, "Bancos.", 1, DESK),
            StatementTranslated(first, spanish, "", 2, DESK),
        ],
    ).prompts[0]

    assert found.translations == (("fr", "Que devenir ?"),)
    assert found.statements[0].translations == (("fr", "Des bancs."),)


def test_people_are_counted_by_what_stood_behind_them():
    who = [f"person{number:02}" for number in range(20)]
    ballots = dict.fromkeys(who, "+-")
    levels = [Level.DEVICE] * 6 + [Level.TICKET] * 9 + [Level.DEVICE] * 5
    facts = [
        replace(
            fact,
            level=levels[who.index(fact.participant)],
            entered_by=DESK if fact.participant >= "person15" else None,
        )
        if isinstance(fact, ParticipantJoined)
        else fact
        for fact in ballot_facts(ballots, {})
    ]
    found = report(fold(programme(TEXTS[:2]), facts), Wish())

    assert {one.name: one.people for one in found.attendance.levels} == {"device": 6, "ticket": 9, "paper": 5}
    assert "level" not in {one.kind for one in found.attendance.places}


@pytest.mark.parametrize("few", [1, 4])
def test_a_few_people_of_one_level_are_not_told_from_the_others(few: int):
    ballots = dict.fromkeys([f"person{number:02}" for number in range(20)], "+-")
    facts = [
        replace(fact, level=Level.TICKET)
        if isinstance(fact, ParticipantJoined) and fact.participant >= f"person{20 - few}"
        else fact
        for fact in ballot_facts(ballots, {})
    ]
    found = report(fold(programme(TEXTS[:2]), facts), Wish())

    assert [one.people for one in found.attendance.levels] == [None, None]


def test_an_event_with_everything_in_it_has_all_of_it_in_its_report():
    found = report(festival(), Wish())
    first = found.prompts[0]

    assert {one.kind for one in first.moments} >= {
        "opened",
        "closed",
        "revealed",
        "spotlight",
        "stand",
        "born",
    }
    assert first.result.flagged is not None
    assert len(first.result.groups) >= 3
    assert [one.wordings for one in first.statements if one.wordings] == [
        ("Let every region send one person.",)
    ]
    assert sum(len(one.translations) for one in first.statements) == 3
    assert any(one.pass_reasons for one in first.statements)
    assert {one.name for one in found.attendance.levels if one.people} >= {"device", "ticket"}
    assert [(one.prompt, one.other, one.overlap) for one in found.crossings] == [(1, 2, "same")]
    told = {one.name: [part.withheld for part in one.parts] for one in found.analyses}
    assert told["As Polis counts it"] == ["", ""]
    assert told["In the room"][0] == ""
    verified = verify_report(written(found, PAGE))
    assert all(one.is_same for one in verified.prompts)


def test_answers_that_are_not_told_widen_the_range_instead_of_counting_against_it():
    """Seven agree, seven disagree, two pass: those two take one of the others with them, whose number is not told."""
    marks = ["+"] * 7 + ["-"] * 7 + ["0"] * 2
    [score, *_] = (
        reported({f"person{place:02}": mark for place, mark in enumerate(marks)}, wish=Wish())
        .prompts[0]
        .result.scores
    )

    assert score.tally is not None
    assert score.tally.other > 0
    assert score.agree is not None
    assert score.agree.low <= 7 / 16 <= score.agree.high
