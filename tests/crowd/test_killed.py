"""The server is killed again and again in mid-replay: every acknowledged vote is there, once."""

import asyncio
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote, Moderated
from plenary.archive.polis import read_polis
from plenary.crowd import client as clients
from plenary.crowd.addresses import DeskLink
from plenary.crowd.replay import Outcome, replay
from plenary.crowd.score import Score, score, vote_op
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.entities import Ballot
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import Choice, EventCode
from plenary.store.sqlite_store import SqliteStore
from tests.server_process import Links, Server
from tests.warm_server import WarmServer

KILLS = 20
LASTS_S = 20.0
SEATTLE = Path(__file__).parents[3] / "shared" / "polis" / "seattle-15"


@dataclass
class Watched:
    """A replay under way, as the killer sees it."""

    outcome: Outcome = field(default_factory=lambda: Outcome(0))
    underway: list[int] = field(default_factory=list)

    def tell(self, outcome: Outcome) -> None:
        self.outcome = outcome


def generated() -> Conversation:
    """60 people, 25 statements, 1,800 votes in an hour, a tenth of them changes of mind."""
    rng = random.Random(2)
    statements = [
        FiledStatement(str(number), f"Statement number {number}.", "0", Moderated.ACCEPTED, 0)
        for number in range(25)
    ]
    votes = [
        FiledVote(
            number, str(rng.randrange(60)), str(rng.randrange(25)), rng.choice(list(Choice)), number * 2_000
        )
        for number in range(1, 1_801)
    ]
    return Conversation("Generated", "", tuple(statements), tuple(votes))


def discussion() -> Conversation:
    return read_polis(SEATTLE) if SEATTLE.exists() else generated()


@pytest.fixture(autouse=True)
def persistent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds nobody comes again soon, and does not give up, however long a busy machine takes to start."""
    monkeypatch.setattr(clients, "LONGEST_WAIT_S", 1.0)
    monkeypatch.setattr(clients, "PATIENCE_S", 600.0)


async def played_under_fire(server: Server, played: Score, links: Links, kills: int) -> Watched:
    """Replay into the server, which is killed that many times, at even shares of the votes counted."""
    watched = Watched()
    desk = DeskLink(server.url, EventCode(links.code), links.moderator_key)
    rng = random.Random()

    async def kill() -> None:
        for number in range(1, kills + 1):
            while watched.outcome.counted < number * len(played.votes) / (kills + 2):
                await asyncio.sleep(0.002)
            await asyncio.sleep(rng.uniform(0, 0.05))
            watched.underway.append(watched.outcome.sent - watched.outcome.counted)
            server.kill()
            await asyncio.to_thread(server.start)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(kill())
        tasks.create_task(replay(played, desk, tell=watched.tell))
    return watched


async def votes_in(server: Server, code: EventCode) -> list[VoteCast]:
    store = SqliteStore(server.data)
    try:
        await store.verify(code)
        records = await store.since(code, 0, limit=1_000_000)
    finally:
        await store.close()
    return [record.fact for record in records if isinstance(record.fact, VoteCast)]


def asked(played: Score, code: EventCode) -> set[tuple[str, int, Choice]]:
    """Every vote of the score: whose, which operation, what."""
    who = {name: participant_id(code, played.participant(name).key) for name in played.turns()}
    return {(who[vote.participant], vote_op(vote), vote.choice) for vote in played.votes}


@pytest.mark.timeout(300)
@pytest.mark.lengthy
async def test_no_acknowledged_vote_is_lost_or_doubled_by_twenty_kills(tmp_path: Path):
    at_once = score(discussion(), float("inf"))
    lasting_s = score(discussion(), 1.0).due_s[-1]
    played = score(discussion(), lasting_s / LASTS_S)
    server = WarmServer(tmp_path)
    server.start()
    try:
        links = server.create(title="Under fire", statement_limit=1_000)
        watched = await played_under_fire(server, played, links, KILLS)
        code = EventCode(links.code)
        recorded = await votes_in(server, code)

        assert watched.outcome.is_clean
        assert sorted((vote.participant, vote.operation.counter) for vote in recorded) == sorted(
            (who, op) for who, op, _ in asked(played, code)
        )
        assert {(vote.participant, vote.operation.counter, vote.choice) for vote in recorded} == asked(
            played, code
        )

        # The fault bit: the server died while votes were on their way.
        assert len(watched.underway) == KILLS
        assert sum(waiting > 0 for waiting in watched.underway) > 0

        # Playing the same again changes nothing.
        desk = DeskLink(server.url, code, links.moderator_key)
        assert (await replay(at_once, desk)).is_clean
        assert await votes_in(server, code) == recorded
    finally:
        server.stop()

    ballots: dict[str, Ballot] = {}
    for vote in recorded:
        ballots.setdefault(vote.participant, Ballot()).apply(vote)
    pairs = {(vote.participant, vote.statement) for vote in played.votes}
    assert sum(len(ballot.votes) for ballot in ballots.values()) == len(pairs)


@pytest.mark.timeout(120)
async def test_a_server_that_promises_too_early_would_be_caught(tmp_path: Path):
    """The same check on a planted defect: a vote is called counted a fifth of a second before it is on disk."""
    lasting_s = score(generated(), 1.0).due_s[-1]
    played = score(generated(), lasting_s / 4)
    server = Server(tmp_path, "tests.early_server")
    server.start()
    try:
        links = server.create(title="Under fire")
        watched = await played_under_fire(server, played, links, kills=3)
        code = EventCode(links.code)
        recorded = await votes_in(server, code)
    finally:
        server.stop()

    # Whose joining was promised too early as well is refused afterwards: that is the same defect.
    assert {*watched.outcome.refused} <= {"not-joined"}
    assert {(vote.participant, vote.operation.counter) for vote in recorded} < {
        (who, op) for who, op, _ in asked(played, code)
    }
