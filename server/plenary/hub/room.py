"""How much memory this process may have, where the system has set it a limit (a container, a service, a control group).

Where a group passes its limit the system ends a process of it at once, and everybody in the hall is out. So newcomers
are asked to wait before that.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# What is kept free for votes, maps and whoever is connected: a share, and in a small group more than that.
KEPT_SHARE: Final = 0.15
KEPT_BYTES: Final = 64 * 2**20
KEPT_AT_MOST: Final = 1 / 3
LOOK_EVERY_S: Final = 0.25

SYSTEM: Final = Path("/")


@dataclass(frozen=True, slots=True)
class Group:
    """A control group. What the system keeps of files is not counted: it gives that up when asked."""

    limit: Path
    usage: Path
    stat: Path
    files: frozenset[bytes]

    def is_full(self) -> bool:
        """By its limit of now, which may be changed while it runs. Raises OSError, ValueError."""
        told = self.limit.read_bytes().strip()
        if told == b"max":
            return False
        limit = int(told)
        used = int(self.usage.read_bytes())
        for line in self.stat.read_bytes().splitlines():
            name, _, size = line.partition(b" ")
            if name in self.files:
                used -= int(size)
        return limit - used < max(KEPT_SHARE * limit, min(KEPT_BYTES, KEPT_AT_MOST * limit))


class Room:
    """Whether there is memory for more phones."""

    def __init__(self, root: Path = SYSTEM) -> None:
        self._groups = tuple(_groups(root))
        self._looked_at = float("-inf")
        self._is_full = False

    @property
    def is_full(self) -> bool:
        """As of a moment ago."""
        now = time.monotonic()
        if self._groups and now - self._looked_at > LOOK_EVERY_S:
            self._looked_at = now
            try:
                self._is_full = any(group.is_full() for group in self._groups)
            except (OSError, ValueError):
                self._is_full = False
        return self._is_full


def _groups(root: Path) -> Iterator[Group]:
    """The groups that this process is in, in either version of the system's interface."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "":
            base, limit, usage = root / "sys/fs/cgroup", "memory.max", "memory.current"
            files = frozenset((b"active_file", b"inactive_file"))
        elif "memory" in controllers.split(","):
            base, limit, usage = (
                root / "sys/fs/cgroup/memory",
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
            )
            files = frozenset((b"total_active_file", b"total_inactive_file"))
        else:
            continue
        folder = base / path.lstrip("/")
        for group in (folder, *folder.parents):
            if not group.is_relative_to(base):
                break
            if (group / limit).exists():
                yield Group(group / limit, group / usage, group / "memory.stat", files)
