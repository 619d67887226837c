"""`plenary report`: an event's report as one file that needs neither a server nor a network."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from plenary.archive.report.composing import Wish
from plenary.archive.report.editions import Reader, VersionUnknown
from plenary.archive.report.file import digest_of, written
from plenary.archive.report.model import Report
from plenary.commands.progress import Progress
from plenary.commands.reading import Refused, add_event_arguments, open_stores, place_of
from plenary.commands.serving import add_publishing_arguments
from plenary.deliberation.report_facts import ReportKept
from plenary.deliberation.vocabulary import EventCode
from plenary.pages.documents import PagesMissing, report_page
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the event's code")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="the HTML file to write; - for stdout"
    )
    add_publishing_arguments(parser)
    parser.add_argument(
        "--without-ballots",
        action="store_true",
        help="leave the votes themselves out: safer for a few people who know one another, and not to be counted again",
    )
    parser.add_argument(
        "--public-url", metavar="URL", help="where the event can be found, to be printed in it"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--number", type=int, metavar="N", help="that kept version, made again")
    # For the server, which keeps it: a file that calls itself a version and is none would be cited as one.
    which.add_argument("--as-next-version", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    add_event_arguments(parser)


def run(args: argparse.Namespace) -> int:
    code = EventCode(args.code.strip().upper())
    try:
        made, content = asyncio.run(_made(args, code))
        if str(args.output) == "-":
            sys.stdout.buffer.write(content)
            return 0
        _write(args.output, content)
        if args.as_next_version:
            print(json.dumps(particulars(made)))
            return 0
    except (Refused, StoreForeign, RecordUnknown, PagesMissing) as reason:
        return _failed(str(reason))
    except VersionUnknown:
        return _failed(f"event {code} has no version {args.number} of its report")
    except EventUnknown:
        return _failed(f"{place_of(args)} has no event {code}")
    except RecordDamaged as reason:
        return _failed(f"{reason}; no report was made. `plenary verify {code}` says more")
    except StoreUnavailable as reason:
        return _failed(f"the event cannot be read: {reason}")
    except OSError as reason:
        return _failed(f"{args.output} cannot be written ({reason.strerror or reason})")
    print(f"{args.output}: the report of event {code}, {len(content):,} bytes, to be opened in any browser")
    print(f"Anybody can check it: plenary verify {args.output}")
    return 0


async def _made(args: argparse.Namespace, code: EventCode) -> tuple[Report, bytes]:
    """The report that was asked for, and its file."""
    if str(args.output) != "-" and args.output.exists() and not args.force:
        raise Refused(f"{args.output} is there already; --force replaces it")
    address = f"{args.public_url.rstrip('/')}/e/{code}" if args.public_url else None
    wish = Wish(address=address, k=args.k, with_ballots=not args.without_ballots)
    page = report_page()
    async with open_stores(args) as (log, ballots):
        reader = Reader(log, ballots, code, Progress("ballots read"))
        if args.as_next_version:
            made = await reader.next_version(wish)
        elif args.number is None:
            made = await reader.as_it_stands(wish)
        else:
            known, candidates = await reader.kept_version(args.number, wish)
            made = _the_one_kept(known, candidates)
    return made, written(made, page)


def _the_one_kept(known: ReportKept, candidates: list[Report]) -> Report:
    for one in candidates:
        if digest_of(one) == known.digest:
            return one
    raise Refused(
        f"version {known.number} comes out otherwise than it was kept: with another version of Plenary, --k, "
        "--without-ballots or --public-url than then"
    )


def _write(output: Path, content: bytes) -> None:
    """The file whole, or none."""
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(output.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


def particulars(made: Report) -> dict[str, str | int | None]:
    """What is kept of a version: the fields of `KeepReport`, but for who asked."""
    return {
        "number": made.edition.number,
        "programme": made.heads.programme.records,
        "ballots": made.heads.ballots.records,
        "digest": digest_of(made),
        "programme_head": made.heads.programme.hash,
        "ballots_head": made.heads.ballots.hash,
    }


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
