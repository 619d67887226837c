"""`plenary serve ARCHIVE`: the event can be looked at, its report is there, and nothing can be added to it."""

import asyncio
import contextlib
import hashlib
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.archive.report.verifying import verify_report
from plenary.deliberation.ballot_commands import CastVote, Join
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.decide import decide
from plenary.deliberation.refusals import EventArchived
from plenary.deliberation.report_commands import NameAnalysis
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import AnalysisId, Choice, Mode, Operation, Selection, StatementId
from plenary.store.archived import ArchivedStore
from plenary.store.ports import StoreUnavailable
from tests.archive.town import ADA, BEGUN_MS, DESK, ENGLISH, PROGRAMME, TOWN, plenary, town
from tests.server_process import free_port

SEED = StatementId("seed")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    output = tmp_path / "TOWN.plenary"
    assert (
        plenary("export", TOWN, "--data", town(tmp_path / "data"), "--format", "plenary", "--output", output)
        == 0
    )
    return output


@contextlib.contextmanager
def served(archive: Path) -> Iterator[dict[str, str]]:
    """The addresses that the command prints, by what they are of."""
    command = [sys.executable, "-m", "plenary", "serve", str(archive), "--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said: dict[str, str] = {}
        for line in process.stdout:
            if found := re.match(r"  (\w+)\s+(http\S+)", line):
                said[found[1]] = found[2]
            if line.startswith("Stop"):
                break
        try:
            yield said
        finally:
            process.terminate()


def test_an_archive_is_shown_with_its_report_and_stays_as_it_is(archive: Path, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = hashlib.sha256(archive.read_bytes()).digest()

    with served(archive) as at:
        page = fetched(at["Phone"])
        report = fetched(at["Report"])
        base = at["Phone"].split("/e/")[0]
        asked = status(f"{base}/api/v1/events/{TOWN}/reports", b"{}")

    assert b'"archive":true' in page
    verified = verify_report(report)
    assert verified.report.event.title == "Town hall"
    assert verified.report.edition.number is None
    assert asked == 401
    assert hashlib.sha256(archive.read_bytes()).digest() == before
    assert set(at) == {"Report", "Phone", "Projector", "Desk"}


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
        return content


def status(address: str, body: bytes) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return int(refusal.code)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:3_000]), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"More buses", b"Less buses")), "damaged"),
        (lambda path: in_a_later_form(path), "is an archive in form 9; this version of Plenary reads 1"),
        (lambda path: path.write_bytes(b"<!doctype html>"), "damaged, or no archive of Plenary"),
        (lambda path: path.unlink(), "there is no file"),
    ],
    ids=["cut", "changed", "newer", "another", "gone"],
)
def test_what_cannot_be_served_is_said_in_one_line(archive: Path, spoil, fault: str, capsys):
    spoil(archive)

    assert main(["serve", str(archive), "--port", str(free_port())]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("plenary: ")
    assert fault in said


def in_a_later_form(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 9")
        file.commit()


@pytest.mark.parametrize(
    "command",
    [
        Join(ADA, Mode.REMOTE, None, ENGLISH, Operation(90, "phone")),
        CastVote(ADA, SEED, Choice.PASS, Operation(91, "phone")),
        NameAnalysis(AnalysisId("n"), "Everybody", Selection(), DESK),
    ],
)
def test_everything_asked_of_an_archive_is_refused(command):
    state = Deliberation(PROGRAMME)
    state.is_archive = True

    with pytest.raises(EventArchived):
        decide(state, command)


async def test_a_store_that_is_only_read_keeps_nothing(tmp_path: Path):
    data = tmp_path / "data"
    await asyncio.to_thread(town, data)
    store = ArchivedStore(data)
    try:
        position, records = await store.programme(TOWN)
        vote = VoteCast(ADA, SEED, Choice.PASS, Operation(99, "phone"))
        for write in (
            store.create(PROGRAMME[:1], BEGUN_MS),
            store.append(TOWN, [PROGRAMME[2]], position, BEGUN_MS),
            store.append_ballots(TOWN, [vote], position, BEGUN_MS),
            store.renew_epoch(TOWN),
            store.forget(TOWN),
        ):
            with pytest.raises(StoreUnavailable):
                await write
        assert await store.programme(TOWN) == (position, records)
    finally:
        await store.close()
