"""What is broken in the scaled form and in the embedded one, and how it is seen that it broke."""

import asyncio
import contextlib
import shutil
import signal
import time

import redis

from tests.chaos.hall import LEVEL_WITHIN_S, Break, Hall
from tests.chaos.network import FINE, Network, Weather
from tests.chaos.report import NotHere
from tests.percentiles import percentile
from tests.store.redis_several import followers, until
from tests.warm_server import WarmServer

FIRST_ACK = "first ack after restart"
MOST_BACK = "99 % of a hub's phones back"
ALL_BACK = "all of them back"
OTHERS = "others' ack p99, times before"
COUNTED_AGAIN = "votes counted again after the primary's end"
NEW_MAP = "new map after an analyst's death"

COLD_EVERY = 20
"""One restart in so many is one from nothing."""

MOST_CALLS = {"pwrite64": 1_000, "fdatasync": 400, "write": 400, "io_uring_enter": 40}
"""Up to which of each the one process dies: with this crowd it makes so many within four seconds of answering, half
the last. Broadcasts go by a ring, and answers by `write`."""
CALL_WITHIN_S = 20.0

FELT_FOR_S = 10.0
"""For so long before and after a hub's death others say how long their votes take."""

AWAKE_AT_MOST_S = 4.0

MOST_TURNS = 3
"""The event goes back to whose share it is, and may do so between two of them: then neither had it."""


async def kill_a_hub(hall: Hall) -> int:
    """A hub dies, the next one each time, and comes back half a second later."""
    # Whoever was cut off is at another hub now; the one that was killed last has nobody yet.
    hub = hall.cluster.hubs[hall.hubs_killed % len(hall.cluster.hubs)]
    hall.hubs_killed += 1
    await asyncio.sleep(hall.rng.uniform(0.05, 0.5))
    before = hall.connections()
    hub.kill()
    await asyncio.sleep(0.5)
    cut_off = sum(
        old is not None and old is not new for old, new in zip(before, hall.connections(), strict=True)
    )
    await asyncio.to_thread(hub.start)
    return cut_off > 0


async def kill_a_hub_of_thousands(hall: Hall) -> int:
    """A hub dies for good with its share of many phones: when they are back elsewhere, and what the others feel."""
    hubs = hall.cluster.hubs
    hub = hubs[hall.hubs_killed % len(hubs)]
    left = [one.port for one in hubs if one is not hub and one.port is not None]
    hall.hubs_killed += 1
    assert hall.witnesses is not None
    calm = await hall.witnesses.felt(FELT_FOR_S, left)
    before = hall.connections()
    hub.kill()
    async with asyncio.TaskGroup() as tasks:
        feeling = tasks.create_task(hall.witnesses.felt(FELT_FOR_S, left))
        cut_off, back_s = await _came_back(hall, before, time.monotonic())
    felt = feeling.result()
    await asyncio.to_thread(hub.start)
    calm_s, felt_s = percentile(calm, 0.99), percentile(felt, 0.99)
    hall.measured(MOST_BACK, percentile(back_s, 0.99))
    hall.measured(ALL_BACK, max(back_s, default=0.0))
    hall.measured(OTHERS, felt_s / calm_s)
    hall.notes.append(
        f"{cut_off:,} cut off; the others' ack p99 {1_000 * calm_s:.0f} ms before, {1_000 * felt_s:.0f} ms after"
    )
    return cut_off > 0


async def _came_back(hall: Hall, before: list[object], began: float) -> tuple[int, list[float]]:
    """How many of the voters have lost their connection, and after how long each had one again, in seconds."""
    await asyncio.sleep(0.3)
    cut_off = [
        voter
        for voter, old in zip(hall.voters, before, strict=True)
        if old is not None and voter.client._connection is not old
    ]
    back_s: list[float] = []
    away = cut_off
    while away and time.monotonic() - began < LEVEL_WITHIN_S:
        await asyncio.sleep(0.05)
        still = [voter for voter in away if voter.client._connection is None]
        back_s += [time.monotonic() - began] * (len(away) - len(still))
        away = still
    if away:
        hall.complaints.append(f"{len(away)} phones are not back after {LEVEL_WITHIN_S:.0f} s")
    return len(cut_off), back_s


async def kill_the_server(hall: Hall) -> int:
    """The one process with everything in it dies while votes are under way, and is started again."""
    await killed_under_way(hall)
    await started_again(hall)
    return 1


async def killed_under_way(hall: Hall) -> None:
    """The one process dies, some votes later, while there are votes that it has not answered."""
    counted = len(hall.history.counted)
    while len(hall.history.counted) < counted + hall.rng.randint(1, 40):
        await asyncio.sleep(0.001)
    while not hall.history.under_way:
        await asyncio.sleep(0)
    hall.server.kill()


async def started_again(hall: Hall) -> None:
    """Start the one process, and measure how long it takes until a vote is counted, where it starts from nothing."""
    server, is_cold = hall.server, True
    if isinstance(server, WarmServer):
        is_cold = server.is_cold = hall.restarts % COLD_EVERY == 0
    hall.restarts += 1
    counted, began = len(hall.history.counted), time.monotonic()
    await asyncio.to_thread(server.start)
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while len(hall.history.counted) == counted:
            await asyncio.sleep(0.005)
    if is_cold:
        hall.measured(FIRST_ACK, time.monotonic() - began)


async def kill_the_server_at_a_call(hall: Hall) -> int:
    """The one process dies at the n-th write to a file, sync or write to a socket of its life, which is not done.

    The one before it, whose calls nobody has counted, dies at any moment.
    """
    if (strace := shutil.which("strace")) is None:
        raise NotHere("strace")
    call, most = hall.rng.choice(list(MOST_CALLS.items()))
    at = hall.rng.randint(1, most)
    assert isinstance(hall.server, WarmServer)
    await killed_under_way(hall)
    hall.beside["server-kill"] += 1
    hall.server.is_cold = False
    told = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={at}")
    hall.server.before = (strace, "-f", "-qqq", "-o", "/dev/null", *told)
    until = time.monotonic() + CALL_WITHIN_S
    try:
        # It may die in the midst of its beginning.
        with contextlib.suppress(RuntimeError):
            await asyncio.to_thread(hall.server.start)
        while hall.server.is_running and time.monotonic() < until:
            await asyncio.sleep(0.01)
    finally:
        hall.server.before = ()
    has_died = not hall.server.is_running
    hall.server.kill()
    await started_again(hall)
    return has_died


async def kill_redis(hall: Hall) -> int:
    """Redis dies and is back in a moment."""
    await asyncio.sleep(hall.rng.uniform(0.05, 0.5))
    before = await asyncio.to_thread(run_of_redis, hall)
    hall.cluster.redis.kill()
    await asyncio.sleep(hall.rng.uniform(0.0, 0.3))
    await asyncio.to_thread(hall.cluster.redis.start)
    return await asyncio.to_thread(run_of_redis, hall) != before


def run_of_redis(hall: Hall) -> str:
    """Each process of Redis has a name of its own."""
    with redis.Redis(port=hall.cluster.redis.port) as client:
        return str(client.info("server")["run_id"])


async def flush_redis(hall: Hall) -> int:
    """Everything in Redis is gone at once."""
    await asyncio.sleep(hall.rng.uniform(0.05, 0.5))
    before = await asyncio.to_thread(hall.place)
    await asyncio.to_thread(hall.cluster.redis.ask, "FLUSHALL")
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while (now := await asyncio.to_thread(hall.place)) is None or now == before:
            await asyncio.sleep(0.02)
    hall.lose_epochs(before)
    return now.epoch != (before.epoch if before else "")


async def another_redis_leads(hall: Hall) -> int:
    """The primary dies or stands still, its replica is made the primary, and the old one comes back behind it."""
    assert hall.cluster.guarded is not None
    guarded, old = hall.cluster.guarded, await asyncio.to_thread(lambda: hall.cluster.redis)
    await asyncio.sleep(hall.rng.uniform(0.05, 0.5))
    before = await asyncio.to_thread(hall.place)
    dies, began = hall.rng.random() < 0.5, time.monotonic()
    (old.kill if dies else old.pause)()
    await asyncio.to_thread(guarded.until_another_leads, old)
    counted = len(hall.history.counted)
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while len(hall.history.counted) == counted:
            await asyncio.sleep(0.02)
    hall.measured(COUNTED_AGAIN, time.monotonic() - began)
    await asyncio.to_thread(old.start) if dies else old.go_on()
    await asyncio.to_thread(until, lambda: followers(guarded.primary()) == len(guarded.servers) - 1)
    # What the new one had not heard yet is given back to it, in another order.
    hall.lose_epochs(before)
    return 1


async def cut_subscriptions(hall: Hall) -> int:
    """Every pub/sub connection is cut five times within a second."""
    cut = 0
    for _ in range(5):
        answer = await asyncio.to_thread(hall.cluster.redis.ask, "CLIENT", "KILL", "TYPE", "pubsub")
        cut += int(str(answer))
        await asyncio.sleep(0.2)
    return cut


async def cut_and_fill(hall: Hall) -> int:
    """The subscriptions of hubs are cut off because they took too little: what they were to be told is dropped."""
    ask = hall.cluster.redis.ask
    # Whoever was cut off a moment ago has to listen again before standing still.
    await asyncio.to_thread(until, lambda: listening(hall) >= len(hall.cluster.hubs))
    await asyncio.to_thread(ask, "CONFIG", "SET", "client-output-buffer-limit", "pubsub 1kb 1kb 0")
    for hub in hall.cluster.hubs:
        hub.signal(signal.SIGSTOP)
    try:
        dropped = await asyncio.to_thread(fill_subscriptions, hall)
    finally:
        for hub in hall.cluster.hubs:
            hub.signal(signal.SIGCONT)
        await asyncio.to_thread(ask, "CONFIG", "SET", "client-output-buffer-limit", "pubsub 32mb 8mb 60")
    return dropped


def fill_subscriptions(hall: Hall) -> int:
    """Publish until every subscription of those who stand still is dropped, or a lot; how many are dropped."""
    with redis.Redis(port=hall.cluster.redis.port) as client:
        before = {one["id"] for one in client.client_list("pubsub")}
        (channel,) = channels_of_moves(client)
        for _ in range(1_000):
            client.execute_command("SPUBLISH", channel, b"x" * 8_192)
        return len(before - {one["id"] for one in client.client_list("pubsub")})


def channels_of_moves(client: redis.Redis) -> list[bytes]:
    """The one that tells which events have moved on, if anybody listens; nobody minds an unknown event in it."""
    return [name for name in client.execute_command("PUBSUB", "SHARDCHANNELS") if name.endswith(b":moved")]


def listening(hall: Hall) -> int:
    """How many subscriptions hear which events have moved on."""
    with redis.Redis(port=hall.cluster.redis.port) as client:
        return sum(
            int(client.execute_command("PUBSUB", "SHARDNUMSUB", name)[1])
            for name in channels_of_moves(client)
        )


def lease(hall: Hall) -> tuple[str, int]:
    with redis.Redis(port=hall.cluster.redis.port) as client:
        analyst, fence = client.hmget(f"plenary:lease:{hall.code}", "analyst", "fence")
    return (analyst or b"").decode(), int(fence or 0)


def alive(hall: Hall) -> set[str]:
    """The analysts who have said a word within their lease."""
    with redis.Redis(port=hall.cluster.redis.port) as client:
        seconds, micros = client.time()
        now_ms = seconds * 1_000 + micros // 1_000
        return {name.decode() for name in client.zrangebyscore("plenary:analysts", now_ms, "+inf")}


async def taken_over(hall: Hall, before: tuple[str, int]) -> bool:
    """Wait until another has the event, or until it is plain that the one who is silent did not have it."""
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while True:
            holder, fence = await asyncio.to_thread(lease, hall)
            if fence > before[1] and holder:
                return True
            awake = await asyncio.to_thread(alive, hall)
            if len(awake) == 1 and holder in awake:
                return False
            await asyncio.sleep(0.05)


async def all_awake(hall: Hall) -> None:
    async with asyncio.timeout(LEVEL_WITHIN_S):
        while len(await asyncio.to_thread(alive, hall)) < len(hall.cluster.analysts):
            await asyncio.sleep(0.05)


async def kill_the_analyst(hall: Hall) -> int:
    """Both analysts die, one after the other: whoever had the event, another has it soon."""
    taken = 0
    for analyst in hall.cluster.analysts * MOST_TURNS:
        if taken and analyst is hall.cluster.analysts[0]:
            break
        before = await asyncio.to_thread(lease, hall)
        await asyncio.sleep(hall.rng.uniform(0, 0.5))
        maps, killed_at = len(hall.watcher.seen), time.monotonic()
        analyst.kill()
        if await taken_over(hall, before):
            taken += 1
            async with asyncio.timeout(LEVEL_WITHIN_S):
                while len(hall.watcher.seen) == maps:
                    await asyncio.sleep(0.01)
            hall.measured(NEW_MAP, time.monotonic() - killed_at)
        analyst.start()
        await all_awake(hall)
    return taken


async def put_the_analyst_to_sleep(hall: Hall) -> int:
    """Whoever has the event sleeps past the lease and wakes up again: another has it, and it stays so."""
    taken = 0
    for analyst in hall.cluster.analysts * MOST_TURNS:
        if taken and analyst is hall.cluster.analysts[0]:
            break
        # Some time of its own for each who has it: then it falls asleep over a map, and wakes up with it in hand.
        await asyncio.sleep(hall.rng.uniform(0.5, AWAKE_AT_MOST_S))
        before = await asyncio.to_thread(lease, hall)
        analyst.signal(signal.SIGSTOP)
        try:
            taken += await taken_over(hall, before)
        finally:
            analyst.signal(signal.SIGCONT)
        await all_awake(hall)
    return taken


def spoilt(way: Network, weather: Weather, for_s: float) -> Break:
    """The network is like that for a while, longer or shorter at random, and then fine again."""

    async def spoil(hall: Hall) -> int:
        before, asked = way.befallen, len(hall.history.asked)
        way.weather = weather
        try:
            await asyncio.sleep(hall.rng.uniform(0.5, 1.5) * for_s)
        finally:
            way.weather = FINE
        return way.befallen - before if len(hall.history.asked) > asked else 0

    return spoil
