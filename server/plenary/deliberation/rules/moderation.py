"""Statements: how they come in, and what moderators say of them."""

from typing import Final, assert_never

from plenary.deliberation.commands import (
    BanAuthor,
    LiftBan,
    MergeStatement,
    RejectStatement,
    RewordStatement,
    SeedStatement,
    ShowStatement,
    StatementCommand,
    SubmitStatement,
    TranslateStatement,
    UndoDecision,
)
from plenary.deliberation.facts import (
    AuthorBanned,
    BanLifted,
    DecisionUndone,
    StatementFact,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
)
from plenary.deliberation.refusals import (
    AuthorUnknown,
    DecisionSuperseded,
    MergeAcrossPrompts,
    MergeCircular,
    QueueFull,
    StatementNotShown,
    StatementSeen,
    SubmittingOff,
    TooManyStatements,
)
from plenary.deliberation.rules.lookup import (
    joined_ballot,
    known_prompt,
    known_statement,
    open_prompt,
    refuse_banned,
    refuse_twice,
)
from plenary.deliberation.rules.translating import translate
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean, likeness
from plenary.deliberation.vocabulary import Phase, Standing

REASON_LIMIT: Final = 140
SEED_LIMIT: Final = 1_000
"""Seeds may be longer than participants' statements: imported discussions have texts up to this length."""

# One person's share of the moderators' attention; a statement decided on makes room for the next.
MOST_WAITING: Final = 12
# Three moderators read so many in twenty minutes; whoever wants to flood the desk finds no more room than this.
MOST_IN_QUEUE: Final = 1_000


def decide_statement(state: Deliberation, command: StatementCommand) -> list[StatementFact]:
    match command:
        case SubmitStatement():
            return _submit(state, command)
        case SeedStatement():
            return _seed(state, command)
        case ShowStatement(statement=statement, by=by):
            shown = known_statement(state, statement).standing is Standing.SHOWN
            return [] if shown else [StatementShown(statement, by)]
        case RejectStatement(statement=statement, reason=reason, by=by, because=because):
            reason = clean(reason, REASON_LIMIT) if reason.strip() else ""
            rejected = known_statement(state, statement).standing is Standing.REJECTED
            return [] if rejected else [StatementRejected(statement, reason, by, because)]
        case MergeStatement():
            return _merge(state, command)
        case RewordStatement():
            return _reword(state, command)
        case UndoDecision():
            return _undo(state, command)
        case TranslateStatement():
            return [*translate(state, command)]
        case BanAuthor():
            return _ban(state, command)
        case LiftBan(statement=statement, by=by):
            return [] if known_statement(state, statement).ban is None else [BanLifted(statement, by)]
        case _:
            assert_never(command)


def _submit(state: Deliberation, command: SubmitStatement) -> list[StatementFact]:
    joined_ballot(state, command.participant)
    if command.statement in state.statements:
        return []
    assert state.event is not None, "who has joined has joined an event"
    if command.was_counted:
        # It was allowed when it was offered first. What moderators said of it is lost too: they are asked again.
        prompt = known_prompt(state, command.prompt)
        text = clean(command.text, state.event.statement_limit)
        return [StatementSubmitted(command.statement, prompt.id, text, command.language, command.participant)]
    refuse_banned(state, command.participant)
    prompt = open_prompt(state, command.prompt)
    if not prompt.switches.submit:
        raise SubmittingOff
    text = clean(command.text, state.event.statement_limit)
    refuse_twice(state, prompt.id, text)
    if list(state.waiting.values()).count(command.participant) >= MOST_WAITING:
        raise TooManyStatements
    submitted = StatementSubmitted(command.statement, prompt.id, text, command.language, command.participant)
    if not state.is_premoderated(prompt.id):
        return [submitted, StatementShown(command.statement, None)]
    if len(state.waiting) >= MOST_IN_QUEUE:
        raise QueueFull
    return [submitted]


def _seed(state: Deliberation, command: SeedStatement) -> list[StatementFact]:
    if command.statement in state.statements:
        return []
    prompt = known_prompt(state, command.prompt)
    text = clean(command.text, SEED_LIMIT)
    refuse_twice(state, prompt.id, text)
    return [
        StatementSubmitted(command.statement, prompt.id, text, command.language, None),
        StatementShown(command.statement, command.by),
    ]


def _merge(state: Deliberation, command: MergeStatement) -> list[StatementFact]:
    statement, into = known_statement(state, command.statement), known_statement(state, command.into)
    if statement.into == into.id:
        return []
    if statement.prompt != into.prompt:
        raise MergeAcrossPrompts
    if into.id in state.with_wordings(statement.id):
        raise MergeCircular
    if not state.is_shown(into.id):
        raise StatementNotShown
    return [StatementMerged(statement.id, into.id, command.by)]


def _reword(state: Deliberation, command: RewordStatement) -> list[StatementFact]:
    statement = known_statement(state, command.statement)
    assert state.event is not None, "a statement exists only in an event"
    text = clean(command.text, SEED_LIMIT if statement.author is None else state.event.statement_limit)
    if text == statement.text:
        return []
    # What is shown under a draft has been seen at desks alone.
    if statement.was_seen and known_prompt(state, statement.prompt).phase is not Phase.DRAFT:
        raise StatementSeen
    reworded: list[StatementFact] = [StatementReworded(statement.id, text, command.by)]
    if likeness(text) != likeness(statement.text):
        refuse_twice(state, statement.prompt, text)
        # They say what it said before.
        reworded += [
            StatementTranslated(statement.id, one.language, "", one.version + 1, command.by)
            for one in statement.translations
            if one.text
        ]
    return reworded


def _ban(state: Deliberation, command: BanAuthor) -> list[StatementFact]:
    statement = known_statement(state, command.statement)
    if statement.author is None:
        raise AuthorUnknown
    reason = clean(command.reason, REASON_LIMIT) if command.reason.strip() else ""
    return [] if statement.ban is not None else [AuthorBanned(statement.id, reason, command.by)]


def _undo(state: Deliberation, command: UndoDecision) -> list[StatementFact]:
    statement = known_statement(state, command.statement)
    decisions = statement.decisions
    if decisions and decisions[-1].undoes == command.decision:
        return []
    if command.decision != len(decisions) or command.decision < 1:
        raise DecisionSuperseded
    # What it was merged into may have been merged into this one since.
    back_into = statement.before(command.decision).into
    if back_into is not None and back_into in state.with_wordings(statement.id):
        raise MergeCircular
    return [DecisionUndone(command.statement, command.decision, command.by)]
