"""Erasing in Redis: an event's streams are written anew without what is to go, and so is Redis' own file."""

import logging
import secrets
import threading
from collections.abc import Collection
from typing import Final, cast

import redis

from plenary.deliberation.vocabulary import EventCode
from plenary.store import redis_scripts as scripts
from plenary.store.erasing import to_erase
from plenary.store.ports import Conflict, Heads
from plenary.store.records import Row, Stream
from plenary.store.redis_assured import Assured
from plenary.store.redis_records import Records
from plenary.store.writes import Erase

log = logging.getLogger(__name__)

# Redis serves nobody else while it copies a page.
COPY_PAGE: Final = 2_000
UNLIMITED: Final = 2**53
REWRITE_AGAIN_S: Final = 1.0


class Eraser:
    """Of one name space; the caller tries again."""

    def __init__(self, client: redis.Redis, space: str, records: Records, assured: Assured) -> None:
        self._assured = assured
        self._client = client
        self._space = space
        self._records = records

    def erase(self, write: Erase) -> Heads | None:
        """The heads after it; None if the participant has said more meanwhile.

        Raises EventUnknown, Conflict, RecordDamaged, StoreUnavailable, redis.RedisError.
        """
        code, erasure = write.code, write.erasure
        head, rows, _ = self._records.found(code, Stream.PROGRAMME, 0, UNLIMITED)
        if head.heads.programme != write.decided_on:
            raise Conflict(write.decided_on, head.heads.programme)
        own = self._records.own(code, erasure.participant)
        before = self._client.hgetall(f"{self._space}:erased:{code}")
        known = [
            scripts.erased_record(where, body) for where, body in cast(dict[bytes, bytes], before).items()
        ]
        found = to_erase(code, erasure, rows, own, known)
        # Another hub may be erasing too: each writes copies of its own, and only one finds the programme unmoved.
        anew = f"{self._space}:anew:{secrets.token_hex(8)}"
        for stream in Stream:
            self._copy(code, stream, anew, {row.number: row for of, row in found.rows if of is stream})
        row = head.programme.add(found.envelope, write.at_ms)
        asked: list[str | bytes | int] = [write.decided_on.epoch, write.decided_on.number]
        asked += [code, erasure.participant, erasure.pseudonym, anew]
        asked += [row.number, scripts.packed_row(row), row.hash, len(own)]
        for stream, left in found.rows:
            asked += [f"{stream.value} {left.number}", left.body]
        answer = cast(list[bytes], self._assured.write(scripts.ERASE, *asked))
        (trouble,) = answer or [b""]
        if trouble == b"moved":
            raise Conflict(write.decided_on, write.decided_on)
        if trouble == b"more":
            return None
        self._rewrite_file()
        return head.heads

    def _copy(self, code: EventCode, stream: Stream, anew: str, instead: dict[int, Row]) -> None:
        """Write the stream anew as far as it goes now, with those rows in place of what they were."""
        old = f"{self._space}:{stream.name.lower()}:{code}"
        new = f"{anew}:{stream.name.lower()}"
        last = 0
        while instead:
            others = [item for number, row in instead.items() for item in (number, scripts.packed_row(row))]
            copied = int(self._client.eval(scripts.COPY, 2, old, new, last + 1, COPY_PAGE, *others))
            if copied == 0:
                return
            last = copied

    def purge(self, forgotten: Collection[EventCode]) -> None:
        """Have nothing of these events in Redis' own file either."""
        if forgotten:
            self._rewrite_file()

    def _rewrite_file(self) -> None:
        """Have Redis write its append-only file anew: until then the old one holds what was erased."""
        try:
            self._client.bgrewriteaof()
        except redis.ResponseError as refusal:
            if "in progress" in str(refusal):
                # That one may have begun before. A daemon: a process that ends must not wait for it.
                again = threading.Timer(REWRITE_AGAIN_S, self._rewrite_file)
                again.daemon = True
                again.start()
            else:
                log.warning("Redis does not write its file anew: what was erased is in it until it does")
        except redis.RedisError:
            log.warning("Redis may not have written its file anew: what was erased is in it until it does")
