"""An open prompt with statements, on a server that runs: what a crowd needs to begin."""

import asyncio

from plenary.crowd.client import Client, Identity
from plenary.deliberation.vocabulary import Role, StatementId
from plenary.wire.from_client import OpenPrompt, Seed
from plenary.wire.from_server import Changed, FromServer, Snapshot


async def prepared(url: str, key: str, count: int) -> list[StatementId]:
    """Opens the first prompt of the event with the moderator's link, and seeds so many statements; their ids."""
    prompts: list[str] = []
    statements: set[StatementId] = set()

    def hear(message: FromServer) -> None:
        if isinstance(message, Snapshot | Changed):
            prompts.extend(one.id for one in message.prompts)
            statements.update(one.id for one in message.statements)

    desk = Client(url, Identity(Role.MODERATOR, key, "desk"), hear)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(desk.run())
        while not prompts:
            await asyncio.sleep(0.02)
        await desk.request(OpenPrompt(desk.next_op(), prompts[0]))
        for number in range(count):
            await desk.request(Seed(desk.next_op(), prompts[0], f"Statement number {number}.", "en"))
        while len(statements) < count:
            await asyncio.sleep(0.02)
        running.cancel()
    return sorted(statements)
