"""Five hundred simulated events in which everything fails that may: nothing that was promised is broken.

The seeds are new in every run and printed; `TEST_SEED=17` runs that one alone.
"""

import os
import random
from collections import Counter
from collections.abc import Sequence

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.healing import Healing
from plenary.hub.live_event import LiveEvent
from plenary.store.ports import Position, StoreUnavailable
from tests.simulation.medium import Board, MoodyStore
from tests.simulation.world import Outcome, seldom_collected, simulate

SEEDS = int(os.environ.get("TEST_SEEDS", "500"))
SPAN = 25
# Every defect must show itself within so many seeds.
FOUND_WITHIN = 150

FAULTS = ("cut", "kill", "down", "sleep", "lose", "forget", "store fault", "fenced")


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Outages are logged, as they should be, by the thousand."""
    caplog.set_level("CRITICAL", logger="plenary")


def fresh_seeds(count: int) -> list[int]:
    if "TEST_SEED" in os.environ:
        return [int(os.environ["TEST_SEED"])]
    first = random.SystemRandom().randrange(10**9)
    return list(range(first, first + count))


@pytest.mark.timeout(600)
def test_no_seed_breaks_a_promise():
    happened: Counter[str] = Counter()
    counted, broken = 0, []
    seeds = fresh_seeds(SEEDS)
    print(f"seeds {seeds[0]} to {seeds[-1]}")
    with seldom_collected():
        for seed in seeds:
            outcome = simulate(seed)
            happened += outcome.happened
            counted += outcome.counted
            if outcome.complaints:
                broken.append((seed, outcome.complaints))
    print(f"{counted} votes counted; {dict(happened)}")

    assert broken == []
    assert len(seeds) < SPAN or [fault for fault in FAULTS if not happened[fault]] == []


def test_a_seed_is_the_same_event_every_time():
    for seed in fresh_seeds(5):
        assert simulate(seed).trace == simulate(seed).trace, seed


def first_found(**planted: type) -> Outcome | None:
    """The first of the seeds that shows that something is wrong."""
    for seed in range(FOUND_WITHIN):
        outcome = simulate(seed, **planted)
        if outcome.complaints:
            return outcome
    return None


class HastyStore(MoodyStore):
    """A planted defect: it says "kept" before it has kept."""

    async def append_ballots(
        self, code: EventCode, facts: Sequence[BallotFact], decided_on: Position, at_ms: int
    ) -> int:
        try:
            return await super().append_ballots(code, facts, decided_on, at_ms)
        except StoreUnavailable:
            return len(await self.since(code, 0)) + len(facts) if self.has(code) else len(facts)


class Unfenced(Board):
    """A planted defect: whoever posts is believed."""

    def __init__(self) -> None:
        super().__init__()
        self.checks_fences = False


@pytest.mark.parametrize(
    "planted", [{"store": HastyStore}, {"board": Unfenced}], ids=["ack too early", "no fence"]
)
def test_a_planted_defect_of_the_store_is_found(planted: dict[str, type]):
    assert first_found(**planted) is not None


def test_a_hub_that_ignores_a_new_epoch_is_found(monkeypatch: pytest.MonkeyPatch):
    async def as_if_nothing_had_happened(self: LiveEvent) -> None:
        position, _ = await self._facts.programme(self.code)
        self.known.position = position

    monkeypatch.setattr(LiveEvent, "_begin_anew", as_if_nothing_had_happened)

    assert first_found() is not None


def test_a_hub_that_remembers_only_what_it_wrote_itself_is_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Healing, "seen", lambda self, records: None)

    assert first_found() is not None


def test_a_hub_that_never_looks_at_positions_is_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("plenary.hub.hub.COMPARE_EVERY_S", 10_000.0)

    assert first_found() is not None
