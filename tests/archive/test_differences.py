"""Where a report says that people judge otherwise after something than before it."""

import random
from dataclasses import replace

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.gathering import Gathered
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.facts import ItemBegun, ItemEnded, StageSet
from plenary.deliberation.vocabulary import ItemId, Scene, Stage, StatementId
from tests.archive.gatherings import (
    ASKED,
    BEGUN_MS,
    DESK,
    TEXTS,
    ballot_facts,
    ballot_records,
    programme,
    programme_records,
)


def test_a_shift_after_the_spotlight_is_told_of_that_statement_alone():
    """Two camps of sixty, in each of which those who come later answer the first statement otherwise."""
    chance = random.Random(3)
    marks = {
        f"person{place:03}": "".join(
            "+-"[(place + number) % 2 ^ (chance.random() < 0.15)]
            if number
            else "+-"[(place >= 60) ^ (place % 7 == 0)]
            for number in range(11)
        )
        for place in range(120)
    }
    spotlight = StageSet(Stage(Scene.STATEMENT, ASKED, StatementId("s1")), DESK)
    facts = programme(TEXTS[:11], extra=[spotlight])
    found = Gathered()
    first, second = (ballot_facts(dict(list(marks.items())[at : at + 60]), {}) for at in (0, 60))
    at_spotlight = BEGUN_MS + 1_000_000
    records = programme_records(facts)
    lit = next(place for place, one in enumerate(records) if one.fact == spotlight)
    found.follow([*records[:lit], *(replace(one, at_ms=at_spotlight) for one in records[lit:])])
    found.take(
        replace(one, at_ms=at_spotlight + (60_000 if one.fact in second else -60_000))
        for one in ballot_records([*first, *second], 0)
    )

    told = [one for one in report(found, Wish()).prompts[0].differences if one.kind == "spotlight"]

    assert {one.statement for one in told} == {1}
    assert [(one.side, one.share, one.others) for one in told] == [("lit", 0.15, 0.85)]


def test_a_shift_after_a_programme_item_is_told_of_those_who_voted_before_and_after_it():
    """Two camps of eighty. Half of each judges the first statement before a panel, half after it and otherwise; what
    comes while it goes on, and of people who came on one side of it only, is left out: there all would disagree."""
    chance = random.Random(5)
    people = [f"person{place:03}" for place in range(160)]
    marks = {
        who: "".join("+-"[(place + number) % 2 ^ (chance.random() < 0.15)] for number in range(11))
        for place, who in enumerate(people)
    }
    marks |= {
        who: "+-"[(place >= 60) ^ (place % 7 == 0)] + marks[who][1:] for place, who in enumerate(people[:120])
    }
    marks |= {who: "-" + marks[who][1:] for who in people[120:]}
    begin, end = (BEGUN_MS + minutes * 60_000 for minutes in (60, 120))
    before, during, after = begin - 60_000, begin + 60_000, end + 60_000
    panel = ItemId("panel")
    facts = programme(TEXTS[:11], extra=[ItemBegun(panel, "A panel on water", DESK), ItemEnded(panel, DESK)])
    found = Gathered()
    records = programme_records(facts)
    at = {"ItemBegun": begin, "ItemEnded": end}
    found.follow(replace(one, at_ms=at.get(type(one.fact).__name__, one.at_ms)) for one in records)

    def came(fact: VoteCast) -> int:
        place = people.index(fact.participant)
        if place >= 140:
            return during if fact.statement == "s1" else before
        if place >= 120:
            return after
        is_first = fact.statement == "s1"
        return (
            (before if place < 60 else after)
            if is_first or int(fact.statement[1:]) % 2
            else (after if place < 60 else before)
        )

    found.take(
        replace(one, at_ms=came(one.fact)) if isinstance(one.fact, VoteCast) else one
        for one in ballot_records(ballot_facts(marks, {}), 0)
    )

    [prompt] = report(found, Wish()).prompts
    told = [one for one in prompt.differences if one.kind == "item"]

    assert [(one.statement, one.side, one.share, one.others, one.item) for one in told] == [
        (1, "heard", 0.15, 0.85, "A panel on water")
    ]
    assert told[0].difference.low <= -0.7 <= told[0].difference.high
    items = [(one.kind, one.item) for one in prompt.moments if one.item]
    assert items == [("item-begun", "A panel on water"), ("item-ended", "A panel on water")]
