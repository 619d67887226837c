"""`plenary retain`: take away the events whose retention is over, where no server does so by its own `--retain DAYS`.

Not beside a server without it: what a running hub holds of an event it gives back to a store that has lost it.
"""

import argparse
import asyncio
import contextlib
import sys

from plenary.app import now_ms
from plenary.commands.address import days
from plenary.commands.serving import (
    CannotServe,
    add_data_argument,
    add_redis_arguments,
    redis_from,
    stores_of,
)
from plenary.reporting.shelf import Shelf
from plenary.retention import DAY_MS, Retention
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.sqlite_store import FILE_NAME, StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=days, required=True, help="how long after the last word an event is kept"
    )
    parser.add_argument("--dry-run", action="store_true", help="say when each event goes, and take none away")
    add_data_argument(parser)
    add_redis_arguments(parser)


def run(args: argparse.Namespace) -> int:
    if not args.redis and not (args.data / FILE_NAME).exists():
        print(f"plenary: {args.data} holds no events; see --data and --redis", file=sys.stderr)
        return 1
    try:
        return asyncio.run(_retain(args))
    except (CannotServe, StoreUnavailable, StoreForeign) as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1


async def _retain(args: argparse.Namespace) -> int:
    async with contextlib.AsyncExitStack() as opened:
        redis = redis_from(args)
        stores = stores_of(args.data, redis, opened)
        shelf = Shelf(args.data / "reports")
        retention = Retention(
            stores.facts,
            stores.ballots,
            stores.bulletin,
            stores.seats,
            now_ms,
            args.days,
            forget_files=shelf.forget,
        )
        if args.dry_run:
            for heads in await stores.facts.heads():
                try:
                    until_ms = await retention.until_ms(heads.code)
                except EventUnknown:
                    continue  # a server was quicker
                except RecordDamaged as damage:
                    print(f"plenary: {damage}", file=sys.stderr)
                    continue
                if until_ms is not None:
                    left = (until_ms - now_ms()) / DAY_MS
                    print(f"{heads.code}: {f'{left:.1f} days left' if left > 0 else 'goes now'}")
            return 0
        gone = await retention.sweep()
        for code in gone:
            print(f"{code}: taken away, with its report")
        if not gone:
            print("Nothing is past its retention.")
    return 0
