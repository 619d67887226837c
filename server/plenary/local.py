"""What servers of this user on this machine leave for the other commands: where they run and their operator's secret.

The operator's secret opens the API that creates events. It lies in the data directory and is readable by its
owner only, and beside it stands how people reach the server; a note per port says which data directory a running server
uses, as other local tools do.
"""

import contextlib
import json
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from plenary.hub.receipts import Receipts

log = logging.getLogger(__name__)

SECRET_FILE: Final = "operator.secret"  # noqa: S105 - a file name
RECEIPT_KEYS_FILE: Final = "receipt.keys"
PEOPLE_URL_FILE: Final = "people.url"


class SecretEmpty(Exception):
    """The file of the operator's secret holds nothing; an empty secret would open the server to everybody."""


def operator_secret_of(data: Path) -> str:
    """The secret of the operator of this data directory, made at the first call. Raises SecretEmpty."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / SECRET_FILE
    if not path.exists():
        # Written under another name and then given its own: hubs that start at once must not read half of it.
        made = path.with_name(f"{SECRET_FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    if not (secret := path.read_text().strip()):
        raise SecretEmpty(f"{path} is empty: remove it, and the next start makes a new one")
    return secret


def receipts_of(data: Path) -> Receipts:
    """The receipts of the server of this data directory, by the keys that lie there; new ones are kept there."""
    path = data / RECEIPT_KEYS_FILE
    known: list[bytes] = []
    with contextlib.suppress(FileNotFoundError):
        for line in path.read_text().split():
            with contextlib.suppress(ValueError):
                known.append(bytes.fromhex(line))

    def keep(keys: frozenset[bytes]) -> None:
        made = path.with_name(f"{RECEIPT_KEYS_FILE}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write("".join(f"{key.hex()}\n" for key in sorted(keys)))
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, path)
        except OSError as trouble:
            # A full disk costs the memory of a later run, not this one's votes.
            log.warning("the keys of receipts could not be kept: %s", trouble.strerror)

    return Receipts(known, keep)


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


def people_url(data: Path) -> str | None:
    """How people reach the server that runs on this data directory, or ran there last; None before the first."""
    try:
        return (data / PEOPLE_URL_FILE).read_text().strip() or None
    except OSError:
        return None


@contextlib.contextmanager
def noted(port: int, data: Path, people_url: str) -> Iterator[None]:
    """For as long as this lasts, other commands of this user find the server at this port; `people_url` stays."""
    note = _note(port)
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    note.write_text(json.dumps({"data": str(data.resolve()), "pid": os.getpid()}))
    with contextlib.suppress(OSError):  # a full disk costs a wrong guess at the next link, and no start
        (data / PEOPLE_URL_FILE).write_text(people_url + "\n")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def _note(port: int) -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "plenary" / f"server-{port}.json"
