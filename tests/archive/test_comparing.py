"""The votes with the ballots that look alike, and without them."""

import random

from plenary.archive.comparing import compared
from plenary.archive.report.gathering import Cast, Gathered
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import Choice, ParticipantId, StatementId
from tests.hall import CITY, PREPARED, shown, submitted, voted

STATEMENTS = [StatementId(f"s{number:02}") for number in range(20)]


def forum(copies: int) -> Gathered:
    """Forty people who vote as they like, and so many who all agree with everything but the last."""
    gathered = Gathered()
    for fact in PREPARED:
        gathered.state.apply(fact)
    for one in STATEMENTS:
        gathered.state.apply(submitted(one, by=None, text=f"Text of {one}."))
        gathered.state.apply(shown(one))
    chance = random.Random(1)
    votes = []
    for number in range(40):
        who = ParticipantId(f"p{number:02}")
        votes += [voted(who, one, chance.choice(list(Choice))) for one in STATEMENTS]
    for number in range(copies):
        who = ParticipantId(f"copy{number:02}")
        votes += [
            voted(who, one, Choice.DISAGREE if one == STATEMENTS[-1] else Choice.AGREE) for one in STATEMENTS
        ]
    gathered.votes[CITY] = [Cast(number, fact, number + 1) for number, fact in enumerate(votes)]
    return gathered


def test_both_figures_are_told_and_the_statements_that_differ_most():
    [found] = compared(forum(12), K)

    assert (found.prompt, found.flagged, found.too_few) == (CITY, 12, False)
    assert found.rest is not None
    assert (found.whole.people, found.rest.people) == (52, 40)
    assert (found.whole.votes, found.rest.votes) == (1_040, 800)
    assert all(one.rest < one.whole for one in found.moved if one.statement != STATEMENTS[-1])
    sizes = [abs(one.whole - one.rest) for one in found.moved]
    assert sizes == sorted(sizes, reverse=True)


def test_so_few_that_subtracting_would_tell_on_them_are_only_counted():
    [found] = compared(forum(K - 1), K)

    assert (found.flagged, found.too_few, found.rest, found.moved) == (K - 1, True, None, ())


def test_a_prompt_without_such_ballots_is_left_out():
    assert compared(forum(0), K) == []
