"""Which statement comes next for somebody: Plenary's own way (BEYOND section 4) and Polis' (SPEC section 12).

Pure: votes, maps and seeds come in. Nothing here depends on who wrote a statement or in which order they came.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Floats
from plenary_analysis.latent import StatementModel, place_people
from plenary_analysis.latent_classes import Classes
from plenary_analysis.opinion_map import OpinionMap
from plenary_analysis.table import VoteTable, table_of
from plenary_analysis.tallies import Tallies
from plenary_analysis.warmth import Warmth

META_PRIORITY = 49.0
# Every statement should have so many votes at the close.
FLOOR = 8
# Of all turns, at least so many go to the statements with fewest votes; fewer once a statement has MANY on average.
COVERAGE_SHARE, COVERAGE_OF_MANY = 0.5, 0.4
MANY = 16
# A turn for the person shows one of so many that tell most about them, or of this part of what is left: were it always
# the first, everybody would answer the same few.
MOST_TELLING, TELLING_PART = 4, 4
# What may be common ground needs more votes than the rest to be told apart. Of such statements there are at most so
# many, and this share of all; where the fewest votes are looked for, a vote on one counts as so much less.
MOST_COMMON, COMMON_SHARE, COMMON_WEIGHT = 25, 0.3, 2.0
# A guessed share of agreement is kept this far from certainty.
MOST_CERTAIN = 0.95


def next_statement(
    unseen: Sequence[str],
    votes: Mapping[str, int],
    gains: Mapping[str, float],
    seed: int,
    votes_to_come: float | None = None,
    common: Collection[str] = (),
) -> str | None:
    """The statement to show next; None when nothing is left. As `next_statements`, which says what all this is."""
    return next(iter(next_statements(unseen, votes, gains, seed, 1, votes_to_come, common)), None)


def next_statements(
    unseen: Sequence[str],
    votes: Mapping[str, int],
    gains: Mapping[str, float],
    seed: int,
    most: int,
    votes_to_come: float | None = None,
    common: Collection[str] = (),
) -> list[str]:
    """The next statements to show, at most so many, the first first. Two people with two seeds get two orders.

    unseen: statements this participant may be shown and has not voted on.
    votes: how many each statement has that is shown to people, whoever has seen it.
    gains: of `information_gains`; empty where there is no map.
    votes_to_come: expected until the close, None for unknown: coverage gets the turns it needs of them.
    common: of `common_candidates`; empty where there is no map.

    A coverage turn takes the statement with the fewest votes, where two votes on what may be common ground count as one
    while votes are not short; a person turn one of the few that tell most about them; equals are drawn. Only the
    person's gain starves statements and hurts the lists; only coverage finds groups later.
    """
    if not unseen:
        return []
    random = np.random.default_rng(seed)
    names = sorted(unseen)
    order: list[str] = [names[i] for i in random.permutation(len(names)).tolist()]
    share = coverage_share(votes, votes_to_come)
    favoured = frozenset(common) if share <= COVERAGE_SHARE else frozenset()
    chosen: list[str] = []
    while order and len(chosen) < most:
        if not gains or random.random() < share:
            taken = min(
                order, key=lambda name: votes.get(name, 0) / (COMMON_WEIGHT if name in favoured else 1.0)
            )
        else:
            few = min(MOST_TELLING, max(1, len(order) // TELLING_PART))
            telling = sorted(order, key=lambda name: -gains.get(name, 0.0))[:few]
            taken = telling[int(random.integers(few))]
        order.remove(taken)
        chosen.append(taken)
    return chosen


def coverage_share(votes: Mapping[str, int], votes_to_come: float | None) -> float:
    """Share of the turns that go to coverage: a half, two fifths once there are many votes (decisions/0008), or what it
    takes to bring every statement to FLOOR.
    """
    has_many = 0 < MANY * len(votes) <= sum(votes.values())
    share = COVERAGE_OF_MANY if has_many else COVERAGE_SHARE
    if votes_to_come is None:
        return share
    missing = sum(max(FLOOR - count, 0) for count in votes.values())
    return min(1.0, max(share, missing / max(votes_to_come, 1.0)))


def common_candidates(warmth: Warmth) -> frozenset[str]:
    """The statements that may be answered alike by all, by the model that a published map carries.

    Highest come those that most people answer in one direction wherever they stand: by the mean, over a standard normal
    crowd, of the logarithm of the share expected to, to second order in the loadings.
    """
    one_sided = 1 + np.abs(warmth.model.ease)
    divides = np.square(warmth.model.loadings).sum(axis=1)
    score = np.log(one_sided) - divides / (2 * np.square(one_sided))
    most = min(MOST_COMMON, int(COMMON_SHARE * len(warmth.statements)))
    return frozenset(warmth.statements[j] for j in np.argsort(-score, kind="stable")[:most].tolist())


def information_gains(shown: OpinionMap, ballot: Mapping[str, int]) -> dict[str, float]:
    """How much a vote on each statement not on the ballot would tell about its owner, 0 .. 2; to be compared only.

    Two guesses, each over its largest, added up, for they err differently: the variance that the statement's weights
    see in the person's position, times p (1 - p) of their agreeing; and the mutual information of the vote and of which
    kind of people they are (`latent_classes.Classes`), once the map knows kinds. ballot: statement -> -1, 0, 1, newer
    than the map or not. Empty for a map without a model.
    """
    return {} if shown.warmth is None else information_gains_of(shown.warmth, [ballot])[0]


def information_gains_of(warmth: Warmth, ballots: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """The same for many people at once, by what a published map carries. Statements newer than that are left out."""
    names = warmth.statements
    shape = (len(ballots), len(names))
    sign = np.array([[one.get(name, 0) for name in names] for one in ballots], dtype=np.int8).reshape(shape)
    seen = np.array([[name in one for name in names] for one in ballots], dtype=np.int8).reshape(shape)
    gains = _of_largest(_of_position(warmth.model, table_of(sign, seen)), seen)
    if warmth.kinds is not None:
        # A statement that came after the kinds were found tells nothing of them yet.
        place = {name: j for j, name in enumerate(names)}
        known = [place[name] for name in warmth.kinds.statements if name in place]
        kinds = warmth.kinds.of(names)
        told = np.zeros(shape)
        told[:, known] = gains_of_kind(kinds, table_of(sign[:, known], seen[:, known]))
        gains += _of_largest(told, seen)
    return [
        {name: gain for name, gain in zip(names, row, strict=True) if name not in ballot}
        for ballot, row in zip(ballots, gains.tolist(), strict=True)
    ]


def _of_largest(gains: Floats, seen: Bytes) -> Floats:
    """Each person's gains over the largest that is still to be had."""
    largest = (gains * (seen == 0)).max(axis=1, initial=0.0, keepdims=True)
    result: Floats = gains / np.maximum(largest, 1e-12)
    return result


def _of_position(model: StatementModel, table: VoteTable) -> Floats:
    people = place_people(table, model)
    told = np.einsum("ma,abn,mb->nm", model.loadings, people.covariance, model.loadings, optimize=True)
    expected = people.position @ model.loadings.T + model.ease + people.leaning[:, None]
    agrees = np.clip((1 + expected) / 2, 1 - MOST_CERTAIN, MOST_CERTAIN)
    gains: Floats = told * agrees * (1 - agrees)
    return gains


def gains_of_kind(kinds: Classes, table: VoteTable) -> Floats:
    """(n, m) mutual information, in nats, of each person's vote on each statement and of their kind; 0 .. log k."""
    belongs, rates = kinds.membership(table), np.exp(kinds.log_rates)
    expected = np.tensordot(belongs, rates, axes=1)
    known = belongs @ (rates * kinds.log_rates).sum(axis=1)
    gains: Floats = np.maximum(known - (expected * np.log(expected)).sum(axis=1), 0.0)
    return gains


def priorities(tallies: Tallies, extremity: Floats, meta: Flags) -> Floats:
    """(m,) positive priority of each statement, from the current counts of the included participants.

    extremity: (m,) distance of the statement's projection from the middle, 0 for one without votes.
    meta: (m,) True for statements about the participants themselves, which get a fixed priority.
    """
    together = tallies.overall()
    agree, passed, seen = together.agree[0], together.passed[0], together.seen[0]
    importance = (1 - (passed + 1) / (seen + 2)) * (extremity + 1) * (agree + 1) / (seen + 2)
    novelty = 1 + 8 * np.exp2(-seen / 5)
    result: Floats = np.where(meta, META_PRIORITY, np.square(importance * novelty))
    return result


def draw_next(unseen: Sequence[str], priority: Sequence[float], seed: int) -> str | None:
    """One of the statements, drawn with probability proportional to its priority; None when nothing is left.

    unseen: statements this participant may be shown and has not voted on. A priority of 0 counts as 1.
    """
    if not unseen:
        return None
    weight = np.array([value if value > 0 else 1.0 for value in priority], dtype=np.float64)
    place = np.random.default_rng(seed).random() * weight.sum()
    return unseen[min(int(np.searchsorted(np.cumsum(weight), place, side="right")), len(unseen) - 1)]
