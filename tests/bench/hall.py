"""`make bench-hall`: the projector's page with ten thousand people on its map, at 1080p and at 4K.

The page is the real one, from a real server; its socket is answered here, with maps on which everybody moves at every
update. Printed are the page's own work in each frame, the time from one frame to the next, and the long tasks of the
main thread, by the clock and by the processor's time. The times are this machine's; without a GPU the browser itself
paints on the processor.
"""

import argparse
import dataclasses
import json
import math
import os
import random
import shutil
import struct
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, WebSocketRoute, sync_playwright

from plenary import __version__
from plenary.deliberation.opinion import OpinionGroup
from plenary.deliberation.vocabulary import PromptId, Role, Scene, Stage
from plenary.wire import from_server as told
from plenary.wire import samples
from plenary.wire.codec import Encoding, write
from tests.browser.conftest import FLAGS
from tests.percentiles import percentile
from tests.server_process import Server

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
UPDATES = 8
UPDATE_EVERY_MS = 2_000
CENTRES = ((14_000, 20_000), (50_000, 24_000), (30_000, 52_000), (46_000, 46_000))
REACH = 9_000

WATCH = """() => {
    const seen = { work: [], between: [], long: [] };
    window.seen = seen;
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (call) => ask((now) => {
        const began = performance.now();
        call(now);
        seen.work.push(performance.now() - began);
    });
    let last = 0;
    const tick = (now) => {
        if (last) seen.between.push(now - last);
        last = now;
        ask(tick);
    };
    ask(tick);
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.long.push(entry.duration);
    }).observe({ type: 'longtask' });
}"""


@dataclass
class Crowd:
    """So many people in four groups, who all move a little at each update."""

    people: int
    frame: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(7)

    def whole(self) -> told.WholeMap:
        self.frame += 1
        return told.WholeMap(
            PromptId("p1"), self.frame, 1_761_000_000_000, 9 * self.people, self._dots(), _groups(self.people)
        )

    def moved(self) -> told.MapMoved:
        self.frame += 1
        which = struct.pack(f"<{self.people}I", *range(self.people))
        at_ms = 1_761_000_000_000 + self.frame
        votes, groups = 9 * self.people + self.frame, _groups(self.people)
        return told.MapMoved(
            PromptId("p1"), self.frame, self.frame - 1, at_ms, votes, which, self._dots(), groups
        )

    def _dots(self) -> told.DotPlaces:
        places: list[int] = []
        for person in range(self.people):
            x, y = CENTRES[person % len(CENTRES)]
            turn, far = self._chance.uniform(0, 2 * math.pi), REACH * math.sqrt(self._chance.random())
            places += [int(x + far * math.cos(turn)), int(y + far * math.sin(turn))]
        groups = bytes(person % len(CENTRES) for person in range(self.people))
        return told.DotPlaces(struct.pack(f"<{len(places)}H", *places), groups)


def _groups(people: int) -> tuple[OpinionGroup, ...]:
    size = people // len(CENTRES)
    return tuple(OpinionGroup(chr(65 + place), size, x, y) for place, (x, y) in enumerate(CENTRES))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench-hall", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--shots", type=Path, help="a folder for a picture at each size")
    args = parser.parse_args(arguments)
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        server.start()
        links = server.create(title="Bench", prompts=["How should the Alliance be governed?"])
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            print(
                f"{args.people:,} people, {UPDATES} updates at which everybody moves; milliseconds, p50 / p95 / most"
            )
            for name, size in SIZES.items():
                seen = _watched(browser, links.projector, size, Crowd(args.people), args.shots)
                print(f"  {name:<6} work of the page in a frame  {_three(seen['work'])}")
                print(f"  {'':<6} from frame to frame           {_three(seen['between'])}")
                longest = [round(one) for one in sorted(seen["long"], reverse=True)]
                print(f"  {'':<6} long tasks (> 50 ms)          {len(longest)}: {longest[:8]}")
                busy = [round(one) for one in seen["busy"][:8]]
                over = sum(one > 50 for one in seen["busy"])
                print(f"  {'':<6} the same in processor time    {over}: longest tasks {busy}")
        finally:
            browser.close()
            server.stop()
    return 0


def _watched(
    browser: Browser, address: str, size: tuple[int, int], crowd: Crowd, shots: Path | None
) -> dict[str, list[float]]:
    """What was seen while the maps came, from the second one on: the first load is not an update."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    sockets: list[WebSocketRoute] = []

    def answer(socket: WebSocketRoute) -> None:
        def on_message(_: object) -> None:
            if sockets:
                return  # a ping
            sockets.append(socket)
            for message in _beginning(crowd):
                socket.send(write(message, Encoding.MSGPACK))

        socket.on_message(on_message)

    page.route_web_socket("**/ws/*", answer)
    page.goto(address)
    page.locator(".opinion-map canvas").wait_for(timeout=30_000)
    page.wait_for_timeout(3_000)
    page.evaluate(WATCH)
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    for _ in range(UPDATES):
        sockets[0].send(write(crowd.moved(), Encoding.MSGPACK))
        page.wait_for_timeout(UPDATE_EVERY_MS)
    seen: dict[str, list[float]] = page.evaluate("window.seen")
    seen["busy"] = _busy(browser.stop_tracing())
    if shots is not None:
        shots.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=shots / f"hall-{size[0]}.png")
    context.close()
    return seen


def _busy(trace: bytes) -> list[float]:
    """How long the main thread's tasks kept a processor busy, in milliseconds, the longest first.

    On a machine that does other things besides, a task's own time says more than how long it was on its way.
    """
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = (one for one in events if "tdur" in one and (one["pid"], one["tid"]) in mains)
    return sorted((one["tdur"] / 1000 for one in tasks if one["name"].endswith("RunTask")), reverse=True)


def _beginning(crowd: Crowd) -> list[Any]:
    whole = next(one for one in samples.FROM_SERVER if isinstance(one, told.Snapshot))
    prompt = PromptId("p1")
    prompts = tuple(_changed(one, id=prompt) for one in whole.prompts[:1])
    stage = Stage(Scene.MAP, prompt)
    return [
        told.Welcome(Role.PROJECTOR, __version__, 1_761_000_000_000),
        _changed(whole, stage=stage, prompts=prompts, statements=(), links=()),
        crowd.whole(),
    ]


def _changed(struct_: Any, **fields: Any) -> Any:
    """The value with other fields, of a dataclass or of a message."""
    change = dataclasses.replace if dataclasses.is_dataclass(struct_) else msgspec.structs.replace
    return change(struct_, **fields)


def _three(values: list[float]) -> str:
    if not values:
        return "nothing"
    p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
    return f"{p50:5.1f} / {p95:5.1f} / {max(values):5.1f}   ({len(values)} frames)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
