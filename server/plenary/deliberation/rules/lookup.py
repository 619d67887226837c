"""What several rules ask of the state first: is there such a thing, and is it open?"""

from plenary.deliberation.entities import Ballot, Prompt, Statement
from plenary.deliberation.refusals import (
    Banned,
    NotJoined,
    PromptNotOpen,
    PromptUnknown,
    StatementTwice,
    StatementUnknown,
)
from plenary.deliberation.rules.levels import refuse_unproven
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import ParticipantId, Phase, PromptId, StatementId


def joined_ballot(state: Deliberation, participant: ParticipantId) -> Ballot:
    """The ballot of somebody who takes part, and has shown what the event asks for. Raises NotJoined, ProofMissing."""
    ballot = state.ballots.get(participant)
    if ballot is None or ballot.joined is None:
        raise NotJoined
    # A steward vouches for a ballot on paper.
    if ballot.joined.entered_by is None:
        refuse_unproven(state, ballot.joined.level)
    return ballot


def known_prompt(state: Deliberation, prompt: PromptId) -> Prompt:
    """Raises PromptUnknown."""
    if (known := state.prompts.get(prompt)) is None:
        raise PromptUnknown
    return known


def open_prompt(state: Deliberation, prompt: PromptId) -> Prompt:
    """Raises PromptUnknown, PromptNotOpen."""
    known = known_prompt(state, prompt)
    if known.phase is not Phase.OPEN:
        raise PromptNotOpen
    return known


def known_statement(state: Deliberation, statement: StatementId) -> Statement:
    """Raises StatementUnknown, also for one that was erased."""
    known = state.statements.get(statement)
    if known is None or known.is_erased:
        raise StatementUnknown
    return known


def refuse_twice(state: Deliberation, prompt: PromptId, text: str) -> None:
    """Raises StatementTwice where the same words stand under the prompt already."""
    if likeness(text) in state.likenesses[prompt]:
        raise StatementTwice


def refuse_banned(state: Deliberation, participant: ParticipantId) -> None:
    """Raises Banned."""
    if state.is_banned(participant):
        raise Banned
