"""Many sends by one system call: Linux's io_uring (io_uring_setup(2), io_uring_enter(2)).

Python makes no call and no object for a send: the files, addresses and lengths of a whole batch are copied into the
submission entries at once. No send waits, so each has its outcome when the call returns, and the kernel holds none of
our buffers after it.
"""

import ctypes
import errno
import mmap
import os
import sys
import weakref
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from plenary.hub.carrying import GONE, Rest

ENTRIES: Final = 512
"""So many sends are one call. A power of two."""

DEAD: Final = frozenset({errno.EPIPE, errno.ECONNRESET, errno.EBADF, errno.ENOTCONN, errno.ETIMEDOUT})
"""What a send says whose other side is gone."""

# From linux/io_uring.h and asm-generic/unistd.h: the same on every machine that Linux still runs on.
_SETUP: Final = 425
_ENTER: Final = 426
_SUBMIT_ALL: Final = 1 << 7
_SINGLE_ISSUER: Final = 1 << 12
_DEFER_TASKRUN: Final = 1 << 13
_SUBMISSIONS_AT: Final = 0x10000000
_GET_EVENTS: Final = 1
_SEND: Final = 26
_DO_NOT_WAIT: Final = 0x40
_NO_SIGNAL: Final = 0x4000
_SUBMISSION_BYTES: Final = 64
_OUTCOME_BYTES: Final = 16
_MOST_TRIES: Final = 3


class _Parameters(ctypes.Structure):
    """of_submissions: where head, tail, mask, entries, flags, dropped and the order stand.

    of_outcomes: where head, tail, mask, entries, overflow and the outcomes do.
    """

    _fields_ = (
        ("submissions", ctypes.c_uint32),
        ("outcomes", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("others", ctypes.c_uint32 * 7),
        ("of_submissions", ctypes.c_uint32 * 10),
        ("of_outcomes", ctypes.c_uint32 * 10),
    )


class Ring:
    """Sends for one thread, which has to be the one that made it. Raises OSError where the system has no such thing.

    Its pages are not there in a process that was forked off.
    """

    def __init__(self) -> None:
        self._call = _system_call()
        parameters = _Parameters(flags=_SUBMIT_ALL | _SINGLE_ISSUER | _DEFER_TASKRUN)
        self._file = self._called(_SETUP, ENTRIES, ctypes.addressof(parameters), 0, 0, None, 0)
        self.close = weakref.finalize(self, os.close, self._file)
        submissions, outcomes = parameters.of_submissions, parameters.of_outcomes
        shared = self._mapped(
            max(
                submissions[6] + 4 * parameters.submissions,
                outcomes[5] + _OUTCOME_BYTES * parameters.outcomes,
            ),
            0,
        )
        entries = self._mapped(_SUBMISSION_BYTES * parameters.submissions, _SUBMISSIONS_AT)
        self._words = shared.cast("I")
        self._head, self._tail = submissions[0] // 4, submissions[1] // 4
        self._outcome_head, self._outcome_tail = outcomes[0] // 4, outcomes[1] // 4
        self._outcomes = parameters.outcomes
        found = shared[outcomes[5] :][: _OUTCOME_BYTES * parameters.outcomes]
        self._places, self._results = found.cast("Q")[0::2], found.cast("i")[2::4]
        self._files = entries.cast("i")[1::16]
        self._addresses = entries.cast("Q")[2::8]
        self._lengths = entries.cast("i")[6::16]
        order = submissions[6] // 4
        self._words[order : order + ENTRIES] = array("I", range(ENTRIES))
        entries[0::_SUBMISSION_BYTES] = bytes([_SEND]) * ENTRIES
        entries.cast("I")[7::16] = array("I", [_DO_NOT_WAIT | _NO_SIGNAL]) * ENTRIES
        entries.cast("Q")[4::8] = array("Q", range(ENTRIES))
        self._held: bytes = b""

    def send(self, files: "array[int]", frame: bytes) -> list[Rest]:
        """Send the same to each; what is left of it, by place in `files`, for those that did not take all."""
        self._held = frame
        count = len(files)
        addresses = array("Q", (_address(frame),)) * count
        return self._send(files, addresses, array("i", (len(frame),)) * count)

    def send_each(self, files: "array[int]", frames: Sequence[bytes]) -> list[Rest]:
        """The same where everybody has a frame of their own."""
        self._held = together = b"".join(frames)
        lengths = array("i", map(len, frames))
        addresses = array("Q", accumulate(lengths[:-1], initial=_address(together)))
        return self._send(files, addresses, lengths)

    def _send(self, files: "array[int]", addresses: "array[int]", lengths: "array[int]") -> list[Rest]:
        rests: list[Rest] = []
        at = 0
        while at < len(files):
            # A batch ends where the ring does. Outcomes keep in step with it, in a ring twice as long.
            start = self._words[self._tail] % ENTRIES
            count = min(ENTRIES - start, len(files) - at)
            batch = lengths[at : at + count]
            self._files[start : start + count] = files[at : at + count]
            self._addresses[start : start + count] = addresses[at : at + count]
            self._lengths[start : start + count] = batch
            taken = self._submitted(count)
            rests += [(at + place - start, sent) for place, sent in self._short(start, batch[:taken])]
            at += taken
            if taken < count:
                rests += [(place, 0) for place in range(at, len(files))]
                break
        return rests

    def _submitted(self, count: int) -> int:
        """How many of the entries that were made the kernel took; those it has sent when this returns."""
        words = self._words
        words[self._tail] = _wrapped(words[self._tail] + count)
        left, tries = count, 0
        while left and tries < _MOST_TRIES:
            try:
                left -= self._called(_ENTER, self._file, left, left, _GET_EVENTS, None, 0)
            except InterruptedError:
                left = _wrapped(words[self._tail] - words[self._head])
            except OSError:
                # No memory, most likely.
                tries += 1
                left = _wrapped(words[self._tail] - words[self._head])
        words[self._tail] = words[self._head]  # what it has not looked at is taken back
        return count - left

    def _short(self, start: int, lengths: "array[int]") -> list[Rest]:
        """Those of a batch that did not take all, by place in the ring, and how much they took."""
        words, count = self._words, len(lengths)
        head = words[self._outcome_head]
        while (there := _wrapped(words[self._outcome_tail] - head)) < count:
            self._called(_ENTER, self._file, 0, count - there, _GET_EVENTS, None, 0)
        at = head % self._outcomes
        results = self._results[at : at + count]
        short: list[Rest] = []
        if results != lengths:
            pairs = zip(self._places[at : at + count], results, strict=True)
            short = [(place, _sent(result)) for place, result in pairs if result != lengths[place - start]]
        words[self._outcome_head] = _wrapped(head + count)
        return short

    def _mapped(self, size: int, offset: int) -> memoryview:
        pages = mmap.mmap(
            self._file,
            size,
            mmap.MAP_SHARED | mmap.MAP_POPULATE,
            mmap.PROT_READ | mmap.PROT_WRITE,
            offset=offset,
        )
        pages.madvise(mmap.MADV_DONTFORK)
        return memoryview(pages)

    def _called(self, number: int, *words: int | None) -> int:
        answer: int = self._call(number, *words)
        if answer < 0:
            trouble = ctypes.get_errno()
            raise OSError(trouble, os.strerror(trouble))
        return answer


def _system_call() -> "ctypes._FuncPointer":
    """Raises OSError where it is not Linux."""
    if not sys.platform.startswith("linux"):
        raise OSError(errno.ENOSYS, "only Linux has it")
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    call.argtypes = [ctypes.c_long] * 4 + [ctypes.c_long, ctypes.c_void_p, ctypes.c_long]
    return call


def _address(frame: bytes) -> int:
    return ctypes.cast(ctypes.c_char_p(frame), ctypes.c_void_p).value or 0


def _sent(result: int) -> int:
    return result if result >= 0 else GONE if -result in DEAD else 0


def _wrapped(number: int) -> int:
    return number & 0xFFFFFFFF
