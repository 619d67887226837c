"""A few of each trial, with fresh seeds; `make chaos` brings about many more."""

import pytest

from tests.chaos.trials import TRIALS, kill_a_hub, try_out

pytestmark = [pytest.mark.redis, pytest.mark.timeout(240)]

TIMES = {"hub-kill": 3, "redis-kill": 3, "redis-flush": 1, "redis-cut": 1, "analyst-zombie": 1}


@pytest.mark.parametrize("name", TIMES)
async def test_nothing_that_counted_is_lost_and_all_pages_come_level(name: str):
    breaks, analysts = TRIALS[name]
    report = await try_out(name, breaks, TIMES[name], analysts=analysts)
    print(report)

    assert report.is_passed, str(report)


async def test_a_hub_that_promises_too_early_is_caught():
    """The same trial on a planted defect: a vote is called counted a fifth of a second before it is kept."""
    report = await try_out("early", kill_a_hub, 2, hub_module="tests.early_server")
    print(report)

    assert any(one.startswith("lost") for one in report.complaints)
