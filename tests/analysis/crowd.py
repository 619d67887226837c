"""People to analyse: small crowds written by hand, and planted groups of any size. No assertions here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis import Engine, Vote

AGREE, PASS, DISAGREE = 1, 0, -1


def votes_of(ballots: Mapping[str, Mapping[str, int]]) -> list[Vote]:
    """One vote per entry of participant -> statement -> value."""
    return [Vote(who, what, value) for who, ballot in ballots.items() for what, value in ballot.items()]


def rows(*ballots: str) -> list[Vote]:
    """Votes of p0, p1, … on s0, s1, …, one string each: + agree, - disagree, o pass, blank not seen."""
    value = {"+": AGREE, "-": DISAGREE, "o": PASS}
    return [
        Vote(f"p{i}", f"s{j}", value[sign])
        for i, ballot in enumerate(ballots)
        for j, sign in enumerate(ballot)
        if sign != " "
    ]


def map_of(
    votes: Sequence[Vote], *, out: Sequence[str] = (), banned: Sequence[str] = (), method: str = "plenary"
):
    """The opinion map that a fresh engine makes of these votes."""
    engine = Engine(method=method)
    engine.add(votes)
    for statement in out:
        engine.moderate(statement, counted=False)
    for participant in banned:
        engine.ban(participant)
    return engine.opinion_map(len(votes))


@dataclass(frozen=True)
class Planted:
    """Votes of people whose group is known."""

    votes: list[Vote]
    group: dict[str, int]


def planted(
    seed: int, sizes: Sequence[int], n_statements: int, filled: float, loyalty: float = 0.85
) -> Planted:
    """Groups that each have their own answer to every statement and give it with probability `loyalty`.

    Group answers are balanced: every two groups differ on about half of the statements. A tenth of the other
    answers are passes. Everybody votes at least once.
    """
    random = np.random.default_rng(seed)
    answer = np.where(random.random((len(sizes), n_statements)) < 0.5, AGREE, DISAGREE)
    votes: list[Vote] = []
    group: dict[str, int] = {}
    for g, size in enumerate(sizes):
        for _ in range(size):
            who = f"person-{len(group):04d}"
            group[who] = g
            seen = np.flatnonzero(random.random(n_statements) < filled)
            if len(seen) == 0:
                seen = np.array([int(random.integers(n_statements))])
            for j in seen:
                luck = random.random()
                value = answer[g, j] if luck < loyalty else PASS if luck > 0.985 else -answer[g, j]
                votes.append(Vote(who, f"statement-{j:03d}", int(value)))
    return Planted(votes, group)


def noise(seed: int, n_people: int, n_statements: int, filled: float) -> list[Vote]:
    """Votes of people who toss a coin."""
    random = np.random.default_rng(seed)
    return [
        Vote(f"person-{i:04d}", f"statement-{j:03d}", int(random.choice((AGREE, DISAGREE))))
        for i in range(n_people)
        for j in range(n_statements)
        if random.random() < filled
    ]


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Agreement of two partitions beyond chance: 1 the same, 0 as by chance (Hubert & Arabie 1985)."""
    table = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(table, (np.array(one), np.array(other)), 1)

    def pairs(count):
        return float((count * (count - 1) / 2).sum())

    both, first, second = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = first * second / pairs(np.array([float(len(one))]))
    most = (first + second) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
