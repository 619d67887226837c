"""The desk at work, with phone and projector beside it: times, announcements, merging, mending, two desks at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, layer
from tests.server_process import Links, Server

Create = Callable[..., Links]

ONE = "Every region should have a seat."
ALIKE = "Each region should have a seat."


def write(phone: Page, text: str) -> None:
    phone.get_by_role("button", name="Write a statement").click()
    phone.get_by_role("textbox").last.fill(text)
    phone.get_by_role("button", name="Send", exact=True).click()


def open_prompt(desk: Page) -> None:
    desk.get_by_role("button", name="Open", exact=True).first.click()
    expect(desk.locator(".run[data-part='now'] .prompt-card")).to_have_count(1)


def test_a_prompt_is_announced_counts_down_and_closes_by_itself(pages: Pages, event: Create):
    links = event()
    desk, phone = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    screen = pages.open(links.projector, SCREEN)
    join(phone)
    open_prompt(desk)
    desk.get_by_role("textbox", name="Message to everybody").fill("Coffee is in the hall.")
    desk.get_by_role("button", name="Announce", exact=True).click()
    notice = phone.get_by_role("complementary").filter(has_text="Coffee is in the hall.")
    expect(notice).to_be_visible()
    expect(screen.get_by_text("Coffee is in the hall.").first).to_be_visible()
    desk.get_by_role("button", name="Withdraw").click()
    expect(notice).to_have_count(0)  # a live region keeps what it has said

    desk.get_by_role("button", name="2 min", exact=True).click()
    expect(desk.get_by_text(re.compile(r"Writing ends in [01]:\d\d"))).to_be_visible()
    expect(phone.locator(".deadline")).to_be_visible()
    desk.locator(".run[data-part='now'] .to-screen").get_by_role("button", name="Prompt", exact=True).click()
    expect(screen.get_by_role("timer")).to_have_text(re.compile(r"Writing ends in [01]:\d\d"))
    # Now, rather than in two minutes: the same plan, with times that the desk's form puts in the past.
    card = desk.locator(".run[data-part='now'] .prompt-card")
    card.get_by_text("Times", exact=True).click()
    card.get_by_label("Writing ends at").fill("")
    card.get_by_label("Closes at").fill("2026-01-01T00:00")
    card.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("This prompt has closed")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.locator(".run[data-part='done'] .prompt-card")).to_have_count(1)


def test_one_press_goes_on_to_the_next_prompt_on_every_page(pages: Pages, event: Create):
    links = event(prompts=["What now?", "And then?", "And at last?"])
    desk, phone = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    screen = pages.open(links.projector, SCREEN)
    join(phone)
    third = desk.get_by_role("listitem", name="And at last?")
    third.get_by_role("button", name="Earlier").click()
    expect(desk.locator(".run[data-part='next'] h4")).to_have_text(["What now?", "And at last?", "And then?"])

    desk.keyboard.press("n")
    desk.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="What now?")).to_be_visible()
    expect(screen.get_by_text("What now?").first).to_be_visible()
    desk.keyboard.press("n")
    desk.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="And at last?")).to_be_visible()
    expect(screen.get_by_text("And at last?").first).to_be_visible()
    expect(desk.locator(".run[data-part='done'] h4")).to_have_text(["What now?"])


def test_alike_statements_are_merged_and_taken_apart(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    desk, author = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    join(author)
    write(author, ALIKE)
    expect(desk.get_by_role("group", name="Says something similar")).to_contain_text(ONE)

    desk.keyboard.press("m")
    expect(desk.get_by_role("button", name=re.compile("^Merged 1"))).to_be_visible()
    reader = pages.open(links.participant, PHONE)
    join(reader)
    for _ in range(8):
        statement = reader.locator(".card__statement").inner_text()
        if statement == ONE:
            break
        reader.locator(".card").get_by_role("button", name="Pass", exact=True).click()
        expect(reader.locator(".card__statement")).not_to_have_text(statement)
    expect(reader.locator(".card")).to_contain_text(ALIKE)

    desk.get_by_role("button", name=re.compile("^Merged")).click()
    desk.get_by_role("button", name="Take apart").click()
    expect(desk.get_by_role("button", name=re.compile("^Merged 0"))).to_be_visible()
    expect(reader.locator(".card")).not_to_contain_text(ALIKE)


def test_two_moderators_see_each_other_and_end_with_one_decision(pages: Pages, event: Create):
    links = event()
    one, other = pages.open(links.moderator, DESK), pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    open_prompt(one)
    for text in ("Trams should run all night.", "Libraries should open on Sundays."):
        write(phone, text)
    expect(one.locator(".waiting")).to_have_count(2)
    expect(one.get_by_text("At the desk too:")).to_be_visible()
    other.get_by_label("Your name, for other moderators").fill("Amina")
    other.get_by_label("Your name, for other moderators").press("Tab")
    other.locator(".waiting").first.click()
    expect(one.get_by_text("\u2068Amina\u2069 is on this")).to_be_visible()

    # Both press on the same statement, each before hearing of the other.
    for desk in (one, other):
        desk.evaluate(
            """() => {
                const show = document.querySelector(".waiting__actions .button");
                setTimeout(() => show.click(), 400);
            }"""
        )
    for desk in (one, other):
        expect(desk.get_by_role("button", name=re.compile("^Shown 1"))).to_be_visible()
    one.get_by_role("button", name=re.compile("^Shown")).click()
    one.get_by_role("button", name="Undo decision").click()
    for desk in (one, other):
        expect(desk.get_by_role("button", name=re.compile("^Waiting 2"))).to_be_visible()


def test_several_statements_are_decided_at_once_and_a_typo_is_mended(pages: Pages, event: Create):
    links = event()
    desk, phone = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    join(phone)
    open_prompt(desk)
    for text in ("Trams shuold run all night.", "Libraries should open on Sundays.", "Buy my book."):
        write(phone, text)
    expect(desk.locator(".waiting")).to_have_count(3)
    desk.keyboard.press("e")
    desk.get_by_label("Words of the statement", exact=False).fill("Trams should run all night.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".waiting__text").first).to_have_text("Trams should run all night.")

    for number in (0, 1):
        desk.locator(".waiting").nth(number).get_by_role("checkbox").check()
    desk.get_by_role("group", name="2 selected").get_by_role("button", name="Show", exact=True).click()
    expect(desk.get_by_role("button", name=re.compile("^Shown 2"))).to_be_visible()
    desk.keyboard.press("u")
    expect(desk.get_by_role("button", name=re.compile("^Waiting 3"))).to_be_visible()


def test_the_desks_instruments_tell_the_delay_and_the_coverage(pages: Pages, server: Server, event: Create):
    links = event()
    desk = pages.open(links.moderator, DESK)
    gather(server, links)

    instruments = desk.locator("#instruments")
    expect(instruments).to_contain_text(re.compile(r"\d\.\d s, 95% within \d+\.\d s"), timeout=PATIENCE_MS)
    expect(instruments).to_contain_text("8 of 8 statements have 8 votes", timeout=PATIENCE_MS)


def test_a_busy_desk_has_no_access_violations_in_english_and_arabic(
    pages: Pages, server: Server, event: Create
):
    links = event(prompts=["What now?", "And then?"])
    gather(server, links)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    write(phone, ALIKE)
    for locale, size in (("en-GB", DESK), ("ar", DESK), ("en-GB", PHONE), ("ar", PHONE)):
        desk = pages.open(links.moderator, size, locale=locale)
        expect(desk.locator(".similar")).to_be_visible()
        desk.locator(".waiting input[type=checkbox]").first.check()
        desk.locator(".times summary").first.click()
        assert findings(desk) == [], (locale, size)
        width = desk.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], (locale, size)


def test_a_banned_author_is_told_so_and_comes_back_when_the_ban_is_lifted(pages: Pages, event: Create):
    links = event()
    desk, phone = pages.open(links.moderator, DESK), pages.open(links.participant, PHONE)
    join(phone)
    open_prompt(desk)
    write(phone, ONE)
    desk.locator(".waiting__text", has_text=ONE).click()
    desk.get_by_role("button", name="Ban the author").click()
    desk.get_by_role("textbox", name="Reason, for the other moderators").fill("threatens people")
    desk.get_by_role("button", name="Ban", exact=True).click()
    bans = desk.get_by_role("region", name="Bans")
    expect(bans).to_contain_text("threatens people")
    assert findings(desk) == []

    write(phone, "And another thing.")
    layer(phone, "Me")
    expect(phone.get_by_text("A moderator has ended your voting and writing").first).to_be_visible()
    layer(phone, "Now")
    expect(desk.locator(".waiting__text", has_text="And another thing.")).to_have_count(0)

    bans.get_by_role("button", name="Lift the ban").click()
    expect(bans).to_have_count(0)
    write(phone, "A third thing.")
    expect(desk.locator(".waiting__text", has_text="A third thing.")).to_be_visible()
