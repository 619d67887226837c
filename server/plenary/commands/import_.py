"""`plenary import`: an exported discussion, or an archived event, becomes an event of a data directory or a Redis."""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path

import orjson

from plenary.app import now_ms
from plenary.archive.conversation import Conversation
from plenary.archive.importing import ImportPlan, import_plan, keep
from plenary.archive.native import bring_in, is_archive, pieces, verify_archive
from plenary.archive.tables import Unreadable
from plenary.archive.texts import derived_code
from plenary.commands.address import add_url_argument, url_for_people
from plenary.commands.discussion import add_discussion_arguments, add_strict_argument, read_discussion
from plenary.commands.progress import Progress
from plenary.commands.serving import (
    CannotServe,
    RedisPlace,
    add_data_argument,
    add_redis_arguments,
    redis_from,
    redis_store,
    stores_of,
)
from plenary.creation import CODE_FORM, link_path, links, new_link
from plenary.deliberation.vocabulary import EventCode, Language, Role
from plenary.store.ports import Conflict, EventExists, StoreUnavailable
from plenary.store.sqlite_store import SqliteStore, StoreForeign


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_discussion_arguments(parser)
    add_strict_argument(parser)
    parser.add_argument("--code", help="the event's code (default: one that follows from the discussion)")
    parser.add_argument("--language", default="en", help="the discussion's language (default: en)")
    add_url_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_data_argument(parser)
    add_redis_arguments(parser)


def run(args: argparse.Namespace) -> int:
    if is_archive(args.folder):
        return _bring_in(args)
    try:
        conversation = read_discussion(args)
    except Unreadable as reason:
        return _failed(f"the discussion cannot be read: {reason}")
    if any(caution.code == "inverted" for caution in conversation.cautions):
        return _failed("say --signs exchanged, or --signs as-written if they are right; nothing was imported")
    derived = derived_code(conversation.fingerprint, "import")
    code = EventCode(args.code.strip().upper()) if args.code else derived
    if not CODE_FORM.fullmatch(code):
        return _failed("a code is 3 to 24 letters, digits and hyphens")
    made = {role: new_link(role) for role in (Role.ORGANISER, Role.MODERATOR, Role.PROJECTOR)}
    grants = [link.grant for link in made.values()]
    progress = Progress("votes and joinings kept")
    plan = import_plan(conversation, code, Language(args.language), grants, is_strict=args.strict)
    try:
        asyncio.run(_keep(args, plan, progress))
    except EventExists:
        return _failed(f"an event has the code {code} already; choose another --code")
    except Conflict:
        return _failed(f"somebody else is changing event {code}; try again")
    except (CannotServe, StoreForeign) as reason:
        return _failed(str(reason))
    except StoreUnavailable as reason:
        return _failed(f"not all could be kept: {reason}. The same command goes on where this one stopped")
    secrets = {role: link.secret for role, link in made.items()}
    addresses = {role.value: link for role, link in links(url_for_people(args), code, secrets).items()}
    _say(args, conversation, code, addresses)
    return 0


def _bring_in(args: argparse.Namespace) -> int:
    """An archive of Plenary's own: records and hashes stay as they are, and so does the code."""
    try:
        verified = verify_archive(args.folder, Progress("records held against their hashes"))
        if args.code and args.code.strip().upper() != verified.code:
            return _failed(
                f"the archive's event is {verified.code}, and its hashes stand on that: leave --code away; "
                "nothing was imported"
            )
        if (redis := redis_from(args)) is not None:
            asyncio.run(_into_redis(args.folder, verified.code, redis))
        else:
            asyncio.run(_make_ready(args.data))
            bring_in(args.folder, args.data, Progress("records brought in"))
    except Unreadable as reason:
        return _failed(f"the archive cannot be read: {reason}")
    except EventExists as reason:
        return _failed(f"an event has the code {reason.args[0]} already; nothing was imported")
    except (CannotServe, StoreForeign) as reason:
        return _failed(str(reason))
    except StoreUnavailable as reason:
        if args.redis:
            return _failed(
                f"not all could be kept: {reason}. The same command goes on where this one stopped"
            )
        return _failed(f"nothing was imported: {reason}")
    tallies = verified.tallies
    counts = {"participants": len(tallies.people), "statements": len(tallies.rows()), "votes": tallies.votes}
    link = url_for_people(args) + link_path(verified.code, Role.PARTICIPANT, "")
    if args.json:
        links = {Role.PARTICIPANT.value: link}
        result = {"code": verified.code, "title": tallies.title, **counts, "links": links, "cautions": []}
        print(orjson.dumps(result).decode())
        return 0
    print(f"Event {verified.code}: {tallies.title}")
    print("  " + ", ".join(f"{count} {what}" for what, count in counts.items()) + " (last votes)")
    print(f"  {Role.PARTICIPANT:<12} {link}")
    print("  The links of the desk and of the screen are those of the archived event.")
    return 0


async def _into_redis(archive: Path, code: EventCode, place: RedisPlace) -> None:
    """All records as they are, one piece after the other; goes on where an earlier one stopped.

    Raises EventExists, CannotServe, StoreUnavailable.
    """
    async with contextlib.AsyncExitStack() as opened:
        store = redis_store(place, opened)
        here = next((one for one in await store.heads() if one.code == code), None)
        there = (here.programme.number, here.ballots) if here is not None else (0, 0)
        has_begun = False
        for some in pieces(archive, Progress("records brought in")):
            if has_begun or tuple(chain.number for chain in some.before) == there:
                has_begun = True
                await store.bring_in(some)
        if not has_begun:
            raise EventExists(code)


async def _make_ready(data: Path) -> None:
    await SqliteStore(data).close()


async def _keep(args: argparse.Namespace, plan: ImportPlan, progress: Progress) -> None:
    async with contextlib.AsyncExitStack() as opened:
        stores = stores_of(args.data, redis_from(args), opened)
        await keep(plan, stores.facts, stores.ballots, now_ms(), progress)


def _say(
    args: argparse.Namespace, conversation: Conversation, code: EventCode, links: dict[str, str]
) -> None:
    counts = {
        "participants": len(conversation.participants),
        "statements": len(conversation.statements),
        "votes": len(conversation.votes),
    }
    if args.json:
        cautions = [caution.code for caution in conversation.cautions]
        result = {"code": code, "title": conversation.topic, **counts, "links": links, "cautions": cautions}
        print(orjson.dumps(result).decode())
        return
    print(f"Event {code}: {conversation.topic}")
    print(
        "  " + ", ".join(f"{count} {what}" for what, count in counts.items()) + " (changes of mind included)"
    )
    for role, link in links.items():
        print(f"  {role:<12} {link}")


def _failed(why: str) -> int:
    print(f"plenary: {why}", file=sys.stderr)
    return 1
