"""`plenary verify`: whether a report, an archive, or an event of a data directory or a Redis is what was once kept."""

import argparse
import sys
from pathlib import Path

from plenary import __version__
from plenary.archive.native import SUFFIX, Verified, is_archive, verify, verify_archive
from plenary.archive.report.file import MOST_BYTES, ReportUnreadable
from plenary.archive.report.verifying import VerifiedReport, verify_report
from plenary.archive.tables import Unreadable
from plenary.commands.progress import Progress
from plenary.commands.reading import Refused, add_event_arguments, kept_event, place_of
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import EventUnknown, RecordDamaged, StoreUnavailable
from plenary.store.records import RecordUnknown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="FILE|CODE",
        help="a report or an archive of Plenary, or the code of an event in --data or --redis",
    )
    parser.add_argument("--tallies", action="store_true", help="print the tally of every statement too")
    add_event_arguments(parser)


def run(args: argparse.Namespace) -> int:
    path = Path(args.what)
    if path.is_file() and not is_archive(path):
        return _report(path)
    progress = Progress("records held against their hashes")
    try:
        if is_archive(path):
            verified = verify_archive(path, progress, with_groups=True)
        elif path.exists() or path.suffix in (SUFFIX, ".html"):
            return _failed(f"{path} is a folder" if path.exists() else f"there is no file {path}")
        else:
            with kept_event(args, EventCode(args.what.strip().upper())) as kept:
                verified = verify(kept, progress)
    except (Refused, Unreadable, RecordDamaged, RecordUnknown) as reason:
        return _failed(str(reason))
    except EventUnknown:
        return _failed(f"there is no file {args.what}, and {place_of(args)} has no event of this code")
    except StoreUnavailable as reason:
        return _failed(f"the event cannot be read: {reason}")
    except OSError as reason:
        return _failed(f"{path} cannot be read ({reason.strerror})")
    _say(verified, with_tallies=args.tallies)
    return 0


def _report(path: Path) -> int:
    try:
        if path.stat().st_size > MOST_BYTES:
            return _failed(f"{path} is too large to be a report of Plenary")
        content = path.read_bytes()
        if not content.startswith(b"<!doctype html"):
            return _failed(f"{path} is neither a report nor an archive of Plenary")
        verified = verify_report(content)
    except ReportUnreadable as reason:
        return _failed(f"{path} {reason}")
    except OSError as reason:
        return _failed(f"{path} cannot be read ({reason.strerror})")
    _say_report(verified)
    return 0


def _say_report(verified: VerifiedReport) -> None:
    report = verified.report
    edition = report.edition
    which = "not a numbered version" if edition.number is None else f"version {edition.number}"
    print(f"Report of event {report.event.code}: {report.event.title} ({which})")
    print(f"Every byte is as it was written. Data: SHA-256 {verified.digest}")
    for prompt in verified.prompts:
        counted = f"  Prompt {prompt.prompt}: {prompt.votes} votes of {prompt.people} people"
        if prompt.is_same is None:
            print(f"{counted}; the votes are not in the file, so nothing was counted again")
        elif prompt.is_same:
            print(f"{counted}; counted and grouped again: the same")
        elif verified.is_ours:
            print(
                f"{counted}; counted again: the same; grouped again: {prompt.moved} people at a boundary differ "
                "by this machine's rounding"
            )
        else:
            print(
                f"{counted}; counted again: the same; this version of Plenary groups differently than "
                f"{edition.program}, which made it"
            )
    for name, head in (("programme", report.heads.programme), ("ballots", report.heads.ballots)):
        print(f"  {name:<9} {head.records:>9} records, head {head.hash}")


def _say(verified: Verified, *, with_tallies: bool) -> None:
    tallies = verified.tallies.rows()
    print(f"Event {verified.code}: {verified.tallies.title}")
    print("Every record is as it was written.")
    for head in (verified.programme, verified.ballots):
        print(f"  {head.name:<9} {head.number:>9} records, head {head.hash.hex()}")
    agree, disagree, passed = (
        sum(one[1] for one in tallies),
        sum(one[2] for one in tallies),
        sum(one[3] for one in tallies),
    )
    print(
        f"  {len(verified.tallies.people)} people joined; last votes on {len(tallies)} statements: "
        f"{agree} agree, {disagree} disagree, {passed} pass"
    )
    for one in verified.groups:
        found = one.found
        groups = ", ".join(f"{label} {size}" for label, size in found.groups) or "no groups"
        if one.is_same:
            said = "grouped again: the same"
        elif verified.grouped_by == __version__:
            said = "grouped again: the same but for people at a boundary, by this machine's rounding"
        else:
            said = f"this version of Plenary groups differently than {verified.grouped_by}, which stated them"
        print(f"  Prompt {found.prompt}: {found.votes} votes of {found.people} people ({groups}); {said}")
    if with_tallies:
        for statement, *counts in tallies:
            print(f"  {statement:<16} " + " ".join(f"{count:>7}" for count in counts))


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
