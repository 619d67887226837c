"""What the next update starts from, so that it costs a few rounds and the map does not jump.

A published map carries it: an engine that goes on from that map goes on exactly where the other was.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from plenary_analysis.latent import StatementModel, with_newcomers
from plenary_analysis.latent_classes import Classes
from plenary_analysis.latent_fit import fit_statements
from plenary_analysis.mixture import Mixture
from plenary_analysis.table import VoteTable

# When the votes have grown so much since the last analysis from scratch, there is another.
GROWTH = 1.0
# ... and by so much, the model is compared with one from scratch: it may have stayed where there was something to find.
RECHECK = 0.25
# An axis whose loadings' mean square is below this fades for good under warm starts, even if votes for it come in: then
# the comparison is due after this growth already.
FADING, RECHECK_FADED = 2e-3, 0.05
# The one from scratch must have so much more log evidence.
BETTER = 1.0
# So many of the statements must be known from before.
KNOWN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Warmth:
    """statements: names.   model: of them.   fits: mixtures of 1, 2, ... groups.   digest: of the votes they had.

    cold_votes: how many votes the last analysis from scratch had.   checked_votes: ... the last comparison with one.
    kinds: of people, found when the mixtures were last looked for anew; None while votes are few.
    """

    statements: tuple[str, ...]
    model: StatementModel
    fits: tuple[Mixture, ...]
    digest: bytes
    cold_votes: int
    checked_votes: int
    kinds: Classes | None = None


def digest(table: VoteTable, statements: tuple[str, ...]) -> bytes:
    """Equal for equal ballots on the same statements by as many people in the same order; else another, but for luck
    of one in 2**64."""
    made = blake2b(digest_size=16)
    made.update(table.ballots.tobytes())
    made.update("\0".join(statements).encode("utf-8", "surrogatepass"))
    return made.digest()


def begun(table: VoteTable, statements: tuple[str, ...], mark: bytes, warmth: Warmth | None) -> Warmth:
    """Today's model, and the mixtures to start from: what the update before left, or nothing of it.

    table: of those who count.   statements: names of its columns.   mark: its digest.
    """
    votes = table.n_votes
    if warmth is None or not _still_warm(warmth, statements, votes):
        return Warmth(statements, fit_statements(table).model, (), mark, votes, votes)
    start = _model_to_start(warmth, statements)
    found, checked = fit_statements(table, start), warmth.checked_votes
    has_faded = float(np.square(found.model.loadings[:, 1]).mean()) < FADING
    growth = RECHECK_FADED if has_faded else RECHECK
    if not checked / (1 + growth) <= votes <= checked * (1 + growth):
        scratch, checked = fit_statements(table), votes
        if scratch.bound > found.bound + BETTER:
            return Warmth(statements, scratch.model, (), mark, votes, votes)
    fits = _fits_to_start(start, found.model, warmth.fits)
    return Warmth(statements, found.model, fits, mark, warmth.cold_votes, checked, warmth.kinds)


def _still_warm(warmth: Warmth, statements: tuple[str, ...], votes: int) -> bool:
    """Whether to go on from there rather than from scratch."""
    known = len(set(warmth.statements) & set(statements))
    grown = warmth.cold_votes <= votes * 2 and votes <= warmth.cold_votes * (1 + GROWTH)
    return grown and known >= KNOWN * max(len(statements), len(warmth.statements))


def _model_to_start(warmth: Warmth, statements: tuple[str, ...]) -> StatementModel:
    """The model of these statements; new ones have the prior."""
    if warmth.statements == statements:
        return warmth.model
    known = {name: j for j, name in enumerate(warmth.statements)}
    return with_newcomers(warmth.model, [known.get(name) for name in statements])


def _fits_to_start(
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
