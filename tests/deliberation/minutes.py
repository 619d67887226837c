"""A deliberation too simple to be wrong: the commands that were carried out, read again from the top each time.

It shares no code with the rules: it keeps nothing but a list. What must come of a command is in `verdicts.py`.
"""

from collections.abc import Iterable
from copy import copy

from plenary.deliberation.ballot_commands import CastVote, EnterBallot, Join, WithdrawVote
from plenary.deliberation.commands import (
    Announce,
    BanAuthor,
    BeginItem,
    Command,
    EndItem,
    EraseParticipant,
    GrantAccess,
    LiftBan,
    ListWord,
    MergeStatement,
    RejectStatement,
    RevokeAccess,
    RewordStatement,
    SeedStatement,
    SetLevel,
    SetPremoderation,
    SetStage,
    ShowStatement,
    SubmitStatement,
    UndoDecision,
    UnlistWord,
    WithdrawAnnouncement,
)
from plenary.deliberation.report_commands import DropAnalysis, NameAnalysis
from plenary.deliberation.vocabulary import (
    AnalysisId,
    AnnouncementId,
    Choice,
    GrantId,
    ItemId,
    Level,
    Operation,
    ParticipantId,
    PromptId,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
from tests.deliberation.run_of_show import Row, Times, run_of_show
from tests.deliberation.wording import plain, tidy


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
        self.word_limit = 60
        self.title_limit = 120

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

    def on_paper(self, who: ParticipantId) -> dict[StatementId, Choice]:
        """What the person's sheet says, corrections included."""
        held: dict[StatementId, Choice] = {}
        for place, one in enumerate(self.done):
            if isinstance(one, EnterBallot) and one.participant == who:
                then = copy(self)
                then.done = self.done[:place]
                for blank in then.left_blank(one, held) if one.whole else ():
                    del held[blank]
                held |= {vote.statement: vote.choice for vote in one.votes}
        return held

    def left_blank(self, ballot: EnterBallot, held: Iterable[StatementId]) -> list[StatementId]:
        """Of what was answered, what stands under the same prompts, and has no answer on this one."""
        answered = {vote.statement for vote in ballot.votes}
        prompts = {self.prompt_of(one) for one in answered}
        return [
            one
            for one in held
            if one not in answered and self.prompt_of(one) in prompts and self.standings(one)[-1] == "shown"
        ]

    def comes_from(self, ballot: EnterBallot) -> VenueId | None:
        """The venue of the steward's link, if it has one; else what they said."""
        own = [one.venue for one in self.done if isinstance(one, GrantAccess) and one.grant == ballot.by]
        return own[0] if own and own[0] is not None else ballot.venue

    def joins(self, who: ParticipantId) -> list[Join]:
        return [one for one in self.done if isinstance(one, Join) and one.participant == who]

    def said_of(self, who: ParticipantId, on: StatementId) -> list[CastVote | WithdrawVote]:
        return [
            one
            for one in self.done
            if isinstance(one, CastVote | WithdrawVote) and (one.participant, one.statement) == (who, on)
        ]

    def level(self) -> Level:
        return [Level.DEVICE, *(one.level for one in self.done if isinstance(one, SetLevel))][-1]

    def is_listed(self, word: str) -> bool:
        """Whether the last that was said of the word is that it be looked at twice."""
        said = [
            one
            for one in self.done
            if isinstance(one, ListWord | UnlistWord) and plain(one.word) == plain(word)
        ]
        return bool(said) and isinstance(said[-1], ListWord)

    def is_behind(self, said: list[Join] | list[CastVote | WithdrawVote], operation: Operation) -> bool:
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
        return run_of_show(self.done)

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

    def items(self) -> dict[ItemId, str]:
        return {one.item: " ".join(one.title.split()) for one in self.done if isinstance(one, BeginItem)}

    def item(self) -> ItemId | None:
        said = [one for one in self.done if isinstance(one, BeginItem | EndItem)]
        return said[-1].item if said and isinstance(said[-1], BeginItem) else None

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
