"""Ids that come from what they stand for. Their values are in people's logs: they may never change."""

import hashlib

from plenary.deliberation.identity import participant_id, prompt_id, secret_digest, statement_id
from tests.hall import ADA, BO, DESK, FORUM, PARLEY, operation

KEY = "a secret that a phone keeps"


def test_the_same_act_makes_the_same_id_always():
    assert participant_id(FORUM, KEY) == "xikj6ju2zc3w3qp6"
    assert statement_id(FORUM, ADA, operation(7)) == "cnafa6ncmrfwlbwy"
    assert prompt_id(FORUM, DESK, operation(7)) == "co4bkuawu2la62bc"


def test_one_key_is_another_person_in_another_event():
    assert participant_id(FORUM, KEY) != participant_id(PARLEY, KEY)


def test_ids_differ_by_everything_they_come_from():
    ids = [
        statement_id(FORUM, ADA, operation(7)),
        statement_id(PARLEY, ADA, operation(7)),
        statement_id(FORUM, BO, operation(7)),
        statement_id(FORUM, ADA, operation(8)),
        statement_id(FORUM, ADA, operation(7, "laptop")),
        prompt_id(FORUM, DESK, operation(7)),
        participant_id(FORUM, KEY),
    ]

    assert len(set(ids)) == len(ids)


def test_an_id_is_sixteen_letters_and_digits_of_which_none_are_mistaken():
    assert set(participant_id(FORUM, KEY)) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert len(participant_id(FORUM, KEY)) == 16


def test_a_secret_is_kept_as_its_sha_256():
    assert secret_digest(KEY) == hashlib.sha256(KEY.encode()).hexdigest()
