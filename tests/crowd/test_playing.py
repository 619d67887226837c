"""Replays and synthetic audiences in a real server, through real sockets."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plenary.archive.conversation import Conversation
from plenary.archive.polis import read_polis
from plenary.commands.address import Address
from plenary.commands.serving import serving
from plenary.creation import NewEvent, Wish, new_event
from plenary.crowd import synthetic
from plenary.crowd.addresses import DeskLink
from plenary.crowd.bank import BANK, Theme
from plenary.crowd.brigade import contrary, vote_alike
from plenary.crowd.client import SentAway
from plenary.crowd.operator import Operator, OperatorRefused
from plenary.crowd.replay import Outcome, replay
from plenary.crowd.score import score
from plenary.deliberation.facts import PromptDrafted, PromptOpened, StatementShown, StatementSubmitted
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Phase,
    PromptId,
    Role,
    Standing,
    StatementId,
)
from plenary.local import operator_secret_of
from plenary.store.sqlite_store import SqliteStore
from tests.archive.exports import TOPIC, folder, legacy
from tests.server_process import free_port


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    data: Path

    @property
    def operator(self) -> Operator:
        return Operator(self.url, operator_secret_of(self.data))

    async def state(self, code: str) -> Deliberation:
        store = SqliteStore(self.data)
        try:
            _, programme = await store.programme(EventCode(code))
            ballots = await store.since(EventCode(code), 0, 100_000)
        finally:
            await store.close()
        return Deliberation([*(one.fact for one in programme), *(one.fact for one in ballots)])

    async def heads(self, code: str) -> tuple[int, int]:
        store = SqliteStore(self.data)
        try:
            return next(
                (one.programme.number, one.ballots) for one in await store.heads() if one.code == code
            )
        finally:
            await store.close()

    async def create(self, made: NewEvent, *more: PromptDrafted | PromptOpened) -> DeskLink:
        store = SqliteStore(self.data)
        try:
            await store.create([*made.facts, *more], 1)
        finally:
            await store.close()
        return DeskLink(self.url, made.code, made.secrets[Role.MODERATOR])


@pytest.fixture
async def server(tmp_path, monkeypatch) -> AsyncIterator[Server]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    address = Address("127.0.0.1", free_port(), None, is_paced=False)
    async with serving(address, tmp_path / "data", 0.2):
        yield Server(address.url, tmp_path / "data")


@pytest.fixture
def filed(tmp_path) -> Conversation:
    return read_polis(folder(tmp_path / "export", legacy()))


def opened_event() -> tuple[NewEvent, PromptDrafted, PromptOpened]:
    made = new_event(Wish("Hall", code="HALL", venues=("Cartagena", "Mumbai")))
    prompt, desk = PromptId("p1"), GrantId("organiser")
    return made, PromptDrafted(prompt, "How should we be governed?", desk), PromptOpened(prompt, desk)


async def desk_of(server: Server, code: str = "TRAM") -> DeskLink:
    return await asyncio.to_thread(server.operator.desk, EventCode(code), "Buses", "en")


@pytest.mark.parametrize("most_connected", [1, 2, 300])
async def test_a_replayed_discussion_stands_in_the_event_as_in_the_file(server, filed, most_connected):
    outcome = await replay(score(filed, 1_000_000), await desk_of(server), most_connected=most_connected)

    state = await server.state("TRAM")
    (prompt,) = state.prompts.values()
    texts = {one.text: one for one in state.statements.values()}
    last = {one.id: texts[" ".join(one.text.split())].id for one in filed.statements}
    choices = sorted(
        (statement, vote.choice)
        for ballot in state.ballots.values()
        for statement, vote in ballot.votes.items()
    )
    assert outcome == Outcome(votes=5, sent=5, counted=5, seeded=3, rejected=1)
    assert outcome.is_clean
    assert (prompt.text, prompt.phase) == (TOPIC, Phase.OPEN)
    assert [one.standing for one in texts.values()] == [Standing.SHOWN, Standing.SHOWN, Standing.REJECTED]
    assert choices == sorted((last[vote.statement], vote.choice) for vote in filed.last_votes().values())
    assert len(state.ballots) == 2


async def test_a_second_replay_changes_nothing(server, filed):
    await replay(score(filed, 1_000_000), await desk_of(server))
    before = await server.heads("TRAM")

    again = await replay(score(filed, 1_000_000), await desk_of(server))

    # One fact more: the new desk link that was asked for.
    assert await server.heads("TRAM") == (before[0] + 1, before[1])
    assert again == Outcome(votes=5, sent=5, counted=5, found=3)


async def test_what_the_rules_refuse_is_in_the_outcome(server, filed):
    desk = await desk_of(server)
    await replay(score(filed, 1_000_000), desk)
    others = replace(filed, votes=(*filed.votes, replace(filed.votes[-1], number=6, participant="latecomer")))

    outcome = await replay(score(others, 1_000_000), desk)

    # It is another file, so other people: and the statement rejected after the first replay takes no votes.
    assert outcome.refused == {"statement-not-shown": 2}
    assert (outcome.counted, outcome.is_clean) == (4, False)


async def test_a_wrong_secret_ends_a_replay_with_the_reason(server, filed):
    made, *opening = opened_event()
    desk = await server.create(made, *opening)
    wrong = DeskLink(desk.base, desk.code, "not-the-secret-of-it")

    with pytest.raises(ExceptionGroup) as failed:
        await replay(score(filed, 1_000_000), wrong)

    assert failed.group_contains(SentAway, match="key-refused")


async def test_a_wrong_operators_secret_is_said(server):
    with pytest.raises(OperatorRefused, match="does not know this operator's secret"):
        await asyncio.to_thread(Operator(server.url, "wrong").desk, EventCode("TRAM"), "Buses", "en")


async def test_a_synthetic_audience_joins_writes_and_votes(server):
    made, *opening = opened_event()
    desk = await server.create(made, *opening)

    await synthetic.attend(
        server.url,
        made.code,
        people=24,
        seed=3,
        moderator_key=desk.secret,
        tempo=synthetic.Tempo(vote_s=0.05, arrive_within_s=0.2, look_s=0.01),
        for_s=4,
    )

    state = await server.state("HALL")
    joined = [ballot.joined for ballot in state.ballots.values() if ballot.joined]
    assert len(joined) == 24
    assert {one.mode for one in joined} == {Mode.IN_ROOM, Mode.REMOTE}
    assert {one.venue for one in joined} == {None, "v1", "v2"}
    assert {one.standing for one in state.statements.values()} == {Standing.SHOWN}
    assert len(state.statements) >= 3
    choices = {vote.choice for ballot in state.ballots.values() for vote in ballot.votes.values()}
    assert choices >= {Choice.AGREE, Choice.DISAGREE}


async def test_without_a_moderators_key_statements_wait(server):
    made, *opening = opened_event()
    await server.create(made, *opening)

    await synthetic.attend(
        server.url,
        made.code,
        people=24,
        seed=3,
        tempo=synthetic.Tempo(vote_s=0.05, arrive_within_s=0.2),
        for_s=2,
    )

    state = await server.state("HALL")
    assert {one.standing for one in state.statements.values()} == {Standing.WAITING}
    assert all(one.author in state.ballots for one in state.statements.values())


def seeds(texts: dict[StatementId, str]) -> list[StatementSubmitted | StatementShown]:
    return [
        fact
        for statement, text in texts.items()
        for fact in (
            StatementSubmitted(statement, PromptId("p1"), text, Language("en"), None),
            StatementShown(statement, GrantId("organiser")),
        )
    ]


async def test_a_talk_changes_the_minds_of_those_who_have_voted(server):
    made, *opening = opened_event()
    talked_of = StatementId("s1")
    await server.create(made, *opening, *seeds({talked_of: "Funding from industry should be refused."}))
    tempo = synthetic.Tempo(vote_s=0.02, arrive_within_s=0.1)
    turn = synthetic.Turn(talked_of, after_s=1.5, within_s=0.5, share=1.0)

    await synthetic.attend(server.url, made.code, people=12, tempo=tempo, for_s=4, turn=turn)

    ballots = (await server.state("HALL")).ballots.values()
    assert {ballot.votes[talked_of].choice for ballot in ballots if ballot.votes} == {Choice.AGREE}


async def test_those_who_were_told_how_to_vote_cast_one_ballot(server):
    made, *opening = opened_event()
    texts = {StatementId(f"s{n}"): seed.text for n, seed in enumerate(BANK[Theme.GOVERNANCE][:12])}
    await server.create(made, *opening, *seeds(texts))
    ballot = contrary(texts)

    for _ in range(2):  # whoever comes again has voted already
        await vote_alike(server.url, made.code, ballot, people=5, after_s=0, vote_s=0.01)

    cast = [
        {statement: vote.choice for statement, vote in one.votes.items()}
        for one in (await server.state("HALL")).ballots.values()
    ]
    assert cast == [ballot] * 5
