"""A crowd that votes, on one epoll: it looks for answers and changes in what comes, and reads nothing else.

Some microseconds an answer, so that a server on the other core is what is measured.
"""

import asyncio
import json
import random
import re
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.sockets import Socket, connect
from tests.load.crowd import BUFFER, Client, Crowd, Etiquette
from tests.load.latency import Latencies
from tests.load.processes import cpu_s
from tests.load.scenarios import on_core
from tests.load.servers import OURS, SERVER_CORE, said
from tests.prepared import prepared
from tests.server_process import Server

STATEMENTS: Final = 20
CHOICES: Final = ("agree", "disagree", "pass")
ANSWERED: Final = b'"kind":"counted"'
CHANGED: Final = b'"kind":"changed"'
REFUSED: Final = re.compile(rb'"kind":"refused"[^}]*')
# Shorter than either word: one that is cut in two is found with the next piece, and none twice.
TAIL: Final = max(len(ANSWERED), len(CHANGED)) - 1
SETTLE_S: Final = 30.0


@dataclass
class Votes:
    """What came of it. late: by how much the generator itself was behind its plan.

    cpu_us: of the server, for each vote that was counted. changes: each delivery of a moderator's act.
    """

    answered: Latencies = field(default_factory=Latencies)
    late: Latencies = field(default_factory=Latencies)
    changes: Latencies = field(default_factory=Latencies)
    asked: int = 0
    rate: float = 0.0
    cpu_us: float = 0.0
    acts: int = 0
    missing: int = 0


@dataclass
class Voter:
    """One of those who vote: when its votes were due that have no answer yet."""

    client: Client
    op: int = 1
    due: deque[float] = field(default_factory=deque)
    tail: bytes = b""
    acts_heard: int = 0


class Voters(Crowd):
    """People in one event of a server."""

    def __init__(self, port: int, code: str, statements: list[str], seed: int) -> None:
        headers = OURS.headers.format(port=port)

        def hello(number: int) -> bytes:
            key = f"voting-{seed}-{number:012}"
            words = {"kind": "hello", "role": "participant", "key": key, "device": "d"}
            join = {"kind": "join", "op": 1, "mode": "remote", "language": "en"}
            return said(json.dumps(words).encode()) + said(json.dumps(join).encode())

        super().__init__(port, Etiquette(f"/ws/{code}", headers, hello, lambda heard: ANSWERED in heard))
        self._rng = random.Random(seed)
        self._statements = statements
        self._voters: dict[int, Voter] = {}
        self._goes_on = False
        self.votes = Votes()
        self.refused_votes: list[bytes] = []
        self._acts: list[float] = []

    def flat_out(self, count: int, lasts_s: float, pids: list[int]) -> Votes:
        """So many vote again as soon as they are answered."""
        voters = self._begin(count)
        cpu, began = cpu_s(pids), time.monotonic()
        self._goes_on = True
        for voter in voters:
            self._vote(voter, time.monotonic())
        while time.monotonic() < began + lasts_s:
            self._turn(0.05)
        counted, took = len(self.votes.answered), time.monotonic() - began
        self.votes.cpu_us = (cpu_s(pids) - cpu) * 1e6 / max(1, counted)
        self.votes.rate = counted / took
        self._goes_on = False
        return self._settled()

    def steadily(self, count: int, per_s: float, lasts_s: float, desk: "Desk | None" = None) -> Votes:
        """So many cast that many votes a second together, whether or not earlier ones are answered.

        desk: does something every second of which everybody hears.
        """
        voters = self._begin(count)
        began = time.monotonic()
        vote_at, act_at, end = began, began + 0.5, began + lasts_s
        while (now := time.monotonic()) < end:
            while vote_at <= now:
                self.votes.late.took(now - vote_at)
                self._vote(self._rng.choice(voters), vote_at)
                vote_at += 1 / per_s
            if desk is not None and act_at <= now:
                self._acts.append(act_at)
                desk.act()
                act_at += 1.0
            if desk is not None:
                desk.drain()
            self._turn(max(0.0, min(vote_at, act_at) - time.monotonic()))
        return self._settled()

    def _begin(self, count: int) -> list[Voter]:
        self._voters = {fd: self._voters.get(fd) or Voter(client) for fd, client in self._clients.items()}
        self.votes, self._acts = Votes(), []
        for voter in self._voters.values():
            voter.acts_heard = 0
        return list(self._voters.values())[:count]

    def _settled(self) -> Votes:
        until = time.monotonic() + SETTLE_S
        while self._waits() and time.monotonic() < until:
            self._turn(0.05)
        self.votes.missing = self._waits()
        self.votes.acts = len(self._acts)
        return self.votes

    def _waits(self) -> int:
        unheard = (
            sum(len(self._acts) - voter.acts_heard for voter in self._voters.values()) if self._acts else 0
        )
        return sum(len(voter.due) for voter in self._voters.values()) + unheard

    def _vote(self, voter: Voter, due: float) -> None:
        voter.op += 1
        voter.due.append(due)
        self.votes.asked += 1
        rng = self._rng
        words = (
            f'{{"kind":"vote","op":{voter.op},"statement":"{rng.choice(self._statements)}"'
            f',"choice":"{rng.choice(CHOICES)}"}}'
        )
        voter.client.socket.send(said(words.encode()))

    def _hears(self, client: Client, size: int) -> None:
        voter = self._voters.get(client.socket.fileno())
        if voter is None:
            return
        data = voter.tail + bytes(memoryview(BUFFER)[:size])
        now = time.monotonic()
        if (found := data.count(CHANGED)) and self._acts:
            for _ in range(found):
                self.votes.changes.took(now - self._acts[min(voter.acts_heard, len(self._acts) - 1)])
                voter.acts_heard += 1
        for _ in range(data.count(ANSWERED)):
            if voter.due:
                self.votes.answered.took(now - voter.due.popleft())
                if self._goes_on:
                    self._vote(voter, now)
        self.refused_votes += REFUSED.findall(data)
        voter.tail = data[-TAIL:]


class Desk:
    """A moderator who turns a switch, of which everybody is told."""

    def __init__(self, url: str, key: str, prompt: str) -> None:
        self._url, self._key, self._prompt = url, key, prompt
        self._loop = asyncio.new_event_loop()
        self._op = 10_000
        self._socket: Socket = self._loop.run_until_complete(self._opened())

    async def _opened(self) -> Socket:
        opened = await connect(self._url, "plenary.v1.json", lambda *_: None)
        hello = {"kind": "hello", "role": "moderator", "key": self._key, "device": "desk"}
        opened.send_text(json.dumps(hello).encode())
        await asyncio.sleep(0.5)
        return opened

    def act(self) -> None:
        self._op += 1
        switches = {"submit": self._op % 2 == 0, "vote": True, "results": False}
        words = {"kind": "set-switches", "op": self._op, "prompt": self._prompt, **switches}
        self._socket.send_text(json.dumps(words).encode())
        self.drain()

    def drain(self) -> None:
        """Send what waits, and read what has come."""
        self._loop.run_until_complete(asyncio.sleep(0))

    def close(self) -> None:
        self._socket.close()
        self.drain()
        self._loop.close()


@dataclass(frozen=True)
class Hall:
    """A running server, with its store on the disk, and an open prompt in it."""

    server: Server
    code: str
    url: str
    moderator: str
    prompt: str
    statements: list[str]


@contextmanager
def hall(module: str = "plenary") -> Iterator[Hall]:
    """`plenary serve`, or what a module makes of it, on the first core."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), module)
        with on_core(SERVER_CORE):
            server.start()
        try:
            links = server.create(title="Votes", prompts=["What now?"])
            url = f"ws{server.url.removeprefix('http')}/ws/{links.code}"
            statements = asyncio.run(prepared(url, links.moderator_key, STATEMENTS))
            prompt = asyncio.run(_prompt(url, links.moderator_key))
            yield Hall(server, links.code, url, links.moderator_key, prompt, [str(one) for one in statements])
        finally:
            server.stop()


async def _prompt(url: str, key: str) -> str:
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def on_text(_: Socket, text: bytes) -> None:
        message = json.loads(text)
        if message["kind"] == "snapshot" and not found.done():
            found.set_result(str(message["prompts"][0]["id"]))

    opened = await connect(url, "plenary.v1.json", on_text)
    hello = {"kind": "hello", "role": "moderator", "key": key, "device": "desk"}
    opened.send_text(json.dumps(hello).encode())
    prompt = await found
    opened.close()
    return prompt
