"""A process that a server starts for long work, and that comes second to everything else on the machine."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Final

BACKGROUND: Final = "PLENARY_BACKGROUND"
"""Set in the environment of such a process, to its rank."""


class Rank(StrEnum):
    """How such a process stands to all others: it gets what they leave, or less than they do, or as much."""

    IDLE = "idle"
    LOW = "low"
    EQUAL = "equal"


def give_way() -> None:
    """Where a server has started this process, let everything else on the machine go first, unless it is to be equal.

    Niceness alone shares the processor: a vote would wait for the end of this process' turn, some milliseconds. Under
    Linux' idle policy whoever else wakes up runs at once; and where others never rest, this process never runs.
    """
    rank = os.environ.get(BACKGROUND)
    if not rank or rank == Rank.EQUAL:
        return
    if rank != Rank.LOW and hasattr(os, "sched_setscheduler") and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(10)


def processor_s(process: int) -> float | None:
    """How much of a processor's time the process has had, in seconds; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
