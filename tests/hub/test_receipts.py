"""A vote that was acknowledged comes back from the phone, whatever the store has lost and whatever has closed since."""

import base64
import hmac
import random
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from plenary.creation import Wish, new_event
from plenary.deliberation.commands import ClosePrompt, OpenPrompt, SeedStatement
from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import PromptDrafted
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    ParticipantId,
    PromptId,
    StatementId,
)
from plenary.hub import hub as hubs
from plenary.hub.hub import Hub
from plenary.hub.receipts import Receipts
from plenary.local import receipts_of
from plenary.store.ports import Ballots, FactLog, Meeting, Presence
from plenary.wire.from_client import Vote, WithdrawVote
from plenary.wire.from_server import Counted, Refused
from tests.hub.phones import Phone, hub_on
from tests.hub.test_healing import ForgetfulStore

CODE = EventCode("HALL")
DESK = GrantId("desk")
ENGLISH = Language("en")
STATEMENTS = [StatementId(f"s{number}") for number in range(4)]
ADA = ParticipantId("ada")
VOTE = Vote(5, "tram", Choice.AGREE)


def made() -> Receipts:
    receipts = Receipts()
    receipts.make_key()
    return receipts


async def prepared(store: FactLog, hub: Hub) -> PromptId:
    """An open prompt with all the statements."""
    event_facts = new_event(Wish("A gathering", prompts=["What now?"], code=CODE)).facts
    await store.create(event_facts, 0)
    prompt = next(fact.prompt for fact in event_facts if isinstance(fact, PromptDrafted))
    event = await hub.live_event(CODE)
    await event.carry_out(OpenPrompt(prompt, DESK))
    for statement in STATEMENTS:
        await event.carry_out(SeedStatement(statement, prompt, f"About {statement}.", ENGLISH, DESK))
    return prompt


async def folded(ballots: Ballots) -> dict[ParticipantId, Ballot]:
    found: dict[ParticipantId, Ballot] = {}
    for record in await ballots.since(CODE, 0):
        found.setdefault(record.fact.participant, Ballot()).apply(record.fact)
    return found


class TestAReceipt:
    """What it proves, and what it does not."""

    def test_proves_its_vote_to_every_hub_that_knows_the_key(self):
        receipts = made()
        offered = msgspec.structs.replace(VOTE, receipt=receipts.give(CODE, ADA, "d", VOTE))

        assert Receipts(receipts.keys).proves(CODE, ADA, "d", offered)
        assert not made().proves(CODE, ADA, "d", offered)
        assert not receipts.proves(CODE, ADA, "d", VOTE)

    def test_is_the_beginning_of_an_hmac_of_sha_256(self):
        key = bytes(range(32))
        made = hmac.digest(key, b"vote HALL ada 5 agree 1 d tram", "sha256")

        assert Receipts([key]).give(CODE, ADA, "d", VOTE) == base64.urlsafe_b64encode(made[:12]).decode()

    @pytest.mark.parametrize(
        "other",
        [
            {"op": 6},
            {"statement": "bike"},
            {"choice": Choice.PASS},
            {"receipt": "A" * 16},
            {"receipt": "é\ud800"},
        ],
        ids=["op", "statement", "choice", "receipt", "words"],
    )
    def test_proves_no_other_vote(self, other):
        receipts = made()
        offered = msgspec.structs.replace(VOTE, receipt=receipts.give(CODE, ADA, "d", VOTE))

        assert not receipts.proves(CODE, ADA, "d", msgspec.structs.replace(offered, **other))

    def test_is_one_participants_on_one_device_in_one_event(self):
        receipts = made()
        offered = msgspec.structs.replace(VOTE, receipt=receipts.give(CODE, ADA, "d", VOTE))

        assert not receipts.proves(EventCode("OTHER"), ADA, "d", offered)
        assert not receipts.proves(CODE, ParticipantId("bo"), "d", offered)
        assert not receipts.proves(CODE, ADA, "e", offered)

    def test_does_not_move_words_between_device_and_statement(self):
        receipts = made()
        receipt = receipts.give(CODE, ADA, "d x", Vote(5, "y", Choice.AGREE))

        assert not receipts.proves(CODE, ADA, "d", Vote(5, "x y", Choice.AGREE, receipt=receipt))


class Market:
    """Neighbours that share keys until everything there is lost."""

    def __init__(self) -> None:
        self.keys: frozenset[bytes] = frozenset()

    async def meet(self, hub: str, here: Mapping[EventCode, Presence]) -> Meeting:
        return Meeting(1, {})

    async def share_keys(self, keys: frozenset[bytes]) -> frozenset[bytes]:
        self.keys |= keys
        return self.keys


async def test_hubs_come_to_sign_alike_also_after_a_loss():
    market, store = Market(), ForgetfulStore()
    one, other, late = Receipts(), Receipts(), Receipts()
    async with hub_on(store, store, one, market) as hub:
        await prepared(store, hub)
        before = one.give(CODE, ADA, "d", VOTE)
        market.keys = frozenset()
        async with hub_on(store, store, other, market) as second:
            await second.live_event(CODE)
            one.learn(await market.share_keys(one.keys))
            async with hub_on(store, store, late, market) as third:
                await third.live_event(CODE)

                assert late.proves(CODE, ADA, "d", msgspec.structs.replace(VOTE, receipt=before))
                assert late.give(CODE, ADA, "d", VOTE) == one.give(CODE, ADA, "d", VOTE)


def test_the_keys_outlive_the_server_and_are_the_owners_alone(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    first = receipts_of(data)
    first.make_key()
    again = receipts_of(data)

    assert again.give(CODE, ADA, "d", VOTE) == first.give(CODE, ADA, "d", VOTE)
    assert [file.stat().st_mode & 0o777 for file in data.iterdir()] == [0o600]


async def test_a_vote_with_a_receipt_counts_after_the_close_and_one_without_does_not():
    store, receipts = ForgetfulStore(), Receipts()
    phone, other = Phone(CODE, "the key of one phone"), Phone(CODE, "the key of another")
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
        await phone.connect(hub)
        await phone.join()
        await phone.vote(STATEMENTS[0], Choice.AGREE)
        await phone.vote(STATEMENTS[0], Choice.PASS)
        phone.leave()
    store.lose(ballots=1)
    async with hub_on(store, store, receipts) as hub:
        await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
        await phone.connect(hub)
        await other.connect(hub)
        await other.join()
        late = await other.vote(STATEMENTS[0], Choice.AGREE)
        forged = await other.ask(Vote(9, STATEMENTS[0], Choice.AGREE, receipt="AAAAAAAAAAAAAAAA"))

    assert [type(late), type(forged)] == [Refused, Refused]
    assert (await folded(store))[phone.who].votes[STATEMENTS[0]].choice is Choice.PASS


async def test_who_says_something_else_under_a_counted_operation_gets_no_receipt_for_it():
    store, receipts = ForgetfulStore(), Receipts()
    phone = Phone(CODE, "the key of one phone")
    async with hub_on(store, store, receipts) as hub:
        await prepared(store, hub)
        await phone.connect(hub)
        await phone.join()
        first = await phone.ask(Vote(5, STATEMENTS[0], Choice.AGREE))
        again = await phone.ask(Vote(5, STATEMENTS[0], Choice.AGREE))
        otherwise = await phone.ask(Vote(5, STATEMENTS[0], Choice.DISAGREE))

    assert isinstance(first, Counted)
    assert first.receipt
    assert first == again
    assert otherwise == Counted(5)


async def test_a_vote_that_was_taken_back_stays_so_when_the_store_loses_that_alone():
    store, receipts = ForgetfulStore(), Receipts()
    phone = Phone(CODE, "the key of one phone")
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
        await phone.connect(hub)
        await phone.join()
        await phone.vote(STATEMENTS[0], Choice.AGREE)
        answer = await phone.take_back(STATEMENTS[0])
        assert isinstance(answer, Counted)
        assert answer.receipt
        phone.leave()
    store.lose(ballots=1)
    assert STATEMENTS[0] in (await folded(store))[phone.who].votes
    async with hub_on(store, store, receipts) as hub:
        await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
        await phone.connect(hub)

    assert (await folded(store))[phone.who].votes == {}


def test_the_receipt_of_a_vote_does_not_take_it_back():
    receipts = made()
    of_vote = receipts.give(CODE, ADA, "d", VOTE)
    of_withdrawal = receipts.give(CODE, ADA, "d", WithdrawVote(5, "tram"))

    assert receipts.proves(CODE, ADA, "d", WithdrawVote(5, "tram", of_withdrawal))
    assert not receipts.proves(CODE, ADA, "d", WithdrawVote(5, "tram", of_vote))
    assert not receipts.proves(CODE, ADA, "d", msgspec.structs.replace(VOTE, receipt=of_withdrawal))


async def test_a_join_that_was_lost_is_said_again_before_the_votes():
    store, receipts = ForgetfulStore(), Receipts()
    phone = Phone(CODE, "the key of one phone")
    async with hub_on(store, store, receipts) as hub:
        await prepared(store, hub)
        await phone.connect(hub)
        await phone.join()
        await phone.vote(STATEMENTS[0], Choice.AGREE)
        phone.leave()
    store.lose(ballots=2)
    async with hub_on(store, store, receipts) as hub:
        await phone.connect(hub)

    assert [record.fact.operation.counter for record in await store.since(CODE, 0)] == [1, 2]


@pytest.mark.parametrize("round_", range(6))
async def test_whatever_is_lost_every_acknowledged_vote_is_back_from_the_phones(
    round_: int, monkeypatch: pytest.MonkeyPatch
):
    """At random: votes, cast, changed and taken back, closes and openings; then tails are lost while no hub lives that
    knew."""
    monkeypatch.setattr(hubs, "COMPARE_EVERY_S", 0.01)
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")
    rng = random.Random(seed)
    store, receipts = ForgetfulStore(), Receipts()
    phones = [Phone(CODE, f"the key of phone {number}") for number in range(5)]
    lost = 0
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
    is_open = True
    for _ in range(6):
        async with hub_on(store, store, receipts) as hub:
            event = await hub.live_event(CODE)
            # Some only; whoever stays away has what it has.
            present = [phone for phone in phones if rng.random() < 0.7]
            for phone in present:
                await phone.connect(hub)
                if phone.memory.joined is None:
                    await phone.join()
            for _ in range(12):
                if present and rng.random() < 0.85:
                    phone, statement = rng.choice(present), rng.choice(STATEMENTS)
                    choice = rng.choice([*Choice, None])
                    answer = await (phone.vote(statement, choice) if choice else phone.take_back(statement))
                    assert isinstance(answer, Counted) is is_open
                else:
                    is_open = not is_open
                    await event.carry_out((OpenPrompt if is_open else ClosePrompt)(prompt, DESK))
            for phone in present:
                phone.leave()
        there = len(await store.since(CODE, 0))
        tail = rng.randint(0, there)
        store.lose(ballots=tail)
        lost += tail
    async with hub_on(store, store, receipts) as hub:
        if is_open:
            await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
        for phone in phones:
            await phone.connect(hub)
    kept = await folded(store)

    assert lost > 0
    for phone in phones:
        votes = kept[phone.who].votes if phone.who in kept else {}
        assert {
            str(statement): (vote.operation.counter, vote.choice) for statement, vote in votes.items()
        } == {statement: (vote.op, vote.choice) for statement, vote in phone.counted.items()}
