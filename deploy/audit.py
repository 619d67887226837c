"""`make audit`: old dependencies, committed secrets, likely holes; and the bill of materials.

Needs what `dev.py audit` installs. Writes sbom.json (CycloneDX) into the checkout; ends with 1 if anything was found.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
ADVISORIES = ROOT / "deploy" / "advisories.toml"
REVIEW_AGAIN_AFTER = datetime.timedelta(days=30)

# Digests and pictures are not secrets, however random they look; nor are the fixed keys of tests and examples, nor the
# pages' words about secrets.
NOT_SEARCHED = re.compile(
    r"\.lock$|package-lock\.json$|\.png$|^tests/|^web/src/.*\.(test|examples)\.tsx?$|^web/src/text/.*\.json$"
)


def below_the_floor() -> Iterator[str]:
    """What is locked in a version older than the oldest that may be."""
    advisories = tomllib.loads(ADVISORIES.read_text())
    locked = {
        name: Version(version)
        for name, version in re.findall(
            r"(?m)^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", (ROOT / "requirements.lock").read_text()
        )
    }
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    npm = {
        path.removeprefix("node_modules/"): Version(one["version"])
        for path, one in packages.items()
        if path.startswith("node_modules/") and re.fullmatch(r"[\d.]+", one["version"])
    }
    for registry, have in (("python", locked), ("npm", npm)):
        for name, floor in advisories[registry].items():
            if name not in have:
                yield f"{name} is in deploy/advisories.toml and not among the locked packages"
            elif have[name] < Version(floor["at_least"]):
                yield f"{name} {have[name]} is older than {floor['at_least']}: {floor['why']}"


def not_reviewed(today: datetime.date) -> Iterator[str]:
    """Whether it is too long since anybody read the advisories."""
    reviewed = tomllib.loads(ADVISORIES.read_text())["reviewed"]
    if today - reviewed > REVIEW_AGAIN_AFTER:
        yield f"nobody has read the advisories since {reviewed}: see deploy/advisories.toml"


def main() -> int:
    found = [*below_the_floor(), *not_reviewed(datetime.datetime.now(datetime.UTC).date())]
    for line in found:
        print(line)
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    searched = [name for name in tracked.stdout.splitlines() if not NOT_SEARCHED.search(name)]
    steps = {
        "likely holes": ["bandit", "-q", "-c", "pyproject.toml", "-r", "server", "analysis", "deploy"],
        "secrets": ["detect_secrets.pre_commit_hook", *searched],
        "bill of materials": [
            "cyclonedx_py",
            "requirements",
            "--output-file",
            "sbom.json",
            "requirements.lock",
        ],
    }
    for step, command in steps.items():
        print(f"── {step}", flush=True)
        if subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode != 0:
            found.append(step)
    print(
        f"{len(found)} found: {'; '.join(found)}"
        if found
        else "Nothing found. The bill of materials is in sbom.json."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
