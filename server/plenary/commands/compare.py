"""`plenary compare`: what an event's votes say with the ballots that look alike, and without them."""

import argparse
import asyncio
import sys

import orjson

from plenary.archive.comparing import Compared, compared
from plenary.archive.report.editions import Reader
from plenary.commands.progress import Progress
from plenary.commands.reading import Refused, add_event_arguments, open_stores
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the event's code")
    add_event_arguments(parser)


def run(args: argparse.Namespace) -> int:
    code = EventCode(args.code.strip().upper())
    try:
        found = asyncio.run(_compared(args, code))
    except EventUnknown:
        print(f"plenary: there is no event {code}", file=sys.stderr)
        return 1
    except (Refused, StoreForeign, RecordUnknown, RecordDamaged, StoreUnavailable) as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0


async def _compared(args: argparse.Namespace, code: EventCode) -> list[Compared]:
    async with open_stores(args) as (log, ballots):
        reader = Reader(log, ballots, code, Progress("ballots read"))
        return compared(await reader.gathered(), K)
