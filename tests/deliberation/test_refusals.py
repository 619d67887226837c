"""Refusals: each has a code that clients know for ever."""

from plenary.deliberation import refusals
from plenary.deliberation.refusals import Refusal


def test_every_refusal_has_a_code_made_of_its_name():
    for refusal in Refusal.__subclasses__():
        words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in refusal.__name__)
        assert refusal.code == words.lstrip("-")


def test_every_refusal_says_when_it_comes():
    assert [refusal for refusal in Refusal.__subclasses__() if not refusal.__doc__] == []


def test_every_refusal_stands_in_one_place():
    assert {refusal.__module__ for refusal in Refusal.__subclasses__()} == {refusals.__name__}
