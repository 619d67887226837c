"""axe-core on a page: what a machine can find of what keeps people out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page | Frame, tags: Sequence[str] = TAGS) -> list[str]:
    """One line for each element that breaks a rule of these kinds; none on a good page."""
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", list(tags))
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
