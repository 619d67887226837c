"""One-time tickets in the browser: made at the desk, shown on a phone, moved to another, made anew by a steward."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import steer
from tests.browser.test_roles import make_link
from tests.server_process import Links, Server

Create = Callable[..., Links]


def tickets_of(desk: Page, folder: Path) -> list[str]:
    """The codes of two new tickets, from the file of cards that the desk hands out."""
    panel = desk.locator("#levels")
    panel.get_by_label("How many new ones").fill("2")
    with desk.expect_download() as download:
        panel.get_by_role("button", name="Cards to print").click()
    file = folder / "tickets.html"
    download.value.save_as(file)
    sheet = desk.context.new_page()
    sheet.goto(file.as_uri())
    codes = sheet.locator("code").all_inner_texts()
    expect(sheet.locator(".card svg")).to_have_count(2)
    sheet.close()
    return codes


def votes(phone: Page) -> None:
    phone.get_by_role("button", name="Agree", exact=True).click()
    expect(phone.get_by_text("Counted").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_ticket_goes_from_the_desk_to_a_phone_and_on_to_another(
    pages: Pages, server: Server, event: Create, tmp_path: Path
):
    links = event()
    organiser = pages.open(links.organiser, DESK)
    organiser.locator("#levels").get_by_role("combobox").select_option("ticket")
    code, _ = tickets_of(organiser, tmp_path)
    steer(server, links, "open-prompt")
    steer(server, links, "seed", text="Trams at night.", language="en")
    expect(organiser.locator("#levels").get_by_role("combobox")).to_be_disabled()

    screen = pages.open(links.projector, SCREEN)
    expect(screen.get_by_text("one ticket, one person")).to_be_visible(timeout=PATIENCE_MS)

    phone = pages.open(links.participant, PHONE)
    expect(phone.get_by_text("one ticket stands for one person")).to_be_visible()
    assert findings(phone) == []
    phone.get_by_role("link", name="Only read").click()
    expect(phone.get_by_text("Trams at night.")).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.get_by_text("To vote, show your ticket once.")).to_be_visible()
    assert findings(phone) == []
    phone.get_by_role("link", name="Show it now").click()
    phone.get_by_label("Code on your ticket").fill(code.lower())
    phone.get_by_role("button", name="Take part with this ticket").click()
    recovery = phone.locator("code").inner_text()
    phone.get_by_role("link", name="Go to the statements").click()
    phone.get_by_role("button", name=re.compile("remote", re.IGNORECASE)).click()
    votes(phone)

    other = pages.open(f"{links.participant}/prove#{code.replace('-', '')}", PHONE)
    other.get_by_role("button", name="Take part with this ticket").click()
    expect(other.get_by_role("alert")).to_contain_text("in use on another device")
    other.get_by_label("Code on your ticket").fill(recovery)
    other.get_by_role("button", name="Take part with this ticket").click()
    other.get_by_role("link", name="Go to the statements").click()
    # The ballot has come along: there is nothing left to vote on.
    expect(other.get_by_text("You have seen everything so far")).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.get_by_text("To vote, show your ticket once.")).to_be_visible(timeout=PATIENCE_MS)

    steward = pages.open(make_link(organiser, "steward", "Door"), DESK)
    steward.get_by_label("Ticket number").fill("1")
    steward.get_by_role("button", name="New ticket").click()
    anew = steward.locator(".tickets__code").inner_text(timeout=PATIENCE_MS)
    expect(other.get_by_text("To vote, show your ticket once.")).to_be_visible(timeout=PATIENCE_MS)
    third = pages.open(f"{links.participant}/prove#{anew.replace('-', '')}", PHONE)
    third.get_by_role("button", name="Take part with this ticket").click()
    expect(third.get_by_text("You can vote on this device.")).to_be_visible()
    # A browser complains by itself of the one answer that said no.
    pages.complaints[:] = [one for one in pages.complaints if "422" not in one]
