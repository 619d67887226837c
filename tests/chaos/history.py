"""What a crowd asked and was told while things broke, and whether the log bears it out.

An answer that never came says nothing: the vote may be in the log or not. An answer that came is a promise.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from plenary.crowd.client import Client, Identity
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.entities import Ballot
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import Choice, EventCode, Mode, ParticipantId, Role, StatementId
from plenary.store.ports import BallotRecord
from plenary.wire.from_client import Join, Place, Vote
from plenary.wire.from_server import Changed, Counted, FromServer, Refused, Snapshot

Key = tuple[ParticipantId, int, StatementId, Choice]


@dataclass
class History:
    """asked: every vote ever sent. counted: those that were acknowledged, after how long (s)."""

    asked: set[Key] = field(default_factory=set)
    counted: dict[Key, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew."""
        self.asked.clear()
        self.counted.clear()
        self.refused.clear()

    @property
    def under_way(self) -> int:
        """How many have been sent and not answered yet."""
        return len(self.asked) - len(self.counted) - len(self.refused)


class Voter:
    """A phone that votes again and again, and remembers where it stands."""

    def __init__(self, url: str, code: EventCode, number: int, history: History, seed: int) -> None:
        self._rng = random.Random(f"{seed} {number}")
        self._key = f"voter-{seed}-{number:06}"
        self._history = history
        self.who = participant_id(code, self._key)
        self.client = Client(url, Identity(Role.PARTICIPANT, self._key, "d"), self._hear, self._rng)
        self.place: Place | None = None
        self.answered = 0
        """How many of its votes have been answered."""

    def _hear(self, message: FromServer) -> None:
        if isinstance(message, Snapshot | Changed):
            self.place = message.place

    async def vote(
        self, statements: list[StatementId], may_go_on: Callable[[], bool], pause_s: float
    ) -> None:
        await self.client.request(Join(self.client.next_op(), Mode.REMOTE, "en"))
        while may_go_on():
            await asyncio.sleep(self._rng.uniform(0, 2 * pause_s))
            op, statement = self.client.next_op(), self._rng.choice(statements)
            choice = self._rng.choice(list(Choice))
            key = (self.who, op, statement, choice)
            self._history.asked.add(key)
            began = time.monotonic()
            answer = await self.client.request(Vote(op, statement, choice))
            self.answered += 1
            if isinstance(answer, Counted):
                self._history.counted[key] = time.monotonic() - began
            elif isinstance(answer, Refused):
                self._history.refused.append(answer.code)


@dataclass
class Broken:
    """Where the log does not bear out what was promised: votes that are not there, there twice, or say otherwise."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    given_back_twice: int = 0
    """A hub and a phone, or two hubs, brought the same fact back to a store that had lost it: it counts once."""

    @property
    def complaints(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.changed]


def broken(ballots: Iterable[BallotRecord], history: History, has_lost: bool = False) -> Broken:
    """Where the log does not bear out what was promised. ballots: all of the log, in its order.

    has_lost: whether the store had to go on from less than it once acknowledged.
    """
    votes = [record.fact for record in ballots if isinstance(record.fact, VoteCast)]
    there = Counter((vote.participant, vote.operation.counter, vote.statement, vote.choice) for vote in votes)
    held_by: dict[ParticipantId, Ballot] = {}
    for vote in votes:
        held_by.setdefault(vote.participant, Ballot()).apply(vote)
    found = Broken([f"lost: {key}" for key in history.counted if key not in there])
    found.changed += [f"nobody asked for: {key}" for key in there if key not in history.asked]
    last: dict[tuple[ParticipantId, StatementId], tuple[int, Choice]] = {}
    for who, op, statement, choice in history.counted:
        last[who, statement] = max(last.get((who, statement), (0, choice)), (op, choice))
    for (who, statement), (op, choice) in last.items():
        held = held_by[who].votes.get(statement) if who in held_by else None
        # A later vote may have been kept without its answer having arrived.
        if held is not None and held.operation.counter == op and held.choice is not choice:
            found.changed.append(f"changed: {who} {statement}")
        if held is not None and held.operation.counter < op:
            found.changed.append(f"an earlier word stands: {who} {statement}")
    twice = [f"kept {times} times: {key}" for key, times in there.items() if times > 1]
    if has_lost:
        found.given_back_twice = len(twice)
    else:
        found.doubled += twice
    found.changed += [f"refused: {reason}" for reason in history.refused]
    return found
