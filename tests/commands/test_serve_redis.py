"""`plenary serve --redis`: events outlive the server and stay in Redis; a weak Redis is refused."""

import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.commands.serving import REDIS_URL
from plenary.local import operator_secret_of
from plenary.store.redis_store import RedisStore
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


def test_an_event_in_redis_is_exported_but_for_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """As a server on Redis has it done, whose data directory holds no events."""
    with redis_server() as redis:
        monkeypatch.setenv(REDIS_URL, redis.url)
        asyncio.run(begin(redis.url))
        asked = ["export", FORUM, "--data", str(tmp_path / "data"), "--output", str(tmp_path / "out")]
        assert main([*asked, "--format", "polis"]) == 0
        assert "Trams at night" in (tmp_path / "out" / "comments.csv").read_text()
        assert main([*asked, "--format", "plenary"]) == 1
        assert "these events are in a Redis" in capsys.readouterr().err


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
