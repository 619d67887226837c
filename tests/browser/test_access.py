"""What keeps people out: axe finds nothing on any page, in any scene; and nothing but our own server is asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import layer
from tests.server_process import Links, Server

SCENES = ("Join", "Prompt", "Opinion map", "Common ground", "Fault lines", "Worth talking about", "Thank you")

# There nothing stands half under the layers' names, which axe takes for a target that is too small.
TO_THE_END = "scrollTo(0, document.body.scrollHeight)"

Create = Callable[..., Links]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_phone(pages: Pages, server: Server, event: Create, scheme: str):
    links = event(venues=["Cartagena"])
    gather(server, links, venues=["v1"])
    phone = pages.open(links.participant, PHONE, color_scheme=scheme)
    assert findings(phone) == []
    phone.get_by_role("button", name="Cartagena").click()
    expect(phone.locator(".card")).to_be_visible()
    assert findings(phone) == []
    phone.locator(".card").get_by_role("button", name="Agree", exact=True).click()
    phone.get_by_role("button", name="Write a statement").click()
    expect(phone.get_by_role("textbox").last).to_be_visible()
    phone.evaluate(TO_THE_END)
    assert findings(phone) == []
    for name in ("Me", "Room"):
        layer(phone, name)
        expect(phone.locator(".opinion-map")).to_be_visible(timeout=PATIENCE_MS)
        phone.evaluate(TO_THE_END)
        assert findings(phone) == []


def test_axe_finds_nothing_where_a_code_is_entered(pages: Pages, server: Server):
    phone = pages.open(server.url, PHONE)
    expect(phone.get_by_label("Event code")).to_be_visible()

    assert findings(phone) == []


def test_axe_finds_nothing_on_any_scene(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.moderator, DESK)
    stage = desk.get_by_role("group", name="What the screen shows")
    for scene in SCENES:
        stage.get_by_role("button", name=scene, exact=True).click()
        screen.wait_for_timeout(500)
        assert findings(screen) == [], scene


def test_axe_finds_nothing_on_the_desk(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    desk = pages.open(links.moderator, DESK)
    expect(desk.get_by_role("heading", name="Prompts")).to_be_visible()
    assert findings(desk) == []
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_be_visible()
    assert findings(desk) == []


def test_axe_finds_nothing_where_an_event_is_created(pages: Pages, server: Server):
    secret = (server.data / "operator.secret").read_text().strip()
    desk = pages.open(f"{server.url}/desk#operator={secret}", DESK)
    expect(desk.get_by_label("Title")).to_be_visible()

    assert findings(desk) == []


def test_an_event_in_arabic_reads_from_right_to_left(pages: Pages, server: Server, event: Create):
    links = event(language="ar")
    gather(server, links)
    phone, screen = pages.open(links.participant, PHONE, locale="ar"), pages.open(links.projector, SCREEN)

    for page in (phone, screen):
        expect(page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    expect(phone.get_by_role("button", name="في القاعة")).to_be_visible()
    expect(screen.get_by_text("افتحوا على هواتفكم")).to_be_visible()
    assert findings(phone) == []
    assert findings(screen) == []


def test_a_wrong_link_does_not_cost_a_screen_its_good_one(pages: Pages, event: Create):
    links = event()
    address = links.projector.partition("#")[0]
    screen = pages.open(links.projector, SCREEN)
    expect(screen.get_by_text("Open on your phone")).to_be_visible()
    screen.goto("about:blank")
    screen.goto(f"{address}#0123456789abcdef0123456789abcdef")
    expect(screen.get_by_text("This screen cannot be shown")).to_be_visible()

    screen.goto(address)

    expect(screen.get_by_text("Open on your phone")).to_be_visible()
