"""Where kept versions of reports stand as files, compressed. What is not there can be made again."""

import contextlib
import gzip
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from plenary.deliberation.vocabulary import EventCode


@dataclass(frozen=True, slots=True)
class Shelf:
    """One folder an event. Everything here waits for a disk: call it in a thread."""

    folder: Path

    def put(self, code: EventCode, number: int, content: bytes) -> None:
        """Keep the version, whole or not at all; one that is there is replaced. Raises OSError."""
        place = self._place(code, number)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(place.name + ".part")
        try:
            with part.open("wb") as file:
                file.write(gzip.compress(content, 9, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, place)
        finally:
            part.unlink(missing_ok=True)

    def get(self, code: EventCode, number: int) -> bytes | None:
        """The version, compressed with gzip; None where it is not here."""
        try:
            return self._place(code, number).read_bytes()
        except FileNotFoundError:
            return None

    def forget(self, code: EventCode) -> None:
        """Take away every version of the event's report. Raises OSError where one stays."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.folder / code)

    def _place(self, code: EventCode, number: int) -> Path:
        return self.folder / code / f"report-{number}.html.gz"
