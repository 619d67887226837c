"""A rehearsal's crowd and its director."""

import asyncio
from typing import Final

from plenary.crowd import synthetic
from plenary.crowd.director import direct
from plenary.deliberation.vocabulary import EventCode

TEMPO: Final = synthetic.Tempo(vote_s=3.0, arrive_within_s=10.0, look_s=1.5)
FAULTS: Final = synthetic.Faults()


async def rehearse(url: str, code: EventCode, people: int, key: str) -> None:
    """Have so many people attend while the director goes through the programme; returns at the end of the show.

    key: of a moderator.
    """
    async with asyncio.TaskGroup() as tasks:
        crowd = tasks.create_task(
            synthetic.attend(url, code, people=people, moderator_key=key, tempo=TEMPO, faults=FAULTS)
        )
        await direct(url, code, key)
        crowd.cancel()
