"""What every store promises (plenary.store.ports): one suite, run on each of them."""

import asyncio

import pytest

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.vocabulary import Choice, EventCode, Mode
from plenary.store.ports import Conflict, EventExists, EventUnknown, Heads, Position, StoreUnavailable
from plenary.store.records import Chain, Row, Stream, seal
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CY,
    FORUM,
    NOON_MS,
    PARK,
    PARLEY,
    PREPARED,
    SCHOOL,
    SEATED,
    TRAM,
    closed,
    created,
    drafted,
    joined,
    opened,
    rejected,
    shown,
    submitted,
    undone,
    voted,
)
from tests.store.stores import Store, ballot_facts, begun, programme_facts


async def test_an_event_begins_with_the_facts_it_is_created_with(store: Store):
    position = await store.create(PREPARED, NOON_MS)

    head, records = await store.programme(FORUM)
    assert head == position
    assert [(record.number, record.at_ms, record.fact) for record in records] == [
        (number, NOON_MS, fact) for number, fact in enumerate(PREPARED, start=1)
    ]


async def test_a_code_that_is_taken_is_refused_and_its_event_stays(store: Store):
    await begun(store)
    before = await store.programme(FORUM)

    with pytest.raises(EventExists):
        await store.create([created(), drafted(SCHOOL)], NOON_MS)

    assert await store.programme(FORUM) == before


async def test_of_two_events_made_at_once_under_one_code_one_is_refused(store: Store):
    outcomes = await asyncio.gather(begun(store), begun(store), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [EventExists]
    assert len(await store.heads()) == 1


async def test_facts_that_begin_no_event_are_refused(store: Store):
    with pytest.raises(ValueError, match="begins with EventCreated"):
        await store.create([drafted()], NOON_MS)
    with pytest.raises(ValueError, match="begins with EventCreated"):
        await store.create([], NOON_MS)

    assert await store.heads() == []


async def test_every_event_has_an_epoch_of_its_own(store: Store):
    assert (await begun(store, FORUM)).epoch != (await begun(store, PARLEY)).epoch


async def test_an_unknown_event_is_named_as_such_by_everything(store: Store):
    for ask in (
        store.append(FORUM, [drafted()], Position("none", 0), NOON_MS),
        store.append_ballots(FORUM, [joined(ADA)], Position("none", 0), NOON_MS),
        store.programme(FORUM),
        store.of_participant(FORUM, ADA),
        store.since(FORUM, 0),
        store.counts(FORUM),
        store.renew_epoch(FORUM),
        store.forget(FORUM),
    ):
        with pytest.raises(EventUnknown):
            await ask


async def test_an_append_gives_the_position_after_its_last_fact(store: Store):
    position = await begun(store)

    after = await store.append(FORUM, [submitted(TRAM), shown(TRAM)], position, NOON_MS)

    assert after == Position(position.epoch, position.number + 2)
    assert (await store.programme(FORUM))[0] == after


async def test_what_was_appended_comes_back_in_order_with_its_times(store: Store):
    position = await begun(store)
    position = await store.append(FORUM, [submitted(TRAM), shown(TRAM)], position, NOON_MS + 5)
    await store.append(FORUM, [closed()], position, NOON_MS - 5)

    _, records = await store.programme(FORUM, after=len(PREPARED))

    assert [(record.number, record.at_ms, record.fact) for record in records] == [
        (5, NOON_MS + 5, submitted(TRAM)),
        (6, NOON_MS + 5, shown(TRAM)),
        (7, NOON_MS - 5, closed()),
    ]


async def test_asking_for_what_comes_after_the_head_gives_the_head_and_nothing(store: Store):
    position = await begun(store)

    assert await store.programme(FORUM, after=position.number) == (position, [])
    assert await store.programme(FORUM, after=position.number + 7) == (position, [])
    assert await store.since(FORUM, 7) == []


async def test_appending_no_facts_changes_nothing(store: Store):
    position = await begun(store)
    await store.append_ballots(FORUM, SEATED, position, NOON_MS)

    assert await store.append(FORUM, [], position, NOON_MS) == position
    assert await store.append_ballots(FORUM, [], position, NOON_MS) == len(SEATED)
    assert await store.heads() == [Heads(FORUM, position, len(SEATED))]


async def test_facts_decided_on_an_older_programme_are_refused_and_leave_nothing(store: Store):
    older = await begun(store)
    position = await store.append(FORUM, [submitted(TRAM)], older, NOON_MS)

    with pytest.raises(Conflict):
        await store.append(FORUM, [closed(), opened()], older, NOON_MS)

    assert (await store.programme(FORUM))[0] == position
    assert len((await store.programme(FORUM))[1]) == position.number


async def test_ballots_decided_on_an_older_programme_are_refused_and_leave_nothing(store: Store):
    older = await begun(store)
    await store.append(FORUM, [closed()], older, NOON_MS)

    with pytest.raises(Conflict):
        await store.append_ballots(FORUM, [joined(ADA), voted(ADA, TRAM)], older, NOON_MS)

    assert await store.since(FORUM, 0) == []
    assert await store.of_participant(FORUM, ADA) == []
    assert await store.counts(FORUM) == (0, 0)


async def test_facts_decided_on_another_epoch_or_on_what_is_not_yet_are_refused(store: Store):
    position = await begun(store)

    for elsewhere in (Position("other", position.number), Position(position.epoch, position.number + 1)):
        with pytest.raises(Conflict):
            await store.append(FORUM, [closed()], elsewhere, NOON_MS)
        with pytest.raises(Conflict):
            await store.append_ballots(FORUM, [joined(ADA)], elsewhere, NOON_MS)

    assert await store.heads() == [Heads(FORUM, position, 0)]


async def test_of_many_decisions_on_one_position_one_is_kept(store: Store):
    position = await begun(store)
    decisions = [[submitted(TRAM, text=f"Tram {n}.")] for n in range(20)]

    outcomes = await asyncio.gather(
        *(store.append(FORUM, decision, position, NOON_MS) for decision in decisions), return_exceptions=True
    )

    kept = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, Position)]
    assert len(kept) == 1
    assert [type(outcome) for n, outcome in enumerate(outcomes) if n not in kept] == [Conflict] * 19
    assert programme_facts((await store.programme(FORUM, position.number))[1]) == decisions[kept[0]]


async def test_a_conflict_harms_no_other_append_that_waits_with_it(store: Store):
    forum, parley = await begun(store, FORUM), await begun(store, PARLEY)
    stale = Position(forum.epoch, forum.number - 1)

    first, refused, unknown, other, last = await asyncio.gather(
        store.append_ballots(FORUM, [joined(ADA)], forum, NOON_MS),
        store.append_ballots(FORUM, [joined(CY)], stale, NOON_MS),
        store.append_ballots(EventCode("NOWHERE"), [joined(CY)], forum, NOON_MS),
        store.append(PARLEY, [closed()], parley, NOON_MS),
        store.append_ballots(FORUM, [joined(BO), voted(BO, TRAM)], forum, NOON_MS),
        return_exceptions=True,
    )

    assert (first, type(refused), type(unknown), last) == (1, Conflict, EventUnknown, 3)
    assert other == Position(parley.epoch, parley.number + 1)
    assert ballot_facts(await store.since(FORUM, 0)) == [joined(ADA), joined(BO), voted(BO, TRAM)]


async def test_ballots_are_numbered_from_one_without_gaps_whoever_appends(store: Store):
    position = await begun(store)
    ballots = [[voted(ADA, TRAM, counter=2 * n), voted(BO, PARK, counter=2 * n + 1)] for n in range(50)]

    numbers = await asyncio.gather(
        *(store.append_ballots(FORUM, facts, position, NOON_MS) for facts in ballots)
    )

    records = await store.since(FORUM, 0)
    assert [record.number for record in records] == list(range(1, 101))
    kept = {record.number: record.fact for record in records}
    assert [[kept[number - 1], kept[number]] for number in numbers] == ballots


async def test_ballots_do_not_move_the_programme(store: Store):
    position = await begun(store)

    assert await store.append_ballots(FORUM, SEATED, position, NOON_MS) == len(SEATED)

    assert await store.programme(FORUM, position.number) == (position, [])
    assert await store.append(FORUM, [closed()], position, NOON_MS) == Position(
        position.epoch, position.number + 1
    )


async def test_a_participants_ballot_is_all_they_said_and_nothing_of_others(store: Store):
    position, elsewhere = await begun(store, FORUM), await begun(store, PARLEY)
    said: list[BallotFact] = [joined(ADA), voted(ADA, TRAM), voted(ADA, TRAM, Choice.PASS, counter=3)]
    await store.append_ballots(FORUM, [said[0], joined(BO), said[1]], position, NOON_MS)
    await store.append_ballots(PARLEY, [joined(ADA), voted(ADA, BIKE)], elsewhere, NOON_MS)
    await store.append_ballots(FORUM, [voted(BO, TRAM), said[2]], position, NOON_MS + 1)

    records = await store.of_participant(FORUM, ADA)

    assert [(record.number, record.at_ms, record.fact) for record in records] == [
        (1, NOON_MS, said[0]),
        (3, NOON_MS, said[1]),
        (5, NOON_MS + 1, said[2]),
    ]
    assert await store.of_participant(FORUM, CY) == []


async def test_the_same_ballot_fact_may_be_kept_twice(store: Store):
    position = await begun(store)
    await store.append_ballots(FORUM, [voted(ADA, TRAM)], position, NOON_MS)
    await store.append_ballots(FORUM, [voted(ADA, TRAM)], position, NOON_MS)

    assert ballot_facts(await store.since(FORUM, 0)) == [voted(ADA, TRAM)] * 2


async def test_ballots_can_be_read_in_pieces(store: Store):
    position = await begun(store)
    votes = [voted(ADA, TRAM, counter=n) for n in range(1, 26)]
    await store.append_ballots(FORUM, votes, position, NOON_MS)

    pieces = [await store.since(FORUM, after, limit=10) for after in (0, 10, 20, 25)]

    assert [len(piece) for piece in pieces] == [10, 10, 5, 0]
    assert [fact for piece in pieces for fact in ballot_facts(piece)] == votes


async def test_people_count_once_and_votes_each_time(store: Store):
    position = await begun(store)
    moved = joined(ADA, mode=Mode.REMOTE, venue=None, counter=5)
    votes = [voted(ADA, TRAM), voted(ADA, TRAM, Choice.PASS, counter=3), voted(BO, TRAM)]
    await store.append_ballots(FORUM, [joined(ADA), joined(BO), *votes, moved], position, NOON_MS)

    assert await store.counts(FORUM) == (2, 3)


async def test_heads_tell_how_far_every_event_has_come(store: Store):
    parley, forum = await begun(store, PARLEY), await begun(store, FORUM)
    await store.append_ballots(PARLEY, SEATED, parley, NOON_MS)
    forum = await store.append(FORUM, [closed()], forum, NOON_MS)

    assert await store.heads() == [Heads(FORUM, forum, 0), Heads(PARLEY, parley, len(SEATED))]


async def test_every_record_carries_a_hash_over_itself_and_its_predecessor(store: Store):
    position = await begun(store)
    await store.append_ballots(FORUM, SEATED, position, NOON_MS)
    await store.append(FORUM, [submitted(TRAM), rejected(TRAM), undone(TRAM, 1)], position, NOON_MS + 1)

    for stream, records in (
        (Stream.PROGRAMME, (await store.programme(FORUM))[1]),
        (Stream.BALLOTS, await store.since(FORUM, 0)),
    ):
        chain = Chain.begin(FORUM, stream)
        assert [
            chain.check(Row(record.number, record.at_ms, *seal(record.fact), record.hash))
            for record in records
        ] == [record.fact for record in records]


async def test_records_never_change(store: Store):
    position = await begun(store)
    await store.append_ballots(FORUM, [joined(ADA), voted(ADA, TRAM)], position, NOON_MS)
    programme, ballots = await store.programme(FORUM), await store.since(FORUM, 0)

    position = await store.append(FORUM, [submitted(TRAM), shown(TRAM)], position, NOON_MS)
    await store.append_ballots(FORUM, [voted(ADA, TRAM, Choice.PASS, counter=9)], position, NOON_MS)

    assert (await store.programme(FORUM))[1][: len(programme[1])] == programme[1]
    assert (await store.since(FORUM, 0))[: len(ballots)] == ballots


async def test_a_new_epoch_keeps_the_facts_and_refuses_what_was_decided_in_the_old_one(store: Store):
    older = await begun(store)
    await store.append_ballots(FORUM, SEATED, older, NOON_MS)

    renewed = await store.renew_epoch(FORUM)

    assert renewed.number == older.number
    assert renewed.epoch != older.epoch
    assert await store.heads() == [Heads(FORUM, renewed, len(SEATED))]
    with pytest.raises(Conflict):
        await store.append(FORUM, [closed()], older, NOON_MS)
    assert (await store.append(FORUM, [closed()], renewed, NOON_MS)).epoch == renewed.epoch


async def test_a_follower_is_told_which_programme_has_moved(store: Store):
    position = await begun(store)
    moves = store.follow()

    async with asyncio.timeout(5):
        for decide in (store.append(FORUM, [closed()], position, NOON_MS), store.renew_epoch(FORUM)):
            await decide
            assert await anext(moves) == FORUM


async def test_a_closed_store_keeps_nothing_and_says_so(store: Store):
    position = await begun(store)
    await store.close()

    with pytest.raises(StoreUnavailable):
        await store.append(FORUM, [closed()], position, NOON_MS)
    with pytest.raises(StoreUnavailable):
        await store.append_ballots(FORUM, SEATED, position, NOON_MS)
    with pytest.raises(StoreUnavailable):
        await begun(store, PARLEY)


async def test_a_forgotten_event_is_gone_whole_and_no_other_is_touched(store: Store):
    forum, parley = await begun(store, FORUM), await begun(store, PARLEY)
    for code, position in ((FORUM, forum), (PARLEY, parley)):
        await store.append_ballots(code, [*SEATED, voted(ADA, TRAM), voted(BO, TRAM)], position, NOON_MS)
    other = (await store.programme(PARLEY), await store.since(PARLEY, 0), await store.counts(PARLEY))

    assert await store.forget(FORUM) == forum.number + len(SEATED) + 2

    assert [heads.code for heads in await store.heads()] == [PARLEY]
    for ask in (store.programme(FORUM), store.since(FORUM, 0), store.of_participant(FORUM, ADA)):
        with pytest.raises(EventUnknown):
            await ask
    assert (await store.programme(PARLEY), await store.since(PARLEY, 0), await store.counts(PARLEY)) == other
    assert len(await store.of_participant(PARLEY, ADA)) == 2


async def test_a_forgotten_code_can_be_used_again_from_the_beginning(store: Store):
    before = await begun(store)
    await store.append_ballots(FORUM, SEATED, before, NOON_MS)
    await store.forget(FORUM)

    again = await begun(store)

    assert again.epoch != before.epoch
    assert await store.since(FORUM, 0) == []
    assert await store.of_participant(FORUM, ADA) == []
    assert await store.counts(FORUM) == (0, 0)
    with pytest.raises(Conflict):
        await store.append(FORUM, [closed()], before, NOON_MS)


async def test_forgetting_at_once_with_other_writes_leaves_the_event_whole_or_gone(store: Store):
    position = await begun(store)

    outcomes = await asyncio.gather(
        store.append_ballots(FORUM, [joined(ADA)], position, NOON_MS),
        store.forget(FORUM),
        store.append_ballots(FORUM, [joined(BO)], position, NOON_MS),
        store.forget(FORUM),
        return_exceptions=True,
    )

    assert [type(one) for one in outcomes[2:]] == [EventUnknown, EventUnknown]
    assert await store.heads() == []


async def test_followers_hear_of_a_forgotten_event(store: Store):
    await begun(store)
    moves = store.follow()
    await store.forget(FORUM)

    async with asyncio.timeout(5):
        assert await anext(moves) == FORUM
