"""Paper ballots, which stewards enter: a participant who has no device, and all that they answered."""

from collections.abc import Mapping

from plenary.deliberation.ballot_commands import EnterBallot
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.entities import Ballot
from plenary.deliberation.refusals import BallotEntered, PromptNotOpen, StatementNotShown, VenueUnknown
from plenary.deliberation.rules.access import refuse_revoked
from plenary.deliberation.rules.lookup import known_prompt, known_statement
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    Mode,
    Operation,
    Phase,
    Standing,
    StatementId,
    VenueId,
)


def enter_ballot(state: Deliberation, command: EnterBallot) -> list[BallotFact]:
    """The ballot's facts, as a phone in the same place would have left them.

    Paper is collected when a prompt ends: its votes count under closed prompts too, for as long as the steward's link
    lives. Each answer gets an operation above all on the ballot, so that a correction is the later word whoever makes
    it. What the paper leaves blank now is no word on what it answered before, until the steward says so.
    """
    refuse_revoked(state, command.by)
    venue = _venue(state, command)
    for vote in command.votes:
        _refuse_unfit(state, vote.statement)
    ballot = state.ballots.get(command.participant, Ballot())
    wanted = {vote.statement: vote.choice for vote in command.votes}
    held = {statement: vote.choice for statement, vote in ballot.votes.items()}
    news = {one: choice for one, choice in wanted.items() if held.get(one) is not choice}
    moved = ballot.joined is None or ballot.joined.venue != venue
    blanks = _left_blank(state, held, wanted)
    taken_back = blanks if command.whole and command.again else []
    if not news and not moved and not taken_back and (command.again or not blanks):
        return []
    if ballot.joined is not None and not command.again:
        raise BallotEntered
    counter = max(command.operation.counter, ballot.highest_counter + 1)
    operation = Operation(counter, command.operation.device)
    facts: list[BallotFact] = []
    if moved:
        facts.append(
            ParticipantJoined(
                command.participant, Mode.IN_ROOM, venue, command.language, operation, command.by
            )
        )
    facts += [VoteCast(command.participant, one, choice, operation) for one, choice in news.items()]
    facts += [VoteWithdrawn(command.participant, one, operation) for one in taken_back]
    return facts


def _left_blank(
    state: Deliberation, held: Mapping[StatementId, Choice], wanted: Mapping[StatementId, Choice]
) -> list[StatementId]:
    """What the ballot answers so far, of what stands on the sheets of these prompts, and not now.

    A wording that was merged since, or a statement rejected since, is on no steward's list: nobody has left it blank.
    """
    prompts = {state.statements[one].prompt for one in wanted}
    return [
        one
        for one in held
        if one not in wanted
        and state.statements[one].prompt in prompts
        and state.statements[one].standing is Standing.SHOWN
    ]


def _venue(state: Deliberation, command: EnterBallot) -> VenueId | None:
    """Where the ballot comes from: the steward's own venue, if their link is for one. Raises VenueUnknown."""
    held = state.grants.get(command.by)
    own = held.access.venue if held else None
    venues = {venue.id for venue in state.event.venues} if state.event else set()
    venue = own if own is not None else command.venue
    if venue is None and venues:
        raise VenueUnknown
    if venue is not None and venue not in venues:
        raise VenueUnknown
    return venue


def _refuse_unfit(state: Deliberation, one: StatementId) -> None:
    """Raises StatementUnknown, PromptNotOpen, StatementNotShown."""
    statement = known_statement(state, one)
    if known_prompt(state, statement.prompt).phase is Phase.DRAFT:
        raise PromptNotOpen
    # Paper printed before a merge names the wording of its time.
    if not state.is_shown(one):
        raise StatementNotShown
