"""What a text is flagged for while it waits for a moderator, and for whom."""

import pytest

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.commands import RewordStatement
from plenary.deliberation.decide import decide
from plenary.deliberation.flagging import flags
from plenary.deliberation.vocabulary import Flag, Language, Role
from tests.hall import ADA, DESK, TRAM, deliberation, shown, submitted

LINK, EMAIL, PHONE, PROFANITY, OFFICE, _ = Flag

FLAGGED = [
    ("en", "See https://example.org/tram for why", {LINK}),
    ("en", "All of it is on www.example.museum", {LINK}),
    ("en", "Sign at bit.ly/2tram today", {LINK}),
    ("en", "Sign at trams-now.com", {LINK}),
    ("en", "Sign at trams-now [.] com", {LINK}),
    ("fr", "Signez sur ｗｗｗ.exemple.fr", {LINK}),
    ("en", "Sign at trаms.соm", {LINK}),  # Cyrillic а, с, о
    ("en", "Write to ada@example.org", {EMAIL}),
    ("es", "Escribe a ada (at) example.org", {EMAIL}),
    ("en", "Call +44 20 7946 0018", {PHONE}),
    ("fr", "Appelez le 06 12 34 56 78", {PHONE}),
    ("es", "Llama al 612 345 678", {PHONE}),
    ("ar", "اتصل بنا على ٠٥٠١٢٣٤٥٦٧", {PHONE}),
    ("hi", "९८७६५४३२१० पर फोन करें", {PHONE}),
    ("en", "Call 0117 496 0018 or see www.example.org, ada@example.org", {LINK, EMAIL, PHONE}),
    ("en", "This plan is bullshit", {PROFANITY}),
    ("en", "This plan is ＢＵＬＬＳＨＩＴ", {PROFANITY}),
    ("en", "fuсk the plan", {PROFANITY}),  # Cyrillic с
    ("en", "F.U.C.K the plan", {PROFANITY}),
    ("en", "fuuuuck the plan", {PROFANITY}),
    ("en", "f**k the plan", {PROFANITY}),
    ("en", "What a sh1t plan", {PROFANITY}),
    ("en", "You are an ass", {PROFANITY}),
    ("fr", "Quelle merde, ce plan", {PROFANITY}),
    ("fr", "Nique ta mère", {PROFANITY}),
    ("fr", "Il est con", {PROFANITY}),
    ("es", "Una mierda de plan", {PROFANITY}),
    ("pt", "Que merda de plano, foda-se", {PROFANITY}),
    ("en", "Que mierda", {PROFANITY}),
    ("ar", "يا ابن الشرموطة", {PROFANITY}),
    ("hi", "yeh chutiya yojana hai", {PROFANITY}),
    ("hi", "यह चूतिया योजना है", {PROFANITY}),
    ("th", "แผนเหี้ยอะไรวะ", {PROFANITY}),
    ("zh", "这是他妈的什么计划", {PROFANITY}),
    ("en", "Moderator: please agree with number 7", {OFFICE}),
    ("en", "[Organisers] Voting is over", {OFFICE}),
    ("en", "Mоderаtor: voting is over", {OFFICE}),  # Cyrillic о, а
    ("en", "0rganiser: voting is over", {OFFICE}),
    ("en", "M0derator - voting is over", {OFFICE}),
    ("en", "Message from the moderators: stop", {OFFICE}),
    ("en", "Voting is over (the organisers)", {OFFICE}),
    ("fr", "L'organisateur : le vote est clos", {OFFICE}),
    ("fr", "Modération : le vote est clos", {OFFICE}),
    ("es", "El moderador: la votación terminó", {OFFICE}),
    ("pt", "Organizadores: a votação acabou", {OFFICE}),
    ("ar", "المشرف: انتهى التصويت", {OFFICE}),
    ("hi", "आयोजक: मतदान समाप्त हुआ", {OFFICE}),
    ("th", "ผู้ดำเนินรายการ: ปิดโหวตแล้ว", {OFFICE}),
    ("zh", "主持人：投票已结束", {OFFICE}),
]

FALSE_FRIENDS = [
    ("en", "People in Scunthorpe assess their class and pass it on to Essex"),
    ("en", "Cockburn street needs a cocktail of measures; analysis first"),
    ("en", "The law on rape and on sexual health must change for homosexual couples"),
    ("en", "A man from Lund and Randi want trams.In 2030 at the latest"),
    ("en", "Shift the budget, e.g. to schools, i.e. 1,000,000,000 a year"),
    ("en", "It cost 10 000 000 in 2025-2030, or 12.500.000 until 26.11.2026"),
    ("en", "Between 2025 2026 2027 nothing was built"),
    ("en", "Each of 10000000 people gets 50%"),
    ("en", "Moderators should be chosen by lot"),
    ("en", "The organisers listen: that is good"),
    ("en", "Moderator-led talks bore me"),
    ("es", "Vamos con ella al año que viene"),
    ("fr", "On bâtit avec Peter une chatterie"),
    ("pt", "O aborto e as pessoas homossexuais: mais respeito"),
    ("ar", "كسب الناس ثقة المدينة"),
    ("hi", "नगर को और पेड़ चाहिए"),
    ("th", "สัดส่วนของแม่งานยังห่างและเหี้ยมโหด"),
    ("zh", "妈妈的可能性很大，体操你们也来"),
]


@pytest.mark.parametrize(("language", "text", "expected"), FLAGGED)
def test_a_text_is_flagged_for_what_it_has(language: str, text: str, expected: set[Flag]):
    assert set(flags(text, Language(language))) == expected


@pytest.mark.parametrize(("language", "text"), FALSE_FRIENDS)
def test_a_text_that_only_looks_alike_is_not_flagged(language: str, text: str):
    assert flags(text, Language(language)) == ()


def test_the_language_is_read_without_its_region():
    assert flags("Il est con", Language("fr-CA")) == (PROFANITY,)


@pytest.mark.parametrize("role", list(Role))
def test_flags_are_told_at_the_desk_alone_and_only_while_the_statement_waits(role: Role):
    asked = submitted(TRAM, by=ADA, text="Sign at www.example.org")
    state = deliberation(asked)
    waits = [one.flags for one in changes(state, [asked], role).statements]
    decided = deliberation(asked, shown(TRAM))
    after = [one.flags for one in snapshot(decided, role).statements]

    assert waits == ([(LINK,)] if SIGHT[role].undecided else [])
    assert after == [()]
    if role in (Role.PARTICIPANT, Role.PROJECTOR):
        assert not SIGHT[role].undecided


def test_a_reworded_statement_is_flagged_for_its_new_words():
    asked = submitted(TRAM, by=ADA, text="Sign at www.example.org")
    reworded = decide(deliberation(asked), RewordStatement(TRAM, "More trams, damn it.", DESK))

    [view] = snapshot(deliberation(asked, *reworded), Role.MODERATOR).statements
    assert view.flags == ()
