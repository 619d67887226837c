"""`plenary serve`: a hub, and an analyst beside it, embedded or on a Redis."""

import argparse
import sys
from pathlib import Path

from plenary.commands.address import Address, add_address_arguments, address_from
from plenary.commands.beside import AnalystBeside, analyst_beside
from plenary.commands.log_lines import log_to_stderr
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
from plenary.local import operator_secret_of


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
        from plenary.commands.serve_archive import serve_archive

        return serve_archive(args, address_from(args))
    address = address_from(args)
    with analyst_beside(args.data, redis_from(args), args.k) as beside:
        return run_loop(_serve(args, address, beside))


async def _serve(args: argparse.Namespace, address: Address, beside: AnalystBeside | None) -> int:
    try:
        redis = redis_from(args)
        async with serving(
            address,
            args.data,
            redis=redis,
            beside=beside,
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
