"""The lossless archive and `plenary verify`: what goes in comes out, and one changed byte is found."""

import asyncio
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plenary.archive.native import bring_in, verify_archive
from plenary.archive.sealing import PLACEHOLDER, seal
from plenary.archive.tables import Unreadable
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.archive.exports import folder, legacy
from tests.archive.gatherings import BEGUN_MS, FORUM, TEXTS, ballot_facts, camps, programme
from tests.archive.test_polis import SHARED, published
from tests.archive.town import BALLOTS, PROGRAMME, TOWN, plenary, town


@pytest.fixture
def kept(tmp_path) -> Path:
    return archived(town(tmp_path / "data"), tmp_path / "TOWN.plenary")


def archived(data: Path, output: Path, code: str = TOWN) -> Path:
    assert plenary("export", code, "--data", data, "--format", "plenary", "--output", output) == 0
    return output


def silent(count: int) -> None:
    pass


def records_in(data: Path, code: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / FILE_NAME)) as store:
        return store.execute(
            """SELECT stream, number, at_ms, kind, form, body, hash, participant FROM record
            JOIN event ON event.id = record.event WHERE code = ? ORDER BY stream, number""",
            (code,),
        ).fetchall()


def head_in(data: Path, code: str) -> tuple[int, bytes, int, bytes, str]:
    with closing(sqlite3.connect(data / FILE_NAME)) as store:
        row: tuple[int, bytes, int, bytes, str] = store.execute(
            "SELECT programme, programme_hash, ballots, ballots_hash, epoch FROM event WHERE code = ?",
            (code,),
        ).fetchone()
        return row


def test_an_archive_brought_in_elsewhere_has_the_same_records_and_a_new_epoch(tmp_path, kept, capsys):
    there = tmp_path / "there"
    assert plenary("create", "Another", "--data", there, "--code", "OTHER") == 0

    assert plenary("import", kept, "--data", there) == 0

    assert records_in(there, TOWN) == records_in(tmp_path / "data", TOWN)
    before, after = head_in(tmp_path / "data", TOWN), head_in(there, TOWN)
    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]
    assert (
        "Event TOWN: Town hall\n  3 participants, 6 statements, 7 votes (last votes)"
        in capsys.readouterr().out
    )
    assert plenary("verify", "town", "--data", there) == 0
    assert plenary("verify", "OTHER", "--data", there) == 0


def test_an_archive_of_an_archive_holds_the_same(tmp_path, kept):
    assert plenary("import", kept, "--data", tmp_path / "there") == 0
    again = archived(tmp_path / "there", tmp_path / "again.plenary")

    def dump(path: Path) -> list[str]:
        with closing(sqlite3.connect(path)) as found:
            return [
                line
                for line in found.iterdump()
                if not line.startswith(('INSERT INTO "event"', 'INSERT INTO "seal"'))
            ]

    assert dump(kept) == dump(again)


def test_an_archive_opens_with_nothing_but_sqlite(kept):
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as found:
        assert found.execute("SELECT count(*) FROM record").fetchone() == (len(PROGRAMME) + len(BALLOTS),)
        assert found.execute("SELECT stream, at, kind FROM fact ORDER BY stream DESC, number").fetchone() == (
            "programme",
            "2020-09-13 12:26:40",
            "event-created",
        )
        assert found.execute("SELECT * FROM tally WHERE statement = 'seed'").fetchone() == ("seed", 0, 1, 1)
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert verify_archive(kept, silent).ballots.number == len(BALLOTS)


def test_verify_prints_the_heads_and_the_tallies(tmp_path, kept, capsys):
    capsys.readouterr()
    assert plenary("verify", kept, "--tallies") == 0
    of_file = capsys.readouterr().out
    assert plenary("verify", TOWN, "--data", tmp_path / "data", "--tallies") == 0

    of_event, groups = capsys.readouterr().out, "".join(re.findall("  Prompt .*\n", of_file))
    assert of_event == of_file.replace(groups, "")
    head = head_in(tmp_path / "data", TOWN)
    assert f"programme        20 records, head {head[1].hex()}" in of_file
    assert "3 people joined; last votes on 6 statements: 4 agree, 2 disagree, 1 pass" in of_file


def test_three_hundred_changed_bytes_are_all_found(tmp_path, kept):
    whole = kept.read_bytes()
    chance = random.Random(7)
    edited = tmp_path / "edited.plenary"
    for _ in range(300):
        place, new = chance.randrange(len(whole)), chance.randrange(1, 256)
        edited.write_bytes(whole[:place] + bytes([whole[place] ^ new]) + whole[place + 1 :])
        with pytest.raises(Unreadable):
            verify_archive(edited, silent)


def test_a_cut_or_lengthened_archive_is_found(tmp_path, kept):
    whole = kept.read_bytes()
    edited = tmp_path / "edited.plenary"
    for content in (whole[:-1], whole[:4096], whole[:100], b"", whole + b"\0", whole + whole):
        edited.write_bytes(content)
        with pytest.raises(Unreadable):
            verify_archive(edited, silent)


def changed(sql: str) -> Callable[[Path], None]:
    """The archive after an edit by somebody who then seals it anew."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as found:
            found.execute(sql)
            found.execute("UPDATE seal SET digest = ?", (PLACEHOLDER,))
            found.commit()
            found.execute("VACUUM")
        seal(path)

    return change


FORGED = {
    "vote": ("UPDATE record SET body = CAST(replace(body, 'agree', 'aGree') AS BLOB) WHERE stream = 1 AND number = 3",
             "record 3 of the ballots of event TOWN is damaged"),
    "vote turned": ("UPDATE record SET body = CAST(replace(body, '\"agree\"', '\"pass\"') AS BLOB) "
                    "WHERE stream = 1 AND number = 3",
                    "record 3 of the ballots of event TOWN is damaged"),
    "time": ("UPDATE record SET at_ms = at_ms + 1 WHERE stream = 0 AND number = 7",
             "record 7 of the programme of event TOWN is damaged"),
    "kind": ("UPDATE record SET kind = 'vote-cost' WHERE stream = 1 AND number = 3",
             "record 3 of the ballots of event TOWN is damaged"),
    "hash": ("UPDATE record SET hash = zeroblob(32) WHERE stream = 1 AND number = 2",
             "record 2 of the ballots of event TOWN is damaged"),
    "last ballot gone": (f"DELETE FROM record WHERE stream = 1 AND number = {len(BALLOTS)}",
                         f"record {len(BALLOTS)} of the ballots of event TOWN is damaged"),
    "ballot gone": ("DELETE FROM record WHERE stream = 1 AND number = 4",
                    "record 4 of the ballots of event TOWN is damaged"),
    "ballot added": ("INSERT INTO record SELECT 1, 99, at_ms, kind, form, body, hash FROM record "
                     "WHERE stream = 1 AND number = 3",
                     f"record {len(BALLOTS) + 1} of the ballots of event TOWN is damaged"),
    "head": ("UPDATE event SET ballots_hash = zeroblob(32)",
             f"record {len(BALLOTS) + 1} of the ballots of event TOWN is damaged"),
    "head type": ("UPDATE event SET ballots = 3", f"record {len(BALLOTS) + 1} of the ballots of event TOWN is damaged"),
    "code": ("UPDATE event SET code = 'TOWNS'", "record 1 of the programme of event TOWNS is damaged"),
    "code impossible": ("UPDATE event SET code = '../x'", "does not hold one event"),
    "no event": ("DELETE FROM event", "does not hold one event"),
    "two events": ("INSERT INTO event SELECT * FROM event", "does not hold one event"),
    "tally": ("UPDATE tally SET agree = agree + 1", "its tallies are not those of its votes"),
    "tally gone": ("DELETE FROM tally WHERE statement = 'seed'", "its tallies are not those of its votes"),
    "table added": ("CREATE TABLE more (x)", "has other tables than an archive of Plenary"),
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON tally BEGIN SELECT 1; END",
                "has other tables than an archive of Plenary"),
    "later form": ("PRAGMA user_version = 2", "is an archive in form 2; this version of Plenary reads 1"),
    "other program": ("PRAGMA application_id = 7", "is no archive of Plenary"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_archive_is_refused_and_what_is_wrong_is_named(tmp_path, kept, case, capsys):
    sql, fault = FORGED[case]
    changed(sql)(kept)
    capsys.readouterr()

    assert plenary("verify", kept) == 1
    assert capsys.readouterr().err == f"plenary: TOWN.plenary: {fault}\n"
    assert plenary("import", kept, "--data", tmp_path / "there") == 1
    assert not (tmp_path / "there").exists()


def test_a_forged_archive_that_was_not_verified_leaves_the_store_as_it_was(tmp_path, kept):
    there = tmp_path / "there"
    assert plenary("create", "Another", "--data", there, "--code", "OTHER") == 0
    changed(FORGED["hash"][0])(kept)

    with pytest.raises(Unreadable):
        bring_in(kept, there, silent)

    assert records_in(there, TOWN) == []
    assert plenary("verify", "OTHER", "--data", there) == 0


def test_an_archive_that_another_program_has_tidied_up_is_not_as_it_was_written(kept, capsys):
    with closing(sqlite3.connect(kept)) as found:
        found.execute("PRAGMA journal_mode = WAL")
    assert plenary("verify", kept) == 1
    assert "its seal does not fit, though every record does" in capsys.readouterr().err


def test_an_event_that_is_there_already_stays_as_it_is(tmp_path, kept, capsys):
    before = head_in(tmp_path / "data", TOWN)

    assert plenary("import", kept, "--data", tmp_path / "data") == 1

    assert head_in(tmp_path / "data", TOWN) == before
    assert capsys.readouterr().err == "plenary: an event has the code TOWN already; nothing was imported\n"


def test_an_archives_code_cannot_be_changed(tmp_path, kept, capsys):
    assert plenary("import", kept, "--data", tmp_path / "there", "--code", "VILLAGE") == 1
    assert "leave --code away" in capsys.readouterr().err
    assert not (tmp_path / "there").exists()


def test_an_archive_goes_into_a_folder_under_its_code(tmp_path):
    (tmp_path / "shelf").mkdir()
    archived(town(tmp_path / "data"), tmp_path / "shelf")

    assert [one.name for one in (tmp_path / "shelf").iterdir()] == ["TOWN.plenary"]


def test_a_changed_record_of_a_data_directory_is_found(tmp_path, capsys):
    data = town(tmp_path / "data")
    path = data / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b"More trees", b"More roads"))

    assert plenary("verify", TOWN, "--data", data) == 1
    assert capsys.readouterr().err == "plenary: record 19 of the programme of event TOWN is damaged\n"


def test_a_ballot_that_is_filed_under_somebody_else_is_found(tmp_path, capsys):
    data = town(tmp_path / "data")
    with closing(sqlite3.connect(data / FILE_NAME)) as store:
        store.execute("UPDATE record SET participant = 'nobody' WHERE stream = 1 AND number = 3")
        store.commit()

    assert plenary("verify", TOWN, "--data", data) == 1
    assert capsys.readouterr().err == "plenary: record 3 of the ballots of event TOWN is damaged\n"


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("gone.plenary", "there is no file"),
        ("NOBODY", "has no event of this code"),
        ("notes.txt", "is neither a report nor an archive of Plenary"),
        ("notes.plenary", "is damaged, or no archive of Plenary"),
        ("other.db", "is no archive of Plenary"),
    ],
)
def test_what_cannot_be_verified_is_said_in_one_line(tmp_path, monkeypatch, capsys, what, fault):
    town(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    for name in ("notes.txt", "notes.plenary"):
        Path(name).write_text("hello, " * 200)
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE x (y)")

    assert plenary("verify", what, "--data", tmp_path / "data") == 1

    said = capsys.readouterr().err
    assert fault in said
    assert said.count("\n") == 1


@published
def test_a_large_event_is_archived_whole(tmp_path):
    data = tmp_path / "data"
    assert plenary("import", SHARED / "ubi", "--data", data, "--code", "UBI") == 0
    kept = archived(data, tmp_path / "ubi.plenary", "UBI")

    assert plenary("import", kept, "--data", tmp_path / "there") == 0
    assert records_in(tmp_path / "there", "UBI") == records_in(data, "UBI")


def test_an_imported_discussion_survives_its_archive(tmp_path):
    data = tmp_path / "data"
    assert plenary("import", folder(tmp_path / "x", legacy()), "--data", data, "--code", "TRAMS") == 0
    kept = archived(data, tmp_path / "TRAMS.plenary", "TRAMS")

    assert plenary("import", kept, "--data", tmp_path / "there", "--json") == 0
    assert records_in(tmp_path / "there", "TRAMS") == records_in(data, "TRAMS")


def in_camps(folder: Path) -> Path:
    """An archive of an event in which two groups are found."""
    camps_of = camps((14, 9))

    async def made() -> None:
        store = SqliteStore(folder / "data")
        position = await store.create(programme(TEXTS), BEGUN_MS)
        await store.append_ballots(FORUM, ballot_facts(camps_of, {}), position, BEGUN_MS)
        await store.close()

    asyncio.run(made())
    return archived(folder / "data", folder / "FORUM.plenary", FORUM)


def test_verify_finds_an_archives_opinion_groups_again(tmp_path, capsys):
    kept = in_camps(tmp_path)

    assert plenary("verify", kept) == 0
    said = capsys.readouterr().out
    assert "  Prompt 1: 276 votes of 23 people (A 14, B 9); grouped again: the same\n" in said


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('["A",14],["B",9]', '["A",13],["B",10]', "the groups of prompt 1 are not those of its votes"),
        ('["A",14],["B",9]', '["A",14]', "the groups of prompt 1 are not those of its votes"),
        ('"votes":276', '"votes":275', "prompt 1 does not have the people and votes that it states"),
        ('"prompt":1', '"prompt":2', "it does not state the groups of each of its prompts"),
        ('"prompts":', '"pro', "is damaged, or no archive of Plenary"),
    ],
)
def test_groups_that_are_not_those_of_the_votes_are_found(tmp_path, capsys, before, after, fault):
    kept = in_camps(tmp_path)
    with closing(sqlite3.connect(kept)) as found:
        (stated,) = found.execute("SELECT value FROM about WHERE key = 'groups'").fetchone()
    assert before in stated
    changed(f"UPDATE about SET value = replace(value, '{before}', '{after}') WHERE key = 'groups'")(kept)
    capsys.readouterr()

    assert plenary("verify", kept) == 1
    assert fault in capsys.readouterr().err


def test_groups_that_another_version_found_are_shown_beside_ours(tmp_path, capsys):
    kept = in_camps(tmp_path)
    changed(
        """UPDATE about SET value = replace(replace(value, '"program":"', '"program":"99.'), '["A",14]', '["A",12]')
        WHERE key = 'groups'"""
    )(kept)
    capsys.readouterr()

    assert plenary("verify", kept) == 0
    assert "(A 14, B 9); this version of Plenary groups differently than 99." in capsys.readouterr().out


def test_an_archive_from_before_groups_were_stated_still_verifies(tmp_path, capsys):
    kept = in_camps(tmp_path)
    changed("DELETE FROM about WHERE key = 'groups'")(kept)

    assert plenary("verify", kept) == 0
    assert "Every record is as it was written." in capsys.readouterr().out
