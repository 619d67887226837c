"""`plenary verify`: whether an archive, or an event of a data directory, is what was once kept."""

import argparse
import sys
from pathlib import Path

from plenary.archive.native import SUFFIX, Verified, is_archive, verify_archive, verify_event
from plenary.archive.tables import Unreadable
from plenary.commands.progress import Progress
from plenary.commands.serving import add_data_argument
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="FILE|CODE", help="an archive of Plenary, or the code of an event in --data"
    )
    parser.add_argument("--tallies", action="store_true", help="print the tally of every statement too")
    add_data_argument(parser)


def run(args: argparse.Namespace) -> int:
    path = Path(args.what)
    progress = Progress("records held against their hashes")
    try:
        if is_archive(path):
            verified = verify_archive(path, progress)
        elif path.exists() or path.suffix == SUFFIX:
            return _failed(
                f"{path} is no archive of Plenary" if path.exists() else f"there is no file {path}"
            )
        else:
            verified = verify_event(args.data, EventCode(args.what.strip().upper()), progress)
    except (Unreadable, RecordDamaged, RecordUnknown) as reason:
        return _failed(str(reason))
    except EventUnknown:
        return _failed(f"there is no file {args.what}, and {args.data} has no event of this code")
    except StoreUnavailable as reason:
        return _failed(f"the event cannot be read: {reason}")
    except OSError as reason:
        return _failed(f"{path} cannot be read ({reason.strerror})")
    _say(verified, with_tallies=args.tallies)
    return 0


def _say(verified: Verified, *, with_tallies: bool) -> None:
    tallies = verified.tallies.rows()
    print(f"Event {verified.code}: {verified.tallies.title}")
    print("Every record is as it was written.")
    for head in (verified.programme, verified.ballots):
        print(f"  {head.name:<9} {head.number:>9} records, head {head.hash.hex()}")
    agree, disagree, passed = (
        sum(one[1] for one in tallies),
        sum(one[2] for one in tallies),
        sum(one[3] for one in tallies),
    )
    print(
        f"  {len(verified.tallies.people)} people joined; last votes on {len(tallies)} statements: "
        f"{agree} agree, {disagree} disagree, {passed} pass"
    )
    if with_tallies:
        for statement, *counts in tallies:
            print(f"  {statement:<16} " + " ".join(f"{count:>7}" for count in counts))


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
