"""Everything that analysts post while things break: each map is what the log says, comes once, and none goes back."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.opinion import OpinionMap, Posting
from plenary.deliberation.vocabulary import Choice, EventCode, ParticipantId, PromptId, StatementId
from plenary.store.ports import BallotRecord
from plenary.store.redis_bulletin import RedisBulletin

Counts = dict[StatementId, Counter[Choice]]


@dataclass
class Watcher:
    """Follows the bulletin as a hub does. seen: every map that it was given."""

    code: EventCode
    seen: list[Posting] = field(default_factory=list)

    async def follow(self, url: str) -> None:
        """Until cancelled."""
        bulletin = RedisBulletin(url)
        try:
            async for code, posting in bulletin.follow():
                if code == self.code:
                    self.seen.append(posting)
        finally:
            await asyncio.shield(bulletin.close())


def contradictions(maps: list[Posting]) -> list[str]:
    """Where maps differ that are the same, or one goes back behind another; in the order in which they came."""
    found: list[str] = []
    forms: dict[tuple[str, PromptId, int], OpinionMap] = {}
    frames: dict[tuple[str, PromptId], int] = {}
    for posting in maps:
        prompt, frame = posting.map.prompt, posting.map.frame
        timeless = replace(posting.map, at_ms=0)
        if forms.setdefault((posting.epoch, prompt, frame), timeless) != timeless:
            found.append(f"two maps of frame {frame}")
        if frame < frames.get((posting.epoch, prompt), 0):
            found.append(f"frame {frame} after {frames[posting.epoch, prompt]}")
        frames[posting.epoch, prompt] = frame
    return found


def miscounts(maps: list[Posting], ballots: Iterable[BallotRecord]) -> list[str]:
    """Where maps do not say what all ballots of the log say, counted by hand up to the last that each contains.

    ballots: all of the log, in its order; it is gone through once.
    """
    found: list[str] = []
    counts: Counts = {}
    last: dict[tuple[ParticipantId, StatementId], VoteCast] = {}
    left, done = iter(ballots), 0
    for posting in sorted(maps, key=lambda one: one.ballots):
        for record in islice(left, max(0, posting.ballots - done)):
            done += 1
            if isinstance(record.fact, VoteCast):
                _count(record.fact, last, counts)
        for result in posting.map.results:
            tally, counted = result.tally, counts.get(result.statement, Counter())
            told = (tally.agree, tally.disagree, tally.passed)
            there = tuple(counted[choice] for choice in (Choice.AGREE, Choice.DISAGREE, Choice.PASS))
            if told != there:
                found.append(f"the map of ballot {posting.ballots} says {told} where the log has {there}")
        if posting.ballots > done:
            found.append(f"a map of ballot {posting.ballots} where the log has {done}")
    return found


def _count(vote: VoteCast, last: dict[tuple[ParticipantId, StatementId], VoteCast], counts: Counts) -> None:
    key = (vote.participant, vote.statement)
    before = last.get(key)
    if before is not None:
        if before.operation.counter >= vote.operation.counter:
            return
        counts[vote.statement][before.choice] -= 1
    last[key] = vote
    counts.setdefault(vote.statement, Counter())[vote.choice] += 1
