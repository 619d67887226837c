"""From what was gathered of an event to its report."""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plenary import __version__
from plenary.archive.report.crossing import Divided, crossings
from plenary.archive.report.differing import Audience, differences
from plenary.archive.report.gathering import Cast, Gathered, Last
from plenary.archive.report.judging import Judged, judged, name_of, parameters
from plenary.archive.report.model import (
    ABOUT,
    FORM,
    Attendance,
    Dots,
    Edition,
    Event,
    Head,
    Heads,
    LeftOut,
    Place,
    Privacy,
    Prompt,
    Report,
    Statement,
)
from plenary.archive.report.parts import Whole, analyses
from plenary.archive.report.places import Side, Sides, all_sides, level_sides, sides_of, told_by_side
from plenary.archive.report.privacy import (
    HOUR_MS,
    MARK,
    MINUTES_MS,
    Answers,
    SafeBallots,
    at_least,
    by_statement,
    coarse,
    safe_ballots,
    told_answers,
)
from plenary.archive.report.settled import settled
from plenary.archive.report.timeline import Part, moments
from plenary.deliberation import entities
from plenary.deliberation.small_numbers import K
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    Origin,
    ParticipantId,
    Phase,
    PromptId,
    Standing,
    StatementId,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a report is wanted. number: of a version to be kept; held_back: as in its edition."""

    address: str | None = None
    number: int | None = None
    held_back: bool = False
    k: int = K
    with_ballots: bool = True


def report(gathered: Gathered, wish: Wish) -> Report:
    """The report of the event as far as it was gathered; the same records give the same. The event exists."""
    state = gathered.state
    event = state.event
    assert event is not None, "a programme begins with its event"
    about = About(gathered, wish, all_sides(gathered), sides_of(gathered), _earlier(state, wish.number))
    prompts = [one for one in state.prompts.values() if one.phase is not Phase.DRAFT]
    told = [_prompt(about, one) for one in sorted(prompts, key=lambda one: one.number)]
    return Report(
        form=FORM,
        about=ABOUT,
        event=Event(
            event.code, event.title, event.language, tuple(one.name for one in event.venues), wish.address
        ),
        edition=Edition(
            wish.number,
            coarse(gathered.last_ms, MINUTES_MS),
            tuple(range(1, len(about.earlier) + 1)),
            wish.held_back or any(one.waits for one in told),
            __version__,
        ),
        privacy=Privacy(wish.k, state.level.value, wish.with_ballots),
        heads=Heads(
            Head(gathered.cut.programme, gathered.cut.programme_hash.hex()),
            Head(gathered.cut.ballots, gathered.cut.ballots_hash.hex()),
        ),
        attendance=_attendance(about, told),
        prompts=tuple(one.prompt for one in told),
        analyses=analyses(gathered, [one.whole for one in told], wish.k),
        crossings=tuple(crossings([_divided(one) for one in told], wish.k)),
        parameters=parameters(),
    )


@dataclass(frozen=True, slots=True)
class About:
    """What every part of a report is made from. earlier: up to which ballot record each version before read."""

    gathered: Gathered
    wish: Wish
    sides: Sequence[Side]
    side_of: Mapping[ParticipantId, Sides]
    earlier: Sequence[int]


@dataclass(frozen=True, slots=True)
class Told:
    """A prompt's part of the report, what parts of its votes are taken from, and its ballots with whose they are.

    waits: whether votes on it wait for more.
    """

    prompt: Prompt
    whole: Whole
    safe: SafeBallots
    waits: bool


def _earlier(state: Deliberation, number: int | None) -> list[int]:
    return [one.ballots for one in state.reports if number is None or one.number < number]


def _shown(state: Deliberation, prompt: PromptId) -> dict[StatementId, int]:
    """The numbers of the statements that everybody saw at the end."""
    statements = (state.statements[one] for one in state.statements_of[prompt])
    return {one.id: one.number for one in statements if one.standing is Standing.SHOWN}


def _attendance(about: About, told: Sequence[Told]) -> Attendance:
    gathered, k = about.gathered, about.wish.k
    votes_of: Counter[ParticipantId] = Counter()
    changed: set[ParticipantId] = set()
    wrote: set[ParticipantId] = set()
    for one in told:
        for answers in one.safe.marks.values():
            votes_of.update(answers.keys())
        changed |= gathered.changed_their_mind(one.whole.prompt.id)
        authors = (gathered.state.statements[shown].author for shown in one.whole.shown)
        wrote |= {author for author in authors if author is not None}
    people = _grown([*about.earlier, gathered.cut.ballots], gathered, k)
    places = tuple(_places(about, people))
    return Attendance(
        joined=at_least(len(people[-1]), k),
        voted=len(votes_of),
        wrote=at_least(len(wrote), k),
        votes=votes_of.total(),
        changed=at_least(len(changed), k),
        median_votes=int(statistics.median(votes_of.values())) if len(votes_of) >= k else 0,
        places=tuple(one for one in places if one.kind != "level"),
        levels=tuple(one for one in places if one.kind == "level"),
    )


def _grown(cuts: Sequence[int], gathered: Gathered, k: int) -> list[dict[ParticipantId, str]]:
    """Who had joined, as each version told it: more people only where they are k more."""
    found: list[dict[ParticipantId, str]] = []
    for cut in cuts:
        now = {who: "+" for who, number in gathered.joined_with.items() if number <= cut}
        found.append(found[-1] if found and len(now) < len(found[-1]) + k else now)
    return found


def _places(about: About, people: Sequence[Answers]) -> Iterator[Place]:
    *before, now = people
    sides = [*about.sides, *level_sides(about.gathered)]
    counts = told_by_side(now, sides, about.side_of, about.wish.k, before)
    for side, count in zip(sides, counts, strict=True):
        yield Place(side.kind, side.name, None if count is None else count.votes)


def _prompt(about: About, prompt: entities.Prompt) -> Told:
    gathered, wish = about.gathered, about.wish
    state, k = gathered.state, wish.k
    shown = _shown(state, prompt.id)
    versions = [
        {cell: cast for cell, cast in one.items() if cell[1] in shown}
        for one in settled(gathered, prompt.id, about.earlier, k)
    ]
    last = versions[-1]
    safe = safe_ballots(last, shown, k)
    found = judged(safe.rows, safe.columns, tuple(shown.values()), k)
    standings = [state.statements[one].standing for one in state.statements_of[prompt.id]]
    before = [
        {statement: told_answers(statement, answers, k) for statement, answers in by_statement(one).items()}
        for one in versions[:-1]
    ]
    members = _members(found, safe)
    told = Prompt(
        number=prompt.number,
        text=prompt.text,
        phase=prompt.phase.value,
        statements=tuple(
            _statement(
                about,
                state.statements[one],
                safe.marks.get(number, {}),
                [answers[one] for answers in before if one in answers],
                last,
            )
            for one, number in shown.items()
        ),
        left_out=LeftOut(standings.count(Standing.WAITING), standings.count(Standing.REJECTED)),
        columns=safe.columns,
        ballots=safe.rows if wish.with_ballots else (),
        result=found.result,
        dots=found.dots if wish.with_ballots else in_crowds(found.dots, k),
        differences=tuple(
            differences(Audience(gathered, about.side_of, k), prompt.id, last, safe, found, shown)
        ),
        moments=moments(
            Part(
                gathered.programme_of(prompt.id),
                [cast for cast in gathered.votes.get(prompt.id, []) if _is_told(cast, last, shown, safe)],
                shown,
                [gathered.submitted_ms[one] for one in shown],
            ),
            members,
            k,
        ),
        translations=_translations(prompt.translations),
    )
    copies = {one for copied in found.map.copies for one in copied}
    whole = Whole(
        prompt,
        shown,
        frozenset(who for who, row in safe.row_of.items() if name_of(row) in copies),
        {label: frozenset(ParticipantId(who) for who in people) for label, people in members},
        about.earlier,
        versions,
    )
    now = gathered.last_votes(prompt.id)
    waits = last != {cell: cast for cell, cast in now.items() if cell[1] in shown}
    return Told(told, whole, safe, waits)


def _divided(told: Told) -> Divided:
    return Divided(told.prompt.number, told.whole.groups, frozenset(told.safe.row_of))


def _is_told(cast: Cast, last: Last, shown: Mapping[StatementId, int], safe: SafeBallots) -> bool:
    """Whether the vote is one that the report tells of, or that was followed by one."""
    counted = last.get((cast.fact.participant, cast.fact.statement))
    return counted is not None and cast.number <= counted.number and shown[cast.fact.statement] in safe.marks


def _statement(
    about: About,
    statement: entities.Statement,
    answers: Answers,
    before: Sequence[Answers],
    last: Last,
) -> Statement:
    gathered, k = about.gathered, about.wish.k
    origin = Origin.SEED if statement.author is None else Origin.PARTICIPANT
    return Statement(
        statement.number,
        statement.text,
        statement.language,
        origin.value,
        coarse(gathered.submitted_ms[statement.id], HOUR_MS),
        told_by_side(answers, about.sides, about.side_of, k, before)
        if answers
        else (None,) * len(about.sides),
        tuple(gathered.state.statements[one].text for one in gathered.state.with_wordings(statement.id)[1:]),
        _translations(statement.translations),
        () if before else _pass_reasons(statement.id, answers, last, k),
    )


def _translations(known: Iterable[entities.Translation]) -> tuple[tuple[str, str], ...]:
    """Language and text of those that have not been taken back."""
    return tuple((one.language, one.text) for one in known if one.text)


def _pass_reasons(
    statement: StatementId, answers: Answers, last: Last, k: int
) -> tuple[tuple[str, int], ...]:
    """Why people passed, as far as they said: all of the reasons, or none where one of them would be of a few.

    Only in an event's first version: who says why later is too few to tell from those before.
    """
    passed = [last[who, statement].fact.reason for who, mark in answers.items() if mark == MARK[Choice.PASS]]
    counted = Counter(passed)
    if any(people < k for people in counted.values()):
        return ()
    return tuple(sorted((reason.value, people) for reason, people in counted.items() if reason is not None))


def _members(found: Judged, safe: SafeBallots) -> list[tuple[str, frozenset[str]]]:
    """The participants of every group of the result."""
    members: list[set[str]] = [set() for _ in found.result.groups]
    for who, row in safe.row_of.items():
        if found.labels[row] >= 0:
            members[found.labels[row]].add(who)
    groups = zip(found.result.groups, members, strict=True)
    return [(group.label, frozenset(inside)) for group, inside in groups]


def in_crowds(dots: Dots, k: int) -> Dots:
    """The map where the ballots are not in the file: nobody stands alone, but with k - 1 others at their middle."""
    crowds: list[list[int]] = []

    def divide(people: list[int]) -> None:
        if len(people) < 2 * k:
            crowds.append(people)
            return
        axis = max(
            (dots.x, dots.y),
            key=lambda axis: max(axis[one] for one in people) - min(axis[one] for one in people),
        )
        people = sorted(people, key=lambda one: (axis[one], one))
        divide(people[: len(people) // 2])
        divide(people[len(people) // 2 :])

    for group in sorted(set(dots.group)):
        divide([place for place, one in enumerate(dots.group) if one == group])
    told = sorted(
        (
            round(sum(dots.x[one] for one in crowd) / len(crowd)),
            round(sum(dots.y[one] for one in crowd) / len(crowd)),
            dots.group[crowd[0]],
        )
        for crowd in crowds
        for _ in crowd
    )
    return Dots(*(tuple(column) for column in zip(*told, strict=True))) if told else Dots()
