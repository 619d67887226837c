"""CPU seconds and memory of one update."""

import resource
import time

import numpy as np

from plenary_analysis.placement import place
from plenary_analysis.table import table_of
from plenary_analysis.votes import VoteMatrix
from tests.analysis.simulated import assembly


def speed():
    print(
        "\nCPU of one update after 100 new votes (target: 0.2 s at 10,000 x 300, 1 s at 100,000 x 500, 600 MB)"
    )
    for people, statements, filled in ((1_000, 100, 0.3), (10_000, 300, 0.1), (100_000, 500, 0.06)):
        table = assembly(1, people, statements, filled, 3, apart=0.8).table
        everything, random = np.ones(statements, dtype=np.bool_), np.random.default_rng(0)
        began = time.process_time()
        placed = place(_matrix(table), everything)
        cold, warm = time.process_time() - began, []
        for _ in range(3):
            cells = random.integers(people, size=100), random.integers(statements, size=100)
            sign, seen = table.dense()
            seen[cells] = 1
            sign[cells] = random.integers(-1, 2, size=100)
            table = table_of(sign, seen)
            matrix = _matrix(table)
            shown = placed.belongs.argmax(axis=1) if placed.belongs.shape[1] else None
            began = time.process_time()
            placed = place(matrix, everything, placed.evidence, shown, placed.warmth)
            warm.append(time.process_time() - began)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {people:,} x {statements}: cold {cold:.2f} s, update {np.median(warm):.2f} s, without reading the"
            f" votes in and without lists; peak so far {peak:.0f} MB (simulation included)"
        )


def _matrix(table):
    people = tuple(f"{i:07d}" for i in range(table.n_people))
    return VoteMatrix(people, tuple(f"{j:04d}" for j in range(table.n_statements)), table)
