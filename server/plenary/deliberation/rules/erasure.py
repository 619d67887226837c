"""Having oneself erased, and what is said no more afterwards."""

from plenary.deliberation.commands import EraseParticipant
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ParticipantErased
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.refusals import Erased
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import ParticipantId


def erase(state: Deliberation, command: EraseParticipant) -> list[ParticipantErased]:
    """Nothing where there is nothing: whoever never joined has left no trace, and twice is as once."""
    ballot = state.ballots.get(command.participant)
    mark = erasure_mark(command.participant)
    if mark in state.erased or ballot is None or ballot.joined is None:
        return []
    return [ParticipantErased(mark)]


def erasure_of(state: Deliberation, participant: ParticipantId, pseudonym: ParticipantId) -> Erasure:
    """What goes with the participant, as things stand."""
    unseen = (one.id for one in state.statements.values() if one.author == participant and not one.was_seen)
    return Erasure(participant, pseudonym, frozenset(unseen))


def refuse_erased(state: Deliberation, participant: ParticipantId) -> None:
    """Raises Erased: a phone that was away, or a hub that gives back, must not undo what was asked for."""
    if state.erased and erasure_mark(participant) in state.erased:
        raise Erased
