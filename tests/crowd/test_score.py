"""What a replay will do, worked out from the file alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote, Moderated
from plenary.archive.texts import fitting
from plenary.crowd.addresses import BadAddress, desk_link, server_base, socket_url
from plenary.crowd.score import distinct_texts, due_times_s, event_code, score, vote_op
from plenary.deliberation.text import clean, likeness
from plenary.deliberation.vocabulary import Choice, EventCode

DAY_MS = 86_400_000


def statement(number: int, text: str) -> FiledStatement:
    return FiledStatement(str(number), text, "9", Moderated.ACCEPTED, number)


def conversation(*texts: str, topic: str = "Trams") -> Conversation:
    statements = tuple(statement(number, text) for number, text in enumerate(texts))
    votes = tuple(
        FiledVote(number, f"p{number % 2}", str(number % len(texts)), Choice.AGREE, number * 1_000)
        for number in range(1, 5)
    )
    return Conversation(topic, "", statements, votes)


def test_gaps_are_divided_by_the_speed_and_long_pauses_count_as_five_minutes():
    at_ms = [5_000, 5_000, 65_000, 65_000 + 4 * DAY_MS, 65_000 + 4 * DAY_MS + 500]

    assert due_times_s(at_ms, 1) == [0, 0, 60, 360, 360.5]
    assert due_times_s(at_ms, 60) == [0, 0, 1, 6, 360.5 / 60]
    assert due_times_s(at_ms, math.inf) == [0, 0, 0, 0, 0]
    assert due_times_s([], 1) == []


@given(st.lists(st.integers(0, 10**13)), st.floats(0.01, 1e6))
def test_votes_are_due_in_their_order(times, speed):
    due_s = due_times_s(sorted(times), speed)

    assert due_s == sorted(due_s)
    assert len(due_s) == len(times)


def test_the_same_file_gives_the_same_people_devices_and_operations():
    first, again = (score(conversation("Buses", "Trams"), speed) for speed in (1, 60))

    assert [first.participant(vote.participant) for vote in first.votes] == [
        again.participant(vote.participant) for vote in again.votes
    ]
    assert [part.seed_op for part in first.statements] == [part.seed_op for part in again.statements]
    assert first.moderator("secret") == again.moderator("secret")
    assert event_code(first.fingerprint) == event_code(again.fingerprint)


def test_another_file_gives_other_people_and_another_code():
    one, other = score(conversation("Buses", "Trams"), 1), score(conversation("Buses", "Bikes"), 1)

    assert one.participant("p0").key != other.participant("p0").key
    assert event_code(one.fingerprint) != event_code(other.fingerprint)


def test_different_participants_have_different_keys_that_a_hello_may_carry():
    played = score(conversation("Buses", "Trams"), 1)
    keys = {played.participant(who).key for who in ("p0", "p1", "1", "01", "")}

    assert len(keys) == 5
    assert {16 <= len(key) <= 128 for key in keys} == {True}


def test_of_two_votes_the_later_one_has_the_higher_operation_and_joining_the_lowest():
    ops = [vote_op(vote) for vote in conversation("Buses").votes]

    assert ops == [2, 3, 4, 5]


def test_no_operation_of_the_moderator_is_used_twice():
    parts = score(conversation(*(f"Line {number}" for number in range(20))), 1).statements
    ops = [op for part in parts for op in (part.seed_op, part.show_op, part.reject_op)]

    assert len(set(ops)) == 60
    assert min(ops) == 10


def test_statements_that_read_alike_are_told_apart_by_their_ids():
    texts = distinct_texts(
        [statement(1, "More buses!"), statement(2, "more  buses"), statement(3, "Fewer buses")]
    )

    assert texts == {"1": "More buses!", "2": "more buses [2]", "3": "Fewer buses"}


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_text_of_a_file_fits_into_an_event_beside_the_others(texts):
    made = distinct_texts(statement(number, text) for number, text in enumerate(texts))

    assert all(clean(text, 1_000) == text for text in made.values())
    assert len({likeness(text) for text in made.values()}) == len(texts)


def test_long_texts_are_cut_and_empty_ones_named():
    assert fitting("x" * 2_000, 1_000, "-") == "x" * 999 + "…"
    assert fitting("\u202e \n", 1_000, "[7]") == "[7]"
    assert score(conversation("Buses", topic="y" * 400), 1).prompt == "y" * 279 + "…"


def test_each_participant_votes_in_turn():
    assert score(conversation("Buses", "Trams"), 1).turns() == {"p1": [0, 2], "p0": [1, 3]}


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("https://hall.example/plenary/", "https://hall.example/plenary"),
    ],
)
def test_a_servers_address_is_brought_into_one_form(url, base):
    assert server_base(url) == base


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "/tmp/export"])
def test_what_is_no_servers_address_is_refused(url):
    with pytest.raises(BadAddress):
        server_base(url)


def test_a_desk_link_is_taken_apart():
    link = desk_link("https://hall.example/e/MIL25/desk#s3cret")

    assert link is not None
    assert (link.base, link.code, link.secret) == ("https://hall.example", EventCode("MIL25"), "s3cret")
    assert socket_url(link.base, link.code) == "wss://hall.example/ws/MIL25"


def test_another_link_is_no_desk_link_and_one_without_its_secret_is_refused():
    assert desk_link("https://hall.example/e/MIL25") is None
    assert desk_link("https://hall.example") is None
    with pytest.raises(BadAddress):
        desk_link("https://hall.example/e/MIL25/desk")
