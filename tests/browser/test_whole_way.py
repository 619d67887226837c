"""The whole way with phone, projector and desk side by side: what a person does here is seen there."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import STATEMENTS, gather
from tests.browser.pressing import press
from tests.server_process import Links, Server

Create = Callable[..., Links]


def join(page: Page, place: str = "Taking part remotely") -> None:
    page.get_by_role("button", name=place).click()


def vote(page: Page, choice: str) -> str:
    """Vote on the card that is shown; returns its text."""
    statement = page.locator(".card__statement")
    text = statement.inner_text()
    press(page, choice.lower())
    expect(statement).not_to_have_text(text)
    return text


def layer(phone: Page, name: str) -> None:
    phone.get_by_role("navigation").get_by_role("link", name=name).click()


def picture(screen: Page) -> str:
    """The opinion map's pixels, as one text."""
    pixels: str = screen.locator(".opinion-map canvas").evaluate("canvas => canvas.toDataURL()")
    return pixels


def still_picture(screen: Page) -> str:
    """The opinion map's pixels once its dots have arrived."""
    before, now = "", picture(screen)
    while now != before:
        screen.wait_for_timeout(500)
        before, now = now, picture(screen)
    return now


def test_a_vote_is_acknowledged_and_moves_the_projectors_map(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    gather(server, links, venues=["v1", "v2"])
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE)
    desk.get_by_role("button", name="Opinion map").first.click()
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=PATIENCE_MS)
    screen.wait_for_timeout(500)
    before = picture(screen)

    join(phone, "Mumbai")
    vote(phone, "Disagree")

    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    expect(screen.locator("body")).to_contain_text("129", timeout=PATIENCE_MS)
    screen.wait_for_function(
        "before => document.querySelector('.opinion-map canvas').toDataURL() !== before",
        arg=before,
        timeout=PATIENCE_MS,
    )


def test_every_page_follows_when_the_desk_opens_and_closes_a_prompt(pages: Pages, event: Create):
    links = event()
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    expect(phone.get_by_text("Nothing is open right now")).to_be_visible()

    desk.get_by_role("button", name="Open", exact=True).click()
    expect(phone.get_by_role("heading", name="How should the Alliance be governed?")).to_be_visible()
    desk.get_by_role("button", name="Prompt", exact=True).first.click()
    expect(screen.get_by_text("How should the Alliance be governed?").first).to_be_visible()

    desk.get_by_role("button", name="Close", exact=True).click()
    expect(phone.get_by_text("This prompt has closed")).to_be_visible()
    expect(screen.get_by_text("This prompt is closed")).to_be_visible()


def test_a_statement_goes_from_phone_to_desk_to_another_phone(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links, statements=STATEMENTS[:2], people=2)
    desk = pages.open(links.moderator, DESK)
    author, other = pages.open(links.participant, PHONE), pages.open(links.participant, PHONE)
    join(author)
    join(other)
    author.get_by_role("button", name="Write a statement").click()
    author.get_by_label("Your statement").fill("Meetings should begin with the youngest member.")
    author.get_by_role("button", name="Send").click()

    waiting = desk.get_by_text("Meetings should begin with the youngest member.")
    expect(waiting).to_be_visible(timeout=PATIENCE_MS)
    layer(author, "Me")
    expect(author.get_by_text("Waiting for a moderator")).to_be_visible()
    vote(other, "Agree")
    other.locator(".card").get_by_role("button", name="Agree", exact=True).click()
    expect(other.get_by_text("You have seen everything so far")).to_be_visible()

    desk.get_by_role("button", name="Show", exact=True).first.click()

    expect(author.get_by_text("Shown to everybody")).to_be_visible()
    expect(other.locator(".card__statement")).to_have_text("Meetings should begin with the youngest member.")


def test_a_vote_cast_without_network_arrives_when_it_is_back(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE)
    desk.get_by_role("button", name="Opinion map").first.click()
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    expect(screen.locator("body")).to_contain_text("129", timeout=PATIENCE_MS)

    phone.context.set_offline(True)
    vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    phone.wait_for_timeout(1_500)
    expect(screen.locator("body")).not_to_contain_text("130")
    before = picture(screen)
    phone.context.set_offline(False)

    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    expect(screen.locator("body")).to_contain_text("130", timeout=PATIENCE_MS)
    screen.wait_for_function(
        "before => document.querySelector('.opinion-map canvas').toDataURL() !== before",
        arg=before,
        timeout=PATIENCE_MS,
    )


def test_a_frozen_screen_counts_the_votes_since(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    screen, desk = pages.open(links.projector, SCREEN), pages.open(links.moderator, DESK)
    phone = pages.open(links.participant, PHONE)
    desk.get_by_role("button", name="Opinion map").first.click()
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=PATIENCE_MS)
    desk.get_by_role("button", name="Freeze the screen").click()
    expect(screen.get_by_text(re.compile("Frozen"))).to_be_visible()
    before = still_picture(screen)

    join(phone)
    vote(phone, "Agree")
    vote(phone, "Agree")

    expect(screen.get_by_text("+2 votes since")).to_be_visible(timeout=PATIENCE_MS)
    phone.wait_for_timeout(3_000)
    assert picture(screen) == before
    desk.get_by_role("button", name="Unfreeze the screen").click()
    screen.wait_for_function(
        "before => document.querySelector('.opinion-map canvas').toDataURL() !== before",
        arg=before,
        timeout=PATIENCE_MS,
    )


def test_own_place_appears_on_the_phones_map(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    for _ in range(7):
        vote(phone, "Agree")
    layer(phone, "Me")

    expect(phone.locator(".opinion-map__you span")).to_be_visible(timeout=PATIENCE_MS)


def test_every_group_has_its_own_colour_on_the_map(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    layer(phone, "Room")
    expect(phone.locator(".opinion-map__group")).to_have_count(2, timeout=PATIENCE_MS)
    letters = phone.locator(".opinion-map__group").evaluate_all(
        "letters => letters.map(letter => getComputedStyle(letter).backgroundColor)"
    )
    assert len(set(letters)) == 2
    phone.wait_for_function(
        """letters => {
            const canvas = document.querySelector(".opinion-map canvas");
            const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const seen = new Set();
            for (let i = 0; i < data.length; i += 4)
                if (data[i + 3] === 255) seen.add(`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`);
            return letters.every(letter => seen.has(letter));
        }""",
        arg=letters,
        timeout=PATIENCE_MS,
    )


def test_an_event_is_created_at_the_desk_and_joined_by_its_code(pages: Pages, server: Server):
    desk = pages.open(f"{server.url}/desk#operator={operator(server)}", DESK)
    desk.get_by_label("Title").fill("Town hall")
    desk.get_by_label("Venues").fill("Library\nSchool")
    desk.get_by_label("First prompts").fill("What should the square become?")
    desk.get_by_label(re.compile("^Code")).fill("SQUARE")
    desk.get_by_role("button", name="Create event").click()
    desk.get_by_role("button", name="Go to the desk").or_(
        desk.get_by_role("link", name="Go to the desk")
    ).click()
    expect(desk.get_by_role("heading", name="What should the square become?")).to_be_visible()
    desk.get_by_role("button", name="Open", exact=True).click()

    phone = pages.open(server.url, PHONE)
    phone.get_by_label("Event code").fill("square")
    phone.get_by_role("button", name="Go to the event").click()
    join(phone, "School")

    expect(phone.get_by_role("heading", name="What should the square become?")).to_be_visible()
    expect(desk.get_by_text("School").first).to_be_visible()


def test_the_phone_speaks_french_to_french_people(pages: Pages, event: Create):
    phone = pages.open(event().participant, PHONE, locale="fr-FR")

    expect(phone.get_by_role("button", name="À distance").or_(phone.get_by_text("distance"))).to_be_visible()
    assert phone.locator("html").get_attribute("lang") == "fr"


def test_a_wrong_key_opens_neither_screen_nor_desk(pages: Pages, event: Create):
    links = event()
    wrong = "#" + "x" * 22
    screen = pages.open(links.projector.partition("#")[0] + wrong, SCREEN)
    desk = pages.open(links.moderator.partition("#")[0] + wrong, DESK)

    for page in (screen, desk):
        expect(page.get_by_text("This link does not open this page.")).to_be_visible(timeout=PATIENCE_MS)


def operator(server: Server) -> str:
    return (server.data / "operator.secret").read_text().strip()
