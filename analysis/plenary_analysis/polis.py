"""The Polis analysis from votes to priorities, under the names that Polis uses (SPEC sections 1 to 12).

This is the conformance mode. What Plenary shows in a hall is computed by `engine.py`, from the same parts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.axes import Axes, extremity, principal_axes, project_participants, project_statements
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.polis_groups import (
    BaseCluster,
    GroupCluster,
    Grouping,
    PolisState,
    included,
    polis_groups,
)
from plenary_analysis.representative import (
    Representative,
    SharedStatements,
    select_representative,
    select_shared,
)
from plenary_analysis.routing import priorities
from plenary_analysis.tallies import Tallies, group_aware_consensus, tally
from plenary_analysis.votes import Vote, VoteColumns, VoteMatrix, natural_order


@dataclass(frozen=True, slots=True)
class Moderation:
    """Statements that moderators rejected, and statements about the participants themselves (meta)."""

    rejected: frozenset[str] = frozenset()
    meta: frozenset[str] = frozenset()

    @property
    def mod_out(self) -> frozenset[str]:
        """Statements that are not part of the map: rejected, or about the participants (SPEC section 2)."""
        return self.rejected | self.meta


@dataclass(frozen=True, slots=True)
class GivenGroups:
    """Groups decided elsewhere: what depends on a server's history is input for a comparison, not output.

    buckets: (id, participants) in the order of ids.   groups: (id, bucket ids).
    """

    in_conv: tuple[str, ...]
    buckets: tuple[tuple[int, tuple[str, ...]], ...]
    groups: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PolisAnalysis:
    """Everything that Polis computes from votes and moderation, agree = +1.

    participants: n names in row order.   tids: m names in column order.
    center, comment_extremity, group_aware_consensus, comment_priorities: (m,).   comps: (2, m).
    comment_projection: (m, 2).   projections: (n, 2).   user_vote_counts: (n,).   in_conv: names.
    votes_base: counts per bucket (B, m).   group_votes: counts per group (k, m).   n_members: (k,).
    repness: per group, in the order of group_clusters.   silhouettes: (k, value) for every k tried.
    """

    participants: tuple[str, ...]
    tids: tuple[str, ...]
    mod_out: tuple[str, ...]
    meta_tids: tuple[str, ...]
    user_vote_counts: Ints
    in_conv: tuple[str, ...]
    axes: Axes
    comment_projection: Floats
    comment_extremity: Floats
    projections: Floats
    base_clusters: tuple[BaseCluster, ...]
    group_clusters: tuple[GroupCluster, ...]
    silhouettes: tuple[tuple[int, float], ...]
    votes_base: Tallies
    group_votes: Tallies
    n_members: tuple[int, ...]
    repness: tuple[tuple[Representative, ...], ...]
    consensus: SharedStatements
    group_aware_consensus: Floats
    comment_priorities: Floats
    state: PolisState
    matrix: VoteMatrix
    group_of: Ints

    @property
    def center(self) -> Floats:
        """(m,) mean vote on each statement, over those who voted on it; 0 for one that is moderated out."""
        return self.axes.centre

    @property
    def comps(self) -> Floats:
        """(2, m) the loadings of both axes, each of length 1, or 0 where there is no such axis."""
        return self.axes.loadings

    @property
    def n(self) -> int:
        """People with a vote."""
        return len(self.participants)

    @property
    def n_cmts(self) -> int:
        """Statements with a vote."""
        return len(self.tids)


def analyse_polis(
    votes: Iterable[Vote] | VoteColumns,
    moderation: Moderation = Moderation(),
    *,
    statement_order: Sequence[str] | None = None,
    previous: PolisState | None = None,
    given: GivenGroups | None = None,
) -> PolisAnalysis:
    """The analysis of these votes.

    statement_order: column order (ties in selections follow it); statements missing from it come after, by
    id.
    previous: state of the tick before; without one, a cold start with rows by (lowest statement, id), which
    is the order in which Polis' database hands out a whole conversation. `given` replaces inclusion and
    grouping. Raises BadVote.
    """
    ledger = VoteLedger()
    ledger.add(votes)
    matrix = _ordered_matrix(ledger, statement_order)
    names, tids = matrix.participants, matrix.statements
    counted = np.array([tid not in moderation.mod_out for tid in tids], dtype=np.bool_).reshape(len(tids))
    meta = np.array([tid in moderation.meta for tid in tids], dtype=np.bool_).reshape(len(tids))

    axes = principal_axes(matrix, counted)
    positions = project_participants(matrix, counted, axes)
    statement_positions = project_statements(axes)
    extremities = extremity(statement_positions)

    vote_counts = matrix.votes_per_participant()
    if given is None:
        inside = included(names, vote_counts, len(tids), previous.in_conv if previous else ())
        grouping = polis_groups(names, positions, inside, previous)
    else:
        inside = np.isin(np.arange(len(names)), [names.index(name) for name in given.in_conv])
        grouping = _given_grouping(matrix, positions, given)
    bucket_of = _bucket_of(names, grouping.base_clusters)
    group_of = _group_of(bucket_of, grouping)
    group_votes = tally(matrix, group_of, len(grouping.group_clusters))
    # Without any group, everybody included counts as the one group there is.
    routed = group_votes if grouping.group_clusters else tally(matrix, np.where(inside, 0, -1), 1)
    return PolisAnalysis(
        participants=names,
        tids=tids,
        mod_out=tuple(tid for tid in tids if tid in moderation.mod_out),
        meta_tids=tuple(tid for tid in tids if tid in moderation.meta),
        user_vote_counts=vote_counts,
        in_conv=tuple(names[i] for i in np.flatnonzero(inside)),
        axes=axes,
        comment_projection=statement_positions,
        comment_extremity=extremities,
        projections=positions,
        base_clusters=grouping.base_clusters,
        group_clusters=grouping.group_clusters,
        silhouettes=grouping.silhouettes,
        votes_base=tally(matrix, bucket_of, len(grouping.base_clusters)),
        group_votes=group_votes,
        n_members=tuple(int((group_of == g).sum()) for g in range(len(grouping.group_clusters))),
        repness=select_representative(tids, group_votes, counted),
        consensus=select_shared(tids, tally(matrix, np.zeros(len(names), dtype=np.int64), 1), counted),
        group_aware_consensus=group_aware_consensus(routed),
        comment_priorities=priorities(routed, extremities, meta),
        state=grouping.state,
        matrix=matrix,
        group_of=group_of,
    )


def _ordered_matrix(ledger: VoteLedger, statement_order: Sequence[str] | None) -> VoteMatrix:
    matrix = ledger.matrix()
    place = {statement: j for j, statement in enumerate(matrix.statements)}
    wanted = [place[statement] for statement in statement_order or () if statement in place]
    columns = wanted + sorted(set(place.values()).difference(wanted))
    rank = np.empty(len(columns), dtype=np.int64)
    rank[columns] = np.arange(len(columns))
    # Everybody has a vote.
    first = np.minimum.reduceat(rank[matrix.column], matrix.table.start[:-1]) if len(columns) else rank
    names = matrix.participants
    people = sorted(range(len(names)), key=lambda i: (int(first[i]), natural_order(names[i])))
    return matrix.arranged(np.array(people, dtype=np.int64), np.array(columns, dtype=np.int64))


def _given_grouping(matrix: VoteMatrix, positions: Floats, given: GivenGroups) -> Grouping:
    """The given groups with centres recomputed: buckets as means, groups as means weighted by bucket size."""
    row = {name: i for i, name in enumerate(matrix.participants)}
    base = []
    for bucket, members in given.buckets:
        centre = positions[[row[name] for name in members]].mean(axis=0)
        base.append(BaseCluster(bucket, members, float(centre[0]), float(centre[1])))
    by_id = {bucket.id: bucket for bucket in base}
    groups = []
    for group, buckets in given.groups:
        weight = np.array([by_id[b].count for b in buckets], dtype=np.float64)
        at = np.array([(by_id[b].x, by_id[b].y) for b in buckets])
        centre = weight @ at / weight.sum()
        groups.append(GroupCluster(group, buckets, (float(centre[0]), float(centre[1]))))
    state = PolisState(given.in_conv, tuple(base), ((len(groups), tuple(groups)),), None)
    return Grouping(tuple(base), tuple(groups), (), state)


def _bucket_of(names: Sequence[str], base: Sequence[BaseCluster]) -> Ints:
    """(n,) place of each participant's bucket in the list of buckets, -1 for those outside."""
    place = {name: b for b, bucket in enumerate(base) for name in bucket.members}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64).reshape(len(names))


def _group_of(bucket_of: Ints, grouping: Grouping) -> Ints:
    """(n,) place of each participant's group in the list of groups, -1 for those outside."""
    group = {bucket: g for g, cluster in enumerate(grouping.group_clusters) for bucket in cluster.members}
    by_place = np.array(
        [group.get(bucket.id, -1) for bucket in grouping.base_clusters] + [-1], dtype=np.int64
    )
    return by_place[bucket_of]


def counted_columns(analysis: PolisAnalysis) -> Flags:
    """(m,) False for the statements that moderation took out."""
    out = frozenset(analysis.mod_out)
    return np.array([tid not in out for tid in analysis.tids], dtype=np.bool_).reshape(analysis.n_cmts)
