"""`plenary demo`: a server with an example event in three venues, and an audience that votes."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

import segno

from plenary.app import now_ms
from plenary.commands.address import Address, add_address_arguments, address_from
from plenary.commands.log_lines import log_to_stderr
from plenary.commands.serving import (
    CannotServe,
    run_loop,
    serving,
)
from plenary.creation import ORGANISER, Wish, links, new_event, new_link
from plenary.crowd import synthetic
from plenary.crowd.bank import BANK, theme_of
from plenary.deliberation.facts import (
    ProgrammeFact,
    PromptDrafted,
    PromptOpened,
    StageSet,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.identity import statement_id
from plenary.deliberation.vocabulary import (
    EventCode,
    Language,
    Operation,
    ParticipantId,
    Role,
    Scene,
    Stage,
    StatementId,
)
from plenary.store.ports import EventExists
from plenary.store.sqlite_store import SqliteStore

CODE: Final = EventCode("DEMO")
TITLE: Final = "Media literacy in three cities"
VENUES: Final = ("Cartagena", "Mumbai", "Bangkok")
PROMPTS: Final = (
    "How should the Alliance be governed?",
    "What should the Alliance do first in the coming years?",
)
DRAFT: Final = "What should be different at the next meeting?"
"""Left for whoever sits at the desk to open."""

SEEDS_OF_A_PROMPT: Final = 14
WAITING: Final = (
    "Each region should elect one member of the steering committee.",
    "The chair should rotate between the regions, and the minutes should be public.",
    "Meetings should be at times when people in every region are awake.",
)
"""What the synthetic moderator leaves in the queue: one like a statement that is shown, one that says two things."""

WRITER: Final = ParticipantId("somebody-who-wrote-early")

DEFAULT_PEOPLE: Final = 108

# Slow enough that whoever opens the desk finds something waiting to be moderated.
TEMPO: Final = synthetic.Tempo(vote_s=6.0, arrive_within_s=20.0, look_s=6.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address_arguments(parser)
    parser.add_argument(
        "--people", type=int, default=DEFAULT_PEOPLE, help="how many come (default: %(default)s)"
    )
    parser.add_argument(
        "--data", type=Path, help="where to keep the event (default: gone when the demo ends)"
    )


def run(args: argparse.Namespace) -> int:
    log_to_stderr(args.log)
    if args.data is not None:
        return run_loop(_demo(address_from(args), args.data, args.people))
    with tempfile.TemporaryDirectory(prefix="plenary-demo-") as data:
        return run_loop(_demo(address_from(args), Path(data), args.people))


async def _demo(address: Address, data: Path, people: int) -> int:
    secrets = await _prepare(data)
    try:
        async with serving(address, data) as running:
            _say_where(address, secrets, people)
            crowd = synthetic.attend(
                address.url,
                CODE,
                people=people,
                moderator_key=secrets[Role.MODERATOR],
                tempo=TEMPO,
                leave=_waiting(),
            )
            async with asyncio.TaskGroup() as tasks:
                attending = tasks.create_task(crowd)
                await running
                attending.cancel()
    except CannotServe as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1
    return 0


async def _prepare(data: Path) -> dict[Role, str]:
    """The example event in the store, and the secrets of its role links: new ones if it was there before."""
    made = new_event(Wish(TITLE, "en", VENUES, (*PROMPTS, DRAFT), CODE))
    store = SqliteStore(data)
    try:
        await store.create([*made.facts, *_first_steps(made.facts)], now_ms())
        return made.secrets
    except EventExists:
        new = [new_link(role) for role in (Role.ORGANISER, Role.MODERATOR, Role.PROJECTOR)]
        position, _ = await store.programme(CODE)
        await store.append(CODE, [link.grant for link in new], position, now_ms())
        return {link.grant.role: link.secret for link in new}
    finally:
        await store.close()


def _first_steps(facts: list[ProgrammeFact]) -> list[ProgrammeFact]:
    """Both prompts seeded and open, the first one's map on the projectors."""
    prompts = [fact for fact in facts if isinstance(fact, PromptDrafted)]
    steps: list[ProgrammeFact] = []
    for number, prompt in enumerate(prompts[: len(PROMPTS)], 1):
        seeds = BANK[theme_of(prompt.text, number)][:SEEDS_OF_A_PROMPT]
        for count, seed in enumerate(seeds, 1):
            statement = statement_id(CODE, ORGANISER, Operation(count, prompt.prompt))
            steps.append(StatementSubmitted(statement, prompt.prompt, seed.text, seed.language, None))
            steps.append(StatementShown(statement, ORGANISER))
        steps.append(PromptOpened(prompt.prompt, ORGANISER))
    steps += [
        StatementSubmitted(statement, prompts[0].prompt, text, Language("en"), WRITER)
        for statement, text in zip(_waiting(), WAITING, strict=True)
    ]
    return [*steps, StageSet(Stage(Scene.MAP, prompts[0].prompt), ORGANISER)]


def _waiting() -> list[StatementId]:
    return [statement_id(CODE, WRITER, Operation(count, "queue")) for count, _ in enumerate(WAITING, 1)]


def _say_where(address: Address, secrets: dict[Role, str], people: int) -> None:
    pages = links(address.people_url, CODE, secrets)
    segno.make(pages[Role.PARTICIPANT], error="m").terminal(compact=True)
    print(f"{TITLE}: {people} synthetic people are coming in. Open these pages side by side:\n")
    print(f"  Phone      {pages[Role.PARTICIPANT]}")
    print(f"  Projector  {pages[Role.PROJECTOR]}")
    print(f"  Desk       {pages[Role.ORGANISER]}\n")
    print("Stop with Ctrl-C.", flush=True)
