"""A crowd votes through one address while something is broken again and again; what was promised is then looked up."""

import asyncio
import contextlib
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from unittest import mock

import redis

from plenary.commands.serving import raise_file_limit
from plenary.crowd import client as clients
from plenary.deliberation.vocabulary import EventCode, StatementId
from plenary.store.ports import BallotRecord, Heads
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from plenary.wire.from_client import Place
from tests.chaos import long_log
from tests.chaos.history import History, Voter, broken
from tests.chaos.lean import connecting
from tests.chaos.network import FarServer, Network
from tests.chaos.report import Report, fresh
from tests.chaos.watching import Watcher, contradictions, miscounts
from tests.chaos.witnesses import Witnesses
from tests.cluster import Cluster
from tests.prepared import prepared
from tests.server_process import Server
from tests.warm_server import WarmServer

LEVEL_WITHIN_S = 120.0
STATEMENTS = 6

ACK = "ack"
"""From asking to `counted`, outages and all."""
LEVEL = "all level after"
"""From the end of a fault until every phone is served again and is where the log is."""


class Kept(Protocol):
    """Where a form of the server keeps its events, as one who looks into the log sees it."""

    def place(self, code: EventCode) -> Place | None:
        """Where the programme is; None while that cannot be told."""

    async def log(self, code: EventCode, after: int = 0) -> tuple[Heads, list[BallotRecord]]:
        """Every record is checked, and those after that number are given. Raises RecordDamaged."""


class InRedis:
    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def place(self, code: EventCode) -> Place | None:
        with contextlib.suppress(redis.RedisError), redis.Redis(port=self._cluster.redis.port) as client:
            epoch, number = client.hmget(f"plenary:event:{code}", "epoch", "programme")
            if epoch is not None and number is not None:
                return Place(epoch.decode(), int(number))
        return None

    async def log(self, code: EventCode, after: int = 0) -> tuple[Heads, list[BallotRecord]]:
        store = RedisStore(self._cluster.redis_url)
        try:
            return await store.verify(code), await store.since(code, after, limit=10**7)
        finally:
            await store.close()


class OnDisk:
    def __init__(self, server: Server) -> None:
        self._data = server.data

    def place(self, code: EventCode) -> Place | None:
        with closing(sqlite3.connect(self._data / FILE_NAME)) as connection:
            found = connection.execute(
                "SELECT epoch, programme FROM event WHERE code = ?", (code,)
            ).fetchone()
        return Place(*found) if found else None

    async def log(self, code: EventCode, after: int = 0) -> tuple[Heads, list[BallotRecord]]:
        store = SqliteStore(self._data)
        try:
            return await store.verify(code), await store.since(code, after, limit=10**7)
        finally:
            await store.close()


@dataclass
class Hall:
    """A server with an event, a crowd in it, and the means to break things."""

    server: Server
    kept: Kept
    code: EventCode
    voters: list[Voter]
    history: History
    watcher: Watcher
    rng: random.Random
    notes: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    figures: dict[str, list[float]] = field(default_factory=dict)
    beside: Counter[str] = field(default_factory=Counter)
    """What bit besides, on the way to the fault itself."""
    hubs_killed: int = 0
    restarts: int = 0
    lost_epochs: set[str] = field(default_factory=set)
    """Of logs that are gone: their maps cannot be counted again."""
    witnesses: Witnesses | None = None

    @property
    def cluster(self) -> Cluster:
        assert isinstance(self.server, Cluster)
        return self.server

    async def level(self) -> float:
        """Wait until every phone is served again and is where the log is; returns how long that took."""
        began = time.monotonic()
        answered = [voter.answered for voter in self.voters]
        async with asyncio.timeout(LEVEL_WITHIN_S):
            while True:
                place = await asyncio.to_thread(self.place)
                served = all(
                    voter.answered > before for voter, before in zip(self.voters, answered, strict=True)
                )
                if served and place is not None and all(voter.place == place for voter in self.voters):
                    return time.monotonic() - began
                await asyncio.sleep(0.05)

    def place(self) -> Place | None:
        return self.kept.place(self.code)

    def lose_epochs(self, before: Place | None) -> None:
        """The log has lost its end: what maps have said until now cannot be counted again."""
        now = self.place()
        epochs = {before.epoch} if before else set()
        self.lost_epochs |= (epochs | {one.epoch for one in self.watcher.seen}) - (
            {now.epoch} if now else set()
        )

    def measured(self, what: str, figure: float) -> None:
        self.figures.setdefault(what, []).append(figure)

    def connections(self) -> list[object]:
        """The connection of each voter, or None: to see whom a fault has cut off."""
        return [voter.client._connection for voter in self.voters]


Break = Callable[[Hall], Awaitable[int]]
"""Breaks something and mends it; says how often the fault bit."""


@dataclass(frozen=True)
class Form:
    """Of the server. hubs: 0 for one process with everything in it, on SQLite. module: one with a planted defect.

    way: the network to it, for a server at its other end.   is_guarded: Redis has replicas and a Sentinel.
    arrive_s: over how long the crowd comes; more than 0 for thousands, which then go straight to the hubs.
    is_warm: processes start with their libraries loaded; the one process does so mostly.
    already: votes that lie in its log before anybody comes.   is_witnessed: there are some in a process of their own.
    level_every: after how many faults everybody is waited for; the others strike while some are still away.
    """

    hubs: int = 2
    analysts: int = 1
    module: str = "plenary"
    voters: int = 24
    pause_s: float = 0.1
    way: Network | None = None
    is_guarded: bool = False
    arrive_s: float = 0.0
    is_warm: bool = False
    already: int = 0
    is_witnessed: bool = False
    level_every: int = 1

    def server(self, folder: Path) -> Server:
        if self.way is not None:
            return FarServer(folder, self.way)
        if not self.hubs:
            return WarmServer(folder) if self.is_warm else Server(folder, self.module)
        return Cluster(folder, self.hubs, self.analysts, self.module, self.is_guarded, is_warm=self.is_warm)

    def kept(self, server: Server) -> Kept:
        return InRedis(server) if isinstance(server, Cluster) else OnDisk(server)


async def broken_again_and_again(
    name: str, faults: Mapping[str, tuple[Break, int]], form: Form, seed: int | None = None
) -> Report:
    """Have the crowd vote until each fault has been brought about that many times."""
    seed = fresh(seed)
    raise_file_limit()
    report, history = Report(name, seed), History()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(form.server(Path(folder))) as server,
        lean(form, server, random.Random(seed)),
        # Whoever finds nobody comes again soon, and does not give up: the trial is of servers, not of patience.
        mock.patch.object(clients, "LONGEST_WAIT_S", 1.0),
        mock.patch.object(clients, "PATIENCE_S", 600.0),
    ):
        links = await asyncio.to_thread(lambda: server.create(title="Chaos", prompts=["What now?"]))
        code = EventCode(links.code)
        url = f"ws{server.url.removeprefix('http')}/ws/{code}"
        statements = await prepared(url, links.moderator_key, STATEMENTS)
        before_them = await long_log.fill(server.data, code, statements, form.already, seed)
        crowd = [Voter(url, code, number, history, seed) for number in range(form.voters)]
        watcher = Watcher(code)
        hall = Hall(server, form.kept(server), code, crowd, history, watcher, random.Random(seed))
        if form.is_witnessed:
            ports = [hub.port for hub in hall.cluster.hubs if hub.port is not None]
            hall.witnesses = await Witnesses.begin(code, seed, statements, ports, history)
        async with asyncio.TaskGroup() as tasks:
            running_ = [
                tasks.create_task(arrive(voter, hall.rng.uniform(0, form.arrive_s))) for voter in crowd
            ]
            if isinstance(server, Cluster):
                running_.append(tasks.create_task(watcher.follow(server.redis_url)))
            stop_at = [float("inf")]
            voting = [
                tasks.create_task(keep_voting(voter, statements, stop_at, form.pause_s)) for voter in crowd
            ]
            while len(history.counted) < form.voters:
                await asyncio.sleep(0.05)
            before = await asyncio.to_thread(hall.place)
            todo = [(fault, one) for fault, (one, times) in faults.items() for _ in range(times)]
            for left, (fault, breaks) in zip(range(len(todo))[::-1], todo, strict=True):
                report.happened[fault] += await breaks(hall)
                if left % form.level_every:
                    continue
                try:
                    report.measured(LEVEL, [await hall.level()])
                except TimeoutError:
                    report.complaints.append("the pages did not come level")
            stop_at[0] = 0.0
            try:
                async with asyncio.timeout(LEVEL_WITHIN_S):
                    await asyncio.gather(*voting)
            except TimeoutError:
                report.complaints.append(
                    "votes were still without an answer two minutes after the last fault"
                )
            for task in [*running_, *voting]:
                task.cancel()
            if hall.witnesses is not None:
                await hall.witnesses.end()
        _, ballots = await hall.kept.log(code, before_them)
        after = await asyncio.to_thread(hall.place)
        has_lost = before is not None and after is not None and before.epoch != after.epoch
        report.judge(broken(ballots, history, has_lost))
        if isinstance(server, Cluster):
            countable = [one for one in watcher.seen if one.epoch not in hall.lost_epochs]
            report.complaints += contradictions(countable) + miscounts(countable, ballots)
            report.notes.append(f"{len(watcher.seen)} maps, {len(countable)} of them counted again")
    report.happened.update(hall.beside)
    report.notes += hall.notes
    report.complaints += hall.complaints
    report.looked = len(history.counted)
    report.measured(ACK, history.counted.values())
    for what, figures in hall.figures.items():
        report.measured(what, figures)
    return report


async def arrive(voter: Voter, after_s: float) -> None:
    await asyncio.sleep(after_s)
    await voter.client.run()


@contextlib.contextmanager
def lean(form: Form, server: Server, rng: random.Random) -> Iterator[None]:
    """A crowd of thousands on connections that cost little."""
    if not form.arrive_s:
        yield
        return
    assert isinstance(server, Cluster)
    ports = [hub.port for hub in server.hubs if hub.port is not None]
    with mock.patch.object(clients, "connect", connecting(ports, rng)):
        yield


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


async def keep_voting(
    voter: Voter, statements: list[StatementId], stop_at: list[float], pause_s: float
) -> None:
    await voter.vote(statements, lambda: time.monotonic() < stop_at[0], pause_s)
