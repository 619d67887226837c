"""One frame to many sockets: the same bytes to each, by the ring and by calls, whatever the sockets take."""

import logging
import os
import random
import socket
from array import array
from collections.abc import Callable, Iterator

import pytest

from plenary.hub.carrying import GONE, NO_FILE, Rest, Sender
from plenary.sockets import sending
from plenary.sockets.ring import ENTRIES, Ring
from plenary.sockets.sending import Calls


def ring() -> Ring:
    try:
        return Ring()
    except OSError as trouble:
        pytest.skip(f"no io_uring here: {trouble}")


BOTH = pytest.mark.parametrize("made", [ring, Calls])


class Line:
    """Two ends of a connection; what is written into the one is read from the other."""

    def __init__(self, room: int | None = None) -> None:
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        self.far.setblocking(False)
        if room is not None:
            self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, room)

    @property
    def file(self) -> int:
        return self.near.fileno()

    def heard(self) -> bytes:
        pieces = []
        try:
            while piece := self.far.recv(1 << 20):
                pieces.append(piece)
        except (BlockingIOError, ConnectionError):
            pass
        return b"".join(pieces)

    def close(self) -> None:
        self.near.close()
        self.far.close()


@pytest.fixture
def line() -> Iterator[Callable[..., Line]]:
    lines: list[Line] = []

    def made(room: int | None = None) -> Line:
        lines.append(Line(room))
        return lines[-1]

    yield made
    for one in lines:
        one.close()


def files(lines: list[Line]) -> "array[int]":
    return array("i", [one.file for one in lines])


@BOTH
def test_everybody_gets_the_frame_however_many_they_are(
    made: Callable[[], Sender], line: Callable[..., Line]
):
    lines = [line() for _ in range(ENTRIES // 4)]
    sender = made()

    for number in range(11):  # more than once round the ring, and across its end
        assert sender.send(files(lines[number:]), b"frame %d;" % number) == []
    assert sender.send(files(lines * 5), b"and again;") == []

    for place, one in enumerate(lines):
        told = [b"frame %d;" % number for number in range(11) if place >= number]
        assert one.heard() == b"".join(told) + b"and again;" * 5


@BOTH
def test_each_gets_their_own_frame(made: Callable[[], Sender], line: Callable[..., Line]):
    lines = [line() for _ in range(100)]
    own = [b"yours: %d" % number * (1 + number % 7) for number in range(100)]

    assert made().send_each(files(lines), own) == []

    assert [one.heard() for one in lines] == own


@BOTH
def test_nobody_is_told_nothing(made: Callable[[], Sender]):
    assert made().send(array("i"), b"frame") == []
    assert made().send_each(array("i"), []) == []


@BOTH
def test_what_a_socket_does_not_take_is_said(made: Callable[[], Sender], line: Callable[..., Line]):
    lines = [line(), line(4_096), line(), line(4_096), line()]
    lines[3].near.send(b"x" * 100_000)  # as much as it takes
    lines[4].far.close()
    sender, frame = made(), b"y" * 60_000

    rests = dict(sender.send(files(lines), frame))

    assert rests.keys() == {1, 3, 4}
    assert 0 < rests[1] < len(frame)
    assert lines[1].heard() == frame[: rests[1]]
    assert rests[3] == 0
    assert rests[4] == GONE
    assert lines[0].heard() == lines[2].heard() == frame


@BOTH
def test_a_place_without_a_file_is_passed_over(made: Callable[[], Sender], line: Callable[..., Line]):
    one, other = line(), line()

    rests = made().send(array("i", [one.file, NO_FILE, other.file]), b"frame")

    assert [place for place, sent in rests if sent != GONE] == []
    assert one.heard() == other.heard() == b"frame"


@BOTH
def test_at_random_every_socket_hears_all_it_was_sent_in_order(
    made: Callable[[], Sender], line: Callable[..., Line]
):
    rng = random.Random(20_260_101)
    sender = made()
    lines = [line(rng.choice([4_096, 30_000, None])) for _ in range(60)]
    due = dict.fromkeys(lines, b"")
    heard = dict.fromkeys(lines, b"")
    waiting: dict[Line, bytes] = {}  # as a transport would hold it
    short = 0
    for number in range(400):
        some = [one for one in lines if one not in waiting and rng.random() < 0.8]
        frames = [b"%d:%d;" % (number, place) * rng.choice([1, 40, 2_000]) for place in range(len(some))]
        if rng.random() < 0.5:
            frames = frames[:1] * len(some)
            rests: list[Rest] = sender.send(files(some), frames[0]) if some else []
        else:
            rests = sender.send_each(files(some), frames)
        for one, frame in zip(some, frames, strict=True):
            due[one] += frame
        for place, sent in rests:
            assert 0 <= sent < len(frames[place])
            waiting[some[place]] = frames[place][sent:]
            short += 1
        for one in rng.sample(lines, 12):
            heard[one] += one.heard()
            if one in waiting:
                rest = waiting.pop(one)
                if rest := rest[one.near.send(rest) :]:
                    waiting[one] = rest
    assert short > 50
    for one in lines:
        heard[one] += one.heard()
        rest = waiting.get(one, b"")
        while rest:
            rest = rest[one.near.send(rest) :]
            heard[one] += one.heard()
    assert heard == due


async def test_a_system_without_it_makes_calls_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def refused() -> Ring:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(sending, "Ring", refused)
    caplog.set_level(logging.INFO)

    assert isinstance(sending.sender(), Calls)
    assert sending.sender() is sending.sender()

    said = [record.getMessage() for record in caplog.records if record.name == "plenary.sockets.sending"]
    assert said == [
        "broadcasts go out by a system call for each phone (Operation not permitted for io_uring)"
    ]


async def test_a_ring_that_fails_leaves_what_it_did_not_send_to_the_transports(line: Callable[..., Line]):
    made = ring()
    lines = [line() for _ in range(4)]
    made.send(files(lines), b"before;")
    made.close()  # its file is gone: every call of it fails

    assert made.send(files(lines), b"after;") == [(place, 0) for place in range(4)]
    assert [one.heard() for one in lines] == [b"before;"] * 4


def test_a_process_that_was_forked_off_leaves_the_ring_alone(line: Callable[..., Line]):
    made = ring()
    one = line()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)

    assert made.send(files([one]), b"frame") == []
    assert one.heard() == b"frame"
