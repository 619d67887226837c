"""Who may come in, how long those wait who may not, and how a server that stops sends its people away."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus

from plenary.deliberation.vocabulary import Role
from plenary.hub import doorkeeper
from plenary.hub.doorkeeper import (
    GOODBYES_WITHIN_S,
    LONGEST_WINDOW_S,
    RETURNS_PER_S,
    Doorkeeper,
)
from plenary.hub.receipts import Receipts
from plenary.hub.turnstile import AT_ONCE
from plenary.wire.closing import Closing
from tests.hub.phones import Phone, hub_on
from tests.hub.running import Hall, Person
from tests.hub.test_healing import ForgetfulStore
from tests.hub.test_receipts import CODE, prepared


class Guest:
    has_begun = False

    def __init__(self) -> None:
        self.left_at: float | None = None
        self.closing: Closing | None = None

    def end(self, closing: Closing) -> None:
        self.closing = closing
        self.left_at = asyncio.get_running_loop().time()


@pytest.mark.parametrize(
    ("inside", "hubs", "window_s"),
    [
        (0, 1, 2),
        (10_000, 1, 10_000 // RETURNS_PER_S),
        (10_000, 2, 10_000 // RETURNS_PER_S),
        (10_000, 6, 5),
        (10**6, 1, LONGEST_WINDOW_S),
    ],
)
def test_the_window_grows_with_the_phones_and_shrinks_with_the_hubs_that_would_be_left(
    inside, hubs, window_s
):
    door = Doorkeeper(lambda: inside)
    door.hubs = hubs

    assert door.window_s() == window_s


async def test_everybody_is_told(the_hall: Hall):
    phone = await the_hall.phone()

    assert phone.first("welcome")["window_s"] == 2


async def test_who_stays_is_told_anew_when_more_have_come(the_hall: Hall, monkeypatch: pytest.MonkeyPatch):
    phone = await the_hall.phone()
    monkeypatch.setattr(doorkeeper, "SHORTEST_WINDOW_S", 9)
    await phone.say({"kind": "ping"})

    assert (await phone.hear("pong"))["window_s"] == 9


async def test_a_page_that_finds_the_door_full_is_told_when_to_come_back(
    the_hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    inside = await the_hall.phone()
    monkeypatch.setattr(doorkeeper, "MOST_AT_THE_DOOR", 0)
    page = Person(await the_hall.socket(origin=f"http://{the_hall.address}"))
    over = await page.ended()
    with pytest.raises(InvalidStatus) as program:
        await the_hall.socket()
    monkeypatch.undo()
    later = await the_hall.phone()

    assert (over.code, over.reason) == (1013, "full;window_s=2")
    assert program.value.response.status_code == 503
    assert program.value.response.headers["Retry-After"] == "2"
    # It is one line for both: in a hall it would be thousands.
    assert [one.message for one in caplog.records if one.name == "plenary.hub.endpoint"] == [
        "too many at once: asked to wait so far: 1"
    ]
    # Who is in notices nothing.
    await inside.say({"kind": "ping"})
    assert (await inside.hear("pong"))["kind"] == "pong"
    assert later.first("welcome")["kind"] == "welcome"


async def test_each_is_sent_away_when_its_own_time_is_up(monkeypatch: pytest.MonkeyPatch):
    """Also who took nearly all of it for the handshake, behind somebody who came later. On a clock that jumps."""
    now, timers = [100.0], list[tuple[float, Callable[[], None]]]()
    loop = asyncio.get_running_loop()

    def call_at(when_s, call):
        timers.append((when_s, call))
        return asyncio.TimerHandle(when_s, call, (), loop)

    door = Doorkeeper(lambda: 0)
    quick, slow, polite = Guest(), Guest(), Guest()
    with monkeypatch.context() as jumping:
        jumping.setattr(loop, "time", lambda: now[0], raising=False)
        jumping.setattr(loop, "call_at", call_at, raising=False)
        door.expect(quick, 99.0)
        door.expect(polite, 99.0)
        door.expect(slow, 91.0)
        door.passed(polite)
        while timers:
            now[0], look = min(timers, key=lambda timer: timer[0])
            timers.remove((now[0], look))
            look()

    assert [quick.left_at, slow.left_at, polite.left_at] == [109.0, 104.0, None]
    assert quick.closing is slow.closing is Closing.HELLO_OVERDUE


@pytest.mark.parametrize("people", [150, 30_000])
async def test_a_server_that_stops_says_goodbye_to_some_at_a_time_and_to_all_before_it_is_cut(
    people: int, monkeypatch: pytest.MonkeyPatch
):
    """On a clock that jumps: three seconds are none here."""
    now = [100.0]
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "time", lambda: now[0], raising=False)
    later: list[object] = []

    def call_later(delay_s, call, *args):
        now[0] += delay_s
        later.append(call)
        loop.call_soon(call, *args)

    monkeypatch.setattr(loop, "call_later", call_later, raising=False)
    door = Doorkeeper(lambda: people)
    guests = [Guest() for _ in range(people)]
    for guest in guests:
        door.send_away(guest)
    while any(guest.left_at is None for guest in guests):
        await asyncio.sleep(0)

    assert not door.admits
    assert {guest.closing for guest in guests} == {Closing.RESTART}
    rounds = Counter(guest.left_at or 0.0 for guest in guests)
    assert max(rounds) - 100.0 <= GOODBYES_WITHIN_S
    assert max(rounds.values()) <= max(200, people * 2 // 60)


async def test_of_a_hall_that_comes_at_once_some_are_shown_in_at_a_time():
    """So that between them votes have their turn."""
    store = ForgetfulStore()
    async with hub_on(store, store, Receipts()) as hub:
        await prepared(store, hub)
        phones = [Phone(CODE, f"the key of phone {number:03}") for number in range(5 * AT_ONCE)]
        coming = [asyncio.ensure_future(phone.connect(hub)) for phone in phones]  # noqa: TID251 - all are awaited below
        seen = [0]
        while seen[-1] < len(phones):
            await asyncio.sleep(0)
            seen.append(hub.live_events()[0].connections.count()[Role.PARTICIPANT])
        await asyncio.gather(*coming)

    steps = [now - before for before, now in itertools.pairwise(seen)]
    assert max(steps) == AT_ONCE
