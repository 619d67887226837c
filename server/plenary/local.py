"""What servers of this user on this machine leave for the other commands: where they run and their operator's secret.

The operator's secret opens the API that creates events. It lies in the data directory and is readable by its
owner only; a note per port says which data directory a running server uses, as other local tools do.
"""

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

SECRET_FILE: Final = "operator.secret"  # noqa: S105 - a file name


def operator_secret_of(data: Path) -> str:
    """The secret of the operator of this data directory, made at the first call."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / SECRET_FILE
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(24) + "\n")
    return path.read_text().strip()


def operator_secret(url: str) -> str | None:
    """The operator's secret of a server at this address, if this user runs it on this machine."""
    parts = urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        return None
    note = _note(parts.port or (443 if parts.scheme == "https" else 80))
    try:
        data = Path(json.loads(note.read_text())["data"])
        return (data / SECRET_FILE).read_text().strip()
    except (OSError, ValueError, KeyError):
        return None


@contextlib.contextmanager
def noted(port: int, data: Path) -> Iterator[None]:
    """For as long as this lasts, other commands of this user find the server at this port."""
    note = _note(port)
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    note.write_text(json.dumps({"data": str(data.resolve()), "pid": os.getpid()}))
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def _note(port: int) -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "plenary" / f"server-{port}.json"
