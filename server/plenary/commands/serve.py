"""`plenary serve`: hub and analyst in one process, embedded or on a Redis."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from plenary.archive.native import Verified, bring_in, is_archive, verify_archive
from plenary.archive.tables import Unreadable
from plenary.commands.address import Address, add_address_arguments, address_from
from plenary.commands.log_lines import log_to_stderr
from plenary.commands.progress import Progress
from plenary.commands.proofs import add_proof_arguments, proofs_from
from plenary.commands.serving import (
    CannotServe,
    add_data_argument,
    add_publishing_arguments,
    add_redis_arguments,
    add_translation_arguments,
    redis_from,
    run_loop,
    serving,
    translation_from,
)
from plenary.creation import links, new_link
from plenary.deliberation.vocabulary import Role
from plenary.local import operator_secret_of
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import SqliteStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "archive",
        nargs="?",
        type=Path,
        metavar="ARCHIVE",
        help="an archive of Plenary, to be looked at: nothing can be added to it (default: the events in --data)",
    )
    add_address_arguments(parser)
    add_data_argument(parser)
    add_publishing_arguments(parser)
    add_redis_arguments(parser)
    add_translation_arguments(parser)
    add_proof_arguments(parser)


def run(args: argparse.Namespace) -> int:
    log_to_stderr(args.log)
    if args.archive is not None:
        return _serve_archive(args, address_from(args))
    return run_loop(_serve(args, address_from(args)))


async def _serve(args: argparse.Namespace, address: Address) -> int:
    try:
        redis = redis_from(args)
        async with serving(
            address,
            args.data,
            redis=redis,
            translation=translation_from(args),
            proofs=proofs_from(args),
            is_traced=args.traces,
            k=args.k,
        ) as running:
            # Not the address of Redis: it may hold a password.
            place = "Redis" if redis else args.data.resolve()
            print(f"Plenary serves {address.people_url}, data in {place}")
            print(f"Create an event:  {address.people_url}/desk#operator={operator_secret_of(args.data)}")
            print("Stop with Ctrl-C.", flush=True)
            await running
    except CannotServe as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1
    return 0


def _serve_archive(args: argparse.Namespace, address: Address) -> int:
    if args.redis:
        return _failed("an archive is served by itself; leave --redis away")
    with tempfile.TemporaryDirectory(prefix="plenary-archive-") as folder:
        data = Path(folder)
        try:
            if not args.archive.is_file():
                return _failed(f"there is no file {args.archive}")
            if not is_archive(args.archive):
                return _failed(f"{args.archive} is no archive of Plenary")
            verify_archive(args.archive, Progress("records held against their hashes"))
            asyncio.run(SqliteStore(data).close())  # an empty store, to be read from
            brought = bring_in(args.archive, data, Progress("records read"))
        except (Unreadable, RecordDamaged, RecordUnknown, StoreUnavailable) as reason:
            return _failed(str(reason))
        except OSError as reason:
            return _failed(f"{args.archive} cannot be read ({reason.strerror})")
        return run_loop(_look(args, address, data, brought))


async def _look(args: argparse.Namespace, address: Address, data: Path, brought: Verified) -> int:
    new = {role: new_link(role) for role in (Role.PROJECTOR, Role.OBSERVER)}
    grants = tuple(link.grant for link in new.values())
    try:
        async with serving(address, data, k=args.k, archive_grants=grants) as running:
            pages = links(address.people_url, brought.code, {role: link.secret for role, link in new.items()})
            print(f"{args.archive}: event {brought.code}, {brought.tallies.title}. It is only read.\n")
            print(f"  Report     {address.people_url}/e/{brought.code}/report")
            print(f"  Phone      {pages[Role.PARTICIPANT]}")
            print(f"  Projector  {pages[Role.PROJECTOR]}")
            print(f"  Desk       {pages[Role.OBSERVER]}\n")
            print("Stop with Ctrl-C.", flush=True)
            await running
    except CannotServe as reason:
        return _failed(str(reason))
    return 0


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
