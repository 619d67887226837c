"""What leaves the server after somebody had themselves erased says nothing of them, and counts what they voted."""

import asyncio
from pathlib import Path

import pytest

from plenary.deliberation.rules.erasure import erasure_of
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import ParticipantId
from plenary.store.sqlite_store import SqliteStore
from tests.archive.town import BO, TOWN, exported, files_in, plenary, rows_of, town

SOMEBODY = ParticipantId("somebodysomebody")
WORDS = "Nobody has read this yet"


async def _erase_bo(data: Path) -> None:
    store = SqliteStore(data)
    position, records = await store.programme(TOWN)
    state = Deliberation(record.fact for record in records)
    await store.erase(TOWN, erasure_of(state, BO, SOMEBODY), position, 0)
    await store.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = town(tmp_path / "data")
    asyncio.run(_erase_bo(data))
    return data


@pytest.mark.parametrize("format_", ["polis", "sensemaker", "plenary"])
def test_no_export_names_them_or_holds_their_unseen_words(data: Path, tmp_path: Path, format_: str):
    out = exported(data, tmp_path / f"out-{format_}", format_=format_)

    whole = b"".join(files_in(out).values()) if out.is_dir() else out.read_bytes()
    assert BO.encode() not in whole
    assert WORDS.encode() not in whole
    assert b"More buses" in whole


def test_their_votes_are_counted_as_before_and_what_people_saw_of_theirs_is_there(data: Path, tmp_path: Path):
    before = exported(town(tmp_path / "before"), tmp_path / "out-before") / "prompt-1"
    after = exported(data, tmp_path / "out-after") / "prompt-1"

    names = {row["comment-id"]: row["statement"] for row in rows_of(after / "statement-ids.csv")}
    assert set(names.values()) == {"seed", "formula", "rude", "back"}
    told = {row["comment-body"]: (row["agrees"], row["disagrees"]) for row in rows_of(after / "comments.csv")}
    expected = {
        row["comment-body"]: (row["agrees"], row["disagrees"])
        for row in rows_of(before / "comments.csv")
        if row["comment-body"] != WORDS
    }
    assert told == expected
    everything = b"".join(files_in(tmp_path / "out-after").values())
    assert SOMEBODY.encode() in everything
    assert BO.encode() not in everything


def test_a_later_report_is_made_and_verifies(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    output = tmp_path / "report.html"

    assert plenary("report", TOWN, "--data", data, "--output", output) == 0
    assert plenary("verify", output) == 0

    assert BO.encode() not in output.read_bytes()
    assert WORDS.encode() not in output.read_bytes()
    assert "Every byte is as it was written." in capsys.readouterr().out


def test_the_log_verifies(data: Path):
    assert plenary("verify", TOWN, "--data", data) == 0
