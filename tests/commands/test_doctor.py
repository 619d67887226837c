"""`plenary doctor` finds each weak setting: every one is planted alone, and must be named."""

import argparse
import contextlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.commands import doctor, redis_check, serve, weaknesses
from tests.server_process import free_port
from tests.store.redis_server import redis_server

Arranged = tuple[list[str], str]


def private(path: Path, text: str = "", mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def open_data(data: Path) -> Arranged:
    data.chmod(0o755)
    return [], f"weak .*{data} can be read by others"


def open_secret(data: Path) -> Arranged:
    private(data / "operator.secret", "x" * 5 + "abcdefghijklmnopqrstuvwxyz", 0o644)
    return [], r"weak .*operator\.secret can be read by others"


def short_secret(data: Path) -> Arranged:
    private(data / "operator.secret", "changeme")
    return [], r"weak .*operator\.secret can be guessed"


def even_secret(data: Path) -> Arranged:
    private(data / "operator.secret", "a" * 40)
    return [], r"weak .*operator\.secret can be guessed"


def empty_secret(data: Path) -> Arranged:
    private(data / "operator.secret")
    return [], r"broken .*operator\.secret is empty"


def foreign_file(data: Path) -> Arranged:
    private(
        data / "plenary.db",
        "no database at all, but long enough to be taken for one by somebody in a hurry" * 9,
    )
    return [], r"broken .*plenary\.db"


def everywhere_without_a_name(data: Path) -> Arranged:
    return ["--host", "0.0.0.0"], "weak .*without --public-url"


def no_tls(data: Path) -> Arranged:
    return ["--public-url", "http://plenary.example.org"], "weak .*has no TLS"


def past_the_proxy(data: Path) -> Arranged:
    return ["--host", "0.0.0.0", "--public-url", "https://plenary.example.org"], "weak .*past the proxy"


def behind_an_unknown_proxy(data: Path) -> Arranged:
    return ["--public-url", "https://plenary.example.org"], "weak .*without --proxy"


def redis_away(data: Path) -> Arranged:
    return ["--redis", f"redis://127.0.0.1:{free_port()}"], "broken .*Redis does not answer"


def redis_nonsense(data: Path) -> Arranged:
    return ["--redis", "http://127.0.0.1"], "broken .*Redis"


def relaxed(data: Path) -> Arranged:
    return [
        "--redis",
        f"redis://127.0.0.1:{free_port()}",
        "--relaxed-durability",
    ], "weak .*--relaxed-durability"


def mail_without_sender(data: Path) -> Arranged:
    return ["--smtp", "smtp://127.0.0.1:25"], "broken .*--mail-from"


def mail_with_password_in_the_address(data: Path) -> Arranged:
    return [
        "--smtp",
        "smtps://u:p@mail.example.org",
        "--mail-from",
        "a@example.org",
    ], "broken .*password stands in"


def mail_away(data: Path) -> Arranged:
    address = f"smtp://127.0.0.1:{free_port()}"
    return ["--smtp", address, "--mail-from", "a@example.org"], "broken .*mail server .*does not answer"


def open_mail_password(data: Path) -> Arranged:
    file = private(data / "smtp", "password", 0o644)
    given = ["--smtp", f"smtp://u@127.0.0.1:{free_port()}", "--mail-from", "a@example.org"]
    return [*given, "--smtp-password-file", str(file)], f"weak .*{file} can be read by others"


def provider_away(data: Path) -> Arranged:
    given = ["--sign-in", f"http://127.0.0.1:{free_port()}", "--sign-in-client", "hall"]
    return given, "broken .*sign-in provider .*does not serve"


def provider_without_tls(data: Path) -> Arranged:
    return [
        "--sign-in",
        "http://accounts.example.org",
        "--sign-in-client",
        "hall",
    ], "broken .*https://accounts"


def provider_without_client(data: Path) -> Arranged:
    return ["--sign-in", "https://accounts.example.org"], "broken .*--sign-in-client"


def sign_in_without_https(data: Path) -> Arranged:
    given = ["--sign-in", f"http://127.0.0.1:{free_port()}", "--sign-in-client", "hall"]
    return given, "weak .*without an https --public-url"


def translation_without_tls(data: Path) -> Arranged:
    return ["--translate", "http://translate.example.org"], "weak .*statements go there for everybody"


PLANTED: list[Callable[[Path], Arranged]] = [
    open_data, open_secret, short_secret, even_secret, empty_secret, foreign_file, everywhere_without_a_name, no_tls,
    past_the_proxy, behind_an_unknown_proxy,
    redis_away, redis_nonsense, relaxed, mail_without_sender, mail_with_password_in_the_address,
    mail_away, open_mail_password, provider_away, provider_without_tls, provider_without_client,
    sign_in_without_https, translation_without_tls,
]  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


def said(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str]:
    port = [] if "--port" in given else ["--port", str(free_port())]
    return main(["doctor", *port, *given]), capsys.readouterr().out


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_weak_setting_is_found(
    plant: Callable[[Path], Arranged], data: Path, capsys: pytest.CaptureFixture[str]
):
    given, expected = plant(data)

    status, out = said(capsys, "--data", str(data), *given)

    assert re.search(f"^{expected}", out, re.MULTILINE), out
    assert status == (1 if "broken" in expected or re.search("^broken", out, re.MULTILINE) else 0)
    assert "u:p@" not in out


def test_nothing_is_found_where_nothing_is_weak(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    monkeypatch.setattr("plenary.commands.doctor.OPEN_FILES", 16)
    monkeypatch.setattr("plenary.commands.doctor.FREE_SPACE_BYTES", 1)
    monkeypatch.setattr(weaknesses, "LEAST_MEMORY_BYTES", 1)
    monkeypatch.setattr(weaknesses, "file_system_of", lambda path: "ext4")

    named = ["--public-url", "https://plenary.example.org", "--proxy", "127.0.0.1"]
    status, out = said(capsys, "--data", str(data), *named)

    assert (status, out.splitlines()[-1]) == (0, "Nothing to mend."), out


@pytest.mark.parametrize(
    ("kind", "expected"), [("nfs4", "broken .*is on nfs4"), ("tmpfs", "weak .*is in memory"), ("ext4", None)]
)
def test_a_data_directory_that_does_not_last_is_found(
    kind: str,
    expected: str | None,
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(weaknesses, "file_system_of", lambda path: kind)
    _, out = said(capsys, "--data", str(data))

    assert bool(re.search(expected or "is on|is in memory", out)) is (expected is not None)


def test_root_and_little_memory_are_found(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(weaknesses, "LEAST_MEMORY_BYTES", 1 << 62)
    _, out = said(capsys, "--data", str(data))

    assert re.search("^weak .*this is root", out, re.MULTILINE)
    assert re.search("^weak .*of memory are free", out, re.MULTILINE)


def test_a_taken_port_is_found(data: Path, capsys: pytest.CaptureFixture[str]):
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        _, out = said(capsys, "--data", str(data), "--port", str(taken.getsockname()[1]))

    assert re.search(r"^weak .*port \d+ is in use", out, re.MULTILINE)


@pytest.mark.redis
def test_a_redis_that_may_lose_votes_is_found_and_a_durable_one_is_not(
    data: Path, capsys: pytest.CaptureFixture[str]
):
    for fsync, verdict in (("everysec", "broken"), ("always", "good")):
        with redis_server(fsync) as server:
            _, out = said(capsys, "--data", str(data), "--redis", server.url)
        assert re.search(f"^{verdict} .*(acknowledged|acknowledges)", out, re.MULTILINE), out


def test_the_redis_of_another_machine_wants_a_password_and_tls(monkeypatch: pytest.MonkeyPatch):
    class Reached:
        def __init__(self, url: str, relaxed_durability: bool) -> None: ...

        async def close(self) -> None: ...

    monkeypatch.setattr("plenary.store.redis_store.RedisStore", Reached)
    found = [one.what for one in redis_check.redis_findings("redis://10.0.0.9", False)]
    assert [("password" in one, "TLS" in one) for one in found[1:]] == [(True, False), (False, True)]
    assert [one.verdict for one in redis_check.redis_findings("rediss://:secret@10.0.0.9", False)] == ["good"]


def every_option(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings


def test_the_doctor_takes_every_option_that_a_server_is_started_with():
    parsers = []
    for command in (serve, doctor):
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        parsers.append(set(every_option(parser)))
    assert parsers[0] <= parsers[1]
