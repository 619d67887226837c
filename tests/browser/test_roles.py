"""Role links in the browser: made, used, taken back; paper ballots by keyboard; statements in another language."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import STATEMENTS, gather
from tests.server_process import Links, Server

BALLOTS, ANSWERS = 50, 10
SECONDS_A_KEY = 0.6

Create = Callable[..., Links]


def make_link(desk: Page, role: str, label: str) -> str:
    """A new role link, made on an organiser's desk; its address."""
    panel = desk.locator("#role-links")
    panel.get_by_label("Role").select_option(role)
    panel.get_by_label("For whom or what").fill(label)
    panel.get_by_role("button", name="Make link").click()
    made = panel.locator(".made-link a")
    expect(panel.locator(".made-link")).to_contain_text(label)
    return str(made.get_attribute("href"))


def revoke(desk: Page, label: str) -> None:
    panel = desk.locator("#role-links")
    panel.get_by_role("button", name=f"Revoke {label}").click()
    panel.get_by_role("group", name="Revoke").get_by_role("button", name="Revoke").click()


def test_a_link_made_on_the_desk_opens_its_page_until_it_is_revoked(pages: Pages, event: Create):
    links = event()
    organiser = pages.open(links.organiser, DESK)
    observer = pages.open(make_link(organiser, "observer", "The press"), DESK)
    expect(observer.get_by_text("You are here as: Observer")).to_be_visible()
    expect(observer.get_by_role("heading", name="Shown statements")).to_be_visible()
    expect(observer.get_by_role("button", name="Open", exact=True)).to_have_count(0)
    expect(observer.locator("#role-links")).to_have_count(0)

    began = time.monotonic()
    revoke(organiser, "The press")
    expect(observer.get_by_role("alert")).to_contain_text("This link does not open this page", timeout=1_000)
    assert time.monotonic() - began < 3  # clicks included; the promise itself is in the line before

    expect(organiser.get_by_text("Links that open nothing any more")).to_be_visible()
    observer.reload()
    expect(observer.get_by_role("alert")).to_contain_text("lacks its secret part")


def test_a_desk_keeps_no_secret_that_a_script_can_read(pages: Pages, event: Create):
    links = event()
    desk = pages.open(links.organiser, DESK)
    expect(desk.locator("#role-links")).to_be_visible()
    desk.wait_for_function("() => sessionStorage.length === 0", timeout=PATIENCE_MS)
    secret = links.organiser.partition("#")[2]
    held = desk.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert secret not in held
    [cookie] = [one for one in desk.context.cookies() if "desk" in str(one.get("name"))]
    assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Strict")

    desk.reload()
    expect(desk.locator("#role-links")).to_be_visible()


def test_fifty_paper_ballots_are_entered_by_keyboard(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    more = [*STATEMENTS, "Minutes should be short.", "Two languages are enough."]
    gather(server, links, statements=more, people=2, venues=["v1", "v2"])
    organiser = pages.open(links.organiser, DESK)
    steward = pages.open(make_link(organiser, "steward", "Left door"), DESK)
    expect(steward.locator(".line")).to_have_count(ANSWERS, timeout=PATIENCE_MS)
    assert findings(steward) == []

    steward.locator(".line").first.focus()
    began = time.monotonic()
    for ballot in range(BALLOTS):
        for line in range(ANSWERS):
            steward.keyboard.press("adp"[(ballot + line) % 3])
        steward.keyboard.press("Enter")
        expect(steward.locator(".ballot__entered li")).to_have_count(ballot + 1)
    took_s = time.monotonic() - began

    # A person needs some half a second for each key; the page adds what was measured.
    assert BALLOTS * (ANSWERS + 1) * SECONDS_A_KEY + took_s < 600
    expect(organiser.locator("#instruments")).to_contain_text(
        str(2 * ANSWERS + BALLOTS * ANSWERS), timeout=PATIENCE_MS
    )
    expect(organiser.locator("#instruments")).to_contain_text(str(2 + BALLOTS))


def test_a_ballot_that_was_entered_before_is_not_replaced_unasked(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, people=1)
    organiser = pages.open(links.organiser, DESK)
    steward = pages.open(make_link(organiser, "steward", "Right door"), DESK)
    lines = steward.locator(".line")
    lines.first.press("a")
    lines.first.press("Enter")
    expect(steward.locator(".ballot__entered li")).to_have_count(1)
    number = steward.locator(".ballot__entered bdi").inner_text()

    steward.get_by_label("Ballot number").fill(number)
    lines.first.press("d")
    lines.first.press("Enter")
    expect(steward.get_by_text(f"Ballot {number} was entered before with other answers.")).to_be_visible()

    steward.get_by_role("button", name="Change only these answers").click()
    expect(steward.get_by_text("was entered before")).to_have_count(0)
    expect(organiser.locator("#instruments")).to_contain_text("10", timeout=PATIENCE_MS)


def test_what_a_corrected_sheet_leaves_blank_is_taken_back(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links, people=1)
    organiser = pages.open(links.organiser, DESK)
    steward = pages.open(make_link(organiser, "steward", "Right door"), DESK)
    lines = steward.locator(".line")
    for line in range(3):
        lines.nth(line).press("a")
    lines.first.press("Enter")
    expect(steward.locator(".ballot__entered li")).to_have_count(1)
    number = steward.locator(".ballot__entered bdi").inner_text()

    steward.get_by_label("Ballot number").fill(number)
    lines.first.press("a")
    lines.first.press("Enter")
    steward.get_by_role("button", name="Take these answers alone").click()

    # That answer is all there is now: the same sheet says nothing new.
    expect(steward.get_by_label("Ballot number")).not_to_have_value(number)
    steward.get_by_label("Ballot number").fill(number)
    lines.first.press("a")
    lines.first.press("Enter")
    expect(steward.get_by_label("Ballot number")).not_to_have_value(number)
    expect(steward.get_by_text("was entered before")).to_have_count(0)


def test_the_printed_sheets_carry_numbers_and_statements(pages: Pages, server: Server, event: Create):
    links = event(language="ar")
    gather(server, links, people=1)
    organiser = pages.open(links.organiser, DESK)
    steward = pages.open(make_link(organiser, "steward", "Door"), DESK, locale="ar")
    expect(steward.locator(".line")).to_have_count(len(STATEMENTS), timeout=PATIENCE_MS)
    assert steward.evaluate("document.documentElement.dir") == "rtl"
    assert findings(steward) == []

    steward.emulate_media(media="print")

    sheets = steward.locator(".sheet")
    expect(sheets).to_have_count(20)
    expect(sheets.first).to_be_visible()
    numbers = sheets.locator(".sheet__number").all_inner_texts()
    assert len(set(numbers)) == 20
    expect(sheets.first).to_contain_text(STATEMENTS[0])


def translate(interpreter: Page, written: str, text: str) -> None:
    """What was written so, in the language chosen."""
    item = interpreter.locator(".translating").filter(has_text=written)
    item.get_by_role("textbox", name="Translation").fill(text)
    item.get_by_role("button", name="Save").click()


def test_an_interpreter_translates_before_and_during_a_prompt_and_does_nothing_else(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, statements=STATEMENTS[:1], people=1)
    organiser = pages.open(links.organiser, DESK)
    interpreter = pages.open(make_link(organiser, "interpreter", "Booth 2"), DESK)
    expect(interpreter.get_by_text("You are here as: Interpreter")).to_be_visible()
    for name in ("Show", "Reject", "Open", "Close", "Freeze the screens"):
        expect(interpreter.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert findings(interpreter) == []
    phone = pages.open(links.participant, PHONE, locale="es")
    phone.get_by_role("button", name="A distancia").click()
    expect(phone.locator(".card__statement")).to_have_text(STATEMENTS[0])

    interpreter.get_by_label("Language to translate into").select_option("es")
    expect(interpreter.get_by_text("2 texts lack it")).to_be_visible()
    translate(interpreter, STATEMENTS[0], "Cada región debería tener un asiento.")
    expect(phone.locator(".card__statement")).to_have_text("Cada región debería tener un asiento.")

    question = "How should the Alliance be governed?"
    expect(phone.locator(".prompt__text")).to_have_text(question)
    screen = pages.open(links.projector, SCREEN)
    organiser.get_by_role("button", name="Prompt", exact=True).first.click()
    translate(interpreter, question, "¿Cómo debería gobernarse la Alianza?")
    expect(screen.locator(".scene-prompt__texts p")).to_have_text("¿Cómo debería gobernarse la Alianza?")
    phone.locator(".card .choice--agree").click()

    expect(phone.locator(".prompt__text")).to_have_text("¿Cómo debería gobernarse la Alianza?")
    expect(screen.locator("h1")).to_have_text(question)
    expect(interpreter.get_by_text("can be read in this language")).to_be_visible()


def test_a_rehearsal_fills_a_copy_and_is_wiped(pages: Pages, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    organiser = pages.open(links.organiser, DESK)
    panel = organiser.locator("#rehearsal")
    organiser.wait_for_function("() => sessionStorage.length === 0", timeout=PATIENCE_MS)  # it has its cookie
    panel.get_by_label("Synthetic people").fill("30")
    panel.get_by_role("button", name="Start rehearsal").click()
    expect(panel).to_contain_text("is running", timeout=PATIENCE_MS)
    addresses = [str(one.get_attribute("href")) for one in panel.locator(".link-line a").all()]
    phone, screen = pages.open(addresses[0], PHONE), pages.open(addresses[1], SCREEN)
    phone.get_by_role("button", name="Mumbai").click()
    expect(phone.get_by_text("Rehearsal: nothing here counts")).to_be_visible()
    expect(screen.get_by_text("Rehearsal: nothing here counts")).to_be_visible()
    expect(organiser.get_by_text("Rehearsal: nothing here counts")).to_have_count(0)
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=30_000)
    expect(panel).to_contain_text("31 joined", timeout=30_000)
    assert findings(organiser) == []

    panel.get_by_role("button", name="Stop and wipe").click()

    expect(panel).to_contain_text("The live event is as it was", timeout=PATIENCE_MS)
    expect(panel.get_by_role("button", name="Start rehearsal")).to_be_visible()
    expect(organiser.locator("#instruments")).to_contain_text("Joined so far0")
    expect(phone.get_by_text("There is no event with this code")).to_be_visible()
