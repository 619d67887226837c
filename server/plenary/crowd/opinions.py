"""A synthetic audience as a model: who the people are and how each answers any statement. Pure and seeded.

Everybody has a place on two axes (see `bank.Leaning`), scattered around the centre of a planted opinion group. The
answer to a statement follows from place, the statement's leaning, the person's readiness to say yes, and chance.
"""

import hashlib
import math
import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from plenary.crowd.bank import LEANINGS, NOT_HERE, Leaning
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import Choice, Language, Mode, VenueId


@dataclass(frozen=True, slots=True)
class Camp:
    """A planted opinion group: its share of the audience and its centre."""

    share: float
    common: float
    open: float


CAMPS: Final = (Camp(0.4, -1.1, 0.5), Camp(0.34, 1.1, 0.5), Camp(0.26, 0.0, -1.6))
SCATTER: Final = 0.3
"""Standard deviation of people around their camp's centre, in the units of the axes."""

DECIDED: Final = 1.7
"""How strongly place speaks in an answer: at 0 all is chance."""

ELSEWHERE: Final = 4.0
"""How much less an event's second venue likes the statements of `bank.NOT_HERE`, in the units of an answer."""

LANGUAGES: Final = ("en", "es", "fr", "th", "hi")
LANGUAGE_SHARES: Final = (0.6, 0.14, 0.1, 0.08, 0.08)
REMOTE_SHARE: Final = 0.3

MEAN_VOTES: Final = 12.0
"""What a person is ready to give one prompt; half of the people give less than two thirds of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the audience.

    camp: index into CAMPS.   acquiescence: added to every answer.   passing: chance of a pass, 0-1.
    votes: how many statements they answer under one prompt.   pace: their slowness, 1 on average.
    writes: how many statements they offer under one prompt.   in_second_venue: whether `venue` is the event's second.
    """

    number: int
    camp: int
    common: float
    open: float
    acquiescence: float
    passing: float
    votes: int
    pace: float
    writes: int
    language: Language
    mode: Mode
    venue: VenueId | None
    in_second_venue: bool

    def answer(self, text: str, rng: random.Random) -> Choice:
        """What this person says to the statement; with the same random state it is the same."""
        leaning = leaning_of(text)
        if rng.random() < self.passing:
            return Choice.PASS
        pull = leaning.common * self.common + leaning.open * self.open
        if self.in_second_venue and likeness(text) in NOT_HERE:
            pull -= ELSEWHERE / DECIDED
        share = 1 / (1 + math.exp(-(DECIDED * pull + leaning.appeal + self.acquiescence)))
        return Choice.AGREE if rng.random() < share else Choice.DISAGREE


def audience(people: int, seed: int, venues: Sequence[VenueId] = ()) -> list[Person]:
    """That many people, the same for the same arguments; camps and venues have their shares at any size."""
    rng = seeded(seed, "audience")
    ends = list(accumulate(camp.share for camp in CAMPS))
    camps = [bisect(ends, (number + 0.5) / people) for number in range(people)]
    rng.shuffle(camps)
    return [
        _person(number, camp, venues, seeded(seed, f"person {number}")) for number, camp in enumerate(camps)
    ]


def _person(number: int, camp: int, venues: Sequence[VenueId], rng: random.Random) -> Person:
    centre = CAMPS[camp]
    remote = rng.random() < REMOTE_SHARE
    return Person(
        number=number,
        camp=camp,
        common=rng.gauss(centre.common, SCATTER),
        open=rng.gauss(centre.open, SCATTER),
        acquiescence=rng.gauss(0.15, 0.35),
        passing=min(0.5, rng.betavariate(1.3, 9)),
        votes=max(1, round(rng.lognormvariate(math.log(MEAN_VOTES) - 0.32, 0.8))),
        pace=rng.lognormvariate(-0.12, 0.5),
        writes=rng.choices((0, 1, 2), (0.72, 0.22, 0.06))[0],
        language=Language(rng.choices(LANGUAGES, LANGUAGE_SHARES)[0]),
        mode=Mode.REMOTE if remote else Mode.IN_ROOM,
        venue=(venue := None if remote or not venues else rng.choice(list(venues))),
        in_second_venue=len(venues) > 1 and venue == venues[1],
    )


def leaning_of(text: str) -> Leaning:
    """The leaning of a statement of the bank; of any other one, always the same, drawn from its words."""
    words = likeness(text)
    if (known := LEANINGS.get(words)) is not None:
        return known
    rng = seeded(0, words)
    return Leaning(rng.gauss(0, 0.8), rng.gauss(0, 0.8), rng.gauss(0.4, 0.7))


def seeded(seed: int, purpose: str) -> random.Random:
    """A source of chance that depends on nothing else: not on Python's version of string hashing, nor on order."""
    digest = hashlib.sha256(f"{seed}\x1f{purpose}".encode()).digest()
    return random.Random(digest)  # noqa: S311 - a seed, not a secret
