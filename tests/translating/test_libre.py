"""The client of a translation service, against a small server that speaks its API."""

from collections.abc import Iterator

import pytest

from plenary.translating.libre import BadService, LibreTranslate, TranslationFailed
from tests.translating.service import Service, serving


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as started:
        yield started


@pytest.fixture
def waits() -> list[float]:
    return []


def client(service: Service, waits: list[float], key: str | None = None) -> LibreTranslate:
    return LibreTranslate(service.url, key, 2.0, waits.append)


def test_a_text_comes_back_in_the_other_language(service: Service, waits: list[float]):
    assert client(service, waits).translate("Trams at night", "en", "fr") == "[fr] Trams at night"
    assert service.asked == [{"q": "Trams at night", "source": "en", "target": "fr", "format": "text"}]


def test_the_service_says_which_languages_it_has(service: Service, waits: list[float]):
    assert client(service, waits).languages() == {"en": {"en", "fr"}, "fr": {"en", "fr"}}


def test_a_key_is_shown_where_one_is_configured(service: Service, waits: list[float]):
    service.key = "a key"

    assert client(service, waits, "a key").translate("x", "en", "fr") == "[fr] x"
    with pytest.raises(TranslationFailed) as refused:
        client(service, waits, "another").translate("x", "en", "fr")
    assert refused.value.for_good
    assert "another" not in str(refused.value)


def test_a_busy_service_is_asked_again_when_it_says(service: Service, waits: list[float]):
    service.answers = [429, 503]

    assert client(service, waits).translate("x", "en", "fr") == "[fr] x"
    assert waits == [7.0, 1.0]


def test_a_service_that_stays_busy_is_left_alone_after_three_tries(service: Service, waits: list[float]):
    service.answers = [503] * 5

    with pytest.raises(TranslationFailed) as failed:
        client(service, waits).translate("x", "en", "fr")
    assert not failed.value.for_good
    assert len(service.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"translatedText": 7}',
        b'{"translatedText": " "}',
        b"x" * 70_000,
        400,
        302,
    ],
    ids=lambda answer: str(answer)[:26],
)
def test_what_is_no_translation_is_refused(service: Service, waits: list[float], answer: bytes | int):
    service.answers = [answer]

    with pytest.raises(TranslationFailed) as failed:
        client(service, waits).translate("x", "en", "fr")
    assert failed.value.for_good
    assert waits == []


def test_nobody_at_the_address_is_trouble_that_may_pass(waits: list[float]):
    with serving() as gone:
        url = gone.url

    with pytest.raises(TranslationFailed) as failed:
        LibreTranslate(url, None, 2.0, waits.append).translate("x", "en", "fr")
    assert not failed.value.for_good
    assert len(waits) == 2


def test_a_text_that_is_too_long_is_not_sent(service: Service, waits: list[float]):
    with pytest.raises(TranslationFailed):
        client(service, waits).translate("x" * 1_001, "en", "fr")
    assert service.asked == []


@pytest.mark.parametrize(
    "url", ["", "translate.example", "ftp://translate.example", "http://", "http://u:p@host", "http://h/?q"]
)
def test_what_is_no_address_is_refused_at_once(url: str):
    with pytest.raises(BadService):
        LibreTranslate(url)
