"""Records read out of Redis, in the caller's thread."""

from typing import Final, cast

import redis

from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store import redis_scripts as scripts
from plenary.store.ports import EventUnknown, RecordDamaged
from plenary.store.records import Chain, Row, Stream
from plenary.store.redis_scripts import Entry, Head
from plenary.store.writes import EventHead

# Redis serves nobody else while it reads a page out.
PAGE: Final = 2_000

Found = tuple[EventHead, list[Row], Chain]
"""An event's head, rows of one of its streams, and the chain that they go on."""


class Records:
    """Those of one name space. Any of these may raise redis.RedisError, EventUnknown and RecordDamaged."""

    def __init__(self, client: redis.Redis, space: str) -> None:
        self._client = client
        self._space = space

    def own(self, code: EventCode, participant: ParticipantId) -> list[tuple[Chain, Row]]:
        """All that the participant has said, each record with the chain that it goes on."""
        answer = self._client.eval(scripts.READ_BALLOT, 1, self._space, code, participant)
        head, found = cast(tuple[Head, list[tuple[bytes, list[Entry]]]], answer)
        known(code, head)
        own: list[tuple[Chain, Row]] = []
        for number, entries in found:
            rows, chain = scripts.rows_after(Chain.begin(code, Stream.BALLOTS), int(number) - 1, entries)
            if len(rows) != 1:
                raise RecordDamaged(code, chain.name, int(number))
            own.append((chain, rows[0]))
        return own

    def found(self, code: EventCode, stream: Stream, after: int, limit: int) -> Found:
        """Up to `limit` rows numbered above `after`."""
        # The record of `after` comes along, for its hash.
        asked = (code, stream.name.lower(), max(after, 1), limit + (after > 0))
        head, entries = cast(
            tuple[Head, list[Entry]], self._client.eval(scripts.READ, 1, self._space, *asked)
        )
        end = known(code, head)
        rows, chain = scripts.rows_after(Chain.begin(code, stream), after, entries)
        return end, rows, chain


def known(code: EventCode, head: Head) -> EventHead:
    if (known := scripts.event_head(code, head)) is None:
        raise EventUnknown(code)
    return known
