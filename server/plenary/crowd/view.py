"""What a client holds of an event, and waiting for it to become what one needs."""

import asyncio
from collections.abc import Callable, Iterator

from plenary.deliberation.views import EventView, PromptView, StatementView
from plenary.deliberation.vocabulary import Choice, PromptId, Stage, Standing, StatementId
from plenary.wire.from_server import Changed, FromServer, Snapshot, You


class View:
    """The event as the messages heard so far have it. `hear` is a client's ear."""

    def __init__(self) -> None:
        self.event: EventView | None = None
        self.stage = Stage()
        self.prompts: dict[PromptId, PromptView] = {}
        self.statements: dict[StatementId, StatementView] = {}
        self.votes: dict[StatementId, Choice] = {}
        self.has_joined: bool | None = None
        """Whether the participant has joined, on this or an earlier connection; None until the server says."""
        self._changed = asyncio.Event()

    def hear(self, message: FromServer) -> None:
        match message:
            case Snapshot(event=event, stage=stage, prompts=prompts, statements=statements):
                self.event, self.stage = event, stage
                self.prompts = {one.id: one for one in prompts}
                self.statements = {one.id: one for one in statements}
            case Changed():
                self.event = message.event or self.event
                self.stage = message.stage or self.stage
                self.prompts.update((one.id, one) for one in message.prompts)
                self.statements.update((one.id, one) for one in message.statements)
                for gone in message.gone:
                    self.statements.pop(gone, None)
            case You(mode=mode, votes=votes):
                self.has_joined = mode is not None
                self.votes.update((one.statement, one.choice) for one in votes)
            case _:
                return
        self._changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Returns once that holds."""
        while not holds():
            await self.change()

    async def change(self) -> None:
        """Returns when something new has been heard. For one waiter."""
        self._changed.clear()
        await self._changed.wait()

    def under(self, prompt: PromptId) -> Iterator[StatementView]:
        """The prompt's statements."""
        return (one for one in self.statements.values() if one.prompt == prompt)

    def waiting(self) -> Iterator[StatementView]:
        """The statements that wait for moderation; only moderators see them."""
        return (one for one in self.statements.values() if one.standing is Standing.WAITING)
