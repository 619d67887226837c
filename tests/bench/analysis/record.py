"""What parts of a run have found, kept in a file, so that a run that was cut short goes on where it was."""

import json
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tests.figures import Figure

ROOT = Path(__file__).parents[3]
RECORD = ROOT / "test-output" / "bench-analysis.json"
# What a figure depends on; a record made with anything else is no longer one of it.
SOURCES = (
    "analysis/plenary_analysis",
    "server/plenary",
    "tests/analysis",
    "tests/analyst",
    "tests/bench/analysis",
)


class Record:
    """Finished parts by name. scale: "whole" or "quick"; only figures of the same scale and code count."""

    def __init__(self, scale: str, path: Path = RECORD) -> None:
        self._path = path
        self._mark = f"{scale} {_digest()}"
        kept: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self._parts: dict[str, Any] = kept["parts"] if kept.get("of") == self._mark else {}

    def found(self, part: str) -> tuple[str, list[Figure]] | None:
        """When that part was finished, and its figures; None if it was not."""
        kept = self._parts.get(part)
        return None if kept is None else (kept["at"], [Figure(**one) for one in kept["figures"]])

    def keep(self, part: str, at: str, figures: list[Figure]) -> None:
        """Remember that a part is finished."""
        self._parts[part] = {"at": at, "figures": [asdict(one) for one in figures]}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: a run may be cut short here, too.
        part_file = self._path.with_suffix(".part")
        part_file.write_text(json.dumps({"of": self._mark, "parts": self._parts}, indent=1), "utf-8")
        part_file.replace(self._path)


def _digest() -> str:
    made = blake2b(digest_size=8)
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            made.update(path.read_bytes())
    return made.hexdigest()
