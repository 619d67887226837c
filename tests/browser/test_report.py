"""The report as a file on somebody's disk: no server, no network, every way of reading it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import written
from plenary.pages.documents import report_page
from tests.archive.gatherings import TEXTS, camps, gathered
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE

PAYLOADS = (
    "<img src=x onerror=\"document.title='executed'\">",
    "</script><script>document.title='executed'</script>",
    "javascript:document.title='executed'",
    "السكن يجب أن يكون متاحًا للجميع في Zürich-West",
)
STATEMENTS = (*TEXTS, *PAYLOADS)


@dataclass
class Disk:
    """Opens the file as a reader would, without any network, and hears what it asks for and complains of."""

    browser: Browser
    file: Path
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def open(self, size: dict[str, int] = PHONE, locale: str = "en-GB", address: str = "") -> Page:
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=locale,
            offline=True,
            reduced_motion="reduce",
        )
        self.opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.goto(f"{self.file.as_uri()}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ballots = camps((14, 11, 6), len(STATEMENTS))
    names = list(ballots)
    at: dict[str, str | None] = {**dict.fromkeys(names[::2], "lib"), **dict.fromkeys(names[1::4], "sch")}
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(written(report(gathered(ballots, STATEMENTS, at=at), Wish()), report_page()))
    return path


@pytest.fixture
def disk(browser: Browser, file: Path) -> Iterator[Disk]:
    disk = Disk(browser, file)
    yield disk
    for context in disk.opened:
        context.close()
    assert [url for url in disk.asked if not url.startswith((file.as_uri(), "data:"))] == []
    assert disk.complaints == []


def test_the_file_says_everything_without_a_network(disk: Disk):
    page = disk.open()

    for heading in (
        "Opinion groups",
        "Common ground",
        "Fault lines",
        "What deserves discussion",
        "All statements",
    ):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_text("This is not a vote or an election").first).to_be_visible()
    expect(page.get_by_role("img", name="Opinion map: 31 people")).to_be_visible()
    assert page.locator(".statement[id]").count() == len(STATEMENTS)


def test_no_statement_is_anything_but_text(disk: Disk):
    page = disk.open()

    assert page.title() == "The forum"
    assert page.locator(".statement img, .statement script").count() == 0
    expect(page.locator("#s13 .statement__text")).to_have_text(PAYLOADS[0])


def test_statements_are_searched_without_accents_filtered_and_sorted(disk: Disk):
    page = disk.open()
    whole = page.locator("#statements .statement")

    page.get_by_label("Search").fill("cafe")
    expect(whole).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 statement")
    page.get_by_label("Search").fill("zurich")
    expect(whole).to_have_count(1)
    page.get_by_label("Search").fill("")
    page.get_by_label("What came of it").select_option(label="Fault line")
    shown = whole.count()
    assert 0 < shown < len(STATEMENTS)
    page.get_by_label("What came of it").select_option(label="all")
    page.get_by_label("Order").select_option(label="most agreement first")
    assert page.locator("#statements .statement").first.get_attribute("id") in ("s1", "s2")


def test_an_address_leads_to_its_statement_whatever_was_searched_for(disk: Disk):
    page = disk.open(address="#s7")
    expect(page.locator("#s7")).to_be_in_viewport()

    page.get_by_label("Search").fill("trees")
    expect(page.locator("#s9")).to_have_count(0)
    page.evaluate("location.hash = '#s9'")
    expect(page.locator("#s9")).to_be_in_viewport()
    expect(page.locator("#s9")).to_be_focused()


def test_the_map_can_be_coloured_by_the_answers_to_a_statement(disk: Disk):
    page = disk.open(DESK)

    page.get_by_label("Colour by").select_option(index=3)
    tally = page.locator("#s3 .answers__row").first
    agreeing = tally.locator(".numbers__agree").inner_text().split()[0]
    expect(page.locator(".map__key-agree")).to_have_text(f"{agreeing} agree")


def test_what_the_map_shows_stands_beside_it_in_words_and_as_a_table(disk: Disk):
    page = disk.open()

    page.get_by_text("The map in words").press("Enter")

    table = page.get_by_role("table", name="The opinion groups as a table")
    sizes = [int(text.split()[0]) for text in page.locator(".group__size").all_inner_texts()]
    told = [int(text) for text in table.locator("tbody tr td:nth-of-type(1)").all_inner_texts()]
    assert told == sizes
    assert len(told) >= 2
    expect(page.get_by_text("31 people are on the map.")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "wide"])
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_axe_finds_nothing(disk: Disk, size: dict[str, int], locale: str):
    page = disk.open(size, locale)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")

    assert findings(page) == []


@pytest.mark.parametrize("locale", ["en", "fr", "es", "pt", "ar", "hi", "th", "zh"])
def test_a_phone_never_scrolls_sideways_in_any_language(disk: Disk, locale: str):
    page = disk.open(PHONE, locale)

    assert page.evaluate("document.documentElement.lang") == locale
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")


def test_the_language_can_be_changed_from_the_file_alone(disk: Disk):
    page = disk.open()

    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Terrain d’entente")).to_be_visible()


def test_on_paper_nothing_stays_folded_and_nothing_is_a_button(disk: Disk):
    page = disk.open(DESK)
    pdf = page.pdf(format="A4")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") >= 4
    assert page.locator("details:not([open])").count() == 0
    expect(page.get_by_role("button")).to_have_count(0)
    for number in range(1, len(STATEMENTS) + 1):
        expect(page.locator(f"#s{number} .statement__text")).to_be_visible()


def test_the_noscript_part_holds_every_statement(browser: Browser, file: Path):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())

    assert page.locator("noscript li").count() == len(STATEMENTS)
    context.close()
