"""What a map says about statements, all of it together: scores, intervals, the lists, stances and the slate.

Verdicts rest on weighed counts: everybody counts in every group by their membership, and a brigade counts as one
person. The counts that are shown are of whole people, brigades included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints, Numbers
from plenary_analysis.comparison import VenueGap
from plenary_analysis.discuss import discussion_list, doubts
from plenary_analysis.latent import LatentModel
from plenary_analysis.opinion_map import Reason, SlateEntry, Stance, StatementResult
from plenary_analysis.posteriors import (
    consensus_chance,
    divisiveness_interval,
    share_interval,
    spread_by_position,
)
from plenary_analysis.slate import FEWEST_VOTES, MOST_PEOPLE, agreement, choose_slate
from plenary_analysis.stances import choose_stances
from plenary_analysis.statement_results import Verdicts, lists, statement_results, verdicts
from plenary_analysis.tallies import Tallies, tally, weighed_tally
from plenary_analysis.votes import VoteMatrix


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """Who voted and how they are grouped.

    labels: (n,) shown groups, -1 for none.   weights: (n, k) memberships, (n, 1) of the included without groups; 0 for
    those for whom somebody else stands; None where everybody is wholly in the group that they are shown in.
    counting: (n,) False for these.   model: of the counted statements, in the matrix' order; None without one.
    """

    matrix: VoteMatrix
    letters: tuple[str, ...]
    labels: Ints
    weights: Floats | None
    counting: Flags
    model: LatentModel | None


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """Fields of the opinion map, as described there."""

    statements: tuple[StatementResult, ...]
    consensus: tuple[str, ...]
    divisive: tuple[str, ...]
    reasons: tuple[Reason, ...]
    stances: tuple[tuple[Stance, ...], ...]
    slate: tuple[SlateEntry, ...]


def findings(
    ids: tuple[str, ...], counted: Flags, audience: Audience, gaps: Mapping[str, VenueGap]
) -> Findings:
    """Everything about the statements `ids`, whether anybody has voted on them or not.

    counted: (m,) False for one that is moderated out.   gaps: announced differences between venues.
    """
    matrix, letters = audience.matrix, audience.letters
    n = matrix.n_participants
    everybody = over(ids, matrix, tally(matrix, np.zeros(n, dtype=np.int64), 1))
    once = over(ids, matrix, tally(matrix, np.where(audience.counting, 0, -1), 1))
    members = over(ids, matrix, tally(matrix, audience.labels, max(len(letters), 1)))
    weighed = members
    sizes: Floats = np.bincount(audience.labels + 1, minlength=len(letters) + 1)[1:].astype(np.float64)
    if audience.weights is not None:
        weighed = over(ids, matrix, weighed_tally(matrix, audience.weights))
        sizes = audience.weights.sum(axis=0)

    score = verdicts(weighed)
    low, high = divisiveness_interval(weighed)
    divides = np.zeros(len(ids))
    bridging = np.zeros((2, len(ids)))
    if audience.model is not None:
        place = _places(ids, matrix, counted)
        statements = audience.model.statements
        at, bottom, top = spread_by_position(statements, _columns(once, place))
        divides[place] = at
        bridging[:, place] = statements.ease, np.sqrt(statements.covariance[-1, -1])
        if not letters:
            low[place], high[place] = bottom, top
            score = Verdicts(score.consensus, score.direction, divides)
    listed = lists(ids, score, weighed, sizes.tolist(), once, n, counted)
    found = doubts(once, score.divisiveness, low, high, divides)
    return Findings(
        statements=_with_sureness(
            statement_results(ids, score, members, weighed, letters, everybody, counted),
            consensus_chance(weighed, score.direction),
            (low, high),
            bridging,
            once,
        ),
        consensus=listed.consensus,
        divisive=listed.divisive,
        reasons=discussion_list(ids, found, once, listed.others, gaps),
        stances=choose_stances(ids, letters, weighed, counted & (once.seen[0] > 0)) if letters else (),
        slate=_slate(ids, counted, audience, once),
    )


def over(ids: tuple[str, ...], matrix: VoteMatrix, counts: Tallies) -> Tallies:
    """The same counts over all known statements, zeros where nobody voted."""
    place_of = {name: j for j, name in enumerate(ids)}
    columns = np.array([place_of[name] for name in matrix.statements], dtype=np.int64)
    return Tallies(*(_wide(part, columns, len(ids)) for part in (counts.agree, counts.disagree, counts.seen)))


def _wide(part: Numbers, columns: Ints, m: int) -> Numbers:
    full: Floats = np.zeros((len(part), m))
    full[:, columns] = part
    return full if part.dtype == np.float64 else full.astype(np.int64)


def _places(ids: tuple[str, ...], matrix: VoteMatrix, counted: Flags) -> Ints:
    """Where the model's statements, those of the matrix that count, are among ids."""
    place_of = {name: j for j, name in enumerate(ids)}
    columns = [place_of[name] for name in matrix.statements]
    return np.array([j for j in columns if counted[j]], dtype=np.int64)


def _columns(counts: Tallies, which: Ints) -> Tallies:
    return Tallies(*(part[:, which] for part in (counts.agree, counts.disagree, counts.seen)))


def _slate(ids: tuple[str, ...], counted: Flags, audience: Audience, once: Tallies) -> tuple[SlateEntry, ...]:
    """From those people whose own ballot counts, at most MOST_PEOPLE of them, evenly spaced."""
    people = np.flatnonzero(audience.counting)
    chosen = people[:: max(1, -(-len(people) // MOST_PEOPLE))]
    place = _places(ids, audience.matrix, counted)
    if len(chosen) == 0 or len(place) == 0:
        return ()
    names = tuple(ids[j] for j in place.tolist())
    known = set(names)
    columns = np.array([name in known for name in audience.matrix.statements], dtype=np.bool_)
    expected = None
    if (model := audience.model) is not None:
        drawn = model.people.position[chosen] @ model.statements.loadings.T
        expected = drawn + model.statements.ease + model.people.leaning[chosen, None]
    agrees = agreement(audience.matrix.table.rows(chosen).columns(columns), expected)
    return choose_slate(names, agrees, once.seen[0][place] >= min(FEWEST_VOTES, len(people)), len(people))


def _with_sureness(
    results: Sequence[StatementResult],
    chance: Floats,
    divided: tuple[Floats, Floats],
    bridging: Floats,
    once: Tallies,
) -> tuple[StatementResult, ...]:
    agreed = share_interval(once.agree[0], once.seen[0])
    columns = zip(
        results,
        chance.tolist(),
        divided[0].tolist(),
        divided[1].tolist(),
        bridging[0].tolist(),
        bridging[1].tolist(),
        agreed[0].tolist(),
        agreed[1].tolist(),
        zip(once.agree[0].tolist(), once.disagree[0].tolist(), once.passed[0].tolist(), strict=True),
        strict=True,
    )
    return tuple(
        replace(
            result,
            consensus_chance=sure,
            divisiveness_low=low,
            divisiveness_high=high,
            bridging=ease,
            bridging_spread=spread,
            agree_low=fewest,
            agree_high=most,
            once=None if sum(single) == result.agree + result.disagree + result.passed else single,
        )
        for result, sure, low, high, ease, spread, fewest, most, single in columns
    )
