"""Where the network is gone: a page that was open opens again, and what is not kept is not called saved."""

from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.conftest import PATIENCE_MS, PHONE, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, layer, vote
from tests.server_process import Server

KEPT = "async () => (await (await caches.open('plenary-pages-1')).keys()).length > 0"


def wait_until_kept(phone: Page) -> None:
    """Returns once the service worker holds the page."""
    for _ in range(PATIENCE_MS // 200):
        if phone.evaluate(KEPT):
            return
        phone.wait_for_timeout(200)
    raise TimeoutError("the service worker has kept no page")


def test_a_page_opens_without_network_and_its_votes_arrive_later(mortal: Server, browser: Browser):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=2)
    pages = Pages(browser, (mortal.url,))
    phone = pages.open(links.participant, PHONE)
    join(phone)
    vote(phone, "Agree")
    wait_until_kept(phone)
    mortal.kill()

    phone.reload()
    text = vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    layer(phone, "Me")
    expect(phone.get_by_role("heading", name="My votes")).to_be_visible()
    phone.close()
    mortal.start()

    again = pages.opened[0].new_page()
    again.goto(links.participant)
    layer(again, "Me")
    expect(again.locator("li", has_text=text)).to_contain_text("counted", timeout=PATIENCE_MS)
    assert pages.complaints == []


def test_where_storage_is_refused_a_vote_is_not_called_saved_and_leaving_asks_back(
    mortal: Server, browser: Browser
):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=2)
    context = browser.new_context(viewport=PHONE, locale="en-GB", service_workers="block")  # type: ignore[arg-type]
    context.add_init_script("indexedDB.open = () => { throw new DOMException('refused') }")
    phone: Page = context.new_page()
    phone.goto(links.participant)
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    # What explains comes a moment after the card: all of it is here once this layer stands.
    layer(phone, "Me")
    expect(phone.get_by_role("heading", name="My votes")).to_be_visible()
    layer(phone, "Now")

    mortal.kill()
    vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("not saved yet")
    expect(phone.get_by_text("leave the page open until they are counted")).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.on("dialog", stay)
    with phone.expect_event("dialog"):
        phone.close(run_before_unload=True)
    assert asked == ["beforeunload"]

    mortal.start()
    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    with phone.expect_event("close"):
        phone.close(run_before_unload=True)
    assert (asked, phone.is_closed()) == (["beforeunload"], True)
    context.close()
