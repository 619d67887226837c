"""An own statement that was lost with every hub that knew it comes back from its author, and waits for a moderator."""

import msgspec
import pytest

from plenary.deliberation.commands import ClosePrompt, SetPremoderation
from plenary.deliberation.identity import statement_id
from plenary.deliberation.vocabulary import Choice, Operation, ParticipantId, Standing, StatementId
from plenary.hub.receipts import Receipts
from plenary.wire.from_client import Submit
from plenary.wire.from_server import Counted, Refused
from tests.hub.phones import Phone, hub_on
from tests.hub.test_healing import ForgetfulStore
from tests.hub.test_receipts import ADA, CODE, DESK, folded, made, prepared

SUBMIT = Submit(5, "city", "Trams at night.", "en")


@pytest.mark.parametrize(
    "other",
    [{"op": 6}, {"prompt": "school"}, {"text": "Trams never."}, {"language": "fr"}, {"receipt": "A" * 16}],
    ids=["op", "prompt", "text", "language", "receipt"],
)
def test_a_receipt_proves_its_statement_and_no_other(other: dict[str, object]):
    receipts = made()
    offered = msgspec.structs.replace(SUBMIT, receipt=receipts.give(CODE, ADA, "d", SUBMIT))

    assert receipts.proves(CODE, ADA, "d", offered)
    assert not receipts.proves(CODE, ADA, "e", offered)
    assert not receipts.proves(CODE, ParticipantId("bo"), "d", offered)
    assert not receipts.proves(CODE, ADA, "d", msgspec.structs.replace(offered, **other))


def test_words_cannot_move_between_the_parts_of_what_a_receipt_proves():
    receipts = made()
    one = Submit(5, "p 1 e", "n x", "en")
    receipt = receipts.give(CODE, ADA, "d", one)

    assert not receipts.proves(CODE, ADA, "d", Submit(5, "p", "1 e n x", "en", receipt))


@pytest.mark.parametrize("premoderated", [True, False], ids=["moderated before", "shown at once"])
async def test_a_lost_statement_is_back_under_its_name_with_the_votes_on_it(premoderated: bool):
    store, receipts = ForgetfulStore(), Receipts()
    author, other = Phone(CODE, "the key of its author"), Phone(CODE, "the key of another")
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
        event = await hub.live_event(CODE)
        await event.carry_out(SetPremoderation(prompt, False, DESK))
        before = event.known.position.number
        for phone in (author, other):
            await phone.connect(hub)
            await phone.join()
        answer = await author.ask(Submit(author.next_op(), prompt, "Trams at night.", "en"))
        assert isinstance(answer, Counted)
        assert answer.statement is not None
        voted = await other.vote(answer.statement, Choice.AGREE)
        assert isinstance(voted, Counted)
        lost = event.known.position.number - before
        for phone in (author, other):
            phone.leave()
    store.lose(programme=lost, ballots=1)
    async with hub_on(store, store, receipts) as hub:
        event = await hub.live_event(CODE)
        was_lost = answer.statement not in event.known.state.statements
        if premoderated:
            await event.carry_out(SetPremoderation(prompt, True, DESK))
        await event.carry_out(ClosePrompt(prompt, DESK))
        await author.connect(hub)
        await other.connect(hub)
        back = event.known.state.statements[StatementId(answer.statement)]
        again = await author.ask(msgspec.structs.replace(author.memory.submitted[answer.statement]))
        await author.connect(hub)

    assert was_lost
    assert (back.text, back.author, back.standing) == ("Trams at night.", author.who, Standing.WAITING)
    assert again == answer
    assert back.id == statement_id(CODE, author.who, Operation(answer.op, "d"))
    assert (await folded(store))[other.who].votes[back.id].choice is Choice.AGREE
    assert len([one for one in event.known.state.statements.values() if one.author == author.who]) == 1


async def test_without_a_receipt_nothing_is_offered_after_the_close():
    store, receipts = ForgetfulStore(), Receipts()
    phone = Phone(CODE, "the key of one phone")
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
        await (await hub.live_event(CODE)).carry_out(ClosePrompt(prompt, DESK))
        await phone.connect(hub)
        await phone.join()
        late = await phone.ask(Submit(8, prompt, "Too late.", "en"))
        forged = await phone.ask(Submit(9, prompt, "Too late.", "en", "A" * 16))

    assert [type(late), type(forged)] == [Refused, Refused]


@pytest.mark.parametrize(
    "other", ["Something rude.", "long " * 60, " \n"], ids=["other", "too long", "empty"]
)
async def test_who_says_other_words_under_a_counted_operation_gets_no_receipt_for_them(other: str):
    store, receipts = ForgetfulStore(), Receipts()
    phone = Phone(CODE, "the key of one phone")
    async with hub_on(store, store, receipts) as hub:
        prompt = await prepared(store, hub)
        await phone.connect(hub)
        await phone.join()
        first = await phone.ask(Submit(5, prompt, "Trams  at night.", "en"))
        otherwise = await phone.ask(Submit(5, prompt, other, "en"))

    assert isinstance(first, Counted)
    assert first.receipt
    assert otherwise == Counted(5)
