"""Every scene of the projector in a browser, in English and in Arabic: axe finds nothing, and pictures are kept.

The pictures lie in test-output/scenes (or where TEST_OUTPUT says), at 1920 x 1080 and at 3840 x 2160.
"""

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from plenary.wire.codec import Encoding
from tests.browser.axe import findings
from tests.browser.conftest import SCREEN, Pages
from tests.browser.gathering import STATEMENTS, Talker, gather
from tests.server_process import Links, Server

OUTPUT = Path(os.environ.get("TEST_OUTPUT") or Path(__file__).parents[2] / "test-output") / "scenes"
LARGE = {"width": 3840, "height": 2160}
PATIENCE_MS = 15_000
SCENES = (
    "join", "lobby", "prompt", "map", "statement", "common-ground", "fault-lines", "discuss", "slate", "changed",
    "venues", "thanks",
)  # fmt: skip
ARABIC = (
    "ينبغي أن يكون لكل منطقة مقعد في المجلس.",
    "يجب أن تُتخذ القرارات بالتوافق.",
    "ينبغي أن تنتقل الأمانة كل ثلاث سنوات.",
    "على الشباب أن يرأسوا اجتماعًا واحدًا كل عام.",
    "يدفع الأعضاء بحسب قدرتهم.",
    "تُعقد الاجتماعات عبر الإنترنت مع UNESCO.",
    "تُنشر كل المحاضر للعموم.",
    "تحتاج المنظمات الصغيرة إلى صوت خاص بها.",
)

Create = Callable[..., Links]


def at_desk(server: Server, links: Links, *requests: dict[str, Any]) -> dict[str, Any]:
    """Make requests of a desk; returns the snapshot that it had before them."""

    async def ask() -> dict[str, Any]:
        url = f"ws://127.0.0.1:{server.port}/ws/{links.code}"
        async with connect(url, subprotocols=[Subprotocol(Encoding.JSON)]) as socket:
            desk = Talker(socket)
            hello = {"kind": "hello", "role": "moderator", "key": links.moderator_key, "device": "scenes"}
            await socket.send(json.dumps(hello))
            while not any(message["kind"] == "snapshot" for message in desk.heard):
                await desk.next()
            before = next(message for message in desk.heard if message["kind"] == "snapshot")
            for request in requests:
                await desk.ask(**request)
            return before

    # In a thread of its own: Playwright's synchronous interface keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def show(server: Server, links: Links, scene: str, **more: Any) -> None:
    """Put a scene of the first prompt, and of its first statement, on the stage."""
    before = at_desk(server, links)
    of = {"prompt": before["prompts"][0]["id"]} if scene not in ("join", "lobby", "thanks") else {}
    if scene == "statement":
        of["statement"] = before["statements"][0]["id"]
    at_desk(server, links, {"kind": "set-stage", "scene": scene, **of, **more})


def settled(screen: Page, scene: str) -> None:
    expect(screen.locator(f"[data-scene='{scene}']")).to_be_visible(timeout=PATIENCE_MS)
    screen.wait_for_timeout(300)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_scene_is_whole_and_open_to_everybody(
    pages: Pages, server: Server, event: Create, language: str
):
    texts = ARABIC if language == "ar" else STATEMENTS
    links = event(language=language, venues=["Cartagena", "Mumbai"], title="Listening at scale")
    gather(server, links, statements=texts, venues=["v1", "v2"], people=24)
    at_desk(server, links, {"kind": "set-switches", "prompt": at_desk(server, links)["prompts"][0]["id"],
                            "submit": True, "vote": True, "results": True})  # fmt: skip
    screen, large = pages.open(links.projector, SCREEN), pages.open(links.projector, LARGE)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        show(server, links, scene)
        for page, name in ((screen, "1080p"), (large, "4k")):
            settled(page, scene)
            page.screenshot(path=OUTPUT / f"{scene}-{language}-{name}.png")
        assert overflowing(screen) == [], scene
        assert findings(screen) == [], scene


def test_a_bright_hall_reads_as_well(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    gather(server, links, venues=["v1", "v2"])
    address, _, secret = links.projector.partition("#")
    screen = pages.open(f"{address}?theme=bright#{secret}", SCREEN)
    for scene in ("lobby", "map", "common-ground"):
        show(server, links, scene)
        settled(screen, scene)
        screen.screenshot(path=OUTPUT / f"{scene}-bright.png")
        assert findings(screen) == [], scene


def overflowing(page: Page) -> list[str]:
    """The texts that reach out of the picture: what a hall could not read."""
    found: list[str] = page.evaluate(
        """() => {
            const { right } = document.querySelector('.screen').getBoundingClientRect();
            const strip = document.querySelector('.strip').getBoundingClientRect();
            const isOut = (box) => box.right > right + 1 || box.left < -1 || box.bottom > strip.top + 1;
            return [...document.querySelectorAll('.scene *')]
                .filter((one) => one.children.length === 0 && one.textContent.trim())
                .filter((one) => !one.closest('.visually-hidden, .scene-map__words') && one.offsetWidth > 0)
                .filter((one) => isOut(one.getBoundingClientRect()))
                .map((one) => one.textContent);
        }"""
    )
    return found


def test_screens_with_scenes_of_their_own(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    address, _, secret = links.projector.partition("#")
    hall = pages.open(links.projector, SCREEN)
    foyer = pages.open(f"{address}?scene=join#{secret}", SCREEN)
    second = pages.open(f"{address}?scene=common-ground&prompt=1#{secret}", SCREEN)

    show(server, links, "map")

    settled(hall, "map")
    settled(foyer, "join")
    settled(second, "common-ground")


def test_an_overlay_lets_the_picture_below_through(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    address, _, secret = links.projector.partition("#")
    screen = pages.open(f"{address}?overlay#{secret}", SCREEN)
    show(server, links, "map")
    settled(screen, "map")
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=PATIENCE_MS)
    OUTPUT.mkdir(parents=True, exist_ok=True)

    picture = screen.screenshot(path=OUTPUT / "map-overlay.png", omit_background=True)

    assert corner_alpha(screen, picture) == 0


def corner_alpha(page: Page, picture: bytes) -> int:
    alpha: int = page.evaluate(
        """async (bytes) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return context.getImageData(5, image.height / 2, 1, 1).data[3];
        }""",
        list(picture),
    )
    return alpha
