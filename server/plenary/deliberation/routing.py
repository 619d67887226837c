"""What is needed to choose the statements that somebody is shown next, and which these may be. The choice itself is the
analysis' (`plenary_analysis.routing`): whoever puts a hub together hands it a `Chooser`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from plenary.deliberation.entities import Prompt, Statement
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    ParticipantId,
    Phase,
    PromptId,
    Standing,
    StatementId,
)


@dataclass(frozen=True, slots=True)
class Routing:
    """What the analyst knows of a prompt that bears on who is asked what.

    votes: how many each statement has.   votes_per_s: how fast they came in lately.
    model: of the statements, as `plenary.mapping.choosing` packs it; empty where there is none yet.
    """

    votes: Mapping[StatementId, int] = field(default_factory=dict)
    votes_per_s: float = 0.0
    model: bytes = b""


@dataclass(frozen=True, slots=True)
class Asking:
    """One participant under one prompt: what they have answered so far, and what they may still be asked."""

    participant: ParticipantId
    answered: Mapping[StatementId, Choice]
    unseen: tuple[StatementId, ...]


class Chooser(Protocol):
    def __call__(
        self, routing: Routing, askings: Sequence[Asking], most: int, votes_to_come: float | None
    ) -> list[tuple[StatementId, ...]]:
        """For each, at most so many statements of those unseen, the one to show first at the front.

        votes_to_come: expected until the close; None for unknown.
        """


def votable(state: Deliberation) -> Iterator[Prompt]:
    """The prompts that can be voted on as things stand."""
    return (one for one in state.prompts.values() if one.phase is Phase.OPEN and one.switches.vote)


def askings(state: Deliberation, participants: Iterable[ParticipantId], prompt: PromptId) -> list[Asking]:
    """The participants, whose ballots are loaded, under that prompt. Nobody is asked about a statement of their own."""
    # Most that were written may still wait, or be rejected: they are passed over once, and not for everybody.
    shown = [
        statement
        for name in state.statements_of[prompt]
        if (statement := state.statements[name]).standing is Standing.SHOWN
    ]
    return [_asking(state, one, prompt, shown) for one in participants]


def _asking(
    state: Deliberation, participant: ParticipantId, prompt: PromptId, shown: Iterable[Statement]
) -> Asking:
    answered = {
        name: vote.choice
        for name, vote in state.ballots[participant].votes.items()
        if name in state.statements and state.statements[name].prompt == prompt
    }
    # Who has answered one wording has answered them all.
    settled = answered.keys() | {state.standing_for(name) for name in answered}
    unseen = tuple(one.id for one in shown if one.id not in settled and one.author != participant)
    return Asking(participant, answered, unseen)
