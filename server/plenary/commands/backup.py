"""`plenary backup`: a checked copy of a whole data directory, while its server goes on serving."""

import argparse
import sys
from pathlib import Path

from plenary.commands.serving import add_data_argument
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.sqlite_backup import Copied, back_up
from plenary.store.sqlite_store import StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "output", type=Path, metavar="FILE", help="the new file; it holds every event whole: keep it safe"
    )
    add_data_argument(parser)


def run(args: argparse.Namespace) -> int:
    try:
        copied = back_up(args.data, args.output, say)
    except FileExistsError:
        return failed(f"{args.output} exists already; a backup never replaces a file")
    except (StoreUnavailable, StoreForeign, RecordDamaged) as reason:
        return failed(f"nothing was backed up: {reason}")
    except OSError as reason:
        return failed(f"{args.output} cannot be written ({reason.strerror})")
    print(f"{args.output}: {described(copied)}; every record is as it was written")
    print("The operator's secret is not in it; the secrets of links are in no file, only their digests.")
    return 0


def described(copied: Copied) -> str:
    """How much a copy holds, in words."""
    ballots = sum(heads.ballots for heads in copied.events)
    return f"{len(copied.events)} events with {ballots:,} ballot records, {copied.size_bytes / 1e6:.1f} MB"


def say(what: str) -> None:
    print(f"plenary: {what} ...", file=sys.stderr)


def failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
