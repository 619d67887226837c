"""Reports over HTTP, made by real processes from a real store: when they come, that they stay, and who may ask."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from plenary.app import ReportsPlace, Settings, Stores, create_app
from plenary.archive.report.file import read
from plenary.archive.report.model import Report
from plenary.archive.report.verifying import verify_report
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import AccessGranted, ProgrammeFact, PromptClosed, PromptOpened
from plenary.deliberation.identity import secret_digest
from plenary.deliberation.vocabulary import GrantId, Role
from plenary.reporting.making import Maker
from plenary.store.bulletin import LocalBulletin
from plenary.store.ports import Position
from plenary.store.sqlite_store import SqliteStore
from tests.archive.gatherings import ASKED, BEGUN_MS, DESK, FORUM, TEXTS, ballot_facts, camps, programme

WITHIN_S = 60.0
SECRET = "the-secret-of-the-moderators-link"
MODERATOR = {"authorization": f"Bearer {SECRET}"}
REPORTS = f"/api/v1/events/{FORUM}/reports"
ANALYSES = f"/api/v1/events/{FORUM}/analyses"


@dataclass
class Forum:
    """A running server without an analyst, and a hand in its store."""

    client: TestClient
    data: Path

    def add(self, *facts: ProgrammeFact, ballots: list[BallotFact] | None = None) -> None:
        """As another hub would: the server follows."""
        asyncio.run(_added(self.data, list(facts), ballots or []))

    def versions(self) -> list[dict[str, Any]]:
        return list(self.client.get(REPORTS).json()["versions"])

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + WITHIN_S
        while not holds():
            assert time.monotonic() < end, self.client.get(REPORTS).json()
            time.sleep(0.1)

    def report(self, number: int) -> Report:
        return read(self.client.get(f"/e/{FORUM}/report/{number}").content)[0]


async def _added(data: Path, facts: list[ProgrammeFact], ballots: list[BallotFact]) -> None:
    store = SqliteStore(data)
    try:
        position, _ = await store.programme(FORUM)
        if ballots:
            await store.append_ballots(FORUM, ballots, position, BEGUN_MS + 7_200_000)
        if facts:
            await store.append(FORUM, facts, position, BEGUN_MS + 7_300_000)
    finally:
        await store.close()


async def _begun(data: Path) -> None:
    store = SqliteStore(data)
    try:
        facts = programme(TEXTS, extra=[AccessGranted(GrantId("m"), Role.MODERATOR, secret_digest(SECRET))])
        position: Position = await store.create(facts[:-1], BEGUN_MS)
        await store.append_ballots(FORUM, ballot_facts(camps((12, 9)), {}), position, BEGUN_MS + 60_000)
    finally:
        await store.close()


@pytest.fixture
def forum(tmp_path: Path) -> Iterator[Forum]:
    """Its prompt is open, 21 people have voted."""
    asyncio.run(_begun(tmp_path))
    store = SqliteStore(tmp_path)
    reports = ReportsPlace(tmp_path / "reports", Maker(("--data", str(tmp_path))))
    settings = Settings("operator", analyses=False, reports=reports)
    with TestClient(create_app(Stores(store, store, LocalBulletin()), settings)) as client:
        client.get(f"/api/v1/events/{FORUM}")
        yield Forum(client, tmp_path)
        client.portal.call(store.close)  # type: ignore[union-attr]


def asked(forum: Forum) -> None:
    """A moderator asks for the next version, and it comes."""
    before = len(forum.versions())
    assert forum.client.post(REPORTS, headers=MODERATOR).status_code == 202
    forum.until(lambda: len(forum.versions()) > before)


def test_before_the_close_there_is_a_page_that_says_so(forum: Forum):
    answer = forum.client.get(f"/e/{FORUM}/report")

    assert answer.status_code == 404
    assert "noindex" in answer.headers["x-robots-tag"]
    assert forum.versions() == []


def test_a_version_is_kept_frozen_and_verifies(forum: Forum):
    asked(forum)
    newest = forum.client.get(f"/e/{FORUM}/report")
    version = forum.client.get(f"/e/{FORUM}/report/1")

    assert newest.status_code == version.status_code == 200
    assert newest.content == version.content
    assert "immutable" in version.headers["cache-control"]
    assert "immutable" not in newest.headers["cache-control"]
    verified = verify_report(version.content)
    assert verified.report.edition.number == 1
    assert verified.digest == forum.versions()[0]["digest"]
    assert verified.report.heads.ballots.hash == forum.versions()[0]["ballots_head"]
    policy = version.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_later_versions_follow_and_the_earlier_stay(forum: Forum):
    asked(forum)
    first = forum.client.get(f"/e/{FORUM}/report/1").content
    more = {f"late{place:02}": "+" * len(TEXTS) for place in range(6)}
    forum.add(ballots=ballot_facts(more, {}))
    asked(forum)

    assert forum.client.get(f"/e/{FORUM}/report/1").content == first
    assert forum.report(2).edition.earlier == (1,)
    assert forum.report(2).attendance.voted == forum.report(1).attendance.voted + 6


def test_votes_of_fewer_than_five_since_the_last_version_wait(forum: Forum):
    asked(forum)
    few = {f"late{place}": "+" * len(TEXTS) for place in range(4)}
    forum.add(ballots=ballot_facts(few, {}))
    asked(forum)

    assert forum.report(2).prompts[0].ballots == forum.report(1).prompts[0].ballots
    assert forum.report(2).edition.held_back
    forum.add(ballots=ballot_facts({"late4": "+" * len(TEXTS)}, {}))
    asked(forum)
    assert forum.report(3).attendance.voted == forum.report(1).attendance.voted + 5
    assert forum.report(3).prompts[0].ballots != forum.report(1).prompts[0].ballots


def test_a_version_whose_file_is_gone_is_made_again_the_same(forum: Forum):
    asked(forum)
    few = {f"late{place}": "+" * len(TEXTS) for place in range(4)}
    forum.add(ballots=ballot_facts(few, {}))
    asked(forum)
    kept = forum.client.get(f"/e/{FORUM}/report/2").content
    (forum.data / "reports" / FORUM / "report-2.html.gz").unlink()

    assert forum.client.get(f"/e/{FORUM}/report/2").content == kept


def test_a_version_that_is_none_is_not_there(forum: Forum):
    assert forum.client.get(f"/e/{FORUM}/report/1").status_code == 404
    assert forum.client.get("/e/NOBODY/report").status_code == 404


def test_named_analyses_stand_in_the_next_report(forum: Forum):
    groups = {"id": "a", "name": "Group A alone", "group": "A"}
    everybody = {"id": "b", "name": "Late hours", "until_ms": BEGUN_MS}

    for body in (groups, everybody):
        assert forum.client.post(ANALYSES, json=body, headers=MODERATOR).status_code == 201
    assert [one["name"] for one in forum.client.get(ANALYSES, headers=MODERATOR).json()] == [
        "Group A alone",
        "Late hours",
    ]
    asked(forum)

    alone, late = forum.report(1).analyses
    assert alone.parts[0].result is not None
    assert alone.parts[0].result.people == forum.report(1).prompts[0].result.groups[0].size
    assert (late.parts[0].withheld, late.parts[0].result) == ("too-few", None)
    assert forum.client.delete(f"{ANALYSES}/a", headers=MODERATOR).status_code == 204
    assert [one["id"] for one in forum.client.get(ANALYSES, headers=MODERATOR).json()] == ["b"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"id": "x", "name": "Nowhere", "venue": "nowhere"}, "venue-unknown"),
        ({"id": "x", "name": " "}, "text-empty"),
        ({"id": "x"}, "body-invalid"),
        ({"id": "x", "name": "n", "more": 1}, "body-invalid"),
    ],
)
def test_an_analysis_that_cannot_be_is_refused(forum: Forum, body: dict[str, Any], code: str):
    answer = forum.client.post(ANALYSES, json=body, headers=MODERATOR)

    assert (answer.status_code, answer.json()) == (422, {"code": code})


def test_the_close_of_the_last_prompt_makes_a_report_without_any_analyst(forum: Forum):
    asyncio.run(_added(forum.data, [PromptClosed(ASKED, DESK)], []))
    # The embedded store is one process's: a hub of this process learns of it when it next decides something.
    forum.client.post(ANALYSES, json={"id": "x", "name": "Everybody"}, headers=MODERATOR)
    forum.until(lambda: len(forum.versions()) == 1)

    assert forum.report(1).prompts[0].phase == "closed"


def test_a_reopened_event_gets_another_version_at_its_next_close(forum: Forum):
    asked(forum)
    forum.add(PromptClosed(ASKED, DESK), PromptOpened(ASKED, DESK))
    forum.client.post(ANALYSES, json={"id": "x", "name": "Everybody"}, headers=MODERATOR)
    forum.add(PromptClosed(ASKED, DESK))
    forum.client.post(ANALYSES, json={"id": "y", "name": "All"}, headers=MODERATOR)
    forum.until(lambda: len(forum.versions()) == 2)

    assert forum.report(2).edition.earlier == (1,)


def test_moderators_see_the_votes_with_and_without_the_ballots_that_look_alike(forum: Forum):
    copies = {f"copy{place}": "+--+-+0-+-0+" for place in range(5)}
    chance = random.Random(5)
    others = {f"one{place}": "".join(chance.choices("+-0", k=len(TEXTS))) for place in range(120)}
    forum.add(ballots=ballot_facts(copies | others, {}))
    address = f"/api/v1/events/{FORUM}/without-flagged"
    assert forum.client.post(address).status_code == 401

    [found] = forum.client.post(address, headers=MODERATOR).json()

    assert found["flagged"] >= len(copies)
    assert found["whole"]["people"] - found["rest"]["people"] == found["flagged"]
    assert found["whole"]["votes"] > found["rest"]["votes"]
    assert len(found["moved"]) > 0
