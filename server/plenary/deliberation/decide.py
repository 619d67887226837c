"""The rules: a command and the state give facts, or a refusal. Pure, and the only place that says no.

Asking twice for the same thing gives no second fact: a resent command is answered like the first.
What each subject allows stands in `rules`.
"""

from typing import Final, assert_never

from plenary.deliberation.ballot_commands import BallotCommand, CastVote, EnterBallot, Join, WithdrawVote
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.commands import (
    AccessCommand,
    AnnouncementCommand,
    Command,
    EraseParticipant,
    FollowPlans,
    ItemCommand,
    LevelCommand,
    PromptCommand,
    SetStage,
    StatementCommand,
    SubmitStatement,
    WordCommand,
)
from plenary.deliberation.facts import Fact
from plenary.deliberation.refusals import EventArchived
from plenary.deliberation.report_commands import ReportCommand
from plenary.deliberation.rules.access import decide_access, refuse_revoked
from plenary.deliberation.rules.announcements import decide_announcement
from plenary.deliberation.rules.ballot import cast_vote, join, withdraw_vote
from plenary.deliberation.rules.erasure import erase, refuse_erased
from plenary.deliberation.rules.items import decide_item
from plenary.deliberation.rules.levels import decide_level
from plenary.deliberation.rules.moderation import decide_statement
from plenary.deliberation.rules.paper import enter_ballot
from plenary.deliberation.rules.programme import decide_prompt, follow_plans
from plenary.deliberation.rules.reports import decide_report
from plenary.deliberation.rules.stage import set_stage
from plenary.deliberation.rules.words import decide_word
from plenary.deliberation.state import Deliberation

_OF_THEMSELVES: Final = (Join, CastVote, WithdrawVote, SubmitStatement)


def decide(state: Deliberation, command: Command) -> list[Fact]:
    """The facts that follow from the command, in order; none where it changes nothing.

    The state must hold the ballot of the participant who asks. Raises Refusal.
    """
    if isinstance(command, _OF_THEMSELVES):
        refuse_erased(state, command.participant)
    if state.is_archive:
        raise EventArchived
    if isinstance(command, BallotCommand):
        return [*decide_ballot(state, command)]
    if isinstance(command, EraseParticipant):
        return [*erase(state, command)]
    if not isinstance(command, SubmitStatement | FollowPlans):
        refuse_revoked(state, command.by)
    if isinstance(command, PromptCommand):
        return [*decide_prompt(state, command)]
    if isinstance(command, StatementCommand):
        return [*decide_statement(state, command)]
    if isinstance(command, SetStage):
        return [*set_stage(state, command)]
    if isinstance(command, FollowPlans):
        return [*follow_plans(state, command)]
    if isinstance(command, AnnouncementCommand):
        return [*decide_announcement(state, command)]
    if isinstance(command, ItemCommand):
        return [*decide_item(state, command)]
    if isinstance(command, AccessCommand):
        return [*decide_access(state, command)]
    if isinstance(command, LevelCommand):
        return [*decide_level(state, command)]
    if isinstance(command, WordCommand):
        return [*decide_word(state, command)]
    if isinstance(command, ReportCommand):
        return [*decide_report(state, command)]
    assert_never(command)


def decide_ballot(state: Deliberation, command: BallotCommand) -> list[BallotFact]:
    """As `decide`, for what one participant says of themselves; such facts never meet another's."""
    match command:
        case Join():
            return join(state, command)
        case CastVote():
            return cast_vote(state, command)
        case WithdrawVote():
            return withdraw_vote(state, command)
        case EnterBallot():
            return enter_ballot(state, command)
        case _:
            assert_never(command)
