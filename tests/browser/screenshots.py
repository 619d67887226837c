"""`make screenshots`: pictures of every scene and state, taken of the demonstration event once it has come to life.

What is shown is said in `pictures.py`, of which the tests take theirs too. All pictures go to test-output/demo; the
README's are some of them, and go to web/pictures.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, PHONE, SCREEN
from tests.browser.pictures import OUTPUT, Hall, desk_states, phone_states, scenes
from tests.server_process import Links, free_port

README: Final = Path(__file__).parents[2] / "web" / "pictures"
IN_README: Final = {"phone-agreed": "phone", "screen-map": "projector", "desk-at-work": "desk"}
"""Which picture goes into the README, and its name there."""

VOTES: Final = 2_400
WITHIN_S: Final = 400
STANDS_STILL_MS: Final = 1_000
ALIKE: Final = "Every region should elect one member of the committee."
"""Like one of the demonstration's statements."""


@dataclass(frozen=True)
class Demo:
    """The demonstration's server."""

    port: int


def main() -> int:
    argparse.ArgumentParser(prog="make screenshots", description=__doc__).parse_args()
    demo = Demo(free_port())
    command = [sys.executable, "-m", "plenary", "demo", "--port", str(demo.port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        links = _links(process)
        _wait_for_votes(f"http://127.0.0.1:{demo.port}/metrics")
        path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for name, page in _shown(browser, Hall(demo, links, come=lambda: None, alike=ALIKE)):
                _take(page, name)
            browser.close()
    finally:
        process.terminate()
        process.wait(20)
    return 0


def _links(demo: "subprocess.Popen[str]") -> Links:
    assert demo.stdout is not None
    found: dict[str, str] = {}
    for line in demo.stdout:
        if match := re.match(r"\s+(Phone|Projector|Desk)\s+(\S+)", line):
            found[match[1]] = match[2]
        if len(found) == 3:
            code = found["Phone"].rpartition("/")[2]
            return Links(
                code, found["Phone"], found["Projector"], moderator=found["Desk"], organiser=found["Desk"]
            )
    raise RuntimeError("the demo ended without its links")


def _wait_for_votes(metrics: str) -> None:
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        with urllib.request.urlopen(metrics) as answer:
            votes = re.search(r"^plenary_votes (\S+)", answer.read().decode(), re.MULTILINE)
        if votes and float(votes[1]) >= VOTES:
            return
        time.sleep(1)
    raise TimeoutError("the audience has not voted enough")


def _shown(browser: Browser, hall: Hall) -> Iterator[tuple[str, Page]]:
    """Everything that there is to see, each with the page that shows it."""

    def opened(address: str, size: dict[str, int]) -> Page:
        context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        return page

    screen = opened(hall.links.projector, SCREEN)
    for scene in scenes(hall, (screen,)):
        yield f"screen-{scene}", screen
    for state, desk in desk_states(hall, opened):
        yield f"desk-{state}", desk
    phone = opened(hall.links.participant, PHONE)
    for state in phone_states(hall, phone):
        yield f"phone-{state}", phone


def _take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)  # or the next card's button, under the pointer, would look pressed
    if name in IN_README:
        page.evaluate("scrollTo(0, 0)")  # what was last waited for may have been further down
    page.wait_for_timeout(STANDS_STILL_MS)
    folder = OUTPUT / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}.png"
    page.screenshot(path=picture)
    if name in IN_README:
        README.mkdir(exist_ok=True)
        shutil.copy(picture, README / f"{IN_README[name]}.png")
    print(picture, flush=True)


if __name__ == "__main__":
    sys.exit(main())
