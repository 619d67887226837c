"""`plenary replay`: a real discussion, played into a running server through real sockets."""

import argparse
import asyncio
import math
import os
import sys
from typing import Final

from plenary import local
from plenary.archive.tables import Unreadable
from plenary.commands.discussion import add_discussion_arguments, read_discussion
from plenary.crowd.addresses import BadAddress, DeskLink, desk_link, server_base
from plenary.crowd.client import SentAway, Unreachable, first_reason
from plenary.crowd.operator import Operator, OperatorRefused
from plenary.crowd.replay import CannotPlay, Outcome, replay
from plenary.crowd.score import Score, event_code, score
from plenary.deliberation.vocabulary import EventCode

OPERATOR_VARIABLE: Final = "PLENARY_OPERATOR"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_discussion_arguments(parser)
    parser.add_argument(
        "--url",
        required=True,
        help="the server (http://host:port), or the desk link of the event to play into",
    )
    parser.add_argument(
        "--speed",
        type=speed,
        default=1.0,
        metavar="X",
        help="how many times as fast as it was; max: without pauses",
    )
    parser.add_argument("--code", help="the event's code (default: one that follows from the discussion)")
    parser.add_argument(
        "--operator",
        metavar="SECRET",
        help=f"the operator's secret (default: ${OPERATOR_VARIABLE}, or that of this user's server on this machine)",
    )
    parser.add_argument("--language", default="en", help="of the statements (default: en)")
    parser.add_argument(
        "--most-connected",
        type=int,
        default=300,
        metavar="N",
        help="sockets at a time (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    try:
        played = score(read_discussion(args), args.speed)
        desk = _desk(args, played)
        print(f"Playing {len(played.votes)} votes into {desk.base}/e/{desk.code}", file=sys.stderr)
        outcome = asyncio.run(_play(args, played, desk))
    except (Unreadable, BadAddress, OperatorRefused, CannotPlay, SentAway, Unreachable) as reason:
        print(f"plenary: the discussion was not played: {reason}", file=sys.stderr)
        return 1
    print(summary(outcome))
    return 0 if outcome.is_clean else 1


def speed(text: str) -> float:
    """How many times as fast: a positive number, or `max`."""
    factor = math.inf if text in ("max", "inf") else float(text)
    if not factor > 0:
        raise ValueError("a speed is above 0")
    return factor


def summary(outcome: Outcome) -> str:
    """What became of it, for people."""
    lines = [
        f"statements  {outcome.seeded} brought in, {outcome.found} found there, {outcome.rejected} rejected",
        f"votes       {outcome.votes}: {outcome.sent} sent, {outcome.counted} counted",
    ]
    lines += [f"refused     {count} times {code}" for code, count in outcome.refused.most_common()]
    if outcome.unanswered:
        lines.append(f"unanswered  {outcome.unanswered}")
    return "\n".join(lines)


async def _play(args: argparse.Namespace, played: Score, desk: DeskLink) -> Outcome:
    try:
        return await replay(
            played, desk, language=args.language, most_connected=max(1, args.most_connected), tell=_Progress()
        )
    except ExceptionGroup as group:
        raise first_reason(group) from None


class _Progress:
    """One line on stderr: kept up to date on a terminal, said anew every ten seconds elsewhere."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, outcome: Outcome) -> None:
        line = f"{outcome.counted} of {outcome.votes} votes counted, {outcome.connected} connected"
        is_last = outcome.counted == outcome.votes
        if sys.stderr.isatty():
            print(f"\r{line:<60}", end="\n" if is_last else "", file=sys.stderr, flush=True)
        elif self._told % 10 == 0 or is_last:
            print(line, file=sys.stderr, flush=True)
        self._told += 1


def _desk(args: argparse.Namespace, played: Score) -> DeskLink:
    """The way into the event. Raises BadAddress, OperatorRefused."""
    link = desk_link(args.url)
    if link is not None:
        if args.code and args.code.upper() != link.code.upper():
            raise BadAddress(f"the desk link is one of event {link.code}, not of {args.code}")
        return link
    base = server_base(args.url)
    secret = args.operator or os.environ.get(OPERATOR_VARIABLE) or local.operator_secret(base)
    if not secret:
        raise OperatorRefused(f"an operator's secret is needed: --operator or ${OPERATOR_VARIABLE}")
    code = EventCode(args.code.upper()) if args.code else event_code(played.fingerprint)
    return Operator(base, secret).desk(code, played.prompt, args.language)
