"""A process that is killed in mid-append: what it was told is kept is there, whole, once and unchanged."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from plenary.deliberation.ballot_facts import VoteCast
from tests.hall import ADA, FORUM, TRAM, voted
from tests.store.children import BALLOTS_AT_ONCE, started
from tests.store.stores import ballot_facts, begun, sqlite_in

KILLED_AFTER = (1, 2, 3, 5, 8, 13, 24, 40, 77, 120, 200, 350)
"""How many votes a process has heard to be kept when it is killed."""


@dataclass
class Told:
    """What processes have said before they died: the counters of votes that they tried, and of those kept."""

    tried: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)

    def hear(self, line: str) -> None:
        word, counter = line.split()
        (self.tried if word == "tried" else self.kept).add(int(counter))


def kill_a_voter(task: str, folder: Path, told: Told, after: int) -> None:
    heard = len(told.kept)
    with started(task, folder, max(told.tried, default=0) + 1) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told.hear(line)
            if len(told.kept) - heard >= after:
                process.kill()


async def complaints(folder: Path, told: Told) -> list[str]:
    """What is wrong with the store, given what was told about it; nothing for a sound one."""
    async with sqlite_in(folder) as store:
        await store.verify(FORUM)
        facts = ballot_facts(await store.since(FORUM, 0, limit=10**6))
    times = Counter(fact.operation.counter for fact in facts)
    first = [counter for counter in told.tried if counter % BALLOTS_AT_ONCE == 1]
    appends = [range(counter, counter + BALLOTS_AT_ONCE) for counter in first]
    return [
        *(f"vote {counter} is lost" for counter in sorted(told.kept - times.keys())),
        *(f"vote {counter} is there {n} times" for counter, n in times.items() if n > 1),
        *(f"vote {counter} was never cast" for counter in times.keys() - told.tried),
        *(f"half of {append} is there" for append in appends if len({*append} & times.keys()) not in (0, 3)),
        *(f"{fact} has changed" for fact in facts if fact != vote_numbered(fact.operation.counter)),
    ]


def vote_numbered(counter: int) -> VoteCast:
    return voted(ADA, TRAM, counter=counter)


async def prepared(folder: Path) -> None:
    async with sqlite_in(folder) as store:
        await begun(store)


def test_what_was_acknowledged_survives_every_kill(tmp_path: Path):
    asyncio.run(prepared(tmp_path))
    told = Told()

    for after in KILLED_AFTER:
        kill_a_voter("vote", tmp_path, told, after)
        assert asyncio.run(complaints(tmp_path, told)) == []

    assert len(told.kept) >= sum(KILLED_AFTER)
    assert told.tried - told.kept, "no kill met an append on its way: the test has tested nothing"


def test_a_store_that_acknowledges_before_it_commits_is_caught(tmp_path: Path):
    asyncio.run(prepared(tmp_path))
    told = Told()

    for after in KILLED_AFTER[:3]:
        kill_a_voter("hasty", tmp_path, told, after)

    assert [one for one in asyncio.run(complaints(tmp_path, told)) if one.endswith("is lost")]
