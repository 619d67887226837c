"""Whether there are opinion groups and how many: three gates, and the patience that keeps the answer steady.

1. Structure: people's votes have something to do with one another (structure.py).
2. How many: log evidence of a mixture of k crowds, less AIC3's price of its parameters (mixture.py).
3. Groups or a spectrum: a valley between the two closest groups; and whether one crowd without groups would have given
   as much evidence (one_crowd.py), which is said beside the groups.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from plenary_analysis.arrays import Floats, Ints
from plenary_analysis.draws import SEED
from plenary_analysis.latent import LatentModel, StatementModel
from plenary_analysis.mixture import (
    ROUNDS,
    Mixture,
    Sightings,
    continued,
    fit_mixture,
    gains_over_one,
    shallowest_valley,
)
from plenary_analysis.one_crowd import drawn_pulls
from plenary_analysis.opinion_map import Evidence
from plenary_analysis.structure import Structure, find_structure, gate_is_open
from plenary_analysis.table import VoteTable

MOST_GROUPS = 5
# AIC3: log evidence less 1.5 for each parameter. BIC misses groups at an event's density.
PRICE_OF_A_PARAMETER = 1.5
SMALLEST_SIZE = 4.0
SMALLEST_SHARE = 0.05
# Another number of groups must lead by this much for so many updates running.
LEAD = 3.0
UPDATES = 4
# Where groups are clear, AIC3 splits them for a little more evidence: fewer groups win within this much of the best.
FEWER_WITHIN = 5.0
# What the shown groups lead to is kept while its evidence is this close to the best found.
KEPT_WITHIN = 10.0
# More groups are not tried when two numbers running were so much worse than the best.
HOPELESS = 10.0
# Between two groups the density falls to this share of the lower one; a shown division may get this shallow.
VALLEY = 0.75
VALLEY_OF_THE_SHOWN = 0.95
# Beside a mixture that has stood still for long, fewer.
STARTS, STARTS_BESIDE = 4, 2
# People beyond these do not change how many groups there are; memberships are of everybody.
MOST_PEOPLE = 800
EVEN_PART = 10_000
WARM_ROUNDS = 6
COMPARED_PEOPLE = 400
COPIES = 19
# Evidence must exceed one crowd's by so many standard deviations: fewer let one spectrum in five pass.
CLEARLY_MORE = 5.5
# ... and groups once found clear stay so down to this many.
STILL_MORE = 3.5
# The comparison is made again when the votes have grown by this share.
GROWTH = 0.1
# A mixture is looked for anew, not only carried on, when the votes have grown by this share: one number of groups an
# update, so that none takes much longer than others; all at once when they have grown by so much more.
SEARCHED_GROWTH, OVERDUE = 0.05, 0.01
# A structure this many standard deviations strong is not looked for again in the meantime.
BEYOND_DOUBT = 16.0


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The evidence and the mixture that it speaks for; fits: of 1 .. MOST_GROUPS, to start from next time."""

    evidence: Evidence
    mixture: Mixture
    fits: tuple[Mixture, ...]


def sightings(model: LatentModel) -> Sightings:
    """What the votes say about everybody in opinion units: each axis as long as its share of vote variance."""
    root = np.sqrt(model.statements.scales.axes)
    people = model.people
    return Sightings(
        people.information / root[:, None, None] / root[None, :, None], people.pull / root[:, None]
    )


def weigh(
    table: VoteTable,
    model: StatementModel,
    everybody: Sightings,
    before: Evidence | None,
    shown: Ints | None,
    fits: tuple[Mixture, ...] = (),
) -> Weighed:
    """How many groups the votes bear.

    everybody: `sightings` of the people of the table.   before: the evidence of the map before, None for the first.
    shown: (n,) group of everybody in it, -1 for none: one more start for that number. fits: of the update before, to go
    on from; they are searched anew as the votes grow (`due`): a mixture whose centres once fell together does not part
    them again when camps form.
    """
    votes = table.n_votes
    structure = _structure(table, before, votes)
    some = table.busiest(MOST_PEOPLE)
    seen = everybody.of(some)
    was_open = before is not None and before.is_open
    is_open = gate_is_open(structure, before.chance if before else None, was_open)
    searched = before.searched if before is not None and is_open == was_open else ()
    anew, at_leisure = due(searched, votes)
    found = _fits(
        seen,
        None if shown is None else shown[some],
        fits,
        MOST_GROUPS if is_open else 1,
        anew=anew if searched else range(MOST_GROUPS),
        are_settled=at_leisure and bool(searched),
    )
    then = [votes if k in anew else on for k, on in enumerate(searched)] + [votes] * len(found)
    evidence = Evidence(
        structure.chance,
        structure.strength,
        is_open,
        _scores(found, seen),
        searched=tuple(then[: len(found)]),
    )
    if is_open:
        evidence = _counted(evidence, found, before)
        evidence = _compared(evidence, table, model, everybody, found, before, votes)
        was_clear = before is not None and before.count > 1 and not before.is_spectrum
        enough = STILL_MORE if was_clear else CLEARLY_MORE
        unsure = evidence.count == 1 or evidence.beyond_one_crowd < enough
        evidence = replace(evidence, is_spectrum=unsure)
    k = evidence.count
    return Weighed(evidence, _of_everybody(found[k - 1], everybody), found)


def due(searched: Sequence[int], votes: int) -> tuple[frozenset[int], bool]:
    """Which of these are to be looked for anew, by their places, and whether there was time to take one by one.

    searched: votes on which each was last looked for.
    """
    stale = [place for place, then in enumerate(searched) if is_stale(then, votes)]
    at_leisure = not any(is_stale(searched[place], votes, OVERDUE) for place in stale)
    return frozenset(stale[:1] if at_leisure else stale), at_leisure


def is_stale(then: int, votes: int, more: float = 0.0) -> bool:
    """Whether what was found on so many votes is out of date; more: by so much more of growth than makes it so."""
    return not then * (1 - more) <= votes <= then * (1 + SEARCHED_GROWTH + more)


def weighed_before(everybody: Sightings, before: Evidence, fits: tuple[Mixture, ...]) -> Weighed:
    """What was weighed for the map before, for the same votes and the same model."""
    mixture = fits[min(before.count, len(fits)) - 1]
    return Weighed(before, _of_everybody(mixture, everybody), fits)


def _of_everybody(mixture: Mixture, everybody: Sightings) -> Mixture:
    """The mixture that was fitted to those with most votes, brought closer to all; an even part of very many."""
    if everybody.n_people <= MOST_PEOPLE:
        return mixture
    return continued(
        everybody.of(np.arange(0, everybody.n_people, -(-everybody.n_people // EVEN_PART))), mixture, 2
    )


def exact_camps(table: VoteTable) -> Ints | None:
    """(n,) the ballot of each person, from 0, where everybody casts one of at most MOST_GROUPS ballots.

    Then those are the groups, and there is nothing to weigh. None otherwise, and where a ballot is cast by fewer than
    SMALLEST_SIZE people.
    """
    first, camp, size = np.unique(table.first_equal, return_inverse=True, return_counts=True)
    if not 2 <= len(first) <= MOST_GROUPS or size.min() < SMALLEST_SIZE:
        return None
    return camp.reshape(-1).astype(np.int64)


def _structure(table: VoteTable, before: Evidence | None, votes: int) -> Structure:
    """Checked anew unless the last check is beyond doubt and rests on nearly as many votes."""
    sure = before is not None and before.is_open and before.strength > BEYOND_DOUBT
    if before is not None and sure and before.votes <= votes <= before.votes * (1 + GROWTH):
        return Structure(before.chance, before.strength)
    return find_structure(table)


def _fits(
    seen: Sightings,
    shown: Ints | None,
    fits: tuple[Mixture, ...],
    most: int,
    *,
    anew: Collection[int],
    are_settled: bool,
) -> tuple[Mixture, ...]:
    """Mixtures of 1, 2, ... up to `most` components, or until more are hopeless.

    anew: places of those that are looked for though they are among `fits`.   are_settled: whether these stand still.
    """
    n_shown = int(shown.max()) + 1 if shown is not None and len(shown) else 0
    found: list[Mixture] = []
    for k in range(1, most + 1):
        known = len(fits) >= k and len(fits[k - 1].centre[0]) == len(seen.pull)
        carried = continued(seen, fits[k - 1], WARM_ROUNDS) if known else None
        if carried is not None and k - 1 not in anew:
            found.append(carried)
            continue
        starts = STARTS_BESIDE if carried is not None and are_settled else STARTS
        fit = fit_mixture(seen, k, starts=starts, seed=SEED + k, also=carried, is_settled=are_settled)
        if shown is not None and k == n_shown and k > 1:
            kept = continued(seen, _of_labels(seen, shown, k, fit), ROUNDS)
            if kept.log_evidence >= fit.log_evidence - KEPT_WITHIN:
                fit = kept
        found.append(fit)
        scores = _scores(tuple(found), seen)
        if k > max(n_shown, 2) and max(scores[-2:]) < max(scores) - HOPELESS:
            break
    return tuple(found)


def _of_labels(seen: Sightings, shown: Ints, k: int, like: Mixture) -> Mixture:
    """A mixture whose centres are where the shown groups are now; an empty group starts where `like` has one."""
    centre = like.centre.copy()
    for g in range(k):
        members = shown == g
        if members.sum() >= SMALLEST_SIZE:
            information = seen.information[:, :, members].sum(axis=2) + 1e-6 * np.eye(len(seen.pull))
            centre[g] = np.linalg.solve(information, seen.pull[:, members].sum(axis=1))
    return Mixture(np.full(k, 1 / k), centre, like.spread, 0.0)


def _scores(fits: tuple[Mixture, ...], seen: Sightings) -> tuple[float, ...]:
    d = len(seen.pull)
    smallest = max(SMALLEST_SIZE, SMALLEST_SHARE * seen.n_people)
    scores = []
    for k, fit in enumerate(fits, start=1):
        worth = fit.log_evidence - fits[0].log_evidence - PRICE_OF_A_PARAMETER * (k - 1) * (1 + d)
        tiny = k > 1 and float(fit.share.min()) * (seen.n_people + k) - 1 < smallest
        scores.append(float("-inf") if tiny else worth)
    return tuple(scores)


def _counted(evidence: Evidence, fits: tuple[Mixture, ...], before: Evidence | None) -> Evidence:
    """The number of groups: the best now, or the one before until another has led for long enough.

    Where none were shown there is nobody to relabel, and no reason to wait.
    """
    # The sides of a cut are no groups that the mixture would have to keep.
    was = before.count if before is not None and not before.is_spectrum else 1
    valleys = [shallowest_valley(fit) for fit in fits]
    allowed = {}
    for k in range(2, len(fits) + 1):
        if valleys[k - 1] <= (VALLEY_OF_THE_SHOWN if k == was else VALLEY):
            allowed[k] = evidence.scores[k - 1]
    most = max(allowed.values(), default=0.0)
    best = min((k for k, score in allowed.items() if score >= most - FEWER_WITHIN), default=1)
    if most <= LEAD:
        best = 1
    allowed[1] = 0.0
    count, challenger, streak = best, best, 0
    if before is not None and was > 1 and best != was:
        price = FEWER_WITHIN if best < was else 0.0
        lead = allowed[best] + price - allowed.get(was, float("-inf"))
        streak = before.streak + 1 if lead > LEAD else 0
        if streak < UPDATES:
            count = was
        else:
            streak = 0
    return replace(evidence, count=count, valley=valleys[count - 1], challenger=challenger, streak=streak)


def _compared(
    evidence: Evidence,
    table: VoteTable,
    model: StatementModel,
    everybody: Sightings,
    fits: tuple[Mixture, ...],
    before: Evidence | None,
    votes: int,
) -> Evidence:
    """The evidence with its comparison against crowds without groups, a new one where the last is out of date."""
    k = evidence.count
    if before is not None and before.compared == k and before.votes <= votes <= before.votes * (1 + GROWTH):
        return replace(evidence, beyond_one_crowd=before.beyond_one_crowd, votes=before.votes, compared=k)
    if k == 1:
        return replace(evidence, votes=votes, compared=1)
    step = max(1, -(-table.n_people // COMPARED_PEOPLE))
    some = np.arange(0, table.n_people, step)
    root = np.sqrt(model.scales.axes)
    pulls = drawn_pulls(table.rows(some), model, _in_model_units(fits[0], root), COPIES, SEED)
    seen = everybody.of(some)
    gains = gains_over_one(
        seen.information, np.concatenate([seen.pull[None], pulls / root[:, None]]), k, SEED
    )
    drawn: Floats = gains[1:]
    beyond = float((gains[0] - drawn.mean()) / max(float(drawn.std()), 1e-9))
    return replace(evidence, beyond_one_crowd=beyond, votes=votes, compared=k)


def _in_model_units(crowd: Mixture, root: Floats) -> Mixture:
    return Mixture(crowd.share, crowd.centre / root, crowd.spread / np.outer(root, root), crowd.log_evidence)
