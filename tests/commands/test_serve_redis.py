"""`plenary serve --redis`: events outlive the server and stay in Redis; a weak Redis is refused."""

import asyncio
import contextlib
import json
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.archive import native
from plenary.commands.serving import REDIS_URL
from plenary.local import operator_secret_of
from plenary.store.redis_store import RedisStore
from plenary.store.writes import BringIn
from tests.hall import ADA, FORUM, NOON_MS, TRAM, shown, submitted
from tests.server_process import free_port
from tests.store.redis_server import redis_server
from tests.store.stores import begun

pytestmark = pytest.mark.redis


def serve(data: Path, url: str, port: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "plenary", "serve", "--port", str(port), "--data", str(data)]
    return subprocess.Popen(
        [*command, "--redis", url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_an_event_stays_in_redis_when_the_server_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with redis_server() as redis:
        port = free_port()
        answers = []
        for _ in range(2):
            with serve(tmp_path / "data", redis.url, port) as process:
                assert process.stdout is not None
                assert "data in Redis" in process.stdout.readline()
                answers.append(create(port, tmp_path / "data"))
                process.kill()
    assert answers == [201, 409]


def create(port: int, data: Path) -> int:
    """The status of asking for an event of one and the same code."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/events",
        json.dumps({"title": "A gathering", "code": "HALL"}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {operator_secret_of(data)}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return int(refusal.code)


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "as a server hands it on"])
def test_what_is_in_redis_is_exported_reported_and_verified(
    is_named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """From another machine than the hub's: its data directory holds no events."""
    with redis_server() as redis:
        asyncio.run(begin(redis.url))
        monkeypatch.setenv(REDIS_URL, "redis://127.0.0.1:9" if is_named else redis.url)
        place = ["--data", str(tmp_path / "data"), *(["--redis", redis.url] if is_named else [])]
        polis, archive, report = (tmp_path / name for name in ("out", "FORUM.plenary", "report.html"))

        assert main(["export", FORUM, *place, "--output", str(polis), "--format", "polis"]) == 0
        assert main(["export", FORUM, *place, "--output", str(archive), "--format", "plenary"]) == 0
        assert main(["report", FORUM, *place, "--output", str(report)]) == 0
        capsys.readouterr()
        assert main(["verify", FORUM, *place]) == 0
        in_redis = capsys.readouterr().out
        assert main(["export", "NOBODY", *place, "--output", str(polis / "x"), "--format", "plenary"]) == 1
        assert "the Redis has no event NOBODY" in capsys.readouterr().err

    monkeypatch.delenv(REDIS_URL)
    assert "Trams at night" in (polis / "comments.csv").read_text()
    assert main(["verify", str(archive)]) == 0
    assert heads_in(capsys.readouterr().out) == heads_in(in_redis)
    assert main(["verify", str(report)]) == 0
    assert main(["import", str(archive), "--data", str(tmp_path / "home")]) == 0
    assert main(["verify", FORUM, "--data", str(tmp_path / "home")]) == 0


def heads_in(said: str) -> list[str]:
    return re.findall(r"head (\w{64})", said)


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:9", "nonsense://here"], ids=["nobody there", "no address"]
)
@pytest.mark.parametrize("format_", ["polis", "plenary"])
def test_a_redis_that_cannot_be_read_is_said_in_one_line(
    url: str, format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    output = tmp_path / "out"

    assert main(["export", FORUM, "--redis", url, "--output", str(output), "--format", format_]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("plenary: ")
    assert not output.exists()


def test_a_discussion_is_imported_into_redis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with redis_server() as redis:
        asyncio.run(begin(redis.url))
        files = tmp_path / "files"
        main(["export", FORUM, "--redis", redis.url, "--output", str(files), "--format", "polis"])

        assert main(["import", str(files), "--redis", redis.url, "--code", "AGAIN"]) == 0
        assert main(["verify", "AGAIN", "--redis", redis.url]) == 0


def test_an_archive_moves_an_event_into_a_redis_and_goes_on_where_it_was_cut_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(native, "PIECE", 2)
    first, again = tmp_path / "first.plenary", tmp_path / "again.plenary"
    with redis_server() as redis:
        asyncio.run(begin(redis.url))
        assert (
            main(["export", FORUM, "--redis", redis.url, "--output", str(first), "--format", "plenary"]) == 0
        )
        capsys.readouterr()
        assert main(["import", str(first), "--redis", redis.url]) == 1
        assert "already" in capsys.readouterr().err

    with redis_server() as redis:
        # What was brought in when the first attempt was cut off.
        asyncio.run(brought(redis.url, next(native.pieces(first, lambda count: None))))
        assert main(["import", str(first), "--redis", redis.url]) == 0
        assert main(["verify", FORUM, "--redis", redis.url]) == 0
        assert (
            main(["export", FORUM, "--redis", redis.url, "--output", str(again), "--format", "plenary"]) == 0
        )
    kept = [records(path) for path in (first, again)]
    assert kept[0] == kept[1]
    assert len(kept[0]) > 2


def records(archive: Path) -> list[tuple[object, ...]]:
    """All there is of each record, its hash too."""
    with contextlib.closing(sqlite3.connect(archive)) as found:
        return found.execute("SELECT * FROM record ORDER BY stream, number").fetchall()


async def brought(url: str, piece: BringIn) -> None:
    store = RedisStore(url)
    await store.bring_in(piece)
    await store.close()


async def begin(url: str) -> None:
    store = RedisStore(url)
    position = await begun(store, FORUM)
    await store.append(
        FORUM, [submitted(TRAM, by=ADA, text="Trams at night"), shown(TRAM)], position, NOON_MS
    )
    await store.close()


def test_a_weak_redis_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with redis_server(fsync="everysec") as redis:
        process = serve(tmp_path / "data", redis.url, free_port())
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.startswith("plenary: Redis must run with appendonly yes and appendfsync always")
