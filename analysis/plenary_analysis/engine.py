"""The analysis as the server uses it: votes go in as they come, an opinion map comes out when asked.

Two parts of a map depend on the one before it, on purpose: the rotation and the letters of the groups (with
the number of groups, which does not change for a small gain). All else follows from the set of last votes,
moderation and bans alone, whatever the order they came in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints, frozen_floats, frozen_ints
from plenary_analysis.axes import Axes, no_axes, principal_axes, project_participants
from plenary_analysis.continuity import carried_labels, rotation_onto
from plenary_analysis.groups import Division, divide
from plenary_analysis.opinion_map import Group, Note, OpinionMap
from plenary_analysis.polis_groups import included
from plenary_analysis.representative import select_representative
from plenary_analysis.statement_results import lists, statement_results, verdicts
from plenary_analysis.tallies import Tallies, tally
from plenary_analysis.uncertainty import radius_80
from plenary_analysis.votes import Vote, VoteLedger, VoteMatrix, natural_order, vote_matrix

# Below this many people every number is true but weak (DEGENERATE.md, row 2).
FEW_PEOPLE = 7


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Today's groups in the order they are shown, and everybody's index into them (-1: none)."""

    groups: tuple[Group, ...]
    labels: Ints


class Engine:
    """Takes votes, moderation and bans; gives the opinion map of the moment.

    previous: the map published last, by this engine or another; the next map carries on its rotation and
    letters.
    """

    def __init__(self, *, previous: OpinionMap | None = None) -> None:
        self._ledger = VoteLedger()
        self._statements: set[str] = set()
        self._moderated_out: set[str] = set()
        self._banned: set[str] = set()
        # The last map that had positions and the last that had groups: a map without them must not make the
        # next one forget.
        self._placed: OpinionMap | None = None
        self._grouped: OpinionMap | None = None
        if previous is not None:
            self._remember(previous)

    def add(self, votes: Iterable[Vote]) -> None:
        """Take in votes, in any order, any number of times. Raises BadVote, and then takes in none."""
        arrived = list(votes)
        self._ledger.add(arrived)
        self._statements.update(vote.statement for vote in arrived)

    def add_statement(self, statement: str) -> None:
        """Make a statement known; it is listed with zero counts until somebody votes on it."""
        self._statements.add(statement)

    def moderate(self, statement: str, *, counted: bool) -> None:
        """Take a statement out of the map and all lists (counted=False), or put it back exactly as it was."""
        self._statements.add(statement)
        if counted:
            self._moderated_out.discard(statement)
        else:
            self._moderated_out.add(statement)

    def ban(self, participant: str, *, banned: bool = True) -> None:
        """Leave a participant's votes out of everything, or (banned=False) count them again."""
        if banned:
            self._banned.add(participant)
        else:
            self._banned.discard(participant)

    def opinion_map(self, as_of: int) -> OpinionMap:
        """The map of all votes so far.

        as_of: how far into the log these votes go; handed through. Never raises, whatever the votes: what
        cannot be said is absent, with a note.
        """
        matrix = self._matrix()
        counted = self._counted(matrix.statements)
        axes, reason = _axes_or_reason(matrix, counted)
        raw = project_participants(matrix, counted, axes)
        voters = matrix.votes_per_participant(counted) > 0
        inside = included(matrix.participants, matrix.votes_per_participant(), matrix.n_statements) & voters

        division = Division(np.full(len(raw), -1, dtype=np.int64), 0, 0.0)
        if reason is None:
            division = divide(raw, inside, self._groups_before(matrix.participants))
        positions = raw @ self._rotation(matrix.participants, raw) + 0.0
        grouped = self._named(matrix.participants, positions, division)

        ids = tuple(sorted(self._statements, key=natural_order))
        shown = self._counted(ids)
        everybody = _over(ids, matrix, tally(matrix, np.zeros(len(raw), dtype=np.int64), 1))
        letters = tuple(group.label for group in grouped.groups)
        # Without groups, everybody included is the one group that has to agree.
        compared = grouped.labels if letters else np.where(inside, 0, -1)
        sizes = [group.size for group in grouped.groups] or [int(inside.sum())]
        counts = _over(ids, matrix, tally(matrix, compared, len(sizes)))
        score = verdicts(counts, everybody)
        listed = lists(ids, score, counts, sizes, everybody, len(raw), shown)
        chosen = select_representative(ids, counts, shown & (everybody.seen[0] > 0)) if letters else ()

        result = OpinionMap(
            as_of=as_of,
            participants=matrix.participants,
            positions=frozen_floats(positions),
            uncertainty=frozen_floats(radius_80(matrix, counted, axes, raw)),
            labels=frozen_ints(grouped.labels),
            groups=grouped.groups,
            statements=statement_results(ids, score, counts, letters, everybody, shown),
            consensus=listed.consensus,
            divisive=listed.divisive,
            discuss=listed.discuss,
            representative=tuple(
                (letter, tuple(entry.tid for entry in entries))
                for letter, entries in zip(letters, chosen, strict=True)
            ),
            notes=_notes(reason, axes, bool(letters), len(raw)),
            silhouette=division.silhouette,
            explained=axes.explained,
        )
        self._remember(result)
        return result

    def _remember(self, shown: OpinionMap) -> None:
        if shown.positions.any():
            self._placed = shown
        if shown.groups:
            self._grouped = shown

    def _matrix(self) -> VoteMatrix:
        ballots = self._ledger.ballots()
        participants = sorted(ballots.keys() - self._banned)
        voted = {statement for participant in participants for statement in ballots[participant]}
        return vote_matrix(ballots, participants, sorted(voted, key=natural_order))

    def _counted(self, statements: tuple[str, ...]) -> Flags:
        return np.array([s not in self._moderated_out for s in statements], dtype=np.bool_)

    def _groups_before(self, participants: tuple[str, ...]) -> Ints | None:
        """(n,) index of everybody's group in the last map that had groups, -1 for newcomers."""
        if self._grouped is None:
            return None
        before = dict(zip(self._grouped.participants, self._grouped.labels.tolist(), strict=True))
        return np.array([before.get(name, -1) for name in participants], dtype=np.int64)

    def _rotation(self, participants: tuple[str, ...], raw: Floats) -> Floats:
        """(2, 2) what turns today's axes onto those of the last map with positions."""
        if self._placed is None:
            return np.eye(2)
        place = {name: i for i, name in enumerate(self._placed.participants)}
        pairs = [(i, place[name]) for i, name in enumerate(participants) if name in place]
        now, then = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
        return rotation_onto(raw[now], self._placed.positions[then])

    def _named(self, participants: tuple[str, ...], positions: Floats, division: Division) -> Grouped:
        """Groups with their letters: the old ones where members overlap, then by size; sorted by letter."""
        k = division.count
        members = [np.flatnonzero(division.labels == g) for g in range(k)]
        by_size = sorted(range(k), key=lambda g: (-len(members[g]), int(members[g][0])))
        rank = np.full(k + 1, -1, dtype=np.int64)
        rank[by_size] = np.arange(k)
        labels: Ints = rank[division.labels]

        before = self._groups_before(participants)
        names_before = tuple(group.label for group in self._grouped.groups) if self._grouped else ()
        letters = carried_labels(
            labels, k, np.full_like(labels, -1) if before is None else before, names_before
        )
        order = sorted(range(k), key=lambda g: (len(letters[g]), letters[g]))
        final = np.full(k + 1, -1, dtype=np.int64)
        final[order] = np.arange(k)
        labels = final[labels]
        groups = []
        for index, g in enumerate(order):
            centre = positions[labels == index].mean(axis=0)
            groups.append(
                Group(letters[g], int((labels == index).sum()), (float(centre[0]), float(centre[1])))
            )
        return Grouped(tuple(groups), labels)


def _axes_or_reason(matrix: VoteMatrix, counted: Flags) -> tuple[Axes, Note | None]:
    """The axes of the map, or none and why there is no map."""
    centre: Floats = np.where(counted, matrix.means(), 0.0)
    if matrix.n_participants < 2:
        return no_axes(centre), Note.TOO_FEW_PARTICIPANTS
    if int(counted.sum()) < 2:
        return no_axes(centre), Note.TOO_FEW_STATEMENTS
    axes = principal_axes(matrix, counted)
    return axes, None if axes.rank else Note.NO_VARIATION


def _over(ids: tuple[str, ...], matrix: VoteMatrix, counts: Tallies) -> Tallies:
    """The same counts over all known statements, zeros where nobody voted."""
    place = {name: j for j, name in enumerate(ids)}
    columns = np.array([place[name] for name in matrix.statements], dtype=np.int64)
    wide = []
    for part in (counts.agree, counts.disagree, counts.seen):
        full = np.zeros((len(part), len(ids)), dtype=np.int64)
        full[:, columns] = part
        wide.append(full)
    return Tallies(*wide)


def _notes(reason: Note | None, axes: Axes, has_groups: bool, n_people: int) -> tuple[str, ...]:
    notes = []
    if reason is not None:
        notes.append(reason)
    elif not has_groups:
        notes.append(Note.NO_CLEAR_GROUPS)
    if axes.rank == 1:
        notes.append(Note.ONE_AXIS)
    if 0 < n_people < FEW_PEOPLE:
        notes.append(Note.FEWER_THAN_7_PEOPLE)
    return tuple(note.value for note in notes)
