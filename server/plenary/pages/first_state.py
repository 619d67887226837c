"""What a participant's page brings along: enough to vote at once, and no more than a slow network carries in one go."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import orjson

from plenary.deliberation.views import StatementView
from plenary.deliberation.vocabulary import Phase
from plenary.wire.from_server import Snapshot

STATEMENTS_LIMIT_BYTES: Final = 1_600
"""Of statements in a first state, as JSON: about six. All are there as soon as the socket is."""

HANDS: Final = 8
"""So many different selections are dealt out, or everybody's first vote would be on the same statements."""


def first_state(whole: Snapshot, hand: int) -> tuple[Snapshot, bool]:
    """The snapshot with as many statements as a page may bring along, and whether any are missing.

    hand: 0 .. HANDS - 1; which of the statements that can be voted on. The same arguments give the same selection.
    """
    if _size_bytes(whole.statements) <= STATEMENTS_LIMIT_BYTES:
        return whole, False
    votable = {prompt.id for prompt in whole.prompts if prompt.phase is Phase.OPEN and prompt.vote}
    pack = sorted((one for one in whole.statements if one.prompt in votable), key=_rank)
    cut = len(pack) * hand // HANDS
    dealt = [*pack[cut:], *pack[:cut]]
    some = sorted(_up_to(dealt, STATEMENTS_LIMIT_BYTES), key=lambda one: one.number)
    return msgspec.structs.replace(whole, statements=tuple(some)), True


def _up_to(statements: Iterable[StatementView], limit_bytes: int) -> Iterator[StatementView]:
    """The first of them that fit; one at least, or there would be nothing to vote on."""
    size_bytes = 0
    for number, one in enumerate(statements):
        size_bytes += _size_bytes([one])
        if number and size_bytes > limit_bytes:
            return
        yield one


def _size_bytes(statements: Iterable[StatementView]) -> int:
    return len(orjson.dumps(msgspec.to_builtins(list(statements))))


def _rank(statement: StatementView) -> bytes:
    return hashlib.sha256(statement.id.encode()).digest()
