"""The desk's main states, in English and in Arabic: nothing is cut off, axe finds nothing, and pictures are kept.

They lie in test-output/desk (or where TEST_OUTPUT says), at 1920 x 1080, at 1440 x 900 and on a phone.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import findings
from tests.browser.conftest import Pages
from tests.browser.gathering import gather
from tests.browser.pictures import OUTPUT, Hall, desk_states
from tests.browser.test_words import CUT_OFF
from tests.server_process import Links, Server

Create = Callable[..., Links]


def kept(desk: Page, name: str, language: str) -> None:
    """A picture of all of the page as it stands, which must be whole and open to everybody."""
    desk.wait_for_timeout(300)
    pictures = OUTPUT / "desk"
    pictures.mkdir(parents=True, exist_ok=True)
    desk.screenshot(path=pictures / f"{name}-{language}.png", full_page=True)
    width = desk.evaluate("document.documentElement.clientWidth")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
    assert desk.evaluate(CUT_OFF) == [], name
    assert findings(desk) == [], name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_is_whole_in_its_main_states(pages: Pages, server: Server, event: Create, language: str):
    links = event(venues=["Cartagena", "Mumbai"], title="Listening at scale")
    locale = {"en": "en-GB", "ar": "ar"}[language]
    hall = Hall(
        server,
        links,
        come=lambda: gather(server, links, venues=["v1", "v2"]),
        alike="Each region should have a seat.",
    )
    for name, page in desk_states(hall, lambda address, size: pages.open(address, size, locale=locale)):
        kept(page, name, language)
