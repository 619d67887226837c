"""`plenary tickets`: one-time tickets of an event, to print or to mail out, whether or not a server is running."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from plenary.app import now_ms
from plenary.commands.address import add_url_argument, url_for_people
from plenary.commands.serving import (
    CannotServe,
    add_data_argument,
    add_redis_arguments,
    local_stores,
    redis_from,
    redis_stores,
)
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, Level
from plenary.hub.seating import Seating, Ticket, TooManyTickets
from plenary.pages.documents import PagesMissing
from plenary.pages.languages import ENGLISH
from plenary.pages.tickets import printed, table
from plenary.store.ports import EventUnknown, StoreUnavailable
from plenary.store.sqlite_store import FILE_NAME, StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the event's code; it was created with --level ticket")
    parser.add_argument("--count", type=int, required=True, metavar="NUMBER", help="how many new tickets")
    parser.add_argument("--sheet", type=Path, metavar="FILE.html", help="write a page of cards to print")
    parser.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="write a table to mail the tickets out from"
    )
    add_url_argument(parser)
    add_data_argument(parser)
    add_redis_arguments(parser)


def run(args: argparse.Namespace) -> int:
    outputs: list[Path] = [one for one in (args.sheet, args.csv) if one is not None]
    if not outputs:
        return _refuse("say where to write them: --sheet FILE.html, --csv FILE.csv or both")
    if args.count < 1:
        return _refuse("--count is 1 or more")
    for output in outputs:
        if output.exists():
            return _refuse(f"{output} exists already")
    if not args.redis and not (args.data / FILE_NAME).exists():
        return _refuse(f"{args.data} holds no events; see --data and --redis")
    try:
        url, code = url_for_people(args), EventCode(args.code.upper())
        if args.sheet is not None:
            printed((), url, code, "", ENGLISH)  # where it cannot be, nothing is made
        with _created(outputs) as files:
            tickets, language, title = asyncio.run(_made(args))
            for output, file in zip(outputs, files, strict=True):
                is_sheet = output is args.sheet
                file.write(
                    printed(tickets, url, code, title, language) if is_sheet else table(tickets, url, code)
                )
    except EventUnknown:
        return _refuse(f"there is no event {args.code.upper()} here")
    except TooManyTickets:
        return _refuse("the event has as many tickets as it can have")
    except (StoreForeign, StoreUnavailable, PagesMissing, CannotServe) as reason:
        return _refuse(str(reason))
    except OSError as trouble:
        return _refuse(f"{trouble.filename} cannot be written ({trouble.strerror})")
    print(f"Tickets {tickets[0].number} to {tickets[-1].number} of event {code}")
    for output in outputs:
        print(f"  {output}")
    print("Whoever has a ticket can vote with it once. Their codes stand in these files and nowhere else.")
    return 0


async def _made(args: argparse.Namespace) -> tuple[list[Ticket], str, str]:
    """The new tickets, and the event's language and title. Raises EventUnknown, CannotServe and what stores raise."""
    code = EventCode(args.code.upper())
    async with AsyncExitStack() as opened:
        place = redis_from(args)
        stores = redis_stores(place, opened) if place else local_stores(args.data, opened)
        _, records = await stores.facts.programme(code)
        state = Deliberation(record.fact for record in records)
        if state.level is not Level.TICKET or state.event is None:
            raise CannotServe(
                f"event {code} asks for no tickets: create it with --level ticket, or say so on its desk"
            )
        seating = Seating(stores.seats, now_ms)
        return await seating.issue(code, args.count), state.event.language, state.event.title


@contextmanager
def _created(outputs: Sequence[Path]) -> Iterator[list[TextIO]]:
    """New files for their owner alone: whoever reads them can vote. Raises OSError.

    They are there before any ticket is made: one that is written nowhere is lost. Where that fails, none is left empty.
    """
    files: list[TextIO] = []
    with ExitStack() as opened:
        try:
            for output in outputs:
                handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                files.append(opened.enter_context(os.fdopen(handle, "w", newline="")))
            yield files
        except BaseException:
            for output, file in zip(outputs, files, strict=False):
                if file.tell() == 0:
                    output.unlink()
            raise


def _refuse(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
