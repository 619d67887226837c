"""An event read whole out of Redis, in the caller's thread, a page at a time."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import redis

from plenary.deliberation.vocabulary import EventCode
from plenary.store.kept import KeptEvent
from plenary.store.ports import StoreUnavailable
from plenary.store.records import Row, Stream
from plenary.store.redis_reaching import Reached, reached
from plenary.store.redis_records import PAGE, Records


def kept_in_redis(url: str, code: EventCode, space: str = "plenary") -> AbstractContextManager[KeptEvent]:
    """The event as the Redis at that address (redis_reaching) has it now.

    Raises ValueError where it is no address; and once entered EventUnknown, StoreUnavailable.
    """
    return _kept(reached(url, space), code)


@contextmanager
def _kept(place: Reached, code: EventCode) -> Iterator[KeptEvent]:
    records = Records(place.client, place.space)

    def rows_of(stream: Stream) -> Iterator[Row]:
        last = head.programme.number if stream is Stream.PROGRAMME else head.ballots.number
        number = 0
        while number < last:
            _, rows, _ = records.found(code, stream, number, min(PAGE, last - number))
            if not rows:
                return  # whoever counts them finds that they are too few
            yield from rows
            number = rows[-1].number

    try:
        head, _, _ = records.found(code, Stream.PROGRAMME, 0, 1)
        yield KeptEvent(head, rows_of)
    except redis.RedisError as error:
        raise StoreUnavailable(f"Redis does not serve: {error}") from error
    finally:
        place.client.close()
