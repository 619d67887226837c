"""What every command that starts a server shares: its arguments, the stores, and the server itself."""

import argparse
import asyncio
import contextlib
import gc
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from starlette.applications import Starlette

from plenary.app import Beside, ReportsPlace, Settings, Stores, TranslationService, create_app
from plenary.background import Rank
from plenary.commands.address import Address
from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.small_numbers import K
from plenary.local import SecretEmpty, noted, operator_secret_of, receipts_of
from plenary.pages.documents import PagesMissing
from plenary.pages.prove import SignsIn
from plenary.proving.mail import Mail
from plenary.reporting.making import Maker
from plenary.sockets.giving_back import share_one_heap
from plenary.sockets.newcomers import Newcomer
from plenary.sockets.protocol import AttachingProtocol
from plenary.sockets.requests import most_connections
from plenary.store.archived import ArchivedStore
from plenary.store.kept_bulletin import KeptBulletin
from plenary.store.ports import StoreUnavailable
from plenary.store.sqlite_seats import SqliteSeats
from plenary.store.sqlite_store import SqliteStore, StoreForeign
from plenary.translating.libre import BadService
from plenary.wire.codec import FRAME_LIMIT_BYTES

if TYPE_CHECKING:
    from plenary.store.redis_store import RedisStore
    from plenary.tracing import Traces

REDIS_URL: Final = "PLENARY_REDIS_URL"
"""How a process that makes reports learns where the server keeps its events. No argument: it may hold a password."""

DEFAULT_DATA: Final = Path("plenary-data")
SHUTDOWN_WITHIN_S: Final = 5
# Some megabytes at most may wait to be found dead. Python's own number, 700, is a batch of seventy votes.
YOUNG_OBJECTS: Final = 20_000


class CannotServe(Exception):
    """The server cannot be started; the message says why, in a sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class RedisPlace:
    """Which Redis keeps the events, and whether it may be a weak one."""

    url: str
    relaxed_durability: bool


@dataclass(frozen=True, slots=True)
class Proofs:
    """How people show who they are, beside tickets."""

    mail: Mail | None = None
    sign_in: SignsIn | None = None


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=DEFAULT_DATA, help=f"where events are kept (default: {DEFAULT_DATA})"
    )


def add_publishing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--k",
        type=fewest_people,
        default=K,
        metavar="N",
        help=f"screens, reports and public exports tell no answer of fewer people than this (default: {K})",
    )


def fewest_people(text: str) -> int:
    """A number of people, 1 or more. Raises ValueError, ArgumentTypeError."""
    if (k := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return k


def add_redis_arguments(parser: argparse.ArgumentParser, required: bool = False) -> None:
    help_ = (
        "the Redis (7 or later, appendfsync always) that keeps the events, for any number of hubs and analysts;"
        " redis+sentinel://HOST,HOST/NAME and redis+cluster://HOST,HOST lead to one that may change"
    )
    if not required:
        help_ = "keep events in this Redis (7 or later, appendfsync always) instead of a file in the data directory"
    parser.add_argument("--redis", metavar="URL", required=required, help=help_)
    parser.add_argument(
        "--relaxed-durability",
        action="store_true",
        help="accept a Redis that may lose the last second of votes when it dies",
    )


def redis_from(args: argparse.Namespace) -> RedisPlace | None:
    return RedisPlace(args.redis, args.relaxed_durability) if args.redis else None


def add_translation_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--translate",
        metavar="URL",
        help="a LibreTranslate-compatible service that puts prompts and statements into the languages of those who"
        " are here; texts are sent to it (default: only people translate)",
    )
    parser.add_argument(
        "--translate-key-file", type=Path, metavar="FILE", help="a file that holds the key of that service"
    )


def translation_from(args: argparse.Namespace) -> TranslationService | None:
    """The service that was asked for. Raises CannotServe."""
    if args.translate is None:
        return None
    return TranslationService(args.translate, text_in(args.translate_key_file))


def text_in(file: Path | None) -> str | None:
    """What stands in the file, if one was named. Raises CannotServe."""
    try:
        return file.read_text().strip() if file is not None else None
    except (OSError, UnicodeDecodeError) as trouble:
        why = trouble.strerror if isinstance(trouble, OSError) else "it is no text"
        raise CannotServe(f"{file} cannot be read ({why})") from None


class Server(uvicorn.Server):
    """A server that says when it answers, and that is told to stop by a signal without dying of it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.begun.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own raises the signal again when it has stopped, before the store is closed.
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(told, self.handle_exit, told, None)
        try:
            yield
        finally:
            for told in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(told)


@contextlib.asynccontextmanager
async def serving(
    address: Address,
    data: Path,
    analysis_interval_s: float = 2.0,
    redis: RedisPlace | None = None,
    analyses: bool = True,
    beside: Beside | None = None,
    translation: TranslationService | None = None,
    proofs: Proofs | None = None,
    is_traced: bool = False,
    k: int = K,
    archive_grants: tuple[AccessGranted, ...] | None = None,
) -> AsyncIterator[asyncio.Task[None]]:
    """A server that answers by the time this is entered, and has closed its store when it is left.

    The task ends when the server has been told to stop (Ctrl-C, SIGTERM). Raises CannotServe if the port is taken,
    or if the store cannot be opened or is too weak.
    """
    files = raise_file_limit()
    async with contextlib.AsyncExitStack() as opened:
        listener = opened.enter_context(contextlib.closing(_listen(address)))
        try:
            is_archive = archive_grants is not None
            stores = (
                local_stores(data, opened, is_archive=True) if is_archive else stores_of(data, redis, opened)
            )
            settings = Settings(
                operator_secret_of(data),
                address.public_url,
                analysis_interval_s,
                analyses,
                beside,
                _reports_place(data, redis, k, Rank.EQUAL if is_archive else Rank.IDLE),
                translation,
                proofs.mail if proofs else None,
                proofs.sign_in if proofs else None,
                _traces(opened) if is_traced else None,
                receipts_of(data),
                address.is_paced,
                address.proxies,
                # However old an archive is, it is there to be looked at.
                None if is_archive else address.retain_days,
                archive_grants,
                address.embedders,
                k,
            )
            server = Server(_config(create_app(stores, settings), files))
        except (PagesMissing, SecretEmpty, StoreForeign, StoreUnavailable, BadService) as reason:
            raise CannotServe(str(reason)) from reason
        opened.enter_context(noted(address.port, data, address.people_url))
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(server.serve(sockets=[listener]))
            await server.begun.wait()
            look_for_cycles_seldom()
            yield running
            server.should_exit = True


def look_for_cycles_seldom() -> None:
    """What is there by now stays, and what a vote leaves behind is freed without it: a tenth of what a vote costs.

    Python would look all through what is there for garbage now and then, while every vote waits some 30 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


def _traces(opened: contextlib.AsyncExitStack) -> "Traces":
    """Spans for the collector that the environment names. Raises CannotServe."""
    try:
        from plenary.tracing import to_collector
    except ImportError:
        raise CannotServe("traces need more libraries: pip install 'plenary[otel]'") from None
    traces = to_collector()
    opened.callback(traces.close)
    return traces


def _reports_place(data: Path, redis: RedisPlace | None, k: int, rank: Rank) -> ReportsPlace:
    """Reports are made by a process of their own, from the same events. Raises CannotServe.

    rank: of that process; beside an archive no vote could wait for it, but somebody waits for the report.
    """
    if k < 1:
        raise CannotServe("--k is at least 1")
    environment = {} if redis is None else {REDIS_URL: redis.url}
    return ReportsPlace(data / "reports", Maker(("--data", str(data)), environment, ("--k", str(k)), rank))


def stores_of(data: Path, redis: RedisPlace | None, opened: contextlib.AsyncExitStack) -> Stores:
    """Where events are kept. Raises CannotServe, StoreForeign, StoreUnavailable."""
    return redis_stores(redis, opened) if redis else local_stores(data, opened)


def local_stores(data: Path, opened: contextlib.AsyncExitStack, *, is_archive: bool = False) -> Stores:
    """The stores in a data directory. Raises StoreForeign, StoreUnavailable."""
    store = ArchivedStore(data) if is_archive else SqliteStore(data)
    opened.push_async_callback(store.close)
    seats = SqliteSeats(data)
    opened.push_async_callback(seats.close)
    return Stores(store, store, KeptBulletin(data / "maps"), seats=seats)


def redis_store(place: RedisPlace, opened: contextlib.AsyncExitStack) -> "RedisStore":
    """The facts and ballots in Redis. Raises CannotServe, StoreUnavailable."""
    # Loaded when asked for: the embedded server need not wait for a database client.
    from plenary.store.redis_assured import DurabilityTooWeak
    from plenary.store.redis_store import RedisStore

    try:
        store = RedisStore(place.url, relaxed_durability=place.relaxed_durability)
    except DurabilityTooWeak as reason:
        raise CannotServe(f"{reason}, or say --relaxed-durability") from reason
    except ValueError as reason:
        raise CannotServe(f"{reason}; for example redis://127.0.0.1:6379") from reason
    opened.push_async_callback(store.close)
    return store


def redis_stores(place: RedisPlace, opened: contextlib.AsyncExitStack) -> Stores:
    """The stores in Redis. Raises CannotServe, StoreUnavailable."""
    from plenary.store.redis_bulletin import RedisBulletin
    from plenary.store.redis_seats import RedisSeats

    store = redis_store(place, opened)
    bulletin = RedisBulletin(place.url)
    opened.push_async_callback(bulletin.close)
    seats = RedisSeats(place.url, relaxed_durability=place.relaxed_durability)
    opened.push_async_callback(seats.close)
    return Stores(store, store, bulletin, bulletin, bulletin, seats)


def _config(app: Starlette, files: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        # A forged X-Forwarded-For must not become somebody's address; behind a proxy, --public-url says the name.
        proxy_headers=False,
        http=Newcomer,
        limit_concurrency=most_connections(files),
        ws=AttachingProtocol,
        ws_max_size=FRAME_LIMIT_BYTES,
        # It would more than double what a phone costs; the messages are small already.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=SHUTDOWN_WITHIN_S,
        backlog=16_384,
    )


def raise_file_limit() -> int:
    """Every phone takes a file descriptor: have as many as the system allows. Returns how many that is."""
    try:
        import resource
    except ImportError:  # Windows
        return 512
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return soft


# Each commit has a dozen turns with the event loop, as has each analysis: where that is busy, any of them may last this
# long. Python's own 5 ms would add up to a vote's wait.
THREADS_TURN_S: Final = 0.0001


def run_loop(main: Coroutine[Any, Any, int]) -> int:
    """Run on uvloop where there is one."""
    sys.setswitchinterval(THREADS_TURN_S)
    share_one_heap()
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    return uvloop.run(main)


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except OSError as trouble:
        listener.close()
        raise CannotServe(
            f"port {address.port} on {address.host} cannot be used ({trouble.strerror}); try --port"
        ) from None
    return listener
