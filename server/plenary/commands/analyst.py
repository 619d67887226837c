"""`plenary analyst`: analyses the events that hubs keep in a Redis. Several share the events out among them."""

import argparse
import asyncio
import contextlib
import signal
import sys

from plenary.app import create_analyst
from plenary.commands.log_lines import log_to_stderr
from plenary.commands.serving import (
    CannotServe,
    RedisPlace,
    add_publishing_arguments,
    add_redis_arguments,
    redis_stores,
    run_loop,
)
from plenary.store.ports import StoreUnavailable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_redis_arguments(parser, required=True)
    add_publishing_arguments(parser)
    parser.add_argument(
        "--log", choices=("info", "warning"), default="warning", help="how much to say on stderr"
    )


def run(args: argparse.Namespace) -> int:
    log_to_stderr(args.log)
    return run_loop(_analyse(RedisPlace(args.redis, args.relaxed_durability), args.k))


async def _analyse(place: RedisPlace, k: int, interval_s: float = 2.0) -> int:
    async with contextlib.AsyncExitStack() as opened:
        try:
            stores = redis_stores(place, opened)
        except (CannotServe, StoreUnavailable) as reason:
            print(f"plenary: {reason}", file=sys.stderr)
            return 1
        print("An analyst works for the hubs of this Redis.")
        print("Stop with Ctrl-C.", flush=True)
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(create_analyst(stores, interval_s, k).run())
            loop = asyncio.get_running_loop()
            for told in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(told, working.cancel)
    return 0
