"""The package's build hook: a wheel carries the built pages as plenary/static and so runs with no Node.

An editable install is served from web/dist, which is built here too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))  # hatchling loads this file by its path alone
import web_build


class WebBuildHook(BuildHookInterface[Any]):
    """Known to hatchling through `[tool.hatch.build.targets.wheel.hooks.custom]`."""

    def dependencies(self) -> list[str]:
        """Sixty megabytes of Node for the build environment, only where the system has none that will do."""
        return [] if web_build.system_npm() else [web_build.NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the pages and, for a real wheel, lays them into it."""
        web_build.build()
        if version != "editable":
            build_data["force_include"] |= {
                str(path): f"plenary/static/{path.relative_to(web_build.DIST).as_posix()}"
                for path in sorted(web_build.DIST.rglob("*"))
                if path.is_file() and path.name != ".stamp"
            }
