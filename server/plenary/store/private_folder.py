"""The folder that a store keeps its files in."""

import os
from pathlib import Path

from plenary.store.ports import StoreUnavailable


def make_private(data: Path) -> None:
    """The directory, made if need be for its owner alone, and its name in its parent on disk too."""
    try:
        if not data.exists():
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            parent = os.open(data.parent, os.O_RDONLY)
            os.fsync(parent)
            os.close(parent)
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
