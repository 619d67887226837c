"""`make sizes`: how large a machine so many phones want, by figures that were measured; the runbook has its output.

    python -m tests.load.sizing [--kb-a-phone X] [--us-a-delivery X] [--us-a-join X] [--us-a-vote X] [--euro X]

The defaults are the run in tests/load/README.md and, for a vote, tests/bench (200 sockets that vote as fast as they are
answered, durable). Measure on your own machine (`make bench`, `make bench-realtime`) and give your own.
"""

import argparse
import math
from dataclasses import dataclass, fields
from typing import Final

PHONES: Final = (100, 1_000, 5_000, 10_000, 50_000, 100_000)

# What a hall does in its busiest minute; each is a choice, said under the table.
MAPS_A_S: Final = 0.5
DELIVERIES_A_MAP: Final = 2
VOTES_A_S: Final = 1 / 6
COME_WITHIN_S: Final = 60
WORKING_SHARE: Final = 0.5
BASE_MB: Final = 52
ANALYST_MB: Final = 400
SYSTEM_MB: Final = 500
MACHINE_GB: Final = (2, 4, 8, 16)


@dataclass(frozen=True)
class Costs:
    """What was measured: memory of an idle phone; CPU of a message to a phone, of one that comes, of a durable vote.

    euro: what a machine of two cores costs a month.
    """

    kb_a_phone: float = 4.1
    us_a_delivery: float = 12.2
    us_a_join: float = 738.0
    us_a_vote: float = 400.0
    euro: float = 10.0


@dataclass(frozen=True)
class Size:
    """What one number of phones wants."""

    phones: int
    hubs: int
    gb: int
    memory_mb: int
    busy_share: float
    join_s: float
    machines: int
    euro: float


def size_of(phones: int, costs: Costs) -> Size:
    """Machines of two cores: a hub uses one, its other is the analyst's, the proxy's and Redis'."""
    us_a_phone = MAPS_A_S * DELIVERIES_A_MAP * costs.us_a_delivery + VOTES_A_S * costs.us_a_vote
    load = phones * us_a_phone / 1_000_000
    joining = phones * costs.us_a_join / 1_000_000 / COME_WITHIN_S
    hubs = max(1, math.ceil(max(load, joining) / WORKING_SHARE))
    # Several hubs share a Redis and two analysts, on machines of their own, behind a proxy.
    machines = 1 if hubs == 1 else hubs + 3
    memory_mb = math.ceil(
        SYSTEM_MB + BASE_MB + phones / hubs * costs.kb_a_phone / 1_000 + (ANALYST_MB if hubs == 1 else 0)
    )
    gb = next(gb for gb in MACHINE_GB if gb * 1_000 >= memory_mb)
    join_s = max(COME_WITHIN_S * joining / hubs, 1)
    return Size(phones, hubs, gb, memory_mb, load / hubs, join_s, machines, machines * costs.euro)


def table(costs: Costs) -> str:
    """The table, and what it stands on."""
    rows = [
        "| phones | machines of 2 cores | memory of a hub | hub's core at most | all in, coming at once | a month |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for size in (size_of(phones, costs) for phones in PHONES):
        what = "1 (everything)" if size.hubs == 1 else f"{size.machines}: {size.hubs} hubs, Redis, 2 analysts"
        rows.append(
            f"| {size.phones:,} | {what} | {size.memory_mb:,} MB of {size.gb} GB | {size.busy_share:.0%} "
            f"| {size.join_s:.0f} s | {size.euro:.0f} € |"
        )
    rows += [
        "",
        f"Measured: {costs.kb_a_phone} kB for a phone that is connected; {costs.us_a_delivery} µs of CPU for a message"
        f" to a phone; {costs.us_a_join:.0f} µs for a phone that",
        f"comes in; at most {costs.us_a_vote:.0f} µs for a vote that is on disk before it is answered (on a machine"
        " with six times as much work as it had cores).",
        f"Assumed: a map every {1 / MAPS_A_S:.0f} s, which is {DELIVERIES_A_MAP} messages to each phone; all vote"
        f" every {1 / VOTES_A_S:.0f} s; all come within {COME_WITHIN_S} s; a hub's core is",
        f"kept at {WORKING_SHARE:.0%} or less; {SYSTEM_MB} MB for the system and {ANALYST_MB} MB for the analysis;"
        f" {costs.euro:.0f} € a month for a machine of two cores.",
        "The two last sizes are computed and were not tried. `make sizes` prints the table for your own figures.",
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make sizes", description=__doc__)
    for one in fields(Costs):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=float, default=one.default)
    print(table(Costs(**vars(parser.parse_args()))))
