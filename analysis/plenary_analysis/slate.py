"""The slate: a few statements that together leave no large like-minded part of the people without one.

Justified representation (Aziz et al. 2017): of n people and k places, no n / k people who all agree with one statement
may all be left without a statement on the slate that they agree with. Greedy choice reaches it (GreedyAV's covering
rule); where votes are missing, the model's expectation stands in for them (Halpern et al. 2023).
"""

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.opinion_map import SlateEntry
from plenary_analysis.table import VoteTable

PLACES = 5
# Beyond so many people, evenly spaced ones stand for all: the slate costs a GEMM and a few passes.
MOST_PEOPLE = 2000
# Too few votes to speak for anybody.
FEWEST_VOTES = 5
# An entry that adds less than this share of a place's quota says nothing new.
LEAST_ADDED = 0.25


def agreement(table: VoteTable, expected: Floats | None) -> Floats:
    """(n, m) chance that each person agrees with each statement: their vote where there is one, 0 or 1.

    expected: (n, m) votes that a model expects, -1 .. 1, for the missing ones; below even odds they count as nothing:
    a guess that somebody is rather against must not be a part of their agreement. None: missing votes agree with
    nothing.
    """
    sign, seen = table.dense()
    voted: Floats = (sign > 0).astype(np.float64)
    if expected is None:
        return voted
    chance = np.clip((1 + expected) / 2, 0.0, 1.0)
    guessed: Floats = np.where(seen > 0, voted, np.where(chance > 0.5, chance, 0.0))
    return guessed


def choose_slate(
    names: tuple[str, ...], agrees: Floats, allowed: Flags, n_people: int, places: int = PLACES
) -> tuple[SlateEntry, ...]:
    """At most so many statements, each the one that most people not spoken for yet agree with; first ones on ties.

    agrees: (n, m) of `agreement`.   allowed: (m,) statements with enough votes to be chosen.
    n_people: whom the n rows stand for. Once nobody is left without an entry, or a further one would add too few, the
    slate ends early.
    """
    n = len(agrees)
    if n == 0 or not allowed.any():
        return ()
    scale = n_people / n
    open_to = np.ones(n)
    together = agrees.sum(axis=0)
    chosen: list[SlateEntry] = []
    free = allowed.copy()
    for _ in range(places):
        gain = np.where(free, open_to @ agrees, -1.0)
        best = int(np.argmax(gain >= gain.max() * (1 - 1e-9)))
        if gain[best] < LEAST_ADDED * n / places:
            break
        chosen.append(SlateEntry(names[best], round(scale * together[best]), round(scale * gain[best])))
        open_to = open_to * (1 - agrees[:, best])
        free[best] = False
    return tuple(chosen)
