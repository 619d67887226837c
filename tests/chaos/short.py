"""A trial as `make test` has it."""

import pytest

from tests.chaos.report import NotHere
from tests.chaos.trials import TRIALS


async def tried_shortly(name: str) -> None:
    """Its report is printed, with the seed; skips where this machine lacks what it needs."""
    trial = TRIALS[name]
    try:
        report = await trial.tried(name, trial.short, None)
    except NotHere as reason:
        pytest.skip(str(reason))
    print(report)

    assert report.is_passed, str(report)
