"""What the hub's tests stand on: built pages, or the plainest stand-in that the site can serve."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plenary.pages import site
from plenary.pages.documents import PAGES
from plenary.sockets.protocol import AttachingProtocol
from tests.hub.running import Hall, hall


@pytest.fixture(autouse=True)
def plain_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sockets do not depend on the web build: the pages' own tests do."""
    for page in PAGES:
        (tmp_path / f"{page}.js").write_text("")
        (tmp_path / f"{page}.css").write_text("")
    (tmp_path / "words-first.json").write_text('{"en": {}}')
    monkeypatch.setattr(site, "static_folder", lambda: tmp_path)


@pytest.fixture(params=[AttachingProtocol, "websockets-sansio"], ids=["attached", "plain"])
async def the_hall(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """On both ways that a conversation is carried: our own protocol, and what any ASGI server offers."""
    async with hall(ws=request.param, analysis_interval_s=0.05) as opened:
        yield opened
