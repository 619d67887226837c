"""What a report lets somebody find out who has all that was published, and subtracts: nothing about fewer than k."""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import data_of
from plenary.archive.report.gathering import Gathered
from plenary.archive.report.model import Counts, Report
from plenary.archive.report.privacy import (
    counts_of,
    is_safe,
    told_answers,
    total,
    without_small,
)
from plenary.archive.report.settled import may_follow
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.report_facts import AnalysisNamed, ReportKept
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import AnalysisId, Mode, ParticipantId, Selection, StatementId
from tests.archive.gatherings import (
    DESK,
    TEXTS,
    ballot_facts,
    ballot_records,
    fold,
    programme,
    programme_records,
)

STATEMENT = StatementId("s1")
CELLS = ("agree", "disagree", "passed", "other")


def crowd(agree: int, disagree: int, passed: int) -> dict[ParticipantId, str]:
    marks = "+" * agree + "-" * disagree + "0" * passed
    return {ParticipantId(f"p{place:03}"): mark for place, mark in enumerate(marks)}


@pytest.fixture(scope="module")
def published() -> Mapping[tuple[int, ...], list[tuple[int, ...]]]:
    """Every count of answers up to ten of each, by what is told of it."""
    found: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for truth in product(range(11), repeat=3):
        found[counts_of(told_answers(STATEMENT, crowd(*truth), K).values()).cells].append(truth)
    return found


def test_no_told_answer_is_that_of_fewer_than_k(published):
    assert [cells for cells in published if any(0 < cell < K for cell in cells)] == []


def test_whatever_is_told_hides_how_many_gave_a_small_answer(published):
    """Of each answer that 1 to 4 people gave, what is told leaves at least two numbers possible, whatever the lot."""
    for told, truths in published.items():
        if not any(told):
            continue
        could_be = [one for one in product(range(sum(told) + 1), repeat=3) if could_tell(one, told)]
        assert set(truths) <= set(could_be)
        for answer in range(3):
            possible = {truth[answer] for truth in could_be}
            assert len(possible) >= 2 or not possible & set(range(1, K)), (told, truths)


def could_tell(truth: tuple[int, ...], told: tuple[int, ...]) -> bool:
    """Whether these counts may be told so, by some lot: what somebody who knows the rule can work out."""
    if sum(truth) != sum(told):
        return False
    merged = {place for place in range(3) if 0 < truth[place] < K}
    lacking = 0
    while merged:
        lacking = -sum(truth[place] for place in merged) % K
        rest = [place for place in range(3) if truth[place] and place not in merged]
        if not rest:
            return False
        if any(truth[place] >= K + lacking for place in rest):
            break
        merged.add(min(rest, key=lambda place: (truth[place], "+-0"[place])))
    lost = [one - other for one, other in zip(truth, told[:3], strict=True)]
    if not merged:
        return not any(lost)
    return all(
        (lost[place] == truth[place]) if place in merged
        else lost[place] == 0 or (lost[place] > 0 and truth[place] >= K + lacking)
        for place in range(3)
    )  # fmt: skip


def test_a_tally_keeps_the_number_of_those_who_voted(published):
    for cells, truths in published.items():
        assert sum(cells) == 0 or {sum(truth) for truth in truths} == {sum(cells)}


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=6), st.integers(1, 10))
def test_no_part_below_k_is_shown_or_can_be_had_by_subtracting(parts: list[tuple[int, int, int]], k: int):
    cells = [Counts(*part) for part in parts]
    safe = without_small(cells, k)

    assert all(one is None or is_safe(one, k) for one in safe)
    hidden = total(cell for cell, shown in zip(cells, safe, strict=True) if shown is None)
    # Where everything is hidden, all there is to know is the whole.
    assert is_safe(hidden, k) or not any(one.votes for one in safe if one is not None)


def event(chance: random.Random, people: int) -> list[BallotFact]:
    """People of two opinions and some of neither, in two venues of unlike sizes and far away."""
    texts = range(len(TEXTS))
    leaning = [chance.choice("+-") for _ in texts]
    turned = {"+": "-", "-": "+"}
    ballots: dict[str, str] = {}
    at: dict[str, str | None] = {}
    for number in range(people):
        name = f"person-{chance.getrandbits(64):016x}"
        side = chance.random() < 0.4
        marks = ""
        for one in texts:
            draw = chance.random()
            own = turned[leaning[one]] if side and one > 2 else leaning[one]
            marks += "." if draw < 0.3 else "0" if draw < 0.36 else turned[own] if draw < 0.45 else own
        ballots[name] = marks
        at[name] = chance.choice(["lib", "lib", "sch", None]) if number > 2 else "sch"
    return ballot_facts(ballots, at)


def cells_in(report_: Report) -> Iterator[tuple[str, int]]:
    """Every number of people anywhere in the file, with where it stands."""

    def walk(value: object, where: str) -> Iterator[tuple[str, int]]:
        if isinstance(value, dict):
            if set(CELLS) <= value.keys():
                yield from ((f"{where}.{cell}", value[cell]) for cell in CELLS)
            for key, inner in value.items():
                if key in {"people", "size", "ungrouped", "flagged", "joined", "voted", "wrote", "changed"}:
                    yield (f"{where}.{key}", inner or 0)
                else:
                    yield from walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from walk(inner, f"{where}[{place}]")

    yield from walk(msgspec.json.decode(data_of(report_)), "")


def told_sets(
    found: Report, gathered: Gathered
) -> Iterator[tuple[Counts, list[tuple[Counts, frozenset[str]]]]]:
    """Of each statement its tally, and each place that is told with who was in it."""
    inside = {
        ("venue", "Library"): lambda one: one.venue == "lib",
        ("venue", "School"): lambda one: one.venue == "sch",
        ("mode", "in-room"): lambda one: one.mode is Mode.IN_ROOM,
        ("mode", "remote"): lambda one: one.mode is Mode.REMOTE,
    }
    (prompt,) = found.prompts
    for statement, score in zip(prompt.statements, prompt.result.scores, strict=True):
        if score.tally is None:
            assert set(statement.by_place) == {None}
            continue
        voted = {cast.fact.participant for cast in gathered.votes.get(next(iter(gathered.state.prompts)), ())
                 if cast.fact.statement == f"s{statement.number}"}  # fmt: skip
        rows = [
            (counts, frozenset(who for who in voted if inside[place.kind, place.name](gathered.joined[who])))
            for place, counts in zip(found.attendance.places, statement.by_place, strict=True)
            if counts is not None
        ]
        yield score.tally, [*rows, (score.tally, frozenset(voted))]


def subtracted(rows: list[tuple[Counts, frozenset[str]]]) -> Iterator[list[int]]:
    """Everything that taking told places from one another gives, where some lie wholly within others."""
    unions = [
        chosen
        for size in (1, 2, 3)
        for chosen in combinations(rows, size)
        if sum(len(people) for _, people in chosen)
        == len(frozenset(chain(*(people for _, people in chosen))))
    ]
    for large, small in product(unions, repeat=2):
        around = frozenset(chain(*(people for _, people in large)))
        within = frozenset(chain(*(people for _, people in small)))
        if within < around:
            whole, part = total(one for one, _ in large), total(one for one, _ in small)
            yield [one - other for one, other in zip(whole.cells, part.cells, strict=True)]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_told_of_an_event_counts_fewer_than_k_nor_does_any_difference(seed: int):
    chance = random.Random(seed)
    facts = event(chance, [16, 30, 50][seed])
    named = [
        AnalysisNamed(AnalysisId("r"), "In the room", Selection(mode=Mode.IN_ROOM), DESK),
        AnalysisNamed(AnalysisId("a"), "Group A", Selection(group="A"), DESK),
        AnalysisNamed(AnalysisId("f"), "Without flagged", Selection(without_flagged=True), DESK),
    ]
    gathered = fold(programme(TEXTS, extra=named), facts)
    found = report(gathered, Wish())

    assert [(where, cell) for where, cell in cells_in(found) if 0 < cell < K] == []
    (prompt,) = found.prompts
    sizes = [*(group.size for group in prompt.result.groups), prompt.result.ungrouped]
    assert sum(sizes) == prompt.result.people
    # The ballots, counted by hand.
    for column, number in enumerate(prompt.columns):
        answers = Counter(
            ballot[column] for ballot in prompt.ballots if column < len(ballot) and ballot[column] != "."
        )
        assert min(answers.values()) >= K, number
    # The whole less the groups that are told, and less the places.
    for score in prompt.result.scores:
        told = [one for one in score.by_group if one is not None]
        if score.tally is not None and told:
            rest = [one - other for one, other in zip(score.tally.cells, total(told).cells, strict=True)]
            assert all(cell == 0 or cell >= K for cell in rest), score
    for _, rows in told_sets(found, gathered):
        for cells in subtracted(rows):
            assert all(cell == 0 or abs(cell) >= K for cell in cells)
    # How things grew on the way.
    stands = [one for one in prompt.moments if one.kind == "stand"]
    for one, after in itertools.pairwise(stands):
        assert after.people - one.people == 0 or after.people - one.people >= K
        assert after.votes - one.votes == 0 or after.votes - one.votes >= K
    assert (stands[-1].people, stands[-1].votes) == (prompt.result.people, prompt.result.votes)
    # A part, and what is left of the whole without it.
    for part in (one for analysis in found.analyses for one in analysis.parts if one.result):
        for whole, score in zip(prompt.result.scores, part.result.scores, strict=True):  # type: ignore[union-attr]
            if whole.tally and score.tally:
                cells = [one - other for one, other in zip(whole.tally.cells, score.tally.cells, strict=True)]
                assert all(cell == 0 or abs(cell) >= K for cell in cells)


@pytest.mark.parametrize("late", [3, 150])
def test_two_versions_side_by_side_show_no_few_votes(late: int):
    chance = random.Random(late)
    facts = event(chance, 40)
    chance.shuffle(facts)
    joins = [one for one in facts if not hasattr(one, "choice")]
    votes = [one for one in facts if hasattr(one, "choice")]
    cut = len(joins) + len(votes) - late
    opened = programme(TEXTS)
    kept = ReportKept(1, len(opened), cut, "d", "p", "b", None)
    gathered = Gathered()
    gathered.follow(programme_records([*opened, kept]))
    records = ballot_records([*joins, *votes], 1_000)
    gathered.take(records[:cut])
    first = report(gathered, Wish(number=1))
    gathered.take(records[cut:])
    second = report(gathered, Wish(number=2))

    moved = 0
    for old, new in zip(first.prompts[0].result.scores, second.prompts[0].result.scores, strict=True):
        if old.tally and new.tally:
            cells = [one - other for one, other in zip(new.tally.cells, old.tally.cells, strict=True)]
            assert all(cell == 0 or abs(cell) >= K for cell in cells)
            moved += old.tally != new.tally
    for earlier, later in zip(first.prompts[0].statements, second.prompts[0].statements, strict=True):
        for before, after in zip(earlier.by_place, later.by_place, strict=True):
            if before and after:
                cells = [one - other for one, other in zip(after.cells, before.cells, strict=True)]
                assert all(cell == 0 or abs(cell) >= K for cell in cells)
    assert second.edition.held_back or moved
    assert moved == 0 or late > 3


def test_a_version_goes_on_when_enough_have_come():
    before, now = crowd(20, 10, 0), crowd(20, 10, 0)
    more = {ParticipantId(f"q{place}"): "+" for place in range(K)}
    few = dict(list(more.items())[: K - 1])

    assert may_follow(STATEMENT, before, now | more, K)
    assert not may_follow(STATEMENT, before, now | few, K)
    # Who is among the others may change unseen; but no answer is told after all until many more have come to each.
    masked = crowd(20, 3, 0)
    assert may_follow(STATEMENT, masked, masked | more, K)
    assert not may_follow(STATEMENT, masked, masked | dict.fromkeys(more, "-"), K)
    many = {ParticipantId(f"q{place:02}"): "+-"[place % 2] for place in range(4 * K)}
    assert may_follow(STATEMENT, masked, masked | many, K)


def test_another_k_is_kept_to():
    facts = event(random.Random(5), 60)
    found = report(fold(programme(TEXTS), facts), Wish(k=12))

    assert found.privacy.k == 12
    assert [(where, cell) for where, cell in cells_in(found) if 0 < cell < 12] == []


def test_without_ballots_nobody_stands_alone_on_the_map():
    facts = event(random.Random(6), 50)
    found = report(fold(programme(TEXTS), facts), Wish(with_ballots=False))

    dots = found.prompts[0].dots
    assert len(dots.x) == found.prompts[0].result.people
    crowds = Counter(zip(dots.x, dots.y, dots.group, strict=True))
    assert min(crowds.values()) >= K
    assert (
        Counter(dots.group)
        == Counter(
            {255: found.prompts[0].result.ungrouped}
            | dict(enumerate(one.size for one in found.prompts[0].result.groups))
        )
        or found.prompts[0].result.ungrouped == 0
    )


def test_a_planted_leak_is_found_by_this_very_attack():
    """The attack must be able to win: against a report that hides nothing, it does."""
    facts = event(random.Random(1), 30)
    gathered = fold(programme(TEXTS), facts)
    open_ = report(gathered, Wish(k=1))

    assert [cell for _, cell in cells_in(open_) if 0 < cell < K]
    assert [
        cells
        for _, rows in told_sets(open_, gathered)
        for cells in subtracted(rows)
        if 0 < min(cells) < K or 0 < max(cells) < K
    ]
