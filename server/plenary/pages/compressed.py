"""Bytes in the forms that browsers take, each made when it is first asked for, off the event loop."""

import asyncio
import gzip
from typing import Final

import brotli

QUICK: Final = 7
"""Brotli's quality for whoever asks first: 2.6 ms for a participant's page, and 7 % larger than by BEST."""

BEST: Final = 11


class Compressed:
    """Something that is sent again and again."""

    _is_shrinking = False

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._forms: dict[str, bytes] = {}
        self._is_smallest = False

    async def form(self, accepted: str) -> tuple[bytes, dict[str, str]]:
        """The content in the smallest form that the client takes and that is at hand, and the header that says so.

        accepted: the client's Accept-Encoding.
        """
        names = {part.partition(";")[0].strip() for part in accepted.split(",")}
        name = next((one for one in ("br", "gzip") if one in names), None)
        if name is None:
            return self.content, {}
        if name not in self._forms:
            made = await asyncio.to_thread(_quickly if name == "br" else _gzipped, self.content)
            self._forms.setdefault(name, made)
        return self._forms[name], {"content-encoding": name}

    async def shrink(self) -> None:
        """Make the form for whoever asks next as small as can be, unless something else is just being shrunk."""
        if self._is_smallest or Compressed._is_shrinking or "br" not in self._forms:
            return
        Compressed._is_shrinking = True
        try:
            self._forms["br"] = await asyncio.to_thread(brotli.compress, self.content, quality=BEST)
            self._is_smallest = True
        finally:
            Compressed._is_shrinking = False


def _quickly(content: bytes) -> bytes:
    compressed: bytes = brotli.compress(content, quality=QUICK)
    return compressed


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
