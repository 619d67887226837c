"""A deliberation too simple to be wrong: the commands that were carried out, read again from the top each time.

It shares no code with the rules: it keeps nothing but a list, and says of a command what must come of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from plenary.deliberation.commands import (
    Announce,
    BanAuthor,
    CastVote,
    ClosePrompt,
    Command,
    DraftPrompt,
    DropAnalysis,
    EnterBallot,
    EraseParticipant,
    FollowPlans,
    GrantAccess,
    Join,
    KeepReport,
    LiftBan,
    MergeStatement,
    MovePrompt,
    NameAnalysis,
    OpenPrompt,
    PlanPrompt,
    RejectStatement,
    RevokeAccess,
    RewordPrompt,
    RewordStatement,
    SeedStatement,
    SetLevel,
    SetPremoderation,
    SetStage,
    SetSwitches,
    ShowStatement,
    SubmitStatement,
    TranslateStatement,
    UndoDecision,
    WithdrawAnnouncement,
)
from plenary.deliberation.refusals import (
    AnalysisExists,
    AnnouncementToNobody,
    AnnouncementUnknown,
    AuthorUnknown,
    BallotEntered,
    Banned,
    DecisionSuperseded,
    Erased,
    GrantOwn,
    GrantUnknown,
    LevelFixed,
    MergeAcrossPrompts,
    MergeCircular,
    NotAllowed,
    NotJoined,
    PlanDisordered,
    PromptExists,
    PromptNotDraft,
    PromptNotOpen,
    PromptUnknown,
    ProofMissing,
    Refusal,
    ReportSuperseded,
    SceneIncomplete,
    StatementNotShown,
    StatementSeen,
    StatementTwice,
    StatementUnknown,
    SubmittingOff,
    TextEmpty,
    TextTooLong,
    TooManyAnalyses,
    TooManyStatements,
    TranslationNeedless,
    TranslationSuperseded,
    VenueUnknown,
    VotingOff,
)
from plenary.deliberation.vocabulary import (
    AnalysisId,
    AnnouncementId,
    GrantId,
    Level,
    Mode,
    Operation,
    ParticipantId,
    Plan,
    PromptId,
    Role,
    Scene,
    Stage,
    StatementId,
    Switches,
    VenueId,
)

Verdict = type[Refusal] | bool
"""What comes of a command: a refusal, True where something happens, False where all is as it was."""


Times = tuple[int | None, int | None, int | None]


@dataclass
class Row:
    """One prompt in the run of show."""

    number: int
    text: str
    phase: str = "draft"
    switches: Switches = field(default_factory=Switches)
    opens: int | None = None
    submit_closes: int | None = None
    closes: int | None = None

    def open(self) -> None:
        self.phase, self.opens = "open", None

    def close(self) -> None:
        self.phase, self.opens, self.submit_closes, self.closes = "closed", None, None, None

    def switch(self, switches: Switches) -> None:
        self.switches = switches
        if not switches.submit:
            self.submit_closes = None

    def fitting(self, plan: Plan) -> Times:
        """The plan without what has happened already."""
        opens = None if self.phase == "open" else plan.opens_ms
        return (opens, plan.submit_closes_ms if self.switches.submit else None, plan.closes_ms)

    def reach(self, now: int) -> None:
        """It is that late; what is due and can be, happens, and what is past for good is forgotten."""
        if self.closes is not None and self.closes <= now:
            if self.phase == "open":
                self.close()
            self.opens, self.submit_closes, self.closes = None, None, None
        if self.opens is not None and self.opens <= now:
            self.open()
        if self.submit_closes is not None and self.submit_closes <= now:
            self.submit_closes = None
            if self.phase == "open":
                self.switch(replace(self.switches, submit=False))


class Minutes:
    """What was carried out, in order, in an event with these venues.

    The limits are those of the event and of the rules: the longest statement, prompt and seed, and how many
    statements of one person may wait.
    """

    def __init__(
        self, venues: set[VenueId], premoderated: bool, grants: set[GrantId], statement_limit: int
    ) -> None:
        self.done: list[Command] = []
        self.venues = venues
        self.premoderated = premoderated
        self.grants = grants
        self.statement_limit = statement_limit
        self.prompt_limit = 280
        self.seed_limit = 1_000
        self.most_waiting = 12
        self.name_limit = 80
        self.most_analyses = 12

    def verdict(self, command: Command) -> Verdict:
        """The first of the reasons against it that holds; else whether anything would be new."""
        for reason_holds, verdict in self._considerations(command):
            if reason_holds:
                return verdict
        return True

    def _considerations(self, command: Command) -> Iterator[tuple[bool, Verdict]]:
        if isinstance(command, Join | CastVote | SubmitStatement):
            yield self.is_erased(command.participant), Erased
        elif not isinstance(command, FollowPlans | EraseParticipant):
            yield self.is_revoked(command.by), NotAllowed
        match command:
            case EraseParticipant(participant=who):
                yield self.is_erased(who) or not self.joins(who), False
            case EnterBallot():
                yield self.comes_from(command) not in self.venues, VenueUnknown
                for vote in command.votes:
                    yield self.origin(vote.statement) is None, StatementUnknown
                    yield self.phase(self.prompt_of(vote.statement)) == "draft", PromptNotOpen
                    yield self.standings(self.card_of(vote.statement))[-1] != "shown", StatementNotShown
                entered = self.entered(command.participant)
                says = {vote.statement: vote.choice for vote in command.votes}
                held = {vote.statement: vote.choice for one in entered for vote in one.votes}
                is_as_it_was = (
                    bool(entered)
                    and self.comes_from(entered[-1]) == self.comes_from(command)
                    and held | says == held
                )
                yield is_as_it_was, False
                yield bool(entered) and not command.again, BallotEntered
            case TranslateStatement():
                yield from self._translating(command)
            case Join():
                yield self.is_behind(self.joins(command.participant), command.operation), False
                yield command.level is not self.level(), ProofMissing
                yield command.venue is not None and command.venue not in self.venues, VenueUnknown
                yield command.venue is None and command.mode is Mode.IN_ROOM, VenueUnknown
            case CastVote():
                statement = command.statement
                yield not self.joins(command.participant), NotJoined
                yield self.joins(command.participant)[-1].level is not self.level(), ProofMissing
                yield self.is_behind(self.votes(command.participant, statement), command.operation), False
                yield self.origin(statement) is None, StatementUnknown
                if not command.was_counted:
                    yield self.is_banned(command.participant), Banned
                    yield self.phase(self.prompt_of(statement)) != "open", PromptNotOpen
                    yield not self.switches(self.prompt_of(statement)).vote, VotingOff
                    yield self.standings(self.card_of(statement))[-1] != "shown", StatementNotShown
            case SubmitStatement():
                yield not self.joins(command.participant), NotJoined
                yield self.joins(command.participant)[-1].level is not self.level(), ProofMissing
                yield self.whence(command.statement) is not None, False
                yield self.is_banned(command.participant), Banned
                yield self.phase(command.prompt) == "unknown", PromptUnknown
                yield self.phase(command.prompt) != "open", PromptNotOpen
                yield not self.switches(command.prompt).submit, SubmittingOff
                yield from self._wording(command.text, self.statement_limit)
                yield self.is_said(command.prompt, command.text), StatementTwice
                yield self.waiting_of(command.participant) >= self.most_waiting, TooManyStatements
            case SeedStatement():
                yield self.whence(command.statement) is not None, False
                yield self.phase(command.prompt) == "unknown", PromptUnknown
                yield from self._wording(command.text, self.seed_limit)
                yield self.is_said(command.prompt, command.text), StatementTwice
            case DraftPrompt(prompt=prompt, text=text):
                yield from self._wording(text, self.prompt_limit)
                yield self.text(prompt) == tidy(text), False
                yield self.text(prompt) is not None, PromptExists
            case RewordPrompt(prompt=prompt, text=text):
                yield from self._wording(text, self.prompt_limit)
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.text(prompt) == tidy(text), False
            case OpenPrompt(prompt=prompt):
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.phase(prompt) == "open", False
            case ClosePrompt(prompt=prompt):
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.phase(prompt) == "draft", PromptNotOpen
                yield self.phase(prompt) == "closed", False
            case SetSwitches(prompt=prompt, switches=switches):
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.switches(prompt) == switches, False
            case SetLevel(level=level):
                yield self.level() is level, False
                yield any(row.phase != "draft" for row in self.run_of_show().values()), LevelFixed
            case SetPremoderation(prompt=prompt, premoderated=on):
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.is_premoderated(prompt) == on, False
            case MovePrompt(prompt=prompt, before=before):
                yield self.phase(prompt) == "unknown", PromptUnknown
                yield self.phase(prompt) != "draft", PromptNotDraft
                if before is not None:
                    yield self.phase(before) == "unknown", PromptUnknown
                    yield self.phase(before) != "draft", PromptNotDraft
                rows = self.run_of_show()
                later = [
                    (row.number, name)
                    for name, row in rows.items()
                    if row.phase == "draft" and row.number > rows[prompt].number
                ]
                yield before in (prompt, min(later)[1] if later else None), False
            case PlanPrompt(prompt=prompt, plan=plan):
                yield self.phase(prompt) == "unknown", PromptUnknown
                times = self.run_of_show()[prompt].fitting(plan)
                some = [time for time in times if time is not None]
                yield any(late < early for early, late in combinations(some, 2)), PlanDisordered
                yield times == self.plan(prompt), False
            case FollowPlans(now_ms=now):
                planned = [time for prompt in self.run_of_show() for time in self.plan(prompt)]
                yield not any(time is not None and time <= now for time in planned), False
            case Announce(announcement=said):
                yield said.id in self.announced(), False
                yield not said.on_phones and not said.on_screens, AnnouncementToNobody
                yield from self._wording(said.text, self.prompt_limit)
            case WithdrawAnnouncement(announcement=announcement):
                yield announcement not in self.announced(), AnnouncementUnknown
                yield self.announcement() != announcement, False
            case KeepReport():
                kept = [one for one in self.done if isinstance(one, KeepReport)]
                yield command in kept, False
                yield command.number != len(kept) + 1, ReportSuperseded
            case NameAnalysis(analysis=analysis, selection=selection):
                yield from self._wording(command.name, self.name_limit)
                named = self.analyses()
                same = named.get(analysis)
                yield same is not None and self.is_same_analysis(same, command), False
                yield same is not None, AnalysisExists
                yield len(named) >= self.most_analyses, TooManyAnalyses
                yield selection.venue is not None and selection.venue not in self.venues, VenueUnknown
            case DropAnalysis(analysis=analysis):
                yield analysis not in self.analyses(), False
            case ShowStatement(statement=statement):
                yield self.origin(statement) is None, StatementUnknown
                yield self.standings(statement)[-1] == "shown", False
            case RejectStatement(statement=statement):
                yield self.origin(statement) is None, StatementUnknown
                yield self.standings(statement)[-1] == "rejected", False
            case MergeStatement(statement=statement, into=into):
                yield self.origin(statement) is None or self.origin(into) is None, StatementUnknown
                yield self.standings(statement)[-1] == into, False
                yield self.prompt_of(statement) != self.prompt_of(into), MergeAcrossPrompts
                yield statement in self.cards_above(into), MergeCircular
                yield self.standings(self.card_of(into))[-1] != "shown", StatementNotShown
            case RewordStatement(statement=statement, text=text):
                origin = self.origin(statement)
                yield origin is None, StatementUnknown
                limit = self.seed_limit if isinstance(origin, SeedStatement) else self.statement_limit
                yield from self._wording(text, limit)
                yield self.words(statement) == tidy(text), False
                yield set(self.standings(statement)) - {"waiting", "rejected"} != set(), StatementSeen
                alike = plain(text) == plain(self.words(statement))
                yield not alike and self.is_said(self.prompt_of(statement), text), StatementTwice
            case BanAuthor(statement=statement):
                yield self.origin(statement) is None, StatementUnknown
                yield isinstance(self.origin(statement), SeedStatement), AuthorUnknown
                yield self.is_ban(statement), False
            case LiftBan(statement=statement):
                yield self.origin(statement) is None, StatementUnknown
                yield not self.is_ban(statement), False
            case UndoDecision(statement=statement, decision=decision):
                yield self.origin(statement) is None, StatementUnknown
                yield self.undone_last(statement) == decision, False
                yield decision != len(self.standings(statement)) - 1, DecisionSuperseded
                yield decision == 0, DecisionSuperseded
                back = self.standings(statement)[decision - 1]
                yield statement in self.cards_above(StatementId(back)), MergeCircular
            case SetStage(stage=stage):
                yield from self._staging(stage)
                yield self.stage() == stage, False
            case GrantAccess(grant=grant, role=role, venue=venue, label=label):
                yield (
                    grant in self.grants
                    or any(isinstance(one, GrantAccess) and one.grant == grant for one in self.done),
                    False,
                )
                yield role is Role.PARTICIPANT, NotAllowed
                yield venue is not None and venue not in self.venues, VenueUnknown
                yield len(tidy(label)) > 60, TextTooLong
            case RevokeAccess(grant=grant, by=by):
                made = {one.grant for one in self.done if isinstance(one, GrantAccess)}
                yield grant not in self.grants | made, GrantUnknown
                yield grant == by, GrantOwn
                yield self.is_revoked(grant), False

    def _translating(self, command: TranslateStatement) -> Iterator[tuple[bool, Verdict]]:
        origin = self.origin(command.statement)
        yield origin is None, StatementUnknown
        yield origin is not None and origin.language == command.language, TranslationNeedless
        yield len(tidy(command.text)) > 1_000, TextTooLong
        before = [
            one
            for one in self.done
            if isinstance(one, TranslateStatement)
            and (one.statement, one.language) == (command.statement, command.language)
        ]
        last = before[-1] if before else None
        same_text = tidy(last.text if last else "") == tidy(command.text)
        yield last is not None and last.version == command.version and same_text, False
        yield last is None and same_text, TranslationNeedless
        yield command.version != len(before) + 1, TranslationSuperseded
        yield command.by is None and last is not None and last.by is not None, TranslationSuperseded
        yield same_text, TranslationNeedless

    def _wording(self, text: str, limit: int) -> Iterator[tuple[bool, Verdict]]:
        yield tidy(text) == "", TextEmpty
        yield len(tidy(text)) > limit, TextTooLong

    def _staging(self, stage: Stage) -> Iterator[tuple[bool, Verdict]]:
        about_a_prompt = (
            Scene.PROMPT,
            Scene.MAP,
            Scene.COMMON_GROUND,
            Scene.FAULT_LINES,
            Scene.DISCUSS,
            Scene.SLATE,
            Scene.CHANGED,
            Scene.VENUES,
        )
        if stage.prompt is not None:
            yield self.phase(stage.prompt) == "unknown", PromptUnknown
            yield self.phase(stage.prompt) == "draft", PromptNotOpen
        yield stage.prompt is None and stage.scene in about_a_prompt, SceneIncomplete
        if stage.statement is not None:
            yield self.origin(stage.statement) is None, StatementUnknown
            yield self.standings(stage.statement)[-1] != "shown", StatementNotShown
            yield self.phase(self.prompt_of(stage.statement)) == "draft", PromptNotOpen
        yield stage.statement is None and stage.scene is Scene.STATEMENT, SceneIncomplete

    def is_ban(self, statement: StatementId) -> bool:
        """Whether the last word on its author is a ban."""
        said = [
            one for one in self.done if isinstance(one, BanAuthor | LiftBan) and one.statement == statement
        ]
        return bool(said) and isinstance(said[-1], BanAuthor)

    def is_banned(self, who: ParticipantId) -> bool:
        own = [one for one in self.done if isinstance(one, SubmitStatement) and one.participant == who]
        return any(self.is_ban(one.statement) for one in own)

    def analyses(self) -> dict[AnalysisId, NameAnalysis]:
        named: dict[AnalysisId, NameAnalysis] = {}
        for one in self.done:
            if isinstance(one, NameAnalysis):
                named[one.analysis] = one
            elif isinstance(one, DropAnalysis):
                named.pop(one.analysis, None)
        return named

    def is_same_analysis(self, one: NameAnalysis, other: NameAnalysis) -> bool:
        return (tidy(one.name), one.selection) == (tidy(other.name), other.selection)

    def is_revoked(self, grant: GrantId | None) -> bool:
        return any(isinstance(one, RevokeAccess) and one.grant == grant for one in self.done)

    def entered(self, who: ParticipantId) -> list[EnterBallot]:
        return [one for one in self.done if isinstance(one, EnterBallot) and one.participant == who]

    def comes_from(self, ballot: EnterBallot) -> VenueId | None:
        """The venue of the steward's link, if it has one; else what they said."""
        own = [one.venue for one in self.done if isinstance(one, GrantAccess) and one.grant == ballot.by]
        return own[0] if own and own[0] is not None else ballot.venue

    def joins(self, who: ParticipantId) -> list[Join]:
        return [one for one in self.done if isinstance(one, Join) and one.participant == who]

    def votes(self, who: ParticipantId, on: StatementId) -> list[CastVote]:
        return [
            one
            for one in self.done
            if isinstance(one, CastVote) and (one.participant, one.statement) == (who, on)
        ]

    def level(self) -> Level:
        return [Level.DEVICE, *(one.level for one in self.done if isinstance(one, SetLevel))][-1]

    def is_behind(self, said: list[Join] | list[CastVote], operation: Operation) -> bool:
        return any(
            (one.operation.counter, one.operation.device) >= (operation.counter, operation.device)
            for one in said
        )

    def phase(self, prompt: PromptId) -> str:
        row = self.run_of_show().get(prompt)
        return row.phase if row else "unknown"

    def text(self, prompt: PromptId) -> str | None:
        row = self.run_of_show().get(prompt)
        return row.text if row else None

    def switches(self, prompt: PromptId) -> Switches:
        return self.run_of_show()[prompt].switches

    def plan(self, prompt: PromptId) -> Times:
        row = self.run_of_show()[prompt]
        return (row.opens, row.submit_closes, row.closes)

    def number(self, prompt: PromptId) -> int:
        return self.run_of_show()[prompt].number

    def run_of_show(self) -> dict[PromptId, Row]:
        """The prompts as they stand after everything that was done."""
        rows: dict[PromptId, Row] = {}
        for one in self.done:
            match one:
                case DraftPrompt(prompt=prompt, text=text):
                    rows[prompt] = Row(len(rows) + 1, tidy(text))
                case RewordPrompt(prompt=prompt, text=text):
                    rows[prompt].text = tidy(text)
                case OpenPrompt(prompt=prompt):
                    rows[prompt].open()
                case ClosePrompt(prompt=prompt):
                    rows[prompt].close()
                case SetSwitches(prompt=prompt, switches=switches):
                    rows[prompt].switch(switches)
                case PlanPrompt(prompt=prompt, plan=plan):
                    row = rows[prompt]
                    row.opens, row.submit_closes, row.closes = row.fitting(plan)
                case FollowPlans(now_ms=now):
                    for row in rows.values():
                        row.reach(now)
                case MovePrompt(prompt=prompt, before=before):
                    drafts = sorted((row.number, name) for name, row in rows.items() if row.phase == "draft")
                    names = [name for _, name in drafts if name != prompt]
                    names.insert(names.index(before) if before else len(names), prompt)
                    for (number, _), name in zip(drafts, names, strict=True):
                        rows[name].number = number
        return rows

    def announcement(self) -> AnnouncementId | None:
        stands = None
        for one in self.done:
            match one:
                case Announce(announcement=said):
                    stands = said.id
                case WithdrawAnnouncement():
                    stands = None
        return stands

    def announced(self) -> list[AnnouncementId]:
        return [one.announcement.id for one in self.done if isinstance(one, Announce)]

    def is_premoderated(self, prompt: PromptId) -> bool:
        said = [self.premoderated]
        said += [
            one.premoderated
            for one in self.done
            if isinstance(one, SetPremoderation) and one.prompt == prompt
        ]
        return said[-1]

    def origin(self, statement: StatementId) -> SubmitStatement | SeedStatement | None:
        """How it came in; None where it never did, or is wiped."""
        return None if self.is_wiped(statement) else self.whence(statement)

    def whence(self, statement: StatementId) -> SubmitStatement | SeedStatement | None:
        for one in self.done:
            if isinstance(one, SubmitStatement | SeedStatement) and one.statement == statement:
                return one
        return None

    def is_erased(self, who: ParticipantId | None) -> bool:
        return any(isinstance(one, EraseParticipant) and one.participant == who for one in self.done)

    def is_wiped(self, statement: StatementId) -> bool:
        """Whether its author had themselves erased before anybody was shown it."""
        origin = self.whence(statement)
        for place, one in enumerate(self.done):
            if (
                isinstance(one, EraseParticipant)
                and isinstance(origin, SubmitStatement)
                and one.participant == origin.participant
            ):
                earlier = Minutes(self.venues, self.premoderated, self.grants, self.statement_limit)
                earlier.done = self.done[:place]
                return set(earlier.standings(statement)) <= {"waiting", "rejected"}
        return False

    def prompt_of(self, statement: StatementId) -> PromptId:
        origin = self.whence(statement)
        return origin.prompt if origin else PromptId("none")

    def standings(self, statement: StatementId) -> list[str]:
        """How it stood at first and after each decision; merged, it stands as what it was merged into."""
        stood = ["waiting"]
        premoderated: dict[PromptId, bool] = {}
        for one in self.done:
            match one:
                case SetPremoderation(prompt=prompt, premoderated=on):
                    premoderated[prompt] = on
                case SeedStatement(statement=about) if about == statement:
                    stood.append("shown")
                case SubmitStatement(statement=about, prompt=prompt) if about == statement:
                    if not premoderated.get(prompt, self.premoderated):
                        stood.append("shown")
                case ShowStatement(statement=about) if about == statement:
                    stood.append("shown")
                case RejectStatement(statement=about) if about == statement:
                    stood.append("rejected")
                case MergeStatement(statement=about, into=into) if about == statement:
                    stood.append(into)
                case UndoDecision(statement=about, decision=decision) if about == statement:
                    stood.append(stood[decision - 1])
        return stood

    def card_of(self, statement: StatementId) -> StatementId:
        """On whose card it is."""
        return self.cards_above(statement)[-1]

    def cards_above(self, statement: StatementId) -> list[StatementId]:
        """The statement, what it was merged into, what that was merged into, and so on."""
        stands = StatementId(self.standings(statement)[-1])
        return [statement, *(self.cards_above(stands) if self.origin(stands) is not None else ())]

    def words(self, statement: StatementId) -> str:
        if self.is_wiped(statement):
            return ""
        origin = self.origin(statement)
        said = [origin.text if origin else ""]
        said += [
            one.text for one in self.done if isinstance(one, RewordStatement) and one.statement == statement
        ]
        return tidy(said[-1])

    def undone_last(self, statement: StatementId) -> int | None:
        """The decision that the latest one took back."""
        decided = [
            one
            for one in self.done
            if isinstance(one, ShowStatement | RejectStatement | MergeStatement | UndoDecision)
            and one.statement == statement
        ]
        return decided[-1].decision if decided and isinstance(decided[-1], UndoDecision) else None

    def statements(self) -> list[SubmitStatement | SeedStatement]:
        return [one for one in self.done if isinstance(one, SubmitStatement | SeedStatement)]

    def is_said(self, prompt: PromptId, text: str) -> bool:
        said = [
            one.text for one in self.statements() if one.prompt == prompt and not self.is_wiped(one.statement)
        ]
        said += [
            one.text
            for one in self.done
            if isinstance(one, RewordStatement)
            and self.prompt_of(one.statement) == prompt
            and not self.is_wiped(one.statement)
        ]
        return any(plain(one) == plain(text) for one in said)

    def waiting_of(self, who: ParticipantId) -> int:
        return sum(
            isinstance(one, SubmitStatement)
            and one.participant == who
            and self.standings(one.statement)[-1] == "waiting"
            for one in self.statements()
        )

    def stage(self) -> Stage:
        return [Stage(), *(one.stage for one in self.done if isinstance(one, SetStage))][-1]


def plain(text: str) -> str:
    return tidy(text).lower().rstrip(".!?")


def tidy(text: str) -> str:
    return " ".join(text.split())
