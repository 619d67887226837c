"""What holds for every test."""

import pytest
from hypothesis import settings

# A test asserts what is so, not how soon: a busy machine must not fail it.
settings.register_profile("plenary", deadline=None)
settings.load_profile("plenary")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("lengthy") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What long trials have to say, their seeds among it, is told where they pass too."""
    for report in terminalreporter.stats.get("passed", []):
        if "lengthy" in report.keywords and report.capstdout:
            terminalreporter.write_line(report.capstdout.strip())
