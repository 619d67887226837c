"""Statements that a synthetic audience may write, on two themes, and where in opinion space each one lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import Language


class Theme(Enum):
    """What the statements of a prompt are about."""

    GOVERNANCE = "governance"
    PRIORITIES = "priorities"


@dataclass(frozen=True, slots=True)
class Leaning:
    """Whom a statement pleases: towards the end of either axis, and how many people anyway.

    common: + pleases those who want one shared centre, - those who want the regions to decide.
    open: + pleases those who trust platforms and new technology, - the cautious.
    appeal: for everybody; at 2 nearly all agree, at 0 leaning alone decides.
    """

    common: float
    open: float
    appeal: float


@dataclass(frozen=True, slots=True)
class BankStatement:
    theme: Theme
    language: Language
    text: str
    leaning: Leaning


_GOVERNANCE: Final[Sequence[tuple[str, str, float, float, float]]] = (
    ("en", "Every region should elect one member of the steering committee.", -0.6, 0.0, 0.9),
    ("en", "Young people should hold at least two seats with full voting rights.", 0.0, 0.3, 1.6),
    ("en", "A small permanent secretariat would serve us better than rotating hosts.", 1.6, 0.0, 0.0),
    ("en", "National chapters should be free to set their own programmes.", -1.5, 0.1, 0.2),
    ("en", "Decisions of the steering committee should be published within a week.", 0.1, 0.0, 2.0),
    ("en", "Technology companies may sit at the table, but should not vote.", 0.1, -0.5, 0.8),
    ("en", "Platform companies should be able to become full members.", 0.1, 1.8, -0.7),
    ("en", "Funding from industry should be refused altogether.", -0.1, -1.7, -0.5),
    ("en", "Members who pay no fee should have the same vote as those who do.", -0.5, 0.0, 1.0),
    ("en", "The chair should rotate between regions every two years.", -0.9, 0.0, 0.6),
    ("en", "We need one shared code of conduct for all chapters.", 1.2, -0.1, 0.5),
    ("en", "The Alliance should speak with one voice in international negotiations.", 1.5, 0.0, 0.1),
    ("en", "Working groups should decide for themselves how they work.", -1.2, 0.2, 0.3),
    ("en", "Teachers' organisations deserve a guaranteed place in the governance.", 0.0, -0.2, 1.3),
    ("en", "Online votes of all members should bind the steering committee.", -0.5, 1.3, -0.1),
    ("en", "Libraries and archives are missing from our governing bodies.", 0.0, -0.1, 1.0),
    ("en", "Meetings should be interpreted into at least four languages.", 0.0, 0.0, 1.7),
    ("en", "Committees may let AI draft their minutes and recommendations.", 0.1, 1.6, -0.1),
    ("en", "Open committee meetings would make honest discussion harder.", 0.4, -1.2, -0.4),
    ("en", "Conflicts of interest must be declared in public.", 0.1, -0.3, 2.0),
    ("fr", "Le secrétariat doit pouvoir trancher quand les régions ne s'accordent pas.", 1.7, 0.0, -0.2),
    ("fr", "Chaque pays membre devrait financer une petite part du budget commun.", 0.8, 0.0, 0.1),
    ("fr", "Les décisions importantes devraient être traduites avant d'être votées.", 0.0, 0.0, 1.6),
    ("es", "Las redes locales conocen mejor las necesidades que un comité mundial.", -1.7, 0.0, 0.2),
    ("es", "Los medios comunitarios deben tener voz propia en la Alianza.", -0.5, -0.1, 1.3),
    ("es", "Conviene un solo reglamento, igual para todas las regiones.", 1.6, 0.0, -0.4),
    ("th", "สมาชิกจากประเทศรายได้น้อยควรได้รับทุนเดินทางมาประชุม", -0.2, 0.0, 1.7),
    ("th", "แต่ละประเทศควรมีอิสระในการกำหนดแนวทางของตนเอง", -1.6, 0.1, 0.1),
    ("hi", "हर क्षेत्र की भाषाओं में दस्तावेज़ उपलब्ध होने चाहिए।", -0.2, 0.0, 1.6),
    ("hi", "एक मज़बूत केंद्रीय कार्यालय के बिना गठबंधन बिखर जाएगा।", 1.7, 0.0, -0.3),
)

_PRIORITIES: Final[Sequence[tuple[str, str, float, float, float]]] = (
    ("en", "Teacher training should come before everything else.", 0.2, -0.4, 1.2),
    ("en", "We should write one global curriculum that countries can adopt.", 1.7, 0.0, -0.2),
    ("en", "Local languages need materials made locally, not translations.", -1.4, -0.1, 0.6),
    ("en", "Learning to check images made by AI belongs in primary school.", 0.2, 0.5, 1.1),
    ("en", "Phones should stay out of classrooms while we teach media literacy.", 0.1, -1.6, -0.2),
    ("en", "AI tutors can bring media literacy to schools without trained teachers.", 0.1, 1.8, -0.5),
    ("en", "Older people need our programmes as much as the young.", 0.0, 0.0, 1.8),
    ("en", "Partnering with large platforms is the fastest way to reach people.", 0.2, 1.8, -0.3),
    ("en", "We should help pupils make media, not only judge it.", -0.1, 0.5, 1.5),
    ("en", "Independent local journalism deserves our support first.", -0.6, -0.6, 0.9),
    ("en", "An international certificate in media literacy would help teachers.", 1.3, 0.4, 0.1),
    ("en", "Fact-checking is not enough: people need to learn how to disagree.", 0.0, 0.0, 1.3),
    ("en", "We should measure results with the same test in every country.", 1.6, 0.3, -0.4),
    ("en", "Radio still reaches people whom the internet does not.", -0.5, -0.3, 1.5),
    ("en", "Privacy should be taught before sharing.", 0.1, -0.9, 1.0),
    ("en", "Games teach critical thinking better than lectures do.", -0.1, 1.1, 0.5),
    ("en", "Parents should be our most important audience.", 0.1, -0.7, 0.2),
    ("en", "Small grants to many projects do more than one large campaign.", -1.4, 0.0, 0.4),
    ("en", "A world-wide campaign once a year would give us visibility.", 1.3, 0.3, 0.1),
    ("en", "We should publish everything we make under open licences.", -0.1, 0.4, 1.6),
    ("fr", "Il faut d'abord former les décideurs publics.", 0.9, 0.0, 0.2),
    ("fr", "L'éducation aux médias devrait être une matière obligatoire partout.", 1.2, -0.3, 0.5),
    ("fr", "Les plateformes devraient ouvrir leurs données aux chercheurs.", 0.3, 0.2, 1.6),
    ("es", "Primero hay que conectar las escuelas rurales.", -0.2, 0.6, 1.1),
    ("es", "Prefiero limitar las pantallas antes que enseñar a usarlas.", 0.1, -1.8, -0.5),
    ("es", "Los jóvenes deben diseñar los programas, no solo recibirlos.", -0.5, 0.5, 1.3),
    ("th", "ควรสอนให้นักเรียนรู้เท่าทันข่าวลวงในแอปแชต", 0.0, 0.1, 1.7),
    ("th", "ควรร่วมมือกับบริษัทเทคโนโลยีเพื่อพัฒนาเครื่องมือใหม่", 0.1, 1.7, -0.1),
    ("hi", "गाँवों में काम करने वाले शिक्षकों को सबसे पहले प्रशिक्षण मिले।", -0.4, -0.1, 1.5),
    ("hi", "सोशल मीडिया कंपनियों पर कड़े नियम साक्षरता से ज़्यादा ज़रूरी हैं।", 0.3, -1.6, 0.1),
)

BANK: Final[Mapping[Theme, Sequence[BankStatement]]] = {
    theme: [
        BankStatement(theme, Language(language), text, Leaning(common, open_, appeal))
        for language, text, common, open_, appeal in rows
    ]
    for theme, rows in ((Theme.GOVERNANCE, _GOVERNANCE), (Theme.PRIORITIES, _PRIORITIES))
}

LEANINGS: Final[Mapping[str, Leaning]] = {
    likeness(statement.text): statement.leaning for statements in BANK.values() for statement in statements
}
"""By `likeness` of the text, under which a statement comes back from the event."""

NOT_HERE: Final = {
    likeness("Young people should hold at least two seats with full voting rights."),
    likeness("Older people need our programmes as much as the young."),
}
"""What an event's second venue likes less than everybody else does, whatever their opinion group."""


def theme_of(prompt: str, number: int) -> Theme:
    """Which theme a prompt is about, by its words; where they say nothing, the themes take turns."""
    words = prompt.casefold()
    if any(word in words for word in ("govern", "gouvern", "gobern", "decid", "décid")):
        return Theme.GOVERNANCE
    if any(word in words for word in ("priorit", "first", "strateg", "stratég", "coming years")):
        return Theme.PRIORITIES
    return list(Theme)[(number - 1) % len(Theme)]
