"""`make spreadsheet`: LibreOffice opens hostile cells and every exported table, and makes a formula of none.

    python -m tests.archive.spreadsheet          (needs LibreOffice: apt-get install libreoffice-calc-nogui)

Each table is opened with each separator that a spreadsheet may be told to split at, and with formulas allowed. The same
hostile cells go in unarmoured too: those must become formulas, or the trial proves nothing. Ends with 1 if an exported
cell became one, and with 2 without LibreOffice.
"""

import contextlib
import csv
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from plenary.archive.cells import armoured, written
from plenary.deliberation.facts import StatementShown
from plenary.deliberation.refusals import TextEmpty, TextTooLong
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import StatementId
from tests.archive.test_cells import INSIDE, STARTS, TAILS
from tests.archive.town import ADA, BUSES, DESK, exported, submitted, town

OFFICE = "soffice"
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "all of them": ",;\t|"}
# UTF-8, from line 1, no text columns; the last word lets formulas be formulas.
READING = ",34,76,1,,0,false,true,false,false,false,-1,true"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LONGEST = 280


def hostile() -> list[str]:
    return [inside + start + tail for inside in INSIDE for start in STARTS for tail in TAILS]


def statements(cells: Iterable[str]) -> list[str]:
    """What of them somebody can have said: as the server cleans it."""
    said = []
    for cell in cells:
        try:
            said.append(clean(cell, LONGEST))
        except (TextEmpty, TextTooLong):
            continue
    return sorted(set(said))


def tables(folder: Path) -> tuple[list[Path], list[Path]]:
    """The tables that must hold no formula, and the one that must hold some."""
    cells = hostile()
    raw = folder / "unarmoured.csv"
    with raw.open("w", newline="") as file:
        csv.writer(file).writerows([cell] for cell in cells)
    made = folder / "armoured.csv"
    made.write_bytes(written([armoured(cell)] for cell in cells))
    said = [
        fact
        for number, text in enumerate(statements(cells))
        for fact in (
            submitted(f"hostile-{number}", BUSES, text, ADA),
            StatementShown(StatementId(f"hostile-{number}"), DESK),
        )
    ]
    data = town(folder / "data", said)
    with contextlib.redirect_stdout(io.StringIO()):
        for format_ in ("polis", "sensemaker", "tttc"):
            for readers in ("organiser", "public"):
                exported(data, folder / f"{format_}-{readers}", "--for", readers, format_=format_)
    return [made, *sorted(folder.glob("*-*/**/*.csv"))], [raw]


def opened(files: Sequence[Path], separators: str, folder: Path) -> tuple[int, int]:
    """How many cells LibreOffice finds in these files, and how many of them it takes for formulas."""
    into = folder / "opened"
    shutil.rmtree(into, ignore_errors=True)
    # One start for all: names of files must differ, wherever they came from.
    named = folder / "named"
    shutil.rmtree(named, ignore_errors=True)
    named.mkdir()
    for number, file in enumerate(files):
        shutil.copy(file, named / f"{number}-{file.name}")
    codes = "/".join(str(ord(one)) for one in separators)
    command = [
        OFFICE, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
        f"--infilter=CSV:{codes}{READING}", "--convert-to", "fods", "--outdir", str(into),
        *(str(file) for file in sorted(named.iterdir())),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    results = sorted(into.glob("*.fods"))
    if len(results) != len(files):
        sys.exit(
            f"LibreOffice opened {len(results)} of {len(files)} files: {done.stdout[-1000:]}{done.stderr[-1000:]}"
        )
    cells = formulas = 0
    for result in results:
        for cell in ElementTree.parse(result).iter(f"{TABLE}table-cell"):
            cells += len(cell) > 0
            if (formula := cell.get(f"{TABLE}formula")) is not None:
                formulas += 1
                if result.name.partition("-")[2] != "unarmoured.fods":
                    print(f"  a formula in {result.name}: {formula}")
    return cells, formulas


def main() -> int:
    if shutil.which(OFFICE) is None:
        print(
            "This needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui",
            file=sys.stderr,
        )
        return 2
    failed = 0
    with tempfile.TemporaryDirectory(prefix="plenary-spreadsheet-") as name:
        safe, unsafe = tables(Path(name))
        for told, separators in SEPARATORS.items():
            cells, formulas = opened(safe, separators, Path(name))
            bare_cells, bites = opened(unsafe, separators, Path(name))
            failed += formulas > 0 or bites == 0
            print(
                f"split at {told}: {formulas} formulas in {cells} cells of {len(safe)} tables;"
                f" {bites} in {bare_cells} without armour",
                flush=True,
            )
    print("FAILED" if failed else "No cell became a formula.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
