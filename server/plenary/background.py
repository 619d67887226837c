"""A process that a server starts for long work, and that comes second to everything else on the machine."""

import os
from typing import Final

BACKGROUND: Final = "PLENARY_BACKGROUND"
"""Set in the environment of such a process."""


def give_way() -> None:
    """Where a server has started this process, let everything else on the machine go first.

    Niceness alone shares the processor: a vote would wait for the end of this process' turn, some milliseconds. Under
    Linux' idle policy whoever else wakes up runs at once.
    """
    if not os.environ.get(BACKGROUND):
        return
    if hasattr(os, "sched_setscheduler") and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(10)
