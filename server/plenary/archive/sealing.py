"""A digest over a whole file, kept within it: computed with its own 32 bytes as zeros."""

import hashlib
import mmap
import os
from pathlib import Path
from typing import Final

PLACEHOLDER: Final = hashlib.sha256(b"plenary: here belongs the seal").digest()
"""Stands in the file until the digest does; 32 bytes that are found nowhere else."""

CHUNK_BYTES: Final = 1 << 20


def seal(path: Path) -> None:
    """Put the digest in the place of the placeholder, which must be there once, and have all on disk."""
    with path.open("r+b") as file:
        place = _place(file.fileno(), PLACEHOLDER)
        assert place is not None, "a file to be sealed holds the placeholder once"
        digest = _digest(file.fileno(), place)
        file.seek(place)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def is_sealed(path: Path, digest: object) -> bool:
    """Whether the file is, to the last byte, what was sealed with the digest that it holds."""
    if not isinstance(digest, bytes) or len(digest) != len(PLACEHOLDER):
        return False
    with path.open("rb") as file:
        place = _place(file.fileno(), digest)
        return place is not None and _digest(file.fileno(), place) == digest


def _place(file: int, needle: bytes) -> int | None:
    """Where in the file the bytes are; None unless they are there exactly once."""
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as whole:
        place = whole.find(needle)
        return place if place >= 0 and whole.find(needle, place + 1) < 0 else None


def _digest(file: int, place: int) -> bytes:
    digest = hashlib.sha256()
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as whole:
        for start, end in ((0, place), (place + len(PLACEHOLDER), len(whole))):
            for first in range(start, end, CHUNK_BYTES):
                digest.update(whole[first : min(first + CHUNK_BYTES, end)])
            if start == 0:
                digest.update(bytes(len(PLACEHOLDER)))
    return digest.digest()
