"""`plenary restore`: a data directory made of a backup."""

import argparse
from pathlib import Path

from plenary.commands.backup import described, failed, say
from plenary.commands.serving import add_data_argument
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.sqlite_backup import put_back
from plenary.store.sqlite_store import StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, metavar="FILE", help="what `plenary backup` wrote")
    add_data_argument(parser)


def run(args: argparse.Namespace) -> int:
    try:
        copied = put_back(args.backup, args.data, say)
    except FileExistsError:
        return failed(f"{args.data} holds events already; a restore never replaces them: name another --data")
    except FileNotFoundError:
        return failed(f"there is no file {args.backup}")
    except (StoreUnavailable, StoreForeign, RecordDamaged) as reason:
        return failed(f"nothing was restored: {reason}")
    except OSError as reason:
        return failed(f"{args.data} cannot be written ({reason.strerror})")
    print(f"{args.data}: {described(copied)}")
    print(
        "Links that were given out open their pages again. Phones that voted after the backup offer their votes anew."
    )
    return 0
