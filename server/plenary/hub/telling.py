"""From the state to messages: what a role, or one participant, is told. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum
from typing import Final

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.ballot_facts import ParticipantJoined
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.findings import Reason
from plenary.deliberation.opinion import (
    NO_GROUP,
    VACANT,
    Dots,
    MovedDots,
    OpinionMap,
    Posting,
    StatementResult,
    sureness_of,
)
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import own_statements, own_votes, own_withdrawals
from plenary.deliberation.vocabulary import Level, Mode, ParticipantId, PromptId, Role, VenueId
from plenary.hub.outbox import MapFrame
from plenary.store.ports import Position
from plenary.wire import from_server as told
from plenary.wire.codec import Broadcast
from plenary.wire.from_client import Place

# No page shows more of a list; the report has them all.
MOST_LISTED: Final = 12

# A region grown or shrunk by less than this share looks the same.
NEWS_FROM: Final = 0.1


def place(position: Position) -> Place:
    return Place(position.epoch, position.number)


def whole(state: Deliberation, position: Position, role: Role) -> told.Snapshot:
    """All that the role may see. The event exists."""
    seen = snapshot(state, role)
    if seen.event is None or seen.stage is None:
        raise ValueError("an event begins with its creation")
    return told.Snapshot(place(position), seen.event, seen.stage, seen.prompts, seen.statements, seen.links)


def later(seen: told.Snapshot, position: Position) -> told.Snapshot:
    """The same as of a later place, up to which nothing in it has changed."""
    return told.Snapshot(place(position), seen.event, seen.stage, seen.prompts, seen.statements, seen.links)


def changed(
    state: Deliberation, position: Position, facts: Iterable[ProgrammeFact], role: Role
) -> told.Changed | None:
    """What the facts, already in the state, change for the role; None where nothing does."""
    seen = changes(state, facts, role)
    if not seen:
        return None
    return told.Changed(
        place(position), seen.event, seen.stage, seen.prompts, seen.statements, seen.gone, seen.links
    )


def you(state: Deliberation, participant: ParticipantId, level: Level = Level.DEVICE) -> told.You:
    """What is held of the participant, who has shown so much; the ballot is loaded."""
    joined = state.ballots[participant].joined
    return told.You(
        participant,
        joined.mode if joined else None,
        joined.venue if joined else None,
        own_votes(state, participant),
        own_statements(state, participant),
        level is not state.level,
        own_withdrawals(state, participant),
    )


class Detail(IntEnum):
    """How much of a map an audience is told: participants what the votes say only once a moderator shows results."""

    PLACES = 0
    FINDINGS = 1
    DESK = 2


def detail(state: Deliberation, prompt: PromptId, role: Role) -> Detail:
    """How much of the prompt's map the role is told."""
    if SIGHT[role].undecided:
        return Detail.DESK
    shown = SIGHT[role].results or state.prompts[prompt].switches.results
    return Detail.FINDINGS if shown else Detail.PLACES


def map_frame(posting: Posting, detail: Detail, before: Posting | None = None) -> MapFrame:
    """The posting as messages, encoded when first needed and then once for all.

    before: the posting that a hub had last, to tell only results that are different.
    """
    shown = posting.map
    findings = None if detail is Detail.PLACES else _findings(posting, detail)
    for_desks = (shown.brigades, shown.heard) if detail is Detail.DESK else ()
    about = (shown.groups, findings, shown.notes, shown.happenings, shown.wanted, shown.is_cut, *for_desks)
    entire = told.WholeMap(shown.prompt, shown.frame, shown.at_ms, shown.votes, _dots(shown.dots), *about)
    since, moved = posting.since, posting.moved
    if moved is None or since is None or _is_larger(moved, shown.dots):
        return MapFrame(shown.prompt, shown.frame, Broadcast(entire), detail)
    if findings is not None:
        if before is None or before.map.frame != since or _has_lost(before.map, shown):
            return MapFrame(shown.prompt, shown.frame, Broadcast(entire), detail)
        findings = _findings(posting, detail, before)
    difference = told.MapMoved(
        shown.prompt,
        shown.frame,
        since,
        shown.at_ms,
        shown.votes,
        moved.which,
        _dots(moved.dots),
        shown.groups,
        findings,
        *about[2:],
    )
    return MapFrame(shown.prompt, shown.frame, Broadcast(entire), detail, since, Broadcast(difference))


def _has_lost(before: OpinionMap, now: OpinionMap) -> bool:
    """Whether a result of the earlier map is no longer there: a difference cannot say so, and it is rare."""
    return not {one.statement for one in before.results} <= {one.statement for one in now.results}


def own_dot(posting: Posting, participant: ParticipantId) -> told.Dot | None:
    """Which dot is the participant's and how sure its place is; None for whoever has no vote under the prompt."""
    dot = posting.dot_of.get(participant)
    if dot is None or posting.map.dots.groups[dot] == VACANT:
        return None
    prompt, groups = posting.map.prompt, posting.map.groups
    sure = sureness_of(dot, posting.sureness)
    if sure is None:
        return told.Dot(prompt, dot)
    likely = groups[sure.likely].label if sure.likely != NO_GROUP else ""
    return told.Dot(prompt, dot, sure.reach, sure.breadth, sure.turn, likely, sure.chance, sure.votes_to_tell)


def is_news(before: told.Dot | None, now: told.Dot) -> bool:
    """Whether there is anything to see in what changed: a hall of phones is not to be told of every tremor."""
    if before is None or (before.dot, before.likely) != (now.dot, now.likely):
        return True
    if before.votes_to_tell != now.votes_to_tell or (before.reach == 0) != (now.reach == 0):
        return True
    tremor = NEWS_FROM * max(before.reach, 1)
    return (
        abs(now.reach - before.reach) > tremor
        or abs(now.breadth - before.breadth) > tremor
        or abs(now.chance - before.chance) > NEWS_FROM
    )


def crowd(people: Iterable[ParticipantJoined]) -> Counter[tuple[Mode, VenueId | None]]:
    """How many of these take part from where."""
    return Counter((one.mode, one.venue) for one in people)


def present(where: Counter[tuple[Mode, VenueId | None]]) -> tuple[told.Present, ...]:
    """The same for staff, most first."""
    return tuple(told.Present(mode, count, venue) for (mode, venue), count in where.most_common())


def _is_larger(moved: MovedDots, whole: Dots) -> bool:
    """Whether a difference takes more room than the map: it names each dot, so it does when most have moved."""
    return len(moved.which) + len(moved.dots.places) > len(whole.places)


def _dots(dots: Dots) -> told.DotPlaces:
    return told.DotPlaces(dots.places, dots.groups)


def _findings(posting: Posting, detail: Detail, before: Posting | None = None) -> told.Findings:
    """What the votes say; of results, those that the audience does not know from the posting before."""
    shown = posting.map
    at_desk = detail is Detail.DESK
    as_told = _news(_as_told(posting), _as_told(before) if before else ())
    return told.Findings(
        _news(shown.results, before.map.results if before else ()) if at_desk else as_told,
        shown.common_ground[:MOST_LISTED],
        shown.fault_lines[:MOST_LISTED],
        shown.discuss[:MOST_LISTED],
        tuple(one if at_desk else _coarse_reason(one) for one in shown.reasons[:MOST_LISTED]),
        shown.representative,
        shown.slate,
        shown.shifts,
        shown.gaps,
        as_told if at_desk else None,
    )


def _news(now: Iterable[StatementResult], before: Iterable[StatementResult]) -> tuple[told.Result, ...]:
    held = {one.statement: one for one in before}
    return tuple(_result(one) for one in now if held.get(one.statement) != one)


def _as_told(posting: Posting) -> tuple[StatementResult, ...]:
    """The results as everybody but desks sees them."""
    there = {one.statement for one in posting.map.results}
    return tuple(one.result for one in posting.told if one.result.statement in there)


def _coarse_reason(one: Reason) -> Reason:
    """Without its share, which says how few people may have passed; for all but passes it is not shown anyway."""
    return replace(one, share=0.0)


def _result(one: StatementResult) -> told.Result:
    counts = tuple(
        count
        for tally in (one.tally, *one.by_group)
        for count in (tally.agree, tally.disagree, tally.passed, tally.other)
    )
    side = -1 if one.consensus_on == "disagree" else 1
    consensus, divisiveness = side * round(one.consensus * 1000), round(one.divisiveness * 1000)
    return told.Result(one.statement, counts, consensus, divisiveness, one.leanings)
