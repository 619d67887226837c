"""`plenary crowd`: a synthetic audience for an event on a running server, to rehearse with."""

import argparse
import asyncio
import sys

from plenary.crowd.addresses import BadAddress, desk_link, server_base
from plenary.crowd.client import SentAway, Unreachable, first_reason
from plenary.crowd.synthetic import Tempo, attend


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url",
        required=True,
        help="the server (http://host:port) with --code, or a desk link: then what they write is let through, too",
    )
    parser.add_argument("--code", help="the event's code")
    parser.add_argument("--people", type=int, default=108, help="how many come (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed brings other people (default: 1)")
    parser.add_argument(
        "--pace",
        type=float,
        default=6.0,
        metavar="SECONDS",
        help="between two votes of one person, on average",
    )
    parser.add_argument(
        "--for", type=float, dest="for_s", metavar="SECONDS", help="how long (default: until Ctrl-C)"
    )


def run(args: argparse.Namespace) -> int:
    try:
        link = desk_link(args.url)
        base, code = (link.base, link.code) if link else (server_base(args.url), args.code)
        if not code:
            raise BadAddress("which event? --code, or a desk link as --url")
    except BadAddress as wrong:
        print(f"plenary: {wrong}", file=sys.stderr)
        return 1
    try:
        asyncio.run(
            attend(
                base,
                code,
                people=args.people,
                seed=args.seed,
                moderator_key=link.secret if link else None,
                tempo=Tempo(vote_s=args.pace),
                for_s=args.for_s,
            )
        )
    except ExceptionGroup as group:
        reason = first_reason(group)
        if not isinstance(reason, SentAway | Unreachable):
            raise
        print(f"plenary: nobody can take part: {reason}", file=sys.stderr)
        return 1
    return 0
