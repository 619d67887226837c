"""Every trial: what is broken, on which form of the server, how often in `make chaos` and how often in `make test`."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.chaos import breaks, crash_states, half_open, network, recount, repeats, scarce, simulated
from tests.chaos.hall import ACK, LEVEL, Break, Form, broken_again_and_again
from tests.chaos.report import Limit, Report, fresh

Run = Callable[[str, int, int | None], Coroutine[Any, Any, Report]]
"""Of its name, how often, and the seed; a fresh one for None. Raises NotHere where this machine cannot."""

EMBEDDED: Final = Form(hubs=0, analysts=0, is_warm=True, level_every=4)
LONG: Final = Form(hubs=0, analysts=0, already=1_000_000)
TWO_ANALYSTS: Final = Form(analysts=2, is_warm=True)
THOUSANDS: Final = Form(hubs=3, voters=5_000, pause_s=20.0, arrive_s=30.0, is_witnessed=True)


@dataclass(frozen=True)
class Trial:
    """whole, short: how often its fault is brought about; 0 where another test has it.

    row: of the promises that it stands for.   limits: what it measures, and how much that may be.
    """

    run: Run
    whole: int
    short: int
    redis: bool = True
    row: str = ""
    limits: tuple[Limit, ...] = ()

    async def tried(self, name: str, times: int, seed: int | None) -> Report:
        """Its report, with what was asked of it. Raises NotHere."""
        report = await self.run(name, times, seed)
        report.due, report.limits = times, self.limits
        return report


AT_A_TIME: Final = 40
"""Faults in one hall: whoever starts again reads the whole log, which a crowd that votes meanwhile makes long."""


def in_hall(breaks: Break, form: Form = Form(), at_a_time: int = AT_A_TIME) -> Run:  # noqa: B008 - it is frozen
    """So many in one hall, then in another, each with the next seed."""

    async def run(name: str, times: int, seed: int | None) -> Report:
        seed = fresh(seed)
        whole = Report(name, seed)
        for number, done in enumerate(range(0, times, at_a_time)):
            faults = {name: (breaks, min(at_a_time, times - done))}
            one = await broken_again_and_again(name, faults, form, seed + number)
            whole.add(one)
            if times > at_a_time:
                print(f"  {one}", flush=True)
        return whole

    return run


async def power_cuts(name: str, times: int, seed: int | None) -> Report:
    """times: how many states a cut may have left are looked at."""
    seed = fresh(seed)
    with tempfile.TemporaryDirectory() as folder:
        trace = await crash_states.traced(Path(folder), max(1_000, times))
    verdict = await asyncio.to_thread(crash_states.judged, trace, times, random.Random(seed))
    report = Report(name, seed, Counter({name: verdict.states}), trace.kept, notes=[str(verdict)])
    report.lost = verdict.lost
    report.complaints += verdict.damaged
    report.complaints += [f"{verdict.lost} states lack a vote that counted"] * (verdict.lost > 0)
    return report


async def failing_disk(name: str, times: int, seed: int | None) -> Report:
    """A write or a sync fails at one of its first calls; then power is cut, again and again, in what came of it."""
    seed = fresh(seed)
    rng = random.Random(seed)
    report = Report(name, seed)
    states = refused = 0
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            trace = await crash_states.through_a_fault(Path(folder), rng, 60)
        verdict = await asyncio.to_thread(crash_states.judged, trace, 40, rng, 4)
        report.happened[name] += trace.disk.happened
        report.looked += trace.kept
        states, refused = states + verdict.states, refused + trace.refused
        report.lost += verdict.lost
        report.complaints += verdict.damaged
        report.complaints += [f"{verdict.lost} states lack a vote that counted"] * (verdict.lost > 0)
    report.notes.append(f"{refused:,} votes refused meanwhile; {states:,} states after a power cut")
    return report


def through(weather: network.Weather, for_s: float) -> Run:
    """Over a network that is like that again and again."""

    async def run(name: str, times: int, seed: int | None) -> Report:
        seed = fresh(seed)
        with network.network(random.Random(seed)) as way:
            form = Form(hubs=0, analysts=0, way=way)
            faults = {name: (breaks.spoilt(way, weather, for_s), times)}
            report = await broken_again_and_again(name, faults, form, seed)
            report.notes.append(f"{way.carried:,} packets carried")
        return report

    return run


async def repeated(name: str, times: int, seed: int | None) -> Report:
    """Every operation again and again, in any order; a run is 50 of them."""
    seed = fresh(seed)
    report = Report(name, seed, what="deliveries")

    def try_all(first: int) -> None:
        for run in range(times):
            deliveries, broken = repeats.tried(first + run)
            report.looked += deliveries
            report.happened[name] += 1
            report.judge(broken)

    # Beside this event loop: each run has one of its own, in virtual time.
    await asyncio.to_thread(try_all, seed)
    return report


async def recounted(name: str, times: int, seed: int | None) -> Report:
    """times: how many votes are counted."""
    return await recount.counted_again(name, times, fresh(seed))


async def simulation(name: str, times: int, seed: int | None) -> Report:
    """times: how many seeds."""
    return await simulated.simulated(name, times, fresh(seed))


async def half_opened(name: str, times: int, seed: int | None) -> Report:
    """Nothing that phones say arrives any more."""
    return await half_open.let_go(name, times, fresh(seed))


async def scarce_memory(name: str, times: int, seed: int | None) -> Report:
    """In a control group with room for some of those who come."""
    seed = fresh(seed)
    whole = Report(name, seed)
    for _ in range(times):
        whole.add(await scarce.try_out(name, 8_000, seed))
    return whole


async def both_networks(name: str, times: int, seed: int | None) -> Report:
    """A bad network and one that carries nothing, in turn, for a short while each."""
    seed = fresh(seed)
    with network.network(random.Random(seed)) as way:
        faults = {
            "bad-network": (breaks.spoilt(way, network.DREADFUL, 3.0), times),
            "partition": (breaks.spoilt(way, network.CUT, 1.0), times),
        }
        return await broken_again_and_again(name, faults, Form(hubs=0, analysts=0, voters=16, way=way), seed)


MEDLEY: Final = {
    "redis-flush": (breaks.flush_redis, 2),
    "redis-cut": (breaks.cut_subscriptions, 6),
    "redis-overrun": (breaks.cut_and_fill, 2),
    "hub-kill": (breaks.kill_a_hub, 10),
    "redis-kill": (breaks.kill_redis, 20),
    "analyst-kill": (breaks.kill_the_analyst, 15),
    "analyst-sleep": (breaks.put_the_analyst_to_sleep, 5),
}
"""A tenth of what each has in `make chaos` on its own."""


async def everything_in_turn(name: str, times: int, seed: int | None) -> Report:
    """What is tried out one by one in `make chaos`, in one hall."""
    faults = {fault: (breaks, times * once) for fault, (breaks, once) in MEDLEY.items()}
    return await broken_again_and_again(name, faults, Form(analysts=2, voters=16, is_warm=True), seed)


SOON: Final = Limit(LEVEL, 5.0, share=0.99)

TRIALS: Final = {
    "server-kill": Trial(
        in_hall(breaks.kill_the_server, EMBEDDED), 1_000, 0, redis=False, row="A1",
        limits=(Limit(breaks.FIRST_ACK, 2.0, share=0.99),),
    ),
    "server-kill-at-call": Trial(
        in_hall(breaks.kill_the_server_at_a_call, EMBEDDED), 1_000, 100, redis=False, row="A1",
        limits=(Limit(breaks.FIRST_ACK, 2.0, share=0.99),),
    ),
    "server-kill-long": Trial(
        in_hall(breaks.kill_the_server, LONG), 20, 0, redis=False, row="A1",
        limits=(Limit(breaks.FIRST_ACK, 2.0, share=0.99),),
    ),
    "power-cut": Trial(power_cuts, 10_000, 1_000, redis=False, row="A2"),
    "disk-fault": Trial(failing_disk, 500, 6, redis=False, row="A3"),
    "repeats": Trial(repeated, 10_000, 1_000, redis=False, row="A5"),
    "recount": Trial(recounted, 1_000_000, 100_000, row="A7"),
    "bad-network": Trial(
        through(network.DREADFUL, 15.0), 20, 0, redis=False, row="D2", limits=(Limit(ACK, 15.0, share=0.99),)
    ),
    "partition": Trial(through(network.CUT, 60.0), 30, 0, redis=False, row="D3", limits=(SOON,)),
    "half-open": Trial(half_opened, 3, 0, redis=False, row="D4", limits=(Limit(half_open.LET_GO, 45.0),)),
    "network": Trial(both_networks, 5, 1, redis=False),
    "simulation": Trial(
        simulation, 10_000, 0, redis=False, row="J",
        limits=(Limit(simulated.HOURS, simulated.LEAST_HOURS, "h", is_least=True),),
    ),
    "scarce-memory": Trial(scarce_memory, 20, 0, redis=False, row="E10"),
    "medley": Trial(everything_in_turn, 2, 1),
    "redis-kill": Trial(
        in_hall(breaks.kill_redis), 200, 0, row="B1", limits=(Limit(ACK, 0.5, share=0.99), SOON)
    ),
    "redis-flush": Trial(in_hall(breaks.flush_redis), 20, 0, row="B2", limits=(SOON,)),
    "redis-cut": Trial(in_hall(breaks.cut_subscriptions), 60, 0, row="B3", limits=(SOON,)),
    "redis-overrun": Trial(in_hall(breaks.cut_and_fill), 20, 0, row="B3", limits=(SOON,)),
    "redis-failover": Trial(
        in_hall(breaks.another_redis_leads, Form(is_guarded=True)), 50, 5, row="B4",
        limits=(Limit(breaks.COUNTED_AGAIN, 10.0, share=0.99), Limit(LEVEL, 10.0, share=0.99)),
    ),
    "hub-kill": Trial(in_hall(breaks.kill_a_hub), 100, 0, row="C1", limits=(SOON,)),
    "hub-kill-5000": Trial(
        in_hall(breaks.kill_a_hub_of_thousands, THOUSANDS, at_a_time=1), 3, 0, row="C1",
        limits=(Limit(breaks.MOST_BACK, 10.0), Limit(breaks.ALL_BACK, 30.0), Limit(breaks.OTHERS, 2.0, "x")),
    ),
    "analyst-kill": Trial(
        in_hall(breaks.kill_the_analyst, TWO_ANALYSTS), 150, 0, row="C4",
        limits=(Limit(breaks.NEW_MAP, 3.0),),
    ),
    "analyst-sleep": Trial(in_hall(breaks.put_the_analyst_to_sleep, TWO_ANALYSTS), 50, 0, row="C5"),
}  # fmt: skip
"""By name. A row of the promises may have several."""

ROWS: Final = {
    row: tuple(name for name, trial in TRIALS.items() if trial.row == row)
    for row in dict.fromkeys(trial.row for trial in TRIALS.values() if trial.row)
}


def named(words: list[str]) -> list[str]:
    """The trials of these names and rows; all of them for none. Raises KeyError for a word that is neither."""
    found = [name for word in words for name in ROWS.get(word, (word,))]
    for name in found:
        if name not in TRIALS:
            raise KeyError(name)
    return list(dict.fromkeys(found)) or list(TRIALS)
