"""Bans and moderation: what they take away, and that taking them back restores everything to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import Engine, to_json
from tests.analysis.crowd import map_of, planted, rows

CROWD = planted(seed=11, sizes=(20, 16), n_statements=15, filled=0.7)
PEOPLE = sorted(CROWD.group)
STATEMENTS = sorted({vote.statement for vote in CROWD.votes})
UNTOUCHED = to_json(map_of(CROWD.votes))


def fresh():
    engine = Engine()
    engine.add(CROWD.votes)
    return engine


@settings(max_examples=8, deadline=None)
@given(
    st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=6), st.sets(st.sampled_from(STATEMENTS), max_size=5)
)
def test_taking_bans_and_moderation_back_restores_the_map(people, statements):
    engine = fresh()
    for who in people:
        engine.ban(who)
    for statement in statements:
        engine.moderate(statement, counted=False)
    for who in people:
        engine.ban(who, banned=False)
    for statement in statements:
        engine.moderate(statement, counted=True)
    assert to_json(engine.opinion_map(0)) == UNTOUCHED


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(PEOPLE), max_size=10))
def test_a_banned_participant_might_as_well_not_exist(people):
    engine = fresh()
    for who in people:
        engine.ban(who)
    without = [vote for vote in CROWD.votes if vote.participant not in people]
    assert to_json(engine.opinion_map(0)) == to_json(map_of(without))


@settings(max_examples=8, deadline=None)
@given(st.permutations(PEOPLE[:5]), st.permutations(STATEMENTS[:4]))
def test_the_order_of_decisions_changes_nothing(people, statements):
    engine = Engine()
    for who in people:
        engine.ban(who)
    for statement in statements:
        engine.moderate(statement, counted=False)
    engine.add(reversed(CROWD.votes))
    assert to_json(engine.opinion_map(0)) == to_json(
        map_of(CROWD.votes, out=STATEMENTS[:4], banned=PEOPLE[:5])
    )


def test_votes_of_a_banned_participant_count_once_the_ban_is_lifted():
    engine = Engine()
    engine.ban(PEOPLE[0])
    engine.add(CROWD.votes)
    engine.ban(PEOPLE[0], banned=False)
    assert to_json(engine.opinion_map(0)) == UNTOUCHED


def test_a_statement_moderated_out_keeps_its_counts_and_leaves_every_list():
    before = map_of(CROWD.votes)
    for listed in before.consensus + before.divisive + before.discuss:
        shown = map_of(CROWD.votes, out=[listed])
        kept = {s.id: (s.agree, s.disagree, s.passed) for s in shown.statements}
        assert kept == {s.id: (s.agree, s.disagree, s.passed) for s in before.statements}
        assert [s.id for s in shown.statements if not s.counted] == [listed]
        named = {id for _, ids in shown.representative for id in ids}
        assert listed not in named.union(shown.consensus, shown.divisive, shown.discuss)


def test_a_statement_moderated_out_might_as_well_not_exist_for_the_map():
    out = STATEMENTS[3]
    shown = map_of(CROWD.votes, out=[out])
    without = map_of([vote for vote in CROWD.votes if vote.statement != out])
    assert shown.positions.tolist() == without.positions.tolist()
    assert shown.labels.tolist() == without.labels.tolist()


def test_in_a_polis_map_a_statement_moderated_out_moves_nobody_but_by_the_scale():
    out = STATEMENTS[3]
    shown = map_of(CROWD.votes, out=[out], method="polis")
    without = map_of([vote for vote in CROWD.votes if vote.statement != out], method="polis")
    m = len(STATEMENTS)
    counted = np.array(
        [sum(v.participant == who and v.statement != out for v in CROWD.votes) for who in PEOPLE]
    )
    scale = np.sqrt(m / (counted + 1)) / np.sqrt((m - 1) / counted)
    np.testing.assert_allclose(shown.positions, without.positions * scale[:, None], atol=1e-9)


def test_people_who_only_voted_on_a_removed_statement_sit_in_the_middle_without_a_group():
    lonely = [f"+{' ' * 8}" for _ in range(12)]
    shown = map_of(rows(*["+++++---+"] * 10, *["+---+++--"] * 10, *lonely), out=["s0"])
    assert [group.size for group in shown.groups] == [10, 10]
    middle = [i for i, label in enumerate(shown.labels) if label == -1]
    assert len(middle) == 12
    assert (shown.positions[middle] == 0).all()


def test_an_unknown_statement_or_participant_may_be_decided_about():
    engine = fresh()
    engine.ban("nobody")
    engine.moderate("never-seen", counted=False)
    shown = engine.opinion_map(0)
    assert to_json(shown)["positions"] == UNTOUCHED["positions"]
    assert [s.id for s in shown.statements if not s.counted] == ["never-seen"]


@pytest.mark.parametrize("as_of", [0, 7, 10**12])
def test_the_log_position_is_handed_through(as_of):
    assert fresh().opinion_map(as_of).as_of == as_of
