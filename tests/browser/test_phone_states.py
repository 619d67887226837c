"""Every state of the phone, in light and dark, from left to right and back: what a machine can find wrong.

The pictures stay in test-output/phone, for eyes.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PATIENCE_MS, PHONE, Pages
from tests.browser.gathering import gather
from tests.browser.pictures import OUTPUT, Hall, layer, phone_states
from tests.server_process import Links, Server

PICTURES = OUTPUT / "phone"
Create = Callable[..., Links]

# Links in running text may be as high as the line; whatever else is pressed must be hit by a thumb.
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .layers a, select, textarea, input')]
    .filter(one => one.offsetParent !== null)
    .map(one => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Look:
    """Looks at one phone in one guise, and keeps what it saw."""

    def __init__(self, page: Page, guise: str) -> None:
        self._page = page
        self._guise = guise
        PICTURES.mkdir(parents=True, exist_ok=True)

    def __call__(self, state: str) -> None:
        page = self._page
        page.wait_for_timeout(250)
        page.screenshot(path=PICTURES / f"{self._guise}-{state}.png")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing half under the layers' names
        if page.evaluate("scrollY") > 0:
            page.screenshot(path=PICTURES / f"{self._guise}-{state}-end.png")
        assert findings(page) == [], state
        assert page.evaluate(SMALL_TARGETS) == [], state
        assert page.evaluate(SIDEWAYS) <= 0, state
        page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("ar", "dark")])
def test_every_state_of_the_phone_is_sound(
    pages: Pages, server: Server, event: Create, locale: str, scheme: str
):
    links = event(venues=["Cartagena", "Mumbai"], title="Listening at scale")
    page = pages.open(links.participant, PHONE, locale=locale, color_scheme=scheme)
    look = Look(page, f"{locale[:2]}-{scheme}")
    hall = Hall(
        server,
        links,
        come=lambda: gather(server, links, venues=["v1", "v2"], people=12),
        alike="Every region should have its own seat?",
    )
    for number, state in enumerate(phone_states(hall, page), 1):
        look(f"{number:02}-{state}")


UNDER_THE_LAYERS = """() => {
    const at = document.activeElement;
    if (at === document.body || at.closest('.layers')) return '';
    const end = document.querySelector('.layers').getBoundingClientRect().top;
    return at.getBoundingClientRect().bottom > end + 1 ? at.textContent || at.id : '';
}"""


def test_nothing_that_has_the_focus_lies_under_the_names_of_the_layers(
    pages: Pages, server: Server, event: Create
):
    links = event(venues=["Cartagena"])
    gather(server, links, venues=["v1"], people=8)
    page = pages.open(links.participant, {"width": 360, "height": 600})
    page.locator(".front__places button").first.click()
    page.locator(".card .choice--agree").click()
    expect(page.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    page.locator(".write button").click()
    expect(page.locator("#statement")).to_be_focused()
    assert page.evaluate(UNDER_THE_LAYERS) == ""

    for name, last in (("me", ".own-data button"), ("room", ".room summary")):
        layer(page, name)
        expect(page.locator(last).last).to_be_visible(timeout=PATIENCE_MS)
        page.evaluate("scrollTo(0, 0)")
        reached = 0
        while not page.evaluate("document.activeElement.closest('.layers') !== null"):
            page.keyboard.press("Tab")
            assert page.evaluate(UNDER_THE_LAYERS) == ""
            reached += 1
        assert reached > 1


def test_twice_as_large_nothing_is_cut_and_the_keyboard_reaches_everything(
    pages: Pages, server: Server, event: Create
):
    links = event(venues=["Cartagena"])
    gather(server, links, venues=["v1"], people=2)
    # 200 % on a phone of 390 pixels is a phone of 195.
    page = pages.open(links.participant, {"width": 195, "height": 422})
    expect(page.locator(".front__places button").first).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 0

    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.card') !== null"):
            break
    page.keyboard.press("a")
    expect(page.locator(".last-vote .choice-sign--agree")).to_be_visible()
    expect(page.locator(".card__statement")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator(".last-vote .choice-sign--disagree")).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 0

    layer(page, "room")
    expect(page.locator(".room h3").first).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate(SIDEWAYS) <= 0
    layer(page, "me")
    page.locator(".own-data button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#erase-sure")).to_be_focused()
    assert page.evaluate(SIDEWAYS) <= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".own-data button").last).to_be_focused()
