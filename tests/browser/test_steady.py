"""The buttons stay under the thumb: whatever comes in, goes or changes by itself, none of them moves."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PATIENCE_MS, PHONE, Pages
from tests.browser.gathering import STATEMENTS, at_desk, gather, steer
from tests.browser.pictures import OUTPUT, layer
from tests.browser.test_whole_way import join
from tests.server_process import Links, Server

Create = Callable[..., Links]
PICTURES = OUTPUT / "steady"
SECOND = "And what should come first?"

# In every frame from the page's first on: where the answers stand, on the screen as on the paper.
WATCH = """
    globalThis.places = new Set();
    const look = () => {
        const answers = document.querySelector('.choices');
        if (answers !== null) {
            const { top, left, height, width } = answers.getBoundingClientRect();
            globalThis.places.add([top + scrollY, left, height, width].map(Math.round).join(' '));
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


def looked_at(phone: Page, name: str) -> None:
    phone.wait_for_timeout(100)
    PICTURES.mkdir(parents=True, exist_ok=True)
    phone.screenshot(path=PICTURES / f"{name}.png")


def test_nothing_that_comes_or_goes_by_itself_moves_the_answers(pages: Pages, server: Server, event: Create):
    links = event(prompts=["How should the Alliance be governed?", SECOND], title="Listening at scale " * 4)
    gather(server, links, people=2)
    steer(server, links, "announce", text="Lunch is ready.")
    phone = pages.open("about:blank", PHONE, has_touch=True, is_mobile=True)
    phone.add_init_script(WATCH)
    phone.goto(links.participant)
    join(phone)
    expect(phone.locator(".card__swipe")).to_be_visible(timeout=PATIENCE_MS)
    looked_at(phone, "announced-before")
    second = at_desk(server, links)["prompts"][1]["id"]

    withdraw(server, links)
    expect(phone.locator(".announced")).to_be_hidden()
    steer(server, links, "announce", text="The doors close in five minutes.")
    expect(phone.locator(".over .announced")).to_be_visible()
    looked_at(phone, "announced-since")
    withdraw(server, links)
    expect(phone.locator(".over .announced")).to_have_count(0)
    at_desk(server, links, {"kind": "open-prompt", "prompt": second})
    expect(phone.locator(".prompt-tabs button")).to_have_count(2)
    steer(server, links, "plan-prompt", closes_ms=soon(phone))
    expect(phone.locator(".deadline")).to_be_visible()
    looked_at(phone, "two-prompts-and-a-deadline")
    steer(server, links, "set-switches", submit=True, vote=False, results=False)
    expect(phone.locator(".card .choice--agree")).to_be_disabled()
    looked_at(phone, "paused")
    steer(server, links, "set-switches", submit=True, vote=True, results=True)
    expect(phone.locator(".card .choice--agree")).to_be_enabled()
    answer = phone.locator(".card .choice--agree")
    answer.focus()
    steer(server, links, "announce", text="Eyes on the stage.", holds_phones=True, until_ms=soon(phone))
    expect(phone.locator(".held")).to_contain_text("Eyes on the stage.")
    assert findings(phone) == []
    assert len(phone.evaluate("[...places]")) == 1
    phone.keyboard.press("a")
    phone.mouse.click(PHONE["width"] // 2, PHONE["height"] // 2)
    looked_at(phone, "held")
    withdraw(server, links)
    expect(phone.locator(".held")).to_have_count(0)
    expect(answer).to_be_focused()
    expect(phone.locator(".last-vote")).to_have_count(0)
    phone.evaluate("places.clear()")  # that press has closed the room of the first announcement
    phone.context.set_offline(True)
    phone.locator(".card .choice--pass").click()
    expect(phone.locator(".waiting")).to_be_visible(timeout=PATIENCE_MS)
    looked_at(phone, "away")
    phone.context.set_offline(False)
    expect(phone.locator(".waiting")).to_have_count(0, timeout=PATIENCE_MS)
    at_desk(server, links, {"kind": "close-prompt", "prompt": second})
    expect(phone.locator(".prompt-tabs")).to_have_count(0)

    assert len(phone.evaluate("[...places]")) == 1


def withdraw(server: Server, links: Links) -> None:
    said = at_desk(server, links)["event"]["announcement"]["id"]
    at_desk(server, links, {"kind": "withdraw", "announcement": said})


def soon(page: Page) -> int:
    now: int = page.evaluate("Date.now()")
    return now + 5 * 60_000


def test_a_press_as_a_card_gives_way_by_itself_is_no_vote_on_the_next(
    pages: Pages, server: Server, event: Create
):
    links = event(prompts=["How should the Alliance be governed?", SECOND])
    gather(server, links, people=2)
    before = at_desk(server, links)
    first, second = (prompt["id"] for prompt in before["prompts"][:2])
    seed = {"kind": "seed", "prompt": second, "text": "The archive.", "language": "en"}
    at_desk(server, links, seed)
    phone = pages.open(links.participant, PHONE)
    join(phone)
    expect(phone.locator(".card")).to_be_visible()
    # A thumb that was on its way as the card changed: it comes down in the same moment.
    phone.evaluate(
        """() => { globalThis.pressed = new Promise((pressed) => new MutationObserver((_, self) => {
            self.disconnect();
            document.querySelector('.card .choice--agree').click();
            pressed(document.querySelector('.card__statement').textContent);
        }).observe(document.querySelector('.card'), { attributes: true, attributeFilter: ['data-statement'] })) }"""
    )

    at_desk(
        server, links, {"kind": "open-prompt", "prompt": second}, {"kind": "close-prompt", "prompt": first}
    )

    assert phone.evaluate("pressed") == "The archive."
    phone.wait_for_timeout(600)
    expect(phone.locator(".card__statement")).to_have_text("The archive.")
    phone.locator(".card .choice--agree").click()
    expect(phone.locator(".last-vote .choice-sign--agree")).to_be_visible()
    layer(phone, "me")
    expect(phone.locator(".own-votes li")).to_have_count(1, timeout=PATIENCE_MS)


LONG = "une phrase qui prend plus de place que celle que l’on avait sous les yeux jusqu’ici ; " * 4


def test_a_text_that_comes_in_another_language_or_grows_moves_no_answer(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, statements=STATEMENTS[:3], people=1)
    prompt = at_desk(server, links)["prompts"][0]
    phone = pages.open("about:blank", PHONE, has_touch=True, is_mobile=True, locale="fr-FR")
    phone.add_init_script(WATCH)
    phone.goto(links.participant)
    join(phone, "À distance")
    expect(phone.locator(".card__swipe")).to_be_visible(timeout=PATIENCE_MS)
    card = phone.locator(".card")
    read = phone.locator(".card__statement")
    written = read.inner_text()
    statement = str(card.get_attribute("data-statement"))

    steer(
        server,
        links,
        "reword-prompt",
        text=prompt["text"] + " And what would you change about it first? " * 3,
    )
    steer(server, links, "translate-prompt", language="fr", text=LONG, version=1)
    translation = {"kind": "translate", "statement": statement, "language": "fr", "text": LONG, "version": 1}
    at_desk(server, links, translation)
    offered = phone.locator(".card .card__translated button")
    expect(offered).to_be_visible()
    expect(read).to_have_text(written)
    expect(phone.locator(".prompt__text")).to_have_text(prompt["text"])
    looked_at(phone, "translated-while-open")
    assert len(phone.evaluate("[...places]")) == 1

    offered.click()
    expect(read).to_have_text(LONG.strip())
    looked_at(phone, "translated-by-a-tap")
    phone.wait_for_timeout(600)
    phone.locator(".card .choice--agree").click()
    expect(phone.locator(".last-vote")).to_be_visible()
    expect(phone.locator(".prompt__text")).to_have_text(LONG.strip())


def test_the_room_of_an_announcement_withdrawn_unread_closes_with_the_next_press(
    pages: Pages, server: Server, event: Create
):
    links = event()
    gather(server, links, people=2)
    steer(server, links, "announce", text="Lunch is ready.")
    phone = pages.open(links.participant, PHONE, has_touch=True, is_mobile=True)
    join(phone)
    expect(phone.locator(".card__swipe")).to_be_visible(timeout=PATIENCE_MS)
    answers = phone.locator(".card .choices")
    before = top(answers)

    withdraw(server, links)
    expect(phone.locator(".announced.to-come")).to_have_count(1)
    looked_at(phone, "withdrawn-unread")
    assert top(answers) == before
    phone.locator(".card .choice--agree").click()

    expect(phone.locator(".announced")).to_have_count(0)
    assert top(answers) < before - 80
    looked_at(phone, "withdrawn-unread-and-gone")


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]
