"""A store that is only read: an archive's event, brought into a place of its own."""

from collections.abc import Sequence

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import Position, StoreUnavailable
from plenary.store.sqlite_store import SqliteStore


class ArchivedStore(SqliteStore):
    """Reads as any store does; keeps nothing, whoever asks."""

    async def create(self, facts: Sequence[ProgrammeFact], at_ms: int) -> Position:
        raise _read_only()

    async def append(
        self, code: EventCode, facts: Sequence[ProgrammeFact], decided_on: Position, at_ms: int
    ) -> Position:
        raise _read_only()

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        raise _read_only()

    async def renew_epoch(self, code: EventCode) -> Position:
        raise _read_only()

    async def erase(self, code: EventCode, erasure: Erasure, decided_on: Position, at_ms: int) -> Position:
        raise _read_only()

    async def forget(self, code: EventCode) -> int:
        raise _read_only()


def _read_only() -> StoreUnavailable:
    return StoreUnavailable("this is an archive: it is only read")
