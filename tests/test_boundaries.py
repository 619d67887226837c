"""What may import what: the table of the house, held line by line, in Python and in TypeScript."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVER = ROOT / "server"
ANALYSIS = ROOT / "analysis"
WEB = ROOT / "web" / "src"

EVERYTHING = frozenset({"*"})

# Part of the package `plenary` → what of ours it may import, beside itself and the package's version.
OURS: dict[str, frozenset[str]] = {
    "deliberation": frozenset(),
    "wire": frozenset({"plenary.deliberation"}),
    "store": frozenset({"plenary.deliberation"}),
    "hub": frozenset({"plenary.deliberation", "plenary.wire", "plenary.store.ports"}),
    "sockets": frozenset(
        {"plenary.hub.carrying", "plenary.hub.looped", "plenary.hub.turnstile", "plenary.wire"}
    ),
    "mapping": frozenset({"plenary.deliberation", "plenary.store.ports", "plenary_analysis"}),
    "analyst": frozenset(
        {"plenary.deliberation", "plenary.store.ports", "plenary.mapping", "plenary_analysis"}
    ),
    # The lossless archive is what the store has, as the store has it.
    "archive": frozenset(
        {"plenary.deliberation", "plenary.store", "plenary.creation", "plenary.wire", "plenary_analysis"}
    ),
    "creation": frozenset({"plenary.deliberation"}),
    "reporting": frozenset(
        {"plenary.deliberation", "plenary.store.ports", "plenary.hub", "plenary.background"}
    ),
    "crowd": frozenset({"plenary.deliberation", "plenary.wire", "plenary.archive"}),
    "pages": frozenset(
        {
            "plenary.deliberation",
            "plenary.wire",
            "plenary.store.ports",
            "plenary.hub",
            "plenary.archive",
            "plenary.reporting",
            "plenary.creation",
            "plenary.proving",
        }
    ),
    "rehearsals": EVERYTHING,
    "tracing": frozenset({"plenary.deliberation.refusals"}),
    "proving": frozenset(),
    "background": frozenset(),
    "retention": frozenset({"plenary.deliberation", "plenary.store.ports"}),
    "translating": frozenset({"plenary.deliberation", "plenary.hub", "plenary.store.ports"}),
    "app": EVERYTHING,
    "local": EVERYTHING,
    "commands": EVERYTHING,
    "__main__": EVERYTHING,
    "__init__": frozenset(),
}

# The same → what of others' it may import, beside the standard library.
OTHERS: dict[str, frozenset[str]] = {
    "deliberation": frozenset(),
    "wire": frozenset({"msgspec", "orjson", "msgpack"}),
    "store": frozenset({"msgspec", "orjson", "redis"}),
    "hub": frozenset({"starlette"}),
    "mapping": frozenset({"msgspec"}),
    "sockets": frozenset({"uvicorn", "h11", "websockets"}),
    "analyst": frozenset(),
    "archive": frozenset({"msgspec", "orjson"}),
    "creation": frozenset(),
    "reporting": frozenset({"msgspec"}),
    "crowd": frozenset({"websockets", "msgspec"}),
    "pages": frozenset({"starlette", "orjson", "msgspec", "segno", "brotli", "prometheus_client"}),
    "rehearsals": frozenset(),
    "proving": frozenset({"httpx2", "authlib", "joserfc"}),
    "background": frozenset(),
    "retention": frozenset(),
    "tracing": frozenset({"opentelemetry", "starlette"}),
    "translating": frozenset(),
    "app": EVERYTHING,
    "local": EVERYTHING,
    "commands": EVERYTHING,
    "__main__": EVERYTHING,
    "__init__": frozenset(),
}

# Waiting, clocks, chance, and whatever else reaches out of the process. The rules have none of it.
OUTSIDE = {
    "asyncio", "concurrent", "ctypes", "datetime", "fcntl", "http", "importlib", "io", "locale", "logging",
    "multiprocessing", "os", "pathlib", "platform", "queue", "random", "secrets", "select", "selectors",
    "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "uuid", "zoneinfo",
}  # fmt: skip

# Where a module may be named at all.
IN_FEW_FILES = {
    "sqlite3": {
        "server/plenary/store/sqlite_store.py",
        "server/plenary/store/sqlite_seats.py",
        "server/plenary/store/sqlite_records.py",
        "server/plenary/store/sqlite_checkpoints.py",
        "server/plenary/store/sqlite_erasing.py",
        "server/plenary/store/sqlite_backup.py",
        "server/plenary/archive/native.py",
    },
    "redis": {
        "server/plenary/store/redis_store.py",
        "server/plenary/store/redis_reaching.py",
        "server/plenary/store/redis_subscription.py",
        "server/plenary/store/redis_records.py",
        "server/plenary/store/redis_erasing.py",
        "server/plenary/store/redis_kept.py",
        "server/plenary/store/redis_assured.py",
        "server/plenary/store/redis_worker.py",
    },
}

# Folder of web/src → which others it may import. Of the apps, none imports another; one shows them all.
LAYERS: dict[str, frozenset[str]] = {
    "wire": frozenset(),
    "text": frozenset(),
    "link": frozenset({"wire"}),
    "view": frozenset({"wire", "link"}),
    "ui": frozenset({"wire", "view", "text"}),
}
APPS = {"participant", "projector", "moderator", "steward", "report", "components", "worker"}
SHOWS_ALL = "components"

LINES_LIMIT = 400
WRITTEN_BY_A_PROGRAM = re.compile(r"\A(//|/\*|#) Written from .* Do not edit\.")


def python_files(*folders: Path) -> list[Path]:
    return sorted(file for folder in folders for file in folder.rglob("*.py"))


def imports_of(source: str, package: str = "") -> Iterator[str]:
    """Every module that the source imports, wherever in it, under its full name.

    package: what relative imports start from. `from a import b` gives a.b, for b may be a module.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                parents = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                whole = ".".join([*parents, *([module] if module else [])])
                yield from (f"{whole}.{alias.name}" for alias in names)
            case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module")):
                yield "a module that only running it would tell"


def is_within(module: str, allowed: frozenset[str]) -> bool:
    return allowed == EVERYTHING or any(module == one or module.startswith(f"{one}.") for one in allowed)


def complaints(source: str, part: str, package: str) -> list[str]:
    """What a source of that part of `plenary` imports and may not."""
    found = []
    for module in imports_of(source, package):
        top = module.partition(".")[0]
        if top in ("plenary", "plenary_analysis"):
            is_fine = module == "plenary.__version__" or is_within(module, OURS[part] | {f"plenary.{part}"})
            is_fine = is_fine or OURS[part] == EVERYTHING
        elif top in sys.stdlib_module_names:
            is_fine = part != "deliberation" or top not in OUTSIDE
        else:
            is_fine = is_within(module, OTHERS[part]) and top != "numpy"
        if not is_fine:
            found.append(module)
    return found


def part_of(file: Path) -> str:
    return file.relative_to(SERVER / "plenary").with_suffix("").parts[0]


def package_of(file: Path) -> str:
    return ".".join(file.relative_to(SERVER).parent.parts)


@pytest.mark.parametrize("file", python_files(SERVER), ids=lambda file: str(file.relative_to(SERVER)))
def test_a_module_imports_what_its_place_allows(file: Path):
    assert complaints(file.read_text(), part_of(file), package_of(file)) == []


@pytest.mark.parametrize("file", python_files(ANALYSIS), ids=lambda file: str(file.relative_to(ANALYSIS)))
def test_the_analysis_stands_on_numpy_and_the_standard_library(file: Path):
    package = ".".join(file.relative_to(ANALYSIS).parent.parts)
    tops = {module.partition(".")[0] for module in imports_of(file.read_text(), package)}

    assert tops - sys.stdlib_module_names <= {"numpy", "plenary_analysis"}
    assert not tops & {"asyncio", "http", "random", "secrets", "socket", "sqlite3", "subprocess", "threading"}


@pytest.mark.parametrize(
    "file",
    python_files(SERVER / "plenary" / "deliberation"),
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_the_rules_wait_for_nothing_and_touch_nothing(file: Path):
    nodes = list(ast.walk(ast.parse(file.read_text())))

    assert [node for node in nodes if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor)] == []
    names = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert names & {"open", "print", "input", "exec", "eval"} == set()


@pytest.mark.parametrize("module", IN_FEW_FILES)
def test_a_database_is_known_to_the_store_and_the_archive_alone(module: str):
    knowing = [
        str(file.relative_to(ROOT))
        for file in python_files(SERVER, ANALYSIS)
        if any(one.partition(".")[0] == module for one in imports_of(file.read_text(), package_of_any(file)))
    ]

    assert set(knowing) <= IN_FEW_FILES[module]


def package_of_any(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).parent.parts[1:])


def test_every_part_of_the_house_stands_in_the_table():
    parts = {part_of(file) for file in python_files(SERVER)}

    assert parts <= OURS.keys()
    assert OURS.keys() == OTHERS.keys()


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("deliberation", "import asyncio"),
        ("deliberation", "def f():\n    from time import monotonic"),
        ("deliberation", "import msgspec"),
        ("deliberation", "from plenary.wire import codec"),
        ("deliberation", "from ..wire.codec import read"),
        ("wire", "from plenary import hub"),
        ("wire", "import starlette.websockets"),
        ("store", "from plenary.hub.hub import Hub"),
        ("hub", "from plenary.store.sqlite_store import SqliteStore"),
        ("hub", "from plenary.store import sqlite_store"),
        ("hub", "if TYPE_CHECKING:\n    from plenary.archive.polis import read_polis"),
        ("hub", "import plenary_analysis"),
        ("pages", "from plenary.app import application"),
        ("crowd", "from plenary.hub import hub"),
        ("analyst", "import numpy as np"),
        ("commands", "import numpy as np"),
        ("archive", "import importlib\nimportlib.import_module('numpy')"),
    ],
)
def test_a_wrong_import_is_found(part: str, source: str):
    assert complaints(source, part, f"plenary.{part}") != []


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("deliberation", "from plenary.deliberation.facts import Fact\nimport unicodedata"),
        ("hub", "from plenary import __version__\nfrom plenary.store.ports import FactLog"),
        ("store", "from .ports import FactLog"),
        ("app", "from plenary.store.sqlite_store import SqliteStore\nimport uvicorn"),
    ],
)
def test_a_right_import_is_not(part: str, source: str):
    assert complaints(source, part, f"plenary.{part}") == []


def web_files() -> list[Path]:
    return sorted(file for file in WEB.rglob("*") if file.suffix in (".ts", ".tsx", ".css"))


def web_imports(source: str) -> list[str]:
    """Every module that a source names in an import, export or @import."""
    found: list[str] = re.findall(
        r"""(?:\bfrom|\bimport\s*\(?|@import(?:\s+url\()?)\s*["'](?P<module>[^"']+)["']""", source
    )
    return found


def web_complaints(source: str, file: Path) -> list[str]:
    """What a file of web/src imports and may not. Tests may reach for the build's settings, and anything of ours."""
    folder = file.relative_to(WEB).parts[0]
    is_test = ".test." in file.name
    allowed = LAYERS.get(folder, frozenset(LAYERS)) | {folder} | (APPS if folder == SHOWS_ALL else set())
    found = []
    for module in web_imports(source):
        if not module.startswith("."):
            continue
        target = (file.parent / module).resolve()
        if not target.is_relative_to(WEB):
            is_fine = is_test
        else:
            is_fine = target.relative_to(WEB).parts[0] in allowed
        if not is_fine:
            found.append(module)
    return found


@pytest.mark.parametrize("file", web_files(), ids=lambda file: str(file.relative_to(WEB)))
def test_a_page_imports_what_its_place_allows(file: Path):
    assert web_complaints(file.read_text(), file) == []


def test_every_folder_of_the_pages_stands_in_the_table():
    assert {file.relative_to(WEB).parts[0] for file in web_files()} <= LAYERS.keys() | APPS


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("projector/Projector.tsx", 'import { Desk } from "../moderator/Desk";'),
        ("participant/now/Now.tsx", "import type { Desk } from '../../moderator/Desk';"),
        ("participant/Participant.tsx", 'const desk = await import("../moderator/Desk");'),
        ("wire/codec.ts", 'export { open } from "../link/socket";'),
        ("link/socket.ts", 'import "../view/view";'),
        ("text/index.ts", 'import {\n  view,\n} from "../view/view";'),
        ("ui/button/Button.tsx", 'import { open } from "../../link/socket";'),
        ("ui/map/map.css", '@import "../../projector/projector.css";'),
        ("view/view.ts", 'import config from "../../vite.config";'),
    ],
)
def test_a_pages_wrong_import_is_found(file: str, source: str):
    assert web_complaints(source, WEB / file) != []


def test_one_file_opens_sockets():
    naming = [file for file in web_files() if re.search(r"\bnew WebSocket\b", file.read_text())]

    assert [str(file.relative_to(WEB)) for file in naming if ".test." not in file.name] == ["link/socket.ts"]


@pytest.mark.parametrize(
    "file", [*python_files(SERVER, ANALYSIS), *web_files()], ids=lambda file: str(file.relative_to(ROOT))
)
def test_a_file_is_no_longer_than_a_reader_can_hold(file: Path):
    text = file.read_text()

    assert len(text.splitlines()) <= LINES_LIMIT or WRITTEN_BY_A_PROGRAM.match(text)
