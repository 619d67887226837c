"""`plenary tickets`: what it makes stands in its files, and where these cannot be, nothing is made."""

import csv
import stat
from pathlib import Path

import pytest

from plenary.__main__ import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert main(["create", "Assembly", "--code", "HALL", "--level", "ticket", "--data", str(folder)]) == 0
    return folder


def numbers(table: Path) -> list[str]:
    with table.open(newline="") as file:
        return [row["number"] for row in csv.DictReader(file)]


def tickets(data: Path, *options: str) -> int:
    return main(["tickets", "HALL", "--count", "2", "--data", str(data), *options])


def test_tickets_stand_in_files_that_only_their_owner_reads(data: Path, tmp_path: Path):
    sheet, table = tmp_path / "cards.html", tmp_path / "list.csv"
    assert tickets(data, "--sheet", str(sheet), "--csv", str(table)) == 0
    assert numbers(table) == ["1", "2"]
    assert sheet.read_text().count('<li class="card">') == 2
    assert [stat.S_IMODE(file.stat().st_mode) for file in (sheet, table)] == [0o600, 0o600]


def test_where_a_file_cannot_be_no_ticket_is_made_and_no_file_is_left(data: Path, tmp_path: Path):
    sheet, table = tmp_path / "cards.html", tmp_path / "list.csv"
    assert tickets(data, "--sheet", str(sheet), "--csv", str(tmp_path / "nowhere" / "list.csv")) == 1
    assert not sheet.exists()
    assert tickets(data, "--csv", str(table)) == 0
    assert numbers(table) == ["1", "2"]
