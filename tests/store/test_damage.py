"""Files that have been changed behind the store's back: it says so, and names the record."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.sqlite_store import FILE_NAME, StoreForeign
from tests.hall import ADA, BO, FORUM, NOON_MS, TRAM, joined, shown, submitted, voted
from tests.store.stores import begun, sqlite_in

BALLOTS: list[BallotFact] = [joined(ADA), joined(BO), *(voted(BO, TRAM, counter=n) for n in range(2, 40))]
FLIPS = 150


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A folder with a store that is closed: one event, its programme and 40 ballot facts."""
    async with sqlite_in(tmp_path / "data") as store:
        position = await begun(store)
        position = await store.append(FORUM, [submitted(TRAM), shown(TRAM)], position, NOON_MS)
        await store.append_ballots(FORUM, BALLOTS, position, NOON_MS)
    return tmp_path / "data"


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        assert connection.execute(statement).rowcount == 1


async def test_a_sound_file_verifies_to_its_heads(folder: Path):
    async with sqlite_in(folder) as store:
        assert [await store.verify(FORUM)] == await store.heads()
        assert await store.file_damage() == []


@pytest.mark.parametrize(
    "changed",
    [
        "at_ms = at_ms + 1",
        "kind = 'participant-joined'",
        "form = 2",
        "body = CAST(replace(CAST(body AS TEXT), 'agree', 'pass') AS BLOB)",
        "body = X''",
        "hash = zeroblob(32)",
    ],
)
async def test_a_changed_vote_is_named_by_everything_that_reads_it(folder: Path, changed: str):
    change(folder, f"UPDATE record SET {changed} WHERE stream = 1 AND number = 17")

    async with sqlite_in(folder) as store:
        for read in (
            store.verify(FORUM),
            store.since(FORUM, 0),
            store.since(FORUM, 16),
            store.of_participant(FORUM, BO),
        ):
            with pytest.raises(RecordDamaged) as damage:
                await read
            assert str(damage.value) == "record 17 of the ballots of event FORUM is damaged"


async def test_what_stands_apart_from_the_damage_can_be_read(folder: Path):
    change(folder, "UPDATE record SET at_ms = 0 WHERE stream = 1 AND number = 17")

    async with sqlite_in(folder) as store:
        assert len(await store.since(FORUM, 0, limit=16)) == 16
        assert len(await store.since(FORUM, 17)) == len(BALLOTS) - 17
        assert len(await store.of_participant(FORUM, ADA)) == 1


async def test_a_changed_programme_fact_is_named(folder: Path):
    change(
        folder,
        """UPDATE record SET body = CAST(replace(CAST(body AS TEXT), 'Trams', 'Trains') AS BLOB)
        WHERE stream = 0 AND number = 5""",
    )

    async with sqlite_in(folder) as store:
        for read in (store.verify(FORUM), store.programme(FORUM), store.programme(FORUM, after=4)):
            with pytest.raises(RecordDamaged) as damage:
                await read
            assert (damage.value.stream, damage.value.number) == ("programme", 5)


@pytest.mark.parametrize(
    ("stream", "number", "name"),
    [(0, 3, "programme"), (0, 6, "programme"), (1, 17, "ballots"), (1, 40, "ballots")],
)
async def test_a_record_taken_away_is_named(folder: Path, stream: int, number: int, name: str):
    change(folder, f"DELETE FROM record WHERE stream = {stream} AND number = {number}")

    async with sqlite_in(folder) as store:
        read = store.programme if stream == 0 else store.since
        for ask in (store.verify(FORUM), read(FORUM, 0)):
            with pytest.raises(RecordDamaged) as damage:
                await ask
            assert (damage.value.stream, damage.value.number) == (name, number)


async def test_a_record_that_was_slipped_in_is_named(folder: Path):
    change(
        folder,
        """INSERT INTO record SELECT event, stream, 41, at_ms, kind, form, body, hash, participant
        FROM record WHERE stream = 1 AND number = 40""",
    )

    async with sqlite_in(folder) as store:
        with pytest.raises(RecordDamaged) as damage:
            await store.verify(FORUM)
        assert damage.value.number == 41


async def test_a_flipped_byte_anywhere_in_the_file_is_never_read_as_something_else(
    folder: Path, tmp_path: Path
):
    """Each flip either changes nothing that is read, or is noticed."""
    async with sqlite_in(folder) as store:
        sound = await store.programme(FORUM), await store.since(FORUM, 0)
    sound_bytes = (folder / FILE_NAME).read_bytes()
    dice = random.Random(20_250_606)
    noticed = 0
    for _ in range(FLIPS):
        damaged = bytearray(sound_bytes)
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        (folder / FILE_NAME).write_bytes(damaged)
        try:
            async with sqlite_in(folder) as store:
                (_, programme), ballots = await store.programme(FORUM), await store.since(FORUM, 0)
                assert (programme, ballots) == (sound[0][1], sound[1])
        except (RecordDamaged, StoreUnavailable, StoreForeign, EventUnknown):
            noticed += 1

    assert noticed, "no flip has met anything that matters"
