"""The owner of a phone sees what is held of them, has it erased, reads the original, and votes by finger."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, Pages
from tests.browser.gathering import gather
from tests.browser.pictures import layer, write
from tests.browser.test_phone_states import PICTURES, SIDEWAYS, SMALL_TARGETS
from tests.browser.test_whole_way import join
from tests.cluster import Cluster
from tests.server_process import Links, Server

Create = Callable[..., Links]

CANARY = "A canary sings here that nobody but a moderator has heard"
GONE_WITHIN_S = 60.0

PLENARYS_NAMES = "code => Object.keys(localStorage).filter(name => name.startsWith(`plenary/${code}/`))"


def look(page: Page, state: str) -> None:
    """Keeps the picture, and finds nothing wrong with the page."""
    page.wait_for_timeout(250)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{state}.png", full_page=True)
    assert findings(page) == [], state
    assert page.evaluate(SMALL_TARGETS) == [], state
    assert page.evaluate(SIDEWAYS) <= 0, state


WRITES_LATE = """name => {
  const held = localStorage.getItem(name);
  addEventListener("storage", ({ key, newValue }) => newValue === null && localStorage.setItem(name, held));
}"""
"""The page remembers its owner once more after another has forgotten them."""


def left_in(folder: Path, word: str) -> list[str]:
    """The files of the data directory that hold the word."""
    return [str(file) for file in folder.rglob("*") if file.is_file() and word.encode() in file.read_bytes()]


def test_somebody_sees_what_is_held_of_them_and_has_it_erased(pages: Pages, server: Server, event: Create):
    if isinstance(server, Cluster):
        pytest.skip("looks for words in files; what a Redis forgets is held by the stores' own tests")
    links = event(title="Listening at scale")
    gather(server, links)
    desk, phone = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    join(phone)
    phone.locator(".card .choice--agree").click()
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    write(phone, CANARY)
    expect(desk.get_by_text(CANARY)).to_be_visible(timeout=PATIENCE_MS)
    other_tab = phone.context.new_page()
    other_tab.goto(links.participant)
    expect(other_tab.locator(".card")).to_be_visible()
    other_tab.evaluate(WRITES_LATE, f"plenary/{links.code}/mine")
    layer(phone, "me")

    with phone.expect_download() as saved:
        phone.get_by_role("button", name="Save what the server holds").click()

    held = json.loads(Path(saved.value.path()).read_text())
    kinds = [record["kind"] for record in held["records"]]
    assert kinds == ["participant-joined", "vote-cast", "statement-submitted"]
    assert held["records"][2]["text"] == CANARY
    pseudonym = held["participant"]
    assert left_in(server.data, CANARY) != []
    assert left_in(server.data, pseudonym) != []
    look(phone, "en-17-own-data")

    phone.get_by_role("button", name="Erase me", exact=True).click()
    expect(phone.get_by_text("It cannot be undone.")).to_be_visible()
    look(phone, "en-18-erase-asked")
    phone.get_by_role("button", name="Yes, erase me").click()

    expect(phone.get_by_role("heading", name="You have been erased.")).to_be_visible(timeout=PATIENCE_MS)
    look(phone, "en-19-erased")
    expect(desk.get_by_text(CANARY)).to_have_count(0)
    # Another tab of the same browser is somebody new as well.
    expect(other_tab.get_by_role("button", name="Taking part remotely")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_text(CANARY)).to_have_count(0)
    other_tab.close()
    until = time.monotonic() + GONE_WITHIN_S
    while (
        left := left_in(server.data, CANARY) + left_in(server.data, pseudonym)
    ) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []

    phone.get_by_role("button", name="Take part anew").click()
    join(phone)
    layer(phone, "me")
    expect(phone.get_by_text("You have not voted yet.")).to_be_visible()


def test_who_asks_to_be_erased_where_there_is_no_network_is_erased_once_there_is(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, people=2)
    phone = pages.open(links.participant, PHONE, locale="ar", color_scheme="dark")
    join(phone, "عن بُعد")
    phone.locator(".card .choice--agree").click()
    expect(phone.locator(".last-vote")).to_be_visible()
    layer(phone, "me")
    expect(phone.locator(".own-data")).to_be_visible(timeout=PATIENCE_MS)
    # A worker that is fetched while there is no network would complain of that.
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    phone.locator(".own-data button").last.click()
    look(phone, "ar-18-erase-asked")
    phone.locator(".own-data .notice button").last.click()
    expect(phone.locator(".own-data .notice")).to_be_visible()
    assert phone.evaluate(PLENARYS_NAMES, links.code) != []

    phone.context.set_offline(False)

    expect(phone.locator("main.front h1")).to_be_visible(timeout=30_000)
    assert phone.evaluate(PLENARYS_NAMES, links.code) == []
    look(phone, "ar-19-erased")


def test_a_translation_made_at_the_desk_appears_on_phones_and_the_original_is_one_tap_away(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, statements=["Every region should have a seat."], people=1)
    desk = pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE, locale="fr-FR")
    join(phone, "À distance")
    expect(phone.locator(".card__statement")).to_have_text("Every region should have a seat.")
    panel = desk.locator("#translations")
    panel.locator("summary").click()
    panel.locator("select").select_option("fr")

    # Prompts are translated there too.
    one = panel.get_by_role("listitem").filter(has_text="Every region should have a seat.")
    one.locator("textarea").fill("Chaque région devrait avoir un siège.")
    one.locator("form button[type=submit]").click()

    text = phone.locator(".card__statement")
    expect(text).to_have_text("Chaque région devrait avoir un siège.", timeout=PATIENCE_MS)
    expect(text).to_have_attribute("lang", "fr")
    look(phone, "fr-20-translated")
    phone.locator(".card__translated button").click()
    expect(text).to_have_text("Every region should have a seat.")
    expect(text).to_have_attribute("lang", "en")
    phone.locator(".card__translated button").click()
    expect(text).to_have_text("Chaque région devrait avoir un siège.")
    phone.locator(".card .choice--agree").click()
    expect(phone.locator(".last-vote")).to_be_visible()


def test_a_finger_votes_by_pushing_the_card_and_scrolling_votes_nothing(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, people=2)
    phone = pages.open(links.participant, PHONE, has_touch=True, is_mobile=True)
    join(phone)
    expect(phone.locator(".card__swipe")).to_be_visible(timeout=PATIENCE_MS)
    first = phone.locator(".card__statement").inner_text()

    push(phone, [(150, 0), (151, 60), (153, 140)])
    expect(phone.locator(".last-vote")).to_have_count(0)
    push(phone, [(120, 0), (180, 2), (230, 3), (300, 4)], look_at="en-21-swiping")

    expect(phone.locator(".last-vote .choice-sign--agree")).to_be_visible()
    assert phone.locator(".card__statement").inner_text() != first
    push(phone, [(300, 0), (220, 2), (130, 3)])
    expect(phone.locator(".last-vote .choice-sign--disagree")).to_be_visible()


def push(page: Page, path: list[tuple[int, int]], look_at: str = "") -> None:
    """A finger goes that way, from the middle of the card's words: x on the page, y from there."""
    box = page.locator(".card__statement").bounding_box()
    assert box is not None
    devtools = page.context.new_cdp_session(page)
    for step, (x, y) in enumerate(path):
        kind = "touchStart" if step == 0 else "touchMove"
        point = {"x": x, "y": box["y"] + box["height"] / 2 + y}
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(80)
    if look_at:
        page.screenshot(path=PICTURES / f"{look_at}.png")
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(80)
