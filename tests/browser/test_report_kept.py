"""From the close to the report: desk, hall and phone are told, and everybody finds what they may have."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from plenary.archive.report.verifying import verify_report
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, SCREEN, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, vote
from tests.server_process import Links, Server

WITHIN_MS = 60_000
"""A report is due within a minute of the close."""

Create = Callable[..., Links]


def test_after_the_close_everybody_is_told_of_the_report(
    pages: Pages, server: Server, event: Create, tmp_path: Path
):
    links = event(venues=["Library", "School"])
    gather(server, links, venues=["v1", "v2"], people=24)
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.organiser, DESK)
    phone = pages.open(links.participant, PHONE)
    join(phone, "School")
    for _ in range(6):
        vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=15_000)

    closed_at = time.monotonic()
    desk.get_by_role("button", name="Close", exact=True).click()
    ready = phone.get_by_role("link", name="Read the report")
    expect(ready).to_be_visible(timeout=WITHIN_MS)
    assert time.monotonic() - closed_at < WITHIN_MS / 1_000

    # The phone finds its owner's place by votes that it keeps to itself.
    ready.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("A gathering")
    expect(phone.get_by_text("Your phone found you by your votes")).to_be_visible()
    expect(phone.locator(".map__own")).to_be_visible()

    panel = desk.locator("#keeping")
    expect(panel.get_by_text("Version 1", exact=True)).to_be_visible()
    heads = panel.locator(".keeping__heads").inner_text()
    desk.get_by_role("button", name="Thank you").first.click()
    expect(screen.locator(".scene-thanks__heads")).to_be_visible()
    shown = screen.locator(".scene-thanks__heads").inner_text().split()[-1]
    assert shown in heads

    # A named analysis stands in the next version, beside that of all votes.
    panel.get_by_text("Named analyses").click()
    panel.get_by_label("Name").fill("Library alone")
    panel.get_by_label("Place").select_option("Library")
    panel.get_by_role("button", name="Add the analysis").click()
    expect(panel.get_by_role("button", name="Remove Library alone")).to_be_visible()
    panel.get_by_text("Take the data with you").click()
    assert findings(desk) == []
    panel.get_by_role("button", name="Make another version").click()
    expect(panel.get_by_text("Version 2", exact=True)).to_be_visible(timeout=WITHIN_MS)
    second = pages.open(f"{server.url}/e/{links.code}/report/2", DESK)
    expect(second.get_by_role("columnheader", name="Library alone")).to_be_visible()
    expect(second.get_by_role("link", name="Version 1")).to_be_visible()
    first = pages.open(f"{server.url}/e/{links.code}/report/1", PHONE)
    expect(first.get_by_role("link", name="followed by version 2")).to_be_visible()

    # What was downloaded verifies, and the organiser gets everything.
    with second.expect_download() as download:
        second.get_by_role("link", name="Download as one file").click()
    assert verify_report(Path(download.value.path()).read_bytes()).report.edition.number == 2
    panel.get_by_label("Format").select_option("plenary")
    panel.get_by_role("button", name="Prepare the file").click()
    with desk.expect_download(timeout=WITHIN_MS) as archive:
        panel.get_by_role("link", name="Download").click(timeout=WITHIN_MS)
    assert Path(archive.value.path()).read_bytes().startswith(b"SQLite format 3\0")
    for name, page in (("desk", desk), ("thanks", screen), ("phone", phone), ("second", second)):
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name in ("phone", "second"))


@pytest.mark.parametrize(
    ("form", "readers", "said"),
    [("polis", "public", "FOR THE PUBLIC"), ("tttc", "organiser", "FOR THE ORGANISER")],
)
def test_an_export_is_at_the_organisers_desk_and_says_whom_it_is_for(
    pages: Pages, server: Server, event: Create, form: str, readers: str, said: str
):
    links = event()
    gather(server, links, people=12)
    desk = pages.open(links.organiser, DESK)
    desk.get_by_text("Take the data with you").click()
    panel = desk.locator("#keeping")
    panel.get_by_label("Format").select_option(form)
    panel.get_by_label("For whom").select_option(readers)
    panel.get_by_role("button", name="Prepare the file").click()
    with desk.expect_download(timeout=WITHIN_MS) as download:
        panel.get_by_role("link", name="Download").click(timeout=WITHIN_MS)
    with zipfile.ZipFile(download.value.path()) as files:
        readme = next(name for name in files.namelist() if "README" in name)
        assert said in files.read(readme).decode()
