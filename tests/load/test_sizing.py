"""The runbook's table of sizes is what the measured figures give, and gives more to more phones."""

from dataclasses import replace
from pathlib import Path

from tests.load.sizing import PHONES, WORKING_SHARE, Costs, size_of, table

RUNBOOK = Path(__file__).parents[2] / "deploy" / "RUNBOOK.md"


def test_the_runbook_has_the_table_as_it_is_computed():
    assert table(Costs()) in RUNBOOK.read_text(), "put the output of `make sizes` into deploy/RUNBOOK.md"


def test_no_hub_is_asked_for_more_than_its_share():
    for phones in PHONES:
        for costs in (Costs(), replace(Costs(), us_a_vote=2_000.0), replace(Costs(), us_a_join=5_000.0)):
            size = size_of(phones, costs)
            assert size.busy_share <= WORKING_SHARE
            assert size.memory_mb <= size.gb * 1_000


def test_dearer_work_wants_more_hubs():
    cheap, dear = Costs(), replace(Costs(), us_a_vote=4_000.0)

    assert size_of(10_000, dear).hubs > size_of(10_000, cheap).hubs
