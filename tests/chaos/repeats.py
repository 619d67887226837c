"""Every operation arrives up to five times, in any order, over several connections and hubs, and again a day later.

The real hubs on one store, in virtual time; the model is one line: the highest operation of each person on each
statement is their word (row A5).
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

from plenary.creation import Wish, new_event
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.commands import OpenPrompt, SeedStatement
from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import PromptDrafted
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    Role,
    StatementId,
)
from plenary.hub.carrying import Carrier
from plenary.hub.conversation import Conversation
from plenary.hub.hub import Hub
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast, Encoding, write
from plenary.wire.from_client import Hello, Join, Vote
from plenary.wire.from_server import Counted, Refused
from tests.chaos.history import Broken
from tests.simulation import virtual
from tests.simulation.world import no_order

CODE = EventCode("HALL")
DESK = GrantId("desk")
STATEMENTS = [StatementId(name) for name in ("tram", "park", "bike")]
PEOPLE = 4
DEVICES = ("phone", "tablet")
STEPS = 50
A_DAY_MS = 86_400_000
LATE_SHARE = 0.3


@dataclass(eq=False)
class Line:
    """One connection of one device to one hub."""

    hub: Hub
    who: ParticipantId
    device: str
    is_open: bool = True
    encoding: Encoding = Encoding.MSGPACK
    straight: Carrier | None = None

    def __post_init__(self) -> None:
        self.answers: dict[int, list[Counted | Refused]] = {}
        self.conversation = Conversation(self.hub, CODE, Encoding.MSGPACK, {}, self)

    def say(self, message: Hello | Join | Vote) -> None:
        self.conversation.hear(write(message, Encoding.MSGPACK))

    def write(self, message: Broadcast) -> None:
        answer = message.message
        if isinstance(answer, Counted | Refused):
            self.answers.setdefault(answer.op, []).append(answer)

    def write_all(self, messages: list[Broadcast]) -> None:
        for message in messages:
            self.write(message)

    def filled(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...

    def end(self, closing: Closing) -> None:
        raise AssertionError(f"closed: {closing.label}")


def tried(seed: int) -> tuple[int, Broken]:
    """One run of 50 operations: how many deliveries there were, and where the log is not what the model says."""
    return virtual.run(_try(random.Random(seed)))


async def _try(rng: random.Random) -> tuple[int, Broken]:
    store = MemoryStore()
    made = new_event(Wish("A gathering", prompts=["What now?"], code=CODE))
    await store.create(made.facts, 0)
    prompt = next(fact.prompt for fact in made.facts if isinstance(fact, PromptDrafted))
    now_ms = [0]
    hubs = [Hub(store, store, LocalBulletin(), lambda: now_ms[0], no_order) for _ in range(2)]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(hub.run()) for hub in hubs]
        await asyncio.sleep(0)
        event = await hubs[0].live_event(CODE)
        await event.carry_out(OpenPrompt(prompt, DESK))
        for statement in STATEMENTS:
            await event.carry_out(
                SeedStatement(statement, prompt, f"About {statement}.", Language("en"), DESK)
            )
        keys = [f"the key of person {number}" for number in range(PEOPLE)]
        lines = [
            Line(hub, participant_id(CODE, key), device) for hub in hubs for key in keys for device in DEVICES
        ]
        for line, key in zip(lines, [key for _ in hubs for key in keys for _ in DEVICES], strict=True):
            line.say(Hello(Role.PARTICIPANT, key, line.device))
        await asyncio.sleep(1)
        for line in lines:
            line.say(Join(1, Mode.REMOTE, "en"))
        await asyncio.sleep(1)
        asked = _operations(rng, sorted({line.who for line in lines}))
        deliveries = [one for one in asked for _ in range(rng.randint(1, 5))]
        rng.shuffle(deliveries)
        late_from = len(deliveries)
        deliveries += rng.sample(asked, int(LATE_SHARE * len(asked)))
        for number, (who, vote, device) in enumerate(deliveries):
            if number == late_from:
                await asyncio.sleep(1)
                now_ms[0] += A_DAY_MS
            rng.choice([line for line in lines if (line.who, line.device) == (who, device)]).say(vote)
            if rng.random() < 0.5:
                await asyncio.sleep(rng.uniform(0, 0.01))
        await asyncio.sleep(5)
        for line in lines:
            line.conversation.lost()
        for task in running:
            task.cancel()
    votes = [record.fact for record in await store.since(CODE, 0) if isinstance(record.fact, VoteCast)]
    return len(deliveries), _compared(asked, votes, lines)


def _operations(rng: random.Random, people: list[ParticipantId]) -> list[tuple[ParticipantId, Vote, str]]:
    """Few counters, so that devices meet on one; an operation always says the same."""
    asked: dict[tuple[ParticipantId, int, str], Vote] = {}
    while len(asked) < STEPS:
        who, op, device = rng.choice(people), rng.randint(2, 40), rng.choice(DEVICES)
        vote = Vote(op, rng.choice(STATEMENTS), rng.choice(list(Choice)))
        asked.setdefault((who, op, device), vote)
    return [(who, vote, device) for (who, _, device), vote in asked.items()]


def _compared(
    asked: list[tuple[ParticipantId, Vote, str]], votes: list[VoteCast], lines: list[Line]
) -> Broken:
    found = Broken()
    word: dict[tuple[ParticipantId, str], tuple[Operation, Choice]] = {}
    for who, vote, device in asked:
        said = Operation(vote.op, device), vote.choice
        held = word.get((who, vote.statement))
        if held is None or held[0] < said[0]:
            word[who, vote.statement] = said
    ballots: dict[ParticipantId, Ballot] = {}
    for vote_cast in votes:
        ballots.setdefault(vote_cast.participant, Ballot()).apply(vote_cast)
    for (who, statement), (operation, choice) in word.items():
        last = ballots.get(who, Ballot()).votes.get(StatementId(statement))
        if last is None:
            found.lost.append(f"lost: {who} on {statement}")
        elif (last.operation, last.choice) != (operation, choice):
            found.changed.append(
                f"{who} on {statement}: {last.operation} stands, {operation} was the last word"
            )
    # The same fact may lie there twice, where one device speaks to two hubs at once; never two facts of one operation.
    kinds = Counter((vote.participant, vote.operation) for vote in dict.fromkeys(votes))
    found.doubled += [f"{count} facts of one operation: {key}" for key, count in kinds.items() if count > 1]
    for line in lines:
        for op, answers in line.answers.items():
            if not all(isinstance(answer, Counted) for answer in answers):
                found.changed.append(f"operation {op} is answered {answers}")
    return found
