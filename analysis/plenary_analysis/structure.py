"""Whether people differ from one another in any shared way at all (BEYOND section 2, the first gate).

If nobody's votes had anything to do with each other, turning the sign of single residuals at random would change
nothing. So the leading eigenvalue of the residuals' pairwise sums is set beside those of sign-flipped copies.
"""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Floats, Singles
from plenary_analysis.draws import SEED
from plenary_analysis.latent import PAIR_SHRINKAGE
from plenary_analysis.table import VoteTable

COPIES = 19
# People and statements beyond these add cost, not certainty: those with most votes are looked at.
MOST_PEOPLE = 1500
MOST_STATEMENTS = 300
# A statement with fewer votes, or a person with fewer than two, says nothing about pairs.
FEWEST_VOTES = 5
FEWEST_PEOPLE = 10
FEWEST_STATEMENTS = 3
# Votes that everybody is thought to have cast without leaning to yes or no.
LEANING_SHRINKAGE = 4.0
OPENS_AT = 0.05
CLOSES_ABOVE = 0.3
# So many standard deviations above chance need no second check.
PLAIN = 6.0


@dataclass(frozen=True, slots=True)
class Structure:
    """What the comparison gave. chance: share of copies with as much structure, (1 + those) / (1 + copies);
    1 where there is too little to say. strength: leading eigenvalue in standard deviations above the copies'."""

    chance: float
    strength: float


NO_STRUCTURE = Structure(1.0, 0.0)


def find_structure(table: VoteTable) -> Structure:
    """How the leading eigenvalue compares with those of sign-flipped copies; the same for equal tables."""
    residual, seen = _residuals(_busiest(table))
    if seen.shape[1] < FEWEST_STATEMENTS or int((seen.sum(axis=1) >= 2).sum()) < FEWEST_PEOPLE:
        return NO_STRUCTURE
    scale = np.sqrt(seen.T @ seen + np.float32(PAIR_SHRINKAGE))
    found = _leading(residual, scale)
    random = np.random.default_rng(SEED)
    copies = np.empty(COPIES)
    for copy in range(COPIES):
        signs = random.integers(0, 2, residual.shape, dtype=np.int8) * np.int8(2) - np.int8(1)
        copies[copy] = _leading(residual * signs, scale)
    spread = max(float(copies.std()), 1e-12)
    chance = (1 + int((copies >= found).sum())) / (1 + COPIES)
    return Structure(chance, (found - float(copies.mean())) / spread)


def gate_is_open(found: Structure, chance_before: float | None, was_open: bool) -> bool:
    """Whether groups may be looked for. chance_before: of the check before this one, None for the first.

    Opens at 5 %, twice running where there was a check before, unless the structure is plain: a hall that has stopped
    voting would wait for the second check for ever. Stays open until chance explains it at 30 %.
    """
    if was_open:
        return found.chance <= CLOSES_ABOVE
    is_sure = found.strength > PLAIN or chance_before is None or chance_before <= OPENS_AT
    return found.chance <= OPENS_AT and is_sure


def _busiest(table: VoteTable) -> VoteTable:
    """The people and statements with most votes, in their old order; the first ones on ties."""
    if table.n_statements > MOST_STATEMENTS:
        order = np.argsort(-table.answers.sum(axis=0), kind="stable")[:MOST_STATEMENTS]
        table = table.columns(np.sort(order))
    return table.rows(table.busiest(MOST_PEOPLE))


def _residuals(table: VoteTable) -> tuple[Singles, Singles]:
    """Votes less the statement's mean and the person's shrunken leaning, 0 where not seen; and what was seen."""
    sign, seen = (part.astype(np.float32) for part in table.dense())
    kept = seen.sum(axis=0) >= FEWEST_VOTES
    seen, sign = seen[:, kept], sign[:, kept]
    residual = (sign - sign.sum(axis=0) / (seen.sum(axis=0) + 2)) * seen
    leaning = residual.sum(axis=1) / (seen.sum(axis=1) + np.float32(LEANING_SHRINKAGE))
    left: Singles = (residual - leaning[:, None]) * seen
    return left, seen


def _leading(residual: Singles, scale: Singles) -> float:
    """The largest eigenvalue of the pairwise sums, each in units of its noise, without the diagonal."""
    sums: Floats = ((residual.T @ residual) / scale).astype(np.float64)
    np.fill_diagonal(sums, 0.0)
    return float(np.linalg.eigvalsh(sums)[-1])
