"""Real conversations and what other implementations made of them, where the reference folder is at hand."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from plenary_analysis import Moderation, Vote

SHARED = Path(__file__).parents[2].parent / "shared"

needs_reference = pytest.mark.skipif(
    not (SHARED / "math" / "vectors").is_dir(),
    reason="no reference conversations beside this checkout (../shared)",
)

DATA_SETS = (
    "london-youth-policing",
    "seattle-15-first1063",
    "seattle-15",
    "freshwater",
    "ubi",
    "biodiversity",
    "vtaiwan-uber",
    "austria-production",
    "bowling-green",
)
VECTORS = ("small-meta", "vw", "medium-base", "biodiversity")


def votes_in(path: Path) -> list[Vote]:
    """The votes of a file, stamped by their place in it: the last row of a pair counts."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            Vote(row["participant_id"], row["statement_id"], int(row["vote"]), (place, ""))
            for place, row in enumerate(csv.DictReader(file))
        ]


def moderation_in(folder: Path) -> Moderation:
    """Which statements the folder says were rejected, and which are meta."""
    with gzip.open(folder / "statements.csv.gz", "rt", encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    return Moderation(
        rejected=frozenset(row["statement_id"] for row in listed if row["moderated"] == "-1"),
        meta=frozenset(row["statement_id"] for row in listed if row["is_meta"] == "1"),
    )


def published(path: Path):
    """What a compressed JSON file holds."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def names(numbers) -> tuple[str, ...]:
    """Ids as the analysis has them: strings."""
    return tuple(str(number) for number in numbers)
