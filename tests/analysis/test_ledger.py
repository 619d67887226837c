"""The exact state: whatever the order and batching of votes and bans, what it holds is what a fresh one would hold."""

import json
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import BadVote, Vote, VoteColumns, Withdrawal
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.pair_sums import pair_sums
from plenary_analysis.table import VoteTable
from plenary_analysis.votes import columns_of
from tests.analysis.simulated import assembly

PEOPLE = ["p10", "ada", "p9", "", "Ω", "zoë"]
STATEMENTS = ["10", "9", "s", "07", "1"]
VOTES = st.builds(
    Vote,
    st.sampled_from(PEOPLE),
    st.sampled_from(STATEMENTS),
    st.sampled_from([-1, 0, 1]),
    st.tuples(st.integers(0, 3), st.sampled_from(["", "b", "a"])),
)
WITHDRAWALS = st.builds(
    Withdrawal,
    st.sampled_from(PEOPLE),
    st.sampled_from(STATEMENTS),
    st.tuples(st.integers(0, 3), st.sampled_from(["", "b", "a"])),
)
STEPS = st.lists(
    st.one_of(
        st.lists(VOTES, max_size=12).map(lambda votes: ("vote", votes)),
        st.lists(WITHDRAWALS, max_size=4).map(lambda taken: ("withdraw", taken)),
        st.tuples(st.sampled_from(["ban", "unban"]), st.sampled_from(PEOPLE)),
        st.just(("look", None)),
    ),
    max_size=14,
)


def contents(ledger):
    matrix, sums = ledger.matrix(), ledger.pair_sums()
    table = matrix.table
    recounted = VoteTable(table.start, table.column, table.value, table.n_statements)
    assert (table.answers == recounted.answers).all()
    return (
        (matrix.participants, matrix.statements),
        [part.tolist() for part in (table.start, table.column, table.value)],
        [part.tolist() for part in (sums.together, sums.product, sums.first)],
    )


def carried_out(ledger, steps):
    for step, what in steps:
        if step == "vote":
            ledger.add(what)
        elif step == "withdraw":
            ledger.withdraw(what)
        elif step == "look":
            ledger.pair_sums()
        else:
            ledger.ban(what, banned=step == "ban")


def last_words(steps):
    """(participant, statement) -> value by the simplest means, and who is banned."""
    nothing = 2  # of votes and withdrawals under one stamp the withdrawal counts
    words: dict[tuple[str, str], tuple[tuple[int, str], int]] = {}
    banned: set[str] = set()
    for step, what in steps:
        if step in ("vote", "withdraw"):
            for one in what:
                cell = (one.participant, one.statement)
                word = (one.stamp, one.value if step == "vote" else nothing)
                words[cell] = max(word, words.get(cell, word))
        elif step in ("ban", "unban"):
            (banned.add if step == "ban" else banned.discard)(what)
    counted = {
        cell: value for cell, (_, value) in words.items() if cell[0] not in banned and value != nothing
    }
    return counted, banned


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_votes_held_are_everybodys_last_words(steps):
    ledger = VoteLedger()
    carried_out(ledger, steps)
    matrix = ledger.matrix()
    held = {
        (matrix.participants[i], matrix.statements[j]): value
        for i, j, value in zip(
            matrix.row.tolist(), matrix.column.tolist(), matrix.value.tolist(), strict=True
        )
    }
    words, _ = last_words(steps)
    assert held == words
    assert list(matrix.participants) == sorted({who for who, _ in words})
    assert set(matrix.statements) == {what for _, what in words}


@settings(max_examples=150, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_state_kept_up_equals_state_built_at_once_bit_for_bit(steps, random):
    kept = VoteLedger()
    carried_out(kept, steps)
    votes = [vote for step, what in steps if step == "vote" for vote in what]
    votes += votes[: len(votes) // 3]
    withdrawals = [one for step, what in steps if step == "withdraw" for one in what]
    random.shuffle(votes)
    random.shuffle(withdrawals)
    _, banned = last_words(steps)
    fresh = VoteLedger()
    for who in banned:
        fresh.ban(who)
    if random.random() < 0.5:
        fresh.withdraw(withdrawals)
        fresh.add(votes)
    else:
        fresh.add(votes)
        fresh.withdraw(withdrawals)
    assert contents(kept) == contents(fresh)
    assert kept.saved() == fresh.saved()
    assert contents(fresh)[2] == [part.tolist() for part in vars_of(pair_sums(fresh.matrix().table))]


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_what_was_withdrawn_leaves_the_votes_as_if_it_had_never_been_cast(steps):
    kept = VoteLedger()
    carried_out(kept, steps)
    words, _ = last_words(steps)
    never = VoteLedger()
    never.add([Vote(who, what, value) for (who, what), value in words.items()])
    assert contents(kept) == contents(never)


@pytest.mark.parametrize("first", ["vote", "withdrawal"])
def test_a_vote_on_its_way_does_not_count_after_its_withdrawal(first):
    ledger = VoteLedger()
    ledger.add([Vote("bo", "1", -1)])
    vote, taken = Vote("ada", "s", 1, (3, "a")), Withdrawal("ada", "s", (4, "a"))
    ledger.add([vote]) if first == "vote" else ledger.withdraw([taken])
    ledger.pair_sums()
    ledger.add([vote]) if first == "withdrawal" else ledger.withdraw([taken])

    assert (ledger.matrix().participants, ledger.matrix().statements) == (("bo",), ("1",))
    ledger.add([Vote("ada", "s", -1, (5, "a"))])
    assert ledger.matrix().participants == ("ada", "bo")


def test_state_saved_before_there_were_withdrawals_is_read():
    ledger = VoteLedger()
    ledger.add([Vote("ada", "s", 1)])
    with np.load(BytesIO(ledger.saved())) as parts:
        former = dict(parts)
    names = json.loads(former["names"].tobytes())
    del names["withdrawn"]
    former |= {"form": np.array([1]), "names": np.frombuffer(json.dumps(names).encode(), np.uint8)}
    kept = BytesIO()
    np.savez(kept, **former)

    assert contents(VoteLedger.restored(kept.getvalue())) == contents(ledger)


def vars_of(sums):
    return sums.together, sums.product, sums.first


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_state_saved_and_restored_goes_on_as_if_nothing_had_happened(steps):
    half = len(steps) // 2
    one = VoteLedger()
    carried_out(one, steps[:half])
    other = VoteLedger.restored(one.saved())
    assert other.saved() == one.saved()
    for ledger in (one, other):
        carried_out(ledger, steps[half:])
    assert contents(one) == contents(other)
    assert one.saved() == other.saved()


@pytest.mark.parametrize("saved", [b"", b"nothing of ours", b"PK\x03\x04"])
def test_what_is_no_saved_state_is_refused(saved):
    with pytest.raises(ValueError, match="saved"):
        VoteLedger.restored(saved)


def test_a_saved_state_says_nothing_of_the_order_of_votes():
    votes = assembly(1, 40, 20, 0.4).votes
    one, other = VoteLedger(), VoteLedger()
    one.add(votes)
    for vote in reversed(votes):
        other.add([vote])
    assert one.saved() == other.saved()


def test_many_changed_rows_and_few_give_the_same_sums():
    table = assembly(2, 300, 40, 0.3)
    votes = table.votes
    few, many = VoteLedger(), VoteLedger()
    few.add(votes[:-30])
    few.pair_sums()
    few.add(votes[-30:])
    many.add(votes[:30])
    many.pair_sums()
    many.add(votes[30:])
    assert contents(few) == contents(many)
    sums = few.pair_sums()
    assert sums is not None
    assert sums.counts.sum() == len(votes)


def test_votes_as_columns_are_the_same_votes():
    votes = assembly(3, 30, 15, 0.5).votes
    one, other = VoteLedger(), VoteLedger()
    one.add(votes)
    other.add(columns_of(votes))
    assert contents(one) == contents(other)
    arrays = columns_of(votes)
    third = VoteLedger()
    third.add(
        VoteColumns(
            arrays.participants,
            arrays.statements,
            np.array(arrays.values, dtype=np.int8),
            np.array(arrays.counters),
            arrays.devices,
        )
    )
    assert contents(third) == contents(one)


@pytest.mark.parametrize(
    "columns",
    [
        VoteColumns(["a"], ["s"], [1, 0], [1], [""]),
        VoteColumns(["a"], ["s"], np.array([0.5]), [1], [""]),
        VoteColumns(["a"], ["s"], np.array([2]), [1], [""]),
        VoteColumns(["a"], ["s"], [True], [1], [""]),
        VoteColumns(["a"], [b"s"], [1], [1], [""]),  # type: ignore[list-item]
        VoteColumns(["a"], ["s"], [1], [2**63], [""]),
        VoteColumns(["a", "b"], ["s", "s"], [1, 1], [1, 2.0], ["", ""]),  # type: ignore[list-item]
    ],
    ids=["lengths", "half", "two", "true", "name", "too large", "fraction"],
)
def test_columns_with_anything_else_are_refused_and_nothing_is_taken(columns):
    ledger = VoteLedger()
    with pytest.raises(BadVote):
        ledger.add(columns)
    assert ledger.matrix().participants == ()


def test_a_long_backlog_is_merged_on_its_way(monkeypatch):
    monkeypatch.setattr("plenary_analysis.ledger.MOST_WAITING", 100)
    votes = assembly(4, 60, 20, 0.5).votes
    one, other = VoteLedger(), VoteLedger()
    for first in range(0, len(votes), 37):
        one.add(votes[first : first + 37])
    other.add(votes)
    assert contents(one) == contents(other)


def test_a_map_drawn_before_is_not_changed_by_later_votes():
    votes = assembly(5, 30, 15, 0.5).votes
    ledger = VoteLedger()
    ledger.add(votes)
    matrix = ledger.matrix()
    before = matrix.value.tolist()
    ledger.add([Vote(vote.participant, vote.statement, -vote.value, (1, "")) for vote in votes])
    assert ledger.matrix().value.tolist() == [-value for value in before]
    assert matrix.value.tolist() == before


def test_stamps_that_wait_count_as_those_in_line():
    votes = assembly(6, 120, 40, 0.5).votes
    random = np.random.default_rng(6)
    changed = [votes[i] for i in random.integers(len(votes), size=60).tolist()]
    again = [
        Vote(vote.participant, vote.statement, -vote.value, (int(random.integers(0, 3)), device))
        for vote in changed
        for device in ("b", "a")
    ]
    newcomers = [Vote("aa-late", f"s{j:04d}", 1) for j in range(3)] + [Vote("p00000", "new", -1)]
    one, other = VoteLedger(), VoteLedger()
    one.add(votes)
    one.matrix()
    for vote in (*again, *newcomers, *reversed(again)):
        one.add([vote])
        one.matrix()
    other.add([*newcomers, *votes])
    late = other.add(again)
    assert contents(one) == contents(other)
    marks = one.marked(one.add(again))
    assert marks.any()
    assert (marks == other.marked(late)).all()
    assert one.saved() == other.saved()


def test_the_busiest_are_those_with_most_votes_and_the_first_of_equals():
    table = assembly(7, 90, 20, 0.3).table
    for most in (1, 5, 40, 89, 90, 200):
        order = np.argsort(-table.votes_of_people, kind="stable")[:most]
        assert table.busiest(most).tolist() == np.sort(order).tolist()
    alike = VoteTable(np.array([0, 1, 2, 3]), np.zeros(3, dtype=np.int32), np.ones(3, dtype=np.int8), 1)
    assert alike.busiest(2).tolist() == [0, 1]
