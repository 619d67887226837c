"""The fold from an event's records to what a report is made of. Everybody is still in it: none of it is published."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    ItemBegun,
    ItemEnded,
    PromptClosed,
    PromptOpened,
    StageSet,
    StatementSubmitted,
    SwitchesSet,
)
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Operation, ParticipantId, PromptId, Scene, StatementId
from plenary.store.ports import BallotRecord, ProgrammeRecord

BEFORE_THE_FIRST: Final = b""


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the programme that people may have answered to.

    statement: the one in the spotlight.   title: of the programme item that began or ended.
    """

    at_ms: int
    kind: str
    prompt: PromptId
    statement: StatementId | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Interlude:
    """A programme item: what went on beside the prompts, until it ended."""

    title: str
    begun_ms: int
    ended_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote, with the time at which it came in, and the number of its record."""

    at_ms: int
    fact: VoteCast
    number: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a vote was taken back, as `Cast` has votes."""

    at_ms: int
    fact: VoteWithdrawn
    number: int


IsMeant = Callable[[Cast | Withdrawn], bool]

Last = dict[tuple[ParticipantId, StatementId], Cast]
"""The vote that counts of each participant on each statement."""


@dataclass(slots=True)
class Cut:
    """How far the two streams have been followed: records, and the hash of the last."""

    programme: int = 0
    programme_hash: bytes = BEFORE_THE_FIRST
    ballots: int = 0
    ballots_hash: bytes = BEFORE_THE_FIRST


@dataclass(slots=True)
class Gathered:
    """An event as far as its records have been followed.

    joined: by participant. joined_with: the number of their first record. votes, withdrawn: by prompt, every one in the
    order of the log. submitted_ms: of each statement.
    """

    state: Deliberation = field(default_factory=Deliberation)
    cut: Cut = field(default_factory=Cut)
    joined: dict[ParticipantId, ParticipantJoined] = field(default_factory=dict)
    joined_with: dict[ParticipantId, int] = field(default_factory=dict)
    votes: dict[PromptId, list[Cast]] = field(default_factory=dict)
    withdrawn: dict[PromptId, list[Withdrawn]] = field(default_factory=dict)
    submitted_ms: dict[StatementId, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    interludes: list[Interlude] = field(default_factory=list)
    last_ms: int = 0

    def follow(self, programme: Iterable[ProgrammeRecord]) -> None:
        """Take in the programme records that follow those taken in before."""
        for record in programme:
            self.state.apply(record.fact)
            self.last_ms = max(self.last_ms, record.at_ms)
            self.cut.programme, self.cut.programme_hash = record.number, record.hash
            match record.fact:
                case StatementSubmitted(statement=statement):
                    self.submitted_ms[statement] = record.at_ms
                case PromptOpened(prompt=prompt):
                    self.items.append(Item(record.at_ms, "opened", prompt))
                case PromptClosed(prompt=prompt):
                    self.items.append(Item(record.at_ms, "closed", prompt))
                case SwitchesSet(prompt=prompt, switches=switches) if switches.results:
                    self.items.append(Item(record.at_ms, "revealed", prompt))
                case StageSet(stage=stage) if stage.scene is Scene.STATEMENT and stage.statement is not None:
                    prompt = self.state.statements[stage.statement].prompt
                    self.items.append(Item(record.at_ms, "spotlight", prompt, stage.statement))
                case ItemBegun(title=title):
                    self.interludes.append(Interlude(title, record.at_ms))
                case ItemEnded():
                    self.interludes[-1] = replace(self.interludes[-1], ended_ms=record.at_ms)
                case _:
                    pass

    def take(self, ballots: Iterable[BallotRecord]) -> None:
        """Take in the ballots that follow those taken in before."""
        for record in ballots:
            self._count(record.fact, record.at_ms, record.number)
            self.last_ms = max(self.last_ms, record.at_ms)
            self.cut.ballots, self.cut.ballots_hash = record.number, record.hash

    def _count(self, fact: BallotFact, at_ms: int, number: int) -> None:
        if isinstance(fact, ParticipantJoined):
            self.joined_with.setdefault(fact.participant, number)
            known = self.joined.get(fact.participant)
            if known is None or fact.operation > known.operation:
                self.joined[fact.participant] = fact
            return
        prompt = self.state.statements[fact.statement].prompt
        if isinstance(fact, VoteWithdrawn):
            self.withdrawn.setdefault(prompt, []).append(Withdrawn(at_ms, fact, number))
        else:
            self.votes.setdefault(prompt, []).append(Cast(at_ms, fact, number))

    def last_votes(self, prompt: PromptId, is_meant: IsMeant | None = None, until: int | None = None) -> Last:
        """The vote that counts of each participant on each statement: the highest operation, whenever it came in.

        A vote on another wording of a statement counts for that statement, once a person. is_meant: only these votes;
        until: only those up to that record.
        """
        taken_back = withdrawn_until(
            one.fact
            for one in self.withdrawn.get(prompt, [])
            if (until is None or one.number <= until) and (is_meant is None or is_meant(one))
        )
        last: Last = {}
        for cast in self.votes.get(prompt, []):
            if (until is not None and cast.number > until) or (is_meant is not None and not is_meant(cast)):
                continue
            if is_taken_back(cast.fact, taken_back):
                continue
            statement = self.state.standing_for(cast.fact.statement)
            cell = (cast.fact.participant, statement)
            known = last.get(cell)
            if known is None or cast.fact.operation > known.fact.operation:
                last[cell] = replace(cast, fact=replace(cast.fact, statement=statement))
        return last

    def programme_of(self, prompt: PromptId) -> list[Item]:
        """What people may have answered to: also the programme items between the prompt's opening and its last vote."""
        found = [one for one in self.items if one.prompt == prompt]
        begun = min((one.at_ms for one in found if one.kind == "opened"), default=self.last_ms)
        last = max((cast.at_ms for cast in self.votes.get(prompt, [])), default=begun)
        for one in self.interludes:
            if begun <= one.begun_ms <= last:
                found.append(Item(one.begun_ms, "item-begun", prompt, title=one.title))
            if one.ended_ms is not None and begun <= one.ended_ms <= last:
                found.append(Item(one.ended_ms, "item-ended", prompt, title=one.title))
        return found

    def changed_their_mind(self, prompt: PromptId) -> set[ParticipantId]:
        """Who has answered one statement in more than one way, and not taken that back."""
        answers: dict[tuple[ParticipantId, StatementId], set[str]] = {}
        taken_back = withdrawn_until(one.fact for one in self.withdrawn.get(prompt, []))
        for cast in self.votes.get(prompt, []):
            if not is_taken_back(cast.fact, taken_back):
                answers.setdefault((cast.fact.participant, cast.fact.statement), set()).add(cast.fact.choice)
        return {who for (who, _), choices in answers.items() if len(choices) > 1}


TakenBack = Mapping[tuple[ParticipantId, StatementId], Operation]
"""Up to which operation what somebody has said of a statement, in that wording, is taken back."""


def withdrawn_until(withdrawn: Iterable[VoteWithdrawn]) -> TakenBack:
    latest: dict[tuple[ParticipantId, StatementId], Operation] = {}
    for one in withdrawn:
        cell = (one.participant, one.statement)
        latest[cell] = max(one.operation, latest.get(cell, one.operation))
    return latest


def is_taken_back(vote: VoteCast, taken_back: TakenBack) -> bool:
    until = taken_back.get((vote.participant, vote.statement))
    return until is not None and vote.operation <= until
