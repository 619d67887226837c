"""The words beside a list say what the list counts: copied ballots once. Numbers stay those of all people."""

import numpy as np
import pytest

import plenary_analysis as analysis
from plenary.archive.report.judging import judged
from plenary.deliberation.opinion import OpinionGroup, StatementResult, Tally
from plenary.deliberation.small_numbers import K, is_belied, weighed_leaning
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId
from plenary.mapping.dots import DotBoard
from plenary.mapping.translation import posted_map
from plenary.mapping.veiling import Veil
from tests.analysis.simulated import assembly

S1 = StatementId("s1")
COPIES = 8


def hall_with_copies(seed: int) -> list[analysis.Vote]:
    """Forty-one people of two groups, and eight who say the contrary of what most say."""
    one = assembly(seed, 41, 24, 0.7, 2)
    contrary = np.where((one.answers > 0).mean(axis=0) >= 0.5, -1, 1).tolist()
    copies = [
        analysis.Vote(f"zz{i}", f"s{j:04d}", value) for i in range(COPIES) for j, value in enumerate(contrary)
    ]
    return [*one.votes, *copies]


def side(agree: float, disagree: float) -> str:
    return "agree" if agree > disagree else "disagree" if disagree > agree else ""


@pytest.mark.parametrize(("seed", "belied"), [(3, 1), (7, 1), (18, 1), (0, 0)])
def test_no_line_beside_common_ground_says_the_contrary_and_the_numbers_are_of_everybody(
    seed: int, belied: int
):
    engine = analysis.Engine()
    engine.add(hall_with_copies(seed))
    found = engine.opinion_map(0)
    [copies] = found.copies
    assert len(copies) == COPIES
    board = DotBoard()
    board.add(map(ParticipantId, found.participants))
    posted = posted_map(PromptId("p1"), 0, found, board.draw(found), K)
    assert posted.common_ground
    told = {one.result.statement: one.result for one in Veil(K).draw(posted.results, posted.groups)}
    as_counted = {one.statement: one for one in posted.results}
    said_otherwise = 0
    for statement in posted.common_ground:
        shown, counted = told[statement], as_counted[statement]
        lines = zip(shown.by_group, shown.leanings[1:] or [""] * len(shown.by_group), strict=True)
        for (tally, word), of_all in zip(lines, counted.by_group, strict=True):
            assert tally.other or tally in (of_all, Tally(0, 0, 0))
            assert (word or side(tally.agree, tally.disagree)) in (shown.consensus_on, "mixed")
            by_heads = side(of_all.agree, of_all.disagree)
            said_otherwise += bool(word) and by_heads != shown.consensus_on
    assert said_otherwise == belied


def result(parts: list[tuple[int, int, int]], weighed: tuple[str, ...]) -> StatementResult:
    """By group, and last of those who are in none."""
    of = Tally(*map(sum, zip(*parts, strict=True)))
    return StatementResult(
        S1, of, 0.5, "agree", 0.25, tuple(Tally(*one) for one in parts[:-1]), weighed=weighed
    )


def leanings(parts: list[tuple[int, int, int]], weighed: tuple[str, ...]) -> tuple[str, ...]:
    groups = [OpinionGroup(label, 9, 0, 0) for label in "ABC"[: len(parts) - 1]]
    return Veil(K).draw([result(parts, weighed)], groups)[0].result.leanings


@pytest.mark.parametrize(
    ("parts", "weighed", "expected"),
    [
        # Numbers that have the side of the word need none; nor do numbers beside a divided group.
        ([(20, 6, 5), (5, 12, 5), (5, 5, 5)], ("agree", "agree", "disagree"), ()),
        ([(20, 6, 5), (5, 12, 5), (5, 5, 5)], ("agree", "agree", "mixed"), ()),
        # Numbers of the other side have it beside them.
        ([(20, 6, 5), (5, 12, 5), (5, 5, 5)], ("agree", "agree", "agree"), ("", "", "agree")),
        ([(9, 9, 0), (20, 6, 5), (5, 5, 5)], ("disagree", "disagree", "agree"), ("disagree", "disagree", "")),
        # Where numbers are not told, the word is the list's, not that of most heads.
        (
            [(20, 6, 5), (1, 4, 0), (3, 1, 0), (5, 5, 5)],
            ("agree", "agree", "agree", "few"),
            ("", "", "agree", "few"),
        ),
        # Of too few heads nothing is said, whatever they count.
        ([(20, 6, 5), (1, 2, 0), (5, 5, 5)], ("agree", "agree", "agree"), ("", "", "few")),
        # ... even if all the merged answers were on the side of the word, or it would tell of them.
        ([(7, 20, 3), (20, 6, 0), (5, 5, 0)], ("agree", "agree", "agree"), ("", "agree", "")),
        ([(13, 15, 3), (20, 6, 0), (5, 5, 0)], ("agree", "agree", "agree"), ()),
        # Where small answers are merged with others, a word that follows all of them might give them away.
        ([(20, 1, 0), (6, 1, 0), (0, 0, 0)], ("agree", "agree", "disagree"), ("", "agree", "mixed")),
    ],
)
def test_a_word_stands_where_numbers_are_not_told_or_say_otherwise(parts, weighed, expected):
    got = leanings(parts, weighed)
    assert got == expected


@pytest.mark.parametrize(
    ("votes", "weighed", "word"),
    [
        (22, (8.0, 3.0, 1.0), "agree"),
        (22, (3.0, 8.0, 1.0), "disagree"),
        (22, (5.0, 5.0, 2.0), "mixed"),
        (4, (3.9, 0.0, 0.0), "few"),
        # Eight copies and one other: what they come to, two, would tell how the one voted.
        (9, (1.0, 1.0, 0.0), "few"),
        (0, (0.0, 0.0, 0.0), "few"),
    ],
)
def test_which_way_most_go_by_how_much_they_count(votes, weighed, word):
    assert weighed_leaning(votes, weighed, 5) == word


@pytest.mark.parametrize("word", ["agree", "disagree", "mixed", "few", ""])
def test_a_tie_belies_a_side_and_nothing_belies_what_takes_none(word):
    assert is_belied(4, 4, word) == (word in ("agree", "disagree"))
    assert is_belied(5, 4, word) == (word == "disagree")


def test_a_report_has_the_same_words():
    votes = hall_with_copies(7)
    people, statements = (
        sorted({getattr(vote, part) for vote in votes}) for part in ("participant", "statement")
    )
    marks = {(vote.participant, vote.statement): {1: "+", -1: "-", 0: "0"}[vote.value] for vote in votes}
    ballots = ["".join(marks.get((who, what), ".") for what in statements) for who in people]
    columns = range(len(statements))
    said = judged(ballots, columns, columns, 1)
    [number] = said.result.common_ground
    [score] = [one for one in said.result.scores if one.statement == number]
    assert score.consensus_on == "disagree"
    assert set(score.leanings) == {"disagree"}
    assert any(one is not None and one.agree > one.disagree for one in score.by_group)
