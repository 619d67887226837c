"""The one process dies a hundred times at any moment and a hundred times at a call, and keeps what it has promised."""

import pytest

from tests.chaos.short import tried_shortly
from tests.chaos.trials import ROWS, TRIALS

pytestmark = [pytest.mark.timeout(1_200), pytest.mark.lengthy]


@pytest.mark.parametrize("name", [name for name in ROWS["A1"] if TRIALS[name].short])
async def test_nothing_that_counted_is_lost_with_a_server_that_dies(
    name: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("CRITICAL", logger="plenary")

    await tried_shortly(name)
