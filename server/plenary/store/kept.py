"""An event as a store keeps it, read whole from its first record to its head: for archives, and to be verified."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plenary.store.records import Row, Stream
from plenary.store.writes import EventHead


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """How far the event had come when it was looked at, and what gives a stream's rows from the first, in order.

    What came later is not among them, whoever writes meanwhile.
    """

    head: EventHead
    rows_of: Callable[[Stream], Iterator[Row]]
