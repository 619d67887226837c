"""What people write, made fit to keep and to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.deliberation.refusals import TextEmpty, TextTooLong
from plenary.deliberation.text import clean, likeness
from tests import confusables

LIMIT = 280
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER = "\u200d", "\u200c"

texts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(DIRECTION_MARKS + "\u0000\t\n\r\u0085\u2028\u2029\ufeff\u00ad \u00a0\u3000"),
        st.sampled_from("eé\u0301\u0327\u1100\u1161\u11a8가\u3099\u0344\u2126"),
        st.sampled_from(ZERO_WIDTH_JOINER + ZERO_WIDTH_NON_JOINER + "\u0301\u0f71\ufe0f\u20dd"),
    ),
    max_size=40,
)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str):
    try:
        once = clean(text, LIMIT)
    except TextEmpty:
        return
    assert clean(once, LIMIT) == once


@given(texts)
def test_no_letter_carries_more_than_four_marks(text: str):
    try:
        line = clean(text, LIMIT)
    except TextEmpty:
        return
    assert "MMMMM" not in "".join(unicodedata.category(c)[0] for c in line)


@given(texts, st.integers(1, 40))
def test_a_clean_text_is_never_longer_than_its_limit(text: str, limit: int):
    try:
        assert len(clean(text, limit)) <= limit
    except (TextEmpty, TextTooLong):
        pass


@given(texts)
def test_a_clean_text_is_one_composed_line_without_controls_and_direction_marks(text: str):
    try:
        line = clean(text, LIMIT)
    except TextEmpty:
        return
    categories = {unicodedata.category(c) for c in line if c not in ZERO_WIDTH_JOINER + ZERO_WIDTH_NON_JOINER}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert not set(line) & set(DIRECTION_MARKS)
    assert line == line.strip()
    assert "  " not in line
    assert unicodedata.is_normalized("NFC", line)
    assert line.encode().decode() == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Trams \t all\r\nnight  ", "Trams all night"),
        ("first line\nsecond line", "first line second line"),
        ("cafe\u0301", "café"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("\ufeffTrams", "Trams"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u0000b", "a b"),
        ("lone \ud83d half", "lone half"),
        ("mi\u200cravam", "mi\u200cravam"),
        ("👩\u200d👩\u200d👧 welcome ❤️", "👩\u200d👩\u200d👧 welcome ❤️"),
        ("قهوة أرخص", "قهوة أرخص"),
        ("ค่าโดยสารถูกลง", "ค่าโดยสารถูกลง"),
        ("五 百", "五 百"),
        ("Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306algo", "Z\u0300\u0301\u0302\u0303algo"),
        ("trams" + "\u200d" * 200, "trams"),
        ("\u200dtr\u200d\u200dams \u200c all", "tr\u200dams all"),
        ("क्\u200dष और हिंदी", "क्\u200dष और हिंदी"),
        ("བརྒྱུད་པ", "བརྒྱུད་པ"),
        ("שָׁלוֹם", "שָׁלוֹם"),
    ],
)
def test_people_write_in_their_own_script_and_tricks_fall_away(text: str, line: str):
    assert clean(text, LIMIT) == line


@pytest.mark.parametrize("emoji", ["\U0001fa77", "\U0001fae8", "\U0001faea"])
def test_an_emoji_newer_than_pythons_unicode_stays(emoji: str):
    assert clean(f"Trams {emoji}", LIMIT) == f"Trams {emoji}"
    assert clean(emoji, LIMIT) == emoji


@pytest.mark.parametrize("reserved", ["\ufffe", "\U0001ffff", "\ufdd0", "\u2065", "\U000e0fff", "\ue000"])
def test_code_points_that_are_never_text_fall_away(reserved: str):
    assert clean(f"Trams{reserved}", LIMIT) == "Trams"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n ",
        "\u200d\u200c",
        "\u202e\u2066",
        "\u3000\u00a0",
        "\u3164\u115f",
        "\u2800",
        "\u0301",
        "\ufe0f",
        "\ue000",
        "\ud83d",
    ],
    ids=ascii,
)
def test_a_text_with_nothing_to_read_is_refused(text: str):
    with pytest.raises(TextEmpty):
        clean(text, LIMIT)


def test_a_text_may_have_as_many_characters_as_its_limit_after_cleaning():
    assert clean("  ab\u200e  c ", 4) == "ab c"

    with pytest.raises(TextTooLong):
        clean("ab cd", 4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trams all night", "trams ALL night."),
        ("Trams all night!", "Trams all night ?!"),
        ("STRASSE", "straße"),
        ("5 €", "５ €"),
        ("夜。", "夜"),
        ("tr\u200dams", "trams"),
    ],
)
def test_the_same_words_are_alike(one: str, other: str):
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Trams all night", "No trams all night"), ("resume", "résumé"), ("a.b", "ab"), ("Trams", "Tram s")],
)
def test_other_words_are_not(one: str, other: str):
    assert likeness(one) != likeness(other)


ALIKE = {
    "More trees": "Моrе trееs",  # Cyrillic М, о, е
    "coco": "сосо",  # all of it Cyrillic
    "Pace": "Ρасе",  # a Greek capital, then Cyrillic
    "HELLO": "НЕLLО",
    "scope": "ѕсоре",
    "Ticket": "Тiсkеt.",
    "Ｍoderator": "Moderator",
}


@pytest.mark.parametrize(("said", "posing"), ALIKE.items(), ids=ALIKE.keys())
def test_letters_that_only_look_like_others_make_no_other_words(said: str, posing: str):
    assert likeness(posing) == likeness(said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("нет", "het"),
        ("да", "na"),
        ("Ну", "Hy"),
        ("ρ", "q"),
        ("ἀρετή", "aretη"),
        ("Bus", "Bug"),
        ("10", "lO"),
    ],
)
def test_words_of_other_scripts_stay_words_of_their_own(one: str, other: str):
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize("text", ["НЕТ войне", "Οχι στον πόλεμο", "ՈՉ", "Ça suffit", "İstanbul"])
def test_case_makes_no_other_words_in_any_script(text: str):
    assert likeness(text.lower()) == likeness(likeness(text))


def test_the_table_of_look_alikes_is_as_unicode_has_it():
    assert confusables.FILE.read_text() == confusables.written()
