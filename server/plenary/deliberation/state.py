"""A deliberation as a fold over its facts: the programme, and the ballots of whoever is at hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    DecisionUndone,
    EventCreated,
    Fact,
    ParticipantJoined,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    PromptReworded,
    StageSet,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
    SwitchesSet,
    VoteCast,
)
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import (
    GrantId,
    Language,
    Operation,
    ParticipantId,
    Phase,
    PromptId,
    Stage,
    Standing,
    StatementId,
    Switches,
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked. `number` counts prompts from 1 in the order they were drafted."""

    id: PromptId
    number: int
    text: str
    phase: Phase = Phase.DRAFT
    switches: Switches = field(default_factory=Switches)


@dataclass(frozen=True, slots=True)
class Decision:
    """One moderation decision; `undoes` is the number of the decision it took back."""

    standing: Standing
    reason: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to a prompt. `number` counts an event's statements from 1 in the order they came in."""

    id: StatementId
    number: int
    prompt: PromptId
    text: str
    language: Language
    author: ParticipantId | None
    decisions: tuple[Decision, ...] = ()

    @property
    def standing(self) -> Standing:
        return self.decisions[-1].standing if self.decisions else Standing.WAITING

    @property
    def reason(self) -> str:
        return self.decisions[-1].reason if self.decisions else ""

    def before(self, decision: int) -> Decision:
        """How the statement stood before its decision of that number (from 1)."""
        return self.decisions[decision - 2] if decision > 1 else Decision(Standing.WAITING)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role link: who may use it is whoever holds the secret behind the digest."""

    id: GrantId
    access: AccessGranted
    revoked: bool = False


@dataclass(slots=True)
class Ballot:
    """What one participant has said so far: how they take part, and their last word on each statement."""

    joined: ParticipantJoined | None = None
    votes: dict[StatementId, VoteCast] = field(default_factory=dict)

    def apply(self, fact: ParticipantJoined | VoteCast) -> None:
        """Bring the ballot forward; of two facts on one thing the one with the higher operation stays."""
        match fact:
            case ParticipantJoined():
                if self.joined is None or fact.operation > self.joined.operation:
                    self.joined = fact
            case VoteCast():
                last = self.votes.get(fact.statement)
                if last is None or fact.operation > last.operation:
                    self.votes[fact.statement] = fact
            case _:
                assert_never(fact)

    @property
    def highest_counter(self) -> int:
        """The highest operation counter used on this ballot; 0 where there is none."""
        operations: list[Operation] = [vote.operation for vote in self.votes.values()]
        if self.joined is not None:
            operations.append(self.joined.operation)
        return max((operation.counter for operation in operations), default=0)


class Deliberation:
    """The state that decisions are made on. Only `apply` changes it."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.event: EventCreated | None = None
        self.prompts: dict[PromptId, Prompt] = {}
        self.statements: dict[StatementId, Statement] = {}
        self.statements_of: dict[PromptId, list[StatementId]] = {}
        self.grants: dict[GrantId, Grant] = {}
        self.stage = Stage()
        self.ballots: dict[ParticipantId, Ballot] = {}
        self.likenesses: dict[PromptId, set[str]] = {}
        self.apply_all(facts)

    def apply_all(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.apply(fact)

    def apply(self, fact: Fact) -> None:
        """Bring the state forward by one fact. Every recorded fact applies: refusing was decide's job."""
        match fact:
            case EventCreated():
                self.event = fact
            case AccessGranted(grant=grant):
                self.grants[grant] = Grant(grant, fact)
            case AccessRevoked(grant=grant):
                self.grants[grant] = replace(self.grants[grant], revoked=True)
            case PromptDrafted(prompt=prompt, text=text):
                self.prompts[prompt] = Prompt(prompt, len(self.prompts) + 1, text)
                self.statements_of[prompt] = []
                self.likenesses[prompt] = set()
            case PromptReworded(prompt=prompt, text=text):
                self.prompts[prompt] = replace(self.prompts[prompt], text=text)
            case PromptOpened(prompt=prompt):
                self.prompts[prompt] = replace(self.prompts[prompt], phase=Phase.OPEN)
            case PromptClosed(prompt=prompt):
                self.prompts[prompt] = replace(self.prompts[prompt], phase=Phase.CLOSED)
            case SwitchesSet(prompt=prompt, switches=switches):
                self.prompts[prompt] = replace(self.prompts[prompt], switches=switches)
            case StatementSubmitted(
                statement=statement, prompt=prompt, text=text, language=language, author=author
            ):
                number = len(self.statements) + 1
                self.statements[statement] = Statement(statement, number, prompt, text, language, author)
                self.statements_of[prompt].append(statement)
                self.likenesses[prompt].add(likeness(text))
            case StatementShown(statement=statement):
                self._decided(statement, Decision(Standing.SHOWN))
            case StatementRejected(statement=statement, reason=reason):
                self._decided(statement, Decision(Standing.REJECTED, reason))
            case DecisionUndone(statement=statement, decision=number):
                back = self.statements[statement].before(number)
                self._decided(statement, replace(back, undoes=number))
            case StageSet(stage=stage):
                self.stage = stage
            case ParticipantJoined(participant=participant) | VoteCast(participant=participant):
                self.ballots.setdefault(participant, Ballot()).apply(fact)
            case _:
                assert_never(fact)

    def _decided(self, statement: StatementId, decision: Decision) -> None:
        known = self.statements[statement]
        self.statements[statement] = replace(known, decisions=(*known.decisions, decision))
