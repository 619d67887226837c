"""What is asked of the hub: each row with its figure of this run, its limit, and whether it is met."""

import random
import statistics
import time
from typing import Final

from tests.figures import Figures
from tests.load import servers, slow_readers
from tests.load.crowd import Crowd
from tests.load.processes import family
from tests.load.voting import Desk, Voters, Votes, hall

# CPU a delivery beside peers, and kB of memory an idle phone.
RATIOS: Final = {"nchan": 1.0, "ws": 0.7, "socket.io": 0.5}
MOST_KB: Final = 6.0
STORM: Final = 5_000
STORM_RATIO: Final = 0.6
STORM_WITHIN_S: Final = 300.0
LEAST_ACKS: Final = 10_000
VOTERS: Final = 1_000
STEADY_PER_S: Final = 2_000
IDLE_S: Final = 45.0
WHOLE: Final = "plenary"
HUB_ALONE: Final = "tests.load.hub_alone"


def of_broadcasts(rows: dict[str, list[float]], figures: Figures) -> None:
    """From medians of each server: CPU a delivery of 200 B and of 2 KB, p50, p99, kB a phone, CPU a join."""
    ours = rows["attached"]
    for peer, limit in RATIOS.items():
        for name, at in (("200 B", 0), ("2 KB", 1)):
            if peer in rows:
                ratio = ours[at] / rows[peer][at]
                figures.at_most(f"CPU a delivery of {name}, beside {peer}", ratio, limit, ".2f", "x")
    figures.at_most("memory of an idle phone", ours[4], MOST_KB, ".2f", "kB")


def storm(kind: str, people: int) -> tuple[float, int]:
    """All come at once: seconds until the last is in, and how many were refused."""
    with servers.running(kind) as server:
        crowd = Crowd(server.port, server.etiquette)
        try:
            began = time.monotonic()
            crowd.join(people, at_a_time=people, within_s=STORM_WITHIN_S)
            return time.monotonic() - began, crowd.refused
        finally:
            crowd.close()


def storms(kinds: list[str], people: int, repetitions: int, figures: Figures) -> None:
    print(f"\n{people:,} come at once")
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    turned_away = 0
    for _ in range(repetitions):
        for kind in kinds:
            seconds, refused = storm(kind, people)
            took[kind].append(seconds)
            turned_away += refused if kind == "attached" else 0
            print(f"  {kind:<9} all in after {seconds:5.2f} s, {refused} refused", flush=True)
    medians = {kind: statistics.median(seconds) for kind, seconds in took.items()}
    if {"attached", "plain"} <= medians.keys():
        ratio = medians["attached"] / medians["plain"]
        figures.at_most(
            f"time until {people:,} are in, beside plain Starlette", ratio, STORM_RATIO, ".2f", "x"
        )
    figures.at_most("of them refused", turned_away, 0, ".0f")


def idle_bytes(people: int = 500) -> float:
    """Bytes a second that an idle phone is sent."""
    with servers.running("attached") as server:
        crowd = Crowd(server.port, server.etiquette)
        try:
            crowd.join(people)
            crowd.hear_all()
            return crowd.listen(IDLE_S) / people / IDLE_S
        finally:
            crowd.close()


def votes(repetitions: int, figures: Figures) -> None:
    print(f"\nVotes until counted: {VOTERS:,} phones, decided by the rules, on the disk, with receipts")
    alone: list[Votes] = []
    whole: list[Votes] = []
    steady: list[Votes] = []
    for _ in range(repetitions):
        alone.append(_cast(HUB_ALONE))
        whole.append(_cast(WHOLE, steady))
        for name, seen in (("hub and store alone", alone[-1]), ("with the analysis", whole[-1])):
            print(
                f"  flat out, {name}: {seen.rate:,.0f} a second, {seen.cpu_us:.0f} us of CPU each, {seen.answered}"
            )
        print(
            f"  {STEADY_PER_S:,} a second: {steady[-1].answered}; generator late p99"
            f" {steady[-1].late.percentile_ms(99):.1f} ms; {steady[-1].missing} without an answer",
            flush=True,
        )
    us, us_whole = (statistics.median(one.cpu_us for one in flat) for flat in (alone, whole))
    p99_ms = statistics.median(one.answered.percentile_ms(99) for one in steady)
    figures.at_least("durable votes counted a second of one core's time", 1e6 / us, LEAST_ACKS, ",.0f", "/s")
    print(f"    the same with maps of them made meanwhile, on the same core: {1e6 / us_whole:,.0f} /s")
    figures.at_most(f"vote until counted at {STEADY_PER_S:,} a second, p99", p99_ms, 25, ".1f", "ms")
    missing = sum(one.missing for one in alone + whole + steady)
    figures.at_most("votes without an answer", missing, 0, ".0f")


def _cast(module: str, steady: list[Votes] | None = None) -> Votes:
    """What a crowd sees that votes on as soon as it is answered; then, with `steady`, of one that keeps its pace."""
    with hall(module) as place:
        crowd = Voters(place.server.port, place.code, place.statements, random.randrange(10**9))
        try:
            crowd.join(VOTERS)
            flat = crowd.flat_out(VOTERS, 8.0, family(place.server.pid))
            if steady is not None:
                steady.append(crowd.steadily(VOTERS, STEADY_PER_S, 10.0))
        finally:
            crowd.close()
    return flat


def both_at_once(people: int, figures: Figures, lasts_s: float = 15.0) -> None:
    voters = min(VOTERS, people)
    print(f"\nThe desk changes something every second for {people:,} phones, of whom {voters:,} vote")
    with hall() as place:
        crowd = Voters(place.server.port, place.code, place.statements, random.randrange(10**9))
        try:
            crowd.join(people)
            desk = Desk(place.url, place.moderator, place.prompt)
            seen = crowd.steadily(voters, STEADY_PER_S, lasts_s, desk)
            desk.close()
        finally:
            crowd.close()
    print(
        f"  {seen.acts} acts, each delivery {seen.changes}\n  votes {seen.answered}\n"
        f"  the generator's own lateness: p99 {seen.late.percentile_ms(99):.1f} ms; {seen.missing} missing",
        flush=True,
    )
    delivered_s = seen.changes.percentile_ms(99) / 1_000
    figures.at_most(
        f"delivery to {people:,} phones beside {STEADY_PER_S:,} votes/s, p99", delivered_s, 1.0, ".2f", "s"
    )
    figures.at_most("vote until counted meanwhile, p99", seen.answered.percentile_ms(99), 250, ".0f", "ms")
    figures.at_most("deliveries and answers missing", seen.missing, 0, ".0f")


def stalled(figures: Figures, phones: int = 2_000, lasts_s: float = 30.0) -> None:
    print(f"\n{phones:,} phones, of whom none, 1 % and 20 % stop reading; 20 kB four times a second")
    calm, *others = [slow_readers.measure(phones, share, lasts_s) for share in (0.0, 0.01, 0.2)]
    print(f"  0 stalled: {calm.delivered}")
    for seen in others:
        print(
            f"  {seen.stalled:,} stalled: the others' {seen.delivered}; {seen.dropped:,} dropped, the last after"
            f" {seen.dropped_s:.1f} s; {seen.stalled_kb:.0f} kB each",
            flush=True,
        )
        ratio = seen.delivered.percentile_ms(99) / calm.delivered.percentile_ms(99)
        figures.at_most(
            f"memory of one of {seen.stalled:,} stalled readers", seen.stalled_kb, 256, ".0f", "kB"
        )
        figures.at_most(f"others' p99 beside {seen.stalled:,} stalled", ratio, 1.1, ".2f", "x")
        figures.at_most("stalled readers that were not dropped", seen.stalled - seen.dropped, 0, ".0f")
