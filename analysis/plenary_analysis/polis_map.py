"""A Polis analysis in the shape of an opinion map, so that both methods are shown and exported alike."""

import numpy as np

from plenary_analysis.arrays import Ints, frozen_floats, frozen_ints
from plenary_analysis.continuity import carried_labels
from plenary_analysis.discuss import discussion_list, doubts
from plenary_analysis.opinion_map import Group, Note, OpinionMap
from plenary_analysis.polis import PolisAnalysis, counted_columns
from plenary_analysis.posteriors import divisiveness_interval
from plenary_analysis.statement_results import lists, statement_results, verdicts
from plenary_analysis.tallies import tally
from plenary_analysis.uncertainty import radius_80

FEWEST_GROUPS = 2


def polis_opinion_map(analysis: PolisAnalysis, as_of: int = 0) -> OpinionMap:
    """The analysis with SPEC section 4's positions, Polis' groups lettered in their order, and its
    selections.

    consensus: Polis' agree list, then its disagree list. Polis has no list of divisive or unsettled
    statements: those two follow Plenary's rules on Polis' groups. Statements without a vote do not appear.
    """
    counted = counted_columns(analysis)
    group_of: Ints = analysis.group_of
    k = len(analysis.group_clusters)
    everybody = tally(analysis.matrix, np.zeros(analysis.n, dtype=np.int64), 1)
    letters = carried_labels(group_of, k, np.full_like(group_of, -1), ()) if k >= FEWEST_GROUPS else ()
    if not letters:
        included = frozenset(analysis.in_conv)
        group_of = np.array([0 if who in included else -1 for who in analysis.participants], dtype=np.int64)
    counts = tally(analysis.matrix, group_of, max(len(letters), 1))
    sizes = list(analysis.n_members) if letters else [len(analysis.in_conv)]
    score = verdicts(counts)
    listed = lists(analysis.tids, score, counts, sizes, everybody, analysis.n, counted)
    low, high = divisiveness_interval(counts)
    unsettled = doubts(everybody, score.divisiveness, low, high, np.zeros(len(low)))
    reasons = discussion_list(analysis.tids, unsettled, everybody, listed.others, {})
    agreed = analysis.consensus.agree + analysis.consensus.disagree
    notes = []
    if analysis.axes.rank == 0:
        notes.append(Note.NO_VARIATION)
    if not letters:
        notes.append(Note.NO_CLEAR_GROUPS)
    return OpinionMap(
        as_of=as_of,
        participants=analysis.participants,
        positions=frozen_floats(analysis.projections),
        uncertainty=frozen_floats(radius_80(analysis.matrix, counted, analysis.axes, analysis.projections)),
        labels=frozen_ints(group_of if letters else np.full_like(group_of, -1)),
        groups=tuple(
            Group(letter, analysis.n_members[g], analysis.group_clusters[g].center)
            for g, letter in enumerate(letters)
        ),
        statements=statement_results(analysis.tids, score, counts, counts, letters, everybody, counted),
        consensus=tuple(entry.tid for entry in agreed),
        divisive=listed.divisive,
        discuss=tuple(reason.statement for reason in reasons),
        reasons=reasons,
        representative=tuple(
            (letter, tuple(entry.tid for entry in analysis.repness[g])) for g, letter in enumerate(letters)
        ),
        notes=tuple(note.value for note in notes),
        silhouette=dict(analysis.silhouettes).get(k, 0.0),
        explained=analysis.axes.explained,
    )
