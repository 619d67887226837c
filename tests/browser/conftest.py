"""A browser, a server, and the three pages side by side."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.cluster import Cluster
from tests.server_process import Links, Server

PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1920, "height": 1080}
DESK = {"width": 1440, "height": 900}

PATIENCE_MS = 30_000
"""For what a page shows once the server, the analysis and a busy machine have had their turns."""
expect.set_options(timeout=PATIENCE_MS)

# What a browser in a container, run by root, without a display needs; and none of its own calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# For this folder only: while it is open an event loop runs in this thread, which tests of coroutines do not bear.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


# The whole way is gone in both forms; everything else in the embedded one, unless TEST_SCALED=all says otherwise.
IN_BOTH_FORMS = {"tests.browser.test_whole_way"}


# What starts a server, and how far it is shared.
STARTING: dict[str, Literal["package", "module", "function"]] = {
    "server": "package",
    "proving": "module",
    "streams": "function",
    "mortal": "function",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, scope in STARTING.items():
        if name in metafunc.fixturenames:
            scaled = metafunc.module.__name__ in IN_BOTH_FORMS or os.environ.get("TEST_SCALED") == "all"
            forms = ["embedded", pytest.param("scaled", marks=pytest.mark.redis)] if scaled else ["embedded"]
            metafunc.parametrize(name, forms, indirect=True, scope=scope)


@contextmanager
def running(form: str, folder: Path, is_paced: bool = False, more: Sequence[str] = ()) -> Iterator[Server]:
    """One process with everything in it; or two hubs behind one address, an analyst, and a Redis."""
    made = Cluster if form == "scaled" else Server
    started = made(folder, is_paced=is_paced, more=more)
    started.start()
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="package")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(request.param, tmp_path_factory.mktemp("data")) as started:
        yield started


@pytest.fixture
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server of one test alone, to be killed."""
    with running(request.param, tmp_path) as started:
        yield started


@dataclass
class Pages:
    """Opens pages, each as a device of its own, and holds every one of them to the promises of all pages."""

    browser: Browser
    own: tuple[str, ...]
    opened: list[BrowserContext] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str, size: dict[str, int], **options: Any) -> Page:
        """The page at that address on a new device of that size."""
        options.setdefault("reduced_motion", "reduce")
        context = self.browser.new_context(viewport=size, locale=options.pop("locale", "en-GB"), **options)  # type: ignore[arg-type]
        self.opened.append(context)
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("pageerror", lambda error: self.complaints.append(f"{address.partition('#')[0]}: {error}"))
        page.on("console", lambda message: self._note_console(message.type, message.text))
        page.goto(address)
        return page

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((*self.own, "data:", "blob:")):
            self.foreign.append(request.url)

    def _note_console(self, kind: str, text: str) -> None:
        # A browser reports a lost connection by itself; everything else is ours.
        # So it does where the server dies while the page fetches its worker, which is some time after it has opened.
        # And of a context made with service workers blocked, that they are.
        reports = (
            "WebSocket connection",
            "net::ERR",
            "occurred when fetching the script",
            "Service Worker registration blocked by Playwright",
        )
        is_its_own = any(report in text for report in reports)
        if kind in ("error", "warning") and not is_its_own:
            self.complaints.append(text)


@pytest.fixture
def pages(browser: Browser, server: Server) -> Iterator[Pages]:
    """Every page opened here must keep to its own origin and complain of nothing."""
    opened = Pages(browser, (server.url,))
    yield opened
    for context in opened.opened:
        context.close()
    assert opened.foreign == []
    assert opened.complaints == []


@pytest.fixture
def event(server: Server) -> Callable[..., Links]:
    """Makes a new event on the shared server."""

    def create(**wish: Any) -> Links:
        defaults = {"title": "A gathering", "prompts": ["How should the Alliance be governed?"]}
        return server.create(**(defaults | wish))

    return create
