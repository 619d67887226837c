"""What SQLite's store promises beyond the contract: it lasts, it tells damage, it lives with other processes."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from plenary.store.ports import Conflict, StoreUnavailable
from plenary.store.records import Chain, Envelope, RecordUnknown, Stream
from plenary.store.sqlite_store import FILE_NAME, SqliteStore, StoreForeign
from tests.hall import ADA, BO, FORUM, NOON_MS, SEATED, TRAM, shown, submitted, voted
from tests.hall import closed as closed_prompt
from tests.store.children import started
from tests.store.stores import ballot_facts, begun, sqlite_in

VOTES = [voted(ADA, TRAM, counter=counter) for counter in range(1, 21)]


async def filled(folder: Path) -> None:
    """A store with one event, its programme and some ballots, closed again."""
    async with sqlite_in(folder) as store:
        position = await begun(store)
        position = await store.append(FORUM, [submitted(TRAM), shown(TRAM)], position, NOON_MS)
        await store.append_ballots(FORUM, [*SEATED, *VOTES], position, NOON_MS)


async def test_everything_is_there_after_closing_and_opening(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        position = await begun(store)
        await store.append_ballots(FORUM, [*SEATED, *VOTES], position, NOON_MS)
        programme, ballots, heads = (
            await store.programme(FORUM),
            await store.since(FORUM, 0),
            await store.heads(),
        )

    async with sqlite_in(tmp_path) as store:
        assert await store.programme(FORUM) == programme
        assert await store.since(FORUM, 0) == ballots
        assert await store.heads() == heads
        assert await store.counts(FORUM) == (len(SEATED), len(VOTES))
        assert await store.append_ballots(FORUM, [voted(BO, TRAM)], position, NOON_MS) == len(ballots) + 1


async def test_closing_keeps_what_waits(tmp_path: Path):
    store = SqliteStore(tmp_path)
    position = await begun(store)
    async with asyncio.TaskGroup() as tasks:
        for vote in VOTES:
            tasks.create_task(store.append_ballots(FORUM, [vote], position, NOON_MS))
        await asyncio.sleep(0)
        tasks.create_task(store.close())

    async with sqlite_in(tmp_path) as store:
        assert ballot_facts(await store.since(FORUM, 0)) == VOTES


async def test_a_new_data_directory_is_its_owners_alone(tmp_path: Path):
    async with sqlite_in(tmp_path / "deep" / "data"):
        pass

    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) == 0o700


async def test_a_place_where_nothing_can_be_made_is_unavailable(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "file" / "data")


async def test_a_file_of_a_newer_version_is_refused(tmp_path: Path):
    await filled(tmp_path)
    change(tmp_path, "PRAGMA user_version = 2")

    with pytest.raises(StoreForeign, match="schema 2"):
        SqliteStore(tmp_path)


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path: Path):
    change(tmp_path, "CREATE TABLE stamp (picture BLOB)")
    before = (tmp_path / FILE_NAME).read_bytes()

    with pytest.raises(StoreForeign, match="another program"):
        SqliteStore(tmp_path)

    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path):
    (tmp_path / FILE_NAME).write_text("Not a database at all, but text. " * 100)

    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path)


async def test_an_append_decided_before_another_process_appended_is_refused(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        older = await begun(store)
        with started("close", tmp_path, 1) as process:
            assert process.communicate()[0] == "1 0\n"

        with pytest.raises(Conflict):
            await store.append(FORUM, [closed_prompt()], older, NOON_MS)
        with pytest.raises(Conflict):
            await store.append_ballots(FORUM, SEATED, older, NOON_MS)

        position, records = await store.programme(FORUM, older.number)
        assert [record.number for record in records] == [older.number + 1]
        assert await store.append_ballots(FORUM, SEATED, position, NOON_MS) == len(SEATED)


async def test_a_caller_that_goes_away_harms_nobody(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        position = await begun(store)
        async with asyncio.TaskGroup() as tasks:
            gone = tasks.create_task(store.append_ballots(FORUM, VOTES[:1], position, NOON_MS))
            tasks.create_task(store.append_ballots(FORUM, VOTES[1:2], position, NOON_MS))
            await asyncio.sleep(0)
            gone.cancel()

        assert VOTES[1] in ballot_facts(await store.since(FORUM, 0))
        assert (await store.verify(FORUM)).ballots in (1, 2)


async def test_a_closed_store_reads_nothing_and_can_be_closed_again(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        await begun(store)
        await store.close()

        with pytest.raises(StoreUnavailable):
            await store.programme(FORUM)


async def test_a_record_of_a_newer_version_is_named_and_not_guessed_at(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        await begun(store)
    chain = Chain.begin(FORUM, Stream.BALLOTS)
    row = chain.add(Envelope("vote-weighed", 1, b"{}"), NOON_MS)
    change(
        tmp_path,
        f"INSERT INTO record VALUES (1, 1, 1, {NOON_MS}, 'vote-weighed', 1, X'7b7d', X'{row.hash.hex()}', 'ada')",
    )

    async with sqlite_in(tmp_path) as store:
        with pytest.raises(RecordUnknown, match="vote-weighed"):
            await store.since(FORUM, 0)


async def test_processes_that_append_at_once_lose_and_double_nothing(tmp_path: Path):
    async with sqlite_in(tmp_path) as store:
        position = await begun(store)
    crowd = [started("close", tmp_path, 40) for _ in range(3)]
    outputs = [process.communicate()[0].split() for process in crowd]

    assert [kept for kept, _ in outputs] == ["40"] * 3
    async with sqlite_in(tmp_path) as store:
        assert (await store.verify(FORUM)).programme.number == position.number + 120


def test_where_space_ends_nothing_is_half_kept_and_more_space_heals(tmp_path: Path):
    asyncio.run(prepared(tmp_path))

    with started("fill", tmp_path) as process:
        pass

    assert process.returncode == 0


async def prepared(folder: Path) -> None:
    async with sqlite_in(folder) as store:
        await begun(store)


def change(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """What anybody can do to the file with SQLite at hand."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()
