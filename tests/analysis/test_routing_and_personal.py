"""Which statement comes next, and figures about single participants."""

import numpy as np
import pytest

from plenary_analysis import (
    Engine,
    Vote,
    common_candidates,
    draw_next,
    information_gains,
    next_statement,
    personal_figures,
)
from plenary_analysis.routing import COVERAGE_SHARE, coverage_share, priorities
from plenary_analysis.tallies import Tallies
from tests.analysis.crowd import map_of, planted


def tallies(agree, disagree, seen):
    return Tallies(np.array([agree]), np.array([disagree]), np.array([seen]))


def test_priority_of_a_fresh_extreme_agreed_statement():
    [value] = priorities(tallies([5], [1], [8]), np.array([1.5]), np.array([False]))
    assert value == pytest.approx(((1 - 3 / 10) * 2.5 * 6 / 10 * (1 + 8 * 2 ** (-8 / 5))) ** 2)


def test_statements_about_the_participants_have_a_fixed_priority():
    assert priorities(tallies([5], [1], [8]), np.array([1.5]), np.array([True])).tolist() == [49]


def test_nothing_left_to_show():
    assert draw_next([], [], seed=1) is None


def test_statements_are_drawn_in_proportion_to_their_priority():
    drawn = [draw_next(["a", "b", "c"], [3.0, 1.0, 0.0], seed) for seed in range(2000)]
    shares = [drawn.count(name) / 2000 for name in "abc"]
    # c has no priority and counts as 1.
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=0.04)


def test_the_same_seed_draws_the_same_statement():
    assert {draw_next(["a", "b", "c"], [1.0, 1.0, 1.0], 7) for _ in range(5)} == {
        draw_next(list("abc"), [1] * 3, 7)
    }


def test_personal_figures_of_two_pairs():
    positions = np.array([(1.0, 0.0), (3.0, 0.0), (-1.0, 0.0), (-3.0, 0.0)])
    figures = personal_figures(positions, np.array([0, 0, 1, -1]))
    assert figures.centricness.tolist() == [0, -2, 0, -2]
    assert figures.coreness.tolist() == [0, 0, 1, 0]
    assert figures.extremeness.tolist() == [-1, 1, 0, 0]


def test_nobody_has_no_figures():
    figures = personal_figures(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))
    assert len(figures.centricness) == 0


def test_with_nothing_left_nothing_comes_next():
    assert next_statement([], {}, {}, seed=1) is None


def test_without_a_map_the_statement_with_fewest_votes_comes_next():
    votes = {"tram": 3, "park": 1, "pool": 2}
    assert {next_statement(list(votes), votes, {}, seed) for seed in range(20)} == {"park"}


@pytest.mark.parametrize(("fewest", "share"), [(1, 0.5), (15, 0.6)])
def test_half_of_the_turns_go_to_the_person_and_more_once_there_are_many_votes(fewest, share):
    votes, gains = {"tram": fewest + 2, "park": fewest}, {"tram": 0.5, "park": 0.1}
    drawn = [next_statement(list(votes), votes, gains, seed) for seed in range(1000)]
    assert drawn.count("tram") / 1000 == pytest.approx(share, abs=0.05)


def test_a_turn_for_the_person_shows_one_of_the_few_that_tell_most():
    votes = dict.fromkeys("abcdefghijklmnop", 5) | {"p": 0}
    gains = {name: 1 - place / 100 for place, name in enumerate(votes)}
    drawn = {next_statement(list(votes), votes, gains, seed) for seed in range(200)}
    assert drawn == {*"abcd", "p"}


def test_two_votes_on_what_may_be_common_ground_count_as_one_while_votes_are_not_short():
    votes = {"tram": 18, "park": 10}
    assert next_statement(list(votes), votes, {}, 1) == "park"
    assert next_statement(list(votes), votes, {}, 1, common={"tram"}) == "tram"
    assert (
        next_statement(list(votes), votes | {"pool": 0}, {}, 1, votes_to_come=10, common={"tram"}) == "park"
    )


def test_what_all_answer_alike_may_be_common_ground_and_what_parts_them_may_not():
    crowd = planted(2, (30, 30), 20, 0.6)
    shared = [
        type(v)(v.participant, f"zz-{name}", value)
        for v in crowd.votes
        for name, value in (("yes", 1), ("no", -1))
    ]
    warmth = map_of([*crowd.votes, *shared]).warmth
    assert warmth is not None
    common = common_candidates(warmth)
    assert {"zz-yes", "zz-no"} < common
    assert len(common) == 6


def test_equal_statements_come_in_another_order_for_everybody():
    votes = dict.fromkeys("abcdef", 0)
    assert len({next_statement(list(votes), votes, {}, seed) for seed in range(60)}) == 6


def test_the_order_in_which_statements_are_listed_changes_nothing():
    votes, gains = dict.fromkeys("abcdef", 0), dict.fromkeys("abcdef", 0.2)
    one, other = (
        [next_statement(n, votes, gains, s) for s in range(30)] for n in (list("abcdef"), list("fedcba"))
    )
    assert one == other


def test_as_the_close_comes_near_coverage_takes_every_turn():
    votes = {"tram": 20, "park": 0}
    assert coverage_share(votes, None) == COVERAGE_SHARE
    assert coverage_share(votes, 100.0) == COVERAGE_SHARE
    assert coverage_share(votes, 10.0) == 0.8
    assert coverage_share(votes, 2.0) == 1


def test_a_statement_that_parts_people_tells_more_than_one_that_all_share():
    crowd = planted(2, (30, 30), 20, 0.6)
    shown = map_of([*crowd.votes, *(type(v)(v.participant, "zz-shared", 1) for v in crowd.votes)])
    gains = information_gains(shown, {})
    assert gains["zz-shared"] == min(gains.values())


def test_what_somebody_voted_on_is_gained_no_more():
    shown = map_of(planted(2, (30, 30), 20, 0.6).votes)
    ballot = {f"statement-{j:03d}": 1 if j % 2 else -1 for j in range(8)}
    assert set(information_gains(shown, ballot)) == set(information_gains(shown, {})) - set(ballot)


def test_whose_kind_the_map_knows_is_asked_what_parts_them_from_the_kind_they_may_be_of():
    # Four camps by two questions of ten wordings each: who has answered the one is asked about the other.
    camps = [
        Vote(f"p{i:03}", f"{question}{j}", 1 if (i >> question) & 1 else -1)
        for i in range(80)
        for question in (0, 1)
        for j in range(10)
        if (i // 4 + j) % 3
    ]
    shown = map_of(camps)
    assert shown.warmth is not None
    assert shown.warmth.kinds is not None
    gains = information_gains(shown, {f"0{j}": 1 for j in range(6)})
    best = sorted(gains, key=lambda name: -gains[name])[:10]
    assert {name[0] for name in best} == {"1"}


def test_while_statements_have_hardly_any_votes_nobody_is_of_a_kind():
    shown = map_of([Vote(f"p{i}", f"s{(i + j) % 8}", 1 if i % 2 else -1) for i in range(8) for j in range(6)])
    assert shown.warmth is not None
    assert shown.warmth.kinds is None
    assert information_gains(shown, {})


def test_nothing_is_said_of_what_a_statement_newer_than_the_map_would_tell():
    shown = map_of(planted(2, (30, 30), 20, 0.6).votes)
    assert information_gains(shown, {"zz-new": 1}) == information_gains(shown, {})


def test_who_goes_on_from_a_map_asks_as_the_one_who_made_it():
    votes = planted(2, (30, 30), 20, 0.6).votes
    one = Engine()
    one.add(votes[:-5])
    shown = one.opinion_map(1)
    other = Engine(previous=shown)
    other.add(votes[:-5])
    for engine in (one, other):
        engine.add(votes[-5:])
    assert information_gains(one.opinion_map(2), {}) == information_gains(other.opinion_map(2), {})


def test_no_map_gives_no_gains():
    assert information_gains(Engine().opinion_map(0), {}) == {}


@pytest.mark.parametrize("seed", range(2))
def test_a_pilots_statements_are_all_judged_by_the_close(seed):
    # 108 people, 85 statements arriving over the first four fifths of the day, 1,063 votes.
    random = np.random.default_rng(seed)
    votes: dict[str, int] = {}
    seen: list[set[str]] = [set() for _ in range(108)]
    for turn in range(1063):
        votes |= {f"s{j:02d}": 0 for j in range(len(votes), min(85, 10 + turn * 75 // 850))}
        person = int(random.integers(108))
        unseen = sorted(votes.keys() - seen[person])
        gains = {name: float(random.random()) for name in unseen}
        chosen = next_statement(unseen, votes, gains, seed * 10_000 + turn, votes_to_come=1063 - turn)
        if chosen is not None:
            seen[person].add(chosen)
            votes[chosen] += 1
    assert np.mean([count >= 8 for count in votes.values()]) >= 0.95
