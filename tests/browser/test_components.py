"""The page of components in a browser: all are there, in both colours and from both sides, and axe finds nothing.

Pictures of the page lie in test-output/components (or where TEST_OUTPUT says).
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import TAGS, findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, Pages
from tests.browser.pictures import OUTPUT as PICTURES
from tests.server_process import Server

OUTPUT = PICTURES / "components"
UI = Path(__file__).parents[2] / "web" / "src" / "ui"
# A part of a page has not the landmarks and headings that the whole has.
TAGS_OF_PARTS = [tag for tag in TAGS if tag != "best-practice"]
FOLDERS = sorted(entry.name for entry in UI.iterdir() if entry.is_dir())


@pytest.fixture
def components(pages: Pages, server: Server) -> Page:
    page = pages.open(f"{server.url}/dev/components", DESK)
    expect(page.get_by_role("heading", level=1, name="Components")).to_be_visible(timeout=PATIENCE_MS)
    expect(page).to_have_title("Components · Plenary")
    return page


def background(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return colour


def test_each_component_has_its_heading_and_is_one_jump_away(components: Page):
    links = components.get_by_role("navigation", name="Components").get_by_role("link")
    expect(links).to_have_text(FOLDERS)
    for name in FOLDERS:
        expect(components.get_by_role("heading", level=2, name=name, exact=True)).to_be_attached()

    components.get_by_role("link", name="scenes").press("Enter")

    expect(components.get_by_role("heading", level=2, name="scenes", exact=True)).to_be_in_viewport()


# Both colours, and both sides: neither changes what the other does.
@pytest.mark.parametrize(("language", "colours"), [("en", "light"), ("ar", "dark")])
def test_the_page_keeps_nobody_out(components: Page, language: str, colours: str):
    components.get_by_role("combobox").select_option(language)
    components.get_by_role("radio", name=colours).check()
    expect(components.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    components.wait_for_timeout(300)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    components.screenshot(path=OUTPUT / f"{language}-{colours}.png", full_page=True)

    assert findings(components) == []


# What a hall could not read: below the join strip, or beyond the picture's edge.
CUT_OFF = """() => [...document.querySelectorAll('.screen')].flatMap((screen) => {
    const { left, right } = screen.getBoundingClientRect();
    const strip = screen.querySelector('.strip').getBoundingClientRect();
    return [...screen.querySelectorAll('.scene *')]
        .filter((one) => one.children.length === 0 && one.textContent.trim() && one.offsetWidth > 0)
        .filter((one) => !one.closest('.visually-hidden, .scene-map__words'))
        .filter((one) => {
            const box = one.getBoundingClientRect();
            return box.right > right + 1 || box.left < left - 1 || box.bottom > strip.top + 1;
        })
        .map((one) => `${screen.closest('.example').querySelector('figcaption').textContent}: ${one.textContent}`);
})"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_picture_stands_above_its_join_strip(components: Page, language: str):
    components.get_by_role("combobox").select_option(language)
    components.wait_for_timeout(300)

    assert components.evaluate(CUT_OFF) == []


TEXTS = Path(__file__).parents[2] / "web" / "src" / "text"
KEYS = {key for file in TEXTS.glob("*.en.json") for key in json.loads(file.read_text()) if "." in key}

SHELVES = ("participant", "projector", "moderator", "steward", "report")


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_part_of_a_page_is_drawn_in_a_window_of_its_own(components: Page, shelf: str):
    components.get_by_role("navigation", name="Shelves").get_by_role("link", name=shelf).click()
    expect(components).to_have_url(re.compile(f"of={shelf}$"))
    expect(components.locator("iframe").first).to_be_visible(timeout=PATIENCE_MS)
    components.wait_for_timeout(500)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for language in ("ar", "en"):
        components.get_by_role("combobox").select_option(language)
        components.wait_for_timeout(200)
        components.screenshot(path=OUTPUT / f"{shelf}-{language}.png", full_page=True)

    windows = components.frames[1:]
    assert len(windows) == components.locator(".example").count()
    for window in windows:
        title = window.frame_element().get_attribute("title")
        text = window.locator("#app").inner_text()
        assert text.strip() != "", title
        assert KEYS.isdisjoint(text.split()), f"{title}: its shelf lacks a catalogue"
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), title
        assert findings(window, TAGS_OF_PARTS) == [], title


def test_the_switches_are_worked_by_keys(components: Page):
    light = background(components)
    device = components.get_by_role("radio", name="device")
    device.focus()
    components.keyboard.press("ArrowRight")
    assert background(components) == light, "the browser of the tests prefers light"
    components.keyboard.press("ArrowRight")
    assert background(components) != light
    expect(components.get_by_role("radio", name="dark")).to_be_focused()

    components.get_by_role("radio", name="rtl").press("Space")

    expect(components.locator("html")).to_have_attribute("dir", "rtl")
    expect(components.locator("html")).to_have_attribute("lang", "en")


def test_a_phone_shows_it_without_scrolling_sideways(pages: Pages, server: Server):
    page = pages.open(f"{server.url}/dev/components", PHONE, color_scheme="dark")
    expect(page.get_by_role("heading", level=1, name="Components")).to_be_visible(timeout=PATIENCE_MS)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    dark = background(page)
    page.get_by_role("radio", name="light").check()
    assert background(page) != dark


def test_examples_can_be_tried(components: Page):
    choices = components.locator("[data-component='choices'] .example").first
    agree = choices.get_by_role("button", name="Agree", exact=True)
    agree.click()
    expect(agree).to_have_attribute("aria-pressed", "true")
    choices.get_by_role("button", name="Pass").click()
    expect(agree).to_have_attribute("aria-pressed", "false")
