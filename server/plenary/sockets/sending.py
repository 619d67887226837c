"""How a frame gets to many sockets: by a ring of the system's where there is one, else by a call for each."""

import logging
import os
from array import array
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Final

from plenary.hub.carrying import GONE, NO_FILE, Rest, Sender
from plenary.hub.looped import OneEach
from plenary.sockets.ring import Ring

log = logging.getLogger(__name__)


class Calls:
    """A Sender that makes a system call for each socket."""

    def send(self, files: "array[int]", frame: bytes) -> list[Rest]:
        return self._send(files, repeat(frame))

    def send_each(self, files: "array[int]", frames: Sequence[bytes]) -> list[Rest]:
        return self._send(files, frames)

    def _send(self, files: "array[int]", frames: Iterable[bytes]) -> list[Rest]:
        write = os.write
        rests: list[Rest] = []
        for place, (file, frame) in enumerate(zip(files, frames, strict=False)):
            if file == NO_FILE:
                continue
            try:
                sent = write(file, frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                sent = GONE
            if sent != len(frame):
                rests.append((place, sent))
        return rests


def best_sender() -> tuple[Sender, str]:
    """The best that this system lets us have, and in words which it is. For the thread that asks, and no other."""
    try:
        return Ring(), "io_uring: one system call tells some hundred phones"
    except OSError as trouble:
        return Calls(), f"a system call for each phone ({trouble.strerror} for io_uring)"


def _made() -> Sender:
    made, words = best_sender()
    log.info(f"broadcasts go out by {words}")
    return made


sender: Final = OneEach(_made)
