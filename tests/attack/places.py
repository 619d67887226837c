"""Where each runs: people and attackers on the last core, where people come first; the server wherever there is room.

In the world every phone and every attacker is a machine of its own. What attackers compute must not hold up the clock
of those who vote, or the figure tells how this machine is shared and not what an attack does to the server.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

# Below everybody, whatever rank these have been started with. A core that only attackers use counts as free then: the
# server's threads are not put behind its loop on the other one, some four milliseconds at a time.
ATTACKERS = ("chrt", "--idle", "0")

LOOK_EVERY_S = 0.01


@contextmanager
def voters_first() -> Iterator[None]:
    """Meanwhile this process, and whatever it starts, stays on the last core; the server, started before, has all.

    Under a real-time policy it comes before the server too: it is to be told the time, whoever works.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    here, policy, param = os.sched_getaffinity(0), os.sched_getscheduler(0), os.sched_getparam(0)
    os.sched_setaffinity(0, {max(here)})
    if policy in (os.SCHED_FIFO, os.SCHED_RR):
        os.sched_setscheduler(0, policy, os.sched_param(param.sched_priority + 1))
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, param)
        os.sched_setaffinity(0, here)


def worked_s(pid: int) -> float:
    """Seconds of processor that the process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def own_lag_ms(late_ms: list[float]) -> AsyncIterator[None]:
    """Adds how much later than asked this very process ran, again and again meanwhile."""

    async def look() -> None:
        while True:
            due_s = time.perf_counter() + LOOK_EVERY_S
            await asyncio.sleep(LOOK_EVERY_S)
            late_ms.append((time.perf_counter() - due_s) * 1_000)

    async with asyncio.TaskGroup() as tasks:
        looking = tasks.create_task(look())
        yield
        looking.cancel()
