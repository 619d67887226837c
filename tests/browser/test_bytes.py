"""What a phone's page asks of the network: one request to the first card, and next to nothing while nothing happens."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Pages
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, vote
from tests.server_process import Links, Server

Create = Callable[..., Links]

IDLE_S = 31
"""Two pings' worth."""

IDLE_BUDGET_BYTES_A_MINUTE = 2_000
FRAME_HEADER_BYTES = 8


@pytest.mark.parametrize("locale", ["en-GB", "ar", "th"])
def test_the_first_card_takes_one_request(pages: Pages, server: Server, event: Create, locale: str):
    links = event()
    gather(server, links, people=0)
    context = pages.browser.new_context(viewport=PHONE, locale=locale, service_workers="block")  # type: ignore[arg-type]
    pages.opened.append(context)
    # Later parts and sockets never answer: the card must not need them.
    context.route("**/static/**", lambda route: None)
    context.route_web_socket("**/ws/**", lambda socket: None)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(links.participant, wait_until="commit")
    page.locator(".front__places button").last.click()
    expect(page.locator(".choice--agree")).to_be_enabled()
    expect(page.locator(".card__statement")).not_to_be_empty()
    page.locator(".choice--agree").click()
    expect(page.locator(".last-vote")).to_be_visible()

    assert [url for url in asked if "/static/" not in url and not url.endswith("/icon.svg")] == [
        links.participant
    ]


def test_an_idle_phone_takes_less_than_two_kilobytes_a_minute(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    phone = pages.open(links.participant, PHONE)
    taken = _meter(phone)
    phone.reload()
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    # The map of that vote, the later parts and what is kept for dead spots are no idling.
    phone.wait_for_timeout(12_000)
    assert taken, "the meter runs"
    taken.clear()
    phone.wait_for_timeout(IDLE_S * 1_000)

    a_minute = sum(taken) * 60 / IDLE_S
    print(f"\nidle: {a_minute:,.0f} bytes a minute in {len(taken)} frames and answers")
    assert 0 < a_minute <= IDLE_BUDGET_BYTES_A_MINUTE


def _meter(page: Page) -> list[int]:
    """The sizes of what goes over the network from now on, both ways, heads of frames included."""
    taken: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def frame(event: dict[str, Any]) -> None:
        response = event["response"]
        data = len(response["payloadData"])
        taken.append((data * 3 // 4 if response["opcode"] == 2 else data) + FRAME_HEADER_BYTES)

    session.on("Network.webSocketFrameReceived", frame)
    session.on("Network.webSocketFrameSent", frame)
    session.on("Network.loadingFinished", lambda event: taken.append(int(event["encodedDataLength"])))
    return taken
