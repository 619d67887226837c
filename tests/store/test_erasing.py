"""What every store promises of erasing a participant; and that nothing of them is left in its files."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plenary.archive import native
from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.erasing import NOBODY, Erasure
from plenary.deliberation.facts import ParticipantErased, StatementSubmitted
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.vocabulary import ParticipantId
from plenary.store.ports import Conflict, EventUnknown, Position, RecordDamaged
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import (
    BO,
    FORUM,
    NOON_MS,
    PARK,
    PARLEY,
    TRAM,
    joined,
    mended,
    rejected,
    shown,
    submitted,
    translated,
    voted,
)
from tests.store.redis_server import RedisServer, redis_server
from tests.store.stores import Store, ballot_facts, begun, programme_facts

CANARY = "canary that sings of who she was"
ADA = ParticipantId("adaadaadaadaadaa")
SOMEBODY = ParticipantId("somebodysomebody")
GONE = (CANARY, "canari", ADA, "adas-own-phone")
"""What must be nowhere afterwards: her words, their translation, her name in the log and that of her device."""
ERASURE = Erasure(ADA, SOMEBODY, frozenset({TRAM}))
WAIT_S = 60.0


async def with_ada(store: Store) -> Position:
    """An event in which Ada has joined, voted, and written twice; people have seen only what she wrote of the park."""
    position = await begun(store)
    position = await store.append(
        FORUM,
        [
            submitted(TRAM, by=ADA, text=f"{CANARY} 1"),
            mended(TRAM, f"{CANARY} 2"),
            translated(TRAM, "un canari"),
            rejected(TRAM, f"{CANARY}: no"),
            submitted(PARK, by=ADA),
            shown(PARK),
        ],
        position,
        NOON_MS,
    )
    said: list[BallotFact] = [
        joined(BO),
        joined(ADA, device="adas-own-phone"),
        voted(BO, PARK),
        voted(ADA, PARK, device="adas-own-phone"),
        voted(BO, PARK, counter=3),
    ]
    await store.append_ballots(FORUM, said, position, NOON_MS)
    return position


async def test_what_says_who_it_was_is_gone_and_what_counts_is_there(store: Store):
    position = await with_ada(store)
    _, before = await store.programme(FORUM)
    ballots_before = await store.since(FORUM, 0)

    after = await store.erase(FORUM, ERASURE, position, NOON_MS + 1)

    head, programme = await store.programme(FORUM)
    ballots = await store.since(FORUM, 0)
    assert head == after == Position(position.epoch, position.number + 1)
    assert all(word not in repr((programme_facts(programme), ballot_facts(ballots))) for word in GONE)
    assert isinstance(erased := programme[-1].fact, ParticipantErased)
    assert erased.mark == erasure_mark(ADA)
    assert [one.fact.author for one in programme if isinstance(one.fact, StatementSubmitted)] == [
        NOBODY,
        NOBODY,
    ]
    votes = [one.fact for one in ballots if isinstance(one.fact, VoteCast)]
    assert [(vote.participant, vote.statement, vote.choice) for vote in votes] == [
        (BO, PARK, "agree"),
        (SOMEBODY, PARK, "agree"),
        (BO, PARK, "agree"),
    ]
    # Numbers, times and hashes are what they were.
    assert [(one.number, one.at_ms, one.hash) for one in programme[:-1]] == [
        (one.number, one.at_ms, one.hash) for one in before
    ]
    assert [(one.number, one.hash) for one in ballots] == [(one.number, one.hash) for one in ballots_before]
    assert await store.counts(FORUM) == (2, 3)


async def test_nobody_finds_their_ballot_any_more_but_as_somebodys(store: Store):
    position = await with_ada(store)
    own = await store.of_participant(FORUM, ADA)

    await store.erase(FORUM, ERASURE, position, NOON_MS)

    assert await store.of_participant(FORUM, ADA) == []
    theirs = await store.of_participant(FORUM, SOMEBODY)
    assert [(one.number, one.hash) for one in theirs] == [(one.number, one.hash) for one in own]


async def test_the_event_goes_on_from_there_and_another_is_not_touched(store: Store):
    position = await with_ada(store)
    await begun(store, PARLEY)
    other = await store.programme(PARLEY)

    position = await store.erase(FORUM, ERASURE, position, NOON_MS)
    position = await store.append(FORUM, [shown(TRAM)], position, NOON_MS)
    number = await store.append_ballots(FORUM, [voted(BO, TRAM)], position, NOON_MS)

    assert (await store.programme(FORUM, after=position.number - 1))[1][0].fact == shown(TRAM)
    assert number == 6
    assert await store.programme(PARLEY) == other


async def test_an_erasure_decided_on_an_older_programme_is_refused_and_leaves_all_as_it_was(store: Store):
    older = await with_ada(store)
    await store.append(FORUM, [shown(TRAM)], older, NOON_MS)
    before = await store.programme(FORUM), await store.since(FORUM, 0)

    with pytest.raises(Conflict):
        await store.erase(FORUM, ERASURE, older, NOON_MS)
    with pytest.raises(EventUnknown):
        await store.erase(PARLEY, ERASURE, older, NOON_MS)

    assert (await store.programme(FORUM), await store.since(FORUM, 0)) == before


async def test_several_may_be_erased_one_after_the_other(store: Store):
    position = await with_ada(store)
    position = await store.erase(FORUM, ERASURE, position, NOON_MS)

    other = Erasure(BO, ParticipantId("anotheranotherxx"), frozenset())
    position = await store.erase(FORUM, other, position, NOON_MS)

    assert {fact.participant for fact in ballot_facts(await store.since(FORUM, 0))} == {
        SOMEBODY,
        other.pseudonym,
    }
    if isinstance(store, SqliteStore | RedisStore):
        assert (await store.verify(FORUM)).programme == position


async def test_sqlite_keeps_not_one_byte_of_them(tmp_path: Path):
    store = SqliteStore(tmp_path)
    position = await with_ada(store)
    assert all(any(word.encode() in data for data in files_in(tmp_path)) for word in GONE)

    await store.erase(FORUM, ERASURE, position, NOON_MS)

    assert left_in(tmp_path, time.monotonic() + WAIT_S) == []
    await store.verify(FORUM)
    await store.close()
    assert left_in(tmp_path, 0) == []
    with native.kept_in_file(tmp_path, FORUM) as kept:
        native.verify(kept, lambda done: None)


@pytest.mark.redis
async def test_redis_keeps_not_one_byte_of_them_in_its_keys_or_its_file():
    with redis_server() as server:
        server.ask("CONFIG", "SET", "rdbcompression", "no")  # or a search would find nothing, before as after
        store = RedisStore(server.url)
        position = await with_ada(store)
        assert all(any(word.encode() in data for data in everything_in(server)) for word in GONE)

        await store.erase(FORUM, ERASURE, position, NOON_MS)

        until = time.monotonic() + WAIT_S
        while (left := left_among(everything_in(server))) and time.monotonic() < until:
            time.sleep(0.05)
        assert left == []
        await store.verify(FORUM)
        await store.close()


async def test_an_archive_of_what_is_left_is_brought_in_and_verified(tmp_path: Path):
    (tmp_path / "other").mkdir()
    store = SqliteStore(tmp_path / "one")
    await store.erase(FORUM, ERASURE, await with_ada(store), NOON_MS)
    await store.close()

    archive = tmp_path / "event.plenary"
    with native.kept_in_file(tmp_path / "one", FORUM) as kept:
        written = native.archive(kept, archive, lambda done: None)

    assert left_among([archive.read_bytes()]) == []
    assert native.verify_archive(archive, lambda done: None).tallies.rows() == written.tallies.rows()
    await SqliteStore(tmp_path / "other").close()
    native.bring_in(archive, tmp_path / "other", lambda done: None)
    again = SqliteStore(tmp_path / "other")
    assert {one.participant for one in ballot_facts(await again.since(FORUM, 0))} == {BO, SOMEBODY}
    await again.verify(FORUM)
    await again.close()


@pytest.mark.parametrize(
    "tampering",
    [
        # Another vote in an erased record; a whole one passed off as erased; a tidy-up of which nobody was told.
        """UPDATE record SET body = CAST(replace(CAST(body AS TEXT), 'agree', 'disagree') AS BLOB)
        WHERE form = 0 AND kind = 'vote-cast'""",
        "UPDATE record SET form = 0 WHERE form = 1 AND kind = 'vote-cast'",
        "DELETE FROM record WHERE form = 0 AND kind = 'vote-cast'",
        "UPDATE record SET at_ms = at_ms + 1 WHERE form = 0 AND kind = 'statement-submitted'",
    ],
)
async def test_a_record_that_is_changed_under_the_cloak_of_erasure_is_noticed(tmp_path: Path, tampering: str):
    store = SqliteStore(tmp_path)
    await store.erase(FORUM, ERASURE, await with_ada(store), NOON_MS)
    await store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        assert file.execute(tampering).rowcount > 0
    file.close()

    again = SqliteStore(tmp_path)
    with pytest.raises(RecordDamaged):
        await again.verify(FORUM)
    await again.close()


async def test_an_erasure_that_the_programme_does_not_account_for_is_noticed(tmp_path: Path):
    """Somebody who can write the file erases by themselves, link and all, but leaves the programme as it was."""
    store = SqliteStore(tmp_path)
    await with_ada(store)
    await store.close()
    (tmp_path / "copy").mkdir()
    other = SqliteStore(tmp_path / "copy")
    await other.erase(FORUM, ERASURE, await with_ada(other), NOON_MS)
    await other.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        file.execute("ATTACH ? AS copy", (str(tmp_path / "copy" / FILE_NAME),))
        file.execute(
            """UPDATE record SET (form, body, participant) = (SELECT form, body, participant FROM copy.record AS other
            WHERE (other.stream, other.number) = (record.stream, record.number))
            WHERE (stream, number) IN (SELECT stream, number FROM copy.record WHERE form = 0)"""
        )
        assert file.total_changes == 7
    file.close()

    again = SqliteStore(tmp_path)
    with pytest.raises(RecordDamaged):
        await again.verify(FORUM)
    await again.close()


def files_in(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def everything_in(server: RedisServer) -> list[bytes]:
    """Every key as Redis would move it elsewhere, the keys' names, and its files."""
    keys = server.ask("KEYS", "*")
    assert isinstance(keys, list)
    dumped = [server.ask("DUMP", key) for key in keys]
    return [*keys, *(one for one in dumped if isinstance(one, bytes)), *files_in(server.folder)]


def left_in(folder: Path, until_s: float) -> list[str]:
    while (left := left_among(files_in(folder))) and time.monotonic() < until_s:
        time.sleep(0.05)
    return left


def left_among(data: Iterator[bytes] | list[bytes]) -> list[str]:
    found = b"".join(data)
    return [word for word in GONE if word.encode() in found]


@pytest.mark.redis
async def test_of_two_hubs_that_erase_at_once_both_are_done_in_the_end():
    with redis_server() as server:
        server.ask("CONFIG", "SET", "rdbcompression", "no")
        here, there = RedisStore(server.url), RedisStore(server.url)
        position = await with_ada(here)
        other = Erasure(BO, ParticipantId("anotheranotherxx"), frozenset())

        outcomes = await asyncio.gather(
            here.erase(FORUM, ERASURE, position, NOON_MS),
            there.erase(FORUM, other, position, NOON_MS),
            return_exceptions=True,
        )

        assert [isinstance(outcome, Conflict) for outcome in outcomes].count(True) == 1
        late = (here, ERASURE) if isinstance(outcomes[0], Conflict) else (there, other)
        position, _ = await late[0].programme(FORUM)
        await late[0].erase(FORUM, late[1], position, NOON_MS)
        assert {fact.participant for fact in ballot_facts(await here.since(FORUM, 0))} == {
            SOMEBODY,
            other.pseudonym,
        }
        await there.verify(FORUM)
        assert server.ask("TTL", "plenary:ballots:FORUM") == -1
        await here.close()
        await there.close()
