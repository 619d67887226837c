"""Somebody sees their neighbour press, and every public number just before and just after: do they learn the vote?"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plenary.deliberation.opinion import OpinionGroup, StatementResult, Tally
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import StatementId
from plenary.mapping.veiling import Veil

VOTERS = 200
GROUPS = [OpinionGroup(label, 9, 0, 0) for label in "AB"]
SIZES = (45, 40, 15)
"""Of the groups, and of those who are in none."""

Vote = tuple[int, int]
"""In which group, and what."""


@dataclass
class Guesses:
    """right: of guesses by what the numbers did.   by_majority: of guesses by what most say, once all is known."""

    right: int = 0
    by_majority: int = 0
    of: int = 0

    def note(self, said: int, guess: int, most_say: int) -> None:
        self.right += guess == said
        self.by_majority += most_say == said
        self.of += 1

    @property
    def gained(self) -> float:
        """The share of votes that watching tells, beyond what anybody may guess."""
        return (self.right - self.by_majority) / self.of


def watched(k: int, statements: int) -> tuple[Guesses, Guesses]:
    """Each vote guessed by somebody who knows that it was the last, and how its statement ends: first by the numbers of
    everybody; then by whoever knows the voter's group too, and how the statement ends in that."""
    rng, by_all, by_group = random.Random(1), Guesses(), Guesses()
    for number in range(statements):
        leanings = [[rng.gammavariate(1, 1) for _ in range(3)] for _ in SIZES]
        groups = rng.choices(range(len(SIZES)), SIZES, k=VOTERS)
        votes = [(group, rng.choices(range(3), leanings[group])[0]) for group in groups]
        most_say = _most(said for _, said in votes)
        most_say_in = [_most(said for group, said in votes if group == one) for one in range(len(SIZES))]
        for group, said, before, now in _told(Veil(k), StatementId(f"s{number}"), votes):
            by_all.note(said, _guess(before, now, None, most_say), most_say)
            by_group.note(said, _guess(before, now, group, most_say_in[group]), most_say_in[group])
    return by_all, by_group


def _most(said: Iterable[int]) -> int:
    counts = Counter(said)
    return max(range(3), key=counts.__getitem__)


def _told(
    veil: Veil, statement: StatementId, votes: list[Vote]
) -> Iterator[tuple[int, int, StatementResult | None, StatementResult]]:
    """Each vote, and what was told before and after it."""
    parts = [[0, 0, 0] for _ in SIZES]
    before: StatementResult | None = None
    for group, said in votes:
        parts[group][said] += 1
        by_group = tuple(Tally(*part) for part in parts[:-1])
        whole = Tally(*map(sum, zip(*parts, strict=True)))
        told = veil.draw([StatementResult(statement, whole, 0.5, "agree", 0.2, by_group)], GROUPS)
        veil.posted(told)
        yield group, said, before, told[0].result
        before = told[0].result


def _guess(before: StatementResult | None, now: StatementResult, group: int | None, most: int) -> int:
    """What more people say than before; of their group, where that is known and has moved."""
    pairs = [(before.tally if before else Tally(0, 0, 0), now.tally)]
    if group is not None and group < len(GROUPS):
        pairs.insert(0, (before.by_group[group] if before else Tally(0, 0, 0), now.by_group[group]))
    for was, is_ in pairs:
        more = (is_.agree - was.agree, is_.disagree - was.disagree, is_.passed - was.passed)
        if max(more) > 0:
            return max(range(3), key=lambda answer: (more[answer], answer == most))
    return most


def test_whoever_watches_every_number_guesses_the_last_vote_no_better_than_by_what_most_say():
    by_all, by_group = watched(K, 500)

    assert (by_all.of, by_group.of) == (100_000, 100_000)
    assert by_all.gained <= 0.01
    assert by_group.gained <= 0.01


def test_without_the_guard_this_very_attack_tells_each_vote():
    by_all, by_group = watched(1, 20)

    assert min(by_all.right / by_all.of, by_group.right / by_group.of) >= 0.99
