"""An audience told together hears what each would have heard alone: all, in order, whoever comes, lags or goes."""

import random
from array import array
from collections.abc import Sequence

import msgpack
import pytest

from plenary.deliberation.vocabulary import EventCode, ParticipantId, PromptId
from plenary.hub.audience import Audience, Connection, MessageRound, NewMap, Same
from plenary.hub.carrying import GONE, NO_FILE, Carrier, Rest
from plenary.hub.outbox import MapFrame, Outbox
from plenary.hub.rounds import Rounds
from plenary.hub.session import ParticipantSession
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding
from plenary.wire.from_server import Dot, DotPlaces, MapMoved, Pong, WholeMap

PROMPTS = (PromptId("one"), PromptId("two"))
DOTS = DotPlaces(b"", b"")
HIGH_WATER_BYTES = 120


class Phone:
    """A socket, its link, and what has come out at its far end. Its file's number is another's when it has closed."""

    is_open = True
    came_s = 0.0

    def __init__(self, hall: "Hall", encoding: Encoding, is_carried: bool) -> None:
        self.hall = hall
        self.encoding = encoding
        self.straight: Carrier | None = self if is_carried else None
        self.sender = hall
        self.came = b""
        self.waiting = b""
        self.is_closed = False
        self.number = next(one for one in range(3, 1_000) if one not in hall.phones)
        hall.phones[self.number] = self
        self.outbox = Outbox(self, list)
        self.connection = Connection(
            ParticipantSession(EventCode("HALL"), ParticipantId("bo"), "d"),
            self.outbox,
            participant=ParticipantId("bo"),
        )
        self.due: list[int] = []

    # Its carrier.

    @property
    def file(self) -> int:
        return NO_FILE if self.waiting or self.is_closed else self.number

    def takes(self, frame: bytes) -> int:
        assert not self.waiting, "a frame went past what waits"
        assert not self.is_closed, "a frame went to a file that is another's"
        most = len(frame)
        sent = most if self.hall.takes_all else self.hall.rng.choice([most] * 6 + [0, most // 2])
        self.came += frame[:sent]
        return sent

    def write_frame(self, frame: bytes) -> None:
        if self.waiting:
            self.waiting += frame
        else:
            self.went(frame, self.takes(frame))

    def went(self, frame: bytes, sent: int) -> None:
        if sent < len(frame):
            self.waiting = frame[sent:]
            self.hall.audience.part(self.connection)
        if len(self.waiting) > HIGH_WATER_BYTES:
            self.outbox.hold()

    def drain(self) -> None:
        self.came, self.waiting = self.came + self.waiting, b""
        self.outbox.release()

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def close(self, code: int, reason: str) -> None: ...

    # Its link.

    def write(self, message: "Broadcast | bytes") -> None:
        self.write_frame(message if isinstance(message, bytes) else message.framed(self.encoding))

    def write_all(self, messages: list[Broadcast]) -> None:
        for one in messages:
            self.write(one)

    def filled(self) -> None: ...
    def end(self, closing: Closing) -> None: ...

    # What its page makes of it.

    def numbers_and_maps(self) -> tuple[list[int], dict[str, int]]:
        """The numbers it was told, and the map that it shows of each prompt."""
        numbers: list[int] = []
        maps: dict[str, int] = {}
        at = 0
        while at < len(self.came):
            size = self.came[at + 1]
            start = at + 2
            if size == 126:
                size, start = int.from_bytes(self.came[start : start + 2], "big"), start + 2
            message = msgpack.unpackb(self.came[start : start + size])
            at = start + size
            match message["kind"]:
                case "pong":
                    numbers.append(message["now"])
                case "map-moved":
                    assert maps[message["prompt"]] == message["since"], (
                        "a difference to a map that it never had"
                    )
                    maps[message["prompt"]] = message["frame"]
                case "map":
                    maps[message["prompt"]] = message["frame"]
        return numbers, maps


class Hall:
    """The sender of all these sockets, and the audience that they are."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.audience = Audience()
        self.phones: dict[int, Phone] = {}
        self.rounds: list[MessageRound] = []
        self.frames: dict[PromptId, int] = {}
        self.numbers = 0
        self.together = 0
        self.submitted = 0
        self.takes_all = False

    def send(self, files: "array[int]", frame: bytes) -> list[Rest]:
        return self.send_each(files, [frame] * len(files))

    def send_each(self, files: "array[int]", frames: Sequence[bytes]) -> list[Rest]:
        rests: list[Rest] = []
        self.submitted += len(files)
        for place, (file, frame) in enumerate(zip(files, frames, strict=True)):
            if file == NO_FILE:
                rests.append((place, GONE))
                continue
            self.together += 1
            sent = self.phones[file].takes(frame)
            if sent != len(frame):
                rests.append((place, sent))
        return rests

    def map_of(self, prompt: PromptId) -> NewMap:
        frame = self.frames[prompt]
        whole = Broadcast(WholeMap(prompt, frame, 0, 0, DOTS))
        moved = Broadcast(MapMoved(prompt, frame, frame - 1, 0, 0, b"", DOTS))
        own = None
        if self.rng.random() < 0.5:
            own = lambda _: Broadcast(Dot(prompt, 1)) if self.rng.random() < 0.3 else None  # noqa: E731
        return NewMap(MapFrame(prompt, frame, whole, 0, frame - 1, moved), own)

    def come(self) -> None:
        phone = Phone(self, Encoding.MSGPACK, self.rng.random() < 0.9)
        for prompt in self.frames:
            self.map_of(prompt).tell(phone.connection)
        self.audience.add(phone.connection)

    def go(self, phone: Phone) -> None:
        phone.connection.is_gone = True
        self.audience.discard(phone.connection)
        phone.is_closed = True
        del self.phones[phone.number]

    def tell_number(self) -> None:
        self.numbers += 1
        for phone in self.phones.values():
            phone.due.append(self.numbers)
        self.rounds.append(self.audience.begin(Same(Broadcast(Pong(self.numbers)))))

    def tell_map(self) -> None:
        prompt = self.rng.choice(PROMPTS)
        self.frames[prompt] = self.frames.get(prompt, 0) + 1
        self.rounds.append(self.audience.begin(self.map_of(prompt)))

    def step(self) -> None:
        if self.rounds:
            if not self.rounds[0].is_over:
                self.rounds[0].step(self.rng.randint(1, 5))
            if self.rounds[0].is_over:
                self.rounds.pop(0)

    def settle(self) -> None:
        while self.rounds or any(phone.waiting for phone in self.phones.values()):
            self.step()
            for phone in self.phones.values():
                phone.drain()


@pytest.mark.parametrize("seed", range(60))
def test_whatever_happens_each_hears_all_in_order_and_shows_the_last_map(seed: int):
    rng = random.Random(seed)
    hall = Hall(rng)
    for _ in range(rng.randint(1, 200)):
        match rng.choices(["come", "go", "number", "map", "step", "drain"], [3, 1, 2, 2, 8, 3])[0]:
            case "come":
                hall.come()
            case "go" if hall.phones:
                hall.go(rng.choice(list(hall.phones.values())))
            case "number":
                hall.tell_number()
            case "map":
                hall.tell_map()
            case "step":
                hall.step()
            case "drain" if hall.phones:
                rng.choice(list(hall.phones.values())).drain()
            case _:
                pass
    hall.settle()

    for phone in hall.phones.values():
        assert phone.numbers_and_maps() == (phone.due, hall.frames)


def test_who_fell_behind_is_told_with_the_others_again():
    hall = Hall(random.Random(1))
    for _ in range(40):
        hall.come()
    for _ in range(10):
        hall.tell_map()
        hall.settle()
    hall.takes_all = True
    hall.tell_number()
    hall.settle()

    hall.together = 0
    hall.tell_number()
    hall.settle()

    assert hall.together == sum(phone.straight is not None for phone in hall.phones.values()) > 30


def test_who_has_the_map_before_is_told_the_difference():
    hall = Hall(random.Random(1))
    hall.takes_all = True
    for _ in range(10):
        hall.come()
    hall.tell_map()
    hall.settle()
    before = {phone: len(phone.came) for phone in hall.phones.values()}
    while 2 not in hall.frames.values():
        hall.tell_map()
        hall.settle()

    assert all(b"map-moved" in phone.came[before[phone] :] for phone in hall.phones.values())


async def test_what_one_cannot_be_told_keeps_nothing_from_the_others(caplog: pytest.LogCaptureFixture):
    hall = Hall(random.Random(1))
    hall.takes_all = True
    for _ in range(10):
        hall.come()
    unlucky, *others = hall.phones.values()
    whole = Broadcast(WholeMap(PROMPTS[0], 1, 0, 0, DOTS))
    moved = Broadcast(MapMoved(PROMPTS[0], 1, 0, 0, 0, b"", DOTS))

    def own(connection: Connection) -> None:
        if connection is unlucky.connection:
            raise ValueError("this one's dot is broken")

    rounds = Rounds()
    rounds.begin(hall.audience.begin(NewMap(MapFrame(PROMPTS[0], 1, whole, 0, 0, moved), own)))
    rounds.begin(hall.audience.begin(Same(Broadcast(Pong(7)))))

    for phone in others:
        assert phone.numbers_and_maps() == ([7], {PROMPTS[0]: 1})
    assert unlucky.numbers_and_maps()[0] == [7]
    assert "telling failed" in caplog.text


def test_a_hall_that_has_emptied_costs_what_it_holds():
    hall = Hall(random.Random(1))
    hall.takes_all = True
    for _ in range(100):
        hall.come()
    for phone in list(hall.phones.values())[:90]:
        hall.go(phone)
    hall.tell_number()
    hall.settle()

    assert hall.submitted <= 10
    assert all(phone.numbers_and_maps()[0] == phone.due for phone in hall.phones.values())
