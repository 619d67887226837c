"""How sure each person's place is, and how many more votes would tell."""

import numpy as np

from plenary_analysis import Engine, Vote, own_places, votes_wanted


def camps(votes_each, people=60, statements=30, seed=3, flips=0.25):
    """Two camps that answer every statement differently; the first people cast fewer votes than the others."""
    random = np.random.default_rng(seed)
    engine = Engine()
    for i in range(people):
        count = votes_each if i < 10 else statements
        for j in random.choice(statements, count, replace=False).tolist():
            agrees = ((i + j) % 2 == 0) != (random.random() < flips)
            engine.add([Vote(f"p{i:02}", f"s{j}", 1 if agrees else -1, (1, "d"))])
    return engine.opinion_map(1)


def test_more_votes_make_a_place_surer():
    reach = [own_places(camps(votes)).reach[:10].mean() for votes in (1, 4, 12)]
    assert reach[0] > reach[1] > reach[2] > 0


def test_few_votes_need_more_and_many_none():
    few, many = own_places(camps(1)), own_places(camps(12))

    assert few.votes_to_tell[:10].max() >= 1
    assert few.votes_to_tell[:10].sum() > few.votes_to_tell[10:].sum()
    assert many.votes_to_tell[:10].sum() < few.votes_to_tell[:10].sum()
    assert set(few.likely.tolist()) == {0, 1}
    assert ((few.chance >= 0.5) & (few.chance <= 1)).all()


def test_the_votes_that_it_names_do_tell():
    before = own_places(camps(2)).votes_to_tell[:10]
    assert 1 <= before.max() <= 10

    after = own_places(camps(2 + int(before.max())))

    assert (after.chance[:10] >= 0.8).mean() >= 0.8


def test_without_groups_nobody_is_likely_in_one():
    engine = Engine()
    engine.add([Vote("ada", "s1", 1, (1, "d")), Vote("bo", "s1", -1, (1, "d"))])
    places = own_places(engine.opinion_map(1))
    assert places.likely.tolist() == [-1, -1]
    assert places.votes_to_tell.tolist() == [0, 0]


def test_nobody_has_no_places():
    assert len(own_places(Engine().opinion_map(0)).reach) == 0


def test_where_nobody_can_be_grouped_yet_it_says_how_many_votes_would_tell():
    engine = Engine()
    random = np.random.default_rng(1)
    for i in range(40):
        for j in random.choice(20, 3, replace=False).tolist():
            engine.add([Vote(f"p{i}", f"s{j}", int(random.choice([-1, 1])), (1, "d"))])
    found = engine.opinion_map(1)

    assert found.groups == ()
    assert votes_wanted(found) == 40 * 10 - 40 * 3


def test_no_votes_are_wanted_where_groups_stand_or_people_lack():
    assert votes_wanted(camps(12)) == 0
    engine = Engine()
    engine.add([Vote("ada", "s1", 1, (1, "d")), Vote("bo", "s1", -1, (1, "d"))])
    assert votes_wanted(engine.opinion_map(1)) == 0
