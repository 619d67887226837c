"""Confirmed addresses and sign-in in the browser: from the desk's choice to a vote, and on to a second device."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages, running
from tests.browser.gathering import steer
from tests.browser.test_levels import votes
from tests.pages.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider
from tests.pages.test_prove_by_mail import Letterbox, link_in
from tests.server_process import Links, Server, free_port


@dataclass
class Proving:
    """A server that confirms addresses and signs people in, and whom it asks to do so."""

    server: Server
    box: Letterbox
    provider: OidcProvider


@pytest.fixture(scope="module")
def proving(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proving]:
    folder: Path = tmp_path_factory.mktemp("proving")
    secret = folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    box = Letterbox()
    letters = Controller(box, hostname="127.0.0.1", port=free_port())
    letters.start()
    with oidc_provider() as provider:
        mail = ["--smtp", f"smtp://127.0.0.1:{letters.port}", "--mail-from", "hall@plenary.example"]
        account = [
            "--sign-in",
            provider.issuer,
            "--sign-in-client",
            CLIENT,
            "--sign-in-secret-file",
            str(secret),
        ]
        with running(request.param, folder / "data", is_paced=True, more=[*mail, *account]) as server:
            yield Proving(server, box, provider)
    letters.stop()


@pytest.fixture
def opened(browser: Browser, proving: Proving) -> Iterator[Pages]:
    """Pages of this server, which may be sent to its provider and nowhere else."""
    opened = Pages(browser, (proving.server.url, proving.provider.issuer))
    yield opened
    for context in opened.opened:
        context.close()
    assert opened.foreign == []
    assert opened.complaints == []


def begun(opened: Pages, server: Server, level: str, line: str) -> Links:
    """An event whose organiser has chosen the level at the desk; the projector says it."""
    links = server.create(title="A gathering", prompts=["How should the Alliance be governed?"])
    organiser = opened.open(links.organiser, DESK)
    organiser.locator("#levels").get_by_role("combobox").select_option(level)
    screen = opened.open(links.projector, SCREEN)
    expect(screen.get_by_text(line)).to_be_visible(timeout=PATIENCE_MS)
    steer(server, links, "open-prompt")
    steer(server, links, "seed", text="Trams at night.", language="en")
    return links


def takes_part(phone: Page) -> None:
    """From the page that has given the seat to the first vote."""
    phone.get_by_role("link", name="Go to the statements").click()
    phone.get_by_role("button", name=re.compile("remote", re.IGNORECASE)).click()
    votes(phone)


def test_whoever_confirms_an_address_votes_and_takes_the_ballot_along(proving: Proving, opened: Pages):
    links = begun(opened, proving.server, "email", "Each confirmed e-mail address counts once.")
    phone = opened.open(links.participant, PHONE)
    assert findings(phone) == []
    phone.get_by_label("Your e-mail address").fill("ada@example.org")
    phone.get_by_role("button", name="Send me the message").click()
    expect(phone.get_by_role("status")).to_be_visible()
    assert findings(phone) == []
    link = link_in(proving.box.letters[-1])

    # What a mail server does that looks at links: it opens the page, runs its script, and presses nothing.
    scanner = opened.open(link, PHONE)
    expect(scanner.get_by_role("button", name="Take part on this device")).to_be_visible()
    scanner.close()

    phone.goto(link)
    assert findings(phone) == []
    phone.get_by_role("button", name="Take part on this device").click()
    takes_part(phone)

    second = opened.open(links.participant, PHONE)
    second.get_by_label("Your e-mail address").fill("ADA@example.org")
    second.get_by_role("button", name="Send me the message").click()
    expect(second.get_by_role("status")).to_be_visible()
    second.goto(link_in(proving.box.letters[-1]))
    second.get_by_role("button", name="Take part on this device").click()
    second.get_by_role("link", name="Go to the statements").click()
    expect(second.get_by_text("You have seen everything so far")).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.get_by_text("To vote, confirm your e-mail address once.")).to_be_visible(timeout=PATIENCE_MS)


def test_whoever_signs_in_elsewhere_votes_and_another_account_is_another(proving: Proving, opened: Pages):
    links = begun(opened, proving.server, "sign-in", "Each signed-in account counts once.")
    for subject in ("ada", "bo"):
        proving.provider.subject = subject
        phone = opened.open(links.participant, PHONE)
        assert findings(phone) == []
        phone.get_by_role("button", name="Sign in").click()
        confirm = phone.get_by_role("button", name="Take part on this device")
        phone.wait_for_url(lambda url: url.startswith(f"{proving.server.url}/sign-in/back?"))
        expect(confirm).to_be_visible()
        assert findings(phone) == []
        confirm.click()
        takes_part(phone)
