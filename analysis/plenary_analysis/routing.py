"""How urgently each statement should be shown, and which one comes next (SPEC section 12)."""

from collections.abc import Sequence

import numpy as np

from plenary_analysis.arrays import Flags, Floats
from plenary_analysis.tallies import Tallies

META_PRIORITY = 49.0


def priorities(tallies: Tallies, extremity: Floats, meta: Flags) -> Floats:
    """(m,) positive priority of each statement, from the current counts of the included participants.

    extremity: (m,) distance of the statement's projection from the middle, 0 for one without votes.
    meta: (m,) True for statements about the participants themselves, which get a fixed priority.
    """
    together = tallies.overall()
    agree, passed, seen = together.agree[0], together.passed[0], together.seen[0]
    importance = (1 - (passed + 1) / (seen + 2)) * (extremity + 1) * (agree + 1) / (seen + 2)
    novelty = 1 + 8 * np.exp2(-seen / 5)
    result: Floats = np.where(meta, META_PRIORITY, np.square(importance * novelty))
    return result


def draw_next(unseen: Sequence[str], priority: Sequence[float], seed: int) -> str | None:
    """One of the statements, drawn with probability proportional to its priority; None when nothing is left.

    unseen: statements this participant may be shown and has not voted on. A priority of 0 counts as 1.
    """
    if not unseen:
        return None
    weight = np.array([value if value > 0 else 1.0 for value in priority], dtype=np.float64)
    place = np.random.default_rng(seed).random() * weight.sum()
    return unseen[min(int(np.searchsorted(np.cumsum(weight), place, side="right")), len(unseen) - 1)]
