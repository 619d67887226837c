"""`make bench`: the figures of the hub, each beside a peer in the same run. Medians of several repetitions."""

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench import broadcast, pages, slow_link, votes
from tests.bench.crowd import new_event
from tests.bench.servers import OPERATOR, server
from tests.figures import Figures
from tests.percentiles import percentile
from tests.server_process import free_port

REPETITIONS = 3
GENERATOR_CORE = 1


def votes_acknowledged() -> None:
    print("\nVotes acknowledged from 200 sockets, each voting again when answered (server on one core)")
    rates: dict[str, list[float]] = {}
    for _ in range(REPETITIONS):
        for kind in ("sqlite", "memory", "plain"):
            with tempfile.TemporaryDirectory() as data:
                rate, took = asyncio.run(votes.measure(kind, free_port(), Path(data)))
            rates.setdefault(kind, []).append(rate)
            p50, p99 = (1_000 * percentile(took, share) for share in (0.5, 0.99))
            print(f"  {kind:<7} {rate:8,.0f} a second   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms")
    medians = {kind: statistics.median(values) for kind, values in rates.items()}
    print(
        f"  medians: durable {medians['sqlite']:,.0f} a second"
        f" = {medians['sqlite'] / medians['memory']:.2f} x the same without a disk"
        f" = {medians['sqlite'] / medians['plain']:.2f} x a bare Starlette echo without rules"
    )


def broadcasts_delivered() -> None:
    print(
        "\nA moderator's act to 1,000 phones (ours: decided, on disk, then told; plain: told, encoded per socket)"
    )
    p50s: dict[str, list[float]] = {}
    p99s: dict[str, list[float]] = {}
    for _ in range(REPETITIONS):
        for kind in ("sqlite", "plain"):
            with tempfile.TemporaryDirectory() as data:
                delays = asyncio.run(broadcast.measure(kind, free_port(), Path(data)))
            p50, p99 = (1_000 * percentile(delays, share) for share in (0.5, 0.99))
            p50s.setdefault(kind, []).append(p50)
            p99s.setdefault(kind, []).append(p99)
            print(f"  {kind:<7} p50 {p50:6.1f} ms   p99 {p99:6.1f} ms")
    for name, values in (("p50", p50s), ("p99", p99s)):
        ours, plain = statistics.median(values["sqlite"]), statistics.median(values["plain"])
        print(f"  median {name}: {ours:.1f} ms = {ours / plain:.2f} x plain")


async def _event_address(base: str) -> str:
    event = await new_event(base, OPERATOR)
    event.moderator.close()
    return event.url.replace("ws", "http", 1).replace("/ws/", "/e/")


def first_load() -> None:
    port = free_port()
    with server("memory", port, Path()) as base:
        address = asyncio.run(_event_address(base))
        sizes = {}
        for encoding in ("identity", "br"):
            request = urllib.request.Request(address, headers={"accept-encoding": encoding})
            with urllib.request.urlopen(request) as answer:
                sizes[encoding] = len(answer.read())
    print("\nFirst load of the phone: one request, the first of the event's 50 statements inside")
    print(f"  {sizes['br']:,} bytes compressed ({sizes['identity']:,} as they are)")


def pages_follow() -> None:
    votes, acts = pages.measure()
    print("\nIn a browser, phone, projector and desk at once (Chromium without a GPU)")
    for what, times in (
        ("a vote until the hall's map moves", votes),
        ("the desk's act until every page follows", acts),
    ):
        print(
            f"  {what}: median {statistics.median(times):.2f} s, longest {max(times):.2f} s, of {len(times)}"
        )


def discussion_analysed() -> None:
    folder = Path(__file__).parents[3] / "shared" / "polis" / "vtaiwan-uber"
    if not folder.exists():
        print("\n`plenary analyse` not measured: ../shared is absent")
        return
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "plenary", "analyse", str(folder), "--json", f"{data}/out.json"]
        times = []
        for _ in range(REPETITIONS):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - began)
    print(
        f"\n`plenary analyse` of 1,921 people and 49,443 votes: median {statistics.median(times):.2f} s, whole process"
    )


def main() -> int:
    argparse.ArgumentParser(prog="make bench", description=__doc__).parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()}"
    )
    first_load()
    discussion_analysed()
    slow_link.first_votes(Figures())
    pages_follow()
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {GENERATOR_CORE})
    votes_acknowledged()
    broadcasts_delivered()
    return 0


if __name__ == "__main__":
    sys.exit(main())
