"""Everything that can be asked of the rules, drawn at random."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from plenary.deliberation.ballot_commands import CastVote, EnterBallot, Join, PaperVote, WithdrawVote
from plenary.deliberation.commands import (
    Announce,
    BanAuthor,
    BeginItem,
    ClosePrompt,
    Command,
    DraftPrompt,
    EndItem,
    EraseParticipant,
    FollowPlans,
    GrantAccess,
    LiftBan,
    ListWord,
    MergeStatement,
    MovePrompt,
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
    TranslatePrompt,
    TranslateStatement,
    UndoDecision,
    UnlistWord,
    WithdrawAnnouncement,
)
from plenary.deliberation.report_commands import DropAnalysis, KeepReport, NameAnalysis
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    AnalysisId,
    Announcement,
    AnnouncementId,
    Choice,
    GrantId,
    ItemId,
    Level,
    Mode,
    Operation,
    ParticipantId,
    PassReason,
    Plan,
    PromptId,
    RejectionReason,
    Role,
    Scene,
    Selection,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
from tests.deliberation.minutes import Minutes
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    CY,
    DESK,
    ENGLISH,
    FRENCH,
    LYON,
    PARIS,
    PARK,
    SCHOOL,
    SCREEN,
    SPORT,
    TRAM,
    granted,
)

OTHER = GrantId("other")
PAPERS = [ParticipantId("paper one"), ParticipantId("paper two")]

people = st.sampled_from([ADA, BO, CY])
prompts = st.sampled_from([CITY, SCHOOL, SPORT])
statements = st.sampled_from([TRAM, PARK, BIKE])
# Few and small, so that old operations come again and devices meet on one counter.
operations = st.builds(Operation, st.integers(1, 6), st.sampled_from(["phone", "tablet"]))
venues = st.sampled_from([PARIS.id, LYON.id, VenueId("nowhere"), None])
words = st.sampled_from(
    ["Trams at night.", " trams  at NIGHT", "More parks", "Bicycles!", " \n", "long " * 250]
)
questions = st.sampled_from(["What now?", "What  now?\n", "What next?", "\t", "long " * 60])
listed = st.sampled_from(["trams", " TRAMS ", "at  night", "…!", " ", "long " * 20])
items = st.sampled_from([ItemId("panel"), ItemId("lunch"), ItemId("talk")])
decisions = st.integers(0, 4)


def about(prompt: PromptId, text: str) -> str:
    """The text, told from the same one under another prompt; a blank one stays blank."""
    return f"{prompt}: {text}" if text.strip() else text


class Asking(RuleBasedStateMachine):
    """Everything that can be asked, in any order, by people and desks who know nothing of each other."""

    state: Deliberation
    minutes: Minutes
    offered_again: set[tuple[ParticipantId, StatementId, Operation]]
    """Votes and withdrawals that a phone says were counted before."""

    def ask(self, command: Command) -> None:
        raise NotImplementedError

    @rule(
        who=people,
        mode=st.sampled_from(Mode),
        venue=venues,
        operation=operations,
        shows=st.sampled_from([None, None, None, *Level]),
    )
    def join(self, who, mode, venue, operation, shows):
        self.ask(Join(who, mode, venue, ENGLISH, operation, shows or self.state.level))

    @rule(level=st.sampled_from(Level))
    def set_level(self, level):
        self.ask(SetLevel(level, DESK))

    @rule(item=items, title=questions)
    def begin_item(self, item, title):
        self.ask(BeginItem(item, title, DESK))

    @rule(item=items)
    def end_item(self, item):
        self.ask(EndItem(item, DESK))

    @rule(word=listed, is_listed=st.booleans())
    def list_word(self, word, is_listed):
        self.ask(ListWord(word, DESK) if is_listed else UnlistWord(word, DESK))

    @rule(
        who=people,
        statement=statements,
        choice=st.sampled_from(Choice),
        operation=operations,
        reason=st.none() | st.sampled_from(PassReason),
        was_counted=st.booleans(),
    )
    def vote(self, who, statement, choice, operation, reason, was_counted):
        if was_counted:
            self.offered_again.add((who, statement, operation))
        self.ask(CastVote(who, statement, choice, operation, reason, was_counted=was_counted))

    @rule(who=people, statement=statements, operation=operations, was_counted=st.booleans())
    def withdraw_vote(self, who, statement, operation, was_counted):
        if was_counted:
            self.offered_again.add((who, statement, operation))
        self.ask(WithdrawVote(who, statement, operation, was_counted))

    @rule(who=people, statement=statements, prompt=prompts, text=words)
    def submit(self, who, statement, prompt, text):
        self.ask(SubmitStatement(who, statement, prompt, about(prompt, text), ENGLISH))

    @rule(statement=statements, prompt=prompts, text=words)
    def seed(self, statement, prompt, text):
        self.ask(SeedStatement(statement, prompt, about(prompt, text), ENGLISH, DESK))

    @rule(prompt=prompts, text=questions, again=st.booleans())
    def word(self, prompt, text, again):
        text = about(prompt, text)
        self.ask(RewordPrompt(prompt, text, DESK) if again else DraftPrompt(prompt, text, DESK))

    @rule(prompt=prompts, close=st.booleans())
    def open_or_close(self, prompt, close):
        self.ask(ClosePrompt(prompt, DESK) if close else OpenPrompt(prompt, DESK))

    @rule(prompt=prompts, switches=st.builds(Switches, st.booleans(), st.booleans()))
    def switch(self, prompt, switches):
        self.ask(SetSwitches(prompt, switches, DESK))

    @rule(prompt=prompts, on=st.booleans())
    def premoderate(self, prompt, on):
        self.ask(SetPremoderation(prompt, on, DESK))

    @rule(prompt=prompts, before=st.none() | prompts)
    def move(self, prompt, before):
        self.ask(MovePrompt(prompt, before, DESK))

    @rule(prompt=prompts, times=st.lists(st.none() | st.integers(1, 6), min_size=3, max_size=3))
    def plan(self, prompt, times):
        self.ask(PlanPrompt(prompt, Plan(*times), DESK))

    @rule(
        prompt=prompts,
        language=st.sampled_from([ENGLISH, FRENCH]),
        text=st.sampled_from(["Et ensuite ?", "Et  ensuite\n?", "Que faire ?", " ", "long " * 250]),
        version=st.integers(1, 3),
        by=st.sampled_from([DESK, OTHER, None]),
    )
    def translate_prompt(self, prompt, language, text, version, by):
        self.ask(TranslatePrompt(prompt, language, text, version, by))

    @rule(now=st.integers(0, 7))
    def time_passes(self, now):
        self.ask(FollowPlans(now))

    @rule(
        number=st.integers(1, 3),
        phones=st.booleans(),
        screens=st.booleans(),
        text=questions,
        until_ms=st.sampled_from([None, 7]),
        holds=st.booleans(),
    )
    def announce(self, number, phones, screens, text, until_ms, holds):
        said = Announcement(AnnouncementId(f"news-{number}"), text, phones, screens, until_ms, holds)
        self.ask(Announce(said, DESK))

    @rule(number=st.integers(1, 3))
    def withdraw(self, number):
        self.ask(WithdrawAnnouncement(AnnouncementId(f"news-{number}"), DESK))

    @rule(number=st.integers(1, 4), ballots=st.integers(0, 1))
    def keep_report(self, number, ballots):
        self.ask(KeepReport(number, 9, ballots, "digest", "programme", "ballots", None))

    @rule(number=st.integers(1, 14), name=questions, venue=venues)
    def name_analysis(self, number, name, venue):
        self.ask(NameAnalysis(AnalysisId(f"analysis-{number}"), name, Selection(venue=venue), DESK))

    @rule(number=st.integers(1, 3))
    def drop_analysis(self, number):
        self.ask(DropAnalysis(AnalysisId(f"analysis-{number}"), DESK))

    @rule(statement=statements)
    def show(self, statement):
        self.ask(ShowStatement(statement, DESK))

    @rule(statement=statements, because=st.none() | st.sampled_from(RejectionReason))
    def reject(self, statement, because):
        self.ask(RejectStatement(statement, "off topic", DESK, because))

    @rule(statement=statements, into=statements)
    def merge(self, statement, into):
        self.ask(MergeStatement(statement, into, DESK))

    @rule(statement=statements, text=words)
    def mend(self, statement, text):
        prompt = self.minutes.prompt_of(statement)
        self.ask(RewordStatement(statement, about(prompt, text), DESK))

    @rule(statement=statements, decision=decisions)
    def undo(self, statement, decision):
        self.ask(UndoDecision(statement, decision, DESK))

    @rule(statement=statements, lift=st.booleans())
    def ban(self, statement, lift):
        self.ask(LiftBan(statement, DESK) if lift else BanAuthor(statement, "threatens people", DESK))

    @rule(scene=st.sampled_from(Scene), prompt=st.none() | prompts, statement=st.none() | statements)
    def stage(self, scene, prompt, statement):
        self.ask(SetStage(Stage(scene, prompt, statement), DESK))

    @rule(
        grant=st.sampled_from([DESK, SCREEN, OTHER]),
        role=st.sampled_from(Role),
        venue=venues,
        label=st.sampled_from(["", " The left\ndoor ", "long " * 20]),
        by=st.sampled_from([DESK, OTHER]),
    )
    def make_link(self, grant, role, venue, label, by):
        self.ask(GrantAccess(grant, role, granted(grant).digest, label, None, venue, by))

    # Not the desk that all else is asked from: then nothing would happen any more.
    @rule(grant=st.sampled_from([SCREEN, OTHER]), by=st.sampled_from([DESK, OTHER]))
    def revoke_link(self, grant, by):
        self.ask(RevokeAccess(grant, by))

    @rule(
        statement=statements,
        language=st.sampled_from([ENGLISH, FRENCH]),
        text=st.sampled_from(["Le tram la nuit.", "Le  tram\nla nuit.", "Des trams !", " ", "long " * 250]),
        version=st.integers(1, 3),
        by=st.sampled_from([DESK, OTHER, None]),
    )
    def translate(self, statement, language, text, version, by):
        self.ask(TranslateStatement(statement, language, text, version, by))

    @rule(
        who=st.sampled_from(PAPERS),
        venue=venues,
        choices=st.dictionaries(statements, st.sampled_from(Choice), min_size=1),
        again=st.booleans(),
        operation=operations,
        by=st.sampled_from([DESK, OTHER]),
        whole=st.booleans(),
    )
    def enter_ballot(self, who, venue, choices, again, operation, by, whole):
        votes = tuple(PaperVote(statement, choice) for statement, choice in choices.items())
        self.ask(EnterBallot(who, venue, ENGLISH, votes, again, operation, by, whole))

    @rule(who=people)
    def erase(self, who):
        self.ask(EraseParticipant(who))

    @rule(who=people)
    def write_without_end(self, who):
        first = len(self.minutes.statements())
        for number in range(first, first + 14):
            statement = StatementId(f"{who}-{number}")
            self.ask(SubmitStatement(who, statement, CITY, f"Number {number:03}", ENGLISH))
