"""Nothing that people write becomes markup, script or a request on any page; with the page's policy, and without it."""

import asyncio
import json
import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from plenary.deliberation.text import clean, likeness
from plenary.deliberation.vocabulary import Scene
from plenary.wire.codec import Encoding
from tests.browser.conftest import DESK, PATIENCE_MS, PHONE, SCREEN, Pages
from tests.browser.gathering import Talker
from tests.browser.payloads import PAYLOADS, fitting
from tests.browser.pressing import press
from tests.server_process import Links, Server

REPORT_S = 60
PART, MORE = 50, re.compile(r"Show \d+ more")
VOTERS, VOTES_EACH = 6, 24
WRITTEN_EACH = 5
DESKS = 8
VENUES, LABELS = fitting(80)[-60:], fitting(60)[::3]
TRANSLATED = 100
OTHER_SCENES = [scene for scene in Scene if scene is not Scene.STATEMENT]

NAME = "<svg data-planted onload=top.planted=1>"
"""For a field that takes forty characters."""

MADE = "document.querySelectorAll('[data-planted], x-planted').length"
TEXTS = "(all) => all.map((one) => one.textContent.trim())"

HEARD = "Object.defineProperty(window, 'planted', { set: (what) => console.debug('planted', what) });"

# A renderer that takes text for markup: what these tests are there to find.
SINK = """
const write = document.createTextNode.bind(document);
document.createTextNode = (text) => {
  if (!String(text).includes("data-planted") || String(text).includes("http-equiv")) return write(text);
  const place = document.createElement("span");
  place.innerHTML = text;
  return place;
};
"""


@dataclass
class Hall:
    """An event in which every text that somebody wrote is a payload."""

    server: Server
    links: Links
    prompt: str = ""
    statements: dict[str, str] = field(default_factory=dict)
    steward_key: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def address(self) -> str:
        return f"{self.server.url}/e/{self.links.code}"

    @property
    def organiser_key(self) -> str:
        return self.links.organiser.partition("#")[2]

    def ask(self, *requests: tuple[str, dict[str, Any]]) -> None:
        """Have the organiser's desk make these requests, one after the other."""
        _apart(self._ask(requests))

    async def _ask(self, requests: tuple[tuple[str, dict[str, Any]], ...]) -> None:
        async with self._socket() as socket:
            desk = await _entered(socket, "organiser", self.organiser_key)
            for kind, fields in requests:
                await desk.ask(kind, **fields)

    def _socket(self) -> connect:
        url = f"ws://127.0.0.1:{self.server.port}/ws/{self.links.code}"
        return connect(url, subprotocols=[Subprotocol(Encoding.JSON)], max_size=None)

    async def fill(self) -> None:
        """Statements and translations from the desk, votes and statements from phones, and the desk's decisions."""
        async with self._socket() as socket:
            desk = await _entered(socket, "organiser", self.organiser_key)
            self.prompt = desk.heard[-1]["prompts"][0]["id"]
            await desk.ask("open-prompt", prompt=self.prompt)
            await self._from_many(
                [("seed", {"prompt": self.prompt, "text": text, "language": "en"}) for text in PAYLOADS]
            )
            await desk.ask("make-link", role="steward", secret=self.steward_key)
            self.statements = {one["id"]: one["text"] for one in await self._known()}
            readings = zip(self.statements, reversed(PAYLOADS), strict=False)
            told = {"language": "es", "version": 1}
            await self._from_many(
                [
                    ("translate", {"statement": one, "text": text, **told})
                    for one, text in islice(readings, TRANSLATED)
                ]
            )
            links = [
                {"role": "observer", "secret": secrets.token_urlsafe(16), "label": one} for one in LABELS
            ]
            await self._from_many([("make-link", link) for link in links])
            await desk.ask("announce", text=PAYLOADS[0])
            await asyncio.gather(*(self._take_part(person) for person in range(VOTERS)))
            await desk.ask("reword-prompt", prompt=self.prompt, text=PAYLOADS[299])
            written = [one["id"] for one in await self._known() if one["id"] not in self.statements]
            for statement, reason in zip(written[::2], fitting(140), strict=False):
                await desk.ask("reject", statement=statement, reason=reason)
            await desk.ask("ban", statement=written[1], reason=fitting(140)[1])

    async def _known(self) -> list[dict[str, Any]]:
        """All statements, as a desk that enters now is told of them."""
        async with self._socket() as socket:
            statements: list[dict[str, Any]] = (
                await _entered(socket, "organiser", self.organiser_key)
            ).heard[-1]["statements"]
            return statements

    async def _from_many(self, requests: list[tuple[str, dict[str, Any]]]) -> None:
        await asyncio.gather(*(self._ask(tuple(requests[desk::DESKS])) for desk in range(DESKS)))

    async def _take_part(self, person: int) -> None:
        async with self._socket() as socket:
            phone = await _entered(socket, "participant", f"payload-person-{person:04}")
            await phone.ask("join", language="en", mode="in-room", venue=f"v{person + 1}")
            for number, statement in enumerate(list(self.statements)[:VOTES_EACH]):
                choice = "agree" if number < 2 or (number + person) % 2 else "disagree"
                await phone.ask("vote", statement=statement, choice=choice)
            for text in PAYLOADS[person::VOTERS][:WRITTEN_EACH]:
                await phone.ask("submit", prompt=self.prompt, text=f"By phone: {text}", language="en")

    def make_report(self) -> None:
        """Returns when the event's report can be read."""
        base = f"{self.server.url}/api/v1/events/{self.links.code}/reports"
        key = {"authorization": f"Bearer {self.organiser_key}"}
        with urllib.request.urlopen(urllib.request.Request(base, b"", key, method="POST")):
            pass
        until = time.monotonic() + REPORT_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/report/1") as page:
                    if b"masthead" in page.read():
                        return
            except urllib.error.HTTPError:
                pass
            time.sleep(0.1)
        raise TimeoutError("there is no report")


def _apart(work: Coroutine[Any, Any, None]) -> None:
    # In a thread of its own: Playwright's synchronous interface keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _entered(socket: ClientConnection, role: str, key: str) -> Talker:
    talker = Talker(socket)
    await socket.send(json.dumps({"kind": "hello", "role": role, "key": key, "device": secrets.token_hex(8)}))
    while (await talker.next())["kind"] != "snapshot":
        pass
    return talker


@pytest.fixture(scope="module")
def hall(server: Server) -> Hall:
    made = server.create(title=PAYLOADS[7], prompts=PAYLOADS[:90], venues=VENUES)
    filled = Hall(server, made)
    _apart(filled.fill())
    filled.make_report()
    return filled


@dataclass
class Watch:
    """Opens pages and hears what payloads do on them."""

    pages: Pages
    bypasses: bool
    ran: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    shown: list[Page] = field(default_factory=list)

    def open(self, address: str, size: dict[str, int], sink: bool = False, **options: Any) -> Page:
        page = self.pages.open(
            "about:blank", size, bypass_csp=self.bypasses, service_workers="block", **options
        )
        page.on("dialog", self._answer)
        page.on(
            "console", lambda message: self.ran.extend([message.text] * message.text.startswith("planted"))
        )
        page.add_init_script(HEARD)
        if sink:
            page.add_init_script(SINK)
        page.goto(address)
        self.shown.append(page)
        return page

    def _answer(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def harm(self) -> dict[str, Any]:
        """What payloads have done on these pages; empty where all is well."""
        done = {
            "ran": self.ran,
            "said": self.said,
            "made": sum(page.evaluate(MADE) for page in self.shown),
            "framed": sum(len(page.frames) - 1 for page in self.shown),
            "fetched": [url for url in self.pages.foreign if "planted.invalid" in url],
        }
        return {what: found for what, found in done.items() if found}


@pytest.fixture(params=[False, True], ids=["with the policy", "without it"])
def watch(request: pytest.FixtureRequest, pages: Pages) -> Iterator[Watch]:
    watched = Watch(pages, request.param)
    yield watched
    assert watched.harm() == {}


def texts(page: Page, selector: str, at_least: int = len(PAYLOADS)) -> set[str]:
    """What stands in these places, once there are as many."""
    places = page.locator(selector)
    expect(places.nth(at_least - 1)).to_be_attached(timeout=PATIENCE_MS)
    return set(places.evaluate_all(TEXTS))


def test_there_are_three_hundred_and_each_is_kept_as_it_is_written():
    assert len({likeness(text) for text in PAYLOADS}) == len(PAYLOADS) == 300
    assert [clean(text, 280) for text in PAYLOADS] == list(PAYLOADS)


def test_no_payload_is_more_than_text_on_a_phone(watch: Watch, hall: Hall):
    phone = watch.open(hall.address, PHONE, locale="es-ES")
    assert texts(phone, "button bdi", 60) >= set(VENUES)
    phone.locator("button", has=phone.locator("bdi")).first.click()
    card = phone.locator(".card")
    for _ in range(6):
        # Not by its text: one payload is a statement, and another statement's translation.
        before = card.get_attribute("data-statement") or ""
        press(phone, "agree")
        expect(card).not_to_have_attribute("data-statement", before)
        assert "data-planted" in card.locator(".card__statement").inner_text()
    for link in phone.get_by_role("navigation").get_by_role("link").all():
        link.click()
        expect(phone.locator("body")).to_contain_text("data-planted")


def test_no_payload_is_more_than_text_on_the_page_without_script(watch: Watch, hall: Hall):
    page = watch.open(f"{hall.address}/plain", PHONE, locale="es-ES")
    page.locator("button", has=page.locator("bdi")).first.click()
    for _ in range(5):
        expect(page.locator(".card__statement")).to_contain_text("data-planted")
        assert watch.harm() == {}
        page.locator(".choice--agree").click()


def test_no_payload_is_more_than_text_on_the_projector(watch: Watch, hall: Hall):
    screen = watch.open(hall.links.projector, SCREEN)
    for scene, (statement, text) in zip(OTHER_SCENES, hall.statements.items(), strict=False):
        hall.ask(("set-stage", {"scene": "statement", "prompt": hall.prompt, "statement": statement}))
        expect(screen.locator(".scene--statement")).to_contain_text(text, timeout=PATIENCE_MS)
        hall.ask(("set-stage", {"scene": scene, "prompt": hall.prompt}))
        expect(screen.locator(".scene--statement")).to_have_count(0, timeout=PATIENCE_MS)
        assert watch.harm() == {}


def test_no_payload_is_more_than_text_on_the_desks(watch: Watch, hall: Hall):
    moderator = watch.open(hall.links.moderator, DESK)
    desk = watch.open(hall.links.organiser, DESK)
    moderator.locator(".colleagues input").fill(NAME)
    moderator.locator(".colleagues input").press("Tab")
    expect(desk.locator(".colleagues bdi", has_text=NAME).first).to_be_visible()
    assert texts(desk, "#role-links bdi", len(LABELS)) >= set(LABELS)
    assert texts(desk, "#prompts h4", 90) >= set(PAYLOADS[1:90])
    assert "data-planted" in "".join(texts(desk, ".waiting__text", 15))
    tabs = desk.locator("#queue .tabs button")
    tabs.nth(3).click()
    assert texts(desk, "#queue .waiting__about bdi", 15) <= set(fitting(140))
    tabs.nth(1).click()
    for _ in range(len(PAYLOADS) // PART - 1):
        desk.locator("#queue").get_by_role("button", name=MORE).click()
    assert texts(desk, "#queue .waiting__text") >= set(PAYLOADS)


def test_no_payload_is_more_than_text_on_paper_ballots(watch: Watch, hall: Hall):
    steward = watch.open(f"{hall.address}/steward#{hall.steward_key}", DESK, locale="en-GB")
    steward.locator(".sheets__wish input").fill("1")
    assert {text.partition(" ")[2] for text in texts(steward, ".line__text")} >= set(PAYLOADS)
    steward.emulate_media(media="print")
    assert texts(steward, ".sheet td:not(:empty)") >= set(PAYLOADS)


def test_no_payload_is_more_than_text_in_the_report(watch: Watch, hall: Hall, tmp_path: Path):
    served = watch.open(f"{hall.address}/report/1", DESK)
    with urllib.request.urlopen(f"{hall.address}/report/1?download") as answer:
        file = tmp_path / "report.html"
        file.write_bytes(answer.read())
    watch.pages.own = (*watch.pages.own, file.as_uri())
    kept = watch.open(file.as_uri(), DESK)
    for page in (served, kept):
        for _ in range(len(PAYLOADS) // PART - 1):
            page.get_by_role("button", name=MORE).click()
        assert texts(page, ".statement__text") >= set(PAYLOADS)


@pytest.mark.parametrize("bypasses", [False, True], ids=["with the policy", "without it"])
def test_a_renderer_that_took_text_for_markup_would_be_found_and_the_policy_would_hold_it(
    browser: Browser, hall: Hall, bypasses: bool
):
    pages = Pages(browser, (hall.server.url,))
    watch = Watch(pages, bypasses)
    phone = watch.open(hall.address, PHONE, sink=True)
    seen: set[str] = set()
    refused = False
    for _ in range(PATIENCE_MS // 100):
        seen |= set(watch.harm())
        refused = any("TrustedHTML" in complaint for complaint in pages.complaints)
        if refused or seen >= {"ran", "said", "made", "fetched"}:
            break
        phone.wait_for_timeout(100)
    assert (refused, seen) == (
        (False, seen | {"ran", "said", "made", "fetched"}) if bypasses else (True, set())
    )
    for context in pages.opened:
        context.close()
