"""How many messages one network address may have us send to people who then do nothing with them.

A hall that confirms its addresses is one address, and confirms; whoever has us pester strangers is one too, and does
not.
"""

import time
from collections.abc import Callable
from typing import Final

from plenary.hub.pacing import Buckets, Pace
from plenary.pages.addresses import Names

# Of 2,000 messages that a server sends in an hour one address gets at most a third, unless people press their buttons.
UNCONFIRMED: Final = Pace(300, 0.1)


class Mailings:
    """What each address has asked for and not confirmed, under names that fade (`Names`); in memory alone."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._names = Names(now_s)
        self._unconfirmed = Buckets(UNCONFIRMED, now_s)

    def ask(self, address: str) -> float:
        """One more; 0, or how long the address should wait with it (s)."""
        return self._unconfirmed.take(self._at(address))

    def give_back(self, address: str) -> None:
        """One less: a message has been used, from here, or could not be sent."""
        self._unconfirmed.give_back(self._at(address))

    def _at(self, address: str) -> bytes:
        name = self._names.of(address)
        self._unconfirmed.rename(self._names.before(address), name)
        return name
