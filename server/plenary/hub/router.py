"""Tells each phone which statements come next: on arrival, when its list runs out, and when there is more to ask.

The choice is computed in a worker thread, for many phones at once, so that votes are answered meanwhile.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import Final

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.entities import Prompt
from plenary.deliberation.facts import (
    DecisionUndone,
    ProgrammeFact,
    PromptOpened,
    StatementShown,
    SwitchesSet,
)
from plenary.deliberation.opinion import Posting
from plenary.deliberation.routing import Asking, Chooser, Routing, askings, votable
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId
from plenary.hub.connections import Connections
from plenary.hub.known import KnownEvent
from plenary.wire import from_server as told
from plenary.wire.codec import Broadcast

log = logging.getLogger(__name__)

# So many are named at once: a phone goes on voting while the network or the choice takes its time ...
AHEAD: Final = 6
# ... and gets more when so few of them are left. In between it is left alone.
FEW: Final = 2
# Phones that need more are served together, this often and so many at a time.
REST_S: Final = 0.15
AT_ONCE: Final = 128
# Of the votes that the pace of late promises, this part is counted on: people leave after a handful, and every
# statement still to be written will need votes too. Of an hour's 85 statements 72 % had eight votes at the close where
# all was counted on, 87 % with half, 98 % with a quarter; with none, 100 %, but then nobody is asked what tells most
# about them before each has (`make bench-analysis ARGS=routing`).
PRUDENCE: Final = 0.25


class Router:
    """Of one live event. `run` must be running for anybody to be told."""

    def __init__(self, known: KnownEvent, connections: Connections, choose: Chooser) -> None:
        self._known = known
        self._connections = connections
        self._choose = choose
        self._ahead: dict[ParticipantId, dict[PromptId, list[StatementId]]] = {}
        # A dict, for its order: who has waited longest is served first.
        self._hungry: dict[ParticipantId, None] = {}
        self._wanted = asyncio.Event()

    def arrived(self, participant: ParticipantId) -> None:
        """A phone of theirs has connected; their ballot is at hand."""
        self._ahead[participant] = {}
        self._want(participant)

    def left(self, participant: ParticipantId) -> None:
        """Their last phone has gone."""
        self._ahead.pop(participant, None)
        self._hungry.pop(participant, None)

    def voted(self, facts: Iterable[VoteCast]) -> None:
        """These votes are counted."""
        for fact in facts:
            for ahead in self._ahead.get(fact.participant, {}).values():
                if fact.statement in ahead:
                    ahead.remove(fact.statement)
                    if len(ahead) <= FEW:
                        self._want(fact.participant)

    def programme(self, facts: Sequence[ProgrammeFact]) -> None:
        """These facts are in the state: where there is more to ask, those with little left are told."""
        more = (PromptOpened, StatementShown, DecisionUndone, SwitchesSet)
        if not any(isinstance(fact, more) for fact in facts):
            return
        prompts = [prompt.id for prompt in votable(self._known.state)]
        for participant, ahead in self._ahead.items():
            if any(len(ahead.get(prompt, ())) <= FEW for prompt in prompts):
                self._want(participant)

    async def run(self) -> None:
        """Serve those who need more, together, for as long as the hub lives."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(REST_S)
            self._wanted.clear()
            while self._hungry:
                some = list(self._hungry)[:AT_ONCE]
                for participant in some:
                    del self._hungry[participant]
                try:
                    await self._serve(some)
                except Exception:
                    # A phone without a list asks in an order of its own; that must not end the event.
                    log.exception("choosing statements failed", extra={"event": self._known.code})

    async def _serve(self, participants: Sequence[ParticipantId]) -> None:
        state = self._known.state
        for prompt in votable(state):
            here = [one for one in participants if one in self._ahead and one in state.ballots]
            asked = askings(state, here, prompt.id)
            posting = self._connections.postings.get(prompt.id)
            routing = _routing(posting)
            to_come = _votes_to_come(routing, prompt, self._known.clock())
            chosen = await asyncio.to_thread(self._choose, routing, asked, AHEAD, to_come)
            for one, names in zip(asked, chosen, strict=True):
                self._tell(one, prompt.id, names)

    def _tell(self, one: Asking, prompt: PromptId, names: Sequence[StatementId]) -> None:
        ahead = self._ahead.get(one.participant)
        if ahead is None or (not names and not ahead.get(prompt)):
            return
        ahead[prompt] = list(names)
        self._connections.tell(one.participant, Broadcast(told.Next(prompt, tuple(names))))

    def _want(self, participant: ParticipantId) -> None:
        self._hungry[participant] = None
        self._wanted.set()


def _routing(posting: Posting | None) -> Routing:
    return Routing() if posting is None else posting.routing


def _votes_to_come(routing: Routing, prompt: Prompt, now_ms: int) -> float | None:
    """How many votes to count on until the planned close; None where none is planned."""
    closes_ms = prompt.plan.closes_ms
    if closes_ms is None:
        return None
    return max(0.0, PRUDENCE * routing.votes_per_s * (closes_ms - now_ms) / 1000)
