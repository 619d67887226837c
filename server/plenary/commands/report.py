"""`plenary report`: an event's report as one file that needs neither a server nor a network."""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Final

from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import written
from plenary.archive.report.gathering import Gathered
from plenary.archive.report.privacy import K
from plenary.commands.progress import Progress
from plenary.commands.serving import add_data_argument
from plenary.deliberation.vocabulary import EventCode
from plenary.pages.documents import PagesMissing, report_page
from plenary.store.ports import Ballots, EventUnknown, FactLog, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import FILE_NAME, SqliteStore, StoreForeign

PAGE: Final = 10_000


class Refused(Exception):
    """What was asked for cannot be reported; the text is for whoever asked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the event's code")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="the HTML file to write; - for stdout"
    )
    parser.add_argument(
        "--k",
        type=int,
        default=K,
        metavar="N",
        help=f"publish nothing about fewer people than this (default: {K}, at least 1)",
    )
    parser.add_argument(
        "--without-ballots",
        action="store_true",
        help="leave the votes themselves out: safer for a few people who know one another, and not to be counted again",
    )
    parser.add_argument(
        "--public-url", metavar="URL", help="where the event can be found, to be printed in it"
    )
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    add_data_argument(parser)


def run(args: argparse.Namespace) -> int:
    code = EventCode(args.code.strip().upper())
    try:
        content = asyncio.run(_content(args, code))
        if str(args.output) == "-":
            sys.stdout.buffer.write(content)
            return 0
        _write(args.output, content)
    except (Refused, StoreForeign, RecordUnknown, PagesMissing) as reason:
        return _failed(str(reason))
    except EventUnknown:
        return _failed(f"{args.data} has no event {code}")
    except RecordDamaged as reason:
        return _failed(f"{reason}; no report was made. `plenary verify {code}` says more")
    except StoreUnavailable as reason:
        return _failed(f"the event cannot be read: {reason}")
    except OSError as reason:
        return _failed(f"{args.output} cannot be written ({reason.strerror or reason})")
    print(f"{args.output}: the report of event {code}, {len(content):,} bytes, to be opened in any browser")
    print(f"Anybody can check it: plenary verify {args.output}")
    return 0


async def _content(args: argparse.Namespace, code: EventCode) -> bytes:
    if args.k < 1:
        raise Refused("--k is at least 1")
    if str(args.output) != "-" and args.output.exists() and not args.force:
        raise Refused(f"{args.output} is there already; --force replaces it")
    if not (args.data / FILE_NAME).is_file():
        raise Refused(f"{args.data} holds no events")
    page = report_page()
    store = SqliteStore(args.data)
    try:
        gathered = await gather(store, store, code, Progress("ballots read"))
    finally:
        await store.close()
    address = f"{args.public_url.rstrip('/')}/e/{code}" if args.public_url else None
    wish = Wish(address=address, k=args.k, with_ballots=not args.without_ballots)
    return written(report(gathered, time.time_ns() // 1_000_000, wish), page)


async def gather(log: FactLog, ballots: Ballots, code: EventCode, told: Progress) -> Gathered:
    """The event as the store has it now. Raises EventUnknown, RecordDamaged, StoreUnavailable."""
    gathered = Gathered()
    head, programme = await log.programme(code)
    gathered.follow(programme)
    number = 0
    while page := await ballots.since(code, number, PAGE):
        # A statement that came in since is in the programme by now: the log has it before any vote on it.
        head, later = await log.programme(code, head.number)
        gathered.follow(later)
        gathered.take(page)
        number = page[-1].number
        told(number)
    return gathered


def _write(output: Path, content: bytes) -> None:
    """The file whole, or none."""
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(output.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
