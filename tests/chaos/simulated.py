"""Events simulated in virtual time, one for each seed, in which everything fails that may (row J)."""

import asyncio
import logging
import time

from tests.chaos.report import Report
from tests.simulation.world import seldom_collected, simulate

HOURS = "simulated hours an hour of processor time"
LEAST_HOURS = 1_000.0


async def simulated(name: str, times: int, first: int) -> Report:
    """times: how many seeds from the first on."""
    report = Report(name, first)
    simulated_s = 0.0

    def try_all() -> None:
        nonlocal simulated_s
        with seldom_collected():
            for seed in range(first, first + times):
                outcome = simulate(seed)
                report.happened += outcome.happened
                report.looked += outcome.counted
                simulated_s += outcome.lasted_s
                report.complaints += [f"seed {seed}: {one}" for one in outcome.complaints]

    # Outages are logged, as they should be, by the thousand.
    log = logging.getLogger("plenary")
    level = log.level
    log.setLevel(logging.CRITICAL)
    began = time.process_time()
    # Beside this event loop: each has one of its own, in virtual time.
    await asyncio.to_thread(try_all)
    log.setLevel(level)
    report.measured(HOURS, [simulated_s / (time.process_time() - began)])
    report.notes.append(f"{simulated_s / 3_600:,.1f} simulated hours, {times:,} seeds")
    return report
