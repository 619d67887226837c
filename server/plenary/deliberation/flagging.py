"""What a moderator may want to look at twice in a text: flags that refuse nothing and are shown to nobody else.

Letters of other scripts that only look like those that are meant count as those (UTS 39), as in `text.likeness`.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final

from plenary.deliberation import profanity
from plenary.deliberation.text import plain
from plenary.deliberation.vocabulary import Flag, Language

# A name ends in one of these, or in any two letters before a path ("bit.ly/x"): a forgotten space after a full stop
# ("trams.In") is no link.
_LINK: Final = re.compile(
    r"\bhttps?:|\bwww\."
    r"|\w(?: ?[\[(]\.[\])] ?|\.| dot )"
    r"(?:com|org|net|edu|gov|info|biz|app|dev|io|eu|xyz|online|site|shop|club|top|live|link)\b"
    r"|\w\.[a-z]{2}/\w"
)
_EMAIL: Final = re.compile(
    r"[\w.+-]+ ?(?:@|[\[(](?:at|@)[\])]) ?[\w-]+(?:(?: ?[\[(]\.[\])] ?|\.| dot )[\w-]+)+"
)

_NUMBER: Final = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ./()-]{0,2}\d)+(?![\w%])")
_THOUSANDS: Final = re.compile(r"\d{1,2}(?: \d{3})+|\d{1,3}(?:\.\d{3})+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_FIRST_MARK: Final = "\u0300"
_UNMARKED: Final = re.compile(r"[^\W_]+")
_ARTICLE: Final = re.compile(r"^و?(?:ال)?")
_VOWEL_SIGNS: Final = re.compile(r"[\u0640\u064b-\u0652]")
_AS_LETTERS: Final = str.maketrans("013457@$!", "oieastasi")
_AS_LETTER: Final = re.compile(f"[{re.escape(''.join(map(chr, _AS_LETTERS)))}]")
_DISGUISED: Final = re.compile(r"[^\W\d_][\w@$!*]*")
_SPELT: Final = re.compile(r"(?<!\w)[^\W\d_](?:[ .*_-][^\W\d_]){2,}(?!\w)")
# Thai, Lao, Burmese, Khmer, kana and Han.
_SPACELESS: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_DRAWN_OUT: Final = re.compile(r"(\w)\1{2,}")

_OFFICES: Final = (
    *(
        "moderator",
        "moderators",
        "the mods",
        "moderation team",
        "organiser",
        "organisers",
        "organizer",
        "organizers",
    ),
    *("organising team", "organizing team", "admin", "admins", "administrator", "steward", "stewards"),
    *("modérateur", "modérateurs", "modératrice", "modératrices", "modération", "moderateur", "moderation"),
    *("organisateur", "organisateurs", "organisatrice", "organisatrices", "administrateur", "administration"),
    *("moderador", "moderadora", "moderadores", "moderadoras", "moderación", "moderacion", "administrador"),
    *("organizador", "organizadora", "organizadores", "organizadoras", "administradora", "administración"),
    *("moderação", "moderacao", "administração"),
    *(
        "مشرف",
        "المشرف",
        "المشرفة",
        "المشرفون",
        "المشرفين",
        "منظم",
        "المنظم",
        "المنظمون",
        "المنظمين",
        "الإدارة",
    ),
    *("संचालक", "आयोजक", "मॉडरेटर", "प्रशासक"),
    *("ผู้ดำเนินรายการ", "ผู้จัดงาน", "ผู้จัด", "ผู้ดูแล", "ผู้ดูแลระบบ", "แอดมิน"),
    *("主持人", "主办方", "主辦方", "组织者", "組織者", "管理员", "管理員"),
)
_BEFORE: Final = (
    r"(?:(?:message|note|notice|announcement|from|by|the|your|le|la|les|de|des|du|el|los|las|del|da|do|das|dos|o|a|os|as"
    r"|mensaje|mensagem|aviso|رسالة|من) |l['’])*"
)
_OFFICE: Final = "|".join(sorted((re.escape(plain(one)) for one in _OFFICES), key=len, reverse=True))
_AS_OFFICE: Final = re.compile(
    rf"^[^\w]*{_BEFORE}(?:{_OFFICE})(?: ?[:|\]>)】】»]| ?[-–—] )"  # "Moderator: …", "[Organisers] …"
    rf"|[-–—(\[【] ?{_BEFORE}(?:{_OFFICE})[^\w]*$"  # "… (the moderator)"
)


@lru_cache(maxsize=4_096)
def flags(text: str, language: Language, listed: tuple[str, ...] = ()) -> tuple[Flag, ...]:
    """What there is to look at twice in a clean text, each flag once and in the order of Flag.

    language: the one it is said to be in; some words are coarse in their own language only.   listed: the event's own
    words, each of them a word, or some in a row.
    """
    seen = plain(text)
    without_addresses = _EMAIL.sub(" ", seen)
    found = {
        Flag.LINK: _LINK.search(without_addresses) is not None,
        Flag.EMAIL: without_addresses != seen,
        Flag.PHONE: any(_is_phone(number[0]) for number in _NUMBER.finditer(seen)),
        Flag.PROFANITY: _is_coarse(seen, language.split("-")[0].lower()),
        Flag.OFFICE: any(_AS_OFFICE.search(one) for one in (seen, _undisguised(seen))),
        Flag.LISTED: bool(listed) and _has_listed(seen, listed),
    }
    return tuple(flag for flag in Flag if found[flag])


def _is_phone(number: str) -> bool:
    """Whether a run of digits is a telephone number rather than an amount, a date or years."""
    groups = re.findall(r"\d+", number)
    digits = "".join(groups)
    if number.startswith(("+", "00")):
        return 8 <= len(digits) <= 15
    if _THOUSANDS.fullmatch(number) or len(groups) > 6 or any(_YEAR.fullmatch(one) for one in groups):
        return False
    if len(groups) == 1 and digits.endswith("000"):
        return False
    lengths = [len(one) for one in groups]
    return 9 <= len(digits) <= 15 or (lengths in ([8], [4, 4], [2, 2, 2, 2]) and not _YEAR.match(digits))


def _is_coarse(seen: str, language: str) -> bool:
    if _INSIDE.search(seen):
        return True
    phrases = _ANYWHERE | _IN_ITS_OWN.get(language, frozenset())
    return any(_says(form, phrases, _MOST_WORDS) for form in _forms(seen)) or any(
        _is_masked(word, phrases) for word in re.findall(r"\w+\*+\w+", seen)
    )


def _forms(seen: str) -> set[str]:
    """The text as it is, and without what hides words in it: spelling out, digits for letters, letters drawn out."""
    spelt = _SPELT.sub(lambda run: re.sub(r"[ .*_-]", "", run[0]), seen)
    forms = {one for said in (seen, spelt) for one in (said, _undisguised(said))}
    return forms | {_DRAWN_OUT.sub(kept, one) for one in tuple(forms) for kept in (r"\1", r"\1\1")}


def is_word(text: str) -> bool:
    """Whether there is a word in the text that could be looked for."""
    return _words(plain(text)) != []


def _has_listed(seen: str, listed: tuple[str, ...]) -> bool:
    phrases, inside = _sought(listed)
    most = max((one.count(" ") + 1 for one in phrases), default=0)
    return any(_says(form, phrases, most) or any(one in form for one in inside) for form in _forms(seen))


@lru_cache(maxsize=64)
def _sought(listed: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """What to look for as words, and, of scripts that put no spaces between words, what anywhere."""
    spaceless = tuple(one for one in map(plain, listed) if _SPACELESS.search(one))
    return _phrases(tuple(one for one in listed if not _SPACELESS.search(plain(one)))), spaceless


def _says(form: str, phrases: frozenset[str], most: int) -> bool:
    """Whether one of the phrases, of so many words at most, stands in the form."""
    words = _words(_VOWEL_SIGNS.sub("", form))
    bare = [_ARTICLE.sub("", one) for one in words]
    firsts = _first_words(phrases)
    return any(
        word in firsts
        and any(" ".join(row[start : start + length]) in phrases for length in range(1, most + 1))
        for row in (words, bare)
        for start, word in enumerate(row)
    )


@lru_cache(maxsize=256)
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(one.split(" ")[0] for one in phrases)


def _words(text: str) -> list[str]:
    """Runs of letters with their marks, which belong to the word in Devanagari, and of digits."""
    if max(text, default="") < _FIRST_MARK:
        return _UNMARKED.findall(text)
    runs = groupby(text, lambda character: unicodedata.category(character)[0] in "LMN")
    return ["".join(run) for is_word, run in runs if is_word]


def _undisguised(text: str) -> str:
    """The text with the digits and signs that stand for letters inside words as those letters."""
    if _AS_LETTER.search(text) is None:
        return text
    return _DISGUISED.sub(
        lambda word: word[0].translate(_AS_LETTERS), re.sub(r"(?<!\S)0(?=[a-z])", "o", text)
    )


def _is_masked(word: str, phrases: frozenset[str]) -> bool:
    """Whether stars stand in a coarse word for at most half of its letters: f**k."""
    return word.count("*") * 2 <= len(word) and any(
        len(one) == len(word) and all(said in (meant, "*") for said, meant in zip(word, one, strict=True))
        for one in phrases
    )


def _phrases(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(_words(plain(one))) for one in listed)


def _inside(listed: str) -> str:
    found, _, but_not_before = plain(listed).partition("/")
    return re.escape(found) + (f"(?!{re.escape(but_not_before)})" if but_not_before else "")


_ANYWHERE: Final = _phrases(profanity.ANYWHERE)
_IN_ITS_OWN: Final = {language: _phrases(words) for language, words in profanity.IN_ITS_OWN.items()}
_INSIDE: Final = re.compile("|".join(_inside(one) for one in profanity.INSIDE))
_MOST_WORDS: Final = max(one.count(" ") + 1 for one in _ANYWHERE)
