"""What participants say of themselves: that they take part, and their votes."""

from plenary.deliberation.ballot_commands import CastVote, Join, WithdrawVote
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.entities import Ballot, Statement, translation_in
from plenary.deliberation.refusals import StatementNotShown, VenueUnknown, VotingOff
from plenary.deliberation.rules.levels import refuse_unproven
from plenary.deliberation.rules.lookup import joined_ballot, known_statement, open_prompt, refuse_banned
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, Mode, Reading


def join(state: Deliberation, command: Join) -> list[BallotFact]:
    known = state.ballots.get(command.participant, Ballot()).joined
    if known is not None and known.operation >= command.operation:
        return []
    refuse_unproven(state, command.level)
    venues = {venue.id for venue in state.event.venues} if state.event else set()
    if command.venue is not None and command.venue not in venues:
        raise VenueUnknown
    if command.mode is Mode.IN_ROOM and venues and command.venue is None:
        raise VenueUnknown
    return [
        ParticipantJoined(
            command.participant,
            command.mode,
            command.venue,
            command.language,
            command.operation,
            level=command.level,
        )
    ]


def cast_vote(state: Deliberation, command: CastVote) -> list[BallotFact]:
    statement = _asked_about(state, command)
    if statement is None:
        return []
    reason = command.reason if command.choice is Choice.PASS else None
    reading = _possible_reading(statement, command.reading)
    return [
        VoteCast(command.participant, command.statement, command.choice, command.operation, reason, reading)
    ]


def withdraw_vote(state: Deliberation, command: WithdrawVote) -> list[BallotFact]:
    """Allowed wherever a vote is. It is a fact where there is no vote, too: one may still be on its way."""
    if _asked_about(state, command) is None:
        return []
    return [VoteWithdrawn(command.participant, command.statement, command.operation)]


def _asked_about(state: Deliberation, command: CastVote | WithdrawVote) -> Statement | None:
    """The statement on which this is the participant's last word; None where they have said something later there."""
    last = joined_ballot(state, command.participant).last_word(command.statement)
    # Before any other rule: what was counted stays answered with "counted", also after the close.
    if last is not None and last.operation >= command.operation:
        return None
    statement = known_statement(state, command.statement)
    if not command.was_counted:
        # Else it was allowed when it was said, and what has happened since takes nothing back.
        refuse_banned(state, command.participant)
        _refuse_unasked(state, statement)
    return statement


def _refuse_unasked(state: Deliberation, statement: Statement) -> None:
    """Raises PromptNotOpen, VotingOff or StatementNotShown where nobody is asked about the statement now."""
    if not open_prompt(state, statement.prompt).switches.vote:
        raise VotingOff
    if not state.is_shown(statement.id):
        raise StatementNotShown


def _possible_reading(statement: Statement, claimed: Reading | None) -> Reading | None:
    """What was read, if the statement can have been read so: a vote is never refused for what it was read in."""
    if claimed is None:
        return None
    held = translation_in(statement.translations, claimed.language)
    return claimed if held is not None and 1 <= claimed.version <= held.version else None
