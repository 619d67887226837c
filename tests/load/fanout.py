"""What a broadcast costs: processor time a delivery, delays, and memory an idle phone."""

import time
from dataclasses import dataclass
from typing import Final

from tests.load.crowd import Crowd
from tests.load.processes import cpu_s, memory_bytes
from tests.load.servers import running

STIR_SETTLES_S: Final = 1.0
SENT_WITHIN_S: Final = 40e-6
"""More than any of the servers takes for one delivery."""


@dataclass(frozen=True)
class Cost:
    """cpu_us: server's processor time a delivery. delays_ms: of the paced deliveries, in order."""

    kind: str
    cpu_us: dict[int, float]
    rate: dict[int, float]
    paced_us: float
    delays_ms: list[float]
    memory_kb: float
    join_cpu_us: float


def measure(kind: str, phones: int, sizes: tuple[int, ...], rounds: int, paced: int) -> Cost:
    """rounds: broadcasts one after the other of each size. paced: then so many of the last size, one a second."""
    with running(kind) as server:
        crowd = Crowd(server.port, server.etiquette)
        try:
            idle, cpu = memory_bytes(server.pids), cpu_s(server.pids)
            crowd.join(phones)
            crowd.hear_all()
            joined = cpu_s(server.pids) - cpu
            memory = memory_bytes(server.pids) - idle
            cost, rate = {}, {}
            each = 0
            for size in sizes:
                server.broadcast(size)  # the first is encoded, and memory grows: not measured
                each = crowd.hear_all() // phones
                crowd.stir(now=True)
                time.sleep(STIR_SETTLES_S)
                # No sign of life falls into what follows: to read ten thousand costs as much as a broadcast.
                cpu, began = cpu_s(server.pids), time.monotonic()
                for _ in range(rounds):
                    server.broadcast(size)
                    # Nobody waits for it yet: on one machine, to wake whoever does is charged to who sends, and a
                    # server that keeps the generator busy meanwhile would be spared it.
                    time.sleep(phones * SENT_WITHIN_S)
                    crowd.hear(each * phones)
                cost[size] = (cpu_s(server.pids) - cpu) * 1e6 / (rounds * phones)
                rate[size] = rounds * phones / (time.monotonic() - began)
            delays: list[float] = []
            cpu = cpu_s(server.pids)
            for _ in range(paced):
                crowd.stir()
                began = time.monotonic()
                server.broadcast(sizes[-1])
                delays += [(at - began) * 1_000 for at in crowd.hear(each * phones)]
                time.sleep(max(0.0, 1 - (time.monotonic() - began)))
            paced_us = (cpu_s(server.pids) - cpu) * 1e6 / max(1, paced * phones)
            return Cost(
                kind, cost, rate, paced_us, sorted(delays), memory / 1024 / phones, joined * 1e6 / phones
            )
        finally:
            crowd.close()
