"""No package is locked in a version with a known hole."""

import datetime
import tomllib
from pathlib import Path

import audit
import pytest


def test_nothing_locked_is_older_than_it_may_be():
    assert list(audit.below_the_floor()) == []


def test_an_old_version_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    raised = audit.ADVISORIES.read_text().replace('starlette = { at_least = "', 'starlette = { at_least = "9')
    (tmp_path / "advisories.toml").write_text(raised)
    monkeypatch.setattr(audit, "ADVISORIES", tmp_path / "advisories.toml")

    (found,) = audit.below_the_floor()
    assert found.startswith("starlette ")


def test_thirty_days_without_a_look_are_found():
    reviewed = tomllib.loads(audit.ADVISORIES.read_text())["reviewed"]

    assert list(audit.not_reviewed(reviewed + datetime.timedelta(days=30))) == []
    assert len(list(audit.not_reviewed(reviewed + datetime.timedelta(days=31)))) == 1
