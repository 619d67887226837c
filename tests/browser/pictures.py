"""What there is to see of an event: each scene of the projector, and the states of phone and desk that look different.

Said here once. The tests hold each to being whole and open to everybody, in two languages and at every size; `make
screenshots` takes pictures of the same in the demonstration event, and of those the README has its own.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN
from tests.browser.gathering import Reached, at_desk, steer
from tests.browser.pressing import press
from tests.server_process import Links

OUTPUT: Final = Path(os.environ.get("TEST_OUTPUT") or Path(__file__).parents[2] / "test-output")
LARGE: Final = {"width": 3840, "height": 2160}

SCENES: Final = (
    "join", "lobby", "prompt", "map", "joint", "statement", "common-ground", "fault-lines", "discuss", "slate",
    "changed", "venues", "replay", "thanks",
)  # fmt: skip
OF_NO_PROMPT: Final = ("join", "lobby", "thanks")

Open = Callable[[str, dict[str, int]], Page]
"""Opens an address at a size, on a device of its own."""


@dataclass(frozen=True)
class Hall:
    """An event whose first prompt can be steered.

    come: has people come in, write and vote, unless they are there.   alike: much like one of their statements.
    """

    server: Reached
    links: Links
    come: Callable[[], None]
    alike: str

    def show(self, scene: str, **more: Any) -> None:
        """Put a scene of the first prompt, and of its first statement, on the stage."""
        before = at_desk(self.server, self.links)
        of: dict[str, Any] = {} if scene in OF_NO_PROMPT else {"prompt": before["prompts"][0]["id"]}
        if scene == "statement":
            of["statement"] = before["statements"][0]["id"]
        at_desk(self.server, self.links, {"kind": "set-stage", "scene": scene, **of, **more})

    def close(self) -> None:
        """Close every open prompt."""
        prompts = at_desk(self.server, self.links)["prompts"]
        opened = [prompt["id"] for prompt in prompts if prompt["phase"] == "open"]
        at_desk(self.server, self.links, *({"kind": "close-prompt", "prompt": one} for one in opened))

    def switch(self, *, submit: bool = True, vote: bool = True, results: bool = False) -> None:
        """Set what the first prompt takes and shows."""
        steer(self.server, self.links, "set-switches", submit=submit, vote=vote, results=results)


PAINTED: Final = """async () => {
    const painted = document.querySelector('.opinion-map canvas');
    if (painted === null) return true;
    const image = new Image();
    image.src = painted.toDataURL();
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data.some((value) => value > 0);
}"""
"""Whether the opinion map, if there is one, has anything on it."""


def settled(screen: Page, scene: str) -> None:
    """Returns once the screen shows the scene and stands still."""
    expect(screen.locator(f"[data-scene='{scene}']")).to_be_visible(timeout=PATIENCE_MS)
    if scene == "map":
        screen.wait_for_function(PAINTED, timeout=PATIENCE_MS)
    screen.wait_for_timeout(300)


def scenes(hall: Hall, screens: tuple[Page, ...]) -> Iterator[str]:
    """One scene after the other on these screens, with the results shown; halts at each."""
    hall.switch(results=True)
    for scene in SCENES:
        hall.show(scene)
        for screen in screens:
            settled(screen, scene)
        yield scene
    hall.switch(results=False)


def desk_states(hall: Hall, open_page: Open) -> Iterator[tuple[str, Page]]:
    """The desk from an empty event to a busy one, and on a phone; each with its page."""
    desk = open_page(hall.links.organiser, SCREEN)
    expect(desk.locator("#stage")).to_be_visible(timeout=PATIENCE_MS)
    yield "beginning", desk

    hall.come()
    author = open_page(hall.links.participant, PHONE)
    author.locator(".front__places button").first.click()
    write(author, hall.alike)
    alike = desk.locator(".waiting__text", has_text=hall.alike)
    expect(alike).to_be_visible(timeout=PATIENCE_MS)
    alike.click()
    expect(desk.locator(".similar")).to_be_visible()
    desk.locator(".stage__scenes button").nth(1).click()
    expect(desk.locator(".stage__countdown")).to_be_visible()
    desk.locator(".screen-links summary").click()
    yield "with-a-countdown", desk

    desk.locator(".screen-links summary").click()
    hall.show("map")
    expect(desk.locator("[data-scene='map']")).to_be_visible(timeout=PATIENCE_MS)
    desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    yield "at-work", desk

    small = open_page(hall.links.moderator, PHONE)
    small.locator(".waiting__text").first.click()
    yield "on-a-phone", small


def write(phone: Page, text: str) -> None:
    """Write a statement and send it, in whatever language the page is."""
    phone.locator(".write button").first.click()
    phone.locator("#statement").fill(text)
    phone.locator(".write__foot .button--main").click()
    expect(phone.locator("#statement")).to_be_hidden()


def layer(phone: Page, name: str) -> None:
    """Go to the phone's layer `now`, `me` or `room`."""
    phone.evaluate("name => { location.hash = name }", name)


def phone_states(hall: Hall, page: Page) -> Iterator[str]:
    """The states of a phone, from its first page to the end of the prompt; halts at each."""
    yield "join"
    page.locator(".front__places button").first.click()
    expect(page.locator(".layers")).to_be_visible()
    if page.locator(".card").count() == 0:
        expect(page.locator(".empty-state")).to_be_visible()
        yield "nothing-open"
        hall.come()

    expect(page.locator(".card__statement")).to_be_visible(timeout=PATIENCE_MS)
    yield "card"
    press(page, "agree")
    expect(page.locator(".last-vote .choice-sign--agree")).to_be_visible()
    yield "agreed"
    page.locator(".card .choice--pass").click()
    expect(page.locator(".pass-reasons")).to_be_visible()
    page.locator(".pass-reasons button").nth(1).click()
    yield "passed-with-a-reason"
    page.locator(".write button").click()
    page.locator("#statement").fill(hall.alike)
    expect(page.locator(".write__alike")).to_be_visible(timeout=PATIENCE_MS)
    yield "writing"
    page.locator("#statement").fill("Meetings begin with a walk together.")
    page.locator(".write__foot .button--main").click()
    expect(page.locator("#statement")).to_be_hidden()
    yield "sent"
    steer(hall.server, hall.links, "announce", text="Lunch is served in the garden.")
    expect(page.locator(".announced")).to_be_visible(timeout=PATIENCE_MS)
    yield "announced"
    page.locator(".announced button").click()

    layer(page, "me")
    expect(page.locator(".opinion-map").first).to_be_visible(timeout=PATIENCE_MS)
    yield "me"
    layer(page, "room")
    expect(page.locator(".groups")).to_be_visible(timeout=PATIENCE_MS)
    yield "room"
    hall.switch(results=True)
    expect(page.locator(".findings").first).to_be_visible(timeout=PATIENCE_MS)
    yield "room-revealed"
    layer(page, "now")
    press(page, "agree")
    yield "voted-with-results"
    hall.switch(submit=False, vote=False)
    expect(page.locator(".card .choice--agree")).to_be_disabled()
    yield "paused"
    hall.switch()
    expect(page.locator(".card .choice--agree")).to_be_enabled()
    page.context.set_offline(True)
    page.locator(".card .choice--disagree").click()
    expect(page.locator(".last-vote .choice-sign--disagree")).to_be_visible()
    yield "away"
    page.context.set_offline(False)
    while page.locator(".card .choice--agree").count():
        page.locator(".card .choice--agree").click()
        page.wait_for_timeout(50)
    yield "all-seen"
    hall.close()
    expect(page.locator(".card")).to_be_hidden(timeout=PATIENCE_MS)
    yield "closed"
