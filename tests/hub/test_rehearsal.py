"""A rehearsal fills a copy of the event and leaves nothing: the store holds, byte for byte, what it held before."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from plenary.app import ReportsPlace, Stores
from plenary.creation import Wish, new_event, new_link
from plenary.crowd import rehearsing
from plenary.crowd.synthetic import Faults, Tempo
from plenary.deliberation.facts import ProgrammeFact, PromptTranslated
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, Language, Phase, Role, Standing
from plenary.hub.hub import Hub
from plenary.rehearsals import copied, rehearsal_code
from plenary.reporting.making import Maker
from plenary.reporting.shelf import Shelf
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.store.ports import EventExists
from plenary.store.sqlite_store import FILE_NAME, SqliteStore
from plenary.wire.closing import Closing
from tests.hall import (
    BIKE,
    CITY,
    DESK,
    FORUM,
    FRENCH,
    PARK,
    TEXTS,
    TRAM,
    created,
    drafted,
    granted,
    opened,
    rejected,
    shown,
    submitted,
    translated,
)
from tests.hub.running import Hall, Person, served


def everything(folder: Path) -> list[list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with sqlite3.connect(folder / FILE_NAME) as store:
        return [
            store.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()
            for table in ("event", "record")
        ]


async def test_after_a_rehearsal_the_store_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rehearsing, "TEMPO", Tempo(vote_s=0.2, arrive_within_s=1.0, look_s=0.1))
    monkeypatch.setattr(rehearsing, "FAULTS", Faults(every_s=2.0, away_s=0.3))
    store = SqliteStore(tmp_path)
    made = new_event(Wish("A gathering", venues=["Cartagena", "Mumbai"], prompts=["What now?"], code="HALL"))
    other = new_event(Wish("Another", code="OTHER"))
    await store.create(made.facts, 0)
    await store.create(other.facts, 0)
    stores = Stores(store, store, LocalBulletin())
    path, key = "/api/v1/events/HALL/rehearsal", {"authorization": f"Bearer {made.secrets[Role.ORGANISER]}"}
    shelf = Shelf(tmp_path / "reports")
    reports = ReportsPlace(shelf.folder, Maker(("--data", str(tmp_path))))
    async with (
        served(stores, reports=reports) as (address, hub),
        httpx2.AsyncClient(base_url=f"http://{address}", headers=key) as organiser,
    ):
        before = everything(tmp_path)

        started = (await organiser.post(path, json={"people": 20})).json()
        assert (await organiser.post(path, json={})).json() == {"code": "rehearsal-running"}
        async with asyncio.timeout(30):
            while (running := (await organiser.get(path)).json())["votes"] < 40:
                assert running["running"]
                await asyncio.sleep(0.2)
        watching = started["links"]["projector"]
        screen = await watch(hub, address, started["code"], watching.partition("#")[2])
        assert screen.first("snapshot")["event"]["rehearsal"] is True
        assert everything(tmp_path) != before
        for code in (started["code"], "HALL"):
            shelf.put(EventCode(code), 1, b"<!doctype html>")

        proof = (await organiser.delete(path)).json()

        assert proof["proved"] is True
        assert proof["before"] == proof["after"]
        assert proof["records"] > 60
        assert (await screen.ended()).code == Closing.EVENT_UNKNOWN.code
        assert (await organiser.get(path)).status_code == 204
        assert (await organiser.delete(path)).json() == {"code": "rehearsal-unknown"}
        await asyncio.sleep(0.5)  # whoever of the crowd was away comes back to nothing
        assert everything(tmp_path) == before
        assert shelf.get(EventCode(started["code"]), 1) is None
        assert shelf.get(EventCode("HALL"), 1) is not None
        assert [event.code for event in hub.live_events()] == ["HALL"]
    await store.close()


async def watch(hub: Hub, address: str, code: str, key: str) -> Person:
    store = MemoryStore()
    stores = Stores(store, store, LocalBulletin())
    hall = Hall(address, stores, store, EventCode(code), {}, AsyncExitStack(), hub)
    screen = await hall.enter(Role.PROJECTOR, key)
    await screen.hear("snapshot")
    return screen


def test_a_copy_has_what_was_prepared_and_nobodys_words():
    facts: list[ProgrammeFact] = [
        created(),
        granted(),
        drafted(),
        PromptTranslated(CITY, FRENCH, "Quelle place ?", 1, DESK),
        opened(),
        submitted(TRAM),
        shown(TRAM),
        submitted(PARK, by=None),
        shown(PARK),
        translated(PARK, "Un parc", version=1),
        translated(PARK, "Un grand parc", version=2),
        translated(PARK, "Un parque", language=Language("es")),
        translated(PARK, "", language=Language("es"), version=2),
        submitted(BIKE, by=None),
        shown(BIKE),
        rejected(BIKE),
    ]
    link = new_link(Role.MODERATOR)

    copy = Deliberation(copied(facts, rehearsal_code(FORUM), [link]))

    assert copy.event is not None
    assert (copy.event.code, copy.event.rehearsal_of) == (rehearsal_code(FORUM), FORUM)
    assert [prompt.phase for prompt in copy.prompts.values()] == [Phase.DRAFT]
    assert [(one.text, one.standing) for one in copy.statements.values()] == [(TEXTS[PARK], Standing.SHOWN)]
    assert list(copy.grants) == [link.grant.grant]
    assert [one.text for one in copy.prompts[CITY].translations] == ["Quelle place ?"]
    assert [(one.text, one.version) for one in copy.statements[PARK].translations] == [("Un grand parc", 1)]


def test_a_rehearsal_is_not_rehearsed():
    facts = copied([created(), drafted()], rehearsal_code(FORUM), [new_link(Role.MODERATOR)])

    with pytest.raises(EventExists):
        copied(facts, rehearsal_code(rehearsal_code(FORUM)), [new_link(Role.MODERATOR)])
