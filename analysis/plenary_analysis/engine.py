"""The analysis as the server uses it: votes go in as they come, an opinion map comes out when asked.

What depends on the maps before, on purpose: the rotation, the letters of the groups, how many groups are shown and in
which one somebody at a boundary is; and how far the model has settled. The first map of an engine
without a previous one follows from the set of last votes, moderation and bans alone, whatever the order they came in.
"""

import json
from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints, frozen_floats, frozen_ints
from plenary_analysis.brigades import brigades
from plenary_analysis.change import RecentVotes, changes, times_of
from plenary_analysis.comparison import announced_gaps, differences, sided_counts
from plenary_analysis.continuity import eased, eased_while_faint, group_events, rotation_onto
from plenary_analysis.findings import Audience, findings
from plenary_analysis.kmeans import silhouette
from plenary_analysis.ledger import VoteLedger
from plenary_analysis.naming import Named, Patience, named
from plenary_analysis.opinion_map import (
    Change,
    Difference,
    Evidence,
    Group,
    GroupEvent,
    Note,
    OpinionMap,
)
from plenary_analysis.placement import Placement, ellipses_80, place
from plenary_analysis.places import places
from plenary_analysis.polis_placement import place_like_polis
from plenary_analysis.votes import Vote, VoteColumns, VoteMatrix, Withdrawal, natural_order
from plenary_analysis.warmth import Warmth

SAVED_FORM = 1
# A map this much smaller than the next one had axes without evidence: there is nothing to come slowly from.
FAINT = 1e-3
# It is only told beside the groups: of more people, evenly spaced, it would be the same.
SILHOUETTE_PEOPLE = 500
# Below this many people every number is true but weak (DEGENERATE.md, row 2).
FEW_PEOPLE = 7


class Method(StrEnum):
    """Plenary's own latent model, or positions and k-means as Polis has them."""

    PLENARY = "plenary"
    POLIS = "polis"


class Engine:
    """Takes votes, moderation and bans; gives the opinion map of the moment.

    previous: the map published last, by this engine or another; the next map carries on its rotation, its letters
    and its patience.   method: "plenary" or "polis" (ValueError otherwise).
    """

    def __init__(self, *, previous: OpinionMap | None = None, method: str = Method.PLENARY) -> None:
        self._method = Method(method)
        self._ledger = VoteLedger()
        self._statements: set[str] = set()
        self._moderated_out: set[str] = set()
        self._venues: dict[str, str] = {}
        self._recent = RecentVotes()
        # The last map; the last that had positions and the last that had groups: a map without them must not make
        # the next one forget.
        self._last: OpinionMap | None = None
        self._placed: OpinionMap | None = None
        self._grouped: OpinionMap | None = None
        self._evidence: Evidence | None = None
        self._warmth: Warmth | None = None
        if previous is not None:
            self._remember(previous)

    def saved(self) -> bytes:
        """All that the engine was told: votes, bans, moderation, seats, and the times of the latest votes.

        Equal bytes for equal sets of them, however they came. Maps are published: `restored` is handed the last one.
        """
        told = {
            "form": SAVED_FORM,
            "statements": sorted(self._statements),
            "moderated_out": sorted(self._moderated_out),
            "venues": sorted(self._venues.items()),
            "newest_ms": self._recent.newest_ms,
            "recent": self._lately(),
        }
        header = json.dumps(told).encode("ascii")
        return len(header).to_bytes(8) + header + self._ledger.saved()

    @classmethod
    def restored(
        cls, saved: bytes, *, previous: OpinionMap | None = None, method: str = Method.PLENARY
    ) -> "Engine":
        """The engine that was `saved`. Raises ValueError for what is no saved state.

        previous, method: as for a new engine. Handed the last map that the saved one made, if that had groups, its next
        map is the one that the other would have made.
        """
        engine = cls(previous=previous, method=method)
        length = int.from_bytes(saved[:8])
        try:
            told = json.loads(saved[8 : 8 + length])
            if told["form"] != SAVED_FORM:
                raise ValueError("another form")
            late = [
                Vote(who, what, value, (counter, device), cast_ms)
                for who, what, value, counter, device, cast_ms in told["recent"]
            ]
            newest_ms, statements = int(told["newest_ms"]), set(told["statements"])
            moderated_out, venues = set(told["moderated_out"]), dict(told["venues"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("this is no saved state of an engine") from error
        engine._ledger = VoteLedger.restored(saved[8 + length :])
        engine._recent.add(engine._ledger.add(late), times_of(late))
        engine._recent.newest_ms = newest_ms
        engine._statements, engine._moderated_out, engine._venues = statements, moderated_out, venues
        return engine

    def _lately(self) -> list[tuple[str, str, int, int, str, int]]:
        """Participant, statement, value, stamp and time of each vote within the window, sorted, each once."""
        recent = self._recent.within(None)
        if recent is None:
            return []
        votes = self._ledger.named(recent[0])
        fields = (votes.participants, votes.statements, votes.values, votes.counters, votes.devices)
        return sorted(set(zip(*fields, recent[1].tolist(), strict=True)))

    def add(self, votes: Iterable[Vote] | VoteColumns) -> None:
        """Take in votes, in any order, any number of times. Raises BadVote, and then takes in none.

        Votes as columns, which a long log is read into, carry no times: `changes` knows nothing of them.
        """
        if isinstance(votes, VoteColumns):
            self._ledger.add(votes)
            self._statements.update(votes.statements)
            return
        arrived = list(votes)
        times = times_of(arrived)
        self._recent.add(self._ledger.add(arrived), times)
        self._statements.update([vote.statement for vote in arrived])

    def withdraw(self, withdrawals: Iterable[Withdrawal]) -> None:
        """Take votes back, in any order, before or after them: it is as if they had never been cast. Raises BadVote."""
        taken = list(withdrawals)
        self._ledger.withdraw(taken)
        self._statements.update(one.statement for one in taken)

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
        self._ledger.ban(participant, banned=banned)

    def seat(self, participant: str, venue: str | None) -> None:
        """Say in which venue somebody is (None: in none), for the map's `differences`; it moves nobody on the map."""
        if venue is None:
            self._venues.pop(participant, None)
        else:
            self._venues[participant] = venue

    def venue_of(self, participant: str) -> str | None:
        """Where they were said to be last; None for in no venue."""
        return self._venues.get(participant)

    def opinion_map(self, as_of: int, *, now_ms: int | None = None) -> OpinionMap:
        """The map of all votes so far.

        as_of: how far into the log these votes go; handed through.   now_ms: where the window of `changes` ends; None
        for the newest vote. Never raises, whatever the votes: what cannot be said is absent, with a note.
        """
        matrix = self._ledger.matrix()
        counted = self._counted(matrix.statements)
        before = self._groups_before(matrix.participants)
        if self._method is Method.PLENARY:
            placed = place(matrix, counted, self._evidence, self._shown_before(before), self._warmth)
        else:
            sums = self._ledger.pair_sums()
            placed = place_like_polis(matrix, counted, self._shown_before(before), sums)
        turn = self._rotation(matrix.participants, placed.positions)
        positions = self._steady(matrix, placed, placed.positions @ turn + 0.0)
        found = self._named(matrix, placed, before)
        groups = _groups(found, positions)
        letters = found.letters

        ids = tuple(sorted(self._statements, key=natural_order))
        shown = self._counted(ids)
        own = self._method is Method.PLENARY
        weights = None
        if own or not letters:
            # Without groups, everybody included is the one group that has to agree.
            weights = found.belongs if letters else np.ones((len(positions), 1))
            weights = weights * (placed.in_groups & placed.copies.counting)[:, None]
        model = placed.model if own else None
        audience = Audience(matrix, letters, found.labels, weights, placed.copies.counting, model)
        differing = self._differences(ids, matrix, found.labels, len(letters))
        said = findings(ids, shown, audience, announced_gaps(differing))

        result = OpinionMap(
            as_of=as_of,
            participants=matrix.participants,
            positions=frozen_floats(positions),
            uncertainty=frozen_floats(placed.radius),
            labels=frozen_ints(found.labels),
            groups=groups,
            statements=said.statements,
            consensus=said.consensus,
            divisive=said.divisive,
            discuss=tuple(reason.statement for reason in said.reasons),
            representative=tuple(
                (letter, tuple(stance.statement for stance in stances))
                for letter, stances in zip(letters, said.stances, strict=True)
            ),
            notes=_notes(placed, bool(letters)),
            silhouette=_silhouette(placed, found),
            explained=placed.explained,
            membership=frozen_floats(found.belongs),
            ellipse=frozen_floats(ellipses_80(placed, turn)),
            evidence=placed.evidence,
            events=self._events(matrix.participants, found),
            copies=tuple(tuple(matrix.participants[i] for i in members) for members in placed.copies.sets),
            warmth=placed.warmth,
            n_votes=frozen_ints(matrix.votes_per_participant()),
            is_cut=bool(letters) and placed.evidence is not None and placed.evidence.is_spectrum,
            reasons=said.reasons,
            slate=said.slate,
            stances=tuple(stance for stances in said.stances for stance in stances),
            brigades=brigades(matrix, placed.copies),
            changes=self._changes(ids, matrix, found.labels, len(letters), now_ms),
            differences=differing,
        )
        self._remember(result)
        return result

    def _remember(self, shown: OpinionMap) -> None:
        self._last = shown
        if shown.evidence is not None:
            self._evidence = shown.evidence
        if shown.warmth is not None:
            self._warmth = shown.warmth
        if shown.positions.any():
            self._placed = shown
        if shown.groups:
            self._grouped = shown

    def _counted(self, statements: tuple[str, ...]) -> Flags:
        return np.array([s not in self._moderated_out for s in statements], dtype=np.bool_)

    def _groups_before(self, participants: tuple[str, ...]) -> Ints:
        """(n,) index of everybody's group in the last map that had groups, -1 for newcomers."""
        return _labels_in(self._grouped, participants)

    def _shown_before(self, before: Ints) -> Ints | None:
        return None if self._grouped is None else before

    def _events(self, participants: tuple[str, ...], found: Named) -> tuple[GroupEvent, ...]:
        """What happened to the groups since the last map; nothing without one."""
        if self._last is None:
            return ()
        names = [group.label for group in self._last.groups]
        return group_events(found.labels, found.letters, _labels_in(self._last, participants), names)

    def _differences(
        self, ids: tuple[str, ...], matrix: VoteMatrix, labels: Ints, k: int
    ) -> tuple[Difference, ...]:
        """How the venues differ within the groups; nothing where fewer than two are known."""
        venues = sorted(set(self._venues.values()))
        if len(venues) < 2:
            return ()
        place = {venue: v for v, venue in enumerate(venues)}
        side = np.array(
            [place.get(self._venues.get(who, ""), -1) for who in matrix.participants], dtype=np.int64
        )
        counts = sided_counts(ids, matrix, labels, k, side[matrix.row], len(venues))
        return differences(ids, tuple(venues), counts)

    def _changes(
        self, ids: tuple[str, ...], matrix: VoteMatrix, labels: Ints, k: int, now_ms: int | None
    ) -> tuple[Change, ...]:
        """What is judged otherwise in the last minutes."""
        recent = self._recent.within(now_ms)
        if recent is None:
            return ()
        late = self._ledger.marked(recent[0]).astype(np.int64)
        earlier, later = sided_counts(ids, matrix, labels, k, late, 2)
        return changes(ids, later, earlier)

    def _rotation(self, participants: tuple[str, ...], raw: Floats) -> Floats:
        """(2, 2) what turns today's axes onto those of the last map with positions."""
        if self._placed is None:
            return np.eye(2)
        if participants is self._placed.participants:
            return rotation_onto(raw, self._placed.positions)
        place = places(participants, self._placed.participants)
        return rotation_onto(raw[place >= 0], self._placed.positions[place[place >= 0]])

    def _steady(self, matrix: VoteMatrix, placed: Placement, positions: Floats) -> Floats:
        """The positions as they are shown after those of the last map; the same again for the same votes.

        Nothing is eased where somebody was banned, a statement moderated out, or nobody has voted: what moderators do
        shows at once, and no vote may follow that would bring the rest. Nor from a map whose axes said nothing yet.
        """
        then, now = self._placed, placed.warmth
        if self._method is not Method.PLENARY or then is None or then.warmth is None or now is None:
            return positions
        if then.warmth.digest == now.digest and then.participants == matrix.participants:
            return then.positions
        place = places(matrix.participants, then.participants)
        is_whole = int((place >= 0).sum()) == len(then.participants) == len(then.n_votes)
        was_faint = np.abs(then.positions).max(initial=0.0) < FAINT * np.abs(positions).max(initial=0.0)
        if was_faint or not is_whole or not set(then.warmth.statements) <= set(now.statements):
            return positions
        has_voted = self._have_voted(matrix)
        if not has_voted.any():
            return positions
        if placed.is_faint:
            return eased_while_faint(positions, then.positions, place, placed.faint_below)
        return eased(positions, then.positions, place, has_voted)

    def _have_voted(self, matrix: VoteMatrix) -> Flags:
        """(n,) whether the map before had another number of votes of somebody, or did not know them."""
        then = self._last
        if then is None or len(then.n_votes) != len(then.participants):
            return np.ones(matrix.n_participants, dtype=np.bool_)
        place = places(matrix.participants, then.participants)
        voted: Flags = matrix.votes_per_participant() != np.append(then.n_votes, -1)[place]
        return voted

    def _named(self, matrix: VoteMatrix, placed: Placement, before: Ints) -> Named:
        k = placed.belongs.shape[1]
        best = placed.belongs.argmax(axis=1) if k else np.full(len(before), -1)
        labels = np.where(placed.in_groups, best, -1).astype(np.int64)
        names = tuple(group.label for group in self._grouped.groups) if self._grouped else ()
        patience = None
        if self._method is Method.PLENARY:
            patience = Patience(self._have_voted(matrix), placed.lead)
        return named(placed.belongs, labels, before, names, patience)


def _labels_in(known: OpinionMap | None, participants: tuple[str, ...]) -> Ints:
    """(n,) index of everybody's group in that map, -1 for none."""
    if known is None:
        return np.full(len(participants), -1, dtype=np.int64)
    return np.append(known.labels, -1)[places(participants, known.participants)]


def _groups(found: Named, positions: Floats) -> tuple[Group, ...]:
    k = len(found.letters)
    if k == 0:
        return ()
    # Those without a group are counted behind the last one.
    group = np.where(found.labels < 0, k, found.labels)
    size = np.bincount(group, minlength=k + 1)
    x, y = (np.bincount(group, weights=positions[:, axis], minlength=k + 1) for axis in range(2))
    centres = zip((x[:k] / size[:k]).tolist(), (y[:k] / size[:k]).tolist(), strict=True)
    return tuple(
        Group(letter, n, centre)
        for letter, n, centre in zip(found.letters, size[:k].tolist(), centres, strict=True)
    )


def _silhouette(placed: Placement, found: Named) -> float:
    """Of the division that was tried, where the method says; otherwise of the one that is shown."""
    if placed.silhouette is not None:
        return placed.silhouette
    grouped = np.flatnonzero(found.labels >= 0)
    some = grouped[:: max(1, -(-len(grouped) // SILHOUETTE_PEOPLE))]
    _, labels = np.unique(found.labels[some], return_inverse=True)
    return silhouette(placed.positions[some], labels.reshape(-1).astype(np.int64))


def _notes(placed: Placement, has_groups: bool) -> tuple[str, ...]:
    notes = []
    if placed.reason is not None:
        notes.append(placed.reason)
    elif not has_groups:
        notes.append(Note.NO_CLEAR_GROUPS)
    if placed.rank == 1:
        notes.append(Note.ONE_AXIS)
    if 0 < len(placed.positions) < FEW_PEOPLE:
        notes.append(Note.FEWER_THAN_7_PEOPLE)
    if placed.evidence is not None and placed.evidence.is_spectrum:
        notes.append(Note.SPECTRUM)
    return tuple(note.value for note in notes)
