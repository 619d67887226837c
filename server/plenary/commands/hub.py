"""`plenary hub`: one of several hubs that share a Redis. Some `plenary analyst` must run beside them."""

import argparse
import sys

from plenary.commands.address import Address, add_address_arguments, address_from
from plenary.commands.log_lines import log_to_stderr
from plenary.commands.proofs import add_proof_arguments, proofs_from
from plenary.commands.serving import (
    CannotServe,
    add_data_argument,
    add_publishing_arguments,
    add_redis_arguments,
    redis_from,
    run_loop,
    serving,
)
from plenary.local import operator_secret_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address_arguments(parser)
    add_data_argument(parser)
    add_publishing_arguments(parser)
    add_redis_arguments(parser, required=True)
    add_proof_arguments(parser)


def run(args: argparse.Namespace) -> int:
    log_to_stderr(args.log)
    return run_loop(_serve(args, address_from(args)))


async def _serve(args: argparse.Namespace, address: Address) -> int:
    try:
        async with serving(
            address,
            args.data,
            redis=redis_from(args),
            analyses=False,
            proofs=proofs_from(args),
            is_traced=args.traces,
            k=args.k,
        ) as running:
            print(f"A hub serves {address.people_url}, events in Redis")
            print(f"Create an event:  {address.people_url}/desk#operator={operator_secret_of(args.data)}")
            print("Stop with Ctrl-C.", flush=True)
            await running
    except CannotServe as reason:
        print(f"plenary: {reason}", file=sys.stderr)
        return 1
    return 0
