"""The event's own words to look at twice: listed by organisers, seen by whoever reads the queue, refused to nobody."""

import pytest

from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.commands import ListWord, UnlistWord
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import Fact, WordListed, WordUnlisted
from plenary.deliberation.flagging import flags
from plenary.deliberation.refusals import TextEmpty, TextTooLong, TooManyWords
from plenary.deliberation.rules.words import MOST_WORDS, WORD_LIMIT
from plenary.deliberation.vocabulary import Flag, Language, Role
from tests.hall import BIKE, DESK, PARK, TRAM, deliberation, shown, submitted

ENGLISH = Language("en")


def listed(word: str) -> WordListed:
    return WordListed(word, DESK)


def test_a_word_is_listed_once_in_whatever_letters_and_taken_off_again():
    assert decide(deliberation(), ListWord("  Green  Lane ", DESK)) == [listed("Green Lane")]
    assert decide(deliberation(listed("Green Lane")), ListWord("green lane", DESK)) == []
    assert decide(deliberation(listed("Green Lane")), UnlistWord("GREEN LANE", DESK)) == [
        WordUnlisted("Green Lane", DESK)
    ]
    assert decide(deliberation(), UnlistWord("Green Lane", DESK)) == []


@pytest.mark.parametrize(
    ("word", "refusal"),
    [("", TextEmpty), (" \n", TextEmpty), ("…!", TextEmpty), ("x" * (WORD_LIMIT + 1), TextTooLong)],
)
def test_what_cannot_be_looked_for_is_not_listed(word: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        decide(deliberation(), ListWord(word, DESK))


def test_the_list_has_an_end():
    full = [listed(f"word{number}") for number in range(MOST_WORDS)]
    with pytest.raises(TooManyWords):
        decide(deliberation(*full), ListWord("another", DESK))
    assert decide(deliberation(*full), ListWord("word1", DESK)) == []


def test_those_who_read_the_queue_see_the_list_and_what_it_flags_and_nobody_else_does():
    facts: list[Fact] = [
        submitted(TRAM, text="Close Green Lane to cars"),
        submitted(BIKE),
        submitted(PARK),
        shown(PARK),
    ]
    state = deliberation(*facts, listed("green lane"))
    for role in Role:
        told, later = snapshot(state, role), changes(state, [listed("green lane")], role)
        assert told.event is not None
        if role in (Role.MODERATOR, Role.ORGANISER):
            flagged = {one.id: one.flags for one in told.statements}
            assert (told.event.words, flagged[TRAM], flagged[BIKE]) == (("green lane",), (Flag.LISTED,), ())
            assert {one.id for one in later.statements} == {TRAM, BIKE}
        else:
            assert told.event.words == ()
            assert not later


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ask Mr Smith about it.", "smith"),
        ("SMITH knows.", "Smith"),
        ("Ѕmith knows.", "smith"),  # a Cyrillic letter in it
        ("S m i t h knows.", "smith"),
        ("Sm1th knows.", "smith"),
        ("The smiiiith.", "smith"),
        ("Block Green Lane now", "green lane"),
        ("Le café du coin", "café"),
        ("أغلقوا شارع النيل", "شارع النيل"),
        ("在王小明家门口", "王小明"),
        ("ปิดถนนสุขุมวิทเดี๋ยวนี้", "สุขุมวิท"),
        ("सड़क बंद करो", "सड़क"),
    ],
)
def test_a_listed_word_is_found_however_it_is_written(text: str, word: str):
    assert Flag.LISTED in flags(text, ENGLISH, (word,))
    assert Flag.LISTED not in flags(text, ENGLISH, ("elsewhere",))


@pytest.mark.parametrize(
    ("text", "word"),
    [("The blacksmith is kind.", "smith"), ("A green, wide lane.", "green lane"), ("Smithy", "smith")],
)
def test_a_word_inside_another_is_another(text: str, word: str):
    assert flags(text, ENGLISH, (word,)) == ()
