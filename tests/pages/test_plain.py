"""Taking part without script: plain forms, the same rules, and nothing for anybody but the page's own reader."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import PremoderationSet, ProgrammeFact, StatementSubmitted
from plenary.deliberation.vocabulary import Choice, GrantId, Level, Mode, StatementId
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from tests.hall import CITY, FORUM, PREPARED, TEXTS, TRAM, closed, level_set, shown, submitted

BASE = "http://hall.example:8000"
PAGE = f"/e/{FORUM}/plain"
OWN = {"origin": BASE, "sec-fetch-site": "same-origin"}


@pytest.fixture
async def store() -> MemoryStore:
    made = MemoryStore()
    facts: list[ProgrammeFact] = [*PREPARED]
    for number in range(4):
        name = TRAM if number == 0 else StatementId(f"s{number}")
        facts += [submitted(name, by=None, text=TEXTS[TRAM] if number == 0 else f"Number {number} <b>")]
        facts += [shown(name)]
    await made.create(facts, 0)
    return made


@pytest.fixture
def client(store: MemoryStore) -> Iterator[TestClient]:
    app = create_app(Stores(store, store, LocalBulletin()), Settings("operator-secret-of-the-tests"))
    with TestClient(app, base_url=BASE) as opened:
        yield opened


def form(html: str, act: str) -> dict[str, str]:
    """The hidden fields of the form."""
    inputs = next(one for one in re.findall(r"<form.*?</form>", html, re.DOTALL) if f'value="{act}"' in one)
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', inputs)
    }


def send(client: TestClient, act: str, html: str | None = None, **fields: str) -> tuple[int, str]:
    answer = client.post(
        PAGE, data=form(html or client.get(PAGE).text, act) | fields, headers=OWN, follow_redirects=True
    )
    return answer.status_code, answer.text


async def ballots(store: MemoryStore) -> list[BallotFact]:
    return [record.fact for record in await store.since(FORUM, 0, 100)]


async def test_somebody_joins_votes_and_writes(client: TestClient, store: MemoryStore):
    assert "Where are you taking part?" in client.get(PAGE).text

    status, html = send(client, "join", place="paris")
    assert (status, "0 of 4" in html) == (200, True)
    card = form(html, "vote")["statement"]
    status, html = send(client, "vote", html, choice="disagree")
    assert (status, "1 of 4" in html, "You disagreed" in html) == (200, True, True)
    status, html = send(client, "submit", html, text="Benches  in every street")

    assert (status, "Benches in every street" in html, "Waiting for a moderator" in html) == (200, True, True)
    joined, vote = await ballots(store)
    assert isinstance(joined, ParticipantJoined)
    assert isinstance(vote, VoteCast)
    assert (joined.mode, joined.venue) == (Mode.IN_ROOM, "paris")
    assert (vote.statement, vote.choice, vote.participant) == (card, Choice.DISAGREE, joined.participant)
    _, programme = await store.programme(FORUM)
    last = programme[-1].fact
    assert isinstance(last, StatementSubmitted)
    assert (last.text, last.prompt, last.author) == ("Benches in every street", CITY, joined.participant)


async def test_the_page_says_who_sees_a_statement_first_as_the_prompt_has_it(store: MemoryStore):
    async def said(client: TestClient, text: str) -> tuple[bool, ...]:
        before = client.get(PAGE).text
        _, after = send(client, "submit", before, text=text)
        sentences = (
            "A moderator reads it before others see it.",
            "Others see it at once",
            "Others can vote on it",
        )
        return tuple(one in html for one, html in zip(sentences, (before, before, after), strict=True))

    app = create_app(Stores(store, store, LocalBulletin()), Settings("operator-secret-of-the-tests"))
    with TestClient(app, base_url=BASE) as client:
        send(client, "join", place="remote")
        assert await said(client, "Benches in every street") == (True, False, False)

    position, _ = await store.programme(FORUM)
    await store.append(FORUM, [PremoderationSet(CITY, False, GrantId("desk"))], position, 0)
    app = create_app(Stores(store, store, LocalBulletin()), Settings("operator-secret-of-the-tests"))
    with TestClient(app, base_url=BASE) as client:
        send(client, "join", place="remote")
        assert await said(client, "Trees in every street") == (False, True, True)


async def test_a_vote_can_be_changed_and_the_same_form_counts_once(client: TestClient, store: MemoryStore):
    _, html = send(client, "join", place="remote")
    card = form(html, "vote")["statement"]
    send(client, "vote", html, choice="agree")
    send(client, "vote", html, choice="agree")
    again = client.get(f"{PAGE}?card={card}").text
    assert "You voted on this one before" in again

    send(client, "vote", again, choice="pass")

    votes = [fact for fact in await ballots(store) if isinstance(fact, VoteCast)]
    assert [(one.statement, one.choice) for one in votes] == [(card, Choice.AGREE), (card, Choice.PASS)]
    assert votes[1].operation > votes[0].operation


async def test_a_vote_can_be_taken_back_and_its_card_comes_again(client: TestClient, store: MemoryStore):
    _, html = send(client, "join", place="remote")
    card = form(html, "vote")["statement"]
    send(client, "vote", html, choice="agree")
    again = client.get(f"{PAGE}?card={card}").text

    status, html = send(client, "withdraw-vote", again)

    assert (status, "0 of 4" in html) == (200, True)
    assert isinstance((await ballots(store))[-1], VoteWithdrawn)


async def test_every_statement_comes_once_and_then_all_are_seen(client: TestClient):
    _, html = send(client, "join", place="remote")
    seen = []
    for _ in range(4):
        seen.append(form(html, "vote")["statement"])
        _, html = send(client, "vote", html, choice="agree")

    assert len(set(seen)) == 4
    assert "You have seen everything so far" in html


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://hall.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
    ids=str,
)
async def test_a_form_of_another_page_changes_nothing(
    client: TestClient, store: MemoryStore, headers: dict[str, str]
):
    fields = form(client.get(PAGE).text, "join") | {"place": "remote"}

    answer = client.post(PAGE, data=fields, headers=headers)

    assert (answer.status_code, "nothing was done" in answer.text) == (403, True)
    assert await ballots(store) == []


@pytest.mark.parametrize(
    "change",
    [
        {"token": ""},
        {"token": "0" * 64},
        {"act": "vote"},
        {"act": "open-prompt"},
        {"op": "-1"},
        {"op": "x"},
        {"nonce": ""},
    ],
    ids=str,
)
async def test_a_form_that_is_not_as_the_page_made_it_changes_nothing(
    client: TestClient, store: MemoryStore, change: dict[str, str]
):
    fields = form(client.get(PAGE).text, "join") | {"place": "remote"} | change

    assert client.post(PAGE, data=fields, headers=OWN).status_code == 403
    assert await ballots(store) == []


async def test_a_form_without_its_cookie_or_with_somebody_elses_changes_nothing(
    client: TestClient, store: MemoryStore
):
    fields = form(client.get(PAGE).text, "join") | {"place": "remote"}
    client.cookies.clear()
    assert client.post(PAGE, data=fields, headers=OWN).status_code == 403
    client.get(PAGE)
    assert client.post(PAGE, data=fields, headers=OWN).status_code == 403

    assert await ballots(store) == []


async def test_nothing_is_changed_by_looking(client: TestClient, store: MemoryStore):
    fields = form(client.get(PAGE).text, "join") | {"place": "remote"}

    client.get(PAGE, params=fields)

    assert await ballots(store) == []


async def test_what_the_rules_refuse_is_said_and_a_draft_is_not_lost(client: TestClient, store: MemoryStore):
    _, html = send(client, "join", place="remote")
    await store.append(FORUM, [closed()], (await store.programme(FORUM))[0], 0)

    status, answer = send(client, "submit", html, text="Too late")
    assert (status, "prompt had closed" in answer) == (422, True)
    status, answer = send(client, "vote", html, choice="agree")
    assert (status, "prompt had closed" in answer) == (422, True)


def test_the_page_speaks_the_readers_language_and_the_one_chosen(client: TestClient):
    arabic = client.get(PAGE, headers={"accept-language": "ar"}).text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "أين تشارك؟" in arabic

    _, html = send(client, "language", arabic, language="th")
    assert '<html lang="th" dir="ltr">' in html
    _, html = send(client, "language", html, language="xx")
    assert '<html lang="th"' in html


def test_what_people_write_is_text_and_nothing_else(client: TestClient):
    _, html = send(client, "join", place="remote")
    for _ in range(4):
        assert "<b>" not in html
        _, html = send(client, "vote", html, choice="agree")


def test_the_cookie_is_for_no_script_and_no_other_site(client: TestClient):
    first = client.get(PAGE)
    cookie = {part.strip().lower() for part in first.headers["set-cookie"].split(";")}

    assert {"httponly", "samesite=lax", "path=/"} <= cookie
    assert "script-src" not in first.headers["content-security-policy"]
    assert first.headers["cache-control"] == "no-store"
    assert "set-cookie" not in client.get(PAGE).headers


def test_over_tls_the_cookie_is_bound_to_the_host(store: MemoryStore):
    settings = Settings("operator-secret-of-the-tests", public_url="https://hall.example")
    with TestClient(create_app(Stores(store, store, LocalBulletin()), settings)) as there:
        cookie = there.get(PAGE).headers["set-cookie"]

    assert cookie.startswith("__Host-plenary-plain=")
    assert "secure" in cookie.lower()


def test_an_event_that_there_is_not_is_said_to_be_unknown(client: TestClient):
    assert client.get("/e/NONE/plain").status_code == 404
    assert client.post("/e/NONE/plain", data={}).status_code == 404


async def test_somebody_has_themselves_erased_and_begins_as_somebody_else(
    client: TestClient, store: MemoryStore
):
    send(client, "join", place="paris")
    send(client, "vote", choice="agree")
    status, html = send(client, "submit", text="Benches in every street")
    before = {fact.participant for fact in await ballots(store)}
    assert (status, "Yes, erase me" in html) == (200, True)

    status, html = send(client, "erase-me", html)

    assert (status, "Where are you taking part?" in html) == (200, True)
    assert not before & {fact.participant for fact in await ballots(store)}
    assert len(await ballots(store)) == 2
    _, programme = await store.programme(FORUM)
    assert "Benches in every street" not in repr(programme)
    status, html = send(client, "join", html, place="paris")
    assert (status, "0 of 4" in html) == (200, True)


@pytest.mark.parametrize("level", [Level.DEVICE, Level.TICKET])
async def test_an_archive_is_read_without_script_and_without_proof(store: MemoryStore, level: Level):
    position, _ = await store.programme(FORUM)
    await store.append(FORUM, [level_set(level), closed()], position, 0)
    settings = Settings("operator-secret-of-the-tests", archive_grants=())
    app = create_app(Stores(store, store, LocalBulletin()), settings)
    with TestClient(app, base_url=BASE) as client:
        page = client.get(f"/e/{FORUM}", follow_redirects=False)
        html = client.get(PAGE, follow_redirects=False).text
        language = form(html, "language") | {"language": "fr"}
        french = client.post(PAGE, data=language, headers=OWN, follow_redirects=True).text

    assert page.status_code == 200
    assert "What was said and voted is kept here as it was." in html
    assert f'href="/e/{FORUM}/report"' in html
    assert TEXTS[TRAM] in html
    assert "Number 3 &lt;b&gt;" in html
    assert re.findall(r'name="act" value="(\w+)"', html) == ["language"]
    assert "Lire le rapport" in french
    assert await ballots(store) == []
