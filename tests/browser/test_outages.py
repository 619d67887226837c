"""The server dies under the pages' feet: they keep what they show and what was said to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, SCREEN, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, layer, vote
from tests.server_process import Server

PATIENCE_MS = 30_000


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone, to be killed."""
    started = Server(tmp_path)
    started.start()
    yield started
    started.stop()


def test_a_vote_cast_while_the_server_is_dead_is_counted_once_it_is_back(mortal: Server, browser: Browser):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=8)
    pages = Pages(browser, (mortal.url,))
    phone, screen = pages.open(links.participant, PHONE), pages.open(links.projector, SCREEN)
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")

    mortal.kill()
    vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    expect(screen.get_by_text("Connection lost")).to_be_visible(timeout=PATIENCE_MS)
    mortal.start()

    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    expect(screen.get_by_text("Connection lost")).to_be_hidden(timeout=PATIENCE_MS)
    assert pages.complaints == []


def test_a_phone_reloaded_while_offline_work_waits_still_sends_it(mortal: Server, browser: Browser):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=2)
    pages = Pages(browser, (mortal.url,))
    phone = pages.open(links.participant, PHONE)
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    mortal.kill()
    text = vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    mortal.start()

    phone.reload()
    layer(phone, "Me")

    mine = phone.locator("li", has_text=text)
    expect(mine).to_contain_text("counted", timeout=PATIENCE_MS)
