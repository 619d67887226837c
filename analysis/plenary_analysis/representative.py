"""Statements that stand for a group, and statements that everybody shares (SPEC sections 9 and 10)."""

from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Flags, Floats, Ints
from plenary_analysis.tallies import Z90, Tallies, proportion_test, smoothed_share, two_proportion_test

MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that sets a group apart, in the direction (`repful_for`) that does it."""

    tid: str
    n_success: int
    n_trials: int
    p_success: float
    p_test: float
    repness: float
    repness_test: float
    repful_for: str
    best_agree: bool = False
    n_agree: int | None = None

    @property
    def metric(self) -> float:
        """What statements are ranked by (SPEC section 9): ratio, its z, share and its z multiplied."""
        return self.repness * self.repness_test * self.p_success * self.p_test


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement that people agree (or disagree) with whatever their group."""

    tid: str
    n_success: int
    n_trials: int
    p_success: float
    p_test: float


@dataclass(frozen=True, slots=True)
class SharedStatements:
    """What everybody agrees with and what everybody rejects, best first."""

    agree: tuple[Shared, ...]
    disagree: tuple[Shared, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GroupStatistics:
    """SPEC's statistics by its own names; every array is (k, m)."""

    pa: Floats
    pd: Floats
    pat: Floats
    pdt: Floats
    ra: Floats
    rd: Floats
    rat: Floats
    rdt: Floats


def group_statistics(tallies: Tallies) -> GroupStatistics:
    """Each group against all other groups together."""
    na, nd, ns = tallies.agree, tallies.disagree, tallies.seen
    oa, od, os = (part.sum(axis=0) - part for part in (na, nd, ns))
    pa, pd = smoothed_share(na, ns), smoothed_share(nd, ns)
    return GroupStatistics(
        pa=pa,
        pd=pd,
        pat=proportion_test(na, ns),
        pdt=proportion_test(nd, ns),
        ra=pa / smoothed_share(oa, os),
        rd=pd / smoothed_share(od, os),
        rat=two_proportion_test(na, oa, ns, os),
        rdt=two_proportion_test(nd, od, ns, os),
    )


def _finished(
    names: tuple[str, ...], tallies: Tallies, stats: GroupStatistics, g: int, j: int
) -> Representative:
    """Statement j described for group g in its more distinctive direction."""
    agree = bool(stats.rat[g, j] > stats.rdt[g, j])
    counts, share, test = (
        (tallies.agree, stats.pa, stats.pat) if agree else (tallies.disagree, stats.pd, stats.pdt)
    )
    ratio, ratio_test = (stats.ra, stats.rat) if agree else (stats.rd, stats.rdt)
    return Representative(
        tid=names[j],
        n_success=int(counts[g, j]),
        n_trials=int(tallies.seen[g, j]),
        p_success=float(share[g, j]),
        p_test=float(test[g, j]),
        repness=float(ratio[g, j]),
        repness_test=float(ratio_test[g, j]),
        repful_for="agree" if agree else "disagree",
    )


def _best_agree(stats: GroupStatistics, tallies: Tallies, g: int, columns: list[int]) -> int | None:
    """The column most worth agreeing with: a running maximum whose yardstick changes with the incumbent."""
    best: int | None = None
    for j in columns:
        if tallies.agree[g, j] == 0 and tallies.disagree[g, j] == 0:
            continue
        pa, pat, ra, rat = stats.pa[g, j], stats.pat[g, j], stats.ra[g, j], stats.rat[g, j]
        if best is None:
            wins = pat > Z90 or (ra > 1 and pa > 0.5)
        elif stats.ra[g, best] > 1:
            wins = ra * rat * pa * pat > (
                stats.ra[g, best] * stats.rat[g, best] * stats.pa[g, best] * stats.pat[g, best]
            )
        else:
            wins = pa * pat > stats.pa[g, best] * stats.pat[g, best]
        if wins:
            best = j
    return best


def select_representative(
    names: tuple[str, ...], tallies: Tallies, counted: Flags
) -> tuple[tuple[Representative, ...], ...]:
    """For every group at most five statements that stand for it, agreed ones first.

    names: (m,) in column order, which decides ties.   counted: (m,) False is never selected.
    """
    stats = group_statistics(tallies)
    columns = [int(j) for j in np.flatnonzero(counted)]
    by_agree = (stats.rat > Z90) & (stats.pat > Z90)
    by_disagree = (stats.rdt > Z90) & (stats.pdt > Z90)
    strength = np.maximum(stats.rat, stats.rdt)
    selected = []
    for g in range(len(tallies.seen)):
        sufficient = [j for j in columns if by_agree[g, j] or by_disagree[g, j]]
        agreed = _best_agree(stats, tallies, g, columns)
        front = []
        if agreed is not None:
            entry = _finished(names, tallies, stats, g, agreed)
            front = [_marked(entry, int(tallies.agree[g, agreed]))]
        if sufficient:
            rest = [_finished(names, tallies, stats, g, j) for j in sufficient if j != agreed]
            rest.sort(key=lambda entry: -entry.metric)
            listed = (front + rest)[:MOST_LISTED]
            listed.sort(key=lambda entry: entry.repful_for != "agree")
        elif front:
            listed = front
        elif columns:
            strongest = max(columns, key=lambda j: float(strength[g, j]))
            listed = [_finished(names, tallies, stats, g, strongest)]
        else:
            listed = []
        selected.append(tuple(listed))
    return tuple(selected)


def _marked(entry: Representative, n_agree: int) -> Representative:
    return Representative(
        entry.tid,
        entry.n_success,
        entry.n_trials,
        entry.p_success,
        entry.p_test,
        entry.repness,
        entry.repness_test,
        entry.repful_for,
        best_agree=True,
        n_agree=n_agree,
    )


def select_shared(names: tuple[str, ...], everybody: Tallies, counted: Flags) -> SharedStatements:
    """At most five statements each that people agree with and that they reject.

    everybody: one "group" of all rows, (1, m), included or not.   counted: (m,) False is never selected.
    """
    return SharedStatements(
        agree=_shared(names, everybody.agree[0], everybody, counted),
        disagree=_shared(names, everybody.disagree[0], everybody, counted),
    )


def _shared(
    names: tuple[str, ...], successes: Ints, everybody: Tallies, counted: Flags
) -> tuple[Shared, ...]:
    seen = everybody.seen[0]
    share, test = smoothed_share(successes, seen), proportion_test(successes, seen)
    chosen = [int(j) for j in np.flatnonzero(counted & (share > 0.5) & (test > Z90))]
    chosen.sort(key=lambda j: -float(share[j] * test[j]))
    return tuple(
        Shared(names[j], int(successes[j]), int(seen[j]), float(share[j]), float(test[j]))
        for j in chosen[:MOST_LISTED]
    )
