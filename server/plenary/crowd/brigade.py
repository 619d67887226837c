"""A few people who were told how to vote: one and the same ballot from each, for a desk to be warned of."""

import asyncio
import hashlib
import random
from collections.abc import Mapping
from typing import Final

from plenary.crowd.addresses import server_base, socket_url
from plenary.crowd.client import Client, Identity
from plenary.crowd.opinions import leaning_of, seeded
from plenary.crowd.view import View
from plenary.deliberation.vocabulary import Choice, EventCode, Language, Mode, Role, StatementId
from plenary.wire.from_client import Join, Vote

DIVIDES: Final = 0.5
"""Appeal from which on most of an audience agrees with a statement (see `bank.Leaning`)."""


def contrary(texts: Mapping[StatementId, str]) -> dict[StatementId, Choice]:
    """A ballot that hardly anybody of a synthetic audience casts by chance: against what most of them think."""
    return {
        statement: Choice.DISAGREE if leaning_of(text).appeal >= DIVIDES else Choice.AGREE
        for statement, text in texts.items()
    }


async def vote_alike(
    url: str,
    code: str,
    ballot: Mapping[StatementId, Choice],
    *,
    people: int,
    after_s: float,
    vote_s: float,
    seed: int = 1,
) -> None:
    """That many people come after a while, to every venue in turn and from far away, cast the ballot at their own pace,
    and leave.

    url: the server's address.   vote_s: between two votes of one person, on average.
    Raises BadAddress; SentAway and Unreachable in an ExceptionGroup.
    """
    await asyncio.sleep(after_s)
    address = socket_url(server_base(url), EventCode(code))
    async with asyncio.TaskGroup() as tasks:
        for person in range(people):
            rng = seeded(seed, f"told {person}")
            key = hashlib.sha256(f"brigade\x1f{seed}\x1f{code}\x1f{person}".encode()).hexdigest()
            identity = Identity(Role.PARTICIPANT, key, f"synthetic-{key[:12]}")
            tasks.create_task(_follow(address, identity, person, ballot, vote_s, rng))


async def _follow(
    address: str,
    identity: Identity,
    person: int,
    ballot: Mapping[StatementId, Choice],
    vote_s: float,
    rng: random.Random,
) -> None:
    view = View()
    client = Client(address, identity, view.hear, rng)
    async with asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(client.run())
        await view.until(lambda: view.event is not None and view.has_joined is not None)
        if not view.has_joined:
            venues = [venue.id for venue in view.event.venues] if view.event else []
            venue = [*venues, None][person % (len(venues) + 1)]
            mode = Mode.REMOTE if venue is None else Mode.IN_ROOM
            await client.request(Join(client.next_op(), mode, Language("en"), venue))
        for statement, choice in ballot.items():
            await asyncio.sleep(rng.expovariate(1 / vote_s))
            if view.votes.get(statement) is not choice:
                await client.request(Vote(client.next_op(), statement, choice))
        connection.cancel()
