"""Several moderators at once: each decides on what their hub has seen, and the log takes one after the other.

A race is what happens in the hub and the store, without both: an act is decided on a copy of the event that may be
behind; the log refuses it if the programme has moved; then the copy catches up and decides again.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from plenary.deliberation.commands import (
    ClosePrompt,
    Command,
    FollowPlans,
    MergeStatement,
    MovePrompt,
    OpenPrompt,
    PlanPrompt,
    RejectStatement,
    RewordStatement,
    ShowStatement,
    UndoDecision,
)
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import DecisionUndone, Fact
from plenary.deliberation.refusals import DecisionSuperseded, Refusal
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import GrantId, Plan, Standing
from tests.hall import (
    BIKE,
    CITY,
    PARK,
    PREPARED,
    SCHOOL,
    SPORT,
    TRAM,
    drafted,
    shown,
    submitted,
)

RACES = 10_000
BEGIN: tuple[Fact, ...] = (
    *PREPARED,
    drafted(SCHOOL),
    drafted(SPORT),
    submitted(TRAM),
    submitted(PARK),
    shown(PARK),
    submitted(BIKE),
)


@dataclass
class Log:
    facts: list[Fact] = field(default_factory=lambda: list(BEGIN))


class Desk:
    """A moderator at a hub of their own, which hears of the others' acts when it does."""

    def __init__(self, log: Log, name: str) -> None:
        self.log = log
        self.by = GrantId(name)
        self.seen = 0
        self.state = Deliberation()
        self.hear()

    def hear(self) -> None:
        self.state.apply_all(self.log.facts[self.seen :])
        self.seen = len(self.log.facts)

    def act(self, command: Command) -> list[Fact]:
        """Decided, refused by the log if that was on an old programme, and decided again. Raises Refusal."""
        while True:
            facts = decide(self.state, command)
            if not facts or self.seen == len(self.log.facts):
                self.log.facts += facts
                self.hear()
                return facts
            self.hear()


def race(draw: random.Random, acts: int) -> tuple[Log, list[Desk]]:
    log = Log()
    desks = [Desk(log, "ann"), Desk(log, "ben"), Desk(log, "cay")]
    for _ in range(acts):
        desk = draw.choice(desks)
        if draw.random() < 0.4:
            desk.hear()
        try:
            desk.act(some_act(draw, desk))
        except Refusal:
            pass
    for desk in desks:
        desk.hear()
    return log, desks


def some_act(draw: random.Random, desk: Desk) -> Command:
    statement, by = draw.choice([TRAM, PARK, BIKE]), desk.by
    prompt = draw.choice([CITY, SCHOOL, SPORT])
    return draw.choice(
        (
            ShowStatement(statement, by),
            RejectStatement(statement, "off topic", by),
            MergeStatement(statement, draw.choice([TRAM, PARK, BIKE]), by),
            RewordStatement(statement, f"Mended {draw.randint(1, 3)}", by),
            # Whatever this desk believes to be the latest.
            UndoDecision(statement, len(desk.state.statements[statement].decisions), by),
            OpenPrompt(prompt, by),
            ClosePrompt(prompt, by),
            MovePrompt(prompt, draw.choice([SCHOOL, SPORT, None]), by),
            PlanPrompt(prompt, Plan(draw.randint(1, 9), None, draw.randint(1, 9)), by),
            FollowPlans(draw.randint(0, 10)),
        )
    )


def test_ten_thousand_races_leave_one_state_and_nothing_undone_by_mistake():
    seen: Counter[type[Fact]] = Counter()
    for number in range(RACES):
        log, desks = race(random.Random(number), acts=8)
        again = Deliberation(log.facts)
        for desk in desks:
            assert vars(desk.state) == vars(again), number
        so_far = Deliberation()
        for fact in log.facts:
            if isinstance(fact, DecisionUndone):
                # Nobody takes back a decision that they have not seen to be the latest.
                assert fact.decision == len(so_far.statements[fact.statement].decisions), number
            so_far.apply(fact)
        assert [one.number for one in sorted(again.prompts.values(), key=lambda one: one.number)] == [1, 2, 3]
        for statement in again.statements:
            assert again.is_shown(statement) == (
                again.statements[again.standing_for(statement)].standing is Standing.SHOWN
            )
        seen.update(type(fact) for fact in log.facts[len(BEGIN) :])
    # The races were of every kind.
    assert len(seen) == 9
    assert min(seen.values()) > RACES // 100


def test_two_moderators_who_both_show_a_statement_leave_one_line():
    log = Log()
    one, other = Desk(log, "ann"), Desk(log, "ben")

    assert len(one.act(ShowStatement(TRAM, one.by))) == 1
    assert other.act(ShowStatement(TRAM, other.by)) == []
    assert len(log.facts) == len(BEGIN) + 1


def test_of_two_moderators_who_decide_differently_the_later_sees_what_they_change():
    log = Log()
    one, other = Desk(log, "ann"), Desk(log, "ben")
    one.act(ShowStatement(TRAM, one.by))
    undoing_the_first = UndoDecision(TRAM, 1, one.by)

    other.act(RejectStatement(TRAM, "off topic", other.by))
    try:
        one.act(undoing_the_first)
    except DecisionSuperseded:
        one.hear()
    else:
        raise AssertionError("the other's decision was taken back unseen")
    assert one.state.statements[TRAM].standing is Standing.REJECTED
