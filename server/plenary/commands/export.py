"""`plenary export`: an event as files that other programs read, or as an archive that loses nothing."""

import argparse
import asyncio
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plenary.archive.bundles import grouped, polis_files, readme, sensemaker_csv, tttc_csv
from plenary.archive.exporting import (
    Discussions,
    Edition,
    Prompt,
    Readers,
    for_organiser,
    for_public,
)
from plenary.archive.native import SUFFIX, archive
from plenary.archive.publishing import published
from plenary.archive.report.editions import Reader
from plenary.commands.progress import Progress
from plenary.commands.reading import Refused, add_event_arguments, kept_event, open_stores, place_of
from plenary.commands.serving import add_publishing_arguments
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown
from plenary.store.sqlite_store import StoreForeign

PAGE: Final = 10_000

ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The same files make the same zip, whenever it is written."""

KINDS: Final = {"polis": "Polis files", "sensemaker": "Sensemaker CSV", "tttc": "Talk to the City CSV"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the event's code")
    parser.add_argument(
        "--format",
        choices=(*KINDS, "plenary"),
        required=True,
        help="polis: CSV files as Polis writes them; sensemaker, tttc: one CSV; plenary: an archive, nothing lost",
    )
    parser.add_argument(
        "--output", type=Path, required=True, metavar="PATH", help="the new folder, zip or file to write"
    )
    parser.add_argument(
        "--for",
        dest="readers",
        choices=[one.value for one in Readers],
        default=Readers.ORGANISER.value,
        help="organiser (default): pseudonyms and times; public: only what was shown, new numbers, statements' hours",
    )
    add_publishing_arguments(parser)
    parser.add_argument("--prompt", type=int, metavar="NUMBER", help="this prompt alone, from 1")
    add_event_arguments(parser)


def run(args: argparse.Namespace) -> int:
    code = EventCode(args.code.strip().upper())
    try:
        said = _archived(args, code) if args.format == "plenary" else _exported(args, code)
    except (Refused, StoreForeign, RecordUnknown) as reason:
        return _failed(str(reason))
    except EventUnknown:
        return _failed(f"{place_of(args)} has no event {code}")
    except RecordDamaged as reason:
        return _failed(f"{reason}; nothing was exported. `plenary verify {code}` says more")
    except StoreUnavailable as reason:
        return _failed(f"the events cannot be read: {reason}")
    except OSError as reason:
        return _failed(f"{reason.filename or args.output} cannot be written ({reason.strerror or reason})")
    for line in said:
        print(line)
    return 0


def _archived(args: argparse.Namespace, code: EventCode) -> list[str]:
    if args.readers == Readers.PUBLIC.value:
        raise Refused("an archive loses nothing, so it is never for the public; export another format")
    if args.prompt is not None:
        raise Refused("an archive holds every prompt; leave --prompt away")
    output = args.output / f"{code}{SUFFIX}" if args.output.is_dir() else args.output
    if output.exists():
        raise Refused(f"{output} is there already")
    output.parent.mkdir(parents=True, exist_ok=True)
    with kept_event(args, code) as kept:
        verified = archive(kept, output, Progress("records archived"))
    return [
        f"{output}: event {code}, whole, for the organiser",
        f"  programme {verified.programme.number:>9} records  {verified.programme.hash.hex()}",
        f"  ballots   {verified.ballots.number:>9} records  {verified.ballots.hash.hex()}",
    ]


def _exported(args: argparse.Namespace, code: EventCode) -> list[str]:
    readers = Readers(args.readers)
    number, prompts = asyncio.run(_prompts(args, code, None if readers is Readers.ORGANISER else args.k))
    if args.prompt is not None:
        prompts = [one for one in prompts if one.number == args.prompt]
    if readers is Readers.PUBLIC:
        prompts = [one for one in prompts if one.shown]
    if not prompts:
        which = f"prompt {args.prompt}" if args.prompt is not None else f"event {code}"
        raise Refused(f"{which} has no statements to export")
    said = [f"Event {code}, {KINDS[args.format]}, for the {readers}:"]
    if number:
        said.append(f"  the votes of version {number} of its report; later ones wait for the next")
    files: dict[str, bytes] = {}
    for prompt in prompts:
        inside = f"prompt-{prompt.number}/" if len(prompts) > 1 else ""
        edition = (
            for_organiser(prompt) if readers is Readers.ORGANISER else for_public(prompt, _chance(), args.k)
        )
        conversation = edition.conversation
        people = len({vote.participant for vote in conversation.votes})
        left_out = f" ({edition.left_out} not shown, left out)" if edition.left_out else ""
        said.append(
            f"  {args.output / inside if inside else args.output}: prompt {prompt.number}, {people} people, "
            f"{len(conversation.statements)} statements{left_out}, {len(conversation.votes)} votes"
        )
        alone = None if inside or args.output.suffix.lower() != ".csv" else args.output
        files |= {inside + name: content for name, content in _files(args.format, edition, alone)}
    _write(args, files)
    return said


def _files(format_: str, edition: Edition, alone: Path | None) -> Iterator[tuple[str, bytes]]:
    """alone: the one file's own name, where it is to lie in no folder of its own."""
    if format_ == "polis":
        yield from polis_files(grouped(edition))
        return
    stem = alone.stem if alone else format_
    yield f"{stem}.csv", sensemaker_csv(grouped(edition)) if format_ == "sensemaker" else tttc_csv(edition)
    yield f"{stem}-README.txt" if alone else "README.txt", readme(edition, KINDS[format_])


def _write(args: argparse.Namespace, files: dict[str, bytes]) -> None:
    """All files: in a zip, beside the CSV file asked for, or in a folder that is new or empty."""
    output: Path = args.output
    if output.suffix.lower() == ".zip":
        if output.exists():
            raise Refused(f"{output} is there already")
        output.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(output, "x", zipfile.ZIP_DEFLATED) as packed:
            for name, content in files.items():
                packed.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
        return
    is_file = output.suffix.lower() == ".csv" and not any("/" in name for name in files)
    folder = output.parent if is_file and args.format != "polis" else output
    taken = [folder / name for name in files if (folder / name).exists()]
    if folder is output and output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise Refused(f"{output} is there already, and not an empty folder")
    if taken:
        raise Refused(f"{taken[0]} is there already")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


async def _prompts(args: argparse.Namespace, code: EventCode, k: int | None) -> tuple[int, list[Prompt]]:
    """The prompts, and the report's version that they are as of, 0 for none. k: None for the organiser."""
    async with open_stores(args) as (log, ballots):
        if k is not None:
            number, gathered = await Reader(log, ballots, code, Progress("ballots read")).published()
            return number, published(gathered, k)
        head, programme = await log.programme(code)
        discussions = Discussions(programme)
        number = 0
        progress = Progress("ballots read")
        while page := await ballots.since(code, number, PAGE):
            # A statement that came in since is in the programme by now: the log has it before any vote on it.
            head, later = await log.programme(code, head.number)
            discussions.follow(later)
            discussions.take(page)
            number = page[-1].number
            progress(number)
        return 0, discussions.prompts()


def _chance() -> random.Random:
    """New numbers every time, which nobody can draw again."""
    return random.SystemRandom()


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
