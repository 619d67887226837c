"""`python -m tests.load slow-readers`: phones stop reading; what others feel, what it costs, when they are dropped.

Broadcasts of twenty kilobytes go to everybody four times a second, so that what a stalled phone does not take is soon
more than the system's buffers hold. Server on one core, crowd on the other.
"""

import argparse
import os
import time
from dataclasses import dataclass

from plenary.commands.serving import raise_file_limit
from tests.figures import Figures
from tests.load import servers
from tests.load.crowd import Crowd
from tests.load.latency import Latencies
from tests.load.processes import memory_bytes

MAP_BYTES = 20_000
EVERY_S = 0.25
DROPPED_WITHIN_S = 30.0
MOST_KB = 256.0
OTHERS_TIMES = 1.1


@dataclass(frozen=True)
class Seen:
    """stalled_kb: server memory for each phone that does not read, at most. dropped_s: until the last was dropped."""

    phones: int
    stalled: int
    delivered: Latencies
    stalled_kb: float
    dropped: int
    dropped_s: float


def measure(phones: int, share: float, lasts_s: float) -> Seen:
    """share: of the phones that stop reading, 0–1."""
    with servers.running("attached") as server:
        crowd = Crowd(server.port, server.etiquette)
        try:
            crowd.join(phones)
            crowd.hear_all()
            server.broadcast(MAP_BYTES)
            each = crowd.hear_all() // phones
            stalled = round(phones * share)
            before = memory_bytes(server.pids)
            crowd.stall(stalled)
            delivered, most, dropped_s = Latencies(), before, 0.0
            began = time.monotonic()
            due = began
            while time.monotonic() - began < lasts_s:
                time.sleep(max(0.0, due - time.monotonic()))
                crowd.stir()
                server.broadcast(MAP_BYTES)
                lost = crowd.stalled_lost
                for at in crowd.hear(each * (phones - stalled)):
                    delivered.took(at - due)
                if crowd.stalled_lost > lost:
                    dropped_s = time.monotonic() - began
                most = max(most, memory_bytes(server.pids))
                due = max(due + EVERY_S, time.monotonic())
            kb = (most - before) / 1024 / stalled if stalled else 0.0
            return Seen(phones, stalled, delivered, kb, crowd.stalled_lost, dropped_s)
        finally:
            crowd.close()


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load slow-readers", description=__doc__)
    parser.add_argument("--phones", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--shares", type=float, nargs="*", default=[0.0, 0.01, 0.2])
    args = parser.parse_args(words)
    raise_file_limit()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {servers.GENERATOR_CORE})
    print(f"{args.phones:,} phones, {MAP_BYTES:,} bytes every {EVERY_S:g} s; load {os.getloadavg()}")
    passed, calm_ms = True, 0.0
    for share in args.shares:
        seen = measure(args.phones, share, args.seconds)
        p99_ms = seen.delivered.percentile_ms(99)
        print(
            f"  {seen.stalled:,} stalled: the others' deliveries {seen.delivered}\n"
            f"    {seen.dropped:,} dropped, the last after {seen.dropped_s:.1f} s; {seen.stalled_kb:.0f} kB each",
            flush=True,
        )
        if not seen.stalled:
            calm_ms = p99_ms
            continue
        limits = [
            ("stalled and not dropped", float(seen.stalled - seen.dropped), 0.0, ""),
            ("the last is dropped after", seen.dropped_s, DROPPED_WITHIN_S, "s"),
            ("memory of one that does not read", seen.stalled_kb, MOST_KB, "kB"),
        ]
        if calm_ms:
            limits.append(("the others' p99, times that without them", p99_ms / calm_ms, OTHERS_TIMES, "x"))
        figures = Figures()
        for what, figure, limit, unit in limits:
            figures.at_most(what, figure, limit, ".2f", unit)
        passed = passed and figures.are_met
    return 0 if passed else 1
