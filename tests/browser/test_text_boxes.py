"""Hostile texts, as the server keeps them, stay in their card on the projector and in their place in a sentence."""

import os
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from plenary.deliberation.refusals import Refusal
from plenary.deliberation.text import clean
from plenary.pages.plain_html import isolated
from tests.browser.conftest import SCREEN, Pages
from tests.browser.gathering import at_desk, gather
from tests.server_process import Links, Server

STRINGS = 20_000 if os.environ.get("TEST_WHOLE") else 1_200
LENGTHS = (50, 100, 160, 280)
"""The screen chooses its type by length: of each size, texts up to its longest."""

PARTS = (
    # Directions, of which the server keeps the letters and drops the marks.
    "\u202e", "\u202d", "\u202a", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
    "\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u200c", "\0", "\ufffe", "\ud800", "\U000e0041",
    "\U000e007f", "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "e\u0301", "é", "i\u0307\u0323",
    "\u0e01\u0e49\u0e49\u0e49\u0e49",
    "العربية", "مرحبا بالجميع", "שלום", "नमस्ते", "ข้อความภาษาไทย", "您好世界", "한국어", "བརྒྱུད་པ", "ﷺ", "𒐫", "﷽",
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "𝓦𝓲𝓭𝓮", "Ｗｉｄｅ", "W" * 40, "i" * 60, "a" * 90, "http://x.example/" + "y" * 50,
    "(", ")", "[", "]", "«", "»", "12,5 %", "-3", "=1+1", "<b>", "&amp;", "trams", "night", "every", "region", ".", "!",
    "\u2028", "\u3000", "\u00a0" * 12, "\u0f0b", "ا" + "\u0651\u064e\u0670\u06e2\u06e5", "क" + "\u093f\u0902\u0903",
)  # fmt: skip

# Each text in the real card: which of its lines leave the card, and whether anything of ours has moved.
OUTSIDE = """async (texts) => {
    const scene = document.querySelector('.scene--statement'), quote = scene.querySelector('blockquote');
    const card = quote.querySelector('p'), footer = quote.querySelector('footer');
    const strip = () => JSON.stringify(document.querySelector('.strip').getBoundingClientRect());
    const before = strip();
    const range = document.createRange(), node = card.firstChild, own = node.data;
    const leaves = (text) => {
        node.data = text;
        range.selectNodeContents(card);
        const box = quote.getBoundingClientRect(), room = scene.getBoundingClientRect();
        const isIn = (rect) => rect.left >= box.left - 1 && rect.right <= box.right + 1
            && rect.top >= room.top - 1 && rect.bottom <= footer.getBoundingClientRect().top + 1;
        const end = footer.getBoundingClientRect().bottom;
        const root = document.documentElement;
        return ![...range.getClientRects()].every(isIn) || end > room.bottom + 1 || strip() !== before
            || root.scrollWidth > root.clientWidth || root.scrollHeight > root.clientHeight;
    };
    const frame = () => new Promise(requestAnimationFrame);
    const outside = [];
    for (const text of texts.filter(leaves)) {
        leaves(text);
        for (let frames = 0; frames < 4; frames++) await frame();  // in which the page makes its type fit
        if (leaves(text)) outside.push(text);
        node.data = own;
        for (let frames = 0; frames < 4; frames++) await frame();
    }
    node.data = own;
    return outside;
}"""

# Between words of ours: what comes before it stays before it, and what comes after, though it begins with a number,
# stays behind it; in either direction.
MOVED = """([texts, direction]) => {
    const line = document.createElement('p');
    line.dir = direction;
    line.style.cssText = 'position:fixed;inset-block-start:0;inset-inline-start:0;white-space:nowrap;font-size:6px';
    document.body.append(line);
    const range = document.createRange(), node = document.createTextNode('');
    line.append(node);
    const [first, last] = direction === 'ltr' ? ['Not used:', '12 so far.'] : ['غير مستخدم:', '12 حتى الآن.'];
    const box = (begin, end) => {
        range.setStart(node, begin);
        range.setEnd(node, end);
        return range.getBoundingClientRect();
    };
    const moved = texts.filter((text) => {
        node.data = `${first} ${text} ${last}`;
        const [begin, end] = [first.length + 1, first.length + 1 + text.length];
        const [ours, theirs, number] = [box(0, first.length), box(begin, end), box(end + 1, end + 3)];
        return direction === 'ltr'
            ? ours.right > theirs.left + 1 || number.left < theirs.right - 1
            : ours.left < theirs.right - 1 || number.right > theirs.left + 1;
    });
    line.remove();
    return moved;
}"""

Create = Callable[..., Links]


def hostile(dice: random.Random, most: int, least: int) -> str:
    """A text as it is kept: more than `least` characters and at most `most`."""
    while True:
        wanted = dice.randint(least + 1, most)
        made = ""
        while len(made) < wanted:
            made += dice.choice(PARTS) + (" " if dice.random() < 0.4 else "")
        try:
            text = clean(made[:wanted], most)
        except Refusal:
            continue
        if len(text) > least:
            return text


@pytest.fixture
def seed() -> int:
    made = random.SystemRandom().randrange(2**32)
    print(f"seed {made}")
    return made


@pytest.mark.timeout(900)
def test_no_text_leaves_its_card_on_the_projector(pages: Pages, server: Server, event: Create, seed: int):
    dice = random.Random(seed)
    links = event()
    longest = [("So it is. " * 28)[: most - 1] + "!" for most in LENGTHS]
    gather(server, links, statements=longest, people=0)
    screen = pages.open(links.projector, SCREEN)
    before = at_desk(server, links)
    shown = {one["text"]: one["id"] for one in before["statements"]}
    outside: list[str] = []
    for text, most, least in zip(longest, LENGTHS, (0, *LENGTHS), strict=False):
        about = {"prompt": before["prompts"][0]["id"], "statement": shown[text]}
        at_desk(server, links, {"kind": "set-stage", "scene": "statement", **about})
        expect(screen.locator(".scene--statement blockquote p")).to_have_text(text)
        texts = [hostile(dice, most, least) for _ in range(STRINGS // len(LENGTHS))]
        outside += screen.evaluate(OUTSIDE, texts)

    assert outside == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_text_turns_the_sentence_that_it_stands_in(
    pages: Pages, server: Server, event: Create, seed: int, direction: str
):
    dice = random.Random(seed)
    page = pages.open(f"{server.url}/e/{event().code}", SCREEN)
    texts = [hostile(dice, 100, 0) for _ in range(STRINGS)]

    assert page.evaluate(MOVED, [[isolated(text) for text in texts], direction]) == []
    # Without the marks some would: the test sees what it is there to see.
    assert page.evaluate(MOVED, [texts, direction]) != []
