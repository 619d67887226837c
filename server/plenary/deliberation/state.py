"""A deliberation as a fold over its facts: the programme, and the ballots of whoever is at hand."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.entities import (
    Ballot,
    Decision,
    Grant,
    Prompt,
    Statement,
    Translation,
    with_translation,
)
from plenary.deliberation.erasing import NOBODY, UNTOLD
from plenary.deliberation.facts import (
    AccessFact,
    AccessGranted,
    AccessRevoked,
    Announced,
    AnnouncementWithdrawn,
    AuthorBanned,
    BanLifted,
    DecisionUndone,
    EventCreated,
    Fact,
    ItemBegun,
    ItemEnded,
    LevelFact,
    LevelSet,
    ParticipantErased,
    PremoderationSet,
    PromptClosed,
    PromptDrafted,
    PromptFact,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    PromptReworded,
    PromptTranslated,
    SeatVacated,
    StageSet,
    StatementFact,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    SwitchesSet,
    WordFact,
    WordListed,
    WordUnlisted,
)
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.report_facts import AnalysisDropped, AnalysisNamed, ReportFact, ReportKept
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import (
    AnalysisId,
    Announcement,
    AnnouncementId,
    GrantId,
    ItemId,
    Level,
    ParticipantId,
    Phase,
    Plan,
    PromptId,
    Stage,
    Standing,
    StatementId,
)


class Deliberation:
    """The state that decisions are made on. Only `apply` changes it."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.event: EventCreated | None = None
        self.prompts: dict[PromptId, Prompt] = {}
        self.statements: dict[StatementId, Statement] = {}
        self.statements_of: dict[PromptId, list[StatementId]] = {}
        self.wordings: dict[StatementId, dict[StatementId, None]] = {}
        self.waiting: dict[StatementId, ParticipantId | None] = {}
        """The statements that no moderator has decided on, or whose decision was taken back, with their authors."""
        self.grants: dict[GrantId, Grant] = {}
        self.level = Level.DEVICE
        self.vacated: dict[ParticipantId, int] = {}
        self.words: dict[str, None] = {}
        """The event's own words to look at twice, as they were listed."""
        self.stage = Stage()
        self.announcement: Announcement | None = None
        self.announced: set[AnnouncementId] = set()
        self.items: dict[ItemId, str] = {}
        """The titles of the programme items, in the order in which they began."""
        self.item: ItemId | None = None
        """The one that goes on."""
        self.reports: list[ReportKept] = []
        self.report_is_due = False
        self.analyses: dict[AnalysisId, AnalysisNamed] = {}
        self.is_archive = False
        """Whether this is read from an archive: everything in it stays as it is."""
        self.ballots: dict[ParticipantId, Ballot] = {}
        self.bans: set[StatementId] = set()
        """The statements over which their authors are banned."""
        self.erased: set[str] = set()
        # Which statement brought each: with its words these go as well.
        self.likenesses: dict[PromptId, dict[str, StatementId]] = {}
        self.apply_all(facts)

    def apply_all(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.apply(fact)

    def apply(self, fact: Fact) -> None:
        """Bring the state forward by one fact. Every recorded fact applies: refusing was decide's job."""
        if isinstance(fact, BallotFact):
            if not (self.erased and erasure_mark(fact.participant) in self.erased):
                self.ballots.setdefault(fact.participant, Ballot()).apply(fact)
        elif isinstance(fact, PromptFact):
            self._apply_prompt(fact)
        elif isinstance(fact, StatementFact):
            self._apply_statement(fact)
        elif isinstance(fact, AccessFact):
            self._apply_access(fact)
        elif isinstance(fact, LevelFact):
            self._apply_level(fact)
        elif isinstance(fact, WordFact):
            self._apply_word(fact)
        elif isinstance(fact, StageSet):
            self.stage = fact.stage
        elif isinstance(fact, Announced):
            self.announcement = fact.announcement
            self.announced.add(fact.announcement.id)
        elif isinstance(fact, AnnouncementWithdrawn):
            self.announcement = None
        elif isinstance(fact, ItemBegun):
            self.items[fact.item] = fact.title
            self.item = fact.item
        elif isinstance(fact, ItemEnded):
            self.item = None
        elif isinstance(fact, EventCreated):
            self.event = fact
        elif isinstance(fact, ReportFact):
            self._apply_report(fact)
        elif isinstance(fact, ParticipantErased):
            self._erase(fact.mark)
        else:
            assert_never(fact)

    def _apply_level(self, fact: LevelFact) -> None:
        match fact:
            case LevelSet(level=level):
                self.level = level
            case SeatVacated(participant=participant, turn=turn):
                self.vacated[participant] = turn
            case _:
                assert_never(fact)

    def _apply_word(self, fact: WordFact) -> None:
        match fact:
            case WordListed(word=word):
                self.words[word] = None
            case WordUnlisted(word=word):
                self.words.pop(word, None)
            case _:
                assert_never(fact)

    def _apply_report(self, fact: ReportFact) -> None:
        match fact:
            case ReportKept():
                self.reports.append(fact)
                self.report_is_due = False
            case AnalysisNamed(analysis=analysis):
                self.analyses[analysis] = fact
            case AnalysisDropped(analysis=analysis):
                self.analyses.pop(analysis, None)
            case _:
                assert_never(fact)

    def _apply_prompt(self, fact: PromptFact) -> None:
        match fact:
            case PromptDrafted(prompt=prompt, text=text):
                self.prompts[prompt] = Prompt(prompt, len(self.prompts) + 1, text)
                self.statements_of[prompt] = []
                self.likenesses[prompt] = {}
            case PromptReworded(prompt=prompt, text=text):
                known = self.prompts[prompt]
                # They say what was asked before.
                gone = tuple(replace(one, text="") for one in known.translations)
                self.prompts[prompt] = replace(known, text=text, translations=gone)
            case PromptTranslated(prompt=prompt, language=language, text=text, version=version, by=by):
                known = self.prompts[prompt]
                newest = Translation(language, text, version, by)
                self.prompts[prompt] = replace(
                    known, translations=with_translation(known.translations, newest)
                )
            case PromptOpened(prompt=prompt):
                plan = replace(self.prompts[prompt].plan, opens_ms=None)
                self.prompts[prompt] = replace(self.prompts[prompt], phase=Phase.OPEN, plan=plan)
                self.report_is_due = False
            case PromptClosed(prompt=prompt):
                self.prompts[prompt] = replace(self.prompts[prompt], phase=Phase.CLOSED, plan=Plan())
                self.report_is_due = all(one.phase is not Phase.OPEN for one in self.prompts.values())
            case SwitchesSet(prompt=prompt, switches=switches):
                plan = self.prompts[prompt].plan
                if not switches.submit:
                    plan = replace(plan, submit_closes_ms=None)
                self.prompts[prompt] = replace(self.prompts[prompt], switches=switches, plan=plan)
            case PremoderationSet(prompt=prompt, premoderated=premoderated):
                self.prompts[prompt] = replace(self.prompts[prompt], premoderated=premoderated)
            case PromptMoved(prompt=prompt, before=before):
                self._move(prompt, before)
            case PromptPlanned(prompt=prompt, plan=plan):
                self.prompts[prompt] = replace(self.prompts[prompt], plan=plan)
            case _:
                assert_never(fact)

    def _apply_statement(self, fact: StatementFact) -> None:
        match fact:
            case StatementSubmitted(
                statement=statement, prompt=prompt, text=text, language=language, author=author
            ):
                number = len(self.statements) + 1
                self.statements[statement] = Statement(statement, number, prompt, text, language, author)
                self.statements_of[prompt].append(statement)
                if not self.statements[statement].is_erased:
                    self.waiting[statement] = author
                self._liken(prompt, statement, text)
            case StatementShown(statement=statement):
                self._decided(statement, Decision(Standing.SHOWN))
            case StatementRejected(statement=statement, reason=reason, because=because):
                self._decided(statement, Decision(Standing.REJECTED, reason, because=because))
            case StatementMerged(statement=statement, into=into):
                self._decided(statement, Decision(Standing.MERGED, into=into))
            case StatementReworded(statement=statement, text=text):
                known = self.statements[statement]
                self.statements[statement] = replace(known, text=text)
                self._liken(known.prompt, statement, text)
            case DecisionUndone(statement=statement, decision=number):
                back = self.statements[statement].before(number)
                self._decided(statement, replace(back, undoes=number))
            case StatementTranslated(
                statement=statement, language=language, text=text, version=version, by=by
            ):
                self._translated(statement, Translation(language, text, version, by))
            case AuthorBanned(statement=statement, reason=reason):
                self._ban(statement, reason)
            case BanLifted(statement=statement):
                self._ban(statement, None)
            case _:
                assert_never(fact)

    def _apply_access(self, fact: AccessFact) -> None:
        match fact:
            case AccessGranted(grant=grant):
                self.grants[grant] = Grant(grant, fact)
            case AccessRevoked(grant=grant):
                self.grants[grant] = replace(self.grants[grant], revoked=True)
            case _:
                assert_never(fact)

    @property
    def drafts(self) -> list[Prompt]:
        """The prompts that were never opened, in the order of the run of show."""
        return sorted(
            (one for one in self.prompts.values() if one.phase is Phase.DRAFT), key=lambda one: one.number
        )

    def is_premoderated(self, prompt: PromptId) -> bool:
        """Whether statements under the prompt wait until a moderator shows them."""
        own = self.prompts[prompt].premoderated
        return own if own is not None else self.event is None or self.event.premoderated

    def standing_for(self, statement: StatementId) -> StatementId:
        """The statement that this one is a wording of: itself, or what it was merged into in the end."""
        while (into := self.statements[statement].into) is not None:
            statement = into
        return statement

    def is_banned(self, participant: ParticipantId) -> bool:
        """Whether a moderator has let the participant vote and write no more."""
        return any(self.statements[one].author == participant for one in self.bans)

    def with_wordings(self, statement: StatementId) -> list[StatementId]:
        """The statement and all that was merged into it, directly or by way of others."""
        found = [statement]
        for one in found:
            found.extend(self.wordings.get(one, ()))
        return found

    def is_shown(self, statement: StatementId) -> bool:
        """Whether people may see the statement and vote on it: on a card of its own, or as a wording on another's."""
        return self.statements[self.standing_for(statement)].standing is Standing.SHOWN

    def _liken(self, prompt: PromptId, statement: StatementId, text: str) -> None:
        if text:  # erased words are like none
            self.likenesses[prompt].setdefault(likeness(text), statement)

    def _erase(self, mark: str) -> None:
        """Forget who that was. The facts, read again as they are kept then, give the same."""
        self.erased.add(mark)
        for who in [who for who in self.ballots if erasure_mark(who) == mark]:
            del self.ballots[who]
        for statement in list(self.statements.values()):
            if statement.author is None or erasure_mark(statement.author) != mark:
                continue
            nobodys = replace(statement, author=NOBODY)
            if not statement.was_seen:
                nobodys = _without_words(nobodys)
                self.waiting.pop(statement.id, None)
                known = self.likenesses[statement.prompt]
                self.likenesses[statement.prompt] = {
                    words: brought for words, brought in known.items() if brought != statement.id
                }
            self.statements[statement.id] = nobodys

    def _move(self, prompt: PromptId, before: PromptId | None) -> None:
        """Give the drafts' places to the drafts in their new order; those opened keep theirs."""
        drafts = self.drafts
        order = [one.id for one in drafts if one.id != prompt]
        order.insert(len(order) if before is None else order.index(before), prompt)
        for place, moved in zip([one.number for one in drafts], order, strict=True):
            self.prompts[moved] = replace(self.prompts[moved], number=place)

    def _translated(self, statement: StatementId, translation: Translation) -> None:
        known = self.statements[statement]
        latest = with_translation(known.translations, translation)
        self.statements[statement] = replace(known, translations=latest)

    def _ban(self, statement: StatementId, reason: str | None) -> None:
        known = self.statements[statement]
        self.statements[statement] = replace(known, ban=reason)
        if reason is None:
            self.bans.discard(statement)
        else:
            self.bans.add(statement)

    def _decided(self, statement: StatementId, decision: Decision) -> None:
        known = self.statements[statement]
        self.statements[statement] = replace(known, decisions=(*known.decisions, decision))
        if decision.standing is Standing.WAITING and not known.is_erased:
            self.waiting[statement] = known.author
        else:
            self.waiting.pop(statement, None)
        if known.into is not None:
            del self.wordings[known.into][statement]
            if not self.wordings[known.into]:
                del self.wordings[known.into]
        if decision.into is not None:
            self.wordings.setdefault(decision.into, {})[statement] = None


def _without_words(statement: Statement) -> Statement:
    """The statement, of which only its place is left."""
    return replace(
        statement,
        ban=None if statement.ban is None else "",
        text="",
        language=UNTOLD,
        decisions=tuple(replace(one, reason="") for one in statement.decisions),
        translations=tuple(replace(one, text="") for one in statement.translations),
    )
