"""The outbox under fire: pages reloaded, killed and cut off at any moment. No vote is lost and none counts twice."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from plenary.deliberation.ballot_facts import VoteCast, VoteWithdrawn
from plenary.deliberation.vocabulary import EventCode
from plenary.store.redis_store import RedisStore
from plenary.store.sqlite_store import SqliteStore
from tests.browser.conftest import PATIENCE_MS, PHONE
from tests.browser.gathering import gather
from tests.browser.pressing import press
from tests.cluster import Cluster
from tests.server_process import Server

ROUNDS = int(os.environ.get("PLENARY_RELOADS", "20"))
"""`make reloads` does 200."""

CHOICES = ["agree", "disagree", "pass"]
HELD = """([statement, choice]) => {
    const last = document.querySelector('.last-vote');
    return last?.dataset.statement === statement && last.querySelector('.choice-sign--' + choice) !== null &&
        /on this phone|counted/.test(last.textContent);
}"""

SLOW_STORE = """(() => {
    const wait_ms = Math.random() * 400;
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...asked) {
        const opening = open.apply(this, asked);
        let heard = null;
        Object.defineProperty(opening, 'onsuccess', { set(listener) { heard = listener; } });
        opening.addEventListener('success', (event) => setTimeout(() => heard?.call(opening, event), wait_ms));
        return opening;
    };
})()"""
"""A phone that has much to do: what waits in its store is found before the server has answered, or after."""

# How many requests wait in the phone's store. Stores serve in turn: whatever was being written then is written now.
WAITING = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('plenary', 1);
    opening.onerror = reject;
    opening.onsuccess = () => {
        const asked = opening.result.transaction('requests').objectStore('requests').count();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""


class Phone:
    """One device and its owner.

    told: by statement, the last choice that the page has said it holds.
    acts: how often something was pressed that may cast a vote.   taken_back: how often one was undone altogether.
    """

    def __init__(self, context: BrowserContext, address: str, dice: random.Random) -> None:
        self.context = context
        self.address = address
        self.dice = dice
        self.page = self._opened()
        self.told: dict[str, str] = {}
        self.acts = 0
        self.taken_back = 0
        self.faults: Counter[str] = Counter()
        self.to_come: list[Callable[[], None]] = []

    def vote(self) -> None:
        """Vote on the card, change the last vote or take it back, and read that the page holds it."""
        last = self.page.locator(".last-vote")
        if last.count() and self.dice.random() < 0.6:
            statement = str(last.get_attribute("data-statement"))
            # Undoing a change casts the vote before it again, and undoing a first vote takes it back.
            self.acts += 1
            last.get_by_role("button", name="Undo").or_(last.get_by_role("button", name="Change")).click()
            expect(self.page.locator(".card")).to_have_attribute("data-statement", statement)
            if self.page.locator(".card [aria-pressed=true]").count() == 0:
                del self.told[statement]
                self.taken_back += 1
                self.page.evaluate(WAITING)
                if self.dice.random() < 0.5:
                    return  # and whatever befalls the page now, it stays so
        card = self.page.locator(".card")
        statement = str(card.get_attribute("data-statement"))
        choice = self.dice.choice(CHOICES)
        press(self.page, choice)
        self.acts += 1
        self.page.wait_for_function(HELD, arg=[statement, choice])
        self.told[statement] = choice

    def suffer(self) -> None:
        """Something happens to the page or to its network, within a moment."""
        if not self.to_come:
            self.to_come = [self.reload, self.crash, self.cut, self.close]
            self.dice.shuffle(self.to_come)
        fault = self.to_come.pop()
        time.sleep(self.dice.random() * 0.05)
        fault()
        self.faults[fault.__name__] += 1
        expect(self.page.locator(".card")).to_be_visible(timeout=PATIENCE_MS)

    def reload(self) -> None:
        self.page.reload(wait_until="commit")

    def crash(self) -> None:
        """The page's process is killed, as by a phone that is short of memory."""
        with pytest.raises(Error):
            self.page.goto("chrome://crash", timeout=5_000)
        self.close()

    def cut(self) -> None:
        """The network is gone for a while; votes are cast in it, and the page is sometimes loaded again after."""
        self.context.set_offline(True)
        self.vote()
        time.sleep(self.dice.random() * 0.4)
        self.context.set_offline(False)
        if self.dice.random() < 0.5:
            self.reload()

    def close(self) -> None:
        self.page.close()
        self.page = self._opened()

    def settle(self) -> None:
        """Returns once the page says that everything is counted."""
        expect(self.page.get_by_text("Live", exact=True)).to_be_visible(timeout=PATIENCE_MS)
        deadline = time.monotonic() + PATIENCE_MS / 1_000
        while self.page.evaluate(WAITING) > 0:
            assert time.monotonic() < deadline, "something has had no answer"
            time.sleep(0.05)
        self.page.get_by_role("navigation").get_by_role("link", name="Me").click()
        votes = self.page.locator(".own-votes li")
        expect(votes).to_have_count(len(self.told), timeout=PATIENCE_MS)
        expect(votes.get_by_text("counted")).to_have_count(len(self.told), timeout=PATIENCE_MS)

    def _opened(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address, wait_until="commit")
        return page


async def _words_in_log(server: Server, code: str) -> list[VoteCast | VoteWithdrawn]:
    store = RedisStore(server.redis_url) if isinstance(server, Cluster) else SqliteStore(server.data)
    try:
        records = await store.since(EventCode(code), 0, 1_000_000)
    finally:
        await store.close()
    return [record.fact for record in records if isinstance(record.fact, VoteCast | VoteWithdrawn)]


SCALED = pytest.param(Cluster, marks=pytest.mark.redis, id="scaled")
FORMS = [Server, *([SCALED] if os.environ.get("TEST_SCALED") == "all" else [])]


@pytest.fixture(params=FORMS)
def server_alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone, whose log is read at its end."""
    started: Server = request.param(tmp_path)
    started.start()
    yield started
    started.stop()


@pytest.mark.timeout(60 + 10 * ROUNDS)
def test_no_vote_is_lost_or_doubled_whatever_happens_to_the_page(server_alone: Server, browser: Browser):
    seed = random.SystemRandom().randrange(2**32)
    links = server_alone.create(title="A gathering", prompts=["What now?"])
    gather(server_alone, links, statements=[f"Statement number {n}" for n in range(2 * ROUNDS + 5)], people=0)
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(SLOW_STORE)
    phone = Phone(context, links.participant, random.Random(seed))
    phone.page.get_by_role("button", name="Taking part remotely").click()
    for _ in range(ROUNDS):
        phone.vote()
        phone.suffer()
    phone.settle()
    context.close()

    with ThreadPoolExecutor(1) as thread:
        said = thread.submit(asyncio.run, _words_in_log(server_alone, links.code)).result()

    last: dict[str, VoteCast | VoteWithdrawn] = {}
    for word in said:
        before = last.get(word.statement)
        if before is None or before.operation < word.operation:
            last[word.statement] = word
    found = {one: word.choice.value for one, word in last.items() if isinstance(word, VoteCast)}
    back = phone.taken_back
    print(
        f"\nseed {seed}: {phone.acts} acts, {back} back, {len(said)} in the log, faults {dict(phone.faults)}"
    )
    assert sum(phone.faults.values()) == ROUNDS
    assert len(phone.faults) == 4, "each kind of fault has happened"
    assert found == phone.told
    assert len({word.operation for word in said}) == len(said) <= phone.acts
