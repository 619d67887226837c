"""From the state to messages: what a role, or one participant, is told. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.facts import ParticipantJoined, ProgrammeFact
from plenary.deliberation.opinion import NO_GROUP, Dots, MovedDots, OpinionMap, Posting, sureness_of
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import own_statements, own_votes
from plenary.deliberation.vocabulary import Mode, ParticipantId, PromptId, Role, VenueId
from plenary.hub.outbox import MapFrame
from plenary.store.ports import Position
from plenary.wire import from_server as told
from plenary.wire.codec import Broadcast
from plenary.wire.from_client import Place

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


def you(state: Deliberation, participant: ParticipantId) -> told.You:
    """What is held of the participant; the ballot is loaded."""
    joined = state.ballots[participant].joined
    return told.You(
        participant,
        joined.mode if joined else None,
        joined.venue if joined else None,
        own_votes(state, participant),
        own_statements(state, participant),
    )


def shows_findings(state: Deliberation, prompt: PromptId, role: Role) -> bool:
    """Whether the role is told what the votes say: participants only once a moderator shows results."""
    return SIGHT[role].results or state.prompts[prompt].switches.results


def map_frame(posting: Posting, findings_too: bool) -> MapFrame:
    """The posting as messages, encoded when first needed and then once for all."""
    shown = posting.map
    findings = _findings(shown) if findings_too else None
    entire = told.WholeMap(
        shown.prompt,
        shown.frame,
        shown.at_ms,
        shown.votes,
        _dots(shown.dots),
        shown.groups,
        findings,
        shown.notes,
    )
    if posting.moved is None or posting.since is None or _is_larger(posting.moved, shown.dots):
        return MapFrame(shown.prompt, shown.frame, Broadcast(entire))
    moved = told.MapMoved(
        shown.prompt,
        shown.frame,
        posting.since,
        shown.at_ms,
        shown.votes,
        posting.moved.which,
        _dots(posting.moved.dots),
        shown.groups,
        findings,
        shown.notes,
    )
    return MapFrame(shown.prompt, shown.frame, Broadcast(entire), posting.since, Broadcast(moved))


def own_dot(posting: Posting, participant: ParticipantId) -> told.Dot | None:
    """Which dot is the participant's and how sure its place is; None for whoever has not voted under the prompt."""
    dot = posting.dot_of.get(participant)
    if dot is None:
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


def _findings(shown: OpinionMap) -> told.Findings:
    return told.Findings(
        shown.results, shown.common_ground, shown.fault_lines, shown.discuss, shown.representative
    )
