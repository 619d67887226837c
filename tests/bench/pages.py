"""What people wait for, in a real browser: from a vote to the hall's moved map, from the desk's act to every page."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import DESK, FLAGS, PHONE, SCREEN
from tests.browser.gathering import gather
from tests.server_process import Server

VOTES = 6
WAIT_MS = 20_000
MAP_MOVED = "before => document.querySelector('.opinion-map canvas').toDataURL() !== before"


def measure() -> tuple[list[float], list[float]]:
    """Seconds from a vote to the projector's moved map, and from the desk's act to phone and projector both."""
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        server.start()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            return _measured(browser, server)
        finally:
            browser.close()
            server.stop()


def _measured(browser: Browser, server: Server) -> tuple[list[float], list[float]]:
    links = server.create(title="Bench", prompts=["How should the Alliance be governed?"])
    gather(server, links)
    desk = _open(browser, links.moderator, DESK)
    screen = _open(browser, links.projector, SCREEN)
    phone = _open(browser, links.participant, PHONE)
    desk.get_by_role("button", name="Opinion map").first.click()
    phone.get_by_role("button", name="Taking part remotely").click()
    screen.locator(".opinion-map canvas").wait_for(timeout=WAIT_MS)
    screen.wait_for_timeout(3_000)
    votes = [_seconds(lambda: _vote(phone), lambda: _moves(screen)) for _ in range(VOTES)]
    desk.get_by_role("button", name="Prompt", exact=True).first.click()
    acts = []
    for _ in range(3):
        acts.append(_seconds(lambda: _press(desk, "Close"), lambda: _follows(phone, screen, closed=True)))
        acts.append(
            _seconds(lambda: _press(desk, "Open again"), lambda: _follows(phone, screen, closed=False))
        )
    return votes, acts


def _seconds(act: Callable[[], object], seen: Callable[[], None]) -> float:
    act()
    began = time.perf_counter()
    seen()
    return time.perf_counter() - began


def _vote(phone: Page) -> None:
    phone.locator(".card").get_by_role("button", name="Disagree", exact=True).click()


def _moves(screen: Page) -> None:
    before = screen.locator(".opinion-map canvas").evaluate("canvas => canvas.toDataURL()")
    screen.wait_for_function(MAP_MOVED, arg=before, timeout=WAIT_MS)


def _press(desk: Page, name: str) -> None:
    desk.get_by_role("button", name=name, exact=True).click()


def _follows(phone: Page, screen: Page, closed: bool) -> None:
    state: Literal["visible", "hidden"] = "visible" if closed else "hidden"
    phone.get_by_text("This prompt has closed").wait_for(state=state, timeout=WAIT_MS)
    screen.get_by_text("This prompt is closed").wait_for(state=state, timeout=WAIT_MS)


def _open(browser: Browser, address: str, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    return page
