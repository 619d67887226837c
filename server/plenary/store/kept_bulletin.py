"""The bulletin of a single process that finds its last postings again after a restart: each is a file of its own.

Nothing depends on them: what they say follows from the log. They let the next map go on from the last without a jump,
and show it at once.
"""

import asyncio
import contextlib
import logging
import os
import shutil
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store.bulletin import LocalBulletin
from plenary.store.ports import Lease

log = logging.getLogger(__name__)

SUFFIX: Final = ".posting"

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Posting)


class KeptBulletin(LocalBulletin):
    """A Bulletin in memory and in a folder, for one event loop; the folder is made when first needed."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        await super().post(code, posting)
        await asyncio.to_thread(self._write, code, posting)

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        kept = await asyncio.to_thread(self._read, code)
        return kept | await super().latest(code)

    async def forget(self, code: EventCode) -> None:
        await super().forget(code)
        await asyncio.to_thread(shutil.rmtree, self._place(code), ignore_errors=True)

    def _place(self, code: EventCode) -> Path:
        return self._folder / quote(code, safe="")

    def _write(self, code: EventCode, posting: Posting) -> None:
        """Whole or not at all; a disk that is full or read-only costs the continuity, not the map."""
        path = self._place(code) / (quote(posting.map.prompt, safe="") + SUFFIX)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = path.with_suffix(".new")
            made.write_bytes(_ENCODER.encode(posting))
            os.replace(made, path)
        except OSError as trouble:
            log.warning("an opinion map could not be kept", extra={"event": code, "reason": str(trouble)})

    def _read(self, code: EventCode) -> dict[PromptId, Posting]:
        found: dict[PromptId, Posting] = {}
        try:
            paths = sorted(self._place(code).glob("*" + SUFFIX))
        except OSError:
            return found  # a code longer than a folder's name can be: nothing was ever kept under it
        for path in paths:
            with contextlib.suppress(OSError):
                try:
                    posting = _DECODER.decode(path.read_bytes())
                except msgspec.MsgspecError:
                    # Of another version, or damaged: the next posting takes its place.
                    log.warning("a kept opinion map cannot be read", extra={"event": code, "file": path.name})
                else:
                    found[posting.map.prompt] = posting
        return found
