"""The rules, driven at random, against minutes of the meeting that are read again from the top each time."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plenary.deliberation.audience import changes, snapshot
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
    PaperVote,
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
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import (
    BallotFact,
    Fact,
    ParticipantErased,
    PromptClosed,
    PromptOpened,
    VoteCast,
)
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.rules.erasure import erasure_of
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    AnalysisId,
    Announcement,
    AnnouncementId,
    Choice,
    GrantId,
    Level,
    Mode,
    Operation,
    ParticipantId,
    PassReason,
    Plan,
    PromptId,
    Role,
    Scene,
    Selection,
    Stage,
    StatementId,
    Switches,
    VenueId,
)
from tests.deliberation.minutes import Minutes
from tests.deliberation.screens import Screen, leaks
from tests.deliberation.verdicts import Verdict, verdict
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
    created,
    granted,
)

STATEMENT_LIMIT = 24

OTHER = GrantId("other")
PAPERS = [ParticipantId("paper one"), ParticipantId("paper two")]

people = st.sampled_from([ADA, BO, CY])
prompts = st.sampled_from([CITY, SCHOOL, SPORT])
known_statements = [TRAM, PARK, BIKE]
statements = st.sampled_from(known_statements)
# Few and small, so that old operations come again and devices meet on one counter.
operations = st.builds(Operation, st.integers(1, 6), st.sampled_from(["phone", "tablet"]))
venues = st.sampled_from([PARIS.id, LYON.id, VenueId("nowhere"), None])
words = st.sampled_from(
    ["Trams at night.", " trams  at NIGHT", "More parks", "Bicycles!", " \n", "long " * 250]
)
questions = st.sampled_from(["What now?", "What  now?\n", "What next?", "\t", "long " * 60])
decisions = st.integers(0, 4)


def about(prompt: PromptId, text: str) -> str:
    """The text, told from the same one under another prompt; a blank one stays blank."""
    return f"{prompt}: {text}" if text.strip() else text


class Rules(RuleBasedStateMachine):
    """Everything that can be asked, in any order, by people and desks who know nothing of each other."""

    @initialize(premoderated=st.booleans(), begun=st.booleans())
    def begin(self, premoderated: bool, begun: bool):
        venues = {PARIS.id, LYON.id}
        self.minutes = Minutes(venues, premoderated, {DESK}, STATEMENT_LIMIT)
        self.facts: list[Fact] = [
            created(premoderated=premoderated, statement_limit=STATEMENT_LIMIT),
            granted(DESK),
        ]
        self.read = 0
        self.offered_again: set[tuple[ParticipantId, StatementId, Operation]] = set()
        self.state = Deliberation(self.facts)
        self.screens = [(role, Screen().take(snapshot(self.state, role)), 2) for role in Role]
        if begun:
            for who in (ADA, BO):
                self.ask(Join(who, Mode.IN_ROOM, PARIS.id, ENGLISH, Operation(1, "phone")))
            for prompt, statement in ((CITY, TRAM), (SCHOOL, PARK)):
                self.ask(DraftPrompt(prompt, about(prompt, "What now?"), DESK))
                self.ask(SeedStatement(statement, prompt, about(prompt, "Begin!"), ENGLISH, DESK))
            self.ask(OpenPrompt(CITY, DESK))
            self.ask(DraftPrompt(SPORT, "Which sports?", DESK))

    def ask(self, command: Command) -> None:
        """Both must come to the same verdict; and asking again at once changes nothing."""
        expected = verdict(self.minutes, command)
        outcome: Verdict
        try:
            facts = decide(self.state, command)
        except Refusal as refusal:
            facts, outcome = [], type(refusal)
        else:
            outcome = bool(facts)
        assert outcome is expected
        self.facts += facts
        self.state.apply_all(facts)
        if facts:
            self.minutes.done.append(command)
            assert decide(self.state, command) == []

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

    @rule(now=st.integers(0, 7))
    def time_passes(self, now):
        self.ask(FollowPlans(now))

    @rule(number=st.integers(1, 3), phones=st.booleans(), screens=st.booleans(), text=questions)
    def announce(self, number, phones, screens, text):
        self.ask(Announce(Announcement(AnnouncementId(f"news-{number}"), text, phones, screens), DESK))

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

    @rule(statement=statements)
    def reject(self, statement):
        self.ask(RejectStatement(statement, "off topic", DESK))

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
    )
    def enter_ballot(self, who, venue, choices, again, operation, by):
        votes = tuple(PaperVote(statement, choice) for statement, choice in choices.items())
        self.ask(EnterBallot(who, venue, ENGLISH, votes, again, operation, by))

    @rule(who=people)
    def erase(self, who):
        self.ask(EraseParticipant(who))

    @rule(who=people)
    def write_without_end(self, who):
        first = len(self.minutes.statements())
        for number in range(first, first + 14):
            statement = StatementId(f"{who}-{number}")
            self.ask(SubmitStatement(who, statement, CITY, f"Number {number:03}", ENGLISH))

    @precondition(lambda self: self.minutes.done)
    @rule(data=st.data())
    def resend(self, data):
        """What says what somebody said counts once for ever, however late it comes again."""
        command = data.draw(st.sampled_from(self.minutes.done))
        if isinstance(
            command, Join | CastVote | SubmitStatement | SeedStatement | GrantAccess | RevokeAccess
        ) and not (
            self.minutes.is_revoked(getattr(command, "by", None))
            or self.minutes.is_erased(getattr(command, "participant", None))
        ):
            assert decide(self.state, command) == []
        self.ask(command)

    @rule(role=st.sampled_from(Role), place=st.integers(0, 5))
    def look_in(self, role, place):
        """Somebody opens the page, or comes back and gets a snapshot."""
        screen = role, Screen().take(snapshot(self.state, role)), len(self.facts)
        self.screens[place : place + 1] = [screen]

    @rule(place=st.integers(0, 5))
    def catch_up(self, place):
        """Somebody is told what they have missed, little or much."""
        for index, (role, screen, position) in list(enumerate(self.screens))[place : place + 1]:
            missed = [fact for fact in self.facts[position:] if not isinstance(fact, BallotFact)]
            told = changes(self.state, missed, role)
            assert leaks(self.state, role, told) == []
            screen.take(told)
            whole = snapshot(self.state, role)
            assert leaks(self.state, role, whole) == []
            assert screen == Screen().take(whole)
            self.screens[index] = role, screen, len(self.facts)

    @invariant()
    def everyone_counts_once_with_their_last_word(self):
        counted = {
            (who, statement): (vote.choice, vote.reason)
            for who, ballot in self.state.ballots.items()
            for statement, vote in ballot.votes.items()
        }
        cast = [
            command
            for command in self.minutes.done
            if isinstance(command, CastVote) and not self.minutes.is_erased(command.participant)
        ]
        in_order = sorted(cast, key=lambda vote: (vote.operation.counter, vote.operation.device))
        on_paper = [command for command in self.minutes.done if isinstance(command, EnterBallot)]
        assert counted == {
            (vote.participant, vote.statement): (
                vote.choice,
                vote.reason if vote.choice is Choice.PASS else None,
            )
            for vote in in_order
        } | {
            (ballot.participant, vote.statement): (vote.choice, None)
            for ballot in on_paper
            for vote in ballot.votes
        }

    @invariant()
    def all_stands_as_the_minutes_say(self):
        if self.read == len(self.facts):
            return
        self.read = len(self.facts)
        assert {
            statement.id: (
                statement.prompt,
                statement.into or statement.standing,
                len(statement.decisions),
                statement.text,
                self.state.standing_for(statement.id),
            )
            for statement in self.state.statements.values()
        } == {
            one.statement: (
                one.prompt,
                standings[-1],
                len(standings) - 1,
                self.minutes.words(one.statement),
                self.minutes.card_of(one.statement),
            )
            for one in self.minutes.statements()
            for standings in [self.minutes.standings(one.statement)]
        }
        for prompt in self.state.prompts.values():
            assert (prompt.phase, prompt.text, prompt.switches, prompt.plan, prompt.number) == (
                self.minutes.phase(prompt.id),
                self.minutes.text(prompt.id),
                self.minutes.switches(prompt.id),
                Plan(*self.minutes.plan(prompt.id)),
                self.minutes.number(prompt.id),
            )
        assert self.state.stage == self.minutes.stage()
        assert {one: (named.name, named.selection) for one, named in self.state.analyses.items()} == {
            one: (" ".join(named.name.split()), named.selection)
            for one, named in self.minutes.analyses().items()
        }
        announcement = self.state.announcement
        assert (announcement.id if announcement else None) == self.minutes.announcement()

    def teardown(self):
        if not hasattr(self, "state"):
            return
        for place in range(len(self.screens)):
            self.catch_up(place)
        self.nothing_votes_after_the_close()
        self.facts_folded_in_another_order_are_the_same()
        self.facts_without_what_was_erased_are_the_same()

    def nothing_votes_after_the_close(self):
        open_prompts = set()
        for fact in self.facts:
            match fact:
                case PromptOpened(prompt=prompt):
                    open_prompts.add(prompt)
                case PromptClosed(prompt=prompt):
                    open_prompts.remove(prompt)
                case VoteCast(participant=who, statement=statement, operation=operation) if (
                    who not in PAPERS and (who, statement, operation) not in self.offered_again
                ):
                    assert self.minutes.prompt_of(statement) in open_prompts

    def facts_folded_in_another_order_are_the_same(self):
        ballots = [fact for fact in self.facts if isinstance(fact, BallotFact)]
        programme = [fact for fact in self.facts if not isinstance(fact, BallotFact)]
        again = Deliberation([*ballots, *programme, *reversed(ballots)])
        assert vars(again) == vars(self.state)

    def facts_without_what_was_erased_are_the_same(self):
        """As they are kept after each erasure, and as nobody can tell any more who that was."""
        kept: list[Fact] = []
        state = Deliberation()
        for fact in self.facts:
            if isinstance(fact, ParticipantErased):
                [who] = [one for one in (ADA, BO, CY) if erasure_mark(one) == fact.mark]
                erasure = erasure_of(state, who, ParticipantId(f"somebody once {fact.mark}"))
                kept = [one if isinstance(one, BallotFact) else erasure.programme_fact(one) for one in kept]
                own = [one for one in kept if isinstance(one, BallotFact) and one.participant == who]
                kept = [*(one for one in kept if one not in own), *erasure.ballot(own)]
                assert f"'{who}'" not in repr(kept)
            kept.append(fact)
            state.apply(fact)
        again = Deliberation(fact for fact in kept if not isinstance(fact, BallotFact))
        again.ballots = self.state.ballots
        assert vars(again) == vars(self.state)


TestRules = pytest.mark.timeout(900)(Rules.TestCase)
TestRules.settings = settings(
    # Some three minutes of it are for `TEST_WHOLE=1`; every run of the tests finds what is easy to find.
    max_examples=1_000 if os.environ.get("TEST_WHOLE") else 250,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
