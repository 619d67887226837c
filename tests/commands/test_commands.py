"""The `plenary` command, as whoever types it meets it."""

import asyncio
import json
import os
import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plenary import __version__, local
from plenary.__main__ import main
from plenary.deliberation.identity import secret_digest
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, Role
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from tests.server_process import Server, free_port


async def state_of(data: Path, code: str) -> Deliberation:
    store = SqliteStore(data)
    try:
        _, records = await store.programme(EventCode(code))
    finally:
        await store.close()
    return Deliberation(record.fact for record in records)


def create(data: Path, *more: str) -> int:
    return main(["create", "Town hall", "--data", str(data), *more])


async def test_created_links_open_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    # In a thread: the command runs an event loop of its own.
    status = await asyncio.to_thread(
        create, tmp_path, "--code", "SQUARE", "--venue", "Library", "--prompt", "What now?", "--json"
    )
    made = json.loads(capsys.readouterr().out)

    assert status == 0
    state = await state_of(tmp_path, "SQUARE")
    assert state.event is not None
    assert [venue.name for venue in state.event.venues] == ["Library"]
    assert [prompt.text for prompt in state.prompts.values()] == ["What now?"]
    for role in (Role.PROJECTOR, Role.MODERATOR):
        secret = made["links"][role.value].partition("#")[2]
        assert secret_digest(secret) in {
            grant.access.digest for grant in state.grants.values() if grant.access.role is role
        }


def test_a_code_is_given_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert create(tmp_path, "--code", "SQUARE") == 0
    assert create(tmp_path, "--code", "square") == 1
    assert "has this code already" in capsys.readouterr().err


def test_a_malformed_code_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert create(tmp_path, "--code", "no spaces") == 1
    assert capsys.readouterr().err == (
        "plenary: the event was not created: An event's code is 3 to 24 capital letters, digits and hyphens.\n"
    )


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["--version"])

    assert end.value.code == 0
    assert capsys.readouterr().out == f"plenary {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "demo",
        "create",
        "import",
        "export",
        "backup",
        "restore",
        "compare",
        "verify",
        "analyse",
        "replay",
        "crowd",
        "doctor",
    ],
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])

    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: plenary {command} ")


PUBLISHING = {
    "serve": [],
    "hub": ["--redis", "redis://127.0.0.1:1"],
    "analyst": ["--redis", "redis://127.0.0.1:1"],
    "report": ["TOWN", "--output", "report.html"],
    "export": ["TOWN", "--format", "tttc", "--output", "town.csv"],
}


@pytest.mark.parametrize("command", PUBLISHING)
@pytest.mark.parametrize("k", ["0", "-1"])
def test_nothing_can_be_told_of_fewer_than_one_person(
    command: str, k: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as end:
        main([command, *PUBLISHING[command], "--k", k])

    assert end.value.code == 2
    assert capsys.readouterr().err.endswith("error: argument --k: must be 1 or more\n")


def test_serving_on_a_taken_port_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status = main(["serve", "--port", str(port), "--data", str(tmp_path / "data")])

    assert status == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err


def test_the_operators_secret_is_made_once_and_is_nobody_elses(tmp_path: Path):
    secret = local.operator_secret_of(tmp_path / "data")

    assert len(secret) >= 32
    assert local.operator_secret_of(tmp_path / "data") == secret
    assert stat.S_IMODE((tmp_path / "data" / local.SECRET_FILE).stat().st_mode) == 0o600


def test_servers_that_start_at_once_have_one_secret(tmp_path: Path):
    for number in range(50):
        with ThreadPoolExecutor(8) as starting:
            found = {*starting.map(local.operator_secret_of, [tmp_path / str(number)] * 8)}

        assert len(found) == 1
        assert min(map(len, found)) >= 32
        assert [path.name for path in (tmp_path / str(number)).iterdir()] == [local.SECRET_FILE]


def test_an_empty_secret_opens_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / local.SECRET_FILE).touch()

    assert main(["serve", "--port", "0", "--data", str(tmp_path)]) == 1
    assert "is empty: remove it" in capsys.readouterr().err


def test_other_commands_find_a_server_of_this_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    secret = local.operator_secret_of(tmp_path / "data")

    with local.noted(8123, tmp_path / "data", "https://plenary.example.org"):
        assert local.operator_secret("http://127.0.0.1:8123") == secret
        assert local.operator_secret("http://localhost:8123/e/X") == secret
        assert local.operator_secret("http://127.0.0.1:8124") is None
        assert local.operator_secret("http://plenary.example.org:8123") is None
    assert local.operator_secret("http://127.0.0.1:8123") is None


def test_links_begin_with_what_people_type_to_reach_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def participants(*more: str) -> str:
        assert main(["create", "Town hall", "--json", "--data", str(tmp_path / "data"), *more]) == 0
        made = json.loads(capsys.readouterr().out)
        return str(made["links"]["participant"]).removesuffix(f"/e/{made['code']}")

    assert participants() == "http://127.0.0.1:8000"
    with local.noted(8123, tmp_path / "data", "http://192.168.8.10:8123"):
        assert participants() == "http://192.168.8.10:8123"
    assert participants() == "http://192.168.8.10:8123"
    assert participants("--url", "https://hall.example/") == "https://hall.example"


def doctor(data: Path) -> int:
    return main(["doctor", "--data", str(data), "--port", str(free_port())])


def test_the_doctor_finds_a_sound_store_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    create(tmp_path / "data", "--code", "SQUARE", "--prompt", "What now?")
    doctor(tmp_path / "data")

    assert "every record of every event is as it was written" in capsys.readouterr().out


def test_the_doctor_finds_a_changed_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    create(tmp_path / "data", "--code", "SQUARE", "--prompt", "What now?")
    path = tmp_path / "data" / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b"What now?", b"What nux?"))

    assert doctor(tmp_path / "data") == 1
    assert "event SQUARE" in capsys.readouterr().out


def test_the_doctor_finds_data_that_others_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    create(tmp_path / "data")
    os.chmod(tmp_path / "data", 0o755)
    doctor(tmp_path / "data")

    assert "can be read by others" in capsys.readouterr().out


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_stop_closes_its_store_and_leaves_no_note(tmp_path: Path, told: signal.Signals):
    server = Server(tmp_path)
    server.start()
    assert list((tmp_path / "state" / "plenary").iterdir()) != []

    assert server.stop(told) == 0

    assert list((tmp_path / "state" / "plenary").iterdir()) == []
    assert not (tmp_path / f"{FILE_NAME}-wal").exists()


@pytest.mark.parametrize(
    "origin",
    [
        "stream.example",
        "https://stream.example/",
        "https://stream.example/live",
        "ftp://stream.example",
        "https://you@stream.example",
        "https://a.example https://b.example",
        "https://a.example;script-src",
        "https://*.example",
        "*",
    ],
)
def test_a_site_that_may_hold_pages_is_named_by_its_origin(capsys: pytest.CaptureFixture[str], origin: str):
    with pytest.raises(SystemExit):
        main(["serve", "--embed", origin])

    assert "--embed" in capsys.readouterr().err
