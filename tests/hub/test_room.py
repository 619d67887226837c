"""A hub in a control group says that it is full before the system ends it."""

from pathlib import Path

import pytest

from plenary.hub.doorkeeper import Doorkeeper
from plenary.hub.room import Room

LIMIT = 512 * 2**20


def group(root: Path, base: str, path: str, files: dict[str, str]) -> None:
    folder = root / "sys/fs/cgroup" / base / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def second_version(root: Path, used: int, of_files: int = 0, limit: str = str(LIMIT)) -> Room:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text("0::/system.slice/plenary.service\n")
    group(root, "", "system.slice", {"memory.max": "max\n", "memory.current": f"{used}\n", "memory.stat": ""})
    stat = f"anon {used - of_files}\nactive_file {of_files // 2}\ninactive_file {of_files // 2}\n"
    group(
        root, "", "system.slice/plenary.service",
        {"memory.max": f"{limit}\n", "memory.current": f"{used}\n", "memory.stat": stat},
    )  # fmt: skip
    return Room(root)


def first_version(root: Path, used: int) -> Room:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text("5:cpu:/\n4:memory:/docker/abc\n0::/\n")
    whole = {
        "memory.usage_in_bytes": f"{used}\n",
        "memory.stat": "total_active_file 0\ntotal_inactive_file 0\n",
    }
    # The limit stands on the group above.
    group(root, "memory", "docker/abc", {"memory.limit_in_bytes": f"{2**63 - 4_096}\n", **whole})
    group(root, "memory", "docker", {"memory.limit_in_bytes": f"{LIMIT}\n", **whole})
    return Room(root)


@pytest.mark.parametrize("version", [first_version, second_version])
def test_it_is_full_shortly_before_the_limit(version, tmp_path: Path):
    assert version(tmp_path / "light", LIMIT // 2).is_full is False
    assert version(tmp_path / "heavy", LIMIT * 9 // 10).is_full is True


def test_what_the_system_keeps_of_files_does_not_count(tmp_path: Path):
    assert second_version(tmp_path, LIMIT * 9 // 10, of_files=LIMIT // 2).is_full is False


def test_without_a_limit_there_is_always_room(tmp_path: Path):
    assert second_version(tmp_path, LIMIT * 9, limit="max").is_full is False
    assert Room(tmp_path / "no system that we know").is_full is False


def test_nobody_is_let_in_where_there_is_no_room(tmp_path: Path):
    assert Doorkeeper(lambda: 0, second_version(tmp_path / "light", LIMIT // 2)).admits is True
    assert Doorkeeper(lambda: 0, second_version(tmp_path / "heavy", LIMIT)).admits is False
