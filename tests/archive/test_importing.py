"""A discussion becomes an event: whole, with the file's ids and times, and once."""

import asyncio
import json

import pytest

from plenary.__main__ import main
from plenary.archive.conversation import Conversation
from plenary.archive.importing import TOPIC as PROMPT
from plenary.archive.importing import ImportPlan, import_plan, keep
from plenary.archive.polis import read_polis
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Phase,
    Role,
    Standing,
    Switches,
)
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import EventExists, EventUnknown, Position, StoreUnavailable
from plenary.store.sqlite_store import SqliteStore
from tests.archive.exports import SECOND, TOPIC, folder, legacy, text
from tests.archive.test_polis import SHARED, published, with_own_votes

CODE = EventCode("TRAMS")
ENGLISH = Language("en")
LINK = AccessGranted(GrantId("g1"), Role.MODERATOR, "d1")
NOW_MS = 1_900_000_000_000


@pytest.fixture
def filed(tmp_path) -> Conversation:
    return read_polis(folder(tmp_path / "export", legacy()))


def planned(filed: Conversation, is_strict: bool = False) -> ImportPlan:
    return import_plan(filed, CODE, ENGLISH, [LINK], is_strict=is_strict)


async def state_in(store: MemoryStore | SqliteStore, code: EventCode = CODE) -> Deliberation:
    _, programme = await store.programme(code)
    ballots = await store.since(code, 0, 1_000_000)
    return Deliberation([*(one.fact for one in programme), *(one.fact for one in ballots)])


async def test_the_event_has_the_discussions_topic_statements_and_last_votes(filed):
    store = MemoryStore()
    await keep(planned(filed), store, store, NOW_MS)

    state = await state_in(store)
    prompt = state.prompts[PROMPT]
    assert state.event is not None
    assert (state.event.title, state.event.statement_limit, prompt.text) == (TOPIC, 1_000, TOPIC)
    assert (prompt.phase, prompt.switches) == (Phase.CLOSED, Switches(True, True, True))
    assert [(one.id, one.text, one.author, one.standing) for one in state.statements.values()] == [
        ("0", "More buses", "9", Standing.SHOWN),
        ("1", 'Say "tram", not train', "1", Standing.SHOWN),
        ("2", "First line second line, third", "2", Standing.REJECTED),
    ]
    votes = {(p, s): vote.choice for p, one in state.ballots.items() for s, vote in one.votes.items()}
    assert votes == {cell: vote.choice for cell, vote in filed.last_votes().items()}
    assert {who: one.joined.mode for who, one in state.ballots.items() if one.joined} == {
        "1": Mode.REMOTE,
        "2": Mode.REMOTE,
        "9": Mode.REMOTE,
    }
    assert list(state.grants) == ["g1"]


async def test_the_whole_history_is_kept_in_order_with_its_times(filed):
    store = MemoryStore()
    await keep(planned(filed), store, store, NOW_MS)

    _, programme = await store.programme(CODE)
    votes = [one for one in await store.since(CODE, 0) if isinstance(one.fact, VoteCast)]
    assert [
        (one.at_ms, one.fact.statement, one.fact.choice) for one in votes if isinstance(one.fact, VoteCast)
    ] == [(vote.at_ms, vote.statement, vote.choice) for vote in filed.votes]
    assert programme[0].at_ms == SECOND * 1_000 + 7
    assert programme[-1].at_ms == NOW_MS


async def test_in_a_strict_discussion_undecided_statements_wait(filed):
    store = MemoryStore()
    await keep(planned(filed, is_strict=True), store, store, NOW_MS)

    statements = (await state_in(store)).statements.values()
    assert [one.standing for one in statements] == [Standing.SHOWN, Standing.WAITING, Standing.REJECTED]


async def test_a_code_that_another_event_has_is_refused_and_nothing_changes(filed):
    store = MemoryStore()
    await keep(planned(filed), store, store, NOW_MS)
    before = await store.heads()

    with pytest.raises(EventExists):
        await keep(planned(filed), store, store, NOW_MS)

    assert await store.heads() == before


class FailsAfter(MemoryStore):
    """A store whose medium fails when it has taken so many appends."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0

    async def _medium(self) -> None:
        self.available = self.left > 0
        self.left -= 1
        await super()._medium()


@pytest.mark.parametrize("appends", range(12))
async def test_an_import_that_was_cut_short_is_finished_by_the_next(filed, appends):
    store, whole = FailsAfter(), MemoryStore()
    await keep(planned(filed), whole, whole, NOW_MS)
    store.left = appends
    try:
        await keep(planned(filed), store, store, NOW_MS)
    except StoreUnavailable:
        try:
            state = await state_in(store)
            assert not any(one.switches.vote or one.phase is Phase.CLOSED for one in state.prompts.values())
        except EventUnknown:
            pass
        store.left = 1_000
        await keep(planned(filed), store, store, NOW_MS)

    left, right = [
        ([one.fact for one in (await one.programme(CODE))[1]], {one.fact for one in await one.since(CODE, 0)})
        for one in (store, whole)
    ]
    assert left == right
    assert (await store.heads())[0].ballots == (await whole.heads())[0].ballots


def imported(*arguments: object) -> int:
    return main(["import", *map(str, arguments)])


async def in_data(data, code) -> tuple[Position, int, int]:
    store = SqliteStore(data)
    try:
        heads = {one.code: one for one in await store.heads()}
        return (heads[code].programme, *await store.counts(code))
    finally:
        await store.close()


@published
def test_a_published_discussion_is_imported_into_a_data_directory(tmp_path, capsys):
    assert imported(SHARED / "seattle-15", "--data", tmp_path / "data", "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert {key: said[key] for key in ("title", "participants", "statements", "votes", "cautions")} == {
        "title": "$15/hour",
        "participants": 339,
        "statements": 54,
        "votes": 2_995,
        "cautions": [],
    }
    assert set(said["links"]) == {"participant", "projector", "moderator", "organiser"}
    _, joined, votes = asyncio.run(in_data(tmp_path / "data", said["code"]))
    assert (joined, votes) == (339, 2_995)


def test_a_second_import_says_that_the_code_is_taken(tmp_path, capsys):
    source, data = folder(tmp_path / "export", legacy()), tmp_path / "data"
    assert imported(source, "--data", data, "--code", "trams") == 0
    assert capsys.readouterr().out.startswith(f"Event TRAMS: {TOPIC}\n")

    assert imported(source, "--data", data, "--code", "TRAMS") == 1

    assert capsys.readouterr().err == "plenary: an event has the code TRAMS already; choose another --code\n"


def test_a_broken_export_leaves_no_trace(tmp_path, capsys):
    files = legacy() | {"votes.csv": text(legacy(), "votes.csv") + "x"}

    assert imported(folder(tmp_path / "export", files), "--data", tmp_path / "data") == 1

    assert not (tmp_path / "data").exists()
    assert capsys.readouterr().err == (
        "plenary: the discussion cannot be read: votes.csv, line 7: 1 fields, where the header has 5\n"
    )


def test_a_code_that_no_event_can_have_is_refused(tmp_path):
    assert imported(folder(tmp_path / "export", legacy()), "--data", tmp_path / "data", "--code", "x!") == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("signs", "status", "agreeing"), [(None, 1, 0), ("as-written", 0, 1), ("exchanged", 0, 21)]
)
def test_inverted_signs_are_not_imported_by_accident(tmp_path, capsys, signs, status, agreeing):
    source, data = folder(tmp_path / "export", with_own_votes(10, 1)), tmp_path / "data"

    assert imported(source, "--data", data, "--code", CODE, *(["--signs", signs] if signs else [])) == status

    if status == 0:
        store = SqliteStore(data)
        state = asyncio.run(_state_and_close(store))
        choices = [vote.choice for ballot in state.ballots.values() for vote in ballot.votes.values()]
        assert choices.count(Choice.AGREE) == agreeing
    else:
        assert not data.exists()
        assert "--signs exchanged" in capsys.readouterr().err


async def _state_and_close(store: SqliteStore) -> Deliberation:
    try:
        return await state_in(store)
    finally:
        await store.close()
