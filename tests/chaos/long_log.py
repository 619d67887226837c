"""A log that is long already: a million votes of people who have left, put down as a hub would have."""

import random
from pathlib import Path
from typing import Final

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import Choice, EventCode, Language, Mode, Operation, StatementId
from plenary.store.sqlite_store import SqliteStore

AT_ONCE: Final = 10_000
VOTES_EACH: Final = 100
DEVICE: Final = "d"


async def fill(data: Path, code: EventCode, statements: list[StatementId], votes: int, seed: int) -> int:
    """Add so many votes to an event of that data directory; returns how many ballots there are then.

    Each of those people votes a hundred times, again and again on the same statements.
    """
    if not votes:
        return 0
    rng = random.Random(seed)
    choices = list(Choice)
    store = SqliteStore(data)
    try:
        position, _ = await store.programme(code)
        number, last, facts = 0, 0, list[BallotFact]()
        while votes:
            who = participant_id(code, f"earlier-{seed}-{number:06}")
            number += 1
            facts.append(ParticipantJoined(who, Mode.REMOTE, None, Language("en"), Operation(1, DEVICE)))
            for op in range(min(votes, VOTES_EACH)):
                vote = VoteCast(who, rng.choice(statements), rng.choice(choices), Operation(2 + op, DEVICE))
                facts.append(vote)
                votes -= 1
            if len(facts) >= AT_ONCE or not votes:
                last = await store.append_ballots(code, facts, position, 0)
                facts.clear()
        return last
    finally:
        await store.close()
