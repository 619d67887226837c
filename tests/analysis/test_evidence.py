"""Whether there are groups and how many: none in noise, the planted ones where votes bear them."""

import numpy as np
import pytest

from plenary_analysis import Engine, Vote
from plenary_analysis.axes import principal_axes, project_participants
from plenary_analysis.kmeans import kmeans
from plenary_analysis.structure import Structure, find_structure, gate_is_open
from plenary_analysis.table import table_of
from plenary_analysis.votes import VoteMatrix
from tests.analysis.crowd import adjusted_rand, map_of
from tests.analysis.simulated import assembly

ENOUGH = 7


def recovered(one, shown):
    """Adjusted Rand index over those with seven votes or more; people between groups are one more group."""
    busy = one.table.votes_of_people >= ENOUGH
    label = dict(zip(shown.participants, shown.labels.tolist(), strict=True))
    found = [label.get(f"p{i:05d}", -1) + 1 for i in np.flatnonzero(busy)]
    return adjusted_rand(one.group[busy].tolist(), found)


def recovered_by_polis(one, k):
    """The same by k-means on projections that is told the number of groups."""
    n, m = one.table.n_people, one.table.n_statements
    matrix = VoteMatrix(tuple(map(str, range(n))), tuple(map(str, range(m))), one.table)
    everything = np.ones(m, dtype=np.bool_)
    positions = project_participants(matrix, everything, principal_axes(matrix, everything))
    busy = one.table.votes_of_people >= ENOUGH
    return adjusted_rand(one.group[busy].tolist(), kmeans(positions[busy], k, 1).labels.tolist())


@pytest.mark.parametrize(
    ("people", "statements", "filled"), [(108, 85, 0.116), (108, 85, 0.35), (300, 60, 0.3), (60, 40, 0.5)]
)
def test_where_votes_have_nothing_in_common_there_are_no_groups(people, statements, filled):
    # Two hundred of these are in `python -m tests.bench.analysis`: nominal 5 % at most.
    found = [len(map_of(assembly(seed, people, statements, filled).votes).groups) for seed in range(4)]
    assert sum(k > 0 for k in found) <= 1


def test_two_groups_are_found_at_the_density_of_a_pilot():
    maps = [(one, map_of(one.votes)) for one in (assembly(seed, 108, 85, 0.116, 2) for seed in range(6))]
    assert sum(len(shown.groups) == 2 for _, shown in maps) >= 5
    found = [recovered(one, shown) for one, shown in maps if shown.groups]
    assert np.mean(found) >= 0.65


@pytest.mark.parametrize(
    ("people", "statements", "filled", "groups", "apart"),
    [(400, 100, 0.06, 2, 1.5), (108, 85, 0.35, 3, 1.0), (600, 120, 0.15, 4, 1.2)],
)
def test_planted_groups_are_found_no_worse_than_by_polis_told_their_number(
    people, statements, filled, groups, apart
):
    crowds = [assembly(seed, people, statements, filled, groups, apart=apart) for seed in range(2)]
    maps = [map_of(one.votes) for one in crowds]
    assert [len(shown.groups) for shown in maps] == [groups] * 2
    ours = [recovered(one, shown) for one, shown in zip(crowds, maps, strict=True)]
    polis = [recovered_by_polis(one, groups) for one in crowds]
    assert np.mean(ours) >= np.mean(polis) - 0.01


def test_a_spectrum_is_said_to_be_a_spectrum():
    said = [map_of(assembly(seed, 300, 60, 0.3, spectrum=0.7).votes) for seed in range(4)]
    assert sum("spectrum" in shown.notes for shown in said) >= 3


def test_clear_groups_are_not_said_to_be_a_spectrum():
    assert "spectrum" not in map_of(assembly(1, 300, 60, 0.3, 2, apart=1.5).votes).notes


def test_memberships_sum_to_one_and_are_right_as_often_as_they_say():
    crowds = [assembly(seed, 108, 85, 0.116, 2) for seed in range(6)]
    sure, right = [], []
    for one in crowds:
        shown = map_of(one.votes)
        if len(shown.groups) != 2:
            continue
        np.testing.assert_allclose(shown.membership.sum(axis=1), 1)
        truth = np.array([one.group[int(who[1:])] for who in shown.participants])
        hit = shown.membership.argmax(axis=1) == truth
        right += (hit if hit.mean() >= 0.5 else ~hit).tolist()
        sure += shown.membership.max(axis=1).tolist()
    assert abs(np.mean(sure) - np.mean(right)) <= 0.1


def test_too_few_people_have_no_structure():
    ones = np.ones((5, 8), dtype=np.int8)
    assert find_structure(table_of(ones, ones)).chance == 1


@pytest.mark.parametrize(
    ("chance", "before", "was_open", "is_open"),
    [
        (0.05, None, False, True),
        (0.1, None, False, False),
        (0.05, 0.2, False, False),
        (0.05, 0.05, False, True),
        (0.3, 0.05, True, True),
        (0.35, 0.05, True, False),
    ],
)
def test_the_gate_opens_at_the_second_sign_and_closes_late(chance, before, was_open, is_open):
    assert gate_is_open(Structure(chance, 3.0), before, was_open) == is_open


def test_plain_structure_needs_no_second_check():
    assert gate_is_open(Structure(0.05, 12.0), 0.6, was_open=False)
    assert not gate_is_open(Structure(0.1, 12.0), 0.6, was_open=False)


def test_two_camps_show_once_a_hall_has_voted_and_stopped():
    votes = [
        Vote(
            f"p{person:02}",
            f"s{number}",
            1 if (number + person) % 2 == 0 or number < 2 else -1 if number % 5 else 0,
        )
        for person in range(16)
        for number in range(8)
    ]
    engine = Engine()
    for arrived in (24, 72, 128):
        engine.add(votes[:arrived])
        engine.opinion_map(arrived)

    assert [group.size for group in engine.opinion_map(128).groups] == [8, 8]


def test_a_restart_from_the_published_map_keeps_the_evidence():
    one = assembly(1, 108, 85, 0.3, 2)
    engine = Engine()
    engine.add(one.votes)
    first = engine.opinion_map(0)
    again = Engine(previous=first)
    again.add(one.votes)
    second = again.opinion_map(0)
    assert second.evidence == first.evidence
    assert second.membership.tolist() == first.membership.tolist()
    assert second.events == ()
