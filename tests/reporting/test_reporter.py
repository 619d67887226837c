"""When an event's report is asked for, and what is read to know that."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from plenary.creation import Wish, new_event
from plenary.deliberation.facts import ProgrammeFact, PromptClosed, PromptDrafted, PromptOpened
from plenary.deliberation.vocabulary import EventCode, GrantId, PromptId
from plenary.hub.hub import Hub
from plenary.mapping.choosing import choose
from plenary.reporting.making import Maker
from plenary.reporting.reporter import Reporter
from plenary.reporting.shelf import Shelf
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import Position, ProgrammeRecord, StoreUnavailable
from tests.hall import DESK

HALL = EventCode("HALL")


class Store(MemoryStore):
    """Counts the records that are read, and can be taken away."""

    records_read = 0
    is_gone = False

    async def programme(self, code: EventCode, after: int = 0) -> tuple[Position, list[ProgrammeRecord]]:
        if self.is_gone:
            raise StoreUnavailable
        position, records = await super().programme(code, after)
        self.records_read += len(records)
        return position, records


class Asked(Reporter):
    """A reporter that only notes for which events a report is asked for."""

    def __init__(self, store: Store, folder: Path) -> None:
        hub = Hub(store, store, LocalBulletin(), lambda: 0, choose)
        super().__init__(hub, Maker(()), Shelf(folder), None)
        self.asked: list[EventCode] = []
        self.looked = 0

    async def ask(self, code: EventCode, by: GrantId | None = None) -> None:
        self.asked.append(code)

    async def _look_at(self, code: EventCode) -> None:
        await super()._look_at(code)
        self.looked += 1

    async def looks_again(self, looked: int) -> None:
        async with asyncio.timeout(10):
            while self.looked == looked:
                await asyncio.sleep(0.001)


class Evening:
    """An event with one prompt, and the reporter that follows it."""

    def __init__(self, store: Store, reporter: Asked, prompt: PromptId) -> None:
        self.store = store
        self.reporter = reporter
        self.prompt = prompt

    async def happens(self, *facts: ProgrammeFact) -> None:
        head, _ = await MemoryStore.programme(self.store, HALL)
        looked = self.reporter.looked
        await self.store.append(HALL, list(facts), head, 0)
        await self.reporter.looks_again(looked)

    async def opens(self) -> None:
        await self.happens(PromptOpened(self.prompt, DESK))

    async def closes(self) -> None:
        await self.happens(PromptClosed(self.prompt, DESK))

    async def goes_on(self) -> None:
        """Something that makes no report due."""
        head, _ = await MemoryStore.programme(self.store, HALL)
        await self.happens(PromptDrafted(PromptId(f"p{head.number}"), "And then?", DESK))


@contextlib.asynccontextmanager
async def evening(folder: Path) -> AsyncIterator[Evening]:
    store = Store()
    made = new_event(Wish("A gathering", prompts=["What now?"], code=HALL))
    await store.create(made.facts, 0)
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    reporter = Asked(store, folder)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(reporter.run())
        await reporter.looks_again(0)  # as it does at its start
        yield Evening(store, reporter, prompt)
        running.cancel()


async def test_a_report_is_asked_for_when_the_last_prompt_closes(tmp_path: Path):
    async with evening(tmp_path) as one:
        await one.opens()
        await one.goes_on()
        assert one.reporter.asked == []
        await one.closes()
        assert one.reporter.asked == [HALL]
        await one.goes_on()
        assert one.reporter.asked == [HALL]


async def test_what_makes_no_report_due_is_read_once(tmp_path: Path):
    async with evening(tmp_path) as one:
        await one.opens()
        already = one.store.records_read
        for _ in range(20):
            await one.goes_on()

        assert one.store.records_read == already + 20


async def test_a_close_that_could_not_be_read_is_found_later(tmp_path: Path):
    async with evening(tmp_path) as one:
        await one.opens()
        one.store.is_gone = True
        await one.closes()
        one.store.is_gone = False
        assert one.reporter.asked == []
        await one.goes_on()

        assert one.reporter.asked == [HALL]


async def test_all_is_looked_at_again_where_the_store_counts_anew(tmp_path: Path):
    async with evening(tmp_path) as one:
        await one.opens()
        await one.closes()
        await one.store.renew_epoch(HALL)
        await one.goes_on()

        assert one.reporter.asked == [HALL, HALL]
