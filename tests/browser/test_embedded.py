"""A participant's page inside another site's, as beside a livestream: votes stay the phone's own there too."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect

from tests.browser.conftest import FLAGS, PATIENCE_MS, running
from tests.browser.gathering import gather
from tests.server_process import Links, free_port

SIZE: ViewportSize = {"width": 1440, "height": 900}


class StreamPage(BaseHTTPRequestHandler):
    """Answers with a page of another site that holds the address in a frame."""

    def __init__(self, framed: str, *rest: object) -> None:
        self._framed = framed
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        page = (
            f'<!doctype html><title>Livestream</title><h1>Live</h1><iframe src="{self._framed}"'
            ' width="420" height="720"></iframe>'
        )
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Streams:
    """The same event in the pages of two sites, of which one may hold it."""

    links: Links
    named: str
    other: str


@pytest.fixture
def streams(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Streams]:
    ports = (free_port(), free_port())
    # By another name than the server's 127.0.0.1: browsers then keep storage apart for each site that holds the page.
    named, other = (f"http://localhost:{port}" for port in ports)
    with running(request.param, tmp_path, more=("--embed", named)) as server:
        links = server.create(title="A gathering", prompts=["What next?"])
        gather(server, links, people=2)
        sites = [
            ThreadingHTTPServer(("127.0.0.1", port), partial(StreamPage, links.participant)) for port in ports
        ]
        for site in sites:
            threading.Thread(target=site.serve_forever, daemon=True).start()
        yield Streams(links, named, other)
        for site in sites:
            site.shutdown()
            site.server_close()


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


@pytest.fixture
def partitioned(browser: Browser) -> Iterator[Page]:
    """A page where storage is kept apart for each holding site, as in people's browsers: Playwright has that off."""
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    opened = browser.browser_type.launch(executable_path=path, args=[*FLAGS, "--disable-features=Nothing"])
    yield opened.new_page(viewport=SIZE, locale="en-GB")
    opened.close()


def test_votes_in_a_page_held_by_another_site_are_remembered_there(partitioned: Page, streams: Streams):
    page = partitioned
    page.goto(streams.named)
    phone = framed(page)
    phone.get_by_role("button", name="Taking part remotely").click(timeout=PATIENCE_MS)
    first = phone.locator(".card__statement").inner_text()
    phone.locator(".card").get_by_role("button", name="Agree", exact=True).click()
    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)

    page.reload()

    # The same person: nobody is asked to join again, and the statement has its vote.
    expect(phone.locator(".progress")).to_contain_text("1", timeout=PATIENCE_MS)
    expect(phone.locator(".card__statement")).not_to_have_text(first)
    expect(phone.get_by_role("button", name="Taking part remotely")).to_have_count(0)
    expect(phone.get_by_role("link", name="Take part in a tab of its own")).to_have_count(0)


def test_a_browser_that_keeps_nothing_there_offers_a_tab_of_its_own(browser: Browser, streams: Streams):
    page = browser.new_page(viewport=SIZE, locale="en-GB")
    page.goto(streams.named)
    phone = framed(page)
    phone.get_by_role("button", name="Taking part remotely").click(timeout=PATIENCE_MS)
    way_out = phone.get_by_role("link", name="Take part in a tab of its own")
    expect(way_out).to_be_visible(timeout=PATIENCE_MS)

    with page.expect_popup() as popped:
        way_out.click()

    tab = popped.value
    expect(tab.get_by_role("button", name="Taking part remotely")).to_be_visible(timeout=PATIENCE_MS)
    assert tab.url.startswith(streams.links.participant)
    expect(tab.get_by_role("link", name="Take part in a tab of its own")).to_have_count(0)
    page.close()


def test_a_site_that_was_not_named_cannot_hold_the_page(browser: Browser, streams: Streams):
    page = browser.new_page(viewport=SIZE, locale="en-GB")
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(streams.other)

    expect(framed(page).locator(".desk, #app")).to_have_count(0)
    page.close()
