"""How an audience sees the event and what is in it: the views that snapshots and changes carry."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from plenary.deliberation.access import SIGHT
from plenary.deliberation.entities import Grant, Prompt, Statement, Translation
from plenary.deliberation.flagging import flags
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Announcement,
    Choice,
    EventCode,
    Flag,
    GrantId,
    ItemId,
    Language,
    Level,
    Origin,
    ParticipantId,
    PassReason,
    Phase,
    Plan,
    PromptId,
    RejectionReason,
    Role,
    Standing,
    StatementId,
    Venue,
    VenueId,
)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The newest version of the report, and the ends of the log's two chains of hashes as it states them."""

    number: int
    programme_head: str
    ballots_head: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A programme item. `goes_on`: it has begun and not ended."""

    id: ItemId
    title: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class EventView:
    code: EventCode
    title: str
    language: Language
    venues: tuple[Venue, ...]
    premoderated: bool
    statement_limit: int
    opens_ms: int | None = None
    """When the next prompt is planned to open, in milliseconds since 1970."""
    announcement: Announcement | None = None
    """What moderators tell this audience at present."""
    report: ReportView | None = None
    rehearsal: bool = False
    """Whether this is a copy to rehearse with, which will be wiped."""
    archive: bool = False
    """Whether this is read from an archive, to which nothing can be added."""
    level: Level = Level.DEVICE
    """What votes ask for."""
    words: tuple[str, ...] = ()
    """The event's own words to look at twice: for those who read the queue."""
    items: tuple[ItemView, ...] = ()
    """The programme items so far, in the order in which they began: for desks."""


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A prompt or statement in another language. `by_service`: no person has written or looked at this version."""

    language: Language
    text: str
    version: int
    by_service: bool


@dataclass(frozen=True, slots=True)
class PromptView:
    id: PromptId
    number: int
    text: str
    language: Language
    phase: Phase
    submit: bool
    vote: bool
    results: bool
    premoderated: bool = True
    plan: Plan = field(default_factory=Plan)
    translations: tuple[TranslationView, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkView:
    """A role link as organisers see it; its secret is known to whoever was given it, and to nobody else."""

    id: GrantId
    role: Role
    label: str
    expires_ms: int | None
    venue: VenueId | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as an audience sees it. Nobody sees who wrote it.

    into: the statement on whose card this one is another wording; None where it has its own.
    `decisions` counts moderation's decisions so far; `because` and `reason` are the latest one's, `ban` why its author
    is banned over it (None: they are not), `flags` what to look at twice while it waits: moderators only.
    """

    id: StatementId
    prompt: PromptId
    number: int
    text: str
    language: Language
    origin: Origin
    standing: Standing
    decisions: int = 0
    reason: str = ""
    translations: tuple[TranslationView, ...] = ()
    into: StatementId | None = None
    ban: str | None = None
    flags: tuple[Flag, ...] = ()
    because: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class OwnVote:
    """A participant's last word on a statement. `op`: the counter of the operation that said it."""

    statement: StatementId
    choice: Choice
    reason: PassReason | None = None
    op: int = 0


@dataclass(frozen=True, slots=True)
class OwnWithdrawal:
    """That a participant has taken their vote on a statement back. `op`: the counter of the operation that did."""

    statement: StatementId
    op: int


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """What became of a participant's own statement; for its author only.

    because: why it is not shown, as a code; reason: what a moderator has said of it in their own words.
    """

    id: StatementId
    prompt: PromptId
    text: str
    standing: Standing
    reason: str
    because: RejectionReason | None = None


def own_statements(state: Deliberation, participant: ParticipantId) -> tuple[OwnStatement, ...]:
    """The participant's own statements, oldest first."""
    return tuple(own_statement(one) for one in state.statements.values() if one.author == participant)


def own_statement(statement: Statement) -> OwnStatement:
    """The statement as its author sees it."""
    return OwnStatement(
        statement.id,
        statement.prompt,
        statement.text,
        statement.standing,
        statement.reason,
        statement.because,
    )


def own_votes(state: Deliberation, participant: ParticipantId) -> tuple[OwnVote, ...]:
    """The participant's last word on each statement where that is a vote."""
    votes = state.ballots[participant].votes if participant in state.ballots else {}
    return tuple(
        OwnVote(vote.statement, vote.choice, vote.reason, vote.operation.counter) for vote in votes.values()
    )


def own_withdrawals(state: Deliberation, participant: ParticipantId) -> tuple[OwnWithdrawal, ...]:
    """The participant's last word on each statement where that is that there is no vote any more."""
    withdrawn = state.ballots[participant].withdrawn if participant in state.ballots else {}
    return tuple(OwnWithdrawal(word.statement, word.operation.counter) for word in withdrawn.values())


def event_view(state: Deliberation, role: Role) -> EventView | None:
    if (event := state.event) is None:
        return None
    openings = [one.plan.opens_ms for one in state.prompts.values() if one.plan.opens_ms is not None]
    return EventView(
        event.code,
        event.title,
        event.language,
        event.venues,
        event.premoderated,
        event.statement_limit,
        min(openings, default=None),
        _announcement(state, role),
        _report(state),
        event.rehearsal_of is not None,
        state.is_archive,
        state.level,
        tuple(state.words) if SIGHT[role].undecided else (),
        _items(state) if SIGHT[role].undecided else (),
    )


def _items(state: Deliberation) -> tuple[ItemView, ...]:
    return tuple(ItemView(item, title, item == state.item) for item, title in state.items.items())


def _report(state: Deliberation) -> ReportView | None:
    if not state.reports:
        return None
    newest = state.reports[-1]
    return ReportView(newest.number, newest.programme_head, newest.ballots_head)


def _announcement(state: Deliberation, role: Role) -> Announcement | None:
    said = state.announcement
    is_meant = said is not None and {
        Role.PARTICIPANT: said.on_phones,
        Role.PROJECTOR: said.on_screens,
    }.get(role, True)
    return said if is_meant else None


def prompt_view(state: Deliberation, prompt: Prompt, role: Role) -> PromptView:
    switches = prompt.switches
    assert state.event is not None, "a prompt exists only in an event"
    return PromptView(
        prompt.id,
        prompt.number,
        prompt.text,
        state.event.language,
        prompt.phase,
        switches.submit,
        switches.vote,
        switches.results,
        state.is_premoderated(prompt.id),
        prompt.plan,
        _translations(prompt.translations, role),
    )


def _translations(translations: Iterable[Translation], role: Role) -> tuple[TranslationView, ...]:
    """Whoever corrects one again must know how often that was done; others need not see that it is gone."""
    return tuple(
        TranslationView(one.language, one.text, one.version, one.by is None)
        for one in translations
        if one.text or SIGHT[role].translates
    )


def statement_view(state: Deliberation, statement: Statement, role: Role) -> StatementView:
    at_desk = SIGHT[role].undecided
    return StatementView(
        statement.id,
        statement.prompt,
        statement.number,
        statement.text,
        statement.language,
        Origin.SEED if statement.author is None else Origin.PARTICIPANT,
        statement.standing,
        len(statement.decisions) if at_desk else 0,
        statement.reason if at_desk else "",
        _translations(statement.translations, role),
        None if statement.into is None else state.standing_for(statement.into),
        statement.ban if at_desk else None,
        flags(statement.text, statement.language, tuple(state.words))
        if at_desk and statement.standing is Standing.WAITING
        else (),
        statement.because if at_desk else None,
    )


def link_view(grant: Grant) -> LinkView:
    made = grant.access
    return LinkView(grant.id, made.role, made.label, made.expires_ms, made.venue, grant.revoked)
