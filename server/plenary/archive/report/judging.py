"""From ballots that name nobody to what they say: the one computation that a report and its verification share.

It sees nothing but the ballots as they stand in the report, so whoever has the report can do it again.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary.archive.report.model import Counts, Dots, Group, Interval, Represents, Result, Score, Typical
from plenary.archive.report.privacy import NO_VOTE, OTHER, at_least, counts_of, total, without_small
from plenary.deliberation.small_numbers import in_twentieths, weighed_leaning

MARKS: Final = {"+": 1, "-": -1, "0": 0, OTHER: 0}

NO_GROUP: Final = 255
MARGIN: Final = 1.05
EXTENT: Final = 65_535

MOST_TYPICAL: Final = 5
FEWEST_VOTES: Final = 5
"""A statement with fewer votes (of everybody, where they are fewer) is too early to judge, as the analysis has it."""

Z80: Final = 1.2816
DIGITS: Final = 4
"""What is published of an interval: machines differ in the sixteenth."""

SCORE_DIGITS: Final = 2
"""Of what is computed from groups' answers, which may be too few to be told."""

MANY_PASS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of some ballots, where each of them stands, and the place of its group in the result, -1 for none."""

    result: Result
    dots: Dots
    map: analysis.OpinionMap
    labels: tuple[int, ...]


def parameters() -> tuple[tuple[str, float], ...]:
    """What `judged` depends on besides the ballots and k, as a report states it."""
    return tuple((name, float(value)) for name, value in analysis.PARAMETERS.items())


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
    places, labels = _told_groups(found, k)
    tables = _tables(ballots, columns, labels, len(places))
    of = {int(one.id): one for one in found.statements}
    lists = {
        "common-ground": _numbers(found.consensus),
        "fault-line": _numbers(found.divisive),
        "discuss": _numbers(found.discuss),
    }
    listed = {number: name for name, numbers in lists.items() for number in numbers}
    enough = max(min(FEWEST_VOTES, len(found.participants)), k, 1)
    copied = {who for one in found.copies for who in one}
    scores = []
    for number in statements:
        if number not in of:
            scores.append(_unscored(number, len(places)))
            continue
        table = tables[number]
        finding = listed.get(number, "unlisted" if table.tally.votes >= enough else "too-early")
        scores.append(_score(of[number], table, places, finding, k, with_once=len(copied) >= k))
    typical = {label: _numbers(chosen) for label, chosen in found.representative}
    groups = tuple(
        Group(
            found.groups[kept].label,
            labels.count(place),
            _typical(place, typical.get(found.groups[kept].label, ()), tables, k),
        )
        for place, kept in enumerate(places)
    )
    people = len(found.participants)
    return Judged(
        Result(
            people=people,
            votes=sum(table.tally.votes for table in tables.values()),
            groups=groups,
            ungrouped=labels.count(-1),
            scores=tuple(scores),
            common_ground=lists["common-ground"],
            fault_lines=lists["fault-line"],
            discuss=lists["discuss"],
            too_early=tuple(one.statement for one in scores if one.finding == "too-early"),
            notes=found.notes,
            slate=tuple(
                Represents(
                    int(one.statement),
                    in_twentieths(one.speaks_for / people),
                    in_twentieths(one.newly / people),
                )
                for one in found.slate
            ),
            flagged=at_least(len(copied), k) if people - len(copied) >= k else None,
        ),
        _dots(found, labels),
        found,
        tuple(labels),
    )


def _told_groups(found: analysis.OpinionMap, k: int) -> tuple[list[int], list[int]]:
    """Which of the map's groups are told, and for everybody their place among these, -1 for none.

    A group of fewer than k people is not told. Where fewer than k are in none, those of the others who are least surely
    in their group are counted with them; where that leaves a group too small, it is not told either.
    """
    told = found.labels.tolist()
    sureness = [max(row, default=0.0) for row in found.membership.tolist()] or [0.0] * len(told)
    while True:
        sizes = {group: told.count(group) for group in set(told) - {-1}}
        small = {group for group, size in sizes.items() if size < k}
        told = [-1 if group in small else group for group in told]
        lacking = k - told.count(-1) if -1 in told else 0
        if lacking <= 0:
            break
        spare = sorted((round(sureness[who], DIGITS), who) for who, group in enumerate(told) if group >= 0)
        if not spare:
            break
        for _, who in spare[:lacking]:
            told[who] = -1
    places = sorted(set(told) - {-1})
    return places, [places.index(group) if group >= 0 else -1 for group in told]


@dataclass(frozen=True, slots=True)
class Table:
    """One statement's answers: in all, in each group, and among those in none."""

    tally: Counts
    by_group: tuple[Counts, ...]
    ungrouped: Counts


def _tables(
    ballots: Sequence[str], columns: Sequence[int], labels: Sequence[int], groups: int
) -> dict[int, Table]:
    found = {}
    for column, number in enumerate(columns):
        marks: list[list[str]] = [[] for _ in range(groups + 1)]  # the last: in no group
        for ballot, label in zip(ballots, labels, strict=True):
            if column < len(ballot) and ballot[column] != NO_VOTE:
                marks[label].append(ballot[column])
        *by_group, ungrouped = map(counts_of, marks)
        found[number] = Table(total([*by_group, ungrouped]), tuple(by_group), ungrouped)
    return found


def share_interval(part: int, whole: int) -> Interval:
    """Where the share lies with 80 % probability (Wilson 1927)."""
    share = part / whole
    bound = 1 + Z80 * Z80 / whole
    middle = (share + Z80 * Z80 / (2 * whole)) / bound
    reach = Z80 * math.sqrt(share * (1 - share) / whole + Z80 * Z80 / (4 * whole * whole)) / bound
    return Interval(_rounded(max(middle - reach, 0.0)), _rounded(min(middle + reach, 1.0)))


def agreeing(tally: Counts) -> Interval:
    """Where the share that agrees lies: of the other answers, which are not told, none may agree, or all of them."""
    least = share_interval(tally.agree, tally.votes)
    most = share_interval(tally.agree + tally.other, tally.votes)
    return Interval(least.low, most.high)


def _score(
    found: analysis.StatementResult,
    table: Table,
    places: Sequence[int],
    finding: str,
    k: int,
    *,
    with_once: bool,
) -> Score:
    """places: of the groups of the table, in the map."""
    tally = table.tally
    by_group = without_small([*table.by_group, table.ungrouped], k)[:-1]
    once = (
        in_twentieths(found.once[0] / sum(found.once))
        if with_once and found.once and any(found.once)
        else None
    )
    return Score(
        statement=int(found.id),
        tally=tally,
        agree=agreeing(tally),
        by_group=by_group,
        finding=finding,
        consensus=round(found.consensus, SCORE_DIGITS),
        consensus_on="agree" if found.direction > 0 else "disagree",
        consensus_chance=round(found.consensus_chance, SCORE_DIGITS),
        divisiveness=round(found.divisiveness, SCORE_DIGITS),
        divided=Interval(
            round(found.divisiveness_low, SCORE_DIGITS), round(found.divisiveness_high, SCORE_DIGITS)
        ),
        reasons=_reasons(tally) if finding == "discuss" else (),
        leanings=tuple(
            _leaning(one, found.by_group[place], k) for one, place in zip(table.by_group, places, strict=True)
        ),
        once=once,
    )


def _leaning(answers: Counts, of_group: analysis.GroupCounts, k: int) -> str:
    """Which way most of the group go, as the lists count them; nothing where they are too few."""
    word = weighed_leaning(answers.votes, of_group.weighed, k)
    return "" if word == "few" else word


def _unscored(number: int, groups: int) -> Score:
    """A statement of whose votes nothing is published."""
    none = Interval(0.0, 0.0)
    return Score(
        number,
        None,
        None,
        (None,) * groups,
        "too-early",
        0.0,
        "agree",
        0.0,
        0.0,
        none,
        leanings=("",) * groups,
    )


def _reasons(tally: Counts) -> tuple[str, ...]:
    """Why a statement is unsettled, in codes: many pass, or people contradict one another within their groups."""
    reasons = []
    if tally.passed >= MANY_PASS * tally.votes:
        reasons.append("many-pass")
    if min(tally.agree, tally.disagree) * 4 >= tally.votes:
        reasons.append("torn")
    return tuple(reasons) or ("unsettled",)


def _typical(place: int, chosen: Sequence[int], tables: dict[int, Table], k: int) -> tuple[Typical, ...]:
    """What the analysis chose as typical of the group; where it chose nothing, where the group stands out most."""
    found = [
        one
        for one in (_standing_out(place, number, tables[number], k) for number in chosen)
        if one is not None
    ]
    if not found:
        all_of_them = (_standing_out(place, number, table, k) for number, table in tables.items())
        found = sorted(
            (one for one in all_of_them if one is not None),
            key=lambda one: (one.others - one.share, one.statement),
        )[:1]
    return tuple(found[:MOST_TYPICAL])


def _standing_out(place: int, number: int, table: Table, k: int) -> Typical | None:
    """How the group answers the statement and the others do; None where fewer than k of it have."""
    own = table.by_group[place]
    if own.votes < max(k, 1):
        return None
    others = total(one for other, one in enumerate(table.by_group) if other != place)
    agrees = own.agree >= own.disagree
    part = own.agree if agrees else own.disagree
    other_part = others.agree if agrees else others.disagree
    return Typical(
        number,
        "agree" if agrees else "disagree",
        in_twentieths(part / own.votes),
        in_twentieths(other_part / others.votes if others.votes >= k else 0.0),
    )


def _dots(found: analysis.OpinionMap, labels: Sequence[int]) -> Dots:
    reach = float(abs(found.positions).max(initial=0.0))
    if reach == 0.0:
        return Dots()
    places = analysis.quantise(found.positions, reach * MARGIN).tolist()
    return Dots(
        tuple(x for x, _ in places),
        tuple(y for _, y in places),
        tuple(NO_GROUP if group < 0 else group for group in labels),
    )


def _numbers(ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(one) for one in ids)


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
