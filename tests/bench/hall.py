"""`make bench-hall`: the projector's page with ten thousand people on its map, at 1080p and at 4K, and the phone's
first card over a slow network.

The screen's page is the real one, from a real server; its socket is answered here, with maps on which everybody moves
at every update. Printed are the page's own work in each frame, the time from one frame to the next, and the long tasks
of the main thread, with what they were spent on: our own script, the browser's work on the page, or waiting for
processes that paint. Without a GPU the browser paints on the processor, so that the times are this machine's. Each
figure stands beside its limit, and whether it is met.
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
from typing import Any, Final

import msgspec
from playwright.sync_api import Browser, WebSocketRoute, sync_playwright

from plenary import __version__
from plenary.deliberation.opinion import OpinionGroup
from plenary.deliberation.vocabulary import PromptId, Role, Scene, Stage
from plenary.wire import from_server as told
from plenary.wire import samples
from plenary.wire.codec import Encoding, write
from tests.bench import slow_link
from tests.browser.conftest import FLAGS
from tests.figures import Figures, ended
from tests.percentiles import percentile
from tests.server_process import Server

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
UPDATES = 8
UPDATE_EVERY_MS = 2_000
CENTRES = ((14_000, 20_000), (50_000, 24_000), (30_000, 52_000), (46_000, 46_000))
REACH = 9_000
LONG_TASK_MS = 50
FRAME_MS = 16

WATCH = """() => {
    const seen = { work: [], between: [] };
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
    parser.add_argument("--only", choices=["screens", "phones"], help="measure these alone")
    args = parser.parse_args(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    figures = Figures()
    if args.only != "phones":
        _screens(args.people, args.shots, figures)
    if args.only != "screens":
        slow_link.first_votes(figures)
    return ended(figures.all)


def _screens(people: int, shots: Path | None, figures: Figures) -> None:
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data))
        server.start()
        links = server.create(title="Bench", prompts=["How should the Alliance be governed?"])
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            print(
                f"\nA screen, {people:,} people, {UPDATES} updates at which everybody moves; p50 / p95 / most"
            )
            for name, size in SIZES.items():
                seen = _watched(browser, links.projector, size, Crowd(people), shots)
                print(f"  {name:<6} our script in a frame      {_three(seen.work)}")
                print(f"  {'':<6} from frame to frame        {_three(seen.between)}")
                for task in seen.longest[:3]:
                    print(f"  {'':<6} a long task                {task}")
                longest = max((task.whole_ms for task in seen.longest), default=0.0)
                script = max((task.script_ms for task in seen.longest), default=0.0)
                busy = max((task.busy_ms for task in seen.longest), default=0.0)
                for what, took_ms in (
                    ("by processor time", busy),
                    ("our script", script),
                    ("the whole", longest),
                ):
                    figures.at_most(f"{name} longest task, {what}", took_ms, LONG_TASK_MS, ".1f", "ms")
                in_frame = percentile(seen.work, 0.95)
                figures.at_most(f"{name} our script in a frame, p95", in_frame, FRAME_MS, ".1f", "ms")
        finally:
            browser.close()
            server.stop()


@dataclass(frozen=True)
class Task:
    """A task of the main thread, in milliseconds by the clock.

    script: in our own script.   page: in the browser's work on styles, layout and painting.   busy: for how long the
    thread had a processor; what is missing from the whole, it waited.
    """

    whole_ms: float
    script_ms: float
    page_ms: float
    busy_ms: float

    def __str__(self) -> str:
        return (
            f"{self.whole_ms:5.0f} ms: {self.script_ms:.0f} our script, {self.page_ms:.0f} the browser's work on the"
            f" page; of all, {self.busy_ms:.0f} with a processor"
        )


@dataclass(frozen=True)
class Seen:
    """What was seen while the maps came: milliseconds, and the longest tasks first."""

    work: list[float]
    between: list[float]
    longest: list[Task]


def _watched(browser: Browser, address: str, size: tuple[int, int], crowd: Crowd, shots: Path | None) -> Seen:
    """From the second map on: the first load is not an update."""
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
    browser.start_tracing(
        page=page, categories=["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
    )
    for _ in range(UPDATES):
        sockets[0].send(write(crowd.moved(), Encoding.MSGPACK))
        page.wait_for_timeout(UPDATE_EVERY_MS)
    seen: dict[str, list[float]] = page.evaluate("window.seen")
    trace = browser.stop_tracing()
    if shots is not None:
        shots.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=shots / f"hall-{size[0]}.png")
    context.close()
    return Seen(seen["work"], seen["between"], tasks_of(trace))


SCRIPT: Final = {
    "FunctionCall",
    "EvaluateScript",
    "FireAnimationFrame",
    "TimerFire",
    "RunMicrotasks",
    "EventDispatch",
}
PAGE: Final = {
    "UpdateLayoutTree",
    "Layout",
    "PrePaint",
    "Paint",
    "Layerize",
    "Commit",
    "UpdateLayer",
    "HitTest",
    "CompositeLayers",
}


def tasks_of(trace: bytes) -> list[Task]:
    """The main thread's tasks of a trace, the longest first."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    ours = [one for one in events if one.get("ph") == "X" and (one["pid"], one["tid"]) in mains]
    parts = {
        kind: [one for one in ours if one["name"] in kind] for kind in (frozenset(SCRIPT), frozenset(PAGE))
    }
    script, page = parts.values()
    tasks = [one for one in ours if one["name"] == "RunTask" and one["dur"] > 10_000]
    found = [
        Task(one["dur"] / 1000, _within(one, script), _within(one, page), one.get("tdur", 0) / 1000)
        for one in tasks
    ]
    return sorted(found, key=lambda task: -task.whole_ms)


def _within(task: dict[str, Any], parts: list[dict[str, Any]]) -> float:
    """How many milliseconds of the task these parts took, those inside one another counted once."""
    begin, end, total, covered = task["ts"], task["ts"] + task["dur"], 0.0, 0.0
    same = (one for one in parts if (one["pid"], one["tid"]) == (task["pid"], task["tid"]))
    for one in sorted(same, key=lambda one: float(one["ts"])):
        first, last = max(one["ts"], begin, covered), min(one["ts"] + one.get("dur", 0), end)
        if last > first:
            total += last - first
            covered = last
    return total / 1000


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
