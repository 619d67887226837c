"""`python -m tests.bench.analysis.one_update PEOPLE STATEMENTS METHOD`: one size measured, as JSON on stdout."""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from plenary_analysis import Engine, OpinionMap, Vote, VoteColumns
from plenary_analysis.arrays import Ints
from plenary_analysis.evidence import MOST_GROUPS, SEARCHED_GROWTH
from plenary_analysis.influence import AT_LEAST, TIMES_TYPICAL

VOTES_A_PERSON = 30
GROUPS = 3
PEOPLE_AT_A_TIME = 10_000
UPDATES = 5
NEW_VOTES = 100
# One number of groups an update, the kinds of people, and one more.
UPDATES_ANEW = MOST_GROUPS + 2
MOST_PEOPLE_ANEW = 100_000


def crowd(people: int, statements: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Participants, statements and votes of three groups, some thousand people at a time."""
    random = np.random.default_rng(0)
    ease, own = random.normal(size=statements) * 0.6, random.normal(size=(GROUPS, statements)) * 1.2
    for first in range(0, people, PEOPLE_AT_A_TIME):
        some = np.arange(first, min(first + PEOPLE_AT_A_TIME, people))
        votes = np.clip(random.gamma(4, VOTES_A_PERSON / 4, len(some)), 2, statements - 1).astype(np.int64)
        row = np.repeat(some, votes)
        cell = np.unique(row * statements + random.integers(0, statements, len(row)))
        row, column = cell // statements, cell % statements
        utility = ease[column] + own[row % GROUPS, column] + random.logistic(size=len(row)) * 0.8
        yield row, column, np.where(random.random(len(row)) < 0.1, 0, np.where(utility > 0, 1, -1))


def updates_anew(engine: Engine, shown: OpinionMap, people: int, statements: int) -> list[float]:
    """CPU seconds of each of some updates after NEW_VOTES in which all mixtures and the kinds of people are looked for
    anew, because votes have grown so much. The votes are of people who have come since."""
    begin = _looked_for(shown)
    late = people + int(people * 2 * SEARCHED_GROWTH)
    rows, columns, values = (np.concatenate(part) for part in zip(*crowd(late, statements), strict=True))
    new = rows >= people
    votes = [
        Vote(f"p{i:07d}", f"s{j:04d}", value, (1, ""))
        for i, j, value in zip(rows[new].tolist(), columns[new].tolist(), values[new].tolist(), strict=True)
    ]
    # Growth is of the votes of those who weigh in full.
    most = max(AT_LEAST, TIMES_TYPICAL * float(np.median(shown.n_votes)))
    weighing = np.cumsum((np.bincount(rows, minlength=late) <= most)[rows[new]])
    there = int(shown.n_votes[shown.n_votes <= most].sum())
    due = int(min(begin) * (1 + SEARCHED_GROWTH)) - there - NEW_VOTES // 2
    before = int(np.searchsorted(weighing, due))
    engine.add(votes[:before])
    assert _looked_for(engine.opinion_map(UPDATES + 1)) == begin
    spent = []
    for update in range(UPDATES_ANEW):
        began = time.process_time()
        engine.add(votes[before + update * NEW_VOTES : before + (update + 1) * NEW_VOTES])
        shown = engine.opinion_map(UPDATES + 2 + update)
        spent.append(time.process_time() - began)
    assert all(now > then for now, then in zip(_looked_for(shown), begin, strict=True))
    return spent


def _looked_for(shown: OpinionMap) -> list[int]:
    """On how many votes each mixture, and last the kinds of people, were found."""
    if shown.evidence is None or shown.warmth is None or shown.warmth.kinds is None:
        raise ValueError("this map knows no kinds of people")
    return [*shown.evidence.searched, shown.warmth.kinds.votes]


def _peak_mb() -> float:
    """The most memory this process ever had. (What `getrusage` tells counts the parent's at the fork as well.)"""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    if found is None:
        raise RuntimeError("no peak of memory is told in /proc/self/status")
    return int(found[1]) / 1024


def main(people: int, statements: int, method: str) -> None:
    who, what = [f"p{i:07d}" for i in range(people)], [f"s{j:04d}" for j in range(statements)]
    engine = Engine(method=method)
    feed, total = 0.0, 0
    for row, column, value in crowd(people, statements):
        names = [who[i] for i in row.tolist()], [what[j] for j in column.tolist()]
        columns = VoteColumns(*names, value, np.ones(len(row), dtype=np.int64), [""] * len(row))
        began = time.process_time()
        engine.add(columns)
        feed += time.process_time() - began
        total += len(row)
    began = time.process_time()
    shown = engine.opinion_map(0)
    cold, spent = time.process_time() - began, []
    random = np.random.default_rng(1)
    for update in range(1, UPDATES + 1):
        cells = zip(
            *(random.integers(most, size=NEW_VOTES).tolist() for most in (people, statements)), strict=True
        )
        votes = [Vote(who[i], what[j], int(random.integers(-1, 2)), (1 + update, "")) for i, j in cells]
        began = time.process_time()
        engine.add(votes)
        shown = engine.opinion_map(update)
        spent.append(time.process_time() - began)
    found = {
        "feed": feed,
        "votes": total,
        "cold": cold,
        "update": float(np.median(spent)),
        "peak_mb": _peak_mb(),
    }
    if method == "plenary" and people <= MOST_PEOPLE_ANEW:
        found["anew"] = max(updates_anew(engine, shown, people, statements))
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
