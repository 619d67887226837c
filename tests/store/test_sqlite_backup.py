"""A backup taken under load is whole, and what is put back is what was backed up."""

import asyncio
import os
import stat
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.store.ports import Heads, RecordDamaged, StoreUnavailable
from plenary.store.sqlite_backup import back_up, put_back
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.hall import ADA, FORUM, TRAM, voted
from tests.store.stores import begun, sqlite_in


def silent(what: str) -> None:
    pass


async def filled(data: Path, votes: int) -> None:
    async with sqlite_in(data) as store:
        position = await begun(store)
        for counter in range(1, votes + 1):
            await store.append_ballots(FORUM, [voted(ADA, TRAM, counter=counter)], position, counter)


async def records(data: Path) -> list[object]:
    async with sqlite_in(data) as store:
        _, programme = await store.programme(FORUM)
        return [*programme, *await store.since(FORUM, 0)]


async def heads(data: Path) -> Heads:
    async with sqlite_in(data) as store:
        return (await store.heads())[0]


async def test_what_is_put_back_is_what_was_backed_up(tmp_path: Path):
    await filled(tmp_path / "hall", 20)
    before = await heads(tmp_path / "hall")

    copied = await asyncio.to_thread(back_up, tmp_path / "hall", tmp_path / "kept.db", silent)
    back = await asyncio.to_thread(put_back, tmp_path / "kept.db", tmp_path / "elsewhere", silent)

    assert copied.events == (before,)
    assert await records(tmp_path / "elsewhere") == await records(tmp_path / "hall")
    # Phones may have been told of more than the backup knows: in a new epoch they offer it again.
    assert back.events[0].programme.epoch != before.programme.epoch


async def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it_began(tmp_path: Path):
    await filled(tmp_path, 1)
    store = SqliteStore(tmp_path)
    position, _ = await store.programme(FORUM)
    kept = 1
    done = asyncio.Event()

    async def vote() -> None:
        nonlocal kept
        while not done.is_set():
            await store.append_ballots(FORUM, [voted(ADA, TRAM, counter=kept + 1)], position, kept)
            kept += 1

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(vote())
        for number in range(5):
            acknowledged = kept
            copied = await asyncio.to_thread(back_up, tmp_path, tmp_path / f"{number}.db", silent)
            assert copied.events[0].ballots >= acknowledged
            assert kept > acknowledged, "nobody voted meanwhile: the test has tested nothing"
        done.set()
    await store.close()


async def test_a_backup_can_be_read_by_its_owner_only_and_where_nobody_can_write(tmp_path: Path):
    await filled(tmp_path / "hall", 3)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    await asyncio.to_thread(back_up, tmp_path / "hall", shelf / "kept.db", silent)

    assert [path.name for path in shelf.iterdir()] == ["kept.db"]
    assert stat.S_IMODE((shelf / "kept.db").stat().st_mode) == 0o600
    os.chmod(shelf, 0o500)
    await asyncio.to_thread(put_back, shelf / "kept.db", tmp_path / "elsewhere", silent)


async def test_a_damaged_store_is_not_backed_up_as_if_it_were_sound(tmp_path: Path):
    await filled(tmp_path / "hall", 3)
    path = tmp_path / "hall" / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"agree"', b'"maybe"', 1))

    with pytest.raises(RecordDamaged):
        await asyncio.to_thread(back_up, tmp_path / "hall", tmp_path / "kept.db", silent)

    assert [one.name for one in tmp_path.iterdir()] == ["hall"]


async def test_a_damaged_backup_is_not_put_back(tmp_path: Path):
    await filled(tmp_path / "hall", 3)
    await asyncio.to_thread(back_up, tmp_path / "hall", tmp_path / "kept.db", silent)
    path = tmp_path / "kept.db"
    path.write_bytes(path.read_bytes().replace(b'"agree"', b'"maybe"', 1))

    with pytest.raises(RecordDamaged):
        await asyncio.to_thread(put_back, path, tmp_path / "elsewhere", silent)

    assert [*(tmp_path / "elsewhere").iterdir()] == []


async def test_nothing_is_replaced(tmp_path: Path):
    await filled(tmp_path / "hall", 3)
    await asyncio.to_thread(back_up, tmp_path / "hall", tmp_path / "kept.db", silent)
    before = await records(tmp_path / "hall")

    with pytest.raises(FileExistsError):
        await asyncio.to_thread(back_up, tmp_path / "hall", tmp_path / "kept.db", silent)
    with pytest.raises(FileExistsError):
        await asyncio.to_thread(put_back, tmp_path / "kept.db", tmp_path / "hall", silent)

    assert await records(tmp_path / "hall") == before


async def test_a_directory_without_events_has_nothing_to_back_up(tmp_path: Path):
    with pytest.raises(StoreUnavailable):
        await asyncio.to_thread(back_up, tmp_path / "nowhere", tmp_path / "kept.db", silent)

    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0 but broken"])
def test_the_command_leaves_other_peoples_files_alone(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "notes.db").write_bytes(content)

    assert main(["restore", str(tmp_path / "notes.db"), "--data", str(tmp_path / "data")]) == 1

    assert capsys.readouterr().err.startswith("plenary: nothing was restored: ")
    assert (tmp_path / "notes.db").read_bytes() == content
    assert not (tmp_path / "data" / FILE_NAME).exists()


def test_the_commands_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["create", "Town hall", "--code", "SQUARE", "--data", str(tmp_path / "hall")])
    capsys.readouterr()

    assert main(["backup", str(tmp_path / "kept.db"), "--data", str(tmp_path / "hall")]) == 0
    assert "1 events with 0 ballot records" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "kept.db"), "--data", str(tmp_path / "new")]) == 0
    assert main(["verify", "SQUARE", "--data", str(tmp_path / "new")]) == 0
