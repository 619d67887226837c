"""Plays a finished discussion into a running server: every participant of the file is a socket of its own."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from plenary.archive.conversation import FiledVote, Moderated
from plenary.crowd.addresses import DeskLink, socket_url
from plenary.crowd.client import Client
from plenary.crowd.score import DRAFT_OP, JOIN_OP, OPEN_OP, SWITCH_OP, Score, StatementPart, vote_op
from plenary.crowd.view import View
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import Mode, Phase, PromptId, Standing, StatementId
from plenary.wire.from_client import (
    DraftPrompt,
    Join,
    OpenPrompt,
    Reject,
    Request,
    Seed,
    SetSwitches,
    Show,
    Vote,
)
from plenary.wire.from_server import Refused

ANSWER_WITHIN_S: Final = 120.0
"""A request without an answer for this long, reconnections included, counts as unanswered."""

MOST_UNDERWAY: Final = 256
"""Votes that wait for their answer at a time; with more, the replay waits for the server."""


@dataclass(slots=True)
class Outcome:
    """How far a replay has come, and in the end what became of it."""

    votes: int
    sent: int = 0
    counted: int = 0
    unanswered: int = 0
    seeded: int = 0
    found: int = 0
    rejected: int = 0
    connected: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not self.refused and not self.unanswered and self.counted == self.votes


class CannotPlay(Exception):
    """The event does not take the discussion's prompt or statements; the message says why."""


async def replay(
    score: Score,
    desk: DeskLink,
    *,
    language: str = "en",
    most_connected: int = 300,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Play the score into the event behind the desk link; `tell` hears how it goes about once a second.

    Raises CannotPlay, SentAway and Unreachable, in an ExceptionGroup.
    """
    outcome = Outcome(len(score.votes))
    async with asyncio.TaskGroup() as tasks:
        telling = tasks.create_task(_tell(outcome, tell))
        view = View()
        client = Client(socket_url(desk.base, desk.code), score.moderator(desk.secret), view.hear)
        connection = tasks.create_task(client.run())
        moderator = _Moderator(score, client, view, language, outcome)
        statements = await moderator.prepare()
        await _Audience(score, desk, statements, outcome, tasks, language, most_connected).play()
        await moderator.conclude(statements)
        connection.cancel()
        telling.cancel()
    tell(outcome)
    return outcome


async def _tell(outcome: Outcome, tell: Callable[[Outcome], None]) -> None:
    while True:
        tell(outcome)
        await asyncio.sleep(1)


async def _is_counted(client: Client, request: Request, outcome: Outcome) -> bool:
    """Whether the request was counted; otherwise the outcome has what became of it."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            answer = await client.request(request)
    except TimeoutError:
        outcome.unanswered += 1
        return False
    if isinstance(answer, Refused):
        outcome.refused[answer.code] += 1
        return False
    return True


class _Moderator:
    """The desk's part: prompt and statements before the votes, rejections after them."""

    def __init__(self, score: Score, client: Client, view: View, language: str, outcome: Outcome) -> None:
        self._score = score
        self._client = client
        self._view = view
        self._language = language
        self._outcome = outcome
        self._by_words: dict[str, StatementId] = {}
        self._indexed: set[StatementId] = set()

    async def prepare(self) -> Mapping[str, StatementId]:
        """See to it that prompt and statements are there; the event's id of each statement, by the file's."""
        await self._view.until(lambda: self._view.event is not None)
        prompt = await self._prompt()
        statements = {part.filed.id: await self._statement(prompt, part) for part in self._score.statements}
        held = self._view.prompts[prompt]
        if held.phase is not Phase.OPEN:
            await self._ask(OpenPrompt(OPEN_OP, prompt), "the prompt")
        if not held.vote:
            await self._ask(SetSwitches(SWITCH_OP, prompt, held.submit, True, held.results), "the prompt")
        return statements

    async def conclude(self, statements: Mapping[str, StatementId]) -> None:
        """Reject what the discussion's moderators had rejected."""
        for part in self._score.statements:
            statement = statements[part.filed.id]
            held = self._view.statements[statement]
            if part.filed.moderated is Moderated.REJECTED and held.standing is not Standing.REJECTED:
                reject = Reject(part.reject_op, statement)
                if await _is_counted(self._client, reject, self._outcome):
                    self._outcome.rejected += 1

    async def _prompt(self) -> PromptId:
        def held() -> PromptId | None:
            prompts = self._view.prompts.values()
            return next((one.id for one in prompts if one.text == self._score.prompt), None)

        if (known := held()) is None:
            await self._ask(DraftPrompt(DRAFT_OP, self._score.prompt), "the prompt")
            await self._view.until(lambda: held() is not None)
            known = held()
        assert known is not None, "just waited for"
        return known

    async def _statement(self, prompt: PromptId, part: StatementPart) -> StatementId:
        """The event's id of the statement, which is seeded if it is not there, and shown if it waits."""
        words = likeness(part.text)
        if self._finds(prompt, words):
            self._outcome.found += 1
        else:
            seed = Seed(part.seed_op, prompt, part.text, self._language)
            await self._ask(seed, f"statement {part.filed.id}")
            await self._view.until(lambda: self._finds(prompt, words))
            self._outcome.seeded += 1
        statement = self._by_words[words]
        if self._view.statements[statement].standing is Standing.WAITING:
            await self._ask(Show(part.show_op, statement), f"statement {part.filed.id}")
        return statement

    def _finds(self, prompt: PromptId, words: str) -> bool:
        for one in self._view.under(prompt):
            if one.id not in self._indexed:
                self._indexed.add(one.id)
                self._by_words[likeness(one.text)] = one.id
        return words in self._by_words

    async def _ask(self, request: Request, what: str) -> None:
        """Returns once it is counted. Raises CannotPlay."""
        if not await _is_counted(self._client, request, self._outcome):
            why = ", ".join(self._outcome.refused) or "no answer"
            raise CannotPlay(f"{what} cannot be brought in ({why})")


class _Audience:
    """The participants' part: everybody votes when they did, and is connected while they have something to say."""

    def __init__(
        self,
        score: Score,
        desk: DeskLink,
        statements: Mapping[str, StatementId],
        outcome: Outcome,
        tasks: asyncio.TaskGroup,
        language: str,
        most_connected: int,
    ) -> None:
        self._score = score
        self._url = socket_url(desk.base, desk.code)
        self._statements = statements
        self._outcome = outcome
        self._tasks = tasks
        self._language = language
        self._most_connected = most_connected
        self._seats: dict[str, _Seat] = {}
        self._left = {participant: deque(turns) for participant, turns in score.turns().items()}
        self._underway = asyncio.Semaphore(MOST_UNDERWAY)
        self._answered = asyncio.Event()

    async def play(self) -> None:
        """Returns when every vote has its answer, or none came in time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for vote, due_s in zip(self._score.votes, self._score.due_s, strict=True):
            await asyncio.sleep(began + due_s - loop.time())
            await self._underway.acquire()
            seat = self._seats.get(vote.participant) or await self._seat(vote.participant)
            self._left[vote.participant].popleft()
            seat.votes.put_nowait(vote)
            seat.underway += 1
            self._outcome.sent += 1
        while self._seats:
            await self._next_answer()

    async def _seat(self, participant: str) -> "_Seat":
        """A connected participant. When all places are taken, whoever is not needed for longest gives theirs up."""
        while len(self._seats) >= self._most_connected:
            idle = [name for name, seat in self._seats.items() if not seat.underway]
            if idle:
                self._leave(max(idle, key=lambda name: self._left[name][0]))
            else:
                await self._next_answer()
        seat = _Seat(Client(self._url, self._score.participant(participant)))
        seat.connection = self._tasks.create_task(seat.client.run())
        seat.voting = self._tasks.create_task(self._vote(participant, seat))
        self._seats[participant] = seat
        self._outcome.connected = len(self._seats)
        return seat

    async def _vote(self, participant: str, seat: "_Seat") -> None:
        join = Join(JOIN_OP, Mode.REMOTE, self._language)
        await _is_counted(seat.client, join, self._outcome)
        while seat.underway or self._left[participant]:
            vote = await seat.votes.get()
            request = Vote(vote_op(vote), self._statements[vote.statement], vote.choice)
            if await _is_counted(seat.client, request, self._outcome):
                self._outcome.counted += 1
            seat.underway -= 1
            self._underway.release()
            self._answered.set()
        self._leave(participant)

    def _leave(self, participant: str) -> None:
        seat = self._seats.pop(participant)
        for task in (seat.connection, seat.voting):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        self._outcome.connected = len(self._seats)
        self._answered.set()

    async def _next_answer(self) -> None:
        self._answered.clear()
        await self._answered.wait()


@dataclass(slots=True, eq=False)
class _Seat:
    """One participant's socket, and their votes that are due. At most MOST_UNDERWAY wait in all seats together."""

    client: Client
    votes: asyncio.Queue[FiledVote] = field(default_factory=asyncio.Queue)
    underway: int = 0
    connection: asyncio.Task[None] | None = None
    voting: asyncio.Task[None] | None = None
