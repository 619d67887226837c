"""Each load scenario in small: everybody gets in, every vote is counted, every broadcast arrives."""

import asyncio
import json
import time
from dataclasses import replace

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_sockets
from websockets.typing import Subprotocol

from tests.load.latency import Latencies
from tests.load.phones import Heard, Phone, Plan, carry_out
from tests.load.scenarios import SCENARIOS, Report, Size, broken, played


@pytest.mark.parametrize("name", ["join-storm", "vote-burst", "broadcast", "evening"])
async def test_a_small_hall_loses_nothing(name: str):
    scenario = SCENARIOS[name]

    report = await played(name, scenario.play, scenario.short)
    print(report)

    assert report.broken == []
    assert report.heard.asked or not scenario.short.voters
    assert report.acts or name != "broadcast"


async def test_a_server_that_stands_still_is_felt_by_everybody_who_was_due():
    """Not only by those few who were waiting when it stopped, as where each waits before they ask again."""
    stands_still_s = 1.5
    going_on = asyncio.Event()

    async def serve(socket: ServerConnection) -> None:
        await socket.recv()
        async for asked in socket:
            op = json.loads(asked)["op"]
            if op > 1:
                await going_on.wait()
            await socket.send(f'{{"kind":"counted","op":{op}}}')

    async with serve_sockets(serve, "127.0.0.1", 0, subprotocols=[Subprotocol("plenary.v1.json")]) as server:
        port = server.sockets[0].getsockname()[1]
        begin = time.monotonic()
        plan = Plan(f"http://127.0.0.1:{port}", "HALL", 0, 10, 7, begin, 0.0, 1.0, ("s",), 10, 0.0, 1.0, 0.2)
        asyncio.get_running_loop().call_later(stands_still_s, going_on.set)
        heard = await carry_out(plan)

    assert heard.unanswered == 0
    assert len(heard.answered) > 50
    # Every vote was due half a second or more before the server went on.
    assert heard.answered.percentile_ms(0) > 450


def test_votes_are_due_at_the_same_moments_however_slow_the_answers_are():
    async def times() -> list[float]:
        plan = Plan("", "", 0, 1, 7, time.monotonic(), 0.0, 10.0, ("s",), 1, 0.0, 10.0, 2.0)
        return list(Phone(plan, 0, Heard()).vote_times())

    assert asyncio.run(times()) == asyncio.run(times())


def test_latencies_of_two_processes_add_up():
    one, other = Latencies(), Latencies()
    one.took(0.001)
    other.took(1.0)

    one.add(other.packed())

    assert (len(one), round(one.longest_ms)) == (2, 1_000)


def test_a_report_of_lost_votes_is_broken():
    heard = replace(Heard(), asked=3)
    report = Report("", Size(0, 1.0), heard)

    assert broken(report) == ["3 votes have no answer"]
