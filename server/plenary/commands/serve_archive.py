"""`plenary serve ARCHIVE`: an archive's event, to be looked at. Loaded when asked for: live events need none of it."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from plenary.archive.native import Verified, bring_in, is_archive, verify_archive
from plenary.archive.tables import Unreadable
from plenary.commands.address import Address
from plenary.commands.progress import Progress
from plenary.commands.serving import CannotServe, run_loop, serving
from plenary.creation import links, new_link
from plenary.deliberation.vocabulary import Role
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import SqliteStore


def serve_archive(args: argparse.Namespace, address: Address) -> int:
    """Until it is told to stop; the command's exit status."""
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
