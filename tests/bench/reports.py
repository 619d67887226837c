"""`make bench-reports`: how long a large report takes and how large it is; and how long a vote waits for its answer
while one is made, beside without, in one run.

Votes come at a steady rate, whether or not earlier ones have been answered, so that a delay is not hidden by waiting
for it. The report is made as the server has it made: by a process of its own, on the same data, on whichever core the
system gives it, so beside the server or beside the voters. Where the system does not interrupt itself for whoever wakes
up (PREEMPT_NONE, the usual kernel of a server), sharing a core costs a vote some milliseconds now and then whatever the
process' rank: at few votes a second that is much beside a p99 of 2 ms, and little beside what a full hall sees.
"""

import argparse
import asyncio
import gzip
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from plenary.deliberation.vocabulary import EventCode
from plenary.local import operator_secret_of
from plenary.reporting.making import Maker
from tests.bench.crowd import new_event, people
from tests.bench.servers import SERVER_CORE, server
from tests.bench.sockets import Socket
from tests.figures import Figures, ended
from tests.percentiles import percentile
from tests.server_process import free_port

SOCKETS = 100
VOTES_A_SECOND = 500
VOTES_BEFORE = 20_000
REPETITIONS = 12
RESAMPLES = 1_000
GENERATOR_CORE = 1

RATIO_LIMIT = 1.2
BUILT_WITHIN_S = 10.0
COMPRESSED_BYTES = 1_500_000
LARGE = Path("../shared/polis/vtaiwan-uber")
"""A published discussion of 1,921 people, 197 statements and 49,997 votes; where it is not there, one is made up."""
BUILDS = 3


class Voters:
    """People who vote, and how long each of their votes waited (s)."""

    def __init__(self, statements: list[str]) -> None:
        self.took: list[float] = []
        self.sockets: list[Socket] = []
        self._statements = statements
        self._asked: dict[tuple[Socket, int], float] = {}
        self._op = 1

    def heard(self, socket: Socket, text: bytes) -> None:
        if b'"kind":"counted"' in text:
            at_s = self._asked.pop((socket, orjson.loads(text)["op"]), None)
            if at_s is not None:
                self.took.append(time.perf_counter() - at_s)

    def vote(self) -> None:
        self._op += 1
        socket = self.sockets[self._op % len(self.sockets)]
        statement = self._statements[(self._op // len(self.sockets)) % len(self._statements)]
        choice = ("agree", "disagree", "pass", "agree")[(self._op * 7) % 4]
        self._asked[socket, self._op] = time.perf_counter()
        vote = {"kind": "vote", "op": self._op, "statement": statement, "choice": choice}
        socket.send_text(orjson.dumps(vote))

    @property
    def waits(self) -> bool:
        """Whether a vote has not been answered."""
        return bool(self._asked)

    async def vote_until(self, over: asyncio.Task[Any]) -> list[float]:
        """What each vote waited, of those cast until then at a steady rate."""
        self.took = []
        due_s = time.perf_counter()
        while not over.done():
            self.vote()
            due_s += 1 / VOTES_A_SECOND
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
        while self.waits:
            await asyncio.sleep(0.01)
        return self.took


Waits = list[float]
"""How long each vote of one repetition waited (s)."""


async def measure(port: int, data: Path) -> list[tuple[Waits, Waits]]:
    """Without and with a report in the making, of each repetition: by turns, so that what else the machine does is in
    both.
    """
    pairs: list[tuple[Waits, Waits]] = []
    with server("sqlite", port, data) as base:
        event = await new_event(base, operator_secret_of(data))
        code = EventCode(event.url.rpartition("/")[2])
        crowd = Voters(event.statements)
        crowd.sockets = await people(event.url, SOCKETS, crowd.heard)
        for number in range(VOTES_BEFORE):
            crowd.vote()
            if number % 500 == 0:
                await asyncio.sleep(0.1)
        while crowd.waits:
            await asyncio.sleep(0.1)
        maker = Maker(("--data", str(data)))
        for _ in range(REPETITIONS):
            async with asyncio.TaskGroup() as tasks:
                # The process that makes it may run wherever this one may when it begins.
                _take_cores(SERVER_CORE, GENERATOR_CORE)
                making = tasks.create_task(maker.as_it_stands(code, None))
                await asyncio.sleep(0.2)
                _take_cores(GENERATOR_CORE)
                began_s = time.perf_counter()
                beside = await crowd.vote_until(making)
                took_s = time.perf_counter() - began_s
                waiting = tasks.create_task(asyncio.sleep(took_s))
                without = await crowd.vote_until(waiting)
            pairs.append((without, beside))
            print(
                f"  a report of {took_s:4.1f} s: p99 {1_000 * percentile(beside, 0.99):6.1f} ms beside it, "
                f"{1_000 * percentile(without, 0.99):6.1f} ms as long without",
                flush=True,
            )
        event.moderator.close()
    return pairs


def ratio(pairs: Sequence[tuple[Waits, Waits]]) -> float:
    """Of the p99 of all votes beside reports to that of all without."""
    without, beside = ([wait for one in part for wait in one] for part in zip(*pairs, strict=True))
    return percentile(beside, 0.99) / percentile(without, 0.99)


def interval(pairs: Sequence[tuple[Waits, Waits]]) -> tuple[float, float]:
    """Nine of ten ratios are within, of repetitions drawn anew from these."""
    rng = random.Random(1)
    drawn = [ratio(rng.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES)]
    return percentile(drawn, 0.05), percentile(drawn, 0.95)


def _take_cores(*cores: int) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, cores)


def builds(folder: Path, figures: Figures) -> None:
    """How long `plenary report` takes over the large discussion, and how large its file is."""
    data = folder / "large"
    source = LARGE if LARGE.is_dir() else made_up(folder / "made-up")
    _plenary("import", source, "--data", data, "--code", "LARGE")
    print(f"The report of {source.name}")
    walls, processors, sizes = [], [], []
    for number in range(BUILDS):
        output = folder / f"report-{number}.html"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began_s = time.perf_counter()
        _plenary("report", "LARGE", "--data", data, "--output", output)
        walls.append(time.perf_counter() - began_s)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        content = output.read_bytes()
        sizes.append(len(gzip.compress(content, 9)))
        print(
            f"  {walls[-1]:5.1f} s by the clock, {processors[-1]:5.1f} s of processor, {len(content):,} bytes, "
            f"{sizes[-1]:,} compressed",
            flush=True,
        )
    by_clock, by_processor = statistics.median(walls), statistics.median(processors)
    figures.at_most("report built, by the clock (median)", by_clock, BUILT_WITHIN_S, ".2f", "s")
    figures.at_most("report built, processor (median)", by_processor, BUILT_WITHIN_S, ".2f", "s")
    figures.at_most("report's file, compressed", max(sizes) / 1e6, COMPRESSED_BYTES / 1e6, ".2f", "MB")


def made_up(folder: Path) -> Path:
    """A discussion as large, in Polis' form: three camps that answer a quarter of the statements each."""
    folder.mkdir()
    statements, people = 197, 1_921
    comments = ["timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"]
    comments += [f"1600000000,,{one},0,0,0,1,Statement {one}" for one in range(statements)]
    votes = ["timestamp,datetime,comment-id,voter-id,vote"]
    for who in range(people):
        for one in range(who % 7, statements, 7):
            vote = -1 if (one + who % 3) % 3 == 0 else 0 if (one * 31 + who) % 11 == 0 else 1
            votes.append(f"{1_600_000_100 + who},,{one},{who},{vote}")
    (folder / "summary.csv").write_text("topic,Made up\n")
    (folder / "comments.csv").write_text("\n".join(comments) + "\n")
    (folder / "votes.csv").write_text("\n".join(votes) + "\n")
    return folder


def _plenary(*arguments: object) -> None:
    command = [sys.executable, "-m", "plenary", *map(str, arguments)]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    )


def main() -> int:
    argparse.ArgumentParser(prog="make bench-reports", description=__doc__).parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, load {load:.1f}"
    )
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        builds(Path(folder), figures)
    _take_cores(GENERATOR_CORE)
    print(f"Votes' answers, {VOTES_A_SECOND} a second from {SOCKETS} people, while a report is made")
    with tempfile.TemporaryDirectory() as data:
        pairs = asyncio.run(measure(free_port(), Path(data)))
    low, high = interval(pairs)
    print(f"  the p99 of all votes: {ratio(pairs):.2f} x; nine of ten times from {low:.2f} to {high:.2f}")
    figures.at_most("votes' p99, beside a report to without", ratio(pairs), RATIO_LIMIT, ".2f", "x")
    return ended(figures.all)


if __name__ == "__main__":
    sys.exit(main())
