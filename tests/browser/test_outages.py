"""The server dies under the pages' feet: they keep what they show and what was said to them."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, expect

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.facts import PromptClosed, PromptOpened
from plenary.deliberation.vocabulary import EventCode
from plenary.store.sqlite_store import SqliteStore
from tests.browser.conftest import PATIENCE_MS, PHONE, SCREEN, Pages, running
from tests.browser.gathering import gather
from tests.browser.test_whole_way import join, layer, vote
from tests.server_process import Server

Result = TypeVar("Result")


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Server]:
    """A server of one test alone, whose files are looked at and exchanged."""
    with running("embedded", tmp_path) as started:
        yield started


def test_a_vote_cast_while_the_server_is_dead_is_counted_once_it_is_back(mortal: Server, browser: Browser):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=8)
    pages = Pages(browser, (mortal.url,))
    phone, screen = pages.open(links.participant, PHONE), pages.open(links.projector, SCREEN)
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")

    mortal.kill()
    vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    expect(screen.get_by_text("Connection lost")).to_be_visible(timeout=PATIENCE_MS)
    mortal.start()

    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    expect(screen.get_by_text("Connection lost")).to_be_hidden(timeout=PATIENCE_MS)
    assert pages.complaints == []


def test_a_phone_reloaded_while_offline_work_waits_still_sends_it(mortal: Server, browser: Browser):
    links = mortal.create(title="A gathering", prompts=["What now?"])
    gather(mortal, links, people=2)
    pages = Pages(browser, (mortal.url,))
    phone = pages.open(links.participant, PHONE)
    join(phone)
    vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    mortal.kill()
    text = vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("on this phone")
    mortal.start()

    phone.reload()
    layer(phone, "Me")

    mine = phone.locator("li", has_text=text)
    expect(mine).to_contain_text("counted", timeout=PATIENCE_MS)


def test_a_counted_vote_that_the_server_has_lost_comes_back_from_the_phone(on_disk: Server, browser: Browser):
    """The server comes back from older files, in which the prompt has closed meanwhile."""
    links = on_disk.create(title="A gathering", prompts=["What now?"])
    gather(on_disk, links, people=2)
    pages = Pages(browser, (on_disk.url,))
    phone = pages.open(links.participant, PHONE)
    join(phone)
    vote(phone, "Disagree")
    expect(phone.locator(".last-vote")).to_contain_text("counted")
    on_disk.kill()
    older = {file: file.read_bytes() for file in on_disk.data.glob("plenary.db*")}
    before = in_the_log(on_disk, links.code)
    on_disk.start()
    phone.reload()
    text = vote(phone, "Agree")
    expect(phone.locator(".last-vote")).to_contain_text("counted", timeout=PATIENCE_MS)
    on_disk.kill()
    counted = in_the_log(on_disk, links.code)
    for file in on_disk.data.glob("plenary.db*"):
        file.unlink()
    for file, kept in older.items():
        file.write_bytes(kept)
    apart(closed(on_disk, links.code))
    on_disk.start()
    phone.reload()
    layer(phone, "Me")

    expect(phone.locator("li", has_text=text)).to_contain_text("counted", timeout=PATIENCE_MS)
    wait_until(lambda: in_the_log(on_disk, links.code) == counted)
    assert len(counted) == len(before) + 1


def in_the_log(server: Server, code: str) -> set[VoteCast]:
    """All votes that the server's files hold."""

    async def read() -> set[VoteCast]:
        store = SqliteStore(server.data)
        try:
            facts = [record.fact for record in await store.since(EventCode(code), 0)]
        finally:
            await store.close()
        return {fact for fact in facts if isinstance(fact, VoteCast)}

    return apart(read())


async def closed(server: Server, code: str) -> None:
    """The event's prompt closes while nobody serves it."""
    store = SqliteStore(server.data)
    try:
        position, records = await store.programme(EventCode(code))
        prompt = next(one.fact.prompt for one in records if isinstance(one.fact, PromptOpened))
        await store.append(EventCode(code), [PromptClosed(prompt, None)], position, 0)
    finally:
        await store.close()


def apart(work: Coroutine[Any, Any, Result]) -> Result:
    """What the work gives, on an event loop in another thread: the browser has this one's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_MS / 1_000
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
