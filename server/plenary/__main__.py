"""The `plenary` command."""

import argparse
import importlib
import os
import sys
from typing import Final, Protocol

from plenary import __version__
from plenary.background import give_way


class Subcommand(Protocol):
    """What a module in `plenary.commands` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


# Loaded when asked for: `plenary --help` need not wait for a server's libraries.
SUBCOMMANDS: Final = {
    "serve": ("serve", "serve events: a hub, and an analyst beside it"),
    "hub": ("hub", "serve events beside other hubs that share a Redis"),
    "analyst": ("analyst", "analyse the events of hubs that share a Redis"),
    "demo": ("demo", "serve an example event with an audience that votes"),
    "create": ("create", "create an event and print its links"),
    "tickets": ("tickets", "make one-time tickets to print or to mail out"),
    "import": ("import_", "make an event of an exported discussion or of an archive"),
    "export": ("export", "write an event as files for other programs, or as an archive"),
    "backup": ("backup", "copy a data directory into one file while its server goes on"),
    "restore": ("restore", "make a data directory of such a file"),
    "retain": ("retain", "take away events whose retention is over"),
    "report": ("report", "write an event's report as one file for any browser"),
    "compare": ("compare", "say what an event's votes say without the ballots that look alike"),
    "verify": ("verify", "check that a report, an archive or an event is as it was written"),
    "analyse": ("analyse", "analyse an exported discussion, without a server"),
    "replay": ("replay", "play a real discussion into a running server"),
    "crowd": ("crowd", "bring a synthetic audience to an event, to rehearse"),
    "doctor": ("doctor", "say what this machine lacks and what is weak here"),
}

ONE_THREAD: Final = frozenset({"serve", "report", "compare", "verify"})
"""Many small products: more threads only wait for one another, and took a report three times the time of one. Of a
server's cores one is for votes; and it copies itself (`commands.beside`), which a process with threads must not."""


def main(argv: list[str] | None = None) -> int:
    """Run the subcommand; returns its exit status."""
    give_way()  # before the libraries are loaded, which is a good part of a short report's work
    arguments = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="plenary", description="Listen at scale: statements, votes, opinion groups."
    )
    parser.add_argument("--version", action="version", version=f"plenary {__version__}")
    subparsers = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments if word in SUBCOMMANDS), None)
    modules: dict[str, Subcommand] = {}
    for name, (module, summary) in SUBCOMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == chosen:
            if name in ONE_THREAD:
                os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            modules[name] = importlib.import_module(f"plenary.commands.{module}")
            modules[name].add_arguments(subparser)
    args = parser.parse_args(arguments)
    try:
        return modules[args.subcommand].run(args)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
