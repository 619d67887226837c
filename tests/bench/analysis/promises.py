"""What holds exactly or does not hold: conformance to Polis, and the promises that tests keep, each by its name."""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from plenary_analysis.kmeans import kmeans
from tests.analysis.reference import DATA_SETS, VECTORS
from tests.analysis.test_degenerate import ROWS
from tests.analysis.test_polis_vectors import served_and_ours
from tests.analysis.test_reference_maps import drawn_like_polis, inertia

ROOT = Path(__file__).parents[3]
# What is promised, and where its tests are.
PROMISES = {
    "Polis pipeline equals the vectors": "tests/analysis/test_polis_vectors.py",
    "state kept up equals state built at once, bit for bit, at random": "tests/analysis/test_ledger.py",
    "equal bytes in two processes and after a restart": "tests/analysis/test_same_result.py",
    "bans and moderation taken back restore everything": "tests/analysis/test_reversing.py",
    "letters, axes and numbers of groups carried on": "tests/analysis/test_continuity.py",
    "a takeover goes on with the same map; a slow update never queues": "tests/analyst/test_continuity.py",
}
DEGENERATE = ("tests/analysis/test_degenerate.py", "tests/analysis/test_degenerate_votes.py")


def conformance(found):
    print("\nThe Polis method beside what a Polis server published, and beside the best known k-means")
    apart = 0.0
    for name in VECTORS:
        off = _largest_difference(name)
        apart = max(apart, off)
        print(f"  {name:22} largest difference {off:.1e}")
    found.at_most("Polis method: largest difference from the vectors", apart, 1e-6, ".1e")
    worst = 0.0
    for name in DATA_SETS:
        shown, best, positions = drawn_like_polis(name)
        inside = np.isin(np.array(shown.participants), [str(who) for who in best["participants"]])
        ratios = [
            kmeans(positions[inside], k, seed=3).inertia / best["by_k"][str(k)]["inertia"]
            for k in (2, 3, 4, 5)
        ]
        grouped = shown.labels >= 0
        if shown.groups:
            at_best = best["by_k"][str(len(shown.groups))]["inertia"]
            ratios.append(inertia(positions[grouped], shown.labels[grouped]) / at_best)
        worst = max(worst, *ratios)
        print(f"  {name:22} inertia / best known: {max(ratios):.4f} at worst of k = 2 .. 5 and what is shown")
    found.at_most("Polis method: inertia / best known, worst", worst, 1.01, ".4f")


def _largest_difference(name):
    server, ours, sign = served_and_ours(name)
    pca, base = server["pca"], server["base-clusters"]
    pairs = [
        (-np.array(pca["center"]), ours.center),
        (np.array(pca["comps"]) * sign[:, None], ours.comps),
        (-np.array(pca["comment-projection"]).T * sign, ours.comment_projection),
        (pca["comment-extremity"], ours.comment_extremity),
        (-np.array([base["x"], base["y"]]).T * sign, [(one.x, one.y) for one in ours.base_clusters]),
        (
            [-np.array(group["center"]) * sign for group in server["group-clusters"]],
            [group.center for group in ours.group_clusters],
        ),
        ([server["group-aware-consensus"][tid] for tid in ours.tids], ours.group_aware_consensus),
        ([server["comment-priorities"][tid] for tid in ours.tids], ours.comment_priorities),
    ]
    return max(float(np.abs(np.array(theirs) - np.array(own)).max()) for theirs, own in pairs)


def kept(found):
    print("\nPromises that tests keep: tests passed, of all of them")
    outcomes = _outcomes([*PROMISES.values(), *DEGENERATE])
    for says, path in PROMISES.items():
        here = [passed for _, passed in outcomes[path]]
        found.all_of(says, sum(here), len(here))
    rows: dict[int, list[bool]] = {row: [] for row in ROWS}
    of_rows = [outcome for path in DEGENERATE for outcome in outcomes[path]]
    for name, passed in of_rows:
        if match := re.match(r"test_row_(\d+)_", name):
            rows[int(match[1])].append(passed)
    for row, tests in rows.items():
        print(f"  DEGENERATE.md, row {row:2}: {sum(tests)} of {len(tests)} tests passed")
    found.all_of(
        "DEGENERATE.md: rows all of whose tests pass", sum(map(_all_of_some, rows.values())), len(ROWS)
    )
    rest = [passed for name, passed in of_rows if not name.startswith("test_row_")]
    found.all_of("whatever the votes: a finite map (hypothesis)", sum(rest), len(rest))


def _all_of_some(tests):
    return bool(tests) and all(tests)


def _outcomes(paths):
    """path -> (name, whether it passed) of each test; what is skipped has not passed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "tests.xml"
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", f"--junitxml={report}", *paths],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        print("  " + ran.stdout.strip().splitlines()[-1])
        cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    found = defaultdict(list)
    for case in cases:
        path = case.get("classname", "").replace(".", "/") + ".py"
        found[path].append((case.get("name", ""), len(case.findall("*")) == 0))
    return found
