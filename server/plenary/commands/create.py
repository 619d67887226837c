"""`plenary create`: a new event in a data directory, whether or not a server is running on it."""

import argparse
import asyncio
import sys
from pathlib import Path

import orjson

from plenary.app import now_ms
from plenary.commands.address import add_url_argument, url_for_people
from plenary.commands.serving import CannotServe, add_data_argument, text_in
from plenary.creation import NewEvent, Wish, links, new_event
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.vocabulary import Level
from plenary.store.ports import EventExists, StoreUnavailable
from plenary.store.sqlite_store import SqliteStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title")
    parser.add_argument("--code", help="3 to 24 capital letters, digits and hyphens (default: a random one)")
    parser.add_argument("--language", default="en", help="the event's main language (default: en)")
    parser.add_argument(
        "--venue", action="append", default=[], metavar="NAME", help="may be given several times"
    )
    parser.add_argument(
        "--prompt", action="append", default=[], metavar="TEXT", help="may be given several times"
    )
    parser.add_argument("--statement-limit", type=int, default=280, metavar="CHARACTERS")
    parser.add_argument(
        "--level",
        choices=[level.value for level in Level],
        default=Level.DEVICE.value,
        help="what votes ask for: any device (default), a one-time ticket (see `plenary tickets`), a confirmed e-mail"
        " address or a sign-in",
    )
    parser.add_argument(
        "--no-moderation", action="store_true", help="show statements at once, without a moderator's look"
    )
    parser.add_argument(
        "--words",
        type=Path,
        metavar="FILE",
        help="words of your own that moderators are to look at twice, one a line (changed later at the desk)",
    )
    add_url_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_data_argument(parser)


def run(args: argparse.Namespace) -> int:
    try:
        words = [line for line in (text_in(args.words) or "").splitlines() if line.strip()]
    except CannotServe as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1
    wish = Wish(
        args.title,
        args.language,
        args.venue,
        args.prompt,
        args.code,
        not args.no_moderation,
        args.statement_limit,
        Level(args.level),
        words,
    )
    try:
        made = new_event(wish)
        asyncio.run(_keep(args, made))
    except Refusal as refusal:
        why = " ".join((refusal.__doc__ or refusal.code).split())
        print(f"plenary: the event was not created: {why}", file=sys.stderr)
        return 1
    except EventExists:
        print("plenary: an event has this code already; choose another --code", file=sys.stderr)
        return 1
    except StoreUnavailable as reason:
        print(f"plenary: the event could not be kept: {reason}", file=sys.stderr)
        return 1
    addresses = {
        role.value: link for role, link in links(url_for_people(args), made.code, made.secrets).items()
    }
    if args.json:
        print(orjson.dumps({"code": made.code, "links": addresses}).decode())
    else:
        print(f"Event {made.code}")
        for role, link in addresses.items():
            print(f"  {role:<12} {link}")
        print("All but the first are secrets: whoever has such a link can use it.")
        print(
            "The organiser makes further links on the desk (stage, steward, interpreter, observer)"
            " and takes them back there."
        )
    return 0


async def _keep(args: argparse.Namespace, made: NewEvent) -> None:
    store = SqliteStore(args.data)
    try:
        await store.create(made.facts, now_ms())
    finally:
        await store.close()
