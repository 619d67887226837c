"""The desk's main states, in English and in Arabic: nothing is cut off, axe finds nothing, and pictures are kept.

They lie in test-output/desk (or where TEST_OUTPUT says), at 1920 x 1080 and on a phone.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, SCREEN, Pages
from tests.browser.gathering import gather
from tests.browser.test_steering import write
from tests.browser.test_whole_way import join
from tests.browser.test_words import CUT_OFF
from tests.server_process import Links, Server

OUTPUT = Path(os.environ.get("TEST_OUTPUT") or Path(__file__).parents[2] / "test-output") / "desk"

Create = Callable[..., Links]


def kept(desk: Page, name: str, language: str) -> None:
    """A picture of all of the page as it stands, which must be whole and open to everybody."""
    desk.wait_for_timeout(300)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    desk.screenshot(path=OUTPUT / f"{name}-{language}.png", full_page=True)
    width = desk.evaluate("document.documentElement.clientWidth")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
    assert desk.evaluate(CUT_OFF) == [], name
    assert findings(desk) == [], name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_is_whole_in_its_main_states(pages: Pages, server: Server, event: Create, language: str):
    links = event(venues=["Cartagena", "Mumbai"], title="Listening at scale")
    locale = {"en": "en-GB", "ar": "ar"}[language]
    desk = pages.open(links.organiser, SCREEN, locale=locale)
    expect(desk.locator("#stage")).to_be_visible()
    kept(desk, "beginning", language)

    gather(server, links, venues=["v1", "v2"])
    phone = pages.open(links.participant, PHONE)
    join(phone, "Mumbai")
    write(phone, "Each region should have a seat.")
    desk.locator(".waiting__text").first.click()
    expect(desk.locator(".similar")).to_be_visible()
    desk.locator(".stage__scenes button").nth(1).click()
    expect(desk.locator(".stage__countdown")).to_be_visible()
    desk.locator(".screen-links summary").click()
    kept(desk, "at-work", language)

    small = pages.open(links.moderator, PHONE, locale=locale)
    expect(small.locator(".waiting__text").first).to_be_visible()
    small.locator(".waiting__text").first.click()
    kept(small, "on-a-phone", language)
