"""From whom a prompt has votes: how many people have voted in each venue and far away, and how often."""

from collections.abc import Callable

import plenary_analysis as analysis
from plenary.deliberation.findings import Heard
from plenary.deliberation.small_numbers import hidden
from plenary.deliberation.vocabulary import VenueId


def heard_by_place(
    found: analysis.OpinionMap, place_of: Callable[[str], str | None], k: int
) -> tuple[Heard, ...]:
    """One for each place that anybody has voted from, by its id; None stands for a room that is no venue.

    Where fewer than k people have, that is all that is said; so it is of another place where subtracting would tell.
    """
    people: dict[str | None, int] = {}
    votes: dict[str | None, int] = {}
    for name, cast in zip(found.participants, found.n_votes.tolist(), strict=True):
        place = place_of(name)
        people[place] = people.get(place, 0) + 1
        votes[place] = votes.get(place, 0) + cast
    places = sorted(people, key=lambda one: one or "")
    few = hidden([(people[one],) for one in places], k)
    return tuple(
        Heard(_venue(one)) if number in few else Heard(_venue(one), people[one], votes[one])
        for number, one in enumerate(places)
    )


def _venue(place: str | None) -> VenueId | None:
    return None if place is None else VenueId(place)
