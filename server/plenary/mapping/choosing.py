"""Which statements somebody is shown next, by the analysis. A hub is handed `choose` and runs it off its event loop."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import plenary_analysis as analysis
from plenary.deliberation.routing import Asking, Routing
from plenary.deliberation.vocabulary import Choice, StatementId
from plenary.mapping.packing import packed, unpacked

VALUES: Final = {Choice.AGREE: 1, Choice.PASS: 0, Choice.DISAGREE: -1}


def choose(
    routing: Routing, askings: Sequence[Asking], most: int, votes_to_come: float | None
) -> list[tuple[StatementId, ...]]:
    """As `plenary.deliberation.routing.Chooser` has it. The same asking gets the same answer."""
    common: frozenset[str] = frozenset()
    if not routing.model:
        gains: list[dict[str, float]] = [{} for _ in askings]
    else:
        ballots: list[dict[str, int]] = [
            {name: VALUES[choice] for name, choice in one.answered.items()} for one in askings
        ]
        model = _model(routing.model)
        gains, common = analysis.information_gains_of(model, ballots), analysis.common_candidates(model)
    chosen = (
        analysis.next_statements(
            one.unseen, _among(one, routing), gain, seed_of(one), most, votes_to_come, common
        )
        for one, gain in zip(askings, gains, strict=True)
    )
    return [tuple(StatementId(name) for name in names) for names in chosen]


def packed_model(warmth: analysis.Warmth | None) -> bytes:
    """The model for `Routing.model`."""
    return b"" if warmth is None else packed(warmth)


def seed_of(asking: Asking) -> int:
    """Another for everybody, and after each of their votes: no two people see the statements in one order."""
    named = f"{asking.participant} {len(asking.answered)}".encode()
    return int.from_bytes(blake2b(named, digest_size=6).digest())


def _among(asking: Asking, routing: Routing) -> dict[str, int]:
    """How many votes those have that can still be asked: a statement that nobody voted on has none."""
    return {name: routing.votes.get(name, 0) for name in (*asking.answered, *asking.unseen)}


@lru_cache(maxsize=16)
def _model(packed_warmth: bytes) -> analysis.Warmth:
    return unpacked(packed_warmth, analysis.Warmth)
