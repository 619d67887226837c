"""Votes taken back: all who count, from the live map to the files, count what is left, in whatever order it came."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.archive.exporting import Discussions
from plenary.archive.tallying import Tallies
from plenary.deliberation.ballot_facts import BallotFact, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import StatementMerged
from plenary.deliberation.opinion import CENTRE, NO_GROUP, VACANT
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, Operation, ParticipantId, StatementId
from plenary.mapping.event_analysis import EventAnalysis
from plenary.store.ports import BallotRecord, ProgrammeRecord
from tests.analyst.assembly import GOVERNANCE, Assembly, spots
from tests.archive.gatherings import ASKED, DESK, FORUM, ballot_records, fold, programme, programme_records

Cell = tuple[ParticipantId, StatementId]
Word = VoteCast | VoteWithdrawn

PEOPLE = [ParticipantId(name) for name in ("ada", "bo", "cy")]
WORDINGS = [StatementId(name) for name in ("s1", "s2", "s3")]
ACTS = st.builds(
    lambda who, on, operation, choice: (
        VoteCast(who, on, choice, operation) if choice else VoteWithdrawn(who, on, operation)
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(WORDINGS),
    st.builds(Operation, st.integers(1, 9), st.sampled_from(["phone", "tablet"])),
    st.sampled_from([*Choice, None]),
)
# No two acts of one person are one operation; each may arrive twice.
LOGS = st.lists(ACTS, max_size=14, unique_by=lambda one: (one.participant, one.operation)).flatmap(
    lambda acts: st.permutations([*acts, *acts[::3]])
)
MERGES = st.sampled_from([(), (("s2", "s1"),), (("s2", "s1"), ("s3", "s2"))])


def standing(acts: Sequence[Word]) -> dict[Cell, VoteCast]:
    """By wording, the simplest way: the last act of each, if it is a vote."""
    last: dict[Cell, Word] = {}
    for act in sorted(acts, key=lambda one: one.operation):
        last[act.participant, act.statement] = act
    return {cell: word for cell, word in last.items() if isinstance(word, VoteCast)}


def on_cards(
    votes: Mapping[Cell, VoteCast], card_of: Mapping[StatementId, StatementId]
) -> dict[Cell, Choice]:
    """The latest vote of each person on any wording of each card."""
    in_order = sorted(votes.values(), key=lambda one: one.operation)
    return {(one.participant, card_of[one.statement]): one.choice for one in in_order}


def tallied(answers: Mapping[Cell, Choice]) -> dict[str, tuple[int, int, int]]:
    """By statement how many agree, disagree and pass."""
    said: dict[str, list[Choice]] = {}
    for (_, on), choice in answers.items():
        said.setdefault(on, []).append(choice)
    return {
        on: (said[on].count(Choice.AGREE), said[on].count(Choice.DISAGREE), said[on].count(Choice.PASS))
        for on in said
    }


def mapped(
    programme: Sequence[ProgrammeRecord], ballots: Sequence[BallotRecord], size: int
) -> dict[str, tuple[int, int, int]]:
    """The tallies of a live map that has taken in so many ballots at a time."""
    event = EventAnalysis("epoch", {})
    event.take(programme, [])
    for first in range(0, len(ballots), size):
        event.take([], ballots[first : first + size])
    posting = event.draw(ASKED, 0)
    assert posting is not None
    told = {one.statement: one.tally for one in posting.map.results}
    found = {one: (tally.agree, tally.disagree, tally.passed) for one, tally in told.items()}
    return {one: counts for one, counts in found.items() if any(counts)}


@settings(max_examples=80, deadline=None)
@given(LOGS, MERGES, st.integers(1, 5))
def test_all_who_count_agree_on_what_is_left(log, merges, size):
    merged = [StatementMerged(StatementId(one), StatementId(into), DESK) for one, into in merges]
    facts = programme([f"Statement {one}." for one in WORDINGS], extra=merged)
    state = Deliberation([*facts, *log])
    votes = standing(log)
    card_of = {one: state.standing_for(one) for one in WORDINGS}
    left = on_cards(votes, card_of)
    gathered = fold(facts, log)
    records = programme_records(facts)
    ballots = ballot_records(log, 20)

    assert {
        (who, statement): vote
        for who, ballot in state.ballots.items()
        for statement, vote in ballot.votes.items()
    } == votes
    assert {cell: cast.fact.choice for cell, cast in gathered.last_votes(ASKED).items()} == left
    assert mapped(records, ballots, size) == mapped(records, list(ballots)[::-1], 99) == tallied(left)
    counted = Tallies()
    assert all(counted.take(fact, FORUM) for fact in [*facts, *log])
    assert {one: tuple(counts) for one, *counts in counted.rows() if any(counts)} == tallied(
        {cell: vote.choice for cell, vote in votes.items()}
    )
    assert counted.votes == len(votes)
    files = Discussions(records)
    files.take(ballots)
    [prompt] = files.prompts()
    filed = {
        (ParticipantId(who), StatementId(on)): vote.choice
        for (who, on), vote in prompt.conversation.last_votes().items()
    }
    assert filed == {cell: vote.choice for cell, vote in votes.items()}


async def test_whoever_takes_back_all_they_said_has_no_dot_until_they_vote_again():
    assembly = Assembly()
    await assembly.begin(GOVERNANCE)
    await assembly.show(GOVERNANCE, "a", "b", "c", "d")
    await assembly.vote("ada", a="+")
    await assembly.two_camps()
    await assembly.turn()
    before = await assembly.latest()
    assert spots(before.map.dots)[before.dot_of[ParticipantId("ada")]][2] != VACANT

    await assembly.ballots(back("ada", "a", 1_000))
    await assembly.turn()
    without = await assembly.latest()
    assert spots(without.map.dots)[without.dot_of[ParticipantId("ada")]] == (CENTRE, CENTRE, VACANT)
    assert len(without.map.dots.groups) == len(before.map.dots.groups)
    assert without.map.votes == before.map.votes - 1

    await assembly.ballots(
        VoteCast(ParticipantId("ada"), StatementId("b"), Choice.PASS, Operation(1_001, "phone-ada"))
    )
    await assembly.turn()
    again = await assembly.latest()
    assert again.dot_of == before.dot_of
    assert spots(again.map.dots)[again.dot_of[ParticipantId("ada")]][2] in (0, 1, NO_GROUP)


def back(person: str, statement: str, counter: int) -> BallotFact:
    return VoteWithdrawn(ParticipantId(person), StatementId(statement), Operation(counter, f"phone-{person}"))
