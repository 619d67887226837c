"""A synthetic audience that comes in through real sockets: it joins, writes and votes at a human pace.

Who the people are and what they think is `opinions.py`'s; here is only what they do, and when.
"""

import asyncio
import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from plenary.crowd.addresses import server_base, socket_url
from plenary.crowd.bank import BANK, BankStatement, theme_of
from plenary.crowd.client import Client, Identity
from plenary.crowd.opinions import Person, audience, seeded
from plenary.crowd.view import View
from plenary.deliberation.text import likeness
from plenary.deliberation.views import PromptView, StatementView
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    Phase,
    PromptId,
    Role,
    Standing,
    StatementId,
    VenueId,
)
from plenary.wire.from_client import Join, Show, Submit, Vote

WRITES_NOW: Final = 0.2
"""Chance that somebody who means to write does it instead of the next vote."""

SECOND_THOUGHTS: Final = 0.02
"""Chance that somebody answers an earlier statement anew instead of the next one."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast a synthetic event goes. Means; everybody and every act differs.

    vote_s: between two votes of one person.   arrive_within_s: until everybody has come in.
    look_s: what the moderator takes for a waiting statement.
    """

    vote_s: float = 6.0
    arrive_within_s: float = 20.0
    look_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Faults:
    """How bad the network is: how often one person loses it, and for how long. Means."""

    every_s: float = 120.0
    away_s: float = 8.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A talk that changes minds: of those who have voted on the statement by then, a share comes to agree.

    after_s: when, counted from the audience's coming.   within_s: how long after the talk the last one votes again.
    """

    statement: StatementId
    after_s: float
    within_s: float = 90.0
    share: float = 0.6


@dataclass(slots=True)
class Gathering:
    """What the audience of one event shares: where it is, how fast, and which statements were written already."""

    url: str
    code: EventCode
    seed: int
    tempo: Tempo
    faults: Faults | None = None
    turn: Turn | None = None
    written: set[tuple[PromptId, str]] = field(default_factory=set)

    def client(self, person: int, view: View, rng: random.Random) -> Client:
        """The client of that person: the same one whenever the same seed comes to the same event."""
        key = hashlib.sha256(f"synthetic\x1f{self.seed}\x1f{self.code}\x1f{person}".encode()).hexdigest()
        identity = Identity(Role.PARTICIPANT, key, f"synthetic-{key[:12]}")
        return Client(socket_url(self.url, self.code), identity, view.hear, rng)


async def attend(
    url: str,
    code: str,
    *,
    people: int,
    seed: int = 1,
    moderator_key: str | None = None,
    tempo: Tempo | None = None,
    for_s: float | None = None,
    faults: Faults | None = None,
    leave: Collection[StatementId] = (),
    turn: Turn | None = None,
) -> None:
    """Bring that many people to the event, and have them take part until cancelled, or for that long.

    url: the server's address (http://…).   moderator_key: the secret of a moderator's link; with it a synthetic
    moderator lets waiting statements through, but for those to `leave`.   faults: how often people lose
    their network, if they do.   turn: what makes many of them change their minds, if something does.

    Raises BadAddress; SentAway and Unreachable in an ExceptionGroup.
    """
    gathering = Gathering(server_base(url), EventCode(code), seed, tempo or Tempo(), faults, turn)
    try:
        async with asyncio.timeout(for_s):
            venues = await _venues(gathering)
            async with asyncio.TaskGroup() as tasks:
                for person in audience(people, seed, venues):
                    tasks.create_task(_Attendance(gathering, person).run())
                if moderator_key is not None:
                    tasks.create_task(_moderate(gathering, moderator_key, leave))
    except TimeoutError:
        pass  # the time is over


async def _venues(gathering: Gathering) -> Sequence[VenueId]:
    """The event's venues, as the first to come in sees them."""
    view = View()
    client = gathering.client(0, view, seeded(gathering.seed, "first"))
    async with asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(client.run())
        await view.until(lambda: view.event is not None)
        connection.cancel()
    return tuple(venue.id for venue in view.event.venues) if view.event else ()


async def _moderate(gathering: Gathering, key: str, leave: Collection[StatementId]) -> None:
    """Let through whatever waits, after a look at it, but for what is left to people."""
    view = View()
    rng = seeded(gathering.seed, "moderator")
    identity = Identity(Role.MODERATOR, key, f"synthetic-{rng.getrandbits(48):012x}")
    client = Client(socket_url(gathering.url, gathering.code), identity, view.hear, rng)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.run())
        while True:
            await view.until(lambda: any(one.id not in leave for one in view.waiting()))
            for statement in [one for one in view.waiting() if one.id not in leave]:
                await asyncio.sleep(rng.uniform(0.5, 1.5) * gathering.tempo.look_s)
                await client.request(Show(client.next_op(), statement.id))


class _Attendance:
    """One person's part in the event."""

    def __init__(self, gathering: Gathering, person: Person) -> None:
        self._gathering = gathering
        self._person = person
        self._rng = seeded(gathering.seed, f"timing {person.number}")
        self._view = View()
        self._client = gathering.client(person.number, self._view, self._rng)
        self._written: dict[PromptId, int] = {}

    async def run(self) -> None:
        came_after_s = self._rng.uniform(0, self._gathering.tempo.arrive_within_s)
        await asyncio.sleep(came_after_s)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._client.run())
            if self._gathering.faults is not None:
                tasks.create_task(self._lose_network(self._gathering.faults))
            if self._gathering.turn is not None:
                tasks.create_task(self._turn(self._gathering.turn, came_after_s))
            await self._view.until(lambda: self._view.event is not None and self._view.has_joined is not None)
            if not self._view.has_joined:
                person = self._person
                await self._client.request(
                    Join(self._client.next_op(), person.mode, person.language, person.venue)
                )
            while True:
                await self._act()

    async def _lose_network(self, faults: Faults) -> None:
        while True:
            await asyncio.sleep(self._rng.expovariate(1 / faults.every_s))
            self._client.lose_network(self._rng.expovariate(1 / faults.away_s))

    async def _turn(self, turn: Turn, came_after_s: float) -> None:
        chance = seeded(self._gathering.seed, f"turn {self._person.number}")
        await asyncio.sleep(turn.after_s - came_after_s + chance.uniform(0, turn.within_s))
        if turn.statement in self._view.votes and chance.random() < turn.share:
            self._view.votes[turn.statement] = Choice.AGREE
            await self._client.request(Vote(self._client.next_op(), turn.statement, Choice.AGREE))

    async def _act(self) -> None:
        """Do the next thing there is to do; if there is none, wait for something to happen."""
        prompt = self._prompt()
        if prompt is None:
            await self._view.change()
            return
        await asyncio.sleep(self._rng.expovariate(1 / (self._gathering.tempo.vote_s * self._person.pace)))
        unseen = self._unseen(prompt)
        offer = self._offer(prompt)
        if offer is not None and (not unseen or self._rng.random() < WRITES_NOW):
            self._written[prompt.id] = self._written.get(prompt.id, 0) + 1
            self._gathering.written.add((prompt.id, likeness(offer.text)))
            await self._client.request(Submit(self._client.next_op(), prompt.id, offer.text, offer.language))
        elif unseen:
            statement = self._rng.choice(unseen)
            seen = [one for one in self._view.under(prompt.id) if one.id in self._view.votes]
            if seen and self._rng.random() < SECOND_THOUGHTS:
                statement = self._rng.choice(seen)
            await self._vote(statement)

    async def _vote(self, statement: StatementView) -> None:
        again = statement.id in self._view.votes
        chance = seeded(
            self._gathering.seed, f"answer {self._person.number} {again} {likeness(statement.text)}"
        )
        choice: Choice = self._person.answer(statement.text, chance)
        # Noted at once: whether it counts or the prompt has just been closed, it is not asked again.
        self._view.votes[statement.id] = choice
        await self._client.request(Vote(self._client.next_op(), statement.id, choice))

    def _prompt(self) -> PromptView | None:
        """The prompt to turn to: the latest open one that has something left to do."""
        prompts = sorted(self._view.prompts.values(), key=lambda one: -one.number)
        opened = (one for one in prompts if one.phase is Phase.OPEN)
        return next((one for one in opened if self._unseen(one) or self._offer(one)), None)

    def _unseen(self, prompt: PromptView) -> list[StatementView]:
        """What this person may answer next; nothing once they have answered as many as they care to."""
        if prompt.phase is not Phase.OPEN or not prompt.vote:
            return []
        shown = [one for one in self._view.under(prompt.id) if one.standing is Standing.SHOWN]
        unseen = [one for one in shown if one.id not in self._view.votes]
        return unseen if len(shown) - len(unseen) < self._person.votes else []

    def _offer(self, prompt: PromptView) -> BankStatement | None:
        """What this person would write next under the prompt, if anything: what they like, in their language first."""
        person = self._person
        if not prompt.submit or self._written.get(prompt.id, 0) >= person.writes:
            return None
        held = {likeness(one.text) for one in self._view.under(prompt.id)}
        free = [
            one
            for one in BANK[theme_of(prompt.text, prompt.number)]
            if likeness(one.text) not in held
            and (prompt.id, likeness(one.text)) not in self._gathering.written
        ]
        likes = {
            one.text: one.leaning.common * person.common + one.leaning.open * person.open for one in free
        }
        return max(free, key=lambda one: (one.language == person.language, likes[one.text]), default=None)
