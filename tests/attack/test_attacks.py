"""A little of three attacks: the attackers are gone, every vote of the others is counted, the server goes on.

Counts and memory only; `make attack` has all of them at their size, and says how long votes take meanwhile.
"""

from pathlib import Path

import pytest

from tests.attack.honest import SHORT, attacked

FATES = {
    "oversize": {"body 413", "line 414", "head 431", "frame 1009", "fragments 1009"},
    "spam": {"sent away", "sent away late"},
    "pings": {"sent away", "sent away late"},
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", FATES)
async def test_attackers_go_and_everybody_elses_votes_are_counted(name: str, tmp_path: Path):
    report = await attacked(name, SHORT[name], tmp_path)
    print(report)

    assert report.complaints == []
    assert set(report.outcome) <= FATES[name] | {"ConnectionResetError"}
    assert report.votes > 0
    assert all(calm.p99 > 0 and hurt.p99 > 0 for calm, hurt in report.rounds)
