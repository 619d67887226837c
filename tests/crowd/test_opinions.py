"""The planted opinions of a synthetic audience, without any event."""

from collections import Counter
from itertools import permutations

import pytest

from plenary.crowd.bank import BANK, LEANINGS, Theme, theme_of
from plenary.crowd.brigade import contrary
from plenary.crowd.opinions import CAMPS, audience, leaning_of, seeded
from plenary.deliberation.text import clean, likeness
from plenary.deliberation.vocabulary import Choice, Mode, StatementId, VenueId
from plenary_analysis import Engine, Vote

VALUE = {Choice.AGREE: 1, Choice.PASS: 0, Choice.DISAGREE: -1}
CITIES = [VenueId("cartagena"), VenueId("mumbai"), VenueId("bangkok")]


def votes_of(people, seed, share=1.0):
    rng = seeded(seed, "who answers what")
    for person in audience(people, seed):
        for j, statement in enumerate([*BANK[Theme.GOVERNANCE], *BANK[Theme.PRIORITIES]]):
            if rng.random() < share:
                yield Vote(f"p{person.number}", f"s{j}", VALUE[person.answer(statement.text, rng)])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_engine_finds_the_planted_groups_again(seed):
    engine = Engine()
    engine.add(votes_of(108, seed, 0.6))
    found = engine.opinion_map(0)
    camp_of = {f"p{person.number}": person.camp for person in audience(108, seed)}
    together = Counter(
        (camp_of[name], label) for name, label in zip(found.participants, found.labels.tolist(), strict=True)
    )

    assert len(found.groups) == len(CAMPS)
    best = max(
        sum(together[camp, label] for camp, label in enumerate(order))
        for order in permutations(range(len(CAMPS)))
    )
    assert best >= 0.9 * 108


def test_the_same_seed_gives_the_same_people_and_another_one_others():
    assert audience(50, 4, CITIES) == audience(50, 4, CITIES)
    assert audience(50, 4, CITIES) != audience(50, 5, CITIES)


def test_a_larger_audience_holds_people_in_every_place_and_camp():
    people = audience(108, 1, CITIES)
    places = Counter((person.mode, person.venue) for person in people)

    assert len(people) == 108
    assert set(places) == {(Mode.REMOTE, None), *((Mode.IN_ROOM, city) for city in CITIES)}
    assert min(places.values()) >= 10
    assert {person.language for person in people} == {"en", "es", "fr", "th", "hi"}
    assert Counter(person.camp for person in people) == {0: 43, 1: 37, 2: 28}


@pytest.mark.parametrize("people", [0, 1, 2, 7])
def test_a_small_audience_has_as_many_people_as_asked_for(people):
    assert len(audience(people, 1)) == people


def test_people_answer_about_as_many_statements_as_at_the_pilot():
    counts = [person.votes for person in audience(2_000, 1)]

    assert 9 < sum(counts) / len(counts) < 15
    assert min(counts) >= 1


def test_an_answer_depends_on_the_statement_and_on_chance_alone():
    person = audience(1, 1)[0]
    text = "A statement that nobody planted."

    assert person.answer(text, seeded(1, "a")) is person.answer(f" {text.upper()} ".strip(), seeded(1, "a"))
    assert leaning_of(text) == leaning_of("a statement that nobody planted")


def test_the_bank_has_sixty_statements_that_fit_any_event_and_none_twice():
    texts = [statement.text for statements in BANK.values() for statement in statements]

    assert len(texts) == len({likeness(text) for text in texts}) == len(LEANINGS) == 60
    assert [clean(text, 280) for text in texts] == texts
    assert {s.language for statements in BANK.values() for s in statements} == {"en", "fr", "es", "th", "hi"}


def test_the_bank_is_balanced_along_both_axes():
    for statements in BANK.values():
        for axis in ("common", "open"):
            leanings = [getattr(statement.leaning, axis) for statement in statements]
            assert abs(sum(leanings)) < 4.5
            assert sum(value > 0.7 for value in leanings) >= 3
            assert sum(value < -0.7 for value in leanings) >= 2


@pytest.mark.parametrize(
    ("prompt", "number", "theme"),
    [
        ("How should the Alliance be governed?", 2, Theme.GOVERNANCE),
        ("What should the Alliance do first?", 1, Theme.PRIORITIES),
        ("Quelles priorités ?", 1, Theme.PRIORITIES),
        ("Anything else?", 1, Theme.GOVERNANCE),
        ("Anything else?", 2, Theme.PRIORITIES),
    ],
)
def test_a_prompts_words_say_what_it_is_about(prompt, number, theme):
    assert theme_of(prompt, number) is theme


def test_a_desk_is_warned_of_those_who_were_told_how_to_vote():
    texts = {StatementId(f"s{j}"): one.text for j, one in enumerate(BANK[Theme.GOVERNANCE][:14])}
    told = [
        Vote(f"told-{person}", statement, VALUE[choice])
        for person in range(9)
        for statement, choice in contrary(texts).items()
    ]
    engine = Engine()
    engine.add([*votes_of(108, 1, 0.4), *told])

    (brigade,) = engine.opinion_map(0).brigades

    assert sorted(brigade.members) == [f"told-{person}" for person in range(9)]


def test_the_second_venue_thinks_otherwise_of_what_is_not_for_it():
    text = "Young people should hold at least two seats with full voting rights."
    people = [person for person in audience(300, 1, CITIES) if person.venue is not None]
    agreeing = Counter(
        person.in_second_venue
        for person in people
        if person.answer(text, seeded(1, f"{person.number}")) is Choice.AGREE
    )
    here = sum(person.venue == CITIES[1] for person in people)

    assert agreeing[True] / here < agreeing[False] / (len(people) - here) - 0.2
