"""The map without its picture: by keyboard and from the accessibility tree, every fact that the picture shows."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page, expect
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from plenary.wire.codec import Encoding
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import STATEMENTS, gather
from tests.browser.pictures import settled
from tests.browser.test_scenes import hall_of, overflowing
from tests.server_process import Links, Server

VOTES = 16 * len(STATEMENTS)  # of all whom `gather` has vote
SHAPE_OF = {"A": "disc", "B": "square", "C": "triangle", "D": "diamond"}
PART = "(in the middle|on the left|on the right|at the (top|bottom)( left| right)?)"
SPREAD = "(close together|loosely together|widely spread)"
CLOCK = r"\d+:\d\d:\d\d(\s[AP]M)?"
GAP = "(mixed with it|right beside it|well apart)"

Create = Callable[..., Links]


def posted(server: Server, links: Links) -> dict[str, Any]:
    """The map of the first prompt as projectors are told it, once all votes of the gathering are in it."""

    async def listen() -> dict[str, Any]:
        url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
        secret = links.projector.partition("#")[2]
        hello = {"kind": "hello", "role": "projector", "key": secret, "device": "words"}
        async with asyncio.timeout(60):
            while True:
                # Only who arrives is told the whole map: where votes are still to come, arrive again.
                async with connect(url, subprotocols=[Subprotocol(Encoding.JSON)]) as socket:
                    await socket.send(msgspec.json.encode(hello).decode())
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(5):
                            while True:
                                message: dict[str, Any] = msgspec.json.decode(await socket.recv())
                                if message["kind"] == "map":
                                    break
                            if message["votes"] >= VOTES and message.get("groups"):
                                return message
                await asyncio.sleep(0.5)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, listen()).result()


def tabbed_to(page: Page, selector: str, most: int = 40) -> None:
    """Press the tabulator key until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"no way by keyboard to {selector}")


def rows_of(tree: str) -> list[str]:
    """The rows of the tables in an accessibility tree, less their heads."""
    rows = re.findall(r'- row "([^"]*)"', tree)
    return [row for row in rows if not row.startswith("Group ")]


def expect_all_told(tree: str, told: dict[str, Any]) -> None:
    """The tree holds every group with its letter, shape, size, place, spread and neighbour."""
    rows = rows_of(tree)
    assert len(rows) == len(told["groups"])
    for group, row in zip(told["groups"], rows, strict=True):
        label = group["label"]
        line = rf"{label} \({SHAPE_OF[label]}\)( You)? {group['size']} {PART} {SPREAD} [A-D], {GAP}.*"
        assert re.fullmatch(line, row), row


def test_a_screen_tells_by_keyboard_what_its_map_shows(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    hall_of(server, links).show("map")
    screen = pages.open(links.projector, SCREEN)
    settled(screen, "map")
    words = screen.get_by_role("group", name="The map in words")
    expect(words).to_contain_text(f"from {VOTES} votes.", timeout=PATIENCE_MS)
    expect(words.get_by_role("table")).to_be_attached(timeout=PATIENCE_MS)
    told = posted(server, links)

    tabbed_to(screen, ".scene-map__words")

    expect(words.get_by_role("table")).to_be_in_viewport()
    tree = words.aria_snapshot()
    expect_all_told(tree, told)
    assert "16 people are on the map." in tree
    assert re.search(rf"As of {CLOCK}, from {VOTES} votes\.", tree), tree
    common = told["findings"]["common_ground"]
    assert len(common) >= 1
    assert f"Common ground: all groups answer {len(common)} statement" in tree
    assert any(text in tree for text in STATEMENTS[:2])
    assert findings(screen) == []

    screen.keyboard.press("Tab")
    screen.keyboard.press("Tab")
    expect(words.get_by_role("table")).not_to_be_in_viewport()


def test_a_phone_tells_by_keyboard_what_its_map_shows_and_where_one_stands(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links)
    phone = pages.open(links.participant, PHONE)
    phone.get_by_role("button", name="Taking part remotely").click()
    phone.locator(".card").get_by_role("button", name="Agree", exact=True).click()
    phone.get_by_role("navigation").get_by_role("link", name="Room").click()
    expect(phone.locator(".room__words summary")).to_be_visible(timeout=PATIENCE_MS)
    told = posted(server, links)

    tabbed_to(phone, ".room__words summary")
    phone.keyboard.press("Enter")

    words = phone.locator(".room__words")
    expect(words.get_by_role("table")).to_be_visible()
    expect(words.locator(".map-words__own")).to_contain_text("Your place:", timeout=PATIENCE_MS)
    tree = words.aria_snapshot()
    assert len(rows_of(tree)) == len(told["groups"])
    assert re.search(rf"Your place: in (group [AB], .*|no group so far); {PART} in the picture\.", tree), tree
    assert re.search(rf"As of {CLOCK}, from \d+ votes\.", tree), tree
    assert findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


ZOOMED = {"device_scale_factor": 2.0}


def half(size: dict[str, int]) -> dict[str, int]:
    return {side: length // 2 for side, length in size.items()}


def test_at_twice_the_size_a_screen_loses_nothing(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    gather(server, links, venues=["v1", "v2"])
    screen = pages.open(links.projector, half(SCREEN), **ZOOMED)
    for scene in ("lobby", "map", "common-ground", "statement"):
        hall_of(server, links).show(scene)
        settled(screen, scene)
        assert overflowing(screen) == [], scene
        assert findings(screen) == [], scene

    for _ in range(4):
        screen.keyboard.press("+")

    window = screen.locator(".projector__window")
    assert window.evaluate("one => one.scrollWidth / one.clientWidth") == pytest.approx(2, abs=0.05)
    screen.locator(".strip__health").scroll_into_view_if_needed()
    expect(screen.locator(".strip__health")).to_be_in_viewport()


def test_at_twice_the_size_a_desk_loses_nothing(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    gather(server, links, venues=["v1", "v2"])
    desk = pages.open(links.moderator, half(DESK), **ZOOMED)
    expect(desk.locator("#stage")).to_be_visible(timeout=PATIENCE_MS)
    desk.wait_for_timeout(500)

    assert desk.evaluate("document.documentElement.scrollWidth") <= DESK["width"] // 2
    assert findings(desk) == []
    assert desk.evaluate(CUT_OFF) == []


# What lies beyond its panel's edge, though it is there to be seen.
CUT_OFF = """() => [...document.querySelectorAll('.panel')].flatMap((panel) => {
    const { left, right } = panel.getBoundingClientRect();
    return [...panel.querySelectorAll('*')]
        .filter((one) => one.offsetWidth > 1 && !one.closest('[inert], .visually-hidden'))
        .filter((one) => one.getBoundingClientRect().right > right + 1 || one.getBoundingClientRect().left < left - 1)
        .map((one) => `${panel.id}: ${one.className} ${one.textContent.slice(0, 40)}`);
})"""
