"""From what was gathered of an event to its report."""

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import plenary_analysis as analysis
from plenary import __version__
from plenary.archive.report.gathering import Cast, Gathered
from plenary.archive.report.judging import Judged, judged, name_of
from plenary.archive.report.model import (
    ABOUT,
    FORM,
    Attendance,
    Counts,
    Difference,
    Edition,
    Event,
    Head,
    Heads,
    Interval,
    LeftOut,
    Place,
    Privacy,
    Prompt,
    Report,
    Statement,
)
from plenary.archive.report.parts import Whole, analyses, answers_of
from plenary.archive.report.privacy import (
    HOUR_MS,
    MINUTES_MS,
    K,
    SafeBallots,
    at_least,
    coarse,
    safe_ballots,
    tally_of,
    without_small,
)
from plenary.archive.report.timeline import VALUES, Part, moments
from plenary.deliberation import entities
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Mode,
    Origin,
    ParticipantId,
    Phase,
    PromptId,
    Standing,
    StatementId,
    Venue,
)

DEVICE: Final = "device"
"""L0: a vote stands for a device with its own key, not for a person who was checked."""

MOST_DIFFERENCES: Final = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """How a report is wanted. number: of a version to be kept; held_back: as in its edition."""

    address: str | None = None
    number: int | None = None
    held_back: bool = False
    k: int = K
    with_ballots: bool = True


@dataclass(frozen=True, slots=True)
class Side:
    """One way of taking part: a venue, everybody in a room, everybody far away."""

    kind: str
    name: str


def report(gathered: Gathered, wish: Wish) -> Report:
    """The report of the event as far as it was gathered; the same records give the same. The event exists."""
    state = gathered.state
    event = state.event
    assert event is not None, "a programme begins with its event"
    sides = _sides(event.venues)
    side_of = {who: _sides_of(gathered, who, event.venues) for who in gathered.joined}
    prompts = sorted(
        (one for one in state.prompts.values() if one.phase is not Phase.DRAFT), key=lambda one: one.number
    )
    told = [_prompt(gathered, one, sides, side_of, wish) for one in prompts]
    earlier = tuple(one.number for one in state.reports if wish.number is None or one.number < wish.number)
    return Report(
        form=FORM,
        about=ABOUT,
        event=Event(
            event.code, event.title, event.language, tuple(one.name for one in event.venues), wish.address
        ),
        edition=Edition(
            wish.number, coarse(gathered.last_ms, MINUTES_MS), earlier, wish.held_back, __version__
        ),
        privacy=Privacy(wish.k, DEVICE, wish.with_ballots),
        heads=Heads(
            Head(gathered.cut.programme, gathered.cut.programme_hash.hex()),
            Head(gathered.cut.ballots, gathered.cut.ballots_hash.hex()),
        ),
        attendance=_attendance(gathered, prompts, sides, side_of, wish.k),
        prompts=tuple(prompt for prompt, _ in told),
        analyses=analyses(gathered, [whole for _, whole in told], wish.k),
    )


def _sides(venues: tuple[Venue, ...]) -> list[Side]:
    """Everything that people may be divided by, in the order of the report's places."""
    return [
        *(Side("venue", one.name) for one in venues),
        Side("mode", Mode.IN_ROOM.value),
        Side("mode", Mode.REMOTE.value),
    ]


def _sides_of(gathered: Gathered, who: ParticipantId, venues: tuple[Venue, ...]) -> frozenset[Side]:
    joined = gathered.joined[who]
    found = {Side("mode", joined.mode.value)}
    found.update(Side("venue", one.name) for one in venues if one.id == joined.venue)
    return frozenset(found)


def _shown(state: Deliberation, prompt: PromptId) -> dict[StatementId, int]:
    """The numbers of the statements that everybody saw at the end."""
    statements = (state.statements[one] for one in state.statements_of[prompt])
    return {one.id: one.number for one in statements if one.standing is Standing.SHOWN}


def _attendance(
    gathered: Gathered,
    prompts: list[entities.Prompt],
    sides: list[Side],
    side_of: Mapping[ParticipantId, frozenset[Side]],
    k: int,
) -> Attendance:
    votes_of: dict[ParticipantId, int] = {}
    changed: set[ParticipantId] = set()
    wrote: set[ParticipantId] = set()
    for prompt in prompts:
        shown = _shown(gathered.state, prompt.id)
        for who, statement in gathered.last_votes(prompt.id):
            if statement in shown:
                votes_of[who] = votes_of.get(who, 0) + 1
        changed |= gathered.changed_their_mind(prompt.id)
        authors = (gathered.state.statements[one].author for one in shown)
        wrote |= {author for author in authors if author is not None}
    return Attendance(
        joined=len(gathered.joined),
        voted=len(votes_of),
        wrote=at_least(len(wrote), k),
        votes=sum(votes_of.values()),
        changed=at_least(len(changed), k),
        median_votes=int(statistics.median(votes_of.values())) if votes_of else 0,
        places=tuple(_places(sides, side_of, k)),
    )


def _places(sides: list[Side], side_of: Mapping[ParticipantId, frozenset[Side]], k: int) -> Iterator[Place]:
    for kind in ("venue", "mode"):
        of_kind = [side for side in sides if side.kind == kind]
        people = [Counts(sum(side in own for own in side_of.values()), 0, 0) for side in of_kind]
        everybody_else = len(side_of) - sum(one.votes for one in people)
        safe = without_small([*people, Counts(everybody_else, 0, 0)], k)
        for side, count in zip(of_kind, safe, strict=False):
            yield Place(side.kind, side.name, None if count is None else count.votes)


def _prompt(
    gathered: Gathered,
    prompt: entities.Prompt,
    sides: list[Side],
    side_of: Mapping[ParticipantId, frozenset[Side]],
    wish: Wish,
) -> tuple[Prompt, Whole]:
    """The prompt's part of the report, and what parts of its votes are taken from."""
    state = gathered.state
    shown = _shown(state, prompt.id)
    last = gathered.last_votes(prompt.id)
    safe = safe_ballots(last, shown, wish.k)
    found = judged(safe.rows, safe.columns, tuple(shown.values()), wish.k)
    rejected = gathered.rejected_for(prompt.id)
    standings = [state.statements[one].standing for one in state.statements_of[prompt.id]]
    by_statement: dict[StatementId, list[Cast]] = {}
    for (_, statement), cast in last.items():
        by_statement.setdefault(statement, []).append(cast)
    members = _members(found, safe)
    told = Prompt(
        number=prompt.number,
        text=prompt.text,
        phase=prompt.phase.value,
        statements=tuple(
            _statement(gathered, state.statements[one], by_statement.get(one, []), sides, side_of, wish.k)
            for one in shown
        ),
        left_out=LeftOut(
            standings.count(Standing.WAITING), sum(rejected.values()), tuple(sorted(rejected.items()))
        ),
        columns=safe.columns,
        ballots=safe.rows if wish.with_ballots else (),
        result=found.result,
        dots=found.dots,
        differences=tuple(_differences(gathered, prompt.id, last, safe, found, shown, side_of, wish.k)),
        moments=moments(
            Part(
                [one for one in gathered.items if one.prompt == prompt.id],
                gathered.votes.get(prompt.id, []),
                shown,
                [gathered.submitted_ms[one] for one in shown],
            ),
            members,
            wish.k,
        ),
    )
    copies = {one for copied in found.map.copies for one in copied}
    whole = Whole(
        prompt,
        shown,
        frozenset(who for who, row in safe.row_of.items() if name_of(row) in copies),
        {label: frozenset(ParticipantId(who) for who in people) for label, people in members},
        [answers_of(last, shown)],
    )
    return told, whole


def _statement(
    gathered: Gathered,
    statement: entities.Statement,
    votes: list[Cast],
    sides: list[Side],
    side_of: Mapping[ParticipantId, frozenset[Side]],
    k: int,
) -> Statement:
    origin = Origin.SEED if statement.author is None else Origin.PARTICIPANT
    by_place: list[Counts | None] = []
    for kind in ("venue", "mode"):
        cells = [
            tally_of(
                one.fact.choice for one in votes if side in side_of.get(one.fact.participant, frozenset())
            )
            for side in sides
            if side.kind == kind
        ]
        elsewhere = len(votes) - sum(cell.votes for cell in cells)
        by_place += without_small([*cells, Counts(elsewhere, 0, 0)], k)[: len(cells)]
    return Statement(
        statement.number,
        statement.text,
        statement.language,
        origin.value,
        coarse(gathered.submitted_ms[statement.id], HOUR_MS),
        tuple(by_place),
        tuple(gathered.state.statements[one].text for one in gathered.state.with_wordings(statement.id)[1:]),
    )


def _members(found: Judged, safe: SafeBallots) -> list[tuple[str, frozenset[str]]]:
    """The participants of every group of the result."""
    label_of = dict(zip(found.map.participants, found.map.labels.tolist(), strict=True))
    members: list[set[str]] = [set() for _ in found.map.groups]
    for who, row in safe.row_of.items():
        label = label_of.get(name_of(row), -1)
        if label >= 0:
            members[label].add(who)
    return [(group.label, frozenset(inside)) for group, inside in zip(found.map.groups, members, strict=True)]


def _differences(
    gathered: Gathered,
    prompt: PromptId,
    last: Mapping[tuple[ParticipantId, StatementId], Cast],
    safe: SafeBallots,
    found: Judged,
    shown: Mapping[StatementId, int],
    side_of: Mapping[ParticipantId, frozenset[Side]],
    k: int,
) -> Iterator[Difference]:
    """The announced differences between venues, between room and remote, and before and after results were shown."""
    revealed = min(
        (one.at_ms for one in gathered.items if one.prompt == prompt and one.kind == "revealed"), default=None
    )
    columns = set(safe.columns)
    votes: list[analysis.Vote] = []
    about: dict[tuple[str, str], tuple[ParticipantId, int]] = {}
    for (who, statement), cast in last.items():
        number = shown.get(statement)
        if number in columns and who in safe.row_of:
            vote = analysis.Vote(name_of(safe.row_of[who]), str(number), VALUES[cast.fact.choice])
            votes.append(vote)
            about[vote.participant, vote.statement] = (who, cast.at_ms)

    def side_in(kind: str, vote: analysis.Vote) -> str | None:
        who, at_ms = about[vote.participant, vote.statement]
        if kind == "reveal":
            return None if revealed is None else "before" if at_ms < revealed else "after"
        return next((side.name for side in side_of.get(who, ()) if side.kind == kind), None)

    for kind in ("venue", "mode", "reveal"):
        compared = analysis.compare_sides(votes, found.map, lambda vote, kind=kind: side_in(kind, vote))  # type: ignore[misc]
        announced = [one for one in compared if one.is_announced and min(one.votes, one.other_votes) >= k]
        for one in announced[:MOST_DIFFERENCES]:
            yield Difference(
                int(one.statement),
                kind,
                one.side,
                round(one.agree / one.votes, 4),
                round(one.other_agree / one.other_votes, 4),
                Interval(round(one.low, 4), round(one.high, 4)),
            )
