"""`python -m tests.fuzz [TARGET …] [--seconds S] [--runs N] [--aside]`: has atheris look for bytes that break a reader.

Every target runs in a process of its own. What it finds stands in `test-output/fuzz/TARGET/`, and how far it is in
`said` there; inputs that reach something new are kept there too, and the next run begins with them. `--seconds` is for
each target; the default is ten million runs. Without a target named, the HTTP API follows, by schemathesis, but not
`--aside`, which `make test` does on what its tests leave of the cores: they ask the API themselves.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS, longest_bytes, seeds

ROOT = Path(__file__).parents[2]
FOUND = ROOT / "test-output" / "fuzz"
RUNS = 10_000_000
MEMORY_MB = 512


def command(name: str, seconds: int | None, runs: int) -> list[str]:
    found = FOUND / name
    (found / "corpus").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (found / "corpus" / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}"] if seconds else [f"-runs={runs}"]
    return [
        sys.executable, "-m", "tests.fuzz.one", name, *limits, f"-max_len={longest_bytes(name)}",
        f"-rss_limit_mb={MEMORY_MB}",
        "-timeout=10", f"-artifact_prefix={found}/", "-print_final_stats=1", str(found / "corpus"),
    ]  # fmt: skip


def stat(told: str, name: str) -> str:
    """The figure that libFuzzer ends with."""
    found = re.search(rf"stat::{name}:\s+(\d+)", told)
    return found[1] if found else "?"


def children_s() -> float:
    """The processor time of the targets that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--aside", action="store_true", help="leave the cores to others, and out the HTTP API"
    )
    args = parser.parse_args(argv)
    if args.aside:
        os.nice(10)
        # The target ends too, when the tests have failed meanwhile.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failed = 0
    for name in args.targets or TARGETS:
        began, worked_s = time.monotonic(), children_s()
        asked = command(name, args.seconds, args.runs)
        with (FOUND / name / "said").open("w") as output:
            done = subprocess.run(
                asked,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        said = (FOUND / name / "said").read_text(errors="replace")
        runs, peak = stat(said, "number_of_executed_units"), stat(said, "peak_rss_mb")
        verdict = "nothing found" if done.returncode == 0 else f"FAILED ({done.returncode})"
        print(
            f"{name}: {verdict}; {runs} runs in {time.monotonic() - began:.0f} s"
            f" ({children_s() - worked_s:.0f} s of a core), {peak} MB at most",
            flush=True,
        )
        if done.returncode:
            failed += 1
            print("\n".join(said.splitlines()[-60:]), flush=True)
    if not args.targets and not args.aside:
        asked = [sys.executable, "-m", "pytest", "-q", "tests/pages/test_openapi.py", "-o", "timeout=7200"]
        examples = str(args.seconds or 200)
        api = subprocess.run(asked, cwd=ROOT, env=os.environ | {"TEST_API_EXAMPLES": examples}, check=False)
        failed += api.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
