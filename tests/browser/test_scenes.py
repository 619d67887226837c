"""Every scene of the projector in a browser, in English and in Arabic: axe finds nothing, and pictures are kept.

The pictures lie in test-output/scenes (or where TEST_OUTPUT says), at 1920 x 1080 and at 3840 x 2160.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import PATIENCE_MS, SCREEN, Pages
from tests.browser.gathering import STATEMENTS, gather
from tests.browser.pictures import LARGE, OUTPUT, PAINTED, Hall, scenes, settled
from tests.server_process import Links, Server

PICTURES = OUTPUT / "scenes"
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


def hall_of(server: Server, links: Links) -> Hall:
    """An event where everybody has come already."""
    return Hall(server, links, lambda: None, alike="Each region should have a seat.")


@pytest.mark.timeout(400)  # every scene at two sizes, of which one is four times a screen's
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_scene_is_whole_and_open_to_everybody(
    pages: Pages, server: Server, event: Create, language: str
):
    texts = ARABIC if language == "ar" else STATEMENTS
    links = event(language=language, venues=["Cartagena", "Mumbai"], title="Listening at scale")
    gather(server, links, statements=texts, venues=["v1", "v2"], people=24)
    screen, large = pages.open(links.projector, SCREEN), pages.open(links.projector, LARGE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scene in scenes(hall_of(server, links), (screen, large)):
        for page, name in ((screen, "1080p"), (large, "4k")):
            page.screenshot(path=PICTURES / f"{scene}-{language}-{name}.png")
        assert overflowing(screen) == [], scene
        assert findings(screen) == [], scene


def test_a_bright_hall_reads_as_well(pages: Pages, server: Server, event: Create):
    links = event(venues=["Cartagena", "Mumbai"])
    gather(server, links, venues=["v1", "v2"])
    address, _, secret = links.projector.partition("#")
    screen = pages.open(f"{address}?theme=bright#{secret}", SCREEN)
    for scene in ("lobby", "map", "common-ground"):
        hall_of(server, links).show(scene)
        settled(screen, scene)
        screen.screenshot(path=PICTURES / f"{scene}-bright.png")
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


@pytest.mark.parametrize("code", ["WWQMNDWW", "MMWM-ASSEMBLY-WMMMM-2026"])
def test_a_code_keeps_to_one_line(pages: Pages, server: Server, event: Create, code: str):
    """However wide its letters are, and at an organiser's longest."""
    links = event(code=code)
    screen = pages.open(links.projector, SCREEN)
    for scene, place in (("lobby", ".lobby__code"), ("join", ".scene-join__code")):
        hall_of(server, links).show(scene)
        settled(screen, scene)
        lines = screen.locator(place).evaluate(
            "one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
        )

        assert lines < 1.5, scene
        assert overflowing(screen) == [], scene


def test_screens_with_scenes_of_their_own(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    address, _, secret = links.projector.partition("#")
    hall = pages.open(links.projector, SCREEN)
    foyer = pages.open(f"{address}?scene=join#{secret}", SCREEN)
    second = pages.open(f"{address}?scene=common-ground&prompt=1#{secret}", SCREEN)

    hall_of(server, links).show("map")

    settled(hall, "map")
    settled(foyer, "join")
    settled(second, "common-ground")


def test_an_overlay_lets_the_picture_below_through(pages: Pages, server: Server, event: Create):
    links = event()
    gather(server, links)
    address, _, secret = links.projector.partition("#")
    screen = pages.open(f"{address}?overlay#{secret}", SCREEN)
    hall_of(server, links).show("map")
    settled(screen, "map")
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=PATIENCE_MS)
    PICTURES.mkdir(parents=True, exist_ok=True)

    picture = screen.screenshot(path=PICTURES / "map-overlay.png", omit_background=True)

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


IS_HANDED_OVER = """() => {
    try { return document.querySelector('.opinion-map canvas').getContext('2d') === undefined; }
    catch (error) { return error.name === 'InvalidStateError'; }
}"""


@pytest.mark.parametrize("has_worker", [True, False])
def test_a_screens_map_is_painted_by_a_worker_or_where_there_is_none_by_the_page(
    pages: Pages, server: Server, event: Create, has_worker: bool
):
    links = event()
    gather(server, links)
    hall_of(server, links).show("map")
    screen = pages.open("about:blank", SCREEN)
    if not has_worker:
        screen.add_init_script("delete globalThis.Worker")
    screen.goto(links.projector)
    settled(screen, "map")
    expect(screen.locator(".opinion-map canvas")).to_be_visible(timeout=PATIENCE_MS)
    if has_worker:
        screen.wait_for_function(IS_HANDED_OVER, timeout=PATIENCE_MS)

    screen.wait_for_function(PAINTED, timeout=PATIENCE_MS)

    assert screen.evaluate(IS_HANDED_OVER) is has_worker
