"""How often each may ask: people, not addresses, since a whole hall stands behind one address."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from plenary.hub.receipts import Word
from plenary.hub.session import ParticipantSession, Session
from plenary.wire import from_client as said

FORGET_EVERY: Final = 4_096


class TooFast(Exception):
    """Asked more often than people can. It may be asked again after `wait_s`."""

    code: Final = "too-fast"

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s

    @property
    def wait_ms(self) -> int:
        return int(self.wait_s * 1_000) + 1


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and from then on so many a second."""

    burst: int
    per_s: float


# A phone that comes out of a dead spot has the votes of an hour with it; nobody votes faster than three a second.
VOTES: Final = Pace(60, 5.0)
STATEMENTS: Final = Pace(6, 0.1)
JOINS: Final = Pace(6, 0.2)
# People at a desk are trusted, and have programs do things; this ends the loops that run away.
STAFF: Final = Pace(1_000, 50.0)
# Whatever a phone says, pings too: twice what it has to say when it comes back with an hour's votes.
MESSAGES: Final = Pace(120, 15.0)
# As so many more of them a ping is counted: whoever asks whether somebody is there does so every few seconds, and a
# dozen of them at once is enough.
A_PING: Final = 9.0
# Nobody has more to say before they are welcomed: our pages wait for it.
BEFORE_WELCOME: Final = 20
CLAIMS: Final = Pace(60, 5.0)


@dataclass(slots=True)
class Bucket:
    """What is left of a pace at a time (s, monotonic)."""

    left: float
    at_s: float

    def take(self, pace: Pace, now_s: float, weight: float = 1.0) -> float:
        """Take one, or what counts as so many; 0, or how long until there is that to take (s)."""
        self.left = min(pace.burst, self.left + (now_s - self.at_s) * pace.per_s)
        self.at_s = now_s
        if self.left < weight:
            return (weight - self.left) / pace.per_s
        self.left -= weight
        return 0.0


class Buckets:
    """A bucket for everybody who has taken from it lately."""

    def __init__(self, pace: Pace, now_s: Callable[[], float] = time.monotonic) -> None:
        self.pace = pace
        self._now_s = now_s
        self._held: dict[Hashable, Bucket] = {}

    def take(self, who: Hashable) -> float:
        """As Bucket.take."""
        now_s = self._now_s()
        bucket = self._held.get(who)
        if bucket is None:
            if len(self._held) and not len(self._held) % FORGET_EVERY:
                self._forget(now_s)
            bucket = self._held[who] = Bucket(self.pace.burst, now_s)
        return bucket.take(self.pace, now_s)

    def wait_s(self, who: Hashable) -> float:
        """How long until there is something to take (s); nothing is taken."""
        bucket = self._held.get(who)
        if bucket is None:
            return 0.0
        left = bucket.left + (self._now_s() - bucket.at_s) * self.pace.per_s
        return max(0.0, (1 - left) / self.pace.per_s)

    def give_back(self, who: Hashable) -> None:
        """One that was taken does not count."""
        if (bucket := self._held.get(who)) is not None:
            bucket.left = min(self.pace.burst, bucket.left + 1)

    def rename(self, before: Hashable, who: Hashable) -> None:
        """Whoever went by the one name goes by the other now."""
        if who not in self._held and (bucket := self._held.pop(before, None)) is not None:
            self._held[who] = bucket

    def __len__(self) -> int:
        return len(self._held)

    def _forget(self, now_s: float) -> None:
        """Let go of those that are full again: a new one would be no different."""
        full_after_s = self.pace.burst / self.pace.per_s
        self._held = {who: one for who, one in self._held.items() if now_s - one.at_s < full_after_s}


class Pacing:
    """Of one hub."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._votes = Buckets(VOTES, now_s)
        self._statements = Buckets(STATEMENTS, now_s)
        self._joins = Buckets(JOINS, now_s)
        self._staff = Buckets(STAFF, now_s)
        self._claims = Buckets(CLAIMS, now_s)

    def check(self, session: Session, asked: said.Request | said.Claim) -> None:
        """Raises TooFast."""
        if isinstance(session, ParticipantSession):
            # Whoever opens many connections, or comes by the plain pages too, is still one.
            who: Hashable = session.participant
            buckets = (
                self._votes
                if isinstance(asked, Word)
                else self._joins
                if isinstance(asked, said.Join)
                else self._statements
            )
        else:
            who = session.code, session.grant, session.device
            buckets = self._claims if isinstance(asked, said.Claim) else self._staff
        if (wait_s := buckets.take(who)) > 0:
            raise TooFast(wait_s)
