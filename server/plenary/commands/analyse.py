"""`plenary analyse`: an exported discussion through the engine, without a server."""

import argparse
import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

import plenary_analysis as analysis
from plenary.archive.analysing import Method, analysed
from plenary.archive.conversation import Conversation
from plenary.archive.tables import Unreadable
from plenary.commands.discussion import add_discussion_arguments, add_strict_argument, read_discussion

MOST_LISTED: Final = 5
TEXT_WIDTH: Final = 96


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_discussion_arguments(parser)
    add_strict_argument(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the whole result here; - for stdout")
    parser.add_argument(
        "--method",
        choices=[method.value for method in Method],
        default=Method.PLENARY.value,
        help="plenary (default), or polis: what Polis computes from the same votes",
    )


def run(args: argparse.Namespace) -> int:
    with uncollected():
        return _run(args)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would walk again and again over votes that all stay, a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _run(args: argparse.Namespace) -> int:
    try:
        conversation = read_discussion(args)
    except Unreadable as reason:
        print(f"plenary: the discussion cannot be read: {reason}", file=sys.stderr)
        return 1
    found = analysed(conversation, Method(args.method), is_strict=args.strict)
    if args.json is None:
        print(summary(conversation, found))
        return 0
    written = orjson.dumps(analysis.to_json(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if str(args.json) == "-":
        sys.stdout.buffer.write(written)
        return 0
    try:
        args.json.write_bytes(written)
    except OSError as reason:
        print(f"plenary: {args.json} cannot be written ({reason.strerror})", file=sys.stderr)
        return 1
    print(summary(conversation, found))
    return 0


def summary(conversation: Conversation, found: analysis.OpinionMap) -> str:
    """What the discussion came to, for people."""
    text_of = {one.id: " ".join(one.text.split()) for one in conversation.statements}
    result_of = {result.id: result for result in found.statements}
    votes = [result.agree + result.disagree + result.passed for result in found.statements]
    lines = [
        conversation.topic,
        f"{len(found.participants)} people, {sum(map(bool, votes))} statements with votes, {sum(votes)} votes",
    ]
    if found.groups:
        lines.append("Groups: " + ", ".join(f"{group.label} ({group.size} people)" for group in found.groups))
    lines += [f"Note: {note.replace('_', ' ')}" for note in found.notes]
    for title, ids in (
        ("Common ground", found.consensus),
        ("Fault lines", found.divisive),
        ("Worth discussing", found.discuss),
    ):
        if not ids:
            continue
        lines += ["", f"{title} ({len(ids)}):"]
        for statement in ids[:MOST_LISTED]:
            result = result_of[statement]
            counts = f"{result.agree} agree, {result.disagree} disagree, {result.passed} pass"
            if ids is found.consensus and result.direction < 0:
                counts += ": the groups disagree with it alike"
            lines.append(f"  {statement:>4}  {_shortened(text_of[statement])}")
            lines.append(f"        {counts}")
    return "\n".join(lines)


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_WIDTH else text[: TEXT_WIDTH - 1].rstrip() + "…"
