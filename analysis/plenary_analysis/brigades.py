"""Ballots that are the same, or nearly: who counts as one person in the model (BEYOND section 6).

Ten identical ballots among a hundred people bend every map around themselves. Here they weigh as one person; their
members are placed with that person, and whoever runs the event is told. Counts of votes are not touched.
"""

import math
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.opinion_map import Brigade
from plenary_analysis.table import VoteTable
from plenary_analysis.votes import VoteMatrix

# Fewer equal votes than this happen by chance; so do fewer equal ballots.
FEWEST_VOTES = 7
FEWEST_COPIES = 3
# Nearly the same: more than this share of at least so many common votes, which are most of either ballot.
NEARLY = 0.95
COMMON_VOTES = 10
OVERLAP = 0.8
# A ballot that so many people would cast by chance, each vote at its statement's rates, is nobody's copy: in real
# conversations one or two percent of people say yes to the same few well-liked statements.
EXPECTED_BY_CHANCE = 1e-3
# Many bots make their own ballot likely: the rates are theirs too. Three ballots of which 1e-3 are expected have a
# chance of 5e-7 (Poisson's tail); more ballots of which more are expected are as unlikely.
CHANCE_OF_MANY = 5e-7
# Every pair is compared up to so many people; beyond, only ballots that are exactly the same are found.
MOST_COMPARED = 4000
MOST_LIKELY_COMPARED = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """stands_for: (n,) the person whose ballot counts for each; themselves for almost everybody.

    sets: indices of the people of each set of copies, the largest set first.
    """

    stands_for: Ints
    sets: tuple[tuple[int, ...], ...]

    @property
    def counting(self) -> Flags:
        """(n,) whether the person's own ballot counts in the model."""
        counting: Flags = self.stands_for == np.arange(len(self.stands_for))
        return counting


def no_copies(n: int) -> Copies:
    """Everybody stands for themselves."""
    return Copies(np.arange(n, dtype=np.int64), ())


def find_copies(table: VoteTable) -> Copies:
    """Sets of FEWEST_COPIES or more people with the same ballot, or nearly.

    Where more than half of all people repeat somebody, that is how people vote here and nobody's ballot is set aside.
    """
    n = table.n_people
    votes, expected = table.votes_of_people, _expected_copies(table)
    long = votes >= FEWEST_VOTES
    leader = _led(table, np.flatnonzero(long & (expected < EXPECTED_BY_CHANCE)), MOST_COMPARED)
    is_set = np.bincount(leader, minlength=n) >= FEWEST_COPIES
    rest = long & ~is_set[leader] & (expected < 1.0)
    of_rest = _led(table, np.flatnonzero(rest), MOST_LIKELY_COMPARED)
    is_many = _is_unlikely(table, of_rest, expected)
    leader = np.where(is_many[of_rest] & rest, of_rest, np.where(is_set[leader], leader, np.arange(n)))
    sets = [tuple(np.flatnonzero(leader == i).tolist()) for i in np.flatnonzero(is_set | is_many)]
    if 2 * int((leader != np.arange(n)).sum()) > n:
        leader = np.arange(n)
    return Copies(leader, tuple(sorted(sets, key=lambda members: (-len(members), members))))


def _led(table: VoteTable, some: Ints, most: int) -> Ints:
    """(n,) whom each of some people's ballots is the same as, or nearly; everybody else leads themselves.

    most: of more different ballots than this only the same are found.
    """
    n, votes = table.n_people, table.votes_of_people
    leader = np.arange(n, dtype=np.int64)
    leader[some] = table.first_equal[some]
    heads = some[(leader[some] == some) & (votes[some] >= COMMON_VOTES)]
    if 2 <= len(heads) <= most:
        followers = np.bincount(leader[some], minlength=n)[heads]
        leader = _joined(leader, heads, followers, _near(table.rows(heads)))
    return leader


def _is_unlikely(table: VoteTable, leader: Ints, expected: Floats) -> Flags:
    """(n,) whether so many as each leads are hardly led by chance; of three or more, never of fewer.

    expected: (n,) how many would cast each ballot. Of ballots that differ in a few votes there are as many more as
    there are ways to differ, each as likely as the other answers are; those that are the same are judged by that.
    """
    n = len(leader)
    size = np.bincount(leader, minlength=n)
    unlikely = np.zeros(n, dtype=np.bool_)
    for i in np.flatnonzero(size >= FEWEST_COPIES).tolist():
        members = leader == i
        most, votes = max(float(expected[members].max()), 1e-300), int(table.votes_of_people[i])
        odds = (n / most) ** (1 / votes) - 1
        ways = sum(math.comb(votes, k) * odds**k for k in range(math.floor((1 - NEARLY) * votes) + 1))
        same = int(np.bincount(table.first_equal[members]).max())
        unlikely[i] = min(_tail(most * ways, int(size[i])), _tail(most, same)) < CHANCE_OF_MANY
    return unlikely


def _tail(expected: float, found: int) -> float:
    """The chance, nearly, that one ballot meets so many less one like it where so many are expected (Poisson)."""
    others = found - 1
    return math.exp(min(others * math.log(expected) - math.lgamma(others + 1), 0.0))


def _expected_copies(table: VoteTable) -> Floats:
    """(n,) how many people would cast each one's ballot by chance, if votes had nothing to do with one another."""
    answers = table.answers
    rates = (answers + 1) / (answers.sum(axis=0) + 3)
    log_chance = np.log(max(table.n_people, 1)) + table.sums_of_people(np.log(rates)[None])[:, 0]
    chance: Floats = np.exp(np.minimum(log_chance, 0.0))
    return chance


def _near(table: VoteTable) -> Flags:
    """(h, h) whether two ballots are nearly the same."""
    sign, voted = table.dense()
    seen = voted.astype(np.float32)
    same = np.zeros((table.n_people, table.n_people), dtype=np.float32)
    for value in (-1, 0, 1):
        answered = ((sign == value) & (voted == 1)).astype(np.float32)
        same += answered @ answered.T
    common = seen @ seen.T
    votes = np.diagonal(common)
    near: Flags = (common >= COMMON_VOTES) & (same > NEARLY * common)
    return near & (common >= OVERLAP * np.maximum(votes[:, None], votes[None, :]))


def _joined(leader: Ints, heads: Ints, size: Ints, near: Flags) -> Ints:
    """Leaders with nearly equal ballots led by the one whom most people are near to, the earliest on ties.

    size: (h,) people with each head's very ballot. Each is near its leader, there are no chains. With the earliest to
    lead, a noisy copy led, from which two in five of the other noisy ones are too far.
    """
    leads = leader.copy()
    free = np.ones(len(heads), dtype=np.bool_)
    crowd = np.where(near, size[None, :], 0).sum(axis=1)
    for i in np.argsort(-crowd, kind="stable").tolist():
        if free[i]:
            followers = near[i] & free
            followers[i] = False
            leads[heads[followers]] = heads[i]
            free &= ~followers
            free[i] = False
    joined: Ints = leads[leader]
    return joined


def brigades(matrix: VoteMatrix, found: Copies) -> tuple[Brigade, ...]:
    """The sets by name, in their order, with what moderators need to judge them."""
    if not found.sets:
        return ()
    votes, equal = matrix.table.votes_of_people, matrix.table.first_equal
    return tuple(
        Brigade(
            members=tuple(matrix.participants[i] for i in members),
            votes=int(votes[members[0]]),
            is_identical=len({int(equal[i]) for i in members}) == 1,
        )
        for members in found.sets
    )
