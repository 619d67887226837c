"""What stands in deploy/ is what Plenary and the programs that read it accept."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from plenary.__main__ import SUBCOMMANDS
from plenary.store.redis_store import RedisStore
from tests.store.redis_server import redis_server

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def commands_of(text: str) -> set[str]:
    """The subcommands that a text calls `plenary` with."""
    return set(re.findall(r"(?:bin/|^ *|`)plenary ([a-z]+)", text, re.MULTILINE))


@pytest.mark.parametrize("file", [*UNITS, DEPLOY / "RUNBOOK.md"], ids=lambda file: file.name)
def test_every_command_that_is_named_exists(file: Path):
    named = commands_of(file.read_text())

    assert named
    assert named <= SUBCOMMANDS.keys()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_its_command_with_options_that_it_knows(unit: Path, capsys: pytest.CaptureFixture[str]):
    from plenary.__main__ import main

    (line,) = re.findall(r"(?m)^ExecStart=(.*)$", unit.read_text())
    _, command, *options = shlex.split(line)
    with pytest.raises(SystemExit):
        main([command, "--help"])
    help_text = capsys.readouterr().out

    assert [option for option in options if option.startswith("--") and option not in help_text] == []


@pytest.mark.redis
async def test_plenary_accepts_a_redis_with_our_settings(tmp_path: Path):
    settings = DEPLOY / "redis" / "redis.conf"

    with redis_server(settings=settings) as server:
        store = RedisStore(server.url)
        assert await store.heads() == []
        await store.close()


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no caddy on this machine")
def test_caddy_takes_its_file():
    file = DEPLOY / "proxy" / "Caddyfile"
    read = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(file)],
        capture_output=True,
        check=False,
    )

    assert b"Valid configuration" in read.stdout + read.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_its_units(unit: Path, tmp_path: Path):
    # The program and the file of settings are on the machine where it is installed; here they would be missing.
    text = re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('true')}", unit.read_text())
    (tmp_path / unit.name).write_text(text.replace("EnvironmentFile=", "EnvironmentFile=-"))
    read = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False
    )

    assert unit.name not in read.stderr
