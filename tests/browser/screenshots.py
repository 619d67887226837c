"""`make screenshots`: the README's pictures, taken of the demonstration event once it has come to life."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import DESK, FLAGS, PHONE, SCREEN
from tests.server_process import free_port

PICTURES = Path(__file__).parents[2] / "web" / "pictures"
VOTES = 2_400
WITHIN_S = 400


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "plenary", "demo", "--port", str(port)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        links = _links(demo)
        _wait_for_votes(f"http://127.0.0.1:{port}/metrics")
        path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            _take(browser, links)
            browser.close()
    finally:
        demo.terminate()
        demo.wait(20)
    return 0


def _links(demo: "subprocess.Popen[str]") -> dict[str, str]:
    assert demo.stdout is not None
    found: dict[str, str] = {}
    for line in demo.stdout:
        if match := re.match(r"\s+(Phone|Projector|Desk)\s+(\S+)", line):
            found[match[1]] = match[2]
        if len(found) == 3:
            return found
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


def _take(browser: Browser, links: dict[str, str]) -> None:
    phone = _open(browser, links["Phone"], PHONE)
    phone.get_by_role("button", name="Cartagena").click()
    for choice in ("Agree", "Disagree", "Agree"):
        phone.locator(".card").get_by_role("button", name=choice, exact=True).click()
        phone.wait_for_timeout(300)
    _shoot(phone, "phone")
    _shoot(_open(browser, links["Projector"], SCREEN), "projector")
    _shoot(_open(browser, links["Desk"], DESK), "desk")


def _open(browser: Browser, address: str, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    return page


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(4_000)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
