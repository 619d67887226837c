"""Whole events with planted truth: what grows live ends where it would from scratch, and lists do not lie."""

import numpy as np

from plenary_analysis import Engine, Vote
from tests.analysis.crowd import adjusted_rand, map_of, planted
from tests.analysis.simulated import assembly


def shuffled(votes, seed):
    return [votes[i] for i in np.random.default_rng(seed).permutation(len(votes))]


def grown(votes, steps):
    engine = Engine()
    maps = []
    for step in range(steps):
        engine.add(votes[len(votes) * step // steps : len(votes) * (step + 1) // steps])
        maps.append(engine.opinion_map(step))
    return maps


def test_a_hall_that_fills_up_sees_the_groups_that_the_same_votes_give_from_scratch():
    votes = shuffled(assembly(0, 108, 85, 0.116, 2).votes, 0)
    live, scratch = grown(votes, 10)[-1], map_of(votes)
    assert len(live.groups) == len(scratch.groups) == 2
    assert adjusted_rand((live.labels + 1).tolist(), (scratch.labels + 1).tolist()) >= 0.85


def test_a_hall_without_structure_sees_no_groups_however_often_it_looks():
    maps = grown(shuffled(assembly(90, 108, 85, 0.116).votes, 0), 10)
    assert [len(shown.groups) for shown in maps] == [0] * 10


def test_a_plain_spectrum_is_cut_and_said_to_be():
    shown = map_of(assembly(3, 300, 60, 0.3, spectrum=0.7).votes)
    assert "spectrum" in shown.notes
    assert (len(shown.groups), shown.is_cut) == (2, True)
    # Every group has an end of the first axis.
    assert np.sign([group.centre[0] for group in shown.groups]).tolist() in ([1, -1], [-1, 1])


def test_clear_groups_are_no_cut():
    assert not map_of(assembly(1, 300, 60, 0.3, 2, apart=1.5).votes).is_cut


def test_consensus_names_nothing_that_a_planted_group_rejects():
    # By the chance of a statement alone, without regard to how many are listed, it was one event in three.
    wrong, named = 0, 0
    for seed in range(12):
        one = assembly(2000 + seed, 108, 85, 0.116, 2)
        shown = map_of(one.votes)
        balance = np.array([one.answers[one.group == g].mean(axis=0) for g in (0, 1)])
        direction = {result.id: result.direction for result in shown.statements}
        named += len(shown.consensus)
        wrong += any(bool((balance[:, int(s[1:])] * direction[s] < 0).any()) for s in shown.consensus)
    assert named >= 6
    assert wrong <= 2


def test_noisy_copies_are_found_whoever_of_them_came_first():
    crowd = planted(3, (60, 50), 54, 0.5)
    random = np.random.default_rng(2)
    ballot = random.choice([-1, 1], size=54)
    bots = []
    for i in range(11):
        # The first ones are the noisiest: two votes turned, then one, then none.
        turned = set(random.permutation(54)[: max(2 - i // 3, 0)].tolist())
        bots += [
            Vote(f"aa-{i:02d}", f"statement-{j:03d}", int(-ballot[j] if j in turned else ballot[j]))
            for j in range(54)
        ]
    [brigade] = map_of(crowd.votes + bots).brigades
    assert len(brigade.members) == 11
    assert not brigade.is_identical
