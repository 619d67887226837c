"""A finished discussion becomes an event: the facts that it amounts to, and keeping them.

Ids stay the file's own: nobody can come in as an imported participant, since the ids of those who join are digests. The
event is complete once its prompt is closed; until then voting is off, and the same import goes on where it stopped.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Generic, TypeVar

from plenary.archive.analysing import is_shown
from plenary.archive.conversation import Conversation, FiledStatement, Moderated
from plenary.archive.texts import fitting
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast
from plenary.deliberation.facts import (
    AccessGranted,
    EventCreated,
    ProgrammeFact,
    PromptClosed,
    PromptDrafted,
    PromptOpened,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
    SwitchesSet,
)
from plenary.deliberation.rules.moderation import SEED_LIMIT
from plenary.deliberation.rules.programme import PROMPT_LIMIT
from plenary.deliberation.vocabulary import (
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
    Switches,
)
from plenary.store.ports import Ballots, EventExists, EventUnknown, FactLog, Position

IMPORT: Final = GrantId("import")
DEVICE: Final = "import"
TOPIC: Final = PromptId("topic")
TITLE_LIMIT: Final = 200
NAMELESS: Final = "Discussion"

JOIN_COUNTER: Final = 1

AT_A_TIME: Final = 1_000
"""Appends under way together: the store makes few transactions of them."""

PAGE: Final = 10_000

SomeFact = TypeVar("SomeFact")


@dataclass(frozen=True, slots=True)
class Timed(Generic[SomeFact]):
    """A fact and when it happened, in milliseconds since 1970."""

    at_ms: int
    fact: SomeFact


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All facts of the event to be, in order, each with its time. `conclusion` makes it complete."""

    code: EventCode
    opening: Sequence[Timed[ProgrammeFact]]
    ballots: Sequence[Timed[BallotFact]]
    conclusion: Sequence[ProgrammeFact]


def import_plan(
    conversation: Conversation,
    code: EventCode,
    language: Language,
    links: Iterable[AccessGranted] = (),
    *,
    is_strict: bool = False,
) -> ImportPlan:
    """The event that the discussion amounts to: one closed prompt with its results shown.

    Undecided statements are shown; if the discussion was strict (Polis' "strict moderation", which no export records),
    they wait on. links: the role links to add.
    """
    begun_ms = min(one.created_ms for one in conversation.statements)
    created = EventCreated(
        code, fitting(conversation.topic, TITLE_LIMIT, NAMELESS), language, statement_limit=SEED_LIMIT
    )
    prompt = PromptDrafted(TOPIC, fitting(conversation.topic, PROMPT_LIMIT, NAMELESS), IMPORT)
    shut = SwitchesSet(TOPIC, Switches(submit=False, vote=False), IMPORT)
    begin: list[ProgrammeFact] = [created, prompt, shut, PromptOpened(TOPIC, IMPORT)]
    opening = [Timed(begun_ms, fact) for fact in begin]
    for filed in conversation.statements:
        opening += [Timed(filed.created_ms, fact) for fact in _statement_facts(filed, language, is_strict)]
    conclusion: list[ProgrammeFact] = [
        PromptClosed(TOPIC, IMPORT),
        SwitchesSet(TOPIC, Switches(results=True), IMPORT),
        *links,
    ]
    return ImportPlan(code, opening, list(_ballot_facts(conversation, language)), conclusion)


def _statement_facts(filed: FiledStatement, language: Language, is_strict: bool) -> Iterator[ProgrammeFact]:
    statement = StatementId(filed.id)
    text = fitting(filed.text, SEED_LIMIT, f"[{filed.id}]")
    yield StatementSubmitted(statement, TOPIC, text, language, ParticipantId(filed.author))
    if filed.moderated is Moderated.REJECTED:
        yield StatementRejected(statement, "", IMPORT)
    elif is_shown(filed, is_strict):
        # Whom nobody decided on was shown by the rules; so an export tells the two apart again.
        yield StatementShown(statement, IMPORT if filed.moderated is Moderated.ACCEPTED else None)


def _ballot_facts(conversation: Conversation, language: Language) -> Iterator[Timed[BallotFact]]:
    """Everybody joins from far away before their first vote, authors who never voted at the end."""
    joined: set[str] = set()

    def joining(who: str, at_ms: int) -> Timed[BallotFact]:
        joined.add(who)
        operation = Operation(JOIN_COUNTER, DEVICE)
        return Timed(at_ms, ParticipantJoined(ParticipantId(who), Mode.REMOTE, None, language, operation))

    for vote in conversation.votes:
        who = vote.participant
        if who not in joined:
            yield joining(who, vote.at_ms)
        operation = Operation(JOIN_COUNTER + vote.number, DEVICE)
        fact = VoteCast(ParticipantId(who), StatementId(vote.statement), vote.choice, operation)
        yield Timed(vote.at_ms, fact)
    for filed in conversation.statements:
        if filed.author not in joined:
            yield joining(filed.author, filed.created_ms)


async def keep(
    plan: ImportPlan,
    log: FactLog,
    ballots: Ballots,
    now_ms: int,
    told: Callable[[int], None] = lambda kept: None,
) -> None:
    """Make the event of the plan. One that this import had begun and could not finish is finished.

    told: hears how many appends of ballots are kept.

    Raises EventExists if the code is another event's, or this one is complete; StoreUnavailable, Conflict.
    """
    try:
        position, records = await log.programme(plan.code)
    except EventUnknown:
        position, records = None, []
    begun = [record.fact for record in records]
    if begun != [one.fact for one in plan.opening[: len(begun)]]:
        raise EventExists(plan.code)
    for at_ms, facts in _by_time(plan.opening[len(begun) :]):
        if position is None:
            position = await log.create(facts, at_ms)
        else:
            position = await log.append(plan.code, facts, position, at_ms)
    assert position is not None, "a plan opens with the creation of its event"
    await _keep_ballots(plan, log, await _kept(plan.code, ballots), position, told)
    await log.append(plan.code, plan.conclusion, position, now_ms)


async def _kept(code: EventCode, ballots: Ballots) -> set[BallotFact]:
    """The ballot facts that are there already."""
    kept: set[BallotFact] = set()
    number = 0
    while page := await ballots.since(code, number, PAGE):
        kept.update(record.fact for record in page)
        number = page[-1].number
    return kept


async def _keep_ballots(
    plan: ImportPlan, log: FactLog, kept: set[BallotFact], position: Position, told: Callable[[int], None]
) -> None:
    missing = [one for one in plan.ballots if one.fact not in kept]
    appends = list(_by_time(missing))
    for first in range(0, len(appends), AT_A_TIME):
        # Asked for in order and at once: the store makes one transaction of them, each with its own time.
        outcomes = await asyncio.gather(
            *(
                log.append_ballots(plan.code, facts, position, at_ms)
                for at_ms, facts in appends[first : first + AT_A_TIME]
            ),
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        told(first + len(outcomes))


def _by_time(facts: Iterable[Timed[SomeFact]]) -> Iterator[tuple[int, list[SomeFact]]]:
    """Neighbours of the same time together."""
    for at_ms, together in groupby(facts, key=lambda one: one.at_ms):
        yield at_ms, [one.fact for one in together]
