"""What the next update starts from, so that it costs three rounds and the map does not jump.

A published map carries it: an engine that goes on from that map goes on exactly where the other was.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from plenary_analysis.latent import StatementModel, with_newcomers
from plenary_analysis.mixture import Mixture
from plenary_analysis.table import VoteTable

# When the votes have grown so much since the last analysis from scratch, there is another.
GROWTH = 1.0
# So many of the statements must be known from before.
KNOWN = 0.5
# An axis whose loadings' mean square is below this fades for good under warm starts, even if votes for it come in.
FADING = 2e-3


@dataclass(frozen=True, slots=True, eq=False)
class Warmth:
    """statements: names.   model: of them.   fits: mixtures of 1, 2, ... groups.   digest: of the votes they had.

    cold_votes: how many votes the last analysis from scratch had.
    """

    statements: tuple[str, ...]
    model: StatementModel
    fits: tuple[Mixture, ...]
    digest: bytes
    cold_votes: int


def digest(table: VoteTable, statements: tuple[str, ...]) -> bytes:
    """Equal for equal votes on the same statements by as many people in the same order."""
    made = blake2b(digest_size=16)
    for part in (table.start, table.column, table.value):
        made.update(part.tobytes())
    made.update("\0".join(statements).encode("utf-8", "surrogatepass"))
    return made.digest()


def still_warm(warmth: Warmth | None, statements: tuple[str, ...], votes: int) -> bool:
    """Whether to go on from there rather than from scratch."""
    if warmth is None:
        return False
    known = len(set(warmth.statements) & set(statements))
    if np.square(warmth.model.loadings).mean(axis=0)[1] < FADING:
        return False
    grown = warmth.cold_votes <= votes * 2 and votes <= warmth.cold_votes * (1 + GROWTH)
    return grown and known >= KNOWN * max(len(statements), len(warmth.statements))


def model_to_start(warmth: Warmth, statements: tuple[str, ...]) -> StatementModel:
    """The model of these statements; new ones have the prior."""
    if warmth.statements == statements:
        return warmth.model
    known = {name: j for j, name in enumerate(warmth.statements)}
    return with_newcomers(warmth.model, [known.get(name) for name in statements])


def fits_to_start(
    start: StatementModel, model: StatementModel, fits: tuple[Mixture, ...]
) -> tuple[Mixture, ...]:
    """The mixtures as they lie after a round that turned the axes of `start` into those of `model`.

    The turn is the orthogonal one that brings the loadings together; lengths follow the axes' own.
    """
    left, _, right = np.linalg.svd(model.loadings.T @ start.loadings)
    before, now = (np.sqrt(each.scales.axes) for each in (start, model))
    turn = now[:, None] * (left @ right) / before[None, :]
    return tuple(
        Mixture(fit.share, fit.centre @ turn.T, turn @ fit.spread @ turn.T, fit.log_evidence) for fit in fits
    )
