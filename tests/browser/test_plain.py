"""Taking part in a browser that runs no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, Pages
from tests.browser.gathering import gather
from tests.server_process import Links, Server

Create = Callable[..., Links]


def test_without_script_one_can_join_vote_and_write(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena"])
    gather(server, links, venues=["v1"])
    phone = pages.open(links.participant, PHONE, java_script_enabled=False)

    phone.get_by_role("button", name="Cartagena").click()
    phone.get_by_role("button", name="Agree", exact=True).click()
    expect(phone.get_by_text("You agreed · counted")).to_be_visible()
    expect(phone.get_by_text("1 of 8")).to_be_visible()
    phone.get_by_role("link", name="Change this answer").click()
    phone.get_by_role("button", name="Disagree", exact=True).click()
    expect(phone.get_by_text("You disagreed · counted")).to_be_visible()
    phone.get_by_role("link", name="Change this answer").click()
    phone.get_by_role("button", name="Take back").click()
    expect(phone.get_by_text("0 of 8")).to_be_visible()
    phone.get_by_label("Your statement").fill("Meetings should begin with a walk.")
    phone.get_by_role("button", name="Send").click()

    expect(phone.get_by_role("status")).to_contain_text("A moderator reads it before others see it")
    expect(phone.get_by_text("Waiting for a moderator")).to_be_visible()


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("ar", "dark")])
def test_axe_finds_nothing_on_the_plain_page(
    pages: Pages, server: Server, event: Create, locale: str, scheme: str
):
    links = event(venues=["Cartagena"])
    gather(server, links, venues=["v1"])
    phone = pages.open(f"{links.participant}/plain", PHONE, color_scheme=scheme, locale=locale)
    assert findings(phone) == []
    phone.get_by_role("button", name="Cartagena").click()
    phone.locator(".choice--agree").click()
    assert findings(phone) == []
