"""`plenary report` and `plenary verify` on its file, as people type them."""

from pathlib import Path

import pytest

from tests.archive.town import TOWN, plenary, town


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town(tmp_path_factory.mktemp("town"))


def test_a_report_is_written_and_verified(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    output = tmp_path / "report.html"

    assert plenary("report", TOWN, "--data", data, "--output", output) == 0
    assert plenary("verify", output) == 0
    said = capsys.readouterr().out
    assert "Every byte is as it was written." in said
    assert "Report of event TOWN: Town hall (not a numbered version)" in said


def test_a_changed_report_is_named_as_such(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    output = tmp_path / "report.html"
    plenary("report", TOWN, "--data", data, "--output", output)
    output.write_bytes(output.read_bytes().replace(b"More buses", b"Less buses", 1))

    assert plenary("verify", output) == 1
    assert "has been changed" in capsys.readouterr().err


def test_a_file_that_is_there_is_replaced_only_when_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    output = tmp_path / "report.html"
    output.write_text("mine")

    assert plenary("report", TOWN, "--data", data, "--output", output) == 1
    assert output.read_text() == "mine"
    assert "--force replaces it" in capsys.readouterr().err
    assert plenary("report", TOWN, "--data", data, "--output", output, "--force") == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["NOBODY"], "has no event NOBODY"),
        ([TOWN, "--data", "/nowhere"], "holds no events"),
    ],
)
def test_what_cannot_be_reported_is_said(
    data: Path, tmp_path: Path, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
):
    output = tmp_path / "report.html"

    assert plenary("report", "--data", data, "--output", output, *arguments) == 1
    assert why in capsys.readouterr().err
    assert not output.exists()
