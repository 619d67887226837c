"""How soon a phone on a slow network can vote: by the browser's own throttle, and through a link that is slow from its
first packet, so that opening a connection and agreeing on TLS cost what they cost.
"""

import asyncio
import contextlib
import os
import shutil
import ssl
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, PHONE
from tests.browser.gathering import STATEMENTS, gather
from tests.figures import Figures
from tests.server_process import Server, free_port

BYTES_PER_S: Final = 400_000 // 8
ROUND_TRIP_S: Final = 0.4
REPETITIONS: Final = 5
CHUNK_BYTES: Final = 1_400
THROTTLED_S: Final = 1.5
COLD_TLS_S: Final = 2.2

# The owner taps as soon as there is something to tap; what is left is the page's time.
TAPS: Final = """
new MutationObserver(() => {
    const place = document.querySelector('.front__places button');
    if (place && !window.tapped) { window.tapped = true; place.click(); }
    const choice = document.querySelector('.choice:not(:disabled)');
    if (choice && !window.votable) window.votable = performance.now();
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True)
class FirstVotes:
    """Seconds from opening the address to the first card that can be voted on, one a visit."""

    unhindered: list[float]
    throttled: list[float]
    cold_tls: list[float]
    second_visit: list[float]


def first_votes(figures: Figures) -> None:
    """How soon a phone can vote."""
    visits = measure()
    print(
        "\nFirst card that can be voted on, 400 kbit/s and 400 ms (Chromium; the owner taps at once); medians"
    )
    for what, times in (
        ("no slow link", visits.unhindered),
        ("cold TLS link, second visit", visits.second_visit),
    ):
        print(f"  {what:<44} {statistics.median(times):7.2f} s")
    for what, times, limit_s in (
        ("first card, Chromium's own throttle", visits.throttled, THROTTLED_S),
        ("first card, a cold TLS link, slow from its first packet", visits.cold_tls, COLD_TLS_S),
    ):
        figures.at_most(what, statistics.median(times), limit_s, ".2f", "s")


def measure() -> FirstVotes:
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        server.start()
        statements = [f"{text} ({n})" for n in range(7) for text in STATEMENTS]
        links = server.create(title="Listening at scale", prompts=["How should the Alliance be governed?"])
        gather(server, links, statements=statements, people=0)
        browser = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, "--ignore-certificate-errors"]
        )
        try:
            with slow_link(server.port, Path(data)) as port:
                slow = links.participant.replace(server.url, f"https://127.0.0.1:{port}")
                runs = range(REPETITIONS)
                return FirstVotes(
                    [_first_vote(browser, links.participant) for _ in runs],
                    [_first_vote(browser, links.participant, throttled=True) for _ in runs],
                    [_first_vote(browser, slow) for _ in runs],
                    [_first_vote(browser, slow, visits=2) for _ in runs],
                )
        finally:
            browser.close()
            server.stop()


def _first_vote(browser: Browser, address: str, *, throttled: bool = False, visits: int = 1) -> float:
    """On a new device. throttled: by Chromium itself. visits: how often the page is opened; the last is measured."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", ignore_https_errors=True)  # type: ignore[arg-type]
    context.add_init_script(TAPS)
    page = context.new_page()
    if throttled:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": ROUND_TRIP_S * 1_000,
                "downloadThroughput": BYTES_PER_S,
                "uploadThroughput": BYTES_PER_S,
            },
        )
    for visit in range(visits):
        if visit:
            _wait_until_kept(page)
        page.goto(address, wait_until="commit")
        page.wait_for_function("() => window.votable", timeout=60_000)
    seconds = float(page.evaluate("window.votable")) / 1_000
    context.close()
    return seconds


def _wait_until_kept(page: Page) -> None:
    for _ in range(150):
        kept = page.evaluate("async () => (await (await caches.open('plenary-pages-1')).keys()).length")
        if kept:
            return
        time.sleep(0.2)
    raise TimeoutError("the service worker has kept no page")


@contextlib.contextmanager
def slow_link(port: int, folder: Path) -> Iterator[int]:
    """A port where the server on `port` is reached by TLS over a link of BYTES_PER_S and ROUND_TRIP_S."""
    certificate = _certificate(folder)
    tls_port, slow_port = free_port(), free_port()
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _, context: None)  # a browser that leaves in mid-word is none
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> list[asyncio.Server]:
        ends_tls = await asyncio.start_server(_to(port, shaped=False), "127.0.0.1", tls_port, ssl=certificate)
        slows = await asyncio.start_server(_to(tls_port, shaped=True), "127.0.0.1", slow_port)
        return [ends_tls, slows]

    servers = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield slow_port
    finally:
        asyncio.run_coroutine_threadsafe(_leave(servers), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _leave(servers: list[asyncio.Server]) -> None:
    for one in servers:
        one.close()
    carrying = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in carrying:
        task.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)


def _to(
    port: int, *, shaped: bool
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if shaped:
            await asyncio.sleep(ROUND_TRIP_S)  # SYN and SYN-ACK
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(ConnectionError, ssl.SSLError, ExceptionGroup):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_pour(reader, onward_writer, shaped))
                tasks.create_task(_pour(onward_reader, writer, shaped))

    return carry


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, shaped: bool) -> None:
    """Everything from one side to the other; shaped: half a round trip later, and no faster than the link."""
    loop = asyncio.get_running_loop()
    free_at = loop.time()
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(1_000)  # a full one holds the sender back

    async def deliver() -> None:
        while True:
            due, packet = await on_the_way.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not packet:
                writer.close()
                return
            writer.write(packet)
            await writer.drain()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(deliver())
        while packet := await reader.read(CHUNK_BYTES if shaped else 65_536):
            free_at = max(free_at, loop.time()) + (len(packet) / BYTES_PER_S if shaped else 0.0)
            await on_the_way.put((free_at + (ROUND_TRIP_S / 2 if shaped else 0.0), packet))
        await on_the_way.put((free_at, b""))


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody but this bench trusts."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-subj", "/CN=127.0.0.1", "-days", "1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
