"""A synthetic moderator who takes an event through its run of show: prompts open and close, scenes change."""

import asyncio
from dataclasses import dataclass
from typing import Final

from plenary.crowd.addresses import server_base, socket_url
from plenary.crowd.client import Client, Identity
from plenary.crowd.opinions import seeded
from plenary.crowd.view import View
from plenary.deliberation.views import PromptView, StatementView
from plenary.deliberation.vocabulary import EventCode, Phase, Role, Scene, Standing
from plenary.wire.from_client import ClosePrompt, OpenPrompt, SetStage, SetSwitches


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a scene stays, and how long a prompt is open before its findings are shown, in seconds."""

    scene_s: float = 8.0
    prompt_s: float = 45.0


SHORTLY: Final = Pace()
FINDINGS: Final = (Scene.COMMON_GROUND, Scene.FAULT_LINES, Scene.DISCUSS)


async def direct(url: str, code: str, moderator_key: str, pace: Pace = SHORTLY) -> None:
    """Take every prompt of the event through its scenes, then say thanks. Raises BadAddress, SentAway, Unreachable."""
    view = View()
    rng = seeded(1, "director")
    identity = Identity(Role.MODERATOR, moderator_key, f"director-{rng.getrandbits(48):012x}")
    client = Client(socket_url(server_base(url), EventCode(code)), identity, view.hear, rng)
    async with asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(client.run())
        await view.until(lambda: view.event is not None)
        for prompt in sorted(view.prompts.values(), key=lambda one: one.number):
            await _take_through(client, view, prompt, pace)
        await client.request(SetStage(client.next_op(), Scene.THANKS))
        connection.cancel()


async def _take_through(client: Client, view: View, prompt: PromptView, pace: Pace) -> None:
    async def show(scene: Scene, statement: StatementView | None = None) -> None:
        on = statement.id if statement else None
        await client.request(SetStage(client.next_op(), scene, prompt.id, on))
        await asyncio.sleep(pace.scene_s)

    if prompt.phase is not Phase.OPEN:
        await client.request(OpenPrompt(client.next_op(), prompt.id))
    await show(Scene.PROMPT)
    until = asyncio.get_running_loop().time() + pace.prompt_s
    while asyncio.get_running_loop().time() < until:
        await show(Scene.MAP)
        shown = [one for one in view.under(prompt.id) if one.standing is Standing.SHOWN]
        if shown:
            await show(Scene.STATEMENT, shown[-1])
    await client.request(SetSwitches(client.next_op(), prompt.id, submit=False, vote=True, results=True))
    for scene in FINDINGS:
        await show(scene)
    await client.request(ClosePrompt(client.next_op(), prompt.id))
