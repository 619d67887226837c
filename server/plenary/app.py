"""The Starlette application: stores, hub, analyst and pages put together."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute

from plenary.analyst import Analyst
from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.small_numbers import K
from plenary.deliberation.vocabulary import EventCode
from plenary.hub.endpoint import SocketEndpoint
from plenary.hub.hub import Hub
from plenary.hub.operators import Operators
from plenary.hub.origins import Origins
from plenary.hub.pacing import Pacing
from plenary.hub.receipts import Receipts
from plenary.mapping.choosing import choose
from plenary.pages.addresses import networks
from plenary.pages.api import Api
from plenary.pages.documents import report_page, static_folder
from plenary.pages.exports import ExportPages
from plenary.pages.guessing import Guarded, Guesses
from plenary.pages.headers import SecurityHeaders
from plenary.pages.keys import Keys
from plenary.pages.languages import read_catalogues
from plenary.pages.openapi import OPENAPI
from plenary.pages.operations import Operations
from plenary.pages.operator import OperatorPages
from plenary.pages.own import OwnRecords
from plenary.pages.plain import PlainPages
from plenary.pages.prove import ProvePages, SignsIn
from plenary.pages.rehearsal import RehearsalPages
from plenary.pages.reports import Reports
from plenary.pages.site import Site
from plenary.pages.tickets import TicketPages
from plenary.proving.mail import Mail
from plenary.rehearsals import Rehearsals
from plenary.reporting.exporting import Exports
from plenary.reporting.making import Maker
from plenary.reporting.reporter import Reporter
from plenary.reporting.shelf import Shelf
from plenary.retention import Retention
from plenary.store.memory_seats import MemorySeats
from plenary.store.ports import (
    Ballots,
    Bulletin,
    FactLog,
    Leases,
    Neighbours,
    NoNeighbours,
    Seats,
    SoleAnalyst,
)
from plenary.translating.libre import LibreTranslate
from plenary.translating.translator import Translator

if TYPE_CHECKING:
    from plenary.tracing import Traces


@dataclass(frozen=True, slots=True)
class Stores:
    """Where everything is kept."""

    facts: FactLog
    ballots: Ballots
    bulletin: Bulletin
    leases: Leases = field(default_factory=SoleAnalyst)
    neighbours: Neighbours = field(default_factory=NoNeighbours)
    seats: Seats = field(default_factory=MemorySeats)


@dataclass(frozen=True, slots=True)
class ReportsPlace:
    """Where kept reports stand, and how they are made."""

    folder: Path
    maker: Maker


@dataclass(frozen=True, slots=True)
class TranslationService:
    """A LibreTranslate-compatible service, and the key that it asks for, if any."""

    url: str
    key: str | None = None


class Beside(Protocol):
    """An analyst in another process."""

    async def run(self, bulletin: Bulletin) -> None:
        """Have it work, and post what it finds. Returns once it can do so no more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server is run.

    public_url: where people reach it, if a proxy or another name stands in front.
    analyses: whether it has an analyst of its own; without one, another process must have.
    beside: the analyst that it has in a process of its own; None where it works in this one.
    translation: None where nobody but people translates.
    reports: None for a server without them, whose events have no place on a disk.
    mail, sign_in: None where addresses cannot be confirmed, or nobody can sign in.
    traces: None where nobody collects any.
    receipts: by what this server knows the votes that it has counted; None for a server that remembers it of no earlier
    run.
    is_paced: whether participants are held to what people can do.
    retain_days: how long after the last word an event is kept; None for ever.
    proxies: addresses and networks whose X-Forwarded-For is believed.
    embedders: origins whose pages may hold a participant's page or a report.
    archive_grants: that the events are archives, to be read only, and who may look besides participants; else None.
    k: no count that maps tell in public is of fewer people.
    """

    operator_secret: str
    public_url: str | None = None
    analysis_interval_s: float = 2.0
    analyses: bool = True
    beside: Beside | None = None
    reports: ReportsPlace | None = None
    translation: TranslationService | None = None
    mail: Mail | None = None
    sign_in: SignsIn | None = None
    traces: "Traces | None" = None
    receipts: Receipts | None = None
    is_paced: bool = True
    proxies: tuple[str, ...] = ()
    retain_days: int | None = None
    archive_grants: tuple[AccessGranted, ...] | None = None
    embedders: tuple[str, ...] = ()
    k: int = K


def create_app(stores: Stores, settings: Settings) -> Starlette:
    """The application; its lifespan runs the hub and, where there is one, the analyst.

    Raises PagesMissing; ValueError for a proxy that is no address.
    """
    hub = Hub(
        stores.facts,
        stores.ballots,
        stores.bulletin,
        now_ms,
        choose,
        stores.neighbours,
        settings.receipts,
        stores.seats,
        Pacing() if settings.is_paced else None,
        settings.archive_grants,
    )
    public_url = settings.public_url.rstrip("/") if settings.public_url else None
    place = settings.reports
    exports = Exports(place.maker) if place else None
    reporter = Reporter(hub, place.maker, Shelf(place.folder), public_url) if place else None

    def forget_files(code: EventCode) -> None:
        if place is not None:
            Shelf(place.folder).forget(code)
        if exports is not None:
            exports.forget(code)

    retention = Retention(
        stores.facts,
        stores.ballots,
        stores.bulletin,
        stores.seats,
        now_ms,
        settings.retain_days,
        hub.let_go,
        forget_files,
    )
    if settings.retain_days is not None:
        hub.is_over = retention.is_over

    service = settings.translation
    translator = Translator(hub, LibreTranslate(service.url, service.key)) if service else None
    rehearsals = Rehearsals(hub, stores.facts, stores.ballots, stores.bulletin, now_ms, forget_files)

    async def analysing() -> None:
        if settings.beside is not None:
            await settings.beside.run(stores.bulletin)
        await create_analyst(stores, settings.analysis_interval_s, settings.k).run()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(hub.run(), name="hub"),
                tasks.create_task(rehearsals.run(), name="rehearsals"),
                tasks.create_task(retention.run(), name="retention"),
            ]
            if translator is not None:
                running.append(tasks.create_task(translator.run(), name="translator"))
            if settings.analyses:
                running.append(tasks.create_task(analysing(), name="analyst"))
            if reporter is not None:
                reports = reporter.run() if settings.archive_grants is None else reporter.show_archives()
                running.append(tasks.create_task(reports, name="reporter"))
            if exports is not None:
                running.append(tasks.create_task(exports.run(), name="exports"))
            yield
            for task in running:
                task.cancel()

    origins, proxies = Origins(_origins(public_url)), networks(settings.proxies)
    operator = OperatorPages(Operators(stores.seats, settings.operator_secret, now_ms), origins)
    keys = Keys(hub, origins)
    traced = []
    if settings.traces is not None:
        # Its libraries are an extra.
        from plenary.tracing import TracedRequests

        hub.measures.traces = settings.traces
        traced.append(Middleware(TracedRequests, traces=settings.traces))
    site = Site(hub, public_url, settings.embedders)
    app = Starlette(
        routes=[
            WebSocketRoute("/ws/{code}", SocketEndpoint(hub, origins).serve),
            *operator.routes(),
            *Api(hub, operator, public_url).routes(),
            OPENAPI,
            *Operations(hub).routes(),
            *keys.routes(),
            *OwnRecords(hub, origins, stores.facts, stores.ballots).routes(),
            *(
                Reports(hub, keys, reporter, report_page(), retention.until_ms, settings.embedders).routes()
                if reporter
                else ()
            ),
            *RehearsalPages(hub, keys, rehearsals, public_url).routes(),
            *(ExportPages(hub, keys, exports).routes() if exports else ()),
            *site.routes(),
            *ProvePages(hub, origins, public_url, settings.mail, settings.sign_in, proxies).routes(),
            *TicketPages(hub, keys, public_url).routes(),
            *PlainPages(hub, origins, public_url).routes(),
        ],
        middleware=[
            *traced,
            Middleware(SecurityHeaders),
            Middleware(
                Guarded,
                hub=hub,
                guesses=Guesses(),
                proxies=proxies,
                words=read_catalogues(static_folder() / "words-plain.json"),
            ),
        ],
        exception_handlers={404: site.elsewhere},
        lifespan=lifespan,
    )
    app.state.hub = hub
    return app


def create_analyst(stores: Stores, interval_s: float, k: int = K) -> Analyst:
    """The analyst of these stores; `run` has it work."""
    return Analyst(stores.facts, stores.ballots, stores.bulletin, now_ms, interval_s, stores.leases, k)


def now_ms() -> int:
    """The wall clock, in milliseconds since 1970: for people and screens, never for order."""
    return time.time_ns() // 1_000_000


def _origins(public_url: str | None) -> list[str]:
    if public_url is None:
        return []
    parts = urlsplit(public_url)
    return [f"{parts.scheme}://{parts.netloc}"]
