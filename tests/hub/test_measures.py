"""What a hub counts of its own work."""

import asyncio
import time

from plenary.deliberation.refusals import VotingOff
from plenary.hub.measures import Delays, Measures
from plenary.store.ports import StoreUnavailable
from tests.hub.running import hall, open_prompt, seed


def test_delays_are_counted_up_to_each_step():
    delays = Delays()
    for took_s in (0.001, 0.005, 0.006, 0.3, 60.0):
        delays.add(took_s)

    up_to = dict(delays.up_to())
    assert up_to["0.005"] == 2
    assert up_to["0.01"] == 3
    assert up_to["0.5"] == 4
    assert up_to["10.0"] == 4
    assert up_to["+Inf"] == 5
    assert delays.total_s == 60.312


def test_a_refusal_is_told_from_a_failure():
    measures = Measures()
    for trouble in (None, VotingOff(), VotingOff(), StoreUnavailable("full"), ValueError("a bug")):
        measures.count(0.01, trouble)

    assert measures.refused == {"voting-off": 2}
    assert measures.broken == 2
    assert dict(measures.answered.up_to())["+Inf"] == 5


async def test_every_answer_is_measured():
    async with hall() as here:
        desk = await here.desk()
        prompt = await open_prompt(desk)
        statement = await seed(desk, prompt, "Trams all night")
        phone = await here.phone()
        before = dict(here.hub.measures.answered.up_to())["+Inf"]

        await phone.ask("vote", statement=statement, choice="agree")
        await phone.ask("vote", statement="nothing", choice="agree")

        assert dict(here.hub.measures.answered.up_to())["+Inf"] == before + 2
        assert here.hub.measures.refused == {"statement-unknown": 1}


async def test_a_held_up_event_loop_is_noticed():
    measures = Measures()
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(measures.watch())
        await asyncio.sleep(0)
        time.sleep(0.8)  # as a bug would
        await asyncio.sleep(0.01)
        watching.cancel()

    assert measures.lag.total_s >= 0.25
