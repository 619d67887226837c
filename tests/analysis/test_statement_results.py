"""Scores of statements, and which statements the three lists and the groups' own lists name."""

import math

import numpy as np
import pytest

from plenary_analysis import Engine, Vote
from plenary_analysis.statement_results import divisiveness
from plenary_analysis.tallies import Tallies, comparable_consensus, proportion_test, two_proportion_test
from tests.analysis.crowd import map_of, rows, votes_of

PARTING = [f"camp-{j:02d}" for j in range(16)]
SPLIT = [f"split-{j}" for j in range(6)]
# Half of either camp for and half against, another half each time: no axis, no groups.
HALVES = np.random.default_rng(4).permuted(np.tile([1, -1], (2, len(SPLIT), 8)), axis=2)


def ballot(camp, person):
    """Sixteen answers that part the camps, one of them turned round, and statements that do not part them."""
    own = {id: camp if j < 8 else -camp for j, id in enumerate(PARTING)}
    own[PARTING[person]] *= -1
    split = {id: int(HALVES[(camp + 1) // 2, j, person]) for j, id in enumerate(SPLIT)}
    return {**own, **split, "shared": 1, "rejected": -1, "passed": 0}


CAMPS = votes_of({f"{camp}-{person:02d}": ballot(camp, person) for camp in (1, -1) for person in range(16)})


@pytest.fixture(scope="module")
def shown():
    return map_of(CAMPS)


def result(shown, id):
    return next(statement for statement in shown.statements if statement.id == id)


def test_what_both_camps_share_is_the_consensus_in_its_direction(shown):
    assert sorted(shown.consensus) == ["rejected", "shared"]
    assert (result(shown, "shared").direction, result(shown, "rejected").direction) == (1, -1)
    assert result(shown, "shared").consensus == pytest.approx(17 / 18)


def test_what_parts_the_camps_is_divisive_and_represents_them(shown):
    assert sorted(shown.divisive) == PARTING
    assert [label for label, _ in shown.representative] == ["A", "B"]
    assert all(set(ids) <= set(PARTING) and ids for _, ids in shown.representative)


def test_what_nobody_settles_needs_discussion(shown):
    assert sorted(shown.discuss) == ["passed", *SPLIT]


def test_results_say_how_sure_they_are(shown):
    shared, parting = result(shown, "shared"), result(shown, PARTING[0])
    assert shared.consensus_chance > 0.99 > 0.01 > parting.consensus_chance
    assert (
        shared.divisiveness_high < parting.divisiveness_low < parting.divisiveness < parting.divisiveness_high
    )
    assert shared.bridging - shared.bridging_spread > abs(parting.bridging)


def test_counts_by_group_add_up_to_the_counts(shown):
    for statement in shown.statements:
        assert sum(group.agree for group in statement.by_group) == statement.agree
        assert sum(group.disagree for group in statement.by_group) == statement.disagree
        assert sum(group.passed for group in statement.by_group) == statement.passed


def test_consensus_is_the_geometric_mean_of_the_groups_shares():
    agree, seen = np.array([[8], [3], [5]]), np.array([[10], [4], [20]])
    [value] = comparable_consensus(agree, seen)
    assert value == pytest.approx((9 / 12 * 4 / 6 * 6 / 22) ** (1 / 3))


def test_divisiveness_is_the_share_of_variance_between_groups():
    tallies = Tallies(np.array([[8, 4, 0]]), np.array([[0, 4, 0]]), np.array([[8, 8, 0]]))
    assert divisiveness(tallies).tolist() == [0, 0, 0]
    camps = Tallies(np.array([[18], [0]]), np.array([[0], [18]]), np.array([[18], [18]]))
    assert divisiveness(camps).tolist() == pytest.approx([(19 / 20 - 0.5) ** 2 / 0.25])


def test_a_group_that_was_not_asked_divides_nothing():
    tallies = Tallies(np.array([[9], [0]]), np.array([[0], [0]]), np.array([[9], [0]]))
    assert divisiveness(tallies).tolist() == [0]


def test_four_votes_of_a_hall_are_not_enough_for_any_list():
    late = [Vote(f"{camp}-0{i}", "zz-late", 1) for camp in (1, -1) for i in range(2)]
    shown = map_of(CAMPS + late)
    assert "zz-late" not in shown.consensus + shown.divisive + shown.discuss
    assert result(shown, "zz-late").agree == 4


def test_a_statement_one_camp_never_saw_is_no_consensus():
    one_sided = [Vote(f"1-0{i}", "zz-late", 1) for i in range(9)]
    shown = map_of(CAMPS + one_sided)
    assert "zz-late" not in shown.consensus


def test_a_small_event_is_judged_on_all_its_votes():
    shown = map_of(rows("+-", "+-", "++"))
    assert shown.consensus == ("s0",)


def test_best_comes_first_and_ties_go_by_id():
    shown = map_of(CAMPS)
    scores = [result(shown, id).divisiveness for id in shown.divisive]
    assert scores == sorted(scores, reverse=True)
    assert list(shown.divisive) == PARTING


def test_without_groups_nothing_is_divisive_and_everybody_is_one_group():
    shown = map_of(rows(*["+-"] * 6))
    assert shown.groups == ()
    assert {s.divisiveness for s in shown.statements} == {0.0}
    assert all(s.by_group == () for s in shown.statements)
    assert result(shown, "s0").consensus == pytest.approx(7 / 8)


def test_a_change_of_mind_moves_the_counts():
    engine = Engine()
    engine.add(CAMPS)
    engine.add([Vote("1-00", "shared", -1, (1, ""))])
    shared = result(engine.opinion_map(0), "shared")
    assert (shared.agree, shared.disagree) == (31, 1)


def test_the_one_proportion_test_is_biased_upwards_by_its_pseudo_count():
    assert proportion_test(np.array([0, 1]), np.array([0, 1])).tolist() == pytest.approx([1, math.sqrt(2)])


def test_two_groups_of_agreers_only_do_not_differ():
    full = np.array([5])
    assert two_proportion_test(full, full, full, full).tolist() == [0]
