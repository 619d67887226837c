"""What every command that reads an exported discussion shares: its arguments, and reading it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from plenary.archive.agora import agora_file, read_agora
from plenary.archive.conversation import Conversation, turned
from plenary.archive.polis import read_polis_files
from plenary.archive.tables import opened


def add_discussion_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="a folder or zip with an export of Polis or Agora, or Agora's CSV file alone",
    )
    parser.add_argument(
        "--signs",
        choices=("as-written", "exchanged"),
        help="exchanged: read 1 as disagree and -1 as agree (some Polis exports of 2024 are so)",
    )


def add_strict_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--strict",
        action="store_true",
        help="leave undecided statements out, as a discussion with strict moderation did",
    )


def read_discussion(args: argparse.Namespace) -> Conversation:
    """The discussion, with its cautions said on stderr. Raises Unreadable."""
    with opened(args.folder) as files:
        agoras = agora_file(files)
        conversation = read_polis_files(files) if agoras is None else read_agora(files, agoras)
    if args.signs == "exchanged":
        conversation = turned(conversation)
    if args.signs == "as-written":
        cautions = tuple(one for one in conversation.cautions if one.code != "inverted")
        conversation = replace(conversation, cautions=cautions)
    for caution in conversation.cautions:
        remedy = " Try --signs exchanged." if caution.code == "inverted" else ""
        print(f"plenary: {caution.text}{remedy}", file=sys.stderr)
    return conversation
