"""What the votes say about each statement, and which statements are consensus or divisive.

A statement is listed only with enough votes to be judged: LIST_VOTES from everybody (or all of a smaller
event), and GROUP_VOTES from every group that the verdict speaks about (or all of a smaller group).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.comparison import passing
from plenary_analysis.opinion_map import GroupCounts, StatementResult
from plenary_analysis.posteriors import consensus_chance, majority_chance
from plenary_analysis.tallies import (
    Z90,
    Tallies,
    comparable_consensus,
    proportion_test,
    smoothed_share,
    two_proportion_test,
)
from plenary_analysis.votes import natural_order

LIST_VOTES = 5
GROUP_VOTES = 5
# In a consensus, so sure it must be that most of every group agree; fewer people than that are weak in any case ...
CONSENSUS_CHANCE = 0.8
# ... and of the whole list, so many are expected not to be one, at most. With the chance alone, a third of simulated
# events listed a statement that one of the planted groups rejects.
EXPECTED_WRONG = 0.075
# ... or so many, where no groups are known and seven in ten of everybody are asked for instead of half of each.
EXPECTED_WRONG_OF_ALL = 0.15
# So sure it must be that two groups are of opposite minds.
OPPOSED_CHANCE = 0.8
FEW_PEOPLE = 7
# Of the statements said to be divisive, at most so many are so by chance, given the groups.
FALSE_DISCOVERIES = 0.1
# Memberships add up to nearly so many people, not exactly.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """Scores of m statements: (m,) each, 0 .. 1; direction +1 agree, -1 disagree."""

    consensus: Floats
    direction: Floats
    divisiveness: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Statement ids, best first.   others: (m,) statements with enough votes that are on neither list."""

    consensus: tuple[str, ...]
    divisive: tuple[str, ...]
    others: Flags


def verdicts(groups: Tallies) -> Verdicts:
    """Scores from the counts of the groups (k, m); k = 1 means no groups."""
    agreed = comparable_consensus(groups.agree, groups.seen)
    rejected = comparable_consensus(groups.disagree, groups.seen)
    return Verdicts(
        consensus=np.maximum(agreed, rejected),
        direction=np.where(agreed >= rejected, 1.0, -1.0),
        divisiveness=divisiveness(groups),
    )


def divisiveness(groups: Tallies) -> Floats:
    """(m,) variance between the groups of the smoothed share that agrees, over p (1 - p) of all of them
    together.

    Each group weighs by its votes on the statement, which keeps the ratio within 0 .. 1. 0 without votes, or
    with one group.
    """
    share = smoothed_share(groups.agree, groups.seen)
    weight = groups.seen / np.maximum(groups.seen.sum(axis=0), 1)
    overall = (weight * share).sum(axis=0)
    between = (weight * np.square(share - overall)).sum(axis=0)
    within = overall * (1 - overall)
    ratio: Floats = np.where(within > 0, between / np.where(within > 0, within, 1.0), 0.0)
    return ratio


def lists(
    ids: Sequence[str],
    score: Verdicts,
    groups: Tallies,
    sizes: Sequence[float],
    everybody: Tallies,
    n_people: int,
    counted: Flags,
) -> Lists:
    """Consensus and divisive statements among m.

    consensus: most of everybody (z > 1.28) and most of each group vote the same way; that every group does has a
    posterior probability of CONSENSUS_CHANCE at least, and the surest are taken while no more than EXPECTED_WRONG of
    them all (EXPECTED_WRONG_OF_ALL without groups) are expected to be wrong. Among fewer than FEW_PEOPLE, sureness is
    not asked for.
    divisive: one group mostly agrees, another mostly does not, with a posterior probability of OPPOSED_CHANCE, and the
    difference is beyond chance, corrected for looking at so many statements and at the two groups that differ most.
    sizes: members of each of the k groups, whole or weighed; k = 1 means no groups, and then nothing is divisive.
    n_people: everybody with a vote.
    """
    enough = counted & (everybody.seen[0] >= max(1, min(LIST_VOTES, n_people)))
    asked = groups.seen >= np.minimum(GROUP_VOTES, np.array(sizes, dtype=np.float64))[:, None] - ROUNDING

    pro = score.direction > 0
    chosen = np.where(pro, groups.agree, groups.disagree)
    chosen_by_all = np.where(pro, everybody.agree, everybody.disagree)
    most = proportion_test(chosen_by_all, everybody.seen)[0] > Z90
    shared = enough & most & asked.all(axis=0) & (smoothed_share(chosen, groups.seen) > 0.5).all(axis=0)

    if n_people >= FEW_PEOPLE:
        most_wrong = EXPECTED_WRONG if len(groups.seen) > 1 else EXPECTED_WRONG_OF_ALL
        shared = _surest(shared, consensus_chance(groups, score.direction), most_wrong)

    split = _opposed(groups, asked, enough & ~shared)
    return Lists(
        consensus=_ranked(ids, score.consensus, shared),
        divisive=_ranked(ids, score.divisiveness, split),
        others=enough & ~shared & ~split,
    )


def _surest(candidates: Flags, chance: Floats, most_wrong: float) -> Flags:
    """(m,) the candidates that make the list: the surest first, while their doubts add up to little."""
    order = np.argsort(-chance, kind="stable")
    order = order[candidates[order] & (chance[order] >= CONSENSUS_CHANCE)]
    kept = np.zeros_like(candidates)
    kept[order[np.cumsum(1 - chance[order]) <= most_wrong + ROUNDING]] = True
    return kept


def _opposed(groups: Tallies, asked: Flags, judged: Flags) -> Flags:
    """(m,) whether the most and the least agreeing of the groups with enough votes differ beyond chance."""
    share = smoothed_share(groups.agree, groups.seen)
    columns = np.arange(share.shape[1])
    high = np.where(asked, share, -1.0).argmax(axis=0)
    low = np.where(asked, share, 2.0).argmin(axis=0)
    z = two_proportion_test(
        groups.agree[high, columns],
        groups.agree[low, columns],
        groups.seen[high, columns],
        groups.seen[low, columns],
    )
    n_asked = asked.sum(axis=0)
    tested = judged & (n_asked >= 2)
    pairs = np.maximum(n_asked * (n_asked - 1) / 2, 1)
    chance = np.array([math.erfc(value / math.sqrt(2)) / 2 for value in z.tolist()]) * pairs
    beyond = np.zeros_like(tested)
    beyond[tested] = passing(chance[tested], FALSE_DISCOVERIES)
    agreeing = majority_chance(groups.agree, groups.seen)
    sides = agreeing[high, columns] * (1 - agreeing[low, columns]) >= OPPOSED_CHANCE
    opposed: Flags = tested & beyond & sides
    return opposed


def _ranked(ids: Sequence[str], score: Floats, listed: Flags) -> tuple[str, ...]:
    places = [int(j) for j in np.flatnonzero(listed)]
    places.sort(key=lambda j: (-float(score[j]), natural_order(ids[j])))
    return tuple(ids[j] for j in places)


def statement_results(
    ids: Sequence[str],
    score: Verdicts,
    groups: Tallies,
    weighed: Tallies,
    labels: Sequence[str],
    everybody: Tallies,
    counted: Flags,
) -> tuple[StatementResult, ...]:
    """One result per statement, in the order of ids.

    groups, weighed: how the members of the k groups voted, and what the verdicts make of it.   labels: letters of the
    groups, empty without groups.
    """
    by_all = _columns_of(everybody)[0]
    by_group = zip(labels, _columns_of(groups), _columns_of(weighed), strict=True) if labels else ()
    of_groups = [
        [
            GroupCounts(label, int(agree), int(disagree), int(passed), as_weighed)
            for (agree, disagree, passed), as_weighed in zip(members, counted_as, strict=True)
        ]
        for label, members, counted_as in by_group
    ]
    return tuple(
        StatementResult(
            id=name,
            agree=int(agree),
            disagree=int(disagree),
            passed=int(passed),
            consensus=consensus,
            direction=int(direction),
            divisiveness=divides,
            by_group=tuple(of_group[j] for of_group in of_groups),
            counted=counts,
        )
        for j, (name, (agree, disagree, passed), consensus, direction, divides, counts) in enumerate(
            zip(
                ids,
                by_all,
                score.consensus.tolist(),
                score.direction.tolist(),
                score.divisiveness.tolist(),
                counted.tolist(),
                strict=True,
            )
        )
    )


def _columns_of(counts: Tallies) -> list[list[tuple[float, float, float]]]:
    """For each group and statement how much agrees, disagrees and passes."""
    parts = counts.agree.tolist(), counts.disagree.tolist(), counts.passed.tolist()
    return [list(zip(*rows, strict=True)) for rows in zip(*parts, strict=True)]
