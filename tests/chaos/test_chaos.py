"""A tenth of each trial, with fresh seeds, and three on planted defects; `make chaos` has the whole."""

import asyncio
import random
from pathlib import Path

import pytest

from plenary.deliberation import decide
from plenary.deliberation.ballot_commands import CastVote
from plenary.deliberation.ballot_facts import BallotFact, VoteCast
from plenary.deliberation.state import Deliberation
from tests.chaos import breaks, crash_states, repeats
from tests.chaos.hall import Form, broken_again_and_again
from tests.chaos.report import NotHere
from tests.chaos.short import tried_shortly
from tests.chaos.trials import TRIALS

pytestmark = [pytest.mark.timeout(900), pytest.mark.lengthy]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Outages are logged, as they should be."""
    caplog.set_level("CRITICAL", logger="plenary")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.redis] if trial.redis else [])
        for name, trial in TRIALS.items()
        if trial.short and trial.row != "A1"
    ],
)
async def test_nothing_that_counted_is_lost_and_all_pages_come_level(name: str):
    await tried_shortly(name)


@pytest.mark.redis
async def test_a_hub_that_promises_too_early_is_caught():
    """The same trial on a planted defect: a vote is called counted a fifth of a second before it is kept."""
    form = Form(module="tests.early_server", voters=16)
    report = await broken_again_and_again("early", {"hub-kill": (breaks.kill_a_hub, 2)}, form)

    assert any(one.startswith("lost") for one in report.complaints)


def test_a_hub_with_which_the_first_word_stands_is_caught(monkeypatch: pytest.MonkeyPatch):
    def first_word(state: Deliberation, command: CastVote) -> list[BallotFact]:
        if command.statement in state.ballots[command.participant].votes:
            return []
        return [VoteCast(command.participant, command.statement, command.choice, command.operation)]

    monkeypatch.setattr(decide, "cast_vote", first_word)
    _, broken = repeats.tried(random.SystemRandom().randrange(10**9))

    assert broken.changed


def test_a_store_that_does_not_wait_for_the_disk_is_caught(tmp_path: Path):
    try:
        trace = asyncio.run(crash_states.traced(tmp_path, 1_000, crash_states.without_syncing))
    except NotHere as reason:
        pytest.skip(str(reason))

    assert crash_states.judged(trace, 60, random.Random()).lost > 0
