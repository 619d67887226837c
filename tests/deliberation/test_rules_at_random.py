"""The rules, driven at random, against minutes of the meeting that are read again from the top each time."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.ballot_commands import CastVote, Join, WithdrawVote
from plenary.deliberation.ballot_facts import BallotFact, VoteCast, VoteWithdrawn
from plenary.deliberation.commands import (
    Command,
    DraftPrompt,
    GrantAccess,
    OpenPrompt,
    RevokeAccess,
    SeedStatement,
    SubmitStatement,
)
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import Fact, ParticipantErased, PromptClosed, PromptOpened
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.rules.erasure import erasure_of
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import (
    Choice,
    Mode,
    Operation,
    ParticipantId,
    Plan,
    Role,
)
from tests.deliberation.asking import PAPERS, Asking, about
from tests.deliberation.minutes import Minutes
from tests.deliberation.screens import Screen, leaks
from tests.deliberation.verdicts import Verdict, verdict
from tests.hall import (
    ADA,
    BO,
    CITY,
    CY,
    DESK,
    ENGLISH,
    LYON,
    PARIS,
    PARK,
    SCHOOL,
    SPORT,
    TRAM,
    created,
    granted,
)

STATEMENT_LIMIT = 24


class Rules(Asking):
    """What comes of it is what the minutes say, and every screen is told no more and no less than it may know."""

    @initialize(premoderated=st.booleans(), begun=st.booleans())
    def begin(self, premoderated: bool, begun: bool):
        venues = {PARIS.id, LYON.id}
        self.minutes = Minutes(venues, premoderated, {DESK}, STATEMENT_LIMIT)
        self.facts: list[Fact] = [
            created(premoderated=premoderated, statement_limit=STATEMENT_LIMIT),
            granted(DESK),
        ]
        self.read = 0
        self.offered_again = set()
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

    @precondition(lambda self: self.minutes.done)
    @rule(data=st.data())
    def resend(self, data):
        """What says what somebody said counts once for ever, however late it comes again."""
        command = data.draw(st.sampled_from(self.minutes.done))
        if isinstance(
            command,
            Join | CastVote | WithdrawVote | SubmitStatement | SeedStatement | GrantAccess | RevokeAccess,
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
        said = [
            command
            for command in self.minutes.done
            if isinstance(command, CastVote | WithdrawVote)
            and not self.minutes.is_erased(command.participant)
        ]
        in_order = sorted(said, key=lambda one: (one.operation.counter, one.operation.device))
        last = {(one.participant, one.statement): one for one in in_order}
        assert counted == {
            cell: (vote.choice, vote.reason if vote.choice is Choice.PASS else None)
            for cell, vote in last.items()
            if isinstance(vote, CastVote)
        } | {
            (who, statement): (choice, None)
            for who in PAPERS
            for statement, choice in self.minutes.on_paper(who).items()
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
        assert self.state.items == self.minutes.items()
        assert self.state.item == self.minutes.item()
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
                case (
                    VoteCast(participant=who, statement=statement, operation=operation)
                    | VoteWithdrawn(participant=who, statement=statement, operation=operation)
                ) if who not in PAPERS and (who, statement, operation) not in self.offered_again:
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
