"""Phones of one generator process, which do what is due at the moment at which it is due: open-loop arrivals."""

import asyncio
import contextlib
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import orjson

from plenary.commands.serving import raise_file_limit
from plenary.wire.codec import Encoding
from tests.bench.sockets import Socket, connect
from tests.load.latency import Latencies

CHOICES: Final = ("agree", "disagree", "pass")
PLACE: Final = re.compile(rb'"place":\{[^}]*"number":(\d+)')
SETTLE_S: Final = 60.0
"""For how long answers are waited for after the last vote was due; what comes later, or never, is unanswered."""


@dataclass(frozen=True)
class Plan:
    """What a process's phones do, and when: seconds after `begins_at`, a time of CLOCK_MONOTONIC for all processes.

    Phones numbered from `first` arrive at random within `arrive_within_s`. From `votes_from_s` to `votes_until_s` each
    votes after pauses of up to `longest_pause_s`, evenly at random; with 0 for the latter, once. `page`: whether each
    first loads the page. All leave at `stays_until_s`, or, with `until_there`, once that file is there.
    """

    base: str
    code: str
    first: int
    phones: int
    seed: int
    begins_at: float
    arrive_within_s: float
    stays_until_s: float
    statements: tuple[str, ...] = ()
    voters: int = 0
    votes_from_s: float = 0.0
    votes_until_s: float = 0.0
    longest_pause_s: float = 0.0
    page: bool = False
    until_there: str = ""
    core: int | None = None


@dataclass
class Heard:
    """What came of it. arrivals: for each place in the programme, when each phone heard of it (s, monotonic).

    late: by how much the generator itself was behind its plan; where that is long, the machine is what was measured.
    """

    came_in: Latencies = field(default_factory=Latencies)
    answered: Latencies = field(default_factory=Latencies)
    late: Latencies = field(default_factory=Latencies)
    asked: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    not_in: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    arrivals: dict[int, list[float]] = field(default_factory=dict)

    @property
    def unanswered(self) -> int:
        return self.asked - len(self.answered) - self.refused.total()

    def packed(self) -> "Packed":
        latencies = tuple(one.packed() for one in (self.came_in, self.answered, self.late))
        return Packed(latencies, self.asked, self.refused, self.not_in, self.lost, self.arrivals)

    def add(self, packed: "Packed") -> None:
        for one, data in zip((self.came_in, self.answered, self.late), packed.latencies, strict=True):
            one.add(data)
        self.asked += packed.asked
        self.refused += packed.refused
        self.not_in += packed.not_in
        self.lost += packed.lost
        for place, times in packed.arrivals.items():
            self.arrivals.setdefault(place, []).extend(times)


@dataclass(frozen=True)
class Packed:
    """Heard, on its way from one process to another."""

    latencies: tuple[bytes, ...]
    asked: int
    refused: Counter[str]
    not_in: Counter[str]
    lost: int
    arrivals: dict[int, list[float]]


class Phone:
    """One participant."""

    def __init__(self, plan: Plan, number: int, heard: Heard) -> None:
        self._plan = plan
        self._number = number
        self._heard = heard
        self._rng = random.Random(f"{plan.seed} {number}")
        self._socket: Socket | None = None
        self._op = 0
        self._is_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._due: dict[int, float] = {}
        """The moment at which each vote was due that has no answer yet."""
        self._early: list[float] = []
        """When votes were due that wait for this one to be in."""

    def arrives_s(self) -> float:
        return self._rng.uniform(0, self._plan.arrive_within_s)

    def vote_times(self) -> Iterator[float]:
        """When this one votes; it does not depend on when anything is answered."""
        plan = self._plan
        if self._number - plan.first >= plan.voters:
            return
        if not plan.longest_pause_s:
            yield self._rng.uniform(plan.votes_from_s, plan.votes_until_s)
            return
        at = plan.votes_from_s + self._rng.uniform(0, plan.longest_pause_s)
        while at < plan.votes_until_s:
            yield at
            at += self._rng.uniform(0, plan.longest_pause_s)

    async def come_in(self, due: float) -> None:
        try:
            if self._plan.page:
                await load_page(self._plan.base, self._plan.code)
            url = f"ws{self._plan.base.removeprefix('http')}/ws/{self._plan.code}"
            self._socket = await connect(url, Encoding.JSON.value, self._hear)
            key = f"phone-{self._plan.seed}-{self._number:012}"
            hello = {"kind": "hello", "role": "participant", "key": key, "device": "load"}
            self._socket.send_text(orjson.dumps(hello))
            self._op = 1
            self._socket.send_text(b'{"kind":"join","op":1,"mode":"remote","language":"en"}')
            async with asyncio.timeout(SETTLE_S):
                await self._is_in
        except (OSError, TimeoutError) as trouble:
            self._heard.not_in[str(trouble)[:60] or type(trouble).__name__] += 1
            return
        self._heard.came_in.took(time.monotonic() - due)
        for early in self._early:
            self._send(early)
        self._early.clear()

    def vote(self, due: float) -> None:
        self._heard.late.took(time.monotonic() - due)
        self._heard.asked += 1
        if self._is_in.done():
            self._send(due)
        else:
            self._early.append(due)

    def _send(self, due: float) -> None:
        assert self._socket is not None
        self._op += 1
        self._due[self._op] = due
        statement, choice = self._rng.choice(self._plan.statements), self._rng.choice(CHOICES)
        self._socket.send_text(
            orjson.dumps({"kind": "vote", "op": self._op, "statement": statement, "choice": choice})
        )

    def leave(self) -> None:
        if self._socket is None or self._socket.transport is None:
            return
        self._heard.lost += self._socket.transport.is_closing()
        self._socket.close()

    def _hear(self, _: Socket, text: bytes) -> None:
        if text.startswith(b'{"kind":"changed"'):
            if (place := PLACE.search(text)) is not None:
                self._heard.arrivals.setdefault(int(place[1]), []).append(time.monotonic())
            return
        if not text.startswith((b'{"kind":"counted"', b'{"kind":"refused"')):
            return
        answer = orjson.loads(text)
        if answer["op"] == 1:
            if not self._is_in.done():
                self._is_in.set_result(None)
        elif answer["kind"] == "refused":
            self._heard.refused[answer["code"]] += 1
            self._due.pop(answer["op"], None)
        elif (due := self._due.pop(answer["op"], None)) is not None:
            self._heard.answered.took(time.monotonic() - due)


async def load_page(base: str, code: str) -> None:
    """The page's document, whole. Raises ConnectionError where it is not given."""
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        request = f"GET /e/{code} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        page = await reader.read(-1)
    finally:
        writer.close()
    if not page.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(f"the page answers {page[:40].decode(errors='replace')}")


async def carry_out(plan: Plan) -> Heard:
    """Everything that is due, from the first arrival to the leaving."""
    loop = asyncio.get_running_loop()
    heard = Heard()
    phones = [Phone(plan, number, heard) for number in range(plan.first, plan.first + plan.phones)]
    # The loop's clock is CLOCK_MONOTONIC too, but uvloop's counts whole milliseconds from elsewhere.
    shift = loop.time() - time.monotonic()

    async def arrive(phone: Phone, due: float) -> None:
        await asyncio.sleep(due - time.monotonic())
        await phone.come_in(due)

    async with asyncio.TaskGroup() as tasks:
        for phone in phones:
            tasks.create_task(arrive(phone, plan.begins_at + phone.arrives_s()))
            for at in phone.vote_times():
                due = plan.begins_at + at
                loop.call_at(due + shift, phone.vote, due)
        await asyncio.sleep(plan.begins_at + plan.stays_until_s - time.monotonic())
        while plan.until_there and not os.path.exists(plan.until_there):
            await asyncio.sleep(0.1)
    patience = time.monotonic() + SETTLE_S
    while heard.unanswered and time.monotonic() < patience:
        await asyncio.sleep(0.05)
    for phone in phones:
        phone.leave()
    await asyncio.sleep(0)
    return heard


def be_ready() -> None:
    """Return when this process could begin; slow enough that no process is asked twice."""
    time.sleep(0.2)


def generate(plan: Plan) -> Packed:
    """Carry a plan out in this process, on a core of its own choosing."""
    raise_file_limit()
    if plan.core is not None:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {plan.core})
    try:
        import uvloop
    except ImportError:
        return asyncio.run(carry_out(plan)).packed()
    return uvloop.run(carry_out(plan)).packed()
