"""From ballots that name nobody to what they say: the one computation that a report and its verification share.

It sees nothing but the ballots as they stand in the report, so whoever has the report can do it again.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary.archive.report.model import Counts, Dots, Group, Interval, Result, Score, Typical

MARKS: Final = {"+": 1, "-": -1, "0": 0}
NO_VOTE: Final = "."

NO_GROUP: Final = 255
MARGIN: Final = 1.05
EXTENT: Final = 65_535

MOST_TYPICAL: Final = 5
FEWEST_VOTES: Final = 5
"""A statement with fewer votes (of everybody, where they are fewer) is too early to judge, as the analysis has it."""

Z80: Final = 1.2816
DIGITS: Final = 4
"""What is published of a score: machines differ in the sixteenth."""

MANY_PASS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of some ballots, and where each of them stands."""

    result: Result
    dots: Dots
    map: analysis.OpinionMap


def name_of(place: int) -> str:
    """What the analysis calls the ballot at that place: in its order names sort as places do."""
    return f"{place:08}"


def votes_of(ballots: Sequence[str], columns: Sequence[int]) -> Iterator[analysis.Vote]:
    """The ballots' votes. Raises ValueError where a mark is none, or a ballot is longer than the columns."""
    for place, ballot in enumerate(ballots):
        if len(ballot) > len(columns):
            raise ValueError("a ballot has votes beyond the last statement")
        for mark, statement in zip(ballot, columns, strict=False):
            if mark == NO_VOTE:
                continue
            if mark not in MARKS:
                raise ValueError(f"{mark!r} is no vote")
            yield analysis.Vote(name_of(place), str(statement), MARKS[mark])


def judged(
    ballots: Sequence[str],
    columns: Sequence[int],
    statements: Sequence[int],
    k: int,
    method: str = analysis.Method.PLENARY,
) -> Judged:
    """What the ballots say of the statements, of which only those in `columns` have votes to speak of.

    k: a tally of fewer people is None.
    """
    engine = analysis.Engine(method=method)
    for statement in columns:
        engine.add_statement(str(statement))
    engine.add(votes_of(ballots, columns))
    found = engine.opinion_map(len(ballots))
    of = {int(one.id): one for one in found.statements}
    lists = {
        "common-ground": _numbers(found.consensus),
        "fault-line": _numbers(found.divisive),
        "discuss": _numbers(found.discuss),
    }
    listed = {number: name for name, numbers in lists.items() for number in numbers}
    enough = min(FEWEST_VOTES, len(found.participants)) or 1
    labels = [group.label for group in found.groups]
    scores = []
    for number in statements:
        result = of.get(number)
        if result is None:
            scores.append(_unscored(number, len(labels)))
            continue
        votes = result.agree + result.disagree + result.passed
        finding = listed.get(number, "unlisted" if votes >= max(enough, k) else "too-early")
        scores.append(_score(result, finding, k))
    typical = dict(found.representative)
    groups = tuple(
        Group(group.label, group.size, _typical(place, _numbers(typical.get(group.label, ())), of, k))
        for place, group in enumerate(found.groups)
    )
    return Judged(
        Result(
            people=len(found.participants),
            votes=sum(one.agree + one.disagree + one.passed for one in found.statements),
            groups=groups,
            ungrouped=int((found.labels < 0).sum()) if groups else len(found.participants),
            scores=tuple(scores),
            common_ground=lists["common-ground"],
            fault_lines=lists["fault-line"],
            discuss=lists["discuss"],
            too_early=tuple(one.statement for one in scores if one.finding == "too-early"),
            notes=found.notes,
        ),
        _dots(found),
        found,
    )


def share_interval(part: int, whole: int) -> Interval:
    """Where the share lies with 80 % probability (Wilson 1927)."""
    share = part / whole
    bound = 1 + Z80 * Z80 / whole
    middle = (share + Z80 * Z80 / (2 * whole)) / bound
    reach = Z80 * math.sqrt(share * (1 - share) / whole + Z80 * Z80 / (4 * whole * whole)) / bound
    return Interval(_rounded(max(middle - reach, 0.0)), _rounded(min(middle + reach, 1.0)))


def counts_or_none(counts: Counts, k: int) -> Counts | None:
    """The counts, if they are of nobody or of k people at least."""
    return counts if counts.votes >= k or counts.votes == 0 else None


def _score(found: analysis.StatementResult, finding: str, k: int) -> Score:
    tally = Counts(found.agree, found.disagree, found.passed)
    shown = counts_or_none(tally, k)
    return Score(
        statement=int(found.id),
        tally=shown,
        agree=share_interval(tally.agree, tally.votes) if shown and tally.votes else None,
        by_group=tuple(
            counts_or_none(Counts(one.agree, one.disagree, one.passed), k) for one in found.by_group
        ),
        finding=finding,
        consensus=_rounded(found.consensus),
        consensus_on="agree" if found.direction > 0 else "disagree",
        consensus_chance=_rounded(found.consensus_chance),
        divisiveness=_rounded(found.divisiveness),
        divided=Interval(_rounded(found.divisiveness_low), _rounded(found.divisiveness_high)),
        reasons=_reasons(tally) if finding == "discuss" else (),
    )


def _unscored(number: int, groups: int) -> Score:
    """A statement of whose votes nothing is published."""
    none = Interval(0.0, 0.0)
    return Score(number, None, None, (None,) * groups, "too-early", 0.0, "agree", 0.0, 0.0, none)


def _reasons(tally: Counts) -> tuple[str, ...]:
    """Why a statement is unsettled, in codes: many pass, or people contradict one another within their groups."""
    reasons = []
    if tally.passed >= MANY_PASS * tally.votes:
        reasons.append("many-pass")
    if min(tally.agree, tally.disagree) * 4 >= tally.votes:
        reasons.append("torn")
    return tuple(reasons) or ("unsettled",)


def _typical(
    place: int, chosen: Sequence[int], of: dict[int, analysis.StatementResult], k: int
) -> tuple[Typical, ...]:
    """What the analysis chose as typical of the group; where it chose nothing, where the group stands out most."""
    found = [one for one in (_standing_out(place, of[number], k) for number in chosen) if one is not None]
    if not found:
        all_of_them = (_standing_out(place, result, 1) for result in of.values())
        found = sorted(
            (one for one in all_of_them if one is not None),
            key=lambda one: (one.others - one.share, one.statement),
        )[:1]
    return tuple(found[:MOST_TYPICAL])


def _standing_out(place: int, result: analysis.StatementResult, k: int) -> Typical | None:
    """How the group answers the statement and the others do; None where fewer than k of it have."""
    own = result.by_group[place]
    voted = own.agree + own.disagree + own.passed
    if voted < max(k, 1):
        return None
    others = [one for other, one in enumerate(result.by_group) if other != place]
    other_votes = sum(one.agree + one.disagree + one.passed for one in others)
    agrees = own.agree >= own.disagree
    part = own.agree if agrees else own.disagree
    other_part = sum(one.agree if agrees else one.disagree for one in others)
    return Typical(
        int(result.id),
        "agree" if agrees else "disagree",
        _rounded(part / voted),
        _rounded(other_part / other_votes if other_votes else 0.0),
    )


def _dots(found: analysis.OpinionMap) -> Dots:
    reach = float(abs(found.positions).max(initial=0.0))
    if reach == 0.0:
        return Dots()
    places = analysis.quantise(found.positions, reach * MARGIN).tolist()
    return Dots(
        tuple(x for x, _ in places),
        tuple(y for _, y in places),
        tuple(NO_GROUP if group < 0 else group for group in found.labels.tolist()),
    )


def _numbers(ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(one) for one in ids)


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
