"""How much a phone waits for before its first card, on the pages as they are built."""

from random import Random

import brotli
import pytest
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.creation import Wish, new_event
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.commands import DraftPrompt, OpenPrompt, ProgrammeCommand, SeedStatement
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import GrantId, Language, PromptId, StatementId
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore

BUDGET_BYTES = 25_000
WORDS = (
    "every region member should have one seat in the council",
    "and young people chair its meetings by turns",
)


def text(number: int) -> str:
    """A hundred characters, unlike any other statement's."""
    return " ".join(Random(number).choices(" ".join(WORDS).split(), k=18))


async def gathered(store: MemoryStore) -> None:
    """An event with two venues and 85 statements, as the pages meet it on the day."""
    made = new_event(Wish("Listening at scale", "en", ("Cartagena", "Mumbai"), (), "MIL25", True, 280))
    state = Deliberation(made.facts)
    facts: list[ProgrammeFact] = list(made.facts)
    by, prompt = GrantId("desk"), PromptId("p1")
    commands: list[ProgrammeCommand] = [
        DraftPrompt(prompt, "How should the Alliance be governed?", by),
        OpenPrompt(prompt, by),
    ]
    seeds = [SeedStatement(StatementId(f"s{n:015}"), prompt, text(n), Language("en"), by) for n in range(85)]
    for command in [*commands, *seeds]:
        decided = [fact for fact in decide(state, command) if not isinstance(fact, BallotFact)]
        state.apply_all(decided)
        facts += decided
    await store.create(facts, 0)


@pytest.fixture
async def store() -> MemoryStore:
    made = MemoryStore()
    await gathered(made)
    return made


@pytest.mark.parametrize("language", ["en", "ar", "hi", "th"])
def test_the_participants_page_stays_within_its_budget(store: MemoryStore, language: str):
    app = create_app(Stores(store, store, LocalBulletin()), Settings("operator-secret-of-the-tests"))
    sizes = []
    with TestClient(app) as client:
        for _ in range(2):
            with client.stream(
                "GET", "/e/MIL25", headers={"accept-encoding": "br", "accept-language": language}
            ) as answer:
                packed = b"".join(answer.iter_raw())
            assert brotli.decompress(packed).count(b'"prompt":"p1","number"') >= 5, (
                "there is something to vote on"
            )
            assert b'"flags":' not in brotli.decompress(packed), "what only the desk reads stays behind"
            sizes.append(len(packed))
    print(f"\n{language}: {sizes[0]:,} bytes for whoever comes first, {sizes[1]:,} for those after")

    assert max(sizes) <= BUDGET_BYTES


async def test_an_event_without_a_statement_has_its_page():
    empty = MemoryStore()
    await empty.create(new_event(Wish("Town hall", "en", (), (), "NEW25", True, 280)).facts, 0)

    with TestClient(
        create_app(Stores(empty, empty, LocalBulletin()), Settings("operator-secret-of-tests"))
    ) as client:
        assert client.get("/e/NEW25").status_code == 200
